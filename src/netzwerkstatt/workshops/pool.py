"""Whom one can ask to a workshop: the pool over all networks, and who fits, with the reasons. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netzwerkstatt.foundation.accounts.models import Availability, Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.directory import partners
from netzwerkstatt.foundation.network.models import Affiliation, City, CityNetwork, Competence, Role
from netzwerkstatt.foundation.network.queries import current_memberships
from netzwerkstatt.foundation.search.words import STOP_WORDS, all_words, keys
from netzwerkstatt.foundation.ui.formatting import day
from netzwerkstatt.workshops.models import Absence, Invitation, MonthlyLimit, Workshop

LATELY = timedelta(days=183)
MOST = 400
SHORTEST_WORD = 5


def pool(*, beyond: CityNetwork | None = None, **filters: str) -> QuerySet[Person]:
    """Experts and coaches, and whoever of the alliance says what to ask them about, by name.

    With `beyond` only people of other networks. `filters` are those of `directory.partners`.
    """
    held = current_memberships().order_by()
    found = partners(**filters).filter(
        Q(pk__in=held.filter(role=Role.EXPERT).values("person"))
        | Q(pk__in=Competence.objects.values("person"))
        | ~Q(expertise="")
    )
    if beyond is None:
        return found
    own = held.filter(Q(network=beyond) | Q(city__network=beyond))
    return found.exclude(pk__in=own.values("person"))


def free_on(people: QuerySet[Person], when: date) -> QuerySet[Person]:
    """Those who have not said that they cannot come on this day."""
    away = Absence.objects.filter(since__lte=when, until__gte=when)
    return people.exclude(pk__in=away.values("person")).exclude(_cannot(when))


def without_ties(people: QuerySet[Person], city: City) -> QuerySet[Person]:
    """Those who neither work for this city or an organisation in it, nor said a conflict of interest there."""
    works = current_memberships().order_by().filter(city=city)
    said = Invitation.objects.filter(workshop__entry__city=city).exclude(conflict="")
    people = people.exclude(pk__in=works.values("person")).exclude(pk__in=said.values("person"))
    return people.exclude(pk__in=_affiliated(city).values("person"))


def with_time(people: QuerySet[Person]) -> QuerySet[Person]:
    """With what each says about time, and how often each was asked in the last six months (`asked`)."""
    lately = Q(workshop_invitations__invited_at__gte=clock.now() - LATELY)
    ahead = Absence.objects.filter(until__gte=clock.today())
    return (
        people.select_related("monthly_limit")
        .annotate(asked=Count("workshop_invitations", filter=lately, distinct=True))
        .prefetch_related(Prefetch("absences", ahead, to_attr="away"))
    )


@dataclass(frozen=True)
class Suggestion:
    """Somebody who could come: why, what speaks against it, and how often she was asked in the last six months."""

    person: Person
    network: CityNetwork
    invitation: Invitation | None
    asked: int
    themes: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    was_at: str = ""
    is_free: str = ""
    cautions: list[str] = field(default_factory=list)

    @property
    def why(self) -> str:
        """A first sentence to begin with, from the profile."""
        return self.person.expertise.strip().split("\n")[0][:240]

    @property
    def reasons(self) -> list[str]:
        """Why this person fits, the strongest first."""
        found = []
        if self.themes:
            found.append(_("Asked about %(themes)s") % {"themes": ", ".join(self.themes)})
        if self.words:
            found.append(_("The profile speaks of %(words)s") % {"words": ", ".join(self.words)})
        if self.was_at:
            found.append(_("Was there at “%(title)s”") % {"title": self.was_at})
        found.append(_("Looks at it from %(land)s") % {"land": self.network.state})
        return [*found, self.is_free] if self.is_free else found

    @property
    def load(self) -> str:
        """How often this person was asked lately, in words."""
        if not self.asked:
            return _("not asked in the last six months")
        text = ngettext(
            "asked %(n)s time in the last six months", "asked %(n)s times in the last six months", self.asked
        )
        return text % {"n": self.asked}

    @property
    def weight(self) -> int:
        """A theme weighs two, a word of the profile or an earlier workshop one; each time asked lately takes one."""
        return 2 * len(self.themes) + min(len(self.words), 3) + bool(self.was_at) - self.asked


def suggestions(workshop: Workshop) -> list[Suggestion]:
    """People of other networks: those invited first, then who fits best and was asked least. Fourteen queries at most.

    What speaks against somebody is said and puts her behind the others; who is asked is decided by people.
    """
    invited = {one.person_id: one for one in workshop.invitations.all()}
    people = list(with_time(pool(beyond=workshop.entry.network))[:MOST])
    about = _About.of(workshop, people)
    found = [about.suggestion(one, network, invited.get(one.pk)) for one in people if (network := _network(one))]
    return sorted(
        found, key=lambda one: (one.invitation is None, bool(one.cautions), -one.weight, one.asked, one.person.name)
    )


@dataclass(frozen=True)
class _About:
    """What a workshop asks for, and what is known about the people for it."""

    workshop: Workshop
    themes: frozenset[int]
    stems: frozenset[str]
    came: dict[int, str]
    busy: dict[int, int]
    ties: dict[int, str]

    @classmethod
    def of(cls, workshop: Workshop, people: Sequence[Person]) -> _About:
        themes = frozenset(workshop.entry.themes.values_list("pk", flat=True))
        return cls(
            workshop=workshop,
            themes=themes,
            stems=frozenset(_stems(f"{workshop.title} {workshop.question}")),
            came=_came(workshop, themes, people),
            busy=_busy(workshop, people),
            ties=_ties(workshop.entry.city, people),
        )

    def suggestion(self, person: Any, network: CityNetwork, invitation: Invitation | None) -> Suggestion:
        cautions = self._cautions(person)
        when = self.workshop.day
        return Suggestion(
            person=person,
            network=network,
            invitation=invitation,
            asked=person.asked,
            themes=[str(one.theme) for one in person.known if one.theme_id in self.themes],
            words=list(_stems(f"{person.function} {person.expertise}", among=self.stems).values())[:5],
            was_at=self.came.get(person.pk, ""),
            is_free=_("Free on %(day)s, as far as is entered") % {"day": day(when)} if when and not cautions else "",
            cautions=cautions,
        )

    def _cautions(self, person: Any) -> list[str]:
        found = []
        when = self.workshop.day
        if person.availability == Availability.AWAY:
            found.append(_("Cannot be asked at present"))
        elif person.availability == Availability.LATER and person.available_from > (when or clock.today()):
            found.append(_("Can be asked again from %(day)s on") % {"day": day(person.available_from)})
        if when and any(one.since <= when <= one.until for one in person.away):
            found.append(_("Not there on %(day)s") % {"day": day(when)})
        limit = getattr(person, "monthly_limit", None)
        if limit and self.busy.get(person.pk, 0) >= limit.most:
            found.append(_("Has said yes to as many workshops this month as wanted (%(n)s)") % {"n": limit.most})
        if person.pk in self.ties:
            found.append(_("Belongs to %(organisation)s") % {"organisation": self.ties[person.pk]})
        return found


def _cannot(when: date) -> Q:
    return Q(availability=Availability.AWAY) | Q(availability=Availability.LATER, available_from__gt=when)


def _affiliated(city: City | None) -> QuerySet[Affiliation]:
    """Who belongs to an organisation in this city today."""
    now = Q(until__isnull=True) | Q(until__gte=clock.today())
    return Affiliation.objects.filter(now, organisation__city=city, confirmed_at__isnull=False)


def _ties(city: City | None, people: Sequence[Person]) -> dict[int, str]:
    if city is None:
        return {}
    rows = _affiliated(city).filter(person__in=people).values_list("person", "organisation__name")
    return dict(rows.order_by("pk"))


def _busy(workshop: Workshop, people: Sequence[Person]) -> dict[int, int]:
    """How many other workshops each has said yes to in the month of this one."""
    when = workshop.day
    if when is None:
        return {}
    first = when.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    rows = Invitation.objects.filter(
        person__in=people,
        answer=Invitation.Answer.COMES,
        workshop__day__gte=first,
        workshop__day__lt=following,
        workshop__entry__deleted_at__isnull=True,
    ).exclude(workshop=workshop)
    return dict(rows.order_by().values_list("person").annotate(Count("pk")))


def _came(workshop: Workshop, themes: Iterable[int], people: Sequence[Person]) -> dict[int, str]:
    """The last public workshop on one of these themes that each came to."""
    over = (Workshop.State.CLOSED, Workshop.State.RELEASED)
    rows = Invitation.objects.filter(
        person__in=people,
        answer=Invitation.Answer.COMES,
        workshop__state__in=over,
        workshop__in=Workshop.objects.visible_to(None).filter(entry__themes__in=list(themes)).order_by().values("pk"),
    ).exclude(workshop=workshop)
    return dict(rows.order_by("workshop__day").values_list("person", "workshop__entry__title"))


def _network(person: Any) -> CityNetwork | None:
    """The first network that the person works in, herself or by a city."""
    places = (row.network or (row.city and row.city.network) for row in person.roles)
    return next((one for one in places if one), None)


def _stems(text: str, among: frozenset[str] | None = None) -> dict[str, str]:
    """The words of a text that say something, by their German stem; only those `among` some stems where they are given."""
    found: dict[str, str] = {}
    for word in all_words(text):
        known = keys(word)
        if len(word) >= SHORTEST_WORD and known.word not in STOP_WORDS and (among is None or known.german in among):
            found.setdefault(known.german, word)
    return found


def limit_of(person: Person) -> int | None:
    """To how many workshops a month this person comes at most. One query."""
    return MonthlyLimit.objects.filter(person=person).values_list("most", flat=True).first()


def absences_of(person: Person) -> QuerySet[Absence]:
    """The days ahead on which this person cannot come. One query."""
    return Absence.objects.filter(person=person, until__gte=clock.today())
