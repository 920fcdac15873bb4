"""From OKLCH to sRGB, and mixing as CSS Color 5 mixes.

Source of the matrices: Björn Ottosson, "A perceptual color space for image processing", as taken over by CSS Color 4.
"""

import math
from dataclasses import dataclass

Triple = tuple[float, float, float]

_ACHROMATIC = 4e-6  # below this chroma the hue says nothing (CSS Color 4, "powerless")
_LINEAR_END = 0.0031308
_OPAQUE = 0.9995


@dataclass(frozen=True)
class Oklch:
    """lightness 0 to 1, chroma 0 to some 0.4, hue in degrees, alpha 0 to 1."""

    lightness: float
    chroma: float
    hue: float
    alpha: float = 1.0


WHITE = Oklch(1, 0, 0)
BLACK = Oklch(0, 0, 0)
TRANSPARENT = Oklch(0, 0, 0, 0)
NAMED = {"white": WHITE, "black": BLACK, "transparent": TRANSPARENT}


def to_css(colour: Oklch) -> str:
    """`#rrggbb`, or `rgba(…)` where one can see through."""
    red, green, blue = to_bytes(colour)
    if colour.alpha >= _OPAQUE:
        return f"#{red:02x}{green:02x}{blue:02x}"
    return f"rgba({red},{green},{blue},{colour.alpha:.3g})"


def to_bytes(colour: Oklch) -> tuple[int, int, int]:
    """Red, green and blue from 0 to 255; what sRGB cannot show loses chroma, not hue or lightness."""
    red, green, blue = (round(255 * _gamma(_within(part))) for part in _linear(_fitting(colour)))
    return red, green, blue


def mix(first: Oklch, second: Oklch, share_of_second: float) -> Oklch:
    """`color-mix(in oklch, first, second share)`: premultiplied, the hue on its shorter way."""
    share = 1 - share_of_second
    alpha = first.alpha * share + second.alpha * share_of_second
    if alpha == 0:
        return TRANSPARENT
    weight = second.alpha * share_of_second / alpha
    return Oklch(
        lightness=first.lightness + (second.lightness - first.lightness) * weight,
        chroma=first.chroma + (second.chroma - first.chroma) * weight,
        hue=_hue_between(first, second, share_of_second),
        alpha=alpha,
    )


def _hue_between(first: Oklch, second: Oklch, share_of_second: float) -> float:
    if first.chroma < _ACHROMATIC:
        return second.hue
    if second.chroma < _ACHROMATIC:
        return first.hue
    way = (second.hue - first.hue + 180) % 360 - 180
    return (first.hue + way * share_of_second) % 360


def _fitting(colour: Oklch) -> Oklch:
    """The same colour, its chroma reduced by bisection until sRGB can show it."""
    if _shown(colour):
        return colour
    low, high = 0.0, colour.chroma
    for _ in range(24):
        middle = (low + high) / 2
        low, high = (middle, high) if _shown(_with_chroma(colour, middle)) else (low, middle)
    return _with_chroma(colour, low)


def _with_chroma(colour: Oklch, chroma: float) -> Oklch:
    return Oklch(colour.lightness, chroma, colour.hue, colour.alpha)


def _shown(colour: Oklch, tolerance: float = 1e-3) -> bool:
    return all(-tolerance <= part <= 1 + tolerance for part in _linear(colour))


def _linear(colour: Oklch) -> Triple:
    """OKLCH to OKLab to linear sRGB, which may lie outside 0 to 1."""
    angle = math.radians(colour.hue)
    a, b = colour.chroma * math.cos(angle), colour.chroma * math.sin(angle)
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _gamma(linear: float) -> float:
    if linear <= _LINEAR_END:
        return 12.92 * linear
    return 1.055 * math.pow(linear, 1 / 2.4) - 0.055


def _within(part: float) -> float:
    return min(1.0, max(0.0, part))
