"""Small files in the two official shapes, for cases the real files do not show."""

from netzwerkstatt.engines.official_files import Table, read

CLASSIC = """GENESIS-Tabelle: 12411-0018
Bevölkerung: Kreise, Stichtag, Geschlecht, Altersgruppen;;;;
Fortschreibung des Bevölkerungsstandes;;;;
Bevölkerungsstand (Anzahl);;;;
;;;männlich;weiblich
;;;unter 3 Jahre;unter 3 Jahre
31.12.2019;14626;      Görlitz, Landkreis;2892;2832
31.12.2020;14626;      Görlitz, Landkreis;2773;2688
31.12.2020;14263;      Görlitz, Kreisfreie Stadt;-;-
__________
© Statistisches Bundesamt (Destatis), 2021
Stand: 17.08.2021 / 13:26:54
"""

FLAT_HEAD = (
    "statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;"
    "1_variable_attribute_code;1_variable_attribute_label;2_variable_code;2_variable_label;"
    "2_variable_attribute_code;2_variable_attribute_label;value;value_unit;value_variable_code;value_variable_label;value_q"
)
FLAT_ROWS = (
    "12411;Fortschreibung;STAG;Stichtag;2024-12-31;KREISE;Kreise;14626;Görlitz;GES;Geschlecht;GESW;weiblich;124329;Anzahl;BEVSTD;Bevölkerungsstand;e",
    "12411;Fortschreibung;STAG;Stichtag;2024-12-31;KREISE;Kreise;14626;Görlitz;GES;Geschlecht;;Insgesamt;243958;Anzahl;BEVSTD;Bevölkerungsstand;",
)
FLAT = "\n".join((FLAT_HEAD, *FLAT_ROWS)) + "\n"

CLASSIC_NAME = "12411-0018.csv"
FLAT_NAME = "12411-01-01-4_de_flat.csv"


def classic(text: str = CLASSIC) -> Table:
    return read(text.encode(), CLASSIC_NAME)


def flat(text: str = FLAT, name: str = FLAT_NAME) -> Table:
    return read(text.encode(), name)
