"""Excerpts of official statistics for the demo: the nine cities, their districts and Länder, and Germany.

    python -m tools.demo_statistics ../shared/data/demography

Writes `site/demo/statistics/` and the outlines of four districts' municipalities. Header, footer and the lines of these places stand as in the office's file, byte for
byte (flat and classic files), cell for cell (workbook); classic footers say that it is an excerpt. One table exists only
as somebody's copy in another shape (population of the districts by single age, 31 December 2024): it is written as the
flat file that the office hands out under its number. `index.json` says what was taken from where, and when.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tools.paths import SRC

CITIES = (
    "14625020", "14625240", "14626110", "15087130", "15087220", "15087370", "16073005", "16073076", "16073077",
)  # fmt: skip
PLACES = (*CITIES, "14625", "14626", "15087", "16073", "14", "15", "16", "DG")
LANDS, KREISE = ("14", "15", "16"), ("14625", "14626", "15087", "16073")
"""Two tables go further, so that maps have something to show: all districts of the three Länder, all municipalities of four."""
WIDER: dict[str, tuple[Callable[[str], bool], str]] = {
    "12411-0018": (lambda key: len(key) == 5 and key[:2] in LANDS, "Auszug: alle Kreise in Sachsen, Sachsen-Anhalt und Thüringen."),
    "12411-07-01-5": (
        lambda key: (len(key) == 5 and key[:2] in LANDS) or key[:5] in KREISE,
        "Auszug: Deutschland, drei Länder mit ihren Kreisen, die Gemeinden von vier Kreisen.",
    ),
}  # fmt: skip
TARGET = SRC / "site" / "demo" / "statistics"
NOTE = "Auszug: neun Städte, ihre Kreise und Länder, Deutschland."
REGIO = "Regionaldatenbank Deutschland, Sammlung datenguide/genesapi-data (Juni 2018)"
PYSTATIS = "Antworten der Programmierschnittstelle, März 2026, Sammlung CorrelAid/pystatis"
CLASSIC = {
    "regio2015/12411-02-03-5.csv.gz": REGIO,
    "regio2015/12411-07-01-5.csv": REGIO,
    "regio2015/12612-01-01-4.csv": REGIO,
    "regio2015/12612-02-01-4.csv": REGIO,
    "regio2015/12613-01-01-4.csv": REGIO,
    "regio2015/12613-02-02-4.csv": REGIO,
    "regio2015/12711-01-03-5.csv.gz": REGIO,
    "regio2015/12711-04-02-4.csv": REGIO,
    "regio2015/22541-01-04-4.csv": REGIO,
    "regio2015/22543-01-02-4.csv": REGIO,
    "destatis/22411-02-03-4_pflege_kreise_2019.csv": "Sammlung prototypefund/klinik-db-qbgbaExtraData",
    "destatis/12411-0018_kreise_2015-2020.csv": "Sammlung prototypefund/klinik-db-qbgbaExtraData",
}  # fmt: skip
FLAT = {
    "ffcsv_samples/12411-01-01-4_de_flat.csv": PYSTATIS,
    "zensus2022/1000A-0000_de_flat.csv": PYSTATIS,
}
WORKBOOK = "gv/AuszugGV2Q_2024-06-30.xlsx"
OUTLINES = "geo/gemeinden_sn_st_th.geojson"
SINGLE_AGES = "destatis/kreise_einzelalter_2024-12-31.csv.gz"
MARCH = "2026-03-31"


def main(data: Path) -> None:
    TARGET.mkdir(exist_ok=True)
    index = []
    for path, source in CLASSIC.items():
        name = Path(path).name.partition("_")[0].removesuffix(".gz").removesuffix(".csv") + ".csv"
        text, stand = classic(_read(data / path), name.removesuffix(".csv"))
        _write(name, text)
        index.append({"file": f"{name}.gz", "retrieved_on": stand, "from": source})
    for path, source in FLAT.items():
        name = Path(path).name
        _write(name, flat(_read(data / path)))
        index.append({"file": f"{name}.gz", "retrieved_on": MARCH, "from": source})
    _write("12411-04-02-4_de_flat.csv", single_ages(_read(data / SINGLE_AGES)))
    index.append({
        "file": "12411-04-02-4_de_flat.csv.gz", "retrieved_on": MARCH,
        "from": "Sonderauswertung Destatis, Sammlung federigol/kreiswanderungsmatrizen; in die Form der Flat-Datei gebracht",
    })  # fmt: skip
    outlines(data.parent / OUTLINES)
    workbook(data / WORKBOOK, TARGET / Path(WORKBOOK).name)
    index.append({"file": Path(WORKBOOK).name, "retrieved_on": MARCH, "from": "Destatis, Sammlung CorrelAid/pystatis"})
    listed = json.dumps(index, ensure_ascii=False, indent=1)
    (TARGET / "index.json").write_text(listed + "\n", encoding="utf-8")


def classic(data: bytes, table: str) -> tuple[bytes, str]:
    """Header, the lines of the places, footer with a note; and the day on which the portal made the file."""
    encoding = "utf-8" if _is_utf8(data) else "cp1252"
    newline = b"\r\n" if b"\r\n" in data else b"\n"
    lines = data.split(newline)
    first = next(at for at, line in enumerate(lines) if _key(line, encoding))
    footer = next(at for at, line in enumerate(lines) if line.startswith(b"_____"))
    further, note = WIDER.get(table, (lambda _key: False, NOTE))
    keys = ((line, _key(line, encoding)) for line in lines[first:footer])
    kept = [line for line, key in keys if key in PLACES or further(key)]
    end = lines[footer:]
    stand = next(line for line in end if line.startswith(b"Stand:")).decode("ascii", "replace")
    day = "-".join(reversed(stand[7:17].split(".")))
    return newline.join([*lines[:first], *kept, end[0], note.encode(encoding), *end[1:]]), day


def flat(data: bytes) -> bytes:
    """The header and the lines of the places."""
    header, *lines = data.decode("utf-8-sig").splitlines()
    kept = [line for line in lines if _ags(line.split(";")[7]) in PLACES]
    return ("\ufeff" + "\n".join([header, *kept]) + "\n").encode()


def single_ages(data: bytes) -> bytes:
    """The copy's wide lines as the flat file of table 12411-04-02-4: Kreise, Länder and Germany, ages, sex, nationality."""
    out = io.StringIO()
    names = ("code", "label", "attribute_code", "attribute_label")
    slots = [f"{slot}_variable_{name}" for slot in (1, 2, 3, 4) for name in names]
    out.write(
        ";".join(["statistics_code", "statistics_label", "time_code", "time_label", "time", *slots, "value", "value_unit",
                  "value_variable_code", "value_variable_label"]) + "\n"
    )  # fmt: skip
    for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"))):
        if row["ags"] not in PLACES:
            continue
        for cells in _of_row(row):
            out.write(";".join(cells) + "\n")
    return ("\ufeff" + out.getvalue()).encode()


def _of_row(row: dict[str, str]) -> Iterator[list[str]]:
    sexes = {"i": ("", "Insgesamt"), "m": ("GESM", "männlich"), "w": ("GESW", "weiblich")}
    nationalities = {
        "insgesamt": ("", "Insgesamt"), "deutsch": ("NATD", "Deutsche"), "nichtdeutsch": ("NATA", "Ausländer"),
    }  # fmt: skip
    level = {2: ("DLAND", "Bundesländer")}.get(len(row["ags"]), ("KREISE", "Kreise und kreisfreie Städte"))
    level = ("DINSG", "Deutschland insgesamt") if row["ags"] == "DG" else level
    for column in ["gesamt", *(str(age) for age in range(90)), "90+"]:
        age = ("", "Insgesamt") if column == "gesamt" else _age(column)
        yield [
            "12411", "Fortschreibung des Bevölkerungsstandes", "STAG", "Stichtag", "2024-12-31", *level, row["ags"],
            row["name"].strip(), "NAT", "Nationalität", *nationalities[row["nationalitaet"]], "GES", "Geschlecht",
            *sexes[row["geschlecht"]], "ALTX90", "Altersjahre (u1-90m)", *age, row[column], "Anzahl", "BEVSTD",
            "Bevölkerungsstand",
        ]  # fmt: skip


def _age(column: str) -> tuple[str, str]:
    if column == "90+":
        return "ALT090UM", "90 Jahre und mehr"
    age = int(column)
    return f"ALT{age:03}", "unter 1 Jahr" if age == 0 else f"{age} bis unter {age + 1} Jahre"


def outlines(source: Path) -> None:
    """The municipalities of four districts as they are in the collected file: key, name and shape."""
    found = json.loads(source.read_text("utf-8"))["features"]
    kept = [
        {
            "type": "Feature",
            "properties": {"ags": one["properties"]["ags"], "name": one["properties"]["name"]},
            "geometry": one["geometry"],
        }
        for one in found
        if one["properties"]["ags"][:5] in KREISE
    ]
    text = json.dumps({"type": "FeatureCollection", "features": kept}, ensure_ascii=False, separators=(",", ":"))
    (TARGET / "municipalities.geojson.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def workbook(source: Path, target: Path) -> None:
    """Head, the lines of the places with their Länder, districts and associations, and the foot."""
    import openpyxl

    book = openpyxl.load_workbook(source, read_only=True, data_only=True)
    sheet = next(one for one in book.worksheets if one.title.startswith("Onlineprodukt_Gemeinden"))
    made = openpyxl.Workbook()
    made.active.title = sheet.title
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        key = "".join(str(cell) for cell in row[2:7] if cell)
        wanted = number <= 6 or not str(row[0] or "").isdecimal() or _ags(key) in PLACES
        if wanted:
            made.active.append(list(row))
    made.active.append([NOTE])
    made.save(target)


def _key(line: bytes, encoding: str) -> str:
    """The key of a place in the first two cells; empty for a line without one."""
    cells = line.decode(encoding).split(";")
    for cell in cells[:2]:
        text = cell.strip().strip('"')
        if text == "DG" or (text.isdecimal() and len(text) in {2, 3, 5, 8, 10}):
            return text
    return ""


def _ags(key: str) -> str:
    return key[:5] + key[9:] if len(key) == 12 else key


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _read(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def _write(name: str, data: bytes) -> None:
    (TARGET / f"{name}.gz").write_bytes(gzip.compress(data, 9, mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
