"""A project begins, is worded anew, finds partners."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.once import create_once
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.network.actions import add_organisation
from netzwerkstatt.foundation.network.models import City, Organisation, OrganisationKind, Theme
from netzwerkstatt.foundation.texts.plain import one_line, prose
from netzwerkstatt.foundation.versions.keeping import fields_now, keep_version, names_of
from netzwerkstatt.foundation.versions.saving import put_together
from netzwerkstatt.projects import events, rules
from netzwerkstatt.projects.kinds import PROJECT
from netzwerkstatt.projects.models import Partner, Project

SPEAKERS = gettext_lazy("Whoever speaks for the city of the project can do this.")
WHO_ANSWERS = gettext_lazy(
    "Only whoever releases for the city, or speaks for the organisation, that is asked can answer."
)


@dataclass(frozen=True)
class NewOrganisation:
    """A business, club … that the alliance does not know yet, with what it gives."""

    name: str
    kind: str
    contribution: str = ""


@action(rule=rules.may_found, refusal=gettext_lazy("Whoever speaks for a city can found projects for it."))
def found_project(
    *,
    actor: Person,
    city: City,
    title: str,
    aim: str,
    ideas: Iterable[Any],
    workshop: Any = None,
    first_step: str,
    first_step_by: str,
    first_step_due: date,
    partner_cities: Iterable[City] = (),
    partner_organisations: Iterable[Organisation | NewOrganisation] = (),
    themes: Iterable[Theme] = (),
    client_id: UUID | None = None,
) -> Project:
    """A city takes ideas (or their entries) into its hands; the project is tied to each of them and to the workshop.

    Records `project.founded`, and `alliance.organisation_added` for partners that are new. Sent twice with the same
    client id, the first one's project comes back. Raises `NotAllowed` unless the actor speaks for the city,
    `Invalid` where words are missing, no idea is named, or the first step's day is not ahead.
    """
    entry, new = create_once(
        kind=PROJECT.code,
        title=one_line(title, "title", longest=240),
        author=actor,
        city=city,
        themes=themes,
        client_id=client_id,
    )
    if not new:
        return Project.objects.get(entry=entry)
    origins = _ideas(ideas, actor)
    if first_step_due <= clock.today():
        raise Invalid({"first_step_due": _("Please choose a day that is still ahead.")})
    project = Project.objects.create(
        entry=entry,
        aim=prose(aim, "aim", longest=2000),
        first_step=one_line(first_step, "first_step", longest=240),
        first_step_by=one_line(first_step_by, "first_step_by", longest=160),
        first_step_due=first_step_due,
    )
    for origin in origins:
        thread.link(entry, thread.DERIVED_FROM, origin, by=actor)
    if workshop is not None:
        thread.link(entry, thread.DERIVED_FROM, _visible_entry(workshop, actor, "workshop"), by=actor)
    for partner in (*partner_cities, *partner_organisations):
        _join(actor, project, partner)
    record(events.PROJECT_FOUNDED(project, actor))
    return project


@action(rule=rules.may_write, refusal=SPEAKERS)
def change_project(
    *,
    actor: Person,
    project: Project,
    base: int,
    title: str,
    aim: str,
    first_step: str,
    first_step_by: str,
    first_step_due: date,
    themes: Iterable[Theme] = (),
) -> Project:
    """The city words its project anew, or its first step gets another day; what was said before is kept as a version.

    `base` is the version the writer read. A first step that is done stays as it was done, whatever is given. Records
    `project.changed` with the names of the fields, nothing where nothing changes. Raises `Invalid` for what does not
    hold and for a project that is gone, `Meanwhile` (an `Invalid`) where others changed the same words.
    """
    entry: Entry = Entry.objects.select_for_update().get(pk=project.pk)
    if entry.deleted_at is not None:
        raise Invalid({"": _("This project was deleted meanwhile.")})
    kept: Project = Project.objects.select_for_update().get(pk=project.pk)
    wanted = {theme.slug: theme for theme in themes}
    before = fields_now(entry)
    mine = {"title": title, "aim": aim, "themes": names_of(wanted.values())}
    if kept.first_step_done_on is None:
        day = first_step_due.isoformat()
        mine |= {"first_step": first_step, "first_step_by": first_step_by, "first_step_due": day}
    said = put_together(entry, base, _checked(mine), whole=("first_step_due", "themes"))
    said = {**before, **_checked(said)}
    if said["first_step_due"] != before["first_step_due"] and said["first_step_due"] <= clock.today().isoformat():
        raise Invalid({"first_step_due": _("Please choose a day that is still ahead.")})
    changed = [name for name in said if said[name] != before[name]]
    if not changed:
        return kept
    keep_version(entry, before, actor)
    Entry.objects.filter(pk=entry.pk).update(title=said["title"])
    for name in ("aim", "first_step", "first_step_by"):
        setattr(kept, name, said[name])
    kept.first_step_due = date.fromisoformat(said["first_step_due"])
    kept.save(update_fields=["aim", "first_step", "first_step_by", "first_step_due"])
    if "themes" in changed:
        entry.themes.set(wanted.values())
    record(events.PROJECT_CHANGED(kept, actor, fields=changed))
    return Project.objects.with_entry().get(pk=kept.pk)


@action(rule=rules.may_write, refusal=SPEAKERS)
def add_partner(
    *,
    actor: Person,
    project: Project,
    city: City | None = None,
    organisation: Organisation | NewOrganisation | None = None,
    contribution: str = "",
) -> Partner:
    """A city or an organisation carries the project too; asked twice, the same partner comes back.

    Records `project.partner_added`, and `alliance.organisation_added` for an organisation that is new. Raises
    `NotAllowed` unless the actor speaks for the project's city, `Invalid` where none or both are named.
    """
    if (city is None) == (organisation is None):
        raise Invalid({"": _("Please choose one partner: a city or an organisation.")})
    partner, new = _join(actor, project, city or organisation, contribution)
    if new:
        record(events.PARTNER_ADDED(project, actor, partner=partner.pk))
    return partner


@action(
    rule=rules.may_answer_partnership,
    on="partner",
    refusal=WHO_ANSWERS,
)
def answer_partnership(*, actor: Person, partner: Partner, carries: bool) -> Partner:
    """The partner city or organisation carries the project, or does not; it may change its mind.

    Records `project.partner_answered`; nothing where the answer is the same.
    """
    kept = Partner.objects.select_for_update(of=("self",)).select_related("project__entry").get(pk=partner.pk)
    answer = Partner.Answer.CARRIES if carries else Partner.Answer.DECLINES
    if kept.answer != answer:
        kept.answer, kept.answered_at, kept.answered_by = answer, clock.now(), actor
        kept.save(update_fields=["answer", "answered_at", "answered_by"])
        record(events.PARTNER_ANSWERED(kept.project, actor, partner=kept.pk, carries=carries))
    return kept


@action(rule=rules.may_write, refusal=SPEAKERS)
def finish_first_step(*, actor: Person, project: Project) -> Project:
    """The first step is done, today. Records `project.first_step_finished`; said twice, the first day stays."""
    now = Project.objects.select_for_update().get(pk=project.pk)
    if now.first_step_done_on is None:
        now.first_step_done_on = clock.today()
        now.save(update_fields=["first_step_done_on"])
        record(events.FIRST_STEP_FINISHED(project, actor))
    return now


LONGEST = {"title": 240, "first_step": 240, "first_step_by": 160}


def _checked(said: dict[str, str]) -> dict[str, str]:
    """The words as they are kept. Raises `Invalid` with the field that does not hold."""
    lines = {name: one_line(said[name], name, longest=most) for name, most in LONGEST.items() if name in said}
    return said | lines | {"aim": prose(said["aim"], "aim", longest=2000)}


def _ideas(ideas: Iterable[Any], actor: Person) -> list[Entry]:
    origins = [_visible_entry(idea, actor, "ideas") for idea in ideas]
    if not origins:
        raise Invalid({"ideas": _("A project comes from at least one idea. Please choose one.")})
    if any(origin.kind != "idea" for origin in origins):
        raise Invalid({"ideas": _("Please choose ideas only.")})
    return origins


def _visible_entry(thing: Any, actor: Person, field: str) -> Entry:
    given: Entry = getattr(thing, "entry", thing)
    entry: Entry | None = Entry.objects.visible_to(actor).filter(pk=given.pk).first()
    if entry is None:
        raise Invalid({field: _("This is not there, or not for you to see.")})
    return entry


def _join(actor: Person, project: Project, partner: Any, contribution: str = "") -> tuple[Partner, bool]:
    if isinstance(partner, NewOrganisation):
        contribution = contribution or partner.contribution
        partner = _organisation(actor, partner)
    if isinstance(partner, City) and partner.pk == project.entry.city_id:
        raise Invalid({"city": _("%(city)s owns the project and is no partner of itself.") % {"city": partner}})
    who = {"city": partner} if isinstance(partner, City) else {"organisation": partner}
    gives = one_line(contribution, "contribution", longest=240, needed=False)
    return Partner.objects.get_or_create(
        project=project, **{"city": None, "organisation": None, **who}, defaults={"contribution": gives}
    )


def _organisation(actor: Person, new: NewOrganisation) -> Organisation:
    if new.kind not in OrganisationKind.values:
        raise Invalid({"organisation_kind": _("Please say what it is.")})
    name = one_line(new.name, "organisation_name", longest=160)
    return add_organisation(actor=actor, name=name, kind=new.kind)
