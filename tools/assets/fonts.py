"""Fira Sans in the three weights we use: small WOFF2 files for the pages, TrueType files for the PDFs.

KERN's Fira Sans (4.106) lacks what our texts need in every second line: the narrow no-break space in 13 678, the
hyphens that do and do not break, and the marks of themes and opinion groups (● ○ ■ ▲ ▸). Left to the system they come
from another font, in another size; in a PDF they may be missing. So they are added here.
"""

import logging
from collections.abc import Callable
from pathlib import Path

from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

logging.getLogger("fontTools").setLevel(logging.ERROR)  # it warns of a flag in Fira's OS/2 table that nobody reads

WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold"}

_PUNCTUATION = "–—―…‘’‚‛“”„‟‹›«»†‡•‰′″⁄№"
_SIGNS = "−×÷±≤≥≈≠∞→←↑↓€™◊"
_ADDED = "\u2009\u202f\u2010\u2011\u25cf\u25cb\u25a0\u25b2\u25b8"
_SPACES = "\u00a0\u00ad\u200b\u200c\u200d\ufeff"
# Basic Latin, Latin-1 and Latin Extended-A hold German, English, Polish, Czech and Upper and Lower Sorbian whole; of
# Extended-B only the letters of neighbours' names, and the modifier that plain apostrophes become.
_LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, "ȘșȚțƏəʼẞ")]
PAGE_CHARACTERS = frozenset([*_LETTERS, *map(ord, _PUNCTUATION + _SIGNS + _ADDED + _SPACES)])
_PAGE_FEATURES = ["kern", "liga", "locl", "ccmp", "mark", "lnum", "tnum", "case"]

# All Latin, its marks and signs; Greek and Cyrillic stay out.
PRINT_CHARACTERS = frozenset(
    [*range(0x20, 0x370), *range(0x1E00, 0x1F00), *range(0x2000, 0x2C00), *range(0xFB00, 0xFB07)]
)

FACES = """\
@font-face {{
  font-family: "Fira Sans";
  font-style: normal;
  font-weight: {weight};
  font-display: swap;
  src: url("fonts/fira-sans-{weight}.woff2") format("woff2");
}}
"""


def build(source: Path, vendor: Path) -> str:
    """Writes `fonts.css`, `fonts/*.woff2` and `fonts-ttf/*.ttf`; returns the fonts' own copyright line."""
    copyright_line = ""
    for folder in ("fonts", "fonts-ttf"):
        (vendor / folder).mkdir(parents=True, exist_ok=True)
    for weight, name in WEIGHTS.items():
        file = source / f"FiraSans-{name}.woff2"
        page = _cut(_completed(file), PAGE_CHARACTERS, features=_PAGE_FEATURES)
        page.flavor = "woff2"
        page.save(vendor / "fonts" / f"fira-sans-{weight}.woff2")
        printed = _cut(_completed(file), PRINT_CHARACTERS, features=["*"])
        printed.flavor = None
        printed.save(vendor / "fonts-ttf" / f"FiraSans-{name}.ttf")
        copyright_line = str(printed["name"].getDebugName(0))
    (vendor / "fonts.css").write_text("".join(FACES.format(weight=weight) for weight in WEIGHTS), encoding="utf-8")
    return copyright_line


def _cut(font: TTFont, characters: frozenset[int], *, features: list[str]) -> TTFont:
    """Only these characters, without hints: what shows our pages smooths its letters itself."""
    options = subset.Options()
    options.layout_features = features
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14, 16, 17]  # with copyright and licence
    options.notdef_outline = True
    options.recalc_timestamp = False  # the same bytes from the same input
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    return font


def _completed(file: Path) -> TTFont:
    """The font with the characters it lacks, drawn at the height and weight of its own figures and letters."""
    font = TTFont(file, recalcTimestamp=False)
    known = font.getBestCmap()
    _alias(font, 0x2010, known[ord("-")])
    _alias(font, 0x2011, known[ord("-")])
    narrow = round(font["hmtx"][known[ord(" ")]][0] * 0.62)
    for code in (0x2009, 0x202F):
        _add(font, code, narrow, _draw_nothing)
    x_height, stem = font["OS/2"].sxHeight, _stem(font)
    middle, half, side = x_height / 2, x_height / 2, 60
    width = x_height + 2 * side
    _add(font, 0x25CF, width, lambda pen: _circle(pen, width / 2, middle, half))
    _add(font, 0x25CB, width, lambda pen: _ring(pen, width / 2, middle, half, stem))
    _add(
        font,
        0x25A0,
        width,
        lambda pen: _polygon(pen, [(side, 0), (side, x_height), (width - side, x_height), (width - side, 0)]),
    )
    _add(font, 0x25B2, width, lambda pen: _polygon(pen, [(side, 0), (width / 2, x_height), (width - side, 0)]))
    small = x_height * 0.38
    _add(
        font, 0x25B8, round(small * 2 + side),
        lambda pen: _polygon(pen, [(side, middle - small), (side, middle + small), (side + small * 1.6, middle)]),
    )  # fmt: skip
    return font


def _stem(font: TTFont) -> float:
    """How thick a stroke of this weight is: the hyphen's height."""
    glyph = font["glyf"][font.getBestCmap()[ord("-")]]
    return float(glyph.yMax - glyph.yMin)


def _alias(font: TTFont, code: int, glyph_name: str) -> None:
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.setdefault(code, glyph_name)


def _add(font: TTFont, code: int, width: int, draw: Callable[[TTGlyphPen], None]) -> None:
    if code in font.getBestCmap():
        return
    name = f"uni{code:04X}"
    pen = TTGlyphPen(None)
    draw(pen)
    glyph = pen.glyph()
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (width, getattr(glyph, "xMin", 0))
    _alias(font, code, name)


def _draw_nothing(pen: TTGlyphPen) -> None:
    """A space."""


def _polygon(pen: TTGlyphPen, points: list[tuple[float, float]]) -> None:
    first, *others = [(round(x), round(y)) for x, y in points]
    pen.moveTo(first)
    for point in others:
        pen.lineTo(point)
    pen.closePath()


def _ring(pen: TTGlyphPen, x: float, y: float, radius: float, stroke: float) -> None:
    _circle(pen, x, y, radius)
    _circle(pen, x, y, radius - stroke, hole=True)


def _circle(pen: TTGlyphPen, x: float, y: float, radius: float, *, hole: bool = False) -> None:
    """Eight quadratic curves whose control points TrueType joins by itself; clockwise, a hole the other way round."""
    control, turn = radius * 0.4142, 1 if hole else -1
    octagon = [(radius, control), (control, radius), (-control, radius), (-radius, control),
               (-radius, -control), (-control, -radius), (control, -radius), (radius, -control)]  # fmt: skip
    points = [(round(x + dx), round(y + dy)) for dx, dy in octagon][::turn]
    pen.qCurveTo(*points, None)
    pen.closePath()
