"""Drawings for paper: the classes of the style sheet written out as light-theme attributes."""

import re
from typing import Final

from .svg import clean

FAMILY: Final = "Fira Sans"
INK, SOFT, PAPER = "#141c32", "#4a5266", "#ffffff"

COLOURS: Final[dict[str, str]] = {
    "own": "#1b409b",
    "own2": "#6487d2",
    "other": "#6d7487",
    "mute": "#c6cad5",
    "minus": "#ac430e",
    "ink": INK,
}
"""The light values of `--nw-chart-*`, as in tokens.css."""

STEPS: Final = ("#1b409b", "#6487d2", "#a5beef", "#6d7487", "#c6cad5")
STEPS_OF_AREAS: Final = ("#d4e0f8", "#a5beef", "#6487d2", "#1b409b", "#10286e")
"""Parts of a stacked bar, and steps of a map from few to many."""

_STYLE: Final[dict[str, dict[str, str]]] = {
    "label": {"font-family": FAMILY, "font-size": "14", "fill": SOFT},
    "ink": {"font-family": FAMILY, "font-size": "14", "fill": INK},
    "value": {"font-family": FAMILY, "font-size": "16", "fill": INK},
    "value--strong": {"font-size": "20", "font-weight": "600"},
    "big": {"font-family": FAMILY, "font-size": "76", "font-weight": "500", "fill": COLOURS["own"]},
    "words": {"font-family": FAMILY, "font-size": "18", "fill": INK},
    "end": {"font-family": FAMILY, "font-size": "14", "font-weight": "600", "fill": INK},
    "end--own": {"fill": COLOURS["own"]},
    "halo": {"stroke": PAPER, "stroke-width": "4", "stroke-linejoin": "round", "paint-order": "stroke"},
    "axis": {"stroke": "#7e8699", "stroke-width": "1"},
    "gridline": {"stroke": "#e0e3ea", "stroke-width": "1"},
    "upright": {"stroke": "#7e8699", "stroke-width": "1", "stroke-dasharray": "2 4"},
    "way": {"stroke": "#6d7487", "stroke-width": "2"},
    "line": {"fill": "none", "stroke-linejoin": "round"},
    "outline": {"fill": "none", "stroke": INK, "stroke-width": "1.6"},
    "outline--own": {"stroke": COLOURS["own"], "stroke-width": "3"},
    "outline-halo": {"fill": "none", "stroke": PAPER, "stroke-width": "4"},
    "band--80": {"fill": "#a5beef"},
    "band--95": {"fill": "#d4e0f8"},
    "on-part": {"font-family": FAMILY, "font-size": "14", "fill": INK},
    **{f"on-part--{place}": {"fill": PAPER} for place in (1, 4)},
    **{f"part--{place}": {"fill": fill} for place, fill in enumerate(STEPS, 1)},
    "area": {"stroke": PAPER, "stroke-width": "1"},
    **{f"area--{place}": {"fill": fill} for place, fill in enumerate(STEPS_OF_AREAS, 1)},
    "area--none": {"fill": PAPER, "stroke": "#7e8699", "stroke-width": "0.75"},
    "map-dot": {"fill": INK, "stroke": PAPER, "stroke-width": "2"},
    "map-city": {
        "font-family": FAMILY,
        "font-size": "15",
        "font-weight": "500",
        "fill": INK,
        "stroke": PAPER,
        "stroke-width": "4",
        "stroke-linejoin": "round",
        "paint-order": "stroke",
    },
}
_CLASS = re.compile(r' class="([^"]*)"')


def _attributes(names: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names:
        found |= _STYLE.get(name, {})
    tone = next((COLOURS.get(name[5:]) for name in names if name.startswith("tone-")), None)
    if tone and "way" in names:
        found |= {"stroke": tone}
    elif tone and "stroke" in names:
        thick = "1.5" if "thin" in names else "2.5"
        found |= {"stroke": tone, "stroke-width": thick, "stroke-linecap": "round"}
    elif tone and "point--hollow" in names:
        found |= {"fill": PAPER, "stroke": tone, "stroke-width": "2"}
    elif tone:
        found |= {"fill": tone}
    return found


def printable(svg: str) -> str:
    """The same drawing without classes. Texts cannot be mistaken for them: quotes in texts are escaped."""

    def literal(match: re.Match[str]) -> str:
        return "".join(f' {key}="{clean(value)}"' for key, value in _attributes(match.group(1).split()).items())

    return _CLASS.sub(literal, svg)
