"""The clock of a workshop: computed from its beginning and the minutes of its phases, never typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.methods.method import Method
from netzwerkstatt.workshops.models import Phase, Workshop

WIDTH, LEFT, GAP = 820, 8, 3
RAIL = 240
A_GLANCE = 180  # seconds
ANOTHER_DAY = 12 * 3600


@dataclass(frozen=True)
class Slot:
    """One phase, its clock times – None as long as nobody knows when the workshop begins – and its method."""

    phase: Phase
    begins: datetime | None
    ends: datetime | None
    after: int
    method: Method | None = None

    @property
    def time(self) -> str:
        """13.30, or the minutes since the beginning."""
        return localtime(self.begins).strftime("%H.%M") if self.begins else f"+{self.after}"


def slots(workshop: Workshop, phases: Sequence[Phase], methods: Mapping[str, Method] | None = None) -> list[Slot]:
    """Each phase with its begin and end, and the method by which it is done, if it is among these."""
    start, passed, found = workshop.starts_at, 0, []
    for phase in phases:
        begins = start + timedelta(minutes=passed) if start else None
        ends = begins + timedelta(minutes=phase.minutes) if begins else None
        found.append(Slot(phase, begins, ends, passed, (methods or {}).get(phase.method)))
        passed += phase.minutes
    return found


def length(phases: Sequence[Phase]) -> int:
    """Minutes altogether."""
    return sum(phase.minutes for phase in phases)


@dataclass(frozen=True)
class Fit:
    """Whether the plan fits into the time the room is free. `over` are minutes too many, 0 where it fits."""

    ends: datetime | None
    room_until: datetime | None
    over: int
    first_after: int | None

    @property
    def limit(self) -> str:
        """The end of the room as the times of the phases are written, if one is named."""
        return localtime(self.room_until).strftime("%H.%M") if self.room_until else ""

    @property
    def passes_midnight(self) -> bool:
        """It ends on another day than it begins, and no room was named: hardly meant so."""
        return self.over > 0 and self.room_until is None


def fit(workshop: Workshop, plan: Sequence[Slot]) -> Fit:
    """Compares the end of the last phase with the end of the room, or of the day where no room is named."""
    ends = plan[-1].ends if plan else None
    start, until = workshop.starts_at, workshop.room_until
    limit = until or (localtime(start).replace(hour=23, minute=59) if start else None)
    if ends is None or limit is None or ends <= limit:
        return Fit(ends, until, 0, None)
    first = next((slot.phase.number for slot in plan if slot.ends and slot.ends > limit), None)
    return Fit(ends, until, round((ends - limit).total_seconds() / 60), first)


def expected_end(phases: Sequence[Phase]) -> datetime | None:
    """When it will probably be over, as things stand: what is left of the open phase and all that lies ahead."""
    now = clock.now()
    running = next((phase for phase in phases if phase.is_open), None)
    after = running.number if running else max((phase.number for phase in phases if phase.is_closed), default=0)
    left = sum(phase.minutes for phase in phases if phase.is_ahead and phase.number > after)
    if running is None and not left:
        return None
    from_now = max(running.ends_at, now) if running and running.ends_at else now
    return from_now + timedelta(minutes=left)


@dataclass(frozen=True)
class Going:
    """A phase as it really goes: begun and over, or when that will probably be; None where it was passed over."""

    slot: Slot
    begins: datetime | None
    ends: datetime | None

    @property
    def is_elsewhere(self) -> bool:
        """It begins at another time than planned, by more than a glance at the clock."""
        planned, really = self.slot.begins, self.begins
        return bool(planned and really and A_GLANCE <= abs((really - planned).total_seconds()) < ANOTHER_DAY)

    @property
    def time(self) -> str:
        """When it really begins."""
        return localtime(self.begins).strftime("%H.%M") if self.begins else ""


def going(plan: Sequence[Slot]) -> list[Going]:
    """Each phase beside the plan: what is over as it was, what is open as its clock stands, the rest one after the other."""
    now = clock.now()
    phases = [slot.phase for slot in plan]
    running = next((phase for phase in phases if phase.is_open), None)
    after = running.number if running else max((phase.number for phase in phases if phase.is_closed), default=0)
    next_begins = max(running.ends_at, now) if running and running.ends_at else now
    found = []
    for slot in plan:
        phase = slot.phase
        if phase.is_open or phase.is_closed:
            found.append(Going(slot, phase.opened_at, next_begins if phase.is_open else phase.closed_at))
        elif phase.is_ahead and phase.number > after:
            ends = next_begins + timedelta(minutes=phase.minutes)
            found.append(Going(slot, next_begins, ends))
            next_begins = ends
        else:
            found.append(Going(slot, None, None))
    return found


def drift_drawn(course: Sequence[Going]) -> SafeString:
    """The plan above, how it goes below, in proportion; a line where we are, a red one where it should have ended.

    Empty as long as nobody knows when the workshop begins, nothing was opened, or it is held at quite another time.
    Decoration of the list.
    """
    planned = [(one.slot.begins, one.slot.ends) for one in course if one.slot.begins and one.slot.ends]
    real = [(one, one.begins, one.ends) for one in course if one.begins and one.ends]
    if not planned or not any(one.slot.phase.is_open or one.slot.phase.is_closed for one, _from, _to in real):
        return SafeString()
    now, end = clock.now(), planned[-1][1]
    apart = real[-1][2] < planned[0][0] or real[0][1] > end
    if apart or abs((now - planned[0][0]).total_seconds()) > ANOTHER_DAY:
        return SafeString()
    first = min(planned[0][0], *(begins for _one, begins, _ends in real))
    last = max(end, now, *(ends for _one, _begins, ends in real))
    scale = (RAIL - 2) / max(1.0, (last - first).total_seconds())

    def at(moment: datetime) -> float:
        return 1 + (moment - first).total_seconds() * scale

    def bar(begins: datetime, ends: datetime, y: int, css: str) -> tuple[str, int, str, str]:
        return f"{at(begins):.1f}", y, f"{max(at(ends) - at(begins) - 1, 1.5):.1f}", css

    rows = [bar(begins, ends, 22, "is-planned") for begins, ends in planned]
    rows += [bar(begins, ends, 38, f"is-{one.slot.phase.state}") for one, begins, ends in real]
    bars = format_html_join("", '<rect class="{3}" x="{0}" y="{1}" width="{2}" height="12" rx="2"/>', rows)
    late = format_html('<path class="drift-line__end" d="M{0} 18V56"/>', f"{at(end):.1f}") if last > end else ""
    side = "end" if at(now) > RAIL * 0.6 else "start"
    return format_html(
        '<svg class="drift-line" viewBox="0 0 {} 58" role="img" aria-label="{}">{}{}'
        '<path class="drift-line__now" d="M{} 14V56"/><text x="{}" y="11" text-anchor="{}">{}</text></svg>',
        RAIL, _("The plan above, how it goes below"), bars, late, f"{at(now):.1f}", f"{at(now):.1f}", side,
        localtime(now).strftime("%H.%M"),
    )  # fmt: skip


def drawn(plan: Sequence[Slot], fits: Fit | None = None) -> SafeString:
    """The plan as bars in proportion under a dotted thread; what is past has a filled knot. Decoration of the list.

    With `fits` a red line stands where the room ends, and what lies beyond it is hatched.
    """
    total = length([slot.phase for slot in plan])
    if not total:
        return SafeString()
    scale = (WIDTH - 2 * LEFT) / total
    rows = []
    for index, slot in enumerate(plan):
        left, wide = LEFT + slot.after * scale, slot.phase.minutes * scale - GAP
        room = WIDTH - left if index + 2 >= len(plan) else (plan[index + 2].after - slot.after) * scale
        rows.append(
            (
                f"{left:.1f}", f"{max(wide, 4):.1f}", _css(slot, fits), f"{left + wide / 2:.1f}",
                slot.phase.minutes if wide > 22 else "", f"{left + 6:.1f}", 148 if index % 2 == 0 else 168,
                slot.phase.title if len(slot.phase.title) * 7.4 < room else "", slot.time if wide > 44 else "",
            )
        )  # fmt: skip
    bars = format_html_join(
        "",
        '<g class="plan-line__phase {2}"><text class="plan-line__clock" x="{0}" y="22">{8}</text>'
        '<circle cx="{5}" cy="52" r="6"/><rect x="{0}" y="74" width="{1}" height="52" rx="6"/>'
        '<text x="{3}" y="106" text-anchor="middle">{4}</text><text class="plan-line__name" x="{0}" y="{6}">{7}</text></g>',
        rows,
    )
    label = _("%(phases)d phases, %(minutes)d minutes") % {"phases": len(plan), "minutes": total}
    return format_html(
        '<svg class="plan-line" viewBox="0 0 820 180" role="img" aria-label="{}"><path class="plan-line__thread" '
        'd="M0 52H820"/>{}{}</svg>',
        label,
        bars,
        _room_line(plan, fits, scale),
    )


def _room_line(plan: Sequence[Slot], fits: Fit | None, scale: float) -> SafeString:
    if fits is None or not fits.over or fits.room_until is None or plan[0].begins is None:
        return SafeString()
    at = LEFT + (fits.room_until - plan[0].begins).total_seconds() / 60 * scale
    side = "end" if at > WIDTH / 2 else "start"
    said = _("Room until %(clock)s") % {"clock": localtime(fits.room_until).strftime("%H.%M")}
    return format_html(
        '<g class="plan-line__room"><path d="M{0} 34V132"/><text x="{0}" y="40" text-anchor="{1}">{2}</text></g>',
        f"{at:.1f}", side, said,
    )  # fmt: skip


def _css(slot: Slot, fits: Fit | None) -> str:
    is_over = bool(fits and fits.room_until and slot.ends and slot.ends > fits.room_until)
    return f"is-{slot.phase.state} is-{slot.phase.kind}{' is-over' if is_over else ''}"
