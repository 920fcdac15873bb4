"""Drawings for paper: colours as they are printed, letters of the house, and the code that leads back to the page."""

import io
import re

import segno

# The light theme in print. A drawing may name our colours as CSS variables; paper knows none.
COLOURS = {
    "paper": "#ffffff",
    "linen": "#f8f5ef",
    "linen-deep": "#eee9e0",
    "ink": "#141c32",
    "ink-soft": "#4a5266",
    "rule": "#d6d9e1",
    "rule-strong": "#7e8699",
    "accent": "#1b409b",
    "thread": "#b78310",
    "thread-open": "#828795",
    "stage-evidence": "#11789b",
    "stage-problem": "#004e6e",
    "stage-workshop": "#68147e",
    "stage-idea": "#922fa1",
    "stage-ideas-workshop": "#511062",
    "stage-participation": "#613897",
    "stage-project": "#086e53",
    "stage-transfer": "#004f3a",
    "stage-recommendation": "#7d3402",
    "stage-answer": "#5c2508",
    "chart-own": "#1b409b",
    "chart-own-2": "#6b8bd9",
    "chart-band-80": "#a6bef1",
    "chart-band-95": "#d3dff8",
    "chart-other": "#6f7688",
    "chart-mute": "#c4c8d3",
    "chart-grid": "#e0e3e9",
    "chart-minus": "#ac430f",
}

_VARIABLE = re.compile(r"var\(\s*--nw-([a-z0-9-]+)\s*(?:,\s*([^()]*))?\)")
_ROOT = re.compile(r"<svg\b[^>]*>", re.DOTALL)
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));")
_PRINT_STYLE = (
    "<style>"
    'text{font-family:"Fira Sans";font-size:17px;fill:#4a5266}'
    ".t-ink{fill:#141c32}.t-mid{font-size:17px}.t-big{font-size:22px;font-weight:600}"
    ".axis{stroke:#7e8699;stroke-width:1}.grid{stroke:#e0e3e9;stroke-width:1}"
    "</style>"
)


def for_print(svg: str) -> str:
    """The same drawing with literal colours; one that brings no style of its own gets ours."""
    literal = _REFERENCE.sub(_character, svg)
    literal = _VARIABLE.sub(lambda found: COLOURS.get(found[1]) or (found[2] or "").strip() or COLOURS["ink"], literal)
    if "<style" in literal or "font-family" in literal:
        return literal
    return _ROOT.sub(lambda root: root[0] if root[0].endswith("/>") else root[0] + _PRINT_STYLE, literal, count=1)


def _character(found: re.Match[str]) -> str:
    """A character written as its number, so that the writer can see which ones it has to print."""
    number = int(found[1], 16) if found[1] else int(found[2])
    return chr(number) if 0x7F < number < 0x110000 else found[0]


def code(address: str) -> str:
    """The QR code of an address as SVG, ink on paper, with error correction M and no margin of its own."""
    drawn = io.BytesIO()
    segno.make_qr(address, error="m").save(
        drawn, kind="svg", border=0, dark=COLOURS["ink"], xmldecl=False, svgns=True, omitsize=True, nl=False
    )
    return drawn.getvalue().decode()
