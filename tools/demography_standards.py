"""Compile what projections of every German place take from Germany as a whole: life tables, fertility, moves, by official tables.

    .venv/bin/python -m tools.demography_standards FOLDER      writes evidence/standards/germany.json

FOLDER holds the collected files of Destatis and the Regionaldatenbank (`destatis/`, `regio2015/`), as their README names them.
Figures are taken unchanged; only the shape is ours. Each block names its table, institution, date and licence.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "src" / "netzwerkstatt" / "evidence" / "standards" / "germany.json"
LICENCE = "dl-de/by-2-0"
DESTATIS = "Statistisches Bundesamt (Destatis)"
OFFICES = "Statistische Ämter des Bundes und der Länder"
MOVES = ("unter 18", "18", "25", "30", "50", "65")


def main(folder: Path) -> None:
    official = folder / "destatis"
    content = {
        "about": "Compiled by tools/demography_standards.py; figures unchanged. Men first, then women.",
        "life_tables": {
            "2016/18": life_table(official / "12621-0001_sterbetafel_2016-2018.csv"),
            "2022/24": life_table(official / "12621-0001_sterbetafel_2022-2024.csv"),
        },
        "fertility": fertility(official / "12612-0008_asfr_1972-2024.csv"),
        "births_by_sex": births(official / "12612-0001_births_by_sex_1950-2024.csv"),
        "moves_out": moves(folder / "regio2015" / "12711-01-03-5.csv.gz"),
        "population": {
            "2015": groups_2015(folder / "regio2015" / "12411-04-02-4.csv.gz"),
            "2024": ages_2024(official / "kreise_einzelalter_2024-12-31.csv.gz"),
        },
    }
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{TARGET}: {TARGET.stat().st_size / 1024:.0f} kB")


def life_table(path: Path) -> dict[str, Any]:
    """Probabilities of dying and the expectation in the open group, single ages 0 to 100."""
    with path.open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.reader(file, delimiter=";") if row and row[0].endswith((" Jahre", " Jahr"))]
    number = [[float(row[at].replace(",", ".")) for row in rows] for at in (1, 15)]
    left = [float(rows[-1][at].replace(",", ".")) for at in (13, 27)]
    return {
        "qx": number, "open_expectancy": left,
        "source": {"table": "12621-0001", "institution": DESTATIS, "licence": LICENCE},
    }  # fmt: skip


def fertility(path: Path) -> dict[str, Any]:
    """Births per 1,000 women by single age 15 to 49, from 2010 on."""
    with path.open(encoding="utf-8-sig") as file:
        rows = list(csv.reader(file, delimiter=";"))
    years = [int(cell) for cell in rows[0][1:] if cell.strip().isdigit()]
    by_age = {int(row[0].split()[0]): row[1:] for row in rows[1:] if row and row[0][:1].isdigit()}
    ages = sorted(by_age)
    taken = {
        str(year): [float(by_age[age][at].replace(",", ".")) for age in ages]
        for at, year in enumerate(years)
        if year >= 2010
    }
    return {
        "ages": ages, "per_1000_women": taken,
        "source": {"table": "12612-0008", "institution": DESTATIS, "licence": LICENCE},
    }  # fmt: skip


def births(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8-sig") as file:
        found = {}
        for row in csv.reader(file, delimiter=";"):
            if len(row) >= 3 and row[0].strip().isdigit() and int(row[0]) >= 2015:
                found[row[0].strip()] = [int(row[1].replace(".", "")), int(row[2].replace(".", ""))]
    return {"by_year": found, "source": {"table": "12612-0001", "institution": DESTATIS, "licence": LICENCE}}


def moves(path: Path) -> dict[str, Any]:
    """Moves over municipal borders of all municipalities in 2015: men and women by six age groups."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        row = next(row for row in csv.reader(file, delimiter=";") if row and row[0] == "DG")
    cells = [int(cell) for cell in row[2:]]
    out = cells[21:]
    return {
        "year": 2015, "bounds": [0, 18, 25, 30, 50, 65], "out": [out[7:13], out[14:20]], "in": [cells[7:13], cells[14:20]],
        "source": {"table": "12711-01-03-5", "institution": OFFICES, "licence": LICENCE},
    }  # fmt: skip


def groups_2015(path: Path) -> dict[str, Any]:
    """Germany by single ages to 74 and five-year groups above, as the sum of its Länder is published."""
    bounds: list[int] = []
    people: list[list[int]] = [[], []]
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.reader(file, delimiter=";"):
            if len(row) < 7 or row[1] != "DG" or row[3].strip() == "Insgesamt":
                continue
            word = row[3].strip()
            first = (
                0
                if word.startswith("unter")
                else int("".join(sign for sign in word.split("-")[0].split()[0] if sign.isdigit()))
            )
            if first in bounds:
                continue
            bounds.append(first)
            for sex in (0, 1):
                people[sex].append(int(row[5 + sex]))
    return {
        "date": "2015-12-31", "bounds": bounds, "people": people,
        "source": {"table": "12411-04-02-4", "institution": OFFICES, "licence": LICENCE},
    }  # fmt: skip


def ages_2024(path: Path) -> dict[str, Any]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = {
            row["geschlecht"]: row
            for row in csv.DictReader(file)
            if row["ags"] == "DG" and row["nationalitaet"] == "insgesamt"
        }
    bounds = list(range(91))
    people = [[int(float(rows[sex][str(age) if age < 90 else "90+"])) for age in bounds] for sex in ("m", "w")]
    return {
        "date": "2024-12-31", "bounds": bounds, "people": people,
        "source": {"table": "12411-04-02-4", "institution": OFFICES, "licence": LICENCE},
    }  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]))
