"""Reads of the toolbox: methods of the software and of the alliance alike, and what was told of them.

Later rooms use `for_picker`, `find`, `suggested_minutes` and `actions.record_use`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import Q, QuerySet

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.methods import rules
from netzwerkstatt.methods.catalogue import SORTED, shipped
from netzwerkstatt.methods.method import Method, Step, length
from netzwerkstatt.methods.models import MethodUse, OwnMethod, Verdict

ENOUGH = 3
MOST_OWN = 200
MOST_USES = 4000
SHOWN_USES = 20
TRIED_LATELY = 5


@dataclass(frozen=True)
class Experience:
    """What the uses of a method say: how many there are, how long they took, how many would do it again.

    `suggested` is what to plan: as written, until there are three uses; then their median, to five minutes.
    """

    written: int
    uses: int = 0
    middle: int = 0
    shortest: int = 0
    longest: int = 0
    again: int = 0
    changed: int = 0
    never: int = 0

    @property
    def is_enough(self) -> bool:
        """There are so many that they say more than one good or bad day."""
        return self.uses >= ENOUGH

    @property
    def suggested(self) -> int:
        return rounded(self.middle) if self.is_enough else self.written

    @property
    def differs(self) -> bool:
        """Practice takes noticeably longer or shorter than it is written."""
        return self.is_enough and self.suggested != self.written

    @property
    def lengths(self) -> dict[str, str]:
        """The lengths as people say them."""
        return {name: length(getattr(self, name)) for name in ("written", "suggested", "middle", "shortest", "longest")}


@dataclass(frozen=True)
class Picked:
    """A method as a plan lists it: what it is for, what to plan for it, for which kinds of phases it is good."""

    key: str
    title: str
    purpose: str
    minutes: int
    kinds: tuple[str, ...]
    is_own: bool


@dataclass(frozen=True)
class ShownUse:
    """One use as its method's page shows it; `place` is the item it was used in, if the viewer may see that."""

    use: MethodUse
    place: Entry | None
    is_mine: bool


def rounded(minutes: float) -> int:
    """To five minutes, but never to none."""
    return int(minutes) if minutes < 5 else 5 * round(minutes / 5)


def methods(viewer: Any, *, archived: bool = False) -> list[Method]:
    """All methods this viewer may see: those of the software, then own ones, the youngest first. Two queries."""
    own = _own(viewer).filter(archived_at__isnull=not archived).order_by("-entry")[:MOST_OWN]
    return [*([] if archived else shipped().values()), *(of_own(one) for one in own)]


def find(key: str, viewer: Any) -> Method | None:
    """The method with this key, if the viewer may see it; archived ones too. At most two queries."""
    if key in shipped():
        return shipped()[key]
    if not (key.isascii() and key.isalnum() and len(key) <= 16):
        return None
    found = _own(viewer).filter(entry__public_id=key).first()
    return of_own(found) if found else None


def find_all(keys: Iterable[str], viewer: Any) -> dict[str, Method]:
    """Those of these methods that the viewer may see, by key; archived ones too. At most two queries."""
    wanted = set(keys) - {""}
    found = {key: method for key, method in shipped().items() if key in wanted}
    if rest := wanted - set(found):
        found |= {one.public_id: of_own(one) for one in _own(viewer).filter(entry__public_id__in=rest)}
    return found


def told_in(place: Entry, person: Any) -> set[str]:
    """Keys of the methods of which this person told how they went in this place. One query."""
    rows = MethodUse.objects.filter(entry=place, person=person.pk)
    return {own or slug for slug, own in rows.values_list("shipped", "own__entry__public_id")}


def for_picker(viewer: Any) -> list[Picked]:
    """All methods for a plan, with what to plan for each. Three queries, however many there are."""
    found = methods(viewer)
    known = experiences(found)
    return [Picked(m.key, m.title, m.purpose, known[m.key].suggested, m.kinds, m.is_own) for m in found]


def suggested_minutes(method: Method) -> int:
    """What to plan for it: as written, or what it took in the median of three or more uses. One query."""
    return experience_of(method).suggested


def experience_of(method: Method) -> Experience:
    """What its uses say. One query."""
    return experiences([method])[method.key]


def experiences(wanted: Sequence[Method]) -> dict[str, Experience]:
    """What uses say of each of these methods, by key. One query; of very many uses the latest count."""
    one = wanted[0] if len(wanted) == 1 else None
    rows = MethodUse.objects.filter(_uses_of(one) if one else Q(), hidden_at__isnull=True).order_by("-on", "-id")
    minutes: dict[str, list[int]] = defaultdict(list)
    verdicts: dict[str, Counter[str]] = defaultdict(Counter)
    for slug, own, took, verdict in rows.values_list("shipped", "own__entry__public_id", "minutes", "verdict")[
        :MOST_USES
    ]:
        minutes[own or slug].append(took)
        verdicts[own or slug][verdict] += 1
    return {method.key: _experience(method, minutes[method.key], verdicts[method.key]) for method in wanted}


def uses_of(method: Method, viewer: Any) -> list[ShownUse]:
    """The latest uses for those who may read them, own hidden ones among them. Two queries."""
    mine = Q(person=viewer.pk) if viewer else Q(pk__in=[])
    rows = MethodUse.objects.filter(_uses_of(method)).filter(Q(hidden_at__isnull=True) | mine)
    uses = list(rows.select_related("person", "city__network__state", "own__entry").order_by("-on", "-id")[:SHOWN_USES])
    places = Entry.objects.visible_to(viewer).in_bulk({use.entry_id for use in uses if use.entry_id})
    return [
        ShownUse(use, places.get(use.entry_id or 0), viewer is not None and use.person_id == viewer.pk) for use in uses
    ]


@dataclass(frozen=True, slots=True)
class TriedHere:
    """A use on the page of the city that told it, with the method's title."""

    use: MethodUse
    title: str


def tried_in(city: City, viewer: Any) -> list[TriedHere]:
    """What this city told of methods lately, for those who may read it. One query."""
    if not rules.reads_uses.test(viewer):
        return []
    seen = Q(own__isnull=True) | Q(own__entry__in=Entry.objects.visible_to(viewer))
    rows = MethodUse.objects.filter(seen, city=city, hidden_at__isnull=True).select_related("own__entry")
    uses = rows.order_by("-on", "-id")[:TRIED_LATELY]
    return [TriedHere(use, use.own.entry.title if use.own else _title_of(use.shipped)) for use in uses]


def _title_of(slug: str) -> str:
    method = shipped().get(slug)
    return method.title if method else slug


def of_own(own: OwnMethod) -> Method:
    """An own method in the shape of all methods. No query where it was read by `methods`."""
    coded: dict[str, Any] = {name: tuple(getattr(own, name)) for name in SORTED}
    return Method(
        key=own.entry.public_id,
        title=own.entry.title,
        purpose=own.entry.summary,
        fits=own.fits,
        people_from=own.people_from,
        people_to=own.people_to,
        minutes_from=own.minutes_from,
        minutes_to=own.minutes_to,
        steps=tuple(Step(one.title, one.text, one.minutes) for one in own.own_steps.all()),
        materials=_lines(own.materials),
        risks=_lines(own.risks),
        variants=_lines(own.variants),
        origin=own.origin,
        online=own.online,
        conflict=own.conflict,
        skill=own.skill,
        staff=own.staff,
        based_on=own.based_on,
        own=own,
        **coded,
    )


def find_use(public_id: str) -> MethodUse | None:
    """A use with everything its method's page needs. One query."""
    rows = MethodUse.objects.select_related("person", "own__entry__city__network__state", "own__entry__network__state")
    return rows.filter(public_id=public_id).first()


def _own(viewer: Any) -> QuerySet[OwnMethod]:
    rows: QuerySet[OwnMethod] = OwnMethod.objects.visible_to(viewer).with_place().prefetch_related("own_steps")
    return rows


def _uses_of(method: Method) -> Q:
    return Q(own=method.own.pk) if method.own else Q(shipped=method.key)


def _experience(method: Method, minutes: Sequence[int], verdicts: Counter[str]) -> Experience:
    if not minutes:
        return Experience(method.minutes)
    return Experience(
        written=method.minutes,
        uses=len(minutes),
        middle=round(median(minutes)),
        shortest=min(minutes),
        longest=max(minutes),
        again=verdicts[Verdict.AGAIN],
        changed=verdicts[Verdict.CHANGED],
        never=verdicts[Verdict.NEVER],
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.splitlines())
