"""A drawing as a picture for slides and letters: PNG, set by Typst with the fonts of the house."""

import json
from pathlib import Path

import typst

from netzwerkstatt.foundation.documents.pdf import PdfError, fonts
from netzwerkstatt.foundation.ui.charts import AnyShape, Chart, to_print_svg

TEMPLATE = Path(__file__).parent / "typst" / "picture.typ"
PIXELS_PER_INCH = 144.0


def to_png(chart: Chart | AnyShape) -> bytes:
    """The chart with finding, subline and source, 1,520 pixels wide, in light colours; the same chart gives the same bytes.

    Takes some tenths of a second. Raises `PdfError` where Typst cannot set it.
    """
    content = json.dumps(
        {
            "title": chart.title,
            "subtitle": chart.subtitle,
            "source": chart.source,
            "lang": chart.locale[:2],
            "svg": to_print_svg(chart),
        },
        ensure_ascii=False,
    )
    try:
        return typst.compile(
            TEMPLATE.read_bytes(),
            format="png",
            ppi=PIXELS_PER_INCH,
            font_paths=fonts(),
            sys_inputs={"picture": content},
        )
    except typst.TypstError as error:
        raise PdfError(error.message) from error
