"""Every change to a recommendation. Pages, API, commands and the demo call these and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.documents.actions import request_rendering, retry_rendering
from netzwerkstatt.foundation.documents.models import Rendering
from netzwerkstatt.foundation.documents.queries import rendering_of
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Entry, Link, LinkKind, Visibility
from netzwerkstatt.foundation.entries.once import create_once
from netzwerkstatt.foundation.entries.writing import next_number
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.network.models import State, Theme
from netzwerkstatt.foundation.texts import writing
from netzwerkstatt.foundation.texts.models import Paragraph
from netzwerkstatt.foundation.texts.plain import one_line, prose
from netzwerkstatt.foundation.versions.keeping import keep_version
from netzwerkstatt.recommendations import content, events, queries, rules
from netzwerkstatt.recommendations.answer_document import answer_document
from netzwerkstatt.recommendations.document import document_of
from netzwerkstatt.recommendations.kinds import ANSWER, RECOMMENDATION
from netzwerkstatt.recommendations.models import (
    DRAFT,
    RELEASED,
    Address,
    Answer,
    Position,
    Recommendation,
    Release,
    Stance,
)

EDITORS = gettext_lazy("Its author, the networks' coordinators and the alliance coordinator can do this.")
FINAL = gettext_lazy("A released recommendation stays as it is.")


@action(
    rule=rules.may_draft, on="title", refusal=gettext_lazy("Whoever works in the alliance can draft recommendations.")
)
def draft_recommendation(
    *,
    actor: Person,
    title: str,
    projects: Iterable[Any],
    evidence: Iterable[Any] = (),
    themes: Iterable[Theme] = (),
    client_id: UUID | None = None,
) -> Recommendation:
    """A draft that rests on projects and figures (or their entries), seen by the alliance alone.

    Records `recommendation.drafted`. Sent twice with the same client id, the first one's draft comes back. Raises
    `NotAllowed` for anybody outside of the alliance, `Invalid` where no project is named.
    """
    entry, new = create_once(
        kind=RECOMMENDATION.code,
        title=one_line(title, "title", longest=240),
        author=actor,
        themes=themes,
        visibility=Visibility.ALLIANCE,
        state=DRAFT,
        client_id=client_id,
        numbered=False,
    )
    if not new:
        return Recommendation.objects.get(entry=entry)
    recommendation = Recommendation.objects.create(entry=entry)
    origins = [_origin(project, actor, "projects", {"project"}) for project in projects]
    if not origins:
        raise Invalid({"projects": _("A recommendation rests on at least one project. Please choose one.")})
    for origin in (*origins, *(_origin(card, actor, "evidence", {"evidence"}) for card in evidence)):
        thread.link(entry, _tie(origin), origin, by=actor)
    record(events.DRAFTED(recommendation, actor))
    return recommendation


@action(rule=rules.may_edit, refusal=EDITORS)
def retitle(*, actor: Person, recommendation: Recommendation, title: str, base: str) -> Recommendation:
    """Another title. `base` is the title the writer read; nobody overwrites what somebody else wrote meanwhile.

    Records `recommendation.retitled`, nothing where the title is the same. Raises `Invalid` (field "title").
    """
    entry = _open(recommendation)
    wanted = one_line(title, "title", longest=240)
    if wanted == entry.title:
        return recommendation
    if entry.title != base:
        raise Invalid(
            {"title": _("Somebody changed the title while you wrote. It is now: “%(title)s”") % {"title": entry.title}}
        )
    keep_version(entry, {"title": entry.title}, actor)
    Entry.objects.filter(pk=entry.pk).update(title=wanted)
    recommendation.entry.title = wanted
    record(events.RETITLED(recommendation, actor))
    return recommendation


@action(rule=rules.may_edit, refusal=EDITORS)
def rest_on(*, actor: Person, recommendation: Recommendation, origin: Any) -> Link:
    """The draft rests on one more project or figure; asked twice, the same link comes back.

    Records `recommendation.source_added`.
    """
    _open(recommendation)
    source = _origin(origin, actor, "origin", {"project", "evidence"})
    link, new = thread.link(recommendation, _tie(source), source, by=actor)
    if new:
        record(events.SOURCE_ADDED(recommendation, actor, source=source.public_id))
    return link


@action(rule=rules.may_edit, refusal=EDITORS)
def add_paragraph(
    *, actor: Person, recommendation: Recommendation, text: str, rests_on: Iterable[Any] = (), after: int | None = None
) -> Paragraph:
    """A new paragraph and what it rests on: projects, figures and ideas of the recommendation's own thread.

    It becomes the last one, or follows the number `after` (0: the first); the later ones move down. Records
    `recommendation.paragraph_added`. The same words a second time are the same paragraph. Raises `Invalid` (fields
    "text", "rests_on").
    """
    entry = _open(recommendation)
    words = prose(text, "text", longest=writing.LONGEST)
    origins = _of_its_thread(recommendation, rests_on)
    if known := Paragraph.objects.filter(entry=entry, text=words).first():
        return known
    paragraph = writing.append_paragraph(entry, words, origins, by=actor, after=after)
    record(events.PARAGRAPH_ADDED(recommendation, actor, number=paragraph.number))
    return paragraph


@action(rule=rules.may_edit, refusal=EDITORS)
def rewrite_paragraph(
    *, actor: Person, paragraph: Paragraph, text: str, rests_on: Iterable[Any], base: int
) -> writing.Saved:
    """Other words, or another ground. `base` is the version that the writer read.

    What others saved meanwhile is put together with it word by word; what came in stands in the answer. Records
    `recommendation.paragraph_rewritten` where something changed. Raises `writing.Overlap` (an `Invalid`) where others
    changed the same words: nothing is overwritten.
    """
    recommendation = Recommendation.objects.select_related("entry").get(entry=paragraph.entry_id)
    _open(recommendation)
    words = prose(text, "text", longest=writing.LONGEST)
    origins = _of_its_thread(recommendation, rests_on)
    saved = writing.rewrite_paragraph(_still_there(paragraph), words, origins, base=base, by=actor)
    if saved.changed:
        record(events.PARAGRAPH_REWRITTEN(recommendation, actor, number=saved.paragraph.number))
    return saved


@action(rule=rules.may_edit, refusal=EDITORS)
def move_paragraph(*, actor: Person, paragraph: Paragraph, up: bool) -> None:
    """Change places with the paragraph above or below. Records `recommendation.paragraph_moved` where there is one."""
    recommendation = Recommendation.objects.select_related("entry").get(entry=paragraph.entry_id)
    _open(recommendation)
    if Paragraph.objects.filter(pk=paragraph.pk).exists() and writing.move_paragraph(paragraph, up=up):
        record(events.PARAGRAPH_MOVED(recommendation, actor))


@action(rule=rules.may_edit, refusal=EDITORS)
def remove_paragraph(*, actor: Person, paragraph: Paragraph) -> None:
    """Take a paragraph out; the later ones move up. Records `recommendation.paragraph_removed`; twice is once."""
    recommendation = Recommendation.objects.select_related("entry").get(entry=paragraph.entry_id)
    _open(recommendation)
    if found := Paragraph.objects.filter(pk=paragraph.pk).first():
        writing.remove_paragraph(found, by=actor)
        record(events.PARAGRAPH_REMOVED(recommendation, actor, number=found.number))


@action(rule=rules.may_edit, refusal=EDITORS)
def address_to(*, actor: Person, recommendation: Recommendation, state: State, due: date) -> Address:
    """A Land is asked to answer by a day at least 14 days ahead; said again with another day, that day holds.

    Records `recommendation.addressed`, nothing where nothing changes. Raises `Invalid` (field "due").
    """
    _open(recommendation)
    if due < queries.earliest_answer():
        message = _("A Land needs at least %(days)d days to answer. Please choose a later day.")
        raise Invalid({"due": message % {"days": queries.DAYS_TO_ANSWER}})
    address = Address.objects.filter(recommendation=recommendation, state=state).first()
    if address is not None and address.due == due:
        return address
    address = address or Address(recommendation=recommendation, state=state)
    address.due = due
    address.save()
    record(events.ADDRESSED(recommendation, actor, land=state.code, due=due.isoformat()))
    return address


@action(rule=rules.may_edit, refusal=EDITORS)
def withdraw_address(*, actor: Person, recommendation: Recommendation, state: State) -> None:
    """A Land is no longer asked. Records `recommendation.address_withdrawn`; twice is once."""
    _open(recommendation)
    if address := Address.objects.filter(recommendation=recommendation, state=state).first():
        address.delete()
        record(events.ADDRESS_WITHDRAWN(recommendation, actor, land=state.code))


@action(rule=rules.may_release, refusal=gettext_lazy("The alliance coordinator releases recommendations."))
def release(*, actor: Person, recommendation: Recommendation) -> Release:
    """The draft becomes final: it gets its number and its checksum, everybody sees it, and its PDF is being made.

    Records `recommendation.released`; asked twice, the first release comes back. From here on neither page, model nor
    database change a word of it. Raises `NotAllowed` unless the actor coordinates the alliance, `Invalid` with
    everything that is missing.
    """
    entry = Entry.objects.select_for_update().get(pk=recommendation.pk)
    if known := Release.objects.filter(recommendation=recommendation).first():
        return known
    if lacking := queries.lacking(recommendation):
        raise Invalid({"": " ".join(lacking)})
    number = next_number(RECOMMENDATION.code)
    Entry.objects.filter(pk=entry.pk).update(
        number=number, visibility=Visibility.PUBLIC, state=RELEASED, created_at=clock.now()
    )
    recommendation.entry.refresh_from_db()
    with translation.override(content.language_of(recommendation)):
        frozen = content.content_of(recommendation, on=clock.today())
    made = Release.objects.create(
        recommendation=recommendation,
        number=number,
        content=content.canonical_text(frozen),
        sha256=content.sha256_of(frozen),
        released_by=actor,
    )
    request_rendering(public_id=entry.public_id, document=document_of(made))
    record(events.RELEASED(recommendation, actor, number=number, sha256=made.sha256))
    return made


@action(rule=rules.may_edit, refusal=EDITORS)
def ask_for_pdf_again(*, actor: Person, recommendation: Recommendation) -> Rendering | None:
    """Try once more to make a PDF that could not be made; records `recommendation.pdf_asked_again`."""
    rendering = rendering_of(recommendation.public_id)
    if rendering is None or rendering.state != Rendering.State.FAILED:
        return rendering
    record(events.PDF_ASKED_AGAIN(recommendation, actor))
    return retry_rendering(rendering=rendering)


@action(rule=rules.may_answer, refusal=gettext_lazy("Only the ministry of this Land can answer."))
def answer(
    *, actor: Person, address: Address, text: str, stances: Mapping[int, Stance | str], client_id: UUID | None = None
) -> Answer:
    """A Land answers, once: to the whole in words, to each paragraph with a stance.

    Records `recommendation.answered`. Sent twice with the same client id, the first one's answer comes back. Raises
    `NotAllowed` unless the actor sits in the ministry of the addressed Land, `Invalid` where words or a stance are
    missing, the recommendation is not released, or the Land has answered.
    """
    recommendation = address.recommendation
    released = Release.objects.filter(recommendation=recommendation).first()
    if released is None:
        raise Invalid({"": _("This recommendation is not released yet.")})
    words = prose(text, "text", longest=8000)
    positions = _stances(stances, len(released.data["paragraphs"]))
    Address.objects.select_for_update().get(pk=address.pk)
    title = _("%(land)s answers “%(title)s”") % {"land": address.state.name, "title": recommendation.title}
    entry, new = create_once(
        kind=ANSWER.code, title=_cut(title), author=actor, home=recommendation.entry, client_id=client_id
    )
    if not new:
        return Answer.objects.get(entry=entry)
    if Answer.objects.filter(address=address).exists():
        raise Invalid({"": _("%(land)s has answered already.") % {"land": address.state.name}})
    made: Answer = Answer.objects.create(entry=entry, address=address, text=words, stances=positions)
    thread.link(entry, thread.ANSWERS, recommendation, by=actor)
    made.entry.refresh_from_db()
    request_rendering(public_id=entry.public_id, document=answer_document(made))
    record(events.ANSWERED(made, actor, land=address.state.code))
    return made


@action(rule=rules.may_answer_or_edit, refusal=EDITORS)
def ask_for_answer_files(*, actor: Person, answer: Answer) -> Rendering:
    """Make the files of an answer that has none, or whose files could not be made.

    Records `recommendation.pdf_asked_again`; where they are there already, nothing happens.
    """
    known = rendering_of(answer.public_id)
    if known is not None and known.state == Rendering.State.READY:
        return known
    record(events.PDF_ASKED_AGAIN(answer, actor))
    if known is not None:
        return retry_rendering(rendering=known)
    return request_rendering(public_id=answer.public_id, document=answer_document(answer))


def _open(recommendation: Recommendation) -> Entry:
    """The draft's entry, locked: whoever releases waits, whoever comes after the release is refused."""
    entry: Entry = Entry.objects.select_for_update().get(pk=recommendation.pk)
    if entry.state == RELEASED:
        raise NotAllowed(FINAL)
    return entry


def _origin(thing: Any, actor: Person, field: str, kinds: set[str]) -> Entry:
    given: Entry = getattr(thing, "entry", thing)
    entry: Entry | None = Entry.objects.visible_to(actor).filter(pk=given.pk, kind__in=kinds).first()
    if entry is None:
        raise Invalid({field: _("This is not there, or not for you to see.")})
    return entry


def _tie(origin: Entry) -> LinkKind:
    return thread.SUPPORTED_BY if origin.kind == "evidence" else thread.DERIVED_FROM


def _of_its_thread(recommendation: Recommendation, rests_on: Iterable[Any]) -> list[Entry]:
    wanted = [getattr(thing, "entry", thing) for thing in rests_on]
    allowed = {entry.pk for entry in queries.origins(recommendation)} if wanted else set()
    if any(entry.pk not in allowed for entry in wanted):
        raise Invalid({"rests_on": _("A paragraph rests on public projects, figures and ideas of this thread.")})
    return wanted


def _still_there(paragraph: Paragraph) -> Paragraph:
    if not Paragraph.objects.filter(pk=paragraph.pk).exists():
        raise Invalid({"": _("Somebody removed this paragraph while you wrote.")})
    return paragraph


def _stances(stances: Mapping[int, Stance | str], paragraphs: int) -> dict[str, dict[str, str]]:
    given = {number: Stance(s) if isinstance(s, str) else s for number, s in stances.items()}
    if set(given) != set(range(1, paragraphs + 1)):
        raise Invalid({"": _("Please say something to each paragraph.")})
    wrong = {
        f"stance_{number}": _("Please choose.") for number, s in given.items() if s.position not in Position.values
    }
    if wrong:
        raise Invalid(wrong)
    return {
        str(number): {
            "position": str(s.position),
            "words": prose(s.words, f"words_{number}", longest=1000, needed=s.position == Position.OTHER),
        }
        for number, s in sorted(given.items())
    }


def _cut(title: str, longest: int = 240) -> str:
    return title if len(title) <= longest else title[: longest - 1].rstrip() + "…"
