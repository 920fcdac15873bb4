"""What comes in: the content decides, everything hidden stays outside, and what is wrong is said in a sentence."""

from __future__ import annotations

import io
import os
import struct
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from netzwerkstatt.foundation.attachments.receiving import receive
from netzwerkstatt.foundation.events.errors import Invalid
from tests.attachments.samples import SECRET, docx, office, opendocument, package, pdf, picture, samples

SAMPLES = samples()


@pytest.mark.parametrize("code", SAMPLES)
def test_every_kind_is_known_by_its_content_whatever_its_name(code):
    name, data = SAMPLES[code]
    assert receive(name, data).format == code
    nameless = receive("without ending", data)
    assert nameless.format == ("txt" if code == "csv" else code)
    assert nameless.name == "without ending"


def test_the_name_is_one_line_without_folders_and_without_the_ending_that_follows_anyway():
    data = SAMPLES["pdf"][1]
    assert receive("C:\\Users\\Jana\\Protokoll_der_Sitzung.PDF", data).name == "Protokoll der Sitzung"
    assert receive("../../etc/passwd\n.pdf", data).name == "passwd"
    assert receive("a\u202egpj.pdf", data).name == "agpj"
    assert len(receive(f"{'x' * 500}.pdf", data).name) == 120
    assert receive(".pdf", data).name == "pdf"
    assert receive("   ", data).name == "File"


@pytest.mark.parametrize("code", ["png", "jpeg", "webp"])
def test_a_picture_is_drawn_anew_upright_and_nothing_hidden_comes_along(code):
    given_ = picture({"png": "PNG", "jpeg": "JPEG", "webp": "WEBP"}[code], orientation=6)
    assert SECRET.encode() in given_
    received = receive(f"x.{code}", given_)

    for data in (received.data, received.thumbnail):
        assert SECRET.encode() not in data
        assert b"Exif" not in data
        drawn = Image.open(io.BytesIO(data))
        assert not drawn.getexif()
        assert set(drawn.info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
            "loop",
            "background",
            "timestamp",
            "duration",
        }
    upright = Image.open(io.BytesIO(received.data)).convert("RGB")
    assert upright.size == (received.width, received.height) == (30, 60)
    top, bottom = upright.getpixel((15, 5)), upright.getpixel((15, 55))
    assert top[0] > 200 > top[2]
    assert bottom[2] > 200 > bottom[0]


@pytest.mark.parametrize(
    ("code", "mode"), [("PNG", "1"), ("PNG", "L"), ("PNG", "RGBA"), ("PNG", "I;16"), ("JPEG", "L"), ("JPEG", "CMYK")]
)
def test_pictures_of_all_colour_systems_are_taken(code, mode):
    sheet = io.BytesIO()
    Image.new(mode, (20, 10)).save(sheet, code)
    assert receive("x", sheet.getvalue()).width == 20


def test_a_picture_wider_than_every_screen_is_made_smaller():
    received = receive("x.png", picture("PNG", size=(8000, 100)))
    assert (received.width, received.height) == (3840, 48)
    assert Image.open(io.BytesIO(received.thumbnail)).width == 480


def bomb(width, height):
    """A PNG of some bytes that says it has so many dots."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def moving():
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "blue")]
    sheet = io.BytesIO()
    frames[0].save(sheet, "WEBP", save_all=True, append_images=frames[1:])
    return sheet.getvalue()


SWELLING = b'<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'
WRONG = {
    "empty": ("x.pdf", b"", "empty"),
    "an ending that promises something else": ("Report.pdf", SAMPLES["png"][1], "something else"),
    "a document that says it is a picture": ("Report.png", SAMPLES["docx"][1], "something else"),
    "a program": ("x.exe", b"MZ\x90\x00\x03" + bytes(range(256)), "not taken"),
    "a program with a harmless name": ("x.txt", b"MZ\x90\x00\x03" + bytes(range(256)), "not taken"),
    "a GIF": ("x.gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "not taken"),
    "an SVG": ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "hold programs"),
    "an SVG named as text": ("x.txt", b"\n <SVG onload=alert(1)>", "hold programs"),
    "a web page": ("x.html", b"<!DOCTYPE html><script>alert(1)</script>", "hold programs"),
    "a web page without markup": ("x.html", b"Hello", "hold programs"),
    "half a PDF": ("x.pdf", pdf()[:-200], "damaged"),
    "a locked PDF": ("x.pdf", pdf(encryption=__import__("pikepdf").Encryption(owner="a", user="b")), "password"),
    "the beginning of a PDF": ("x.pdf", b"%PDF-1.7\n", "damaged"),
    "half a picture": ("x.jpg", picture(size=(400, 400))[:3000], "damaged"),
    "the beginning of a picture": ("x.png", b"\x89PNG\r\n\x1a\n", "damaged"),
    "a picture of a billion dots": ("x.png", bomb(40_000, 30_000), "50 million"),
    "a moving picture": ("x.webp", moving(), "Moving"),
    "half a document": ("x.docx", docx()[:-40], "damaged"),
    "a document with macros": ("x.docx", docx(**{"word/vbaProject.bin": b"x"}), "macros"),
    "a document that swells": ("x.docx", docx(body=SWELLING), "damaged"),
    "a document that is no XML": ("x.odt", opendocument("text", **{"content.xml": "<a>"}), "damaged"),
    "a presentation": ("x.pptx", office("presentationml.presentation", "ppt/presentation.xml"), "not taken"),
    "some archive": ("x.zip", package({"a.txt": "a"}), "not taken"),
}


@pytest.mark.parametrize("label", WRONG)
def test_what_cannot_be_kept_is_refused_with_the_reason_at_its_field(label):
    name, data, reason = WRONG[label]
    with pytest.raises(Invalid) as refused:
        receive(name, data)
    assert list(refused.value.fields) == ["file"]
    assert reason in str(refused.value.fields["file"])


def test_an_archive_that_would_fill_the_disk_is_not_unpacked():
    swollen = docx(**{f"word/media/{n}.bin": bytes(30 * 1024 * 1024) for n in range(8)})
    assert len(swollen) < 1024 * 1024
    with pytest.raises(Invalid, match="far too large"):
        receive("x.docx", swollen)


def test_more_than_the_installation_allows_is_refused(settings):
    settings.MAX_ATTACHMENT_BYTES = 1024 * 1024
    with pytest.raises(Invalid, match="larger than 1 MB"):
        receive("x.txt", b"a" * (1024 * 1024 + 1))
    assert receive("x.txt", b"a" * 1024 * 1024).format == "txt"


def taken_or_refused(name, data):
    """Whether it was taken with name and bytes, or refused at its field; anything else is a fault."""
    try:
        received = receive(name, data)
    except Invalid as invalid:
        return list(invalid.fields) == ["file"]
    return bool(received.data and received.name)


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(code=st.sampled_from(sorted(SAMPLES)), place=st.floats(0, 1), noise=st.binary(max_size=40), cut=st.booleans())
def test_law_whatever_happens_to_a_file_it_is_taken_or_refused_at_its_field(code, place, noise, cut):
    name, data = SAMPLES[code]
    at = int(place * len(data))
    broken = data[:at] if cut else data[:at] + noise + data[at + len(noise) :]
    assert taken_or_refused(name, broken)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.sampled_from(["", ".png", ".pdf", ".docx", ".csv", ".html"]))
def test_law_any_bytes_are_taken_or_refused(data, ending):
    assert taken_or_refused(f"x{ending}", data)


def test_chance_is_no_file():
    with pytest.raises(Invalid):
        receive("x", os.urandom(1000) + b"\x00")
