"""Every read of recommendations; each a fixed number of queries, whatever their length."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netzwerkstatt.evidence import queries as evidence
from netzwerkstatt.evidence.models import EvidenceCard
from netzwerkstatt.evidence.queries import ShownCard
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.desk import Task, Waiting, each
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import City, State
from netzwerkstatt.foundation.network.rules import standing
from netzwerkstatt.foundation.texts.models import Amendment, Outcome, Paragraph
from netzwerkstatt.foundation.texts.queries import open_amendments
from netzwerkstatt.recommendations import rules
from netzwerkstatt.recommendations.models import DRAFT, RELEASED, Address, Recommendation

DAYS_TO_ANSWER = 14
MOST_FIGURES = 6
ON_A_CITYS_PAGE = 5
MOST_CHOICES = 40
GROUNDS = ("evidence", "idea", "project")


@dataclass(frozen=True)
class Requirement:
    """One thing that a draft needs before it can be released; `lacking` says what is not there yet."""

    text: str
    lacking: list[str]

    @property
    def met(self) -> bool:
        return not self.lacking


def earliest_answer() -> date:
    """The first day that leaves a Land enough time."""
    return clock.today() + timedelta(days=DAYS_TO_ANSWER)


def paragraphs_of(recommendation: Recommendation) -> list[Paragraph]:
    """The paragraphs in order, with what they rest on. Two queries."""
    entries = Entry.objects.select_related("city__network__state", "network__state", "home").order_by(
        "created_at", "id"
    )
    return list(
        Paragraph.objects.filter(entry=recommendation.pk)
        .prefetch_related(Prefetch("rests_on", entries))
        .order_by("number")
    )


def addresses_of(recommendation: Recommendation) -> list[Address]:
    """Whom it is addressed to, in the order of the Länder, with what they answered. One query."""
    found = Address.objects.filter(recommendation=recommendation).select_related("state", "answer__entry__author")
    return list(found.order_by("state__position", "state__name"))


def origins(recommendation: Recommendation) -> list[Entry]:
    """Public projects, ideas and figures that the draft came from, however far back; the latest first. Four queries."""
    walked = thread.walk(recommendation, None)
    found = [s.entry for s in walked.steps if s.id in walked.before and s.entry is not None and not s.deleted]
    return [entry for entry in reversed(found) if entry.kind in GROUNDS]


class Parts:
    """What a recommendation is made of, each part read once, when it is first asked for."""

    def __init__(self, recommendation: Recommendation) -> None:
        self.recommendation = recommendation

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """Two queries."""
        return paragraphs_of(self.recommendation)

    @cached_property
    def addresses(self) -> list[Address]:
        """One query."""
        return addresses_of(self.recommendation)

    @cached_property
    def origins(self) -> list[Entry]:
        """At most three queries."""
        return origins(self.recommendation)

    @cached_property
    def waiting(self) -> dict[int, int]:
        """How many amendments wait for an answer, by the paragraph. One query."""
        return open_amendments(self.recommendation.entry)

    @cached_property
    def figures(self) -> list[ShownCard]:
        """The evidence it is argued with: what its paragraphs rest on, else what stands on its thread. One query beside
        those.
        """
        on_thread = [entry.public_id for entry in self.origins if entry.kind == "evidence"]
        said = {entry.public_id for paragraph in self.paragraphs for entry in paragraph.rests_on.all()}
        wanted = [public_id for public_id in reversed(on_thread) if public_id in said] or on_thread[:MOST_FIGURES]
        cards = drawn(wanted)
        return [cards[public_id] for public_id in wanted if public_id in cards]


def drawn(public_ids: list[str]) -> dict[str, ShownCard]:
    """Evidence cards with their drawings, by public id. One query; cards never change, so neither do these."""
    cards = EvidenceCard.objects.with_place().filter(entry__public_id__in=public_ids)
    return {card.public_id: evidence.shown(card) for card in cards}


def requirements(parts: Parts) -> list[Requirement]:
    """What a draft needs before it can be released. At most seven queries."""
    paragraphs, addresses = parts.paragraphs, parts.addresses
    return [
        Requirement(
            _("It has at least one paragraph."), [] if paragraphs else [_("There is no paragraph yet.")]
        ),
        Requirement(_("Every paragraph rests on something public."), list(_groundless(paragraphs))),
        Requirement(
            _("It is addressed to at least one Land."), [] if addresses else [_("No Land is addressed yet.")]
        ),
        Requirement(_("Every Land has enough time to answer."), list(_too_soon(addresses))),
        Requirement(_("Every amendment is answered."), list(_unanswered(sum(parts.waiting.values())))),
        Requirement(
            _("Its thread reaches back to at least one figure."),
            [] if any(entry.kind == "evidence" for entry in parts.origins)
            else [_("Nothing on its thread is an evidence card yet.")],
        ),
    ]  # fmt: skip


def lacking(recommendation: Recommendation) -> list[str]:
    """Everything that is missing, one sentence each; empty when it can be released."""
    return [sentence for requirement in requirements(Parts(recommendation)) for sentence in requirement.lacking]


def _groundless(paragraphs: list[Paragraph]) -> Iterable[str]:
    for paragraph in paragraphs:
        grounds = list(paragraph.rests_on.all())
        if not grounds:
            yield _("Paragraph %(number)d rests on nothing yet.") % {"number": paragraph.number}
        elif not all(entry.is_public for entry in grounds):
            yield _("Paragraph %(number)d rests on something that is not public.") % {"number": paragraph.number}


def _unanswered(waiting: int) -> Iterable[str]:
    if waiting:
        text = ngettext(
            "%(number)d amendment waits for an answer.", "%(number)d amendments wait for an answer.", waiting
        )
        yield text % {"number": waiting}


def _too_soon(addresses: list[Address]) -> Iterable[str]:
    for address in addresses:
        if address.due < earliest_answer():
            message = _("%(land)s would have less than %(days)d days to answer.")
            yield message % {"land": address.state, "days": DAYS_TO_ANSWER}


def listed(viewer: Any, land: State | None = None) -> QuerySet[Recommendation]:
    """Released recommendations, the latest first, with their Länder and answers. Three queries a page."""
    found = Recommendation.objects.visible_to(viewer).filter(entry__state=RELEASED)
    if land is not None:
        found = found.filter(addresses__state=land)
    addresses = Address.objects.select_related("state", "answer__entry").order_by("state__position", "state__name")
    return (
        found.select_related("entry", "release")
        .prefetch_related(Prefetch("addresses", addresses, to_attr="lands"), "entry__themes")
        .order_by("-release__released_at", "-pk")
    )


def drafts(viewer: Any) -> QuerySet[Recommendation]:
    """Drafts that this viewer may see, the latest first."""
    found = Recommendation.objects.visible_to(viewer).filter(entry__state=DRAFT)
    return found.select_related("entry__author").order_by("-entry__created_at", "-pk")


def resting_on(project: Any, viewer: Any) -> list[Recommendation]:
    """Recommendations that came of this project, the latest first. Two queries."""
    found = Recommendation.objects.visible_to(viewer).filter(entry__links_in__source=project.entry).distinct()
    addresses = Address.objects.select_related("state", "answer__entry").order_by("state__position", "state__name")
    return list(
        found.select_related("entry", "release")
        .prefetch_related(Prefetch("addresses", addresses, to_attr="lands"))
        .order_by("-entry__created_at", "-pk")[:20]
    )


def resting_on_city(city: City, viewer: Any) -> list[Recommendation]:
    """Released recommendations that rest on something of a city, the latest first. Two queries."""
    seen = Entry.objects.visible_to(viewer).filter(city=city)
    found = Recommendation.objects.visible_to(viewer).filter(entry__state=RELEASED, entry__links_in__source__in=seen)
    addresses = Address.objects.select_related("state", "answer__entry").order_by("state__position", "state__name")
    return list(
        found.distinct()
        .select_related("entry", "release")
        .prefetch_related(Prefetch("addresses", addresses, to_attr="lands"))
        .order_by("-release__released_at", "-pk")[:ON_A_CITYS_PAGE]
    )


def waiting_for(person: Person) -> list[Waiting]:
    """For a ministry: what its Land is asked. For authors: unfinished drafts, and amendments to them. For the
    coordinator: what can be released.
    """
    return [
        Waiting(_answers_wanted(person), each(_answer_wanted)),
        _drafts_waiting(person),
        Waiting(_amendments_waiting(person), each(_amendments_to)),
    ]


def _amendments_waiting(person: Person) -> QuerySet[Amendment, Any]:
    """Amendments to one's own drafts, one row a draft, the longest waiting first."""
    return (
        Amendment.objects.filter(text__author=person, text__deleted_at__isnull=True, outcome=Outcome.OPEN)
        .values("text__public_id", "text__title")
        .annotate(number=Count("pk"), since=Min("entry__created_at"))
        .values_list("text__public_id", "text__title", "number", named=True)
        .order_by("since")[:20]
    )


def _amendments_to(draft: Any) -> Task:
    meta = ngettext("%(number)d amendment to your draft", "%(number)d amendments to your draft", draft.number)
    return Task(
        stage="recommendation",
        title=draft.text__title,
        meta=meta % {"number": draft.number},
        verb=_("Read and answer"),
        url=reverse("recommendations:amendments", args=[draft.text__public_id]),
    )


def _answers_wanted(person: Person) -> QuerySet[Address]:
    states = standing(person).states
    open_addresses = (
        Address.objects.filter(state__in=states, answer__isnull=True, recommendation__entry__state=RELEASED)
        .select_related("state", "recommendation__entry")
        .order_by("due", "pk")
    )
    return open_addresses[:50]


def _answer_wanted(address: Address) -> Task:
    return Task(
        stage="recommendation",
        title=address.recommendation.title,
        meta=_("Recommendation %(code)s asks %(land)s for an answer")
        % {"code": address.recommendation.entry.code, "land": address.state},
        verb=_("Write the answer"),
        url=reverse("recommendations:give-answer", args=[address.recommendation.public_id, address.state.code]),
        due=address.due,
    )


def _drafts_waiting(person: Person) -> Waiting:
    releases = rules.may_release.test(person)
    mine = Q(entry__author=person)
    grounded = Paragraph.rests_on.through.objects.filter(paragraph=OuterRef("pk"))
    bare = Paragraph.objects.filter(~Exists(grounded), entry=OuterRef("pk"))
    found = (
        Recommendation.objects.filter(mine if not releases else Q(), entry__state=DRAFT, entry__deleted_at__isnull=True)
        .annotate(
            number_of_paragraphs=Count("entry__paragraphs", distinct=True),
            number_of_lands=Count("addresses", distinct=True),
            has_bare=Exists(bare),
        )
        .select_related("entry")
        .order_by("-entry__created_at", "-pk")
    )
    return Waiting(found[:20], lambda drafts: _draft_tasks(drafts, person, releases=releases))


def _draft_tasks(drafts: list[Any], person: Person, *, releases: bool) -> list[Task]:
    tasks = [_draft_task(draft, person, releases=releases) for draft in drafts]
    return [task for task in tasks if task is not None]


def _draft_task(draft: Any, person: Person, *, releases: bool) -> Task | None:
    """A draft waits for its author as long as something is missing, then for whoever releases."""
    finished = draft.number_of_paragraphs and draft.number_of_lands and not draft.has_bare
    url = reverse("recommendations:edit", args=[draft.public_id])
    if finished and releases:
        meta = _("The draft is written; read it and release it")
        return Task("recommendation", draft.title, meta, _("Read the draft"), url)
    if finished or draft.entry.author_id != person.pk:
        return None
    written = ngettext("%(number)d paragraph so far", "%(number)d paragraphs so far", draft.number_of_paragraphs)
    meta = _("Your draft, %(written)s") % {"written": written % {"number": draft.number_of_paragraphs}}
    return Task("recommendation", draft.title, meta, _("Go on writing"), url)


# ── what a draft can rest on ────────────────────────────────────────────────


def projects_to_choose(viewer: Any, first: str = "") -> list[Entry]:
    """Projects, the one with the public id `first` on top, then the latest. Two queries, and one for themes."""
    projects = Entry.objects.visible_to(viewer).filter(kind="project").select_related("city__network__state", "network")
    found = list(projects.prefetch_related("themes").order_by("-created_at", "-id")[:MOST_CHOICES])
    chosen = projects.filter(public_id=first).first() if first else None
    return [chosen, *(entry for entry in found if entry.pk != chosen.pk)] if chosen else found


def evidence_behind(project: Entry, viewer: Any) -> list[Entry]:
    """The figures on a project's thread. Four queries."""
    walked = thread.walk(project, viewer)
    found = [s.entry for s in walked.steps if s.id in walked.before and s.entry is not None and not s.deleted]
    return [entry for entry in found if entry.kind == "evidence"]


def more_sources(recommendation: Recommendation, asked: str, *, again: bool = False) -> list[Entry]:
    """Public projects and figures that the draft does not rest on yet, by words of the title or by number. One query.

    `again` keeps those it rests on by now: a form may be sent twice.
    """
    found = (
        Entry.objects.visible_to(None)
        .filter(kind__in=("project", "evidence"))
        .select_related("city", "network")
        .order_by("-created_at", "-id")
    )
    if not again:
        found = found.exclude(links_out__target=recommendation.entry)
    for word in asked.split()[:8]:
        number = word.rpartition("-")[2]
        says = Q(title__icontains=word)
        found = found.filter(says | Q(number=int(number)) if number.isdecimal() and len(number) < 9 else says)
    return list(found[:MOST_CHOICES])
