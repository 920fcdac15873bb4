"""The run sheet of a method: clock times computed from a beginning, and its course as a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.ui.formatting import clock
from netzwerkstatt.methods.method import Method, Step, length
from netzwerkstatt.methods.vocabulary import Spread

WIDTH, GAP = 820, 3
CARD, CARD_GAP = 300, 2


@dataclass(frozen=True)
class Slot:
    """One step and its clock time; `after` counts minutes from the beginning of its part."""

    step: Step
    after: int
    begins: datetime | None = None

    @property
    def when(self) -> str:
        """13.30 or 13:30 where the beginning is known, else +45: minutes since then."""
        return hours(self.begins) if self.begins else f"+{self.after}"


@dataclass(frozen=True)
class Part:
    """One day or week of a method, or all of it."""

    name: str
    slots: tuple[Slot, ...]

    @property
    def minutes(self) -> int:
        return sum(slot.step.minutes for slot in self.slots)

    @property
    def length(self) -> str:
        return length(self.minutes)

    @property
    def until(self) -> str:
        """When it is over, where the beginning is known: 15.20 Uhr."""
        last = self.slots[-1]
        return clock(last.begins + timedelta(minutes=last.step.minutes)) if last.begins else ""

    @property
    def drawing(self) -> SafeString:
        return drawn(self)


def hours(moment: datetime) -> str:
    """The clock as a column of times needs it, without a word beside it."""
    point = "." if (get_language() or "").startswith("de") else ":"
    return f"{moment.hour}{point}{moment.minute:02}"


def parts(method: Method, *, begins: time | None = None, total: int = 0) -> list[Part]:
    """The course of a method. Every day begins at `begins`; weeks have no clock.

    With `total` minutes the steps are drawn out or together in proportion, so that they fill just that time.
    """
    if total and total != method.minutes and not method.spread:
        method = replace(method, steps=stretched(method.steps, total))
    start = datetime.combine(date(2000, 1, 1), begins) if begins and method.spread != Spread.WEEK else None
    return [Part(method.part_name(part), _slots(steps, start)) for part, steps in method.parts]


def stretched(steps: Sequence[Step], total: int) -> tuple[Step, ...]:
    """The same steps in proportion within `total` minutes: whole minutes, none empty, the sum exact.

    What rounding leaves over goes to the steps that lost most. Fewer minutes than steps are not gone below.
    """
    total = max(total, len(steps))
    whole = sum(step.minutes for step in steps)
    exact = [step.minutes * total / whole for step in steps]
    minutes = [max(1, int(one)) for one in exact]
    order = sorted(range(len(steps)), key=lambda at: (minutes[at] - exact[at], at))
    over, at = total - sum(minutes), 0
    while over:
        place = order[at % len(order)] if over > 0 else order[-1 - at % len(order)]
        if over > 0 or minutes[place] > 1:
            minutes[place] += 1 if over > 0 else -1
            over += -1 if over > 0 else 1
        at += 1
    return tuple(replace(step, minutes=many) for step, many in zip(steps, minutes, strict=True))


def _slots(steps: Sequence[Step], start: datetime | None) -> tuple[Slot, ...]:
    found, after = [], 0
    for step in steps:
        found.append(Slot(step, after, start + timedelta(minutes=after) if start else None))
        after += step.minutes
    return tuple(found)


def drawn(part: Part) -> SafeString:
    """The course as bars in proportion under a dotted thread. Decoration of the list that says the same."""
    scale = WIDTH / part.minutes
    rows = []
    for number, slot in enumerate(part.slots, start=1):
        left, wide = slot.after * scale, max(slot.step.minutes * scale - GAP, 4)
        said = str(slot.step.minutes) if wide > 24 else ""
        rows.append(
            (f"{left:.1f}", f"{wide:.1f}", f"{left + wide / 2:.1f}", said, f"{left + 8:.1f}", slot.when if wide > 46 else "", number if wide > 12 else "")
        )  # fmt: skip
    bars = format_html_join(
        "",
        '<g><text class="course__clock" x="{0}" y="16">{5}</text><circle cx="{4}" cy="38" r="6"/>'
        '<rect x="{0}" y="56" width="{1}" height="44" rx="6"/><text x="{2}" y="83" text-anchor="middle">{3}</text>'
        '<text class="course__number" x="{2}" y="120" text-anchor="middle">{6}</text></g>',
        rows,
    )
    return format_html(
        '<svg class="course" viewBox="0 0 820 126" aria-hidden="true"><path class="course__thread" d="M0 38H820"/>{}</svg>',
        bars,
    )


def drawn_small(method: Method) -> SafeString:
    """The course on a card: bars alone."""
    scale, after, rows = CARD / method.minutes, 0, []
    for step in method.steps:
        rows.append((f"{after * scale:.1f}", f"{max(step.minutes * scale - CARD_GAP, 2):.1f}"))
        after += step.minutes
    bars = format_html_join("", '<rect x="{}" y="0" width="{}" height="12" rx="3"/>', rows)
    label = _("%(steps)d steps, %(length)s") % {"steps": len(method.steps), "length": length(method.minutes)}
    return format_html(
        '<svg class="course-small" viewBox="0 0 300 12" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        label, bars,
    )  # fmt: skip
