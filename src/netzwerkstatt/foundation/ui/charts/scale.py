"""From figures to lengths."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from figures (low..high) to coordinates (start..end)."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        return self.all((value,))[0]

    def all(self, values: Iterable[float]) -> list[float]:
        """Many figures at once."""
        # Each end is halved first: the span of two huge figures may be more than a float can hold.
        span, low = self.high - self.low, self.low / 2
        half = span / 2 if math.isfinite(span) else self.high / 2 - low
        start, way = self.start, self.end - self.start
        return [start + way * ((value / 2 - low) / half) for value in values]


def around_zero(values: list[float], start: float, end: float) -> Scale:
    """A scale for bars: zero is always on it, so that length means amount."""
    low, high = min([0.0, *values]), max([0.0, *values])
    if high / 2 - low / 2 < 1e-300:
        high = low + 1.0
    return Scale(low, high, start, end)


def nice_step(span: float, most: int) -> float:
    """The smallest round step (1, 2, 2.5, 5 times a power of ten) that needs at most `most` steps."""
    raw = span / most
    power = 10.0 ** math.floor(math.log10(raw))
    return next(step * power for step in STEPS if step * power >= raw * (1 - 1e-9))


def axis(values: list[float], most: int, *, away: float = 0.4) -> list[float]:
    """Round ticks that enclose the figures; they start at zero unless the figures live far away from it.

    `away`: the largest span, as a share of the farthest figure, for which zero is left out.
    """
    low, high = min(values), max(values)
    if low > 0 and high - low > high * away:
        low = 0.0
    if high < 0 and high - low > -low * away:
        high = 0.0
    span = high - low
    if not math.isfinite(span) or span <= max(abs(low), abs(high)) * 1e-9:
        room = max(abs(high), 1.0) / 2
        low, high, span = low - room, high + room, 2 * room
        if not math.isfinite(span):
            return [-1.7e308, 0.0, 1.7e308]
    step = nice_step(span, most)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [number * step for number in range(first, max(last, first + 1) + 1)]
