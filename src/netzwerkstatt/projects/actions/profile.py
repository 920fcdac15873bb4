"""The Steckbrief: written block by block, proposed, released by the city, confirmed when it is time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.documents.actions import request_rendering, retry_rendering
from netzwerkstatt.foundation.documents.models import Rendering
from netzwerkstatt.foundation.documents.queries import rendering_of
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.foundation.network.queries import people_of
from netzwerkstatt.foundation.texts.plain import one_line, prose
from netzwerkstatt.projects import events, rules
from netzwerkstatt.projects.actions.founding import SPEAKERS
from netzwerkstatt.projects.actions.planning import ChangedMeanwhile
from netzwerkstatt.projects.actions.stages import locked
from netzwerkstatt.projects.models import CityRelease, Profile, ProfileBlock, ProfileRelease, Project
from netzwerkstatt.projects.profile.blocks import BY_CODE, LIVE, Field
from netzwerkstatt.projects.profile.content import canonical_text, content_of, fingerprint, missing
from netzwerkstatt.projects.profile.document import document_of
from netzwerkstatt.projects.profile.known import Known, known

RELEASERS = gettext_lazy("The city's coordinator or mayor releases.")
LONGEST = {"line": 240, "text": 2000, "points": 2000}
MOST_YEARS = timedelta(days=3 * 366)


@action(rule=rules.may_write, refusal=SPEAKERS)
def write_block(*, actor: Person, project: Project, block: str, edition: int, said: Mapping[str, Any]) -> ProfileBlock:
    """One block of the Steckbrief, whole. `edition` is the one the writer read, 0 for none.

    Records `project.profile_written`; nothing where it says that already. What may be missing until the release is not
    asked for here. Raises `Invalid` for what does not hold, `ChangedMeanwhile` where somebody else changed the block.
    """
    if block not in BY_CODE:
        raise Invalid({"": _("There is no such part.")})
    kept = locked(project)
    words = {field.name: _checked(field, said.get(field.name), kept) for field in BY_CODE[block].fields}
    now = ProfileBlock.objects.filter(project=kept, block=block).first()
    profile = _profile(kept)
    live = {name: words.pop(name) for name in list(words) if name in LIVE}
    before = {name: getattr(profile, name) for name in live}
    if now is not None and now.data == words and before == live:
        return now
    if (now.edition if now else 0) != edition and now is not None:
        raise ChangedMeanwhile(now)
    if now is None:
        now = ProfileBlock.objects.create(project=kept, block=block, data=words)
    else:
        now.data, now.edition = words, now.edition + 1
        now.save(update_fields=["data", "edition"])
    if before != live:
        for name, value in live.items():
            setattr(profile, name, value)
        profile.save(update_fields=list(live))
    record(events.PROFILE_WRITTEN(kept, actor, block=block))
    return now


@action(rule=rules.may_write, refusal=SPEAKERS)
def propose_profile(*, actor: Person, project: Project, seen: str) -> Profile:
    """Who wrote it says: it is ready, somebody else may release it. Whoever releases for the city is told.

    Records `project.profile_proposed`; nothing where the same content was proposed before. Raises `Invalid` where
    something is missing, or where it says something else than what was `seen`.
    """
    kept = locked(project)
    _content(kept, seen)
    profile = _profile(kept)
    if profile.proposed_sha256 == seen and profile.proposed_by_id:
        return profile
    profile.proposed_by, profile.proposed_at, profile.proposed_sha256 = actor, clock.now(), seen
    profile.save(update_fields=["proposed_by", "proposed_at", "proposed_sha256"])
    record(events.PROFILE_PROPOSED(kept, actor))
    return profile


@action(rule=rules.may_release, refusal=RELEASERS)
def release_profile(*, actor: Person, project: Project, seen: str) -> ProfileRelease:
    """The city releases the Steckbrief: it is numbered, final, a good practice that others find; its files are made.

    Records `project.profile_released`. Where the city wants a second pair of eyes, it was proposed before, by somebody
    else. Released twice with the same content, the first release comes back. Raises `NotAllowed` for who proposed it
    herself, `Invalid` where something is missing or somebody changed it since it was `seen`.
    """
    kept = locked(project)
    last = ProfileRelease.objects.filter(project=kept).order_by("-number").first()
    content, sha256 = _content(kept, seen)
    if last is not None and _same(last.data, content):
        return last
    profile = _profile(kept)
    proposer = profile.proposed_by if profile.proposed_sha256 == sha256 else None
    if needs_second_pair(kept.entry.city):
        if proposer is None:
            raise Invalid({"": _("Your city releases with a second pair of eyes: somebody proposes it first.")})
        if proposer.pk == actor.pk:
            raise NotAllowed(_("You proposed it yourself. In your city somebody else releases it."))
    number = last.number + 1 if last else 1
    frozen = {**content, "number": number, "released_on": clock.today().isoformat()}
    release = ProfileRelease.objects.create(
        project=kept, number=number, content=canonical_text(frozen), sha256=fingerprint(frozen), released_by=actor,
        proposed_by=proposer,
    )  # fmt: skip
    profile.proposed_by, profile.proposed_at, profile.proposed_sha256 = None, None, ""
    profile.confirmed_on = clock.today()
    profile.save(update_fields=["proposed_by", "proposed_at", "proposed_sha256", "confirmed_on"])
    request_rendering(public_id=kept.public_id, document=document_of(release))
    record(events.PROFILE_RELEASED(kept, actor, number=number))
    return release


@action(rule=rules.may_write, refusal=SPEAKERS)
def confirm_profile(*, actor: Person, project: Project, review_on: date) -> Profile:
    """Somebody looked at the Steckbrief: it still holds, until the next day on which it is looked at.

    Records `project.profile_confirmed`. Raises `Invalid` before it was released and for a day that is not ahead.
    """
    kept = locked(project)
    if not ProfileRelease.objects.filter(project=kept).exists():
        raise Invalid({"": _("It was not released yet.")})
    profile = _profile(kept)
    day = _ahead(review_on)
    if (profile.confirmed_on, profile.review_on) == (clock.today(), day):
        return profile
    profile.confirmed_on, profile.review_on = clock.today(), day
    profile.save(update_fields=["confirmed_on", "review_on"])
    record(events.PROFILE_CONFIRMED(kept, actor))
    return profile


@action(rule=rules.may_release_for, refusal=RELEASERS)
def ask_second_pair(*, actor: Person, city: City, wanted: bool) -> CityRelease:
    """The city releases with a second pair of eyes, or without. Records `city.second_pair_of_eyes`."""
    City.objects.select_for_update().get(pk=city.pk)
    rule, _new = CityRelease.objects.get_or_create(city=city)
    if rule.second_pair != wanted:
        rule.second_pair = wanted
        rule.save(update_fields=["second_pair"])
        record(events.SECOND_PAIR(rule, actor, city=city.pk, wanted=wanted))
    return rule


@action(rule=rules.may_write, refusal=SPEAKERS)
def make_files_again(*, actor: Person, project: Project) -> Rendering | None:
    """Try once more what could not be made of the latest release. Records `project.files_asked_again`."""
    kept = locked(project)
    release = ProfileRelease.objects.filter(project=kept).order_by("-number").first()
    if release is None:
        return None
    there = rendering_of(kept.public_id, version=str(release.number))
    if there is not None and there.state == Rendering.State.READY:
        return there
    record(events.FILES_ASKED_AGAIN(kept, actor))
    if there is not None:
        return retry_rendering(rendering=there)
    return request_rendering(public_id=kept.public_id, document=document_of(release))


def needs_second_pair(city: City | None) -> bool:
    """This city releases with a second pair of eyes. One query."""
    return city is not None and CityRelease.objects.filter(city=city, second_pair=True).exists()


def _content(project: Project, seen: str) -> tuple[dict[str, Any], str]:
    read = known(_read(project))
    if lacks := missing(read):
        blocks = ", ".join(str(BY_CODE[code].title) for code in lacks)
        raise Invalid({"": _("Something is missing: %(blocks)s.") % {"blocks": blocks}})
    _not_over(read)
    content = content_of(read)
    sha256 = fingerprint(content)
    if sha256 != seen:
        raise Invalid({"": _("Somebody changed it since you opened this page. Please read it once more.")})
    return content, sha256


def _read(project: Project) -> Project:
    found: Project = Project.objects.with_entry().get(pk=project.pk)
    return found


def _not_over(read: Known) -> None:
    if read.profile and read.profile.review_on and read.profile.review_on <= clock.today():
        raise Invalid({"": _("The day on which it is looked at again has passed. Please name another one.")})


def _same(released: dict[str, Any], content: dict[str, Any]) -> bool:
    return {name: value for name, value in released.items() if name not in {"number", "released_on"}} == content


def _profile(project: Project) -> Profile:
    return Profile.objects.get_or_create(project=project)[0]


def _checked(field: Field, value: Any, project: Project) -> Any:
    """A value as it is kept. Raises `Invalid` at the field."""
    if field.kind == "yes":
        return bool(value)
    if field.kind == "person":
        return _contact(value, project)
    if field.kind == "day":
        if value is None or value == "":
            return None
        day = value if isinstance(value, date) else date.fromisoformat(value)
        return _ahead(day) if field.name == "review_on" else day.isoformat()
    if field.kind == "choice":
        if value and (field.choices is None or value not in field.choices.values):
            raise Invalid({field.name: _("Please choose one of these.")})
        return value or ""
    read = one_line if field.kind == "line" else prose
    limit = 160 if field.name == "reach" else LONGEST[field.kind]
    return read(value or "", field.name, longest=limit, needed=False)


def _contact(value: Any, project: Project) -> Person | None:
    if value is None or value == "":
        return None
    person = getattr(value, "pk", value)
    entry: Entry = project.entry
    if entry.city is None or not people_of(entry.city).filter(person=person).exists():
        raise Invalid({"contact": _("Please choose somebody of the city.")})
    return Person.objects.get(pk=person)


def _ahead(day: date) -> date:
    if not clock.today() < day <= clock.today() + MOST_YEARS:
        raise Invalid({"review_on": _("Please choose a day ahead, within three years.")})
    return day
