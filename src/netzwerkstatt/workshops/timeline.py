"""The clock of a workshop: computed from its beginning and the minutes of its phases, never typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from netzwerkstatt.workshops.models import Phase, Workshop

WIDTH, LEFT, GAP = 820, 8, 3


@dataclass(frozen=True)
class Slot:
    """One phase and its clock times, None as long as nobody knows when the workshop begins."""

    phase: Phase
    begins: datetime | None
    ends: datetime | None
    after: int

    @property
    def clock(self) -> str:
        """13.30, or the minutes since the beginning."""
        return localtime(self.begins).strftime("%H.%M") if self.begins else f"+{self.after}"


def slots(workshop: Workshop, phases: Sequence[Phase]) -> list[Slot]:
    """Each phase with its begin and end."""
    start, passed, found = workshop.starts_at, 0, []
    for phase in phases:
        begins = start + timedelta(minutes=passed) if start else None
        ends = begins + timedelta(minutes=phase.minutes) if begins else None
        found.append(Slot(phase, begins, ends, passed))
        passed += phase.minutes
    return found


def length(phases: Sequence[Phase]) -> int:
    """Minutes altogether."""
    return sum(phase.minutes for phase in phases)


def drawn(plan: Sequence[Slot]) -> SafeString:
    """The plan as bars in proportion under a dotted thread; what is past has a filled knot. Decoration of the list."""
    total = length([slot.phase for slot in plan])
    if not total:
        return SafeString()
    scale = (WIDTH - 2 * LEFT) / total
    rows = []
    for index, slot in enumerate(plan):
        left, wide = LEFT + slot.after * scale, slot.phase.minutes * scale - GAP
        rows.append(
            (
                f"{left:.1f}", f"{max(wide, 4):.1f}", _css(slot.phase), f"{left + wide / 2:.1f}",
                slot.phase.minutes if wide > 22 else "", f"{left + 6:.1f}", 148 if index % 2 == 0 else 168,
                slot.phase.title if len(slot.phase.title) * 7.4 < WIDTH - left else "", slot.clock if wide > 44 else "",
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
        'd="M0 52H820"/>{}</svg>',
        label,
        bars,
    )


def _css(phase: Phase) -> str:
    return f"is-{phase.state}"
