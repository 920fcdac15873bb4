"""KERN's style sheet and fonts, after our build has gone over them."""

import gzip
import re

import pytest
from fontTools.ttLib import TTFont

from tools.assets import colour, fonts, kern
from tools.assets.__main__ import PACKAGE
from tools.assets.colour import Oklch
from tools.assets.css import parse, write
from tools.paths import VENDOR

GERMAN_AND_NEIGHBOURS = "ÄÖÜäöüßẞ ąćęłńóśźż ĄĆĘŁŃÓŚŹŻ áčďéěíňóřšťúůýž ŘŠŽ ćěłńŕśźž –„“‚‘’»«…−·→ \u00ad\u202f●○▸■▲ €§°²½"


# ---------------------------------------------------------------- colours


@pytest.mark.parametrize(
    ("oklch", "hexadecimal"),
    [
        (Oklch(1, 0, 0), "#ffffff"),
        (Oklch(0, 0, 0), "#000000"),
        (Oklch(0.62796, 0.25768, 29.2339), "#ff0000"),
        (Oklch(0.86644, 0.29483, 142.4953), "#00ff00"),
        (Oklch(0.45201, 0.31321, 264.0520), "#0000ff"),
        (Oklch(0.59987, 0, 0), "#808080"),
        (Oklch(0.5, 0.1, 120, 0.25), "rgba(92,107,33,0.25)"),
    ],
)
def test_a_colour_keeps_its_look_in_srgb(oklch, hexadecimal):
    assert colour.to_css(oklch) == hexadecimal


def test_what_srgb_cannot_show_loses_chroma_but_not_hue():
    red, green, blue = colour.to_bytes(Oklch(0.7, 0.4, 150))

    assert green > red
    assert green > blue
    assert colour.to_bytes(Oklch(0.7, 0.5, 150)) == (red, green, blue)


def test_mixtures_are_those_a_browser_makes():
    # computed by Chromium from color-mix(in oklch, oklch(42.84% 0.1689 265.02), …)
    blue = Oklch(0.4284, 0.1689, 265.02)

    assert colour.to_bytes(colour.mix(blue, colour.WHITE, 0.08)) == (48, 84, 178)
    assert colour.to_bytes(colour.mix(blue, colour.BLACK, 0.3)) == (15, 38, 104)


def test_mixing_with_white_keeps_the_hue_and_with_nothing_keeps_the_colour():
    blue = Oklch(0.4, 0.15, 264)

    assert colour.mix(blue, colour.WHITE, 0.5) == Oklch(0.7, 0.075, 264)
    assert colour.mix(blue, colour.TRANSPARENT, 0.88).alpha == pytest.approx(0.12)
    assert colour.to_bytes(colour.mix(blue, colour.TRANSPARENT, 0.88)) == colour.to_bytes(blue)


def test_the_hue_goes_its_shorter_way_round():
    assert colour.mix(Oklch(0.5, 0.1, 350), Oklch(0.5, 0.1, 20), 0.5).hue == pytest.approx(5)


# ---------------------------------------------------------------- style sheets


@pytest.mark.parametrize(
    ("sheet", "tight"),
    [
        ("a , b > c { color : red ; }", "a,b>c{color:red}"),
        ('/* x */ a { } b { c: url( "data:a ; {b}" ) }', 'b{c:url( "data:a ; {b}" )}'),
        ("@media print { a { x: y; z: calc(1px + 2px) } }", "@media print{a{x:y;z:calc(1px + 2px)}}"),
        ("a:hover b { --x: 1 }", "a:hover b{--x: 1}".replace(": 1", ":1")),
    ],
)
def test_a_sheet_gets_tighter_and_means_the_same(sheet, tight):
    assert write(parse(sheet)) == tight


def test_a_sheet_that_ends_too_early_is_refused():
    with pytest.raises(ValueError, match="ends inside"):
        parse("a { color: red")


@pytest.fixture(scope="module")
def sheet():
    source = PACKAGE / "dist" / "kern.css"
    if not source.exists():
        pytest.skip("KERN is not in node_modules (make assets)")
    return kern.build(source.read_text(encoding="utf-8"), version="2.7")


def test_every_colour_is_one_that_old_telephones_know(sheet):
    assert "oklch(" not in sheet
    outside = re.sub(r"@supports \(color:color-mix\(in oklch,red,red\)\)\{[^{}]*\{[^{}]*\}\}", "", sheet)
    assert "color-mix(" not in outside


def test_our_arithmetic_agrees_with_the_fallbacks_kern_itself_names(sheet):
    assert "--kern-color-neutral-950:#131525" in sheet
    assert "--kern-color-lightblue-600:#006b8c" in sheet
    assert "--kern-color-red-600:#c31c13" in sheet


def test_the_page_is_light_without_a_word_and_follows_the_system_on_auto(sheet):
    automatic = ":root,[data-kern-theme=auto]{"
    first = sheet.index(automatic)
    dark = sheet.index("@media (prefers-color-scheme: dark){" + automatic)

    assert "--kern-color-layout-background-default:var(--kern-color-white)" in sheet[first:dark]
    assert dark < sheet.index("}[data-kern-theme=light],.kern-light{--")
    assert "prefers-color-scheme: light" not in sheet
    assert "[data-kern-theme=auto]" in re.search(r"\}(\[data-kern-theme=dark\][^{]*)\{background-color", sheet)[1]


def test_what_we_leave_out_is_out_and_what_we_use_is_in(sheet):
    assert ".kern-kopfzeile" not in sheet
    assert ".kern-col-" not in sheet
    assert ".kern-icon--light-mode" not in sheet
    for used in (
        ".kern-btn--primary",
        ".kern-form-input__input",
        ".kern-alert--danger",
        ".kern-icon--danger",
        ".kern-dialog",
    ):
        assert used in sheet


def test_the_sheet_leaves_room_for_the_page_in_a_first_page_of_100_kilobytes(sheet):
    assert len(gzip.compress(sheet.encode())) < 20_000


def test_a_kern_that_is_cut_differently_is_refused():
    with pytest.raises(ValueError, match="cut differently"):
        kern.build("/** @file _other.scss */ a { b: c }", version="3")


# ---------------------------------------------------------------- fonts


def built(pattern):
    files = sorted(VENDOR.glob(pattern))
    if not files:
        pytest.skip("the assets are not built (make assets)")
    return files


def test_three_weights_are_small_and_hold_what_our_languages_need():
    files = built("fonts/*.woff2")

    assert len(files) == 3
    for file in files:
        assert file.stat().st_size < 25_000
        known = TTFont(file).getBestCmap()
        assert [character for character in GERMAN_AND_NEIGHBOURS if ord(character) not in known] == []


def test_the_fonts_for_pdfs_are_one_family_in_three_weights():
    fonts_for_pdf = [TTFont(file) for file in built("fonts-ttf/*.ttf")]

    assert {font["OS/2"].usWeightClass for font in fonts_for_pdf} == set(fonts.WEIGHTS)
    assert {font["name"].getBestFamilyName() for font in fonts_for_pdf} == {"Fira Sans"}
    assert all(0x202F in font.getBestCmap() for font in fonts_for_pdf)


def test_the_narrow_space_is_narrower_than_a_space():
    for file in built("fonts/*.woff2"):
        font = TTFont(file)
        widths = {code: font["hmtx"][font.getBestCmap()[code]][0] for code in (0x20, 0x202F)}
        assert 0 < widths[0x202F] < widths[0x20]


def test_the_licences_of_what_we_took_go_with_it():
    (file,) = built("LICENSES.txt")
    text = file.read_text(encoding="utf-8")

    for needed in (
        "KERN UX",
        "Mozilla Foundation",
        "EUROPEAN UNION PUBLIC LICENCE",
        "SIL OPEN FONT LICENSE",
        "Apache License",
    ):
        assert needed in text
