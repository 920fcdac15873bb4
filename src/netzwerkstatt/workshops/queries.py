"""Reads for pages: each a fixed, small number of queries, whatever the number of ideas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar

from django.db.models import BigIntegerField, Case, F, Max, Q, QuerySet, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netzwerkstatt.foundation.accounts.models import Guest, Person
from netzwerkstatt.foundation.entries.desk import Task, Waiting, each
from netzwerkstatt.foundation.entries.models import Entry, visible_q
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.prepared import Prepared, PreparedPair
from netzwerkstatt.foundation.events.together import read_together
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.foundation.network.queries import current_memberships
from netzwerkstatt.foundation.network.rules import PARTNER_ROLES, standing
from netzwerkstatt.foundation.ui.formatting import day
from netzwerkstatt.ideas.models import Cluster, Idea, Standing
from netzwerkstatt.workshops.models import (
    BoardStep,
    Contribution,
    Invitation,
    Note,
    Participant,
    Phase,
    Preset,
    Sharing,
    Workshop,
)
from netzwerkstatt.workshops.presets import PRESETS, Beginning

PAGE = 15
ON_THE_DESK = 50
T = TypeVar("T")


def workshops(viewer: Any) -> QuerySet[Workshop]:
    """Workshops this viewer may see, the youngest first, with city and Land. One query."""
    found: QuerySet[Workshop] = (
        Workshop.objects.visible_to(viewer).select_related("entry__city__network__state").order_by("-entry")
    )
    return found


def running_now(viewer: Any = None) -> list[Workshop]:
    """Workshops with people in the room."""
    return list(workshops(viewer).filter(state=Workshop.State.RUNNING)[:10])


def workshops_of_problem(subject: Any, viewer: Any) -> list[Workshop] | None:
    """The workshops that were asked for because of this problem; None for none. One query."""
    return list(workshops(viewer).filter(entry__links_in__source=subject.entry)) or None


@dataclass(frozen=True)
class OfCity:
    """The last six workshops that a city hosted, and of confidential ones only what they were called and when."""

    workshops: list[Workshop]
    confidential: list[Workshop]


def workshops_of_city(subject: City, viewer: Any) -> OfCity | None:
    """What this city hosted; None for nothing. One query."""
    rows = workshops(viewer).filter(entry__city=subject, is_confidential=False)
    found = OfCity(*read_together(rows[:6], took_place(subject)[:6]))
    return found if found.workshops or found.confidential else None


def notes_on_idea(subject: Idea, viewer: Any) -> list[Note] | None:
    """What was written to this idea in its workshop; None for nothing. One query."""
    return _notes_on((), subject.pk) or None


@Prepared
def _notes_on(idea: int) -> QuerySet[Note]:
    rows = Note.objects.filter(idea=idea).exclude(state=Note.State.ASIDE)
    return rows.select_related("person", "network__state").order_by("id")[:50]


def origin_of_idea(subject: Idea, viewer: Any) -> Entry | None:
    """The workshop in which the idea came up, as everybody may see it; it was read with the idea."""
    home = subject.entry.home
    return home if home and home.is_public else None


@dataclass(frozen=True, slots=True)
class IdeaRow:
    """One line in a list of ideas, ready to be shown."""

    url: str
    title: str
    dots: str
    cluster: str
    author: str
    goes_on: bool


@dataclass(frozen=True)
class Turn(Generic[T]):
    """One page of ideas; `before` and `after` are keys for the neighbours, "" where there is none."""

    rows: list[T]
    before: str
    after: str


def ideas_page(
    workshop: Workshop, *, cluster: Cluster | None = None, alone: bool = False, at: str = ""
) -> Turn[IdeaRow]:
    """Fifteen ideas, most dots first, from the key `at` on ("7.123" after, "-7.123" before). At most two queries on one index.

    A key that is none gives the first page. Only what a line shows is read, which halves the time of the page.
    """
    among = Among.CLUSTER if cluster else Among.ALONE if alone else Among.WORKSHOP
    page = turn(_LINES, among, cluster.pk if cluster else workshop.entry_id, at)
    place = reverse("ideas:idea", args=["x"])[:-1]
    rows = [
        IdeaRow(
            url=place + row.entry__public_id,
            title=row.entry__title,
            dots=ngettext("%(n)s dot", "%(n)s dots", row.dots) % {"n": row.dots} if row.dots else "",
            cluster=row.cluster__title or "",
            author=row.entry__author__name or "",
            goes_on=row.standing == Standing.CHOSEN,
        )
        for row in page.rows
    ]
    return Turn(rows, page.before, page.after)


class Among(Enum):
    """Of which ideas a page shows some."""

    WORKSHOP = {"home": ""}
    ALONE = {"home": "", "cluster": None}
    CLUSTER = {"cluster": ""}


class Stretch(Enum):
    """What lies before or beyond a key (dots, pk): the rest with as many dots, then those with other dots.

    Two stretches that the index reads at once; one condition with OR reads and drops every row up to the key.
    """

    FIRST = ()
    AS_MANY_AFTER = ("dots", "pk__gt")
    FEWER = ("dots__lt",)
    AS_MANY_BEFORE = ("dots", "pk__lt")
    MORE = ("dots__gt",)


AFTER, BEFORE = (Stretch.AS_MANY_AFTER, Stretch.FEWER), (Stretch.AS_MANY_BEFORE, Stretch.MORE)


def _some(read: QuerySet[Idea, Any], among: Among, stretch: Stretch, most: int, place: int, *key: int) -> Any:
    """Ideas of one stretch, by dots. The keys are found before anything is joined: else all entries would be merged."""
    order = ("dots", "-pk") if stretch in BEFORE else ("-dots", "pk")
    of = {field: place if value == "" else value for field, value in among.value.items()}
    keys = Idea.objects.filter(**of, **dict(zip(stretch.value, key, strict=True)))
    return read.filter(pk__in=keys.order_by(*order).values("pk")[:most]).order_by(*order)


def _lines() -> QuerySet[Idea, Any]:
    columns = ("pk", "dots", "standing", "entry__public_id", "entry__title", "cluster__title", "entry__author__name")
    return Idea.objects.values_list(*columns, named=True)


_LINES = Prepared[Any](lambda *asked: _some(_lines(), *asked))
WITH_ENTRY = Prepared[Idea](lambda *asked: _some(Idea.objects.select_related("entry"), *asked))


def turn(read: Prepared[T], among: Among, place: int, at: str, *, most: int = PAGE) -> Turn[T]:
    """So many of the ideas of a workshop or cluster (`place`) by dots, from the key `at` on. At most two queries."""
    backwards, key = at.startswith("-"), _key(at.lstrip("-"))
    backwards = backwards and key is not None
    rows: list[Any] = []
    for stretch in (Stretch.FIRST,) if key is None else BEFORE if backwards else AFTER:
        asked = () if key is None else key[: len(stretch.value)]
        rows += read((among, stretch, most + 1 - len(rows)), place, *asked)
        if len(rows) > most:
            break
    more, rows = len(rows) > most, rows[:most]
    if not rows:
        return Turn([], "", "")
    if backwards:
        rows.reverse()
    first, last = rows[0], rows[-1]
    has_before, has_after = (more, True) if backwards else (key is not None, more)
    return Turn(rows, f"-{first.dots}.{first.pk}" if has_before else "", f"{last.dots}.{last.pk}" if has_after else "")


def _key(text: str) -> tuple[int, int] | None:
    dots, _dot, pk = text.partition(".")
    if not (dots.isascii() and dots.isdigit() and pk.isascii() and pk.isdigit() and len(dots) < 10 and len(pk) < 19):
        return None
    return int(dots), int(pk)


def clusters(workshop: Workshop) -> list[Cluster]:
    """Clusters of a workshop, most dots first. One query."""
    return _CLUSTERS((), workshop.entry_id)


_CLUSTERS = Prepared[Cluster](lambda home: Cluster.objects.filter(home=home).order_by("-dots", "-size", "id"))


def ideas_to_take_further(workshop: Workshop) -> list[Idea]:
    """The ideas that go on from here: those chosen; for an Ideen-Werkstatt those it was planned from come first."""
    chosen = Idea.objects.select_related("entry").filter(standing=Standing.CHOSEN)
    origins = [] if workshop.is_flying else list(chosen.filter(entry__links_out__target=workshop.entry).order_by("pk"))
    return origins + list(chosen.filter(home=workshop.entry).order_by("-dots", "pk"))


def workshop_at(public_id: str) -> Workshop | None:
    """The workshop with its entry, whoever may see it: for those who came in with its code. One query."""
    return _AT.first((), public_id)


def _not_deleted(public_id: str) -> QuerySet[Workshop]:
    rows: QuerySet[Workshop] = Workshop.objects.select_related("entry")
    return rows.filter(entry__public_id=public_id, entry__deleted_at=None).order_by()


_AT = Prepared[Workshop](_not_deleted)


def came_in(token: str, public_id: str) -> Participant | None:
    """Whose token this is, with the guest, the group, and the workshop with its entry, unless that is deleted. One query.

    None also for the device of a table, which is nobody in the room.
    """
    return _CAME_IN.first((), Guest.hash_of(token), public_id)


def _not_gone(token_hash: str, public_id: str) -> QuerySet[Participant]:
    rows = Participant.objects.select_related("guest__table_device", "group", "workshop__entry")
    here = rows.filter(workshop__entry__public_id=public_id, workshop__entry__deleted_at=None)
    return here.filter(guest__token_hash=token_hash).order_by()


_CAME_IN = Prepared[Participant](_not_gone)


def came_in_for(token: str, public_id: str, number: int) -> tuple[Participant | None, Phase | None]:
    """As `came_in`, and the workshop's phase of this number with its ballot. One query for both."""
    participant, phase = _CAME_IN_FOR.first((), Guest.hash_of(token), public_id, number) or (None, None)
    if participant is not None and phase is not None:
        phase.workshop = participant.workshop
    return participant, phase


_CAME_IN_FOR = PreparedPair[Participant, Phase](
    lambda token_hash, public_id, number: (
        _not_gone(token_hash, public_id),
        _numbered(number).filter(workshop__entry__public_id=public_id),
    )
)


def _numbered(number: int) -> QuerySet[Phase]:
    found: QuerySet[Phase] = Phase.objects.select_related("ballot").order_by()
    # as a large number: Django knows that the mark of a prepared read is no small one, and asks nothing
    return found.alias(place=Cast("number", BigIntegerField())).filter(place=number).order_by()


def idea_in(workshop: Workshop, public_id: str) -> Idea | None:
    """This idea of the workshop, with its entry. One query."""
    return _IDEA.first((), workshop.pk, public_id)


_IDEA = Prepared[Idea](
    lambda home, public_id: (
        Idea.objects.filter(home=home, entry__public_id=public_id).select_related("entry").order_by()
    )
)


def network_of(guest: Guest) -> int | None:
    """For which network the guest speaks, by its key, where that was said. One query, or none for who has just come in."""
    if "participant" in guest._state.fields_cache:  # noqa: SLF001 - as Django's own descriptors ask
        return guest.participant.network_id
    return _NETWORK.first((), guest.pk)


_NETWORK = Prepared[int | None](
    lambda guest: Participant.objects.filter(guest=guest).order_by().values_list("network", flat=True)
)


def phases_of(workshop: Workshop) -> list[Phase]:
    """The phases in their order, each with its ballot and this workshop. One query."""
    phases = _PHASES((), workshop.pk)
    for phase in phases:
        phase.workshop = workshop
    return phases


_PHASES = Prepared[Phase](lambda pk: Phase.objects.filter(workshop=pk).select_related("ballot").order_by("number"))


def open_phase_in(workshop: Workshop) -> Phase | None:
    """The phase that is open, with its ballot and this workshop. One query."""
    phase = _OPEN.first((), workshop.pk)
    if phase is not None:
        phase.workshop = workshop
    return phase


_OPEN = Prepared[Phase](
    lambda pk: Phase.objects.filter(workshop=pk, state=Phase.State.OPEN).select_related("ballot").order_by()
)


def open_phase_of(phases: Sequence[Phase]) -> Phase | None:
    return next((phase for phase in phases if phase.is_open), None)


def next_phase_of(phases: Sequence[Phase]) -> Phase | None:
    """The first phase after the last one that was opened."""
    touched = [phase.number for phase in phases if not phase.is_ahead]
    return next((phase for phase in phases if phase.is_ahead and phase.number > max(touched, default=0)), None)


def own_contributions(phase: Phase, *, guest: Any, person: Any) -> list[Contribution]:
    """What this guest, or this person in the own name, wrote in a phase and waits; the newest first. One query."""
    mine = Q()
    if guest is not None:
        mine |= Q(guest=guest)
    if person is not None:
        mine |= Q(person=person)
    if not mine:
        return []
    rows = Contribution.objects.filter(mine, phase=phase).select_related("idea__entry")
    return list(rows.order_by("-own", "client_id")[:50])


def presets_for(person: Any) -> QuerySet[Preset]:
    """Kept plans that this person can begin with: the own ones, those of her cities, those of the alliance. One query."""
    roles = standing(person)
    mine = Q(author=person) | Q(sharing=Sharing.CITY, city__in=roles.cities)
    if roles.has_any(PARTNER_ROLES):
        mine |= Q(sharing=Sharing.ALLIANCE)
    return Preset.objects.filter(mine).select_related("author", "city").order_by("title", "id")


def house_presets() -> list[Beginning]:
    """The plans that come with the house, in their order."""
    return list(PRESETS.values())


def took_place(city: City) -> QuerySet[Workshop]:
    """Confidential meetings of a city that are over, the last one first; nobody learns more of them than the day."""
    rows = Workshop.objects.filter(
        entry__city=city, is_confidential=True, entry__deleted_at=None, day__isnull=False,
        state__in=[Workshop.State.CLOSED, Workshop.State.RELEASED],
    )  # fmt: skip
    return rows.order_by("-day")


def possible_facilitators() -> QuerySet[Person]:
    """People of the alliance, by name. One query."""
    partners = current_memberships().filter(role__in=PARTNER_ROLES).order_by()
    return Person.objects.filter(is_active=True, memberships__in=partners).distinct().order_by("name")


def waiting_for(person: Person) -> list[Waiting]:
    """Invitations to answer; workshops to plan, to run and to release."""
    return [Waiting(_invitations(person), each(_invited)), Waiting(_to_run(person), each(_task))]


def _invitations(person: Person) -> QuerySet[Invitation]:
    rows = (
        Invitation.objects.filter(_wants_an_answer(), person=person, workshop__called_off_at__isnull=True)
        .exclude(workshop__state__in=[Workshop.State.CLOSED, Workshop.State.RELEASED])
        .select_related("workshop__entry__city")
    )
    return rows.order_by("workshop__day", "pk")[:ON_THE_DESK]


def _wants_an_answer() -> Q:
    """Not answered yet, or said yes to another day than the one it was moved to."""
    moved = Q(answer=Invitation.Answer.COMES, for_day__isnull=False) & ~Q(for_day=F("workshop__day"))
    return Q(answer=Invitation.Answer.WAITING) | moved


def _invited(one: Invitation) -> Task:
    return Task(
        stage=one.workshop.format,
        title=(_("Moved to another day: %(title)s") if one.comes else _("You are invited: %(title)s"))
        % {"title": one.workshop.title},
        meta=_where_and_when(one.workshop),
        verb=_("Answer the invitation"),
        url=f"{one.workshop.get_absolute_url()}#invitation",
        due=one.workshop.day,
    )


def _to_run(person: Person) -> QuerySet[Any]:
    mine = Q(facilitator=person) | Q(cofacilitators__person=person) | Q(entry__city__in=standing(person).cities)
    todo = ~Q(state__in=[Workshop.State.RELEASED, Workshop.State.PLANNED]) | Q(
        state=Workshop.State.PLANNED, day__lte=clock.today()
    )
    still = Person.objects.filter(memberships__in=current_memberships().filter(role__in=PARTNER_ROLES).order_by())
    gone = Q(facilitator_gone=True) | Q(facilitator__isnull=False) & ~Q(facilitator__in=still.order_by().values("pk"))
    gone &= ~Q(state__in=[Workshop.State.CLOSED, Workshop.State.RELEASED])
    rows = Workshop.objects.filter(mine, todo | gone, visible_q(person, "entry__"), called_off_at__isnull=True)
    found = rows.annotate(left=Case(When(gone, then=Value(True)), default=Value(False)))
    return found.select_related("entry__city").distinct().order_by("entry")[:ON_THE_DESK]


def _task(workshop: Any) -> Task:
    verb, name = {
        Workshop.State.REQUESTED: (_("Plan the workshop"), "plan"),
        Workshop.State.PLANNED: (_("Start the workshop"), "workshop"),
        Workshop.State.RUNNING: (_("To the console"), "console"),
        Workshop.State.CLOSED: (_("Release the protocol"), "workshop"),
    }[Workshop.State(workshop.state)]
    if workshop.left:
        verb, name = _("Say who facilitates from now on"), "people"
    return Task(
        stage=workshop.format,
        title=workshop.title,
        meta=_where_and_when(workshop),
        verb=verb,
        url=reverse(f"workshops:{name}", args=[workshop.public_id]),
        due=workshop.day,
    )


def _where_and_when(workshop: Workshop) -> str:
    when = day(workshop.day) if workshop.day else _("day still open")
    return ", ".join(part for part in (str(workshop.entry.city or ""), workshop.place, when) if part)


def revision_of(workshop: Workshop) -> int:
    """How often the board has been changed, undone and done again so far: what a page of it was looking at. One query."""
    return BoardStep.objects.filter(workshop=workshop).aggregate(last=Max("revision"))["last"] or 0


def names_of_ideas(keys: Iterable[int]) -> list[tuple[int, str]]:
    """Key and public id of these ideas. One query."""
    return list(Entry.objects.filter(pk__in=list(keys)).values_list("pk", "public_id"))
