"""Pictures, drawn anew: turned as they were held, in plain colours, and without anything that was hidden in them."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from netzwerkstatt.foundation.events.errors import Invalid

MOST_DOTS: Final = 50_000_000
LONGEST_SIDE: Final = 3840
THUMBNAIL: Final = (480, 360)
_PLAIN: Final = {"png": {"1", "L", "LA", "P", "RGB", "RGBA"}, "jpeg": {"L", "RGB"}, "webp": {"RGB", "RGBA"}}
_SAVING: Final[dict[str, dict[str, Any]]] = {
    "png": {"format": "PNG", "optimize": False},
    "jpeg": {"format": "JPEG", "quality": 88, "progressive": True},
    "webp": {"format": "WEBP", "quality": 86, "method": 4},
}


@dataclass(frozen=True)
class Drawn:
    """A picture as it is kept, with its small version (WebP)."""

    data: bytes
    width: int
    height: int
    thumbnail: bytes


def redraw(data: bytes, code: str) -> Drawn:
    """The picture without metadata, its orientation applied, at most 3,840 dots a side.

    Raises `Invalid` at "file" for one that is damaged, moves, or has more than 50 million dots: those are counted
    before they are drawn, so that a small file cannot become a huge picture.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # we count the dots ourselves
            with Image.open(io.BytesIO(data), formats=[_SAVING[code]["format"]]) as picture:
                _check(picture)
                picture.load()
                return _drawn(picture, code)
    except Invalid:
        raise
    except Image.DecompressionBombError:
        raise _too_many_dots() from None
    except Exception:  # noqa: BLE001 - a damaged picture fails in many ways; each means the same to the person
        raise Invalid(
            {"file": _("The picture is damaged or not complete. Please save it anew and try again.")}
        ) from None


def _check(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_DOTS:
        raise _too_many_dots()
    if getattr(picture, "n_frames", 1) > 1:
        raise Invalid({"file": _("Moving pictures are not taken. Please attach a single one.")})


def _too_many_dots() -> Invalid:
    return Invalid({"file": _("The picture has more than 50 million dots. Please make it smaller.")})


def _drawn(picture: Image.Image, code: str) -> Drawn:
    upright = _in_plain_colours(ImageOps.exif_transpose(picture), code)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    small = _converted(upright, "webp")
    small.thumbnail(THUMBNAIL, Image.Resampling.LANCZOS)
    return Drawn(_saved(upright, code), upright.width, upright.height, _saved(small, "webp"))


def _in_plain_colours(picture: Image.Image, code: str) -> Image.Image:
    """In the colours every screen knows; a picture with a profile of its own is translated, for the profile goes."""
    if (profile := picture.info.get("icc_profile")) and picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        try:
            known = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            translated = ImageCms.profileToProfile(picture, known, ImageCms.createProfile("sRGB"), outputMode=mode)
        except (ImageCms.PyCMSError, OSError):
            translated = None
        picture = translated or picture
    return _converted(picture, code)


def _converted(picture: Image.Image, code: str) -> Image.Image:
    if picture.mode in _PLAIN[code]:
        return picture.copy()
    has_gaps = picture.mode in {"LA", "PA", "RGBA"} or "transparency" in picture.info
    if has_gaps and code == "jpeg":
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture.convert("RGBA"), mask=picture.convert("RGBA").getchannel("A"))
        return paper
    return picture.convert("RGBA" if has_gaps else "RGB")


def _saved(picture: Image.Image, code: str) -> bytes:
    """The bytes, from the dots alone: what Pillow would carry over is left behind."""
    keep = {name: picture.info[name] for name in ("transparency",) if code == "png" and name in picture.info}
    picture.info = {}
    sheet = io.BytesIO()
    picture.save(sheet, **_SAVING[code], **keep)
    return sheet.getvalue()
