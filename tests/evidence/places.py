"""Invented tables in the shape of official ones: a district, three of its municipalities, its Land and the country."""

import math

DISTRICT, TOWN, VILLAGE, LAND = "15087", "15087220", "15087031", "15"
OTHER = "15087370"
NAMES = {
    "DG": "Deutschland",
    LAND: "Sachsen-Anhalt",
    DISTRICT: "Mansfeld-Südharz, Landkreis",
    TOWN: "Hettstedt, Stadt",
    VILLAGE: "Arnstein, Stadt",
    OTHER: "Sangerhausen, Stadt",
}
SIZES = {"DG": 80_000_000, LAND: 2_200_000, DISTRICT: 130_000, TOWN: 14_000, VILLAGE: 6_500, OTHER: 25_000}
GROUPS = (0, 3, 6, 10, 15, 18, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 75)
SOURCE = "© Statistische Ämter des Bundes und der Länder, Deutschland, 2025. Dieses Werk ist lizenziert unter der Datenlizenz Deutschland - Namensnennung - Version 2.0."


def _weight(age, year, shift):
    hump = math.exp(-(((age - (year - 1965) - shift) / 14) ** 2))
    return (0.6 + hump) / (1 + math.exp((age - 84) / 4))


def people(key, year):
    """Persons by single age 0 … 90 and over, of one sex."""
    shift = 3 if key in {TOWN, VILLAGE} else 0
    weights = [_weight(age, year, shift) for age in range(91)]
    size = SIZES[key] * (0.97 if year > 2020 else 1.0) / 2
    return [max(1, round(size * one / sum(weights))) for one in weights]


def _word(first, end):
    if first == 0:
        return "unter 1 Jahr" if end == 1 else f"unter {end} Jahre"
    return f"{first} Jahre und mehr" if end is None else f"{first} bis unter {end} Jahre"


def _table(code, title, head, lines):
    return "\n".join(
        [
            f"GENESIS-Tabelle: {code}",
            f"{title};;;;;;",
            "Fortschreibung des Bevölkerungsstandes;;;;;;",
            *head,
            *lines,
            "__________",
            SOURCE,
        ]
    ).encode()


def single_ages(year, keys=("DG", LAND, DISTRICT)):
    """12411-04-02-4: people by sex and single year of age."""
    lines = []
    for key in keys:
        counts = people(key, year)
        for age, count in enumerate(counts):
            word = _word(age, age + 1 if age < 90 else None)
            lines.append(f"31.12.{year};{key};{NAMES[key]};{word};{2 * count};{count};{count}")
        lines.append(f"31.12.{year};{key};{NAMES[key]};Insgesamt;{2 * sum(counts)};{sum(counts)};{sum(counts)}")
    head = ["Bevölkerungsstand (Anzahl);;;;;;", ";;;;Insgesamt;männlich;weiblich"]
    return _table("12411-04-02-4", "Bevölkerungsstand: Bevölkerung nach Geschlecht und Altersjahren", head, lines)


def age_groups(year, keys=(DISTRICT, TOWN, VILLAGE)):
    """12411-02-03-5: people by sex and age group."""
    ends = [*GROUPS[1:], None]
    words = [_word(first, end) for first, end in zip(GROUPS, ends, strict=True)] + ["Insgesamt"]
    head = [
        "Bevölkerungsstand (Anzahl)" + ";" * 55,
        f"31.12.{year}" + ";" * 55,
        ";;" + ";".join(sex for sex in ("Insgesamt", "männlich", "weiblich") for _ in range(18)),
        ";;" + ";".join(["Altersgruppen (unter 3 bis 75 u.m.)"] * 54),
        ";;" + ";".join(words * 3),
    ]
    lines = []
    for key in keys:
        counts = people(key, year)
        sums = [sum(counts[first:end]) for first, end in zip(GROUPS, ends, strict=True)]
        sums.append(sum(counts))
        lines.append(f"{key};{NAMES[key]};" + ";".join(str(one) for one in [*(2 * one for one in sums), *sums, *sums]))
    return "\n".join(
        [
            "GENESIS-Tabelle: 12411-02-03-5",
            "Bevölkerungsstand: Bevölkerung nach Geschlecht" + ";" * 55,
            "Fortschreibung des Bevölkerungsstandes" + ";" * 55,
            *head,
            *lines,
            "__________",
            SOURCE,
        ]
    ).encode()
