"""The words of official tables: how times, places, ages, units and signs are written there."""

import re
import unicodedata
from decimal import Decimal

from netzwerkstatt.engines.official_files.model import Level, Moment, Sign

LAENDER = {
    "Schleswig-Holstein": "01", "Hamburg": "02", "Niedersachsen": "03", "Bremen": "04", "Nordrhein-Westfalen": "05",
    "Hessen": "06", "Rheinland-Pfalz": "07", "Baden-Württemberg": "08", "Bayern": "09", "Saarland": "10",
    "Berlin": "11", "Brandenburg": "12", "Mecklenburg-Vorpommern": "13", "Sachsen": "14", "Sachsen-Anhalt": "15",
    "Thüringen": "16",
    "Lower Saxony": "03", "North Rhine-Westphalia": "05", "Hesse": "06", "Rhineland-Palatinate": "07",
    "Bavaria": "09", "Mecklenburg-Western Pomerania": "13", "Saxony": "14", "Saxony-Anhalt": "15", "Thuringia": "16",
}  # fmt: skip
COUNTRY = ("Deutschland", "Germany")

TIME = re.compile(
    r"\d{2}\.\d{2}\.\d{4}|\d{4}-\d{2}-\d{2}|(?:1[89]|2[01])\d{2}|(?:WS |SS |Schuljahr )?\d{4}/\d{2}(?:\d{2})?|\d{4}-\d{2}(?:P\d+M)?"
)
GERMAN_DAY = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})")
TERRITORY_KEY = re.compile(r"DG|\d{2}|\d{3}|\d{5}|\d{7,12}")
AGE = re.compile(
    r"(?:unter|under|less than) \d+ (?:Jahre?n?|years?)|\d+ (?:bis|to)(?: unter| under)? \d+ (?:Jahren?|years?)"
    r"|\d+(?:-Jährige| Jahre?| years?)(?: und (?:mehr|älter)| and over| or older)?"
)
NEUTRAL = frozenset(("", "Insgesamt", "Total", "Zusammen", "Alter unbekannt", "Unbekannt", "Ohne Angabe", "Unknown"))
SEXES = frozenset(("männlich", "weiblich", "divers", "Male", "Female", "male", "female", "Männer", "Frauen"))
NATIONALITIES = frozenset(("Deutsche", "Ausländer", "Nichtdeutsche", "Ausländer(innen)", "Germans", "Foreigners"))
MONTHS = frozenset((
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
    "Dezember", "January", "February", "March", "May", "June", "July", "October", "December",
))  # fmt: skip
VARIABLE = re.compile(
    r"(?:Geschlecht|Nationalität|Staatsangehörigkeit|Familienstand|Stichtag|Jahre?|Monate?|Quartale?|Semester|Schuljahr"
    r"|Alter(?:s(?:gruppen?|jahre?|klassen?))?|Vollendetes Alter|Deutschland(?: insgesamt)?|Bundesländer|Kreise.*"
    r"|Gemeinden.*|Regierungsbezirke.*|Variant.*|Klassenstufe.*|Sex|Age(?: groups?)?|Nationality|Reference date|Year)"
    r"(?: \(.*\))?"
)
UNIT = re.compile(
    r"Anzahl|Number|number|Ziffer|Jahre?|years?|Prozent|percent|%|Tage?|days?|Stunden|Promille"
    r"|(?:1000|Tsd\.|Mill?\.|Mio\.|Mrd\.)(?: (?:EUR|Euro|t|Std\.|Personen))?|EUR|Euro|EUR/.*|ha|qkm|km2|km²|qm|m2|m²|cbm|t|kg|kWh|MWh|TJ|GJ"
    r"|je .*|Index.*|\d{4}=100|Punkte"
)
MEASURE_WITH_UNIT = re.compile(r"(.+?) \(([^()]*(?:\([^()]*\)[^()]*)*)\)")

NUMBER_BYTES = rb"[+-]?\d{1,30}(?:%b\d{1,30})?"
SIGN_BYTES = rb"\.\.\.|[-./x]"
QUALITY_BYTES = rb"[A-Za-z]?|\(\)"


def figure_pattern(language: str) -> bytes:
    """What a value cell may hold: figures with the decimal mark of the language, signs, or nothing."""
    number = NUMBER_BYTES.replace(b"%b", rb"\." if language == "en" else b",")
    return rb" *(?:" + number + rb"|\(" + number + rb"\)|" + SIGN_BYTES + rb")? *"


def moment(label: str) -> Moment:
    label = label.strip()
    german = GERMAN_DAY.fullmatch(label)
    return Moment(label, "-".join(reversed(german.groups())) if german else label)


def value_of(raw: str) -> tuple[int | Decimal | None, Sign | None, bool]:
    """Value, sign, and whether the figure stood in brackets, which marks it as uncertain."""
    text = raw.strip()
    bracketed = text.startswith("(")
    text = text.strip("()")
    if text in ("", "-", ".", "...", "/", "x"):
        return None, Sign(text), False
    value = Decimal(text.replace(",", ".")) if "," in text or "." in text else int(text)
    return value, (None if value else Sign.ZERO), bracketed


def level_of_key(key: str) -> Level:
    if key == "DG":
        return Level.COUNTRY
    by_length = {
        2: Level.STATE,
        3: Level.REGION,
        5: Level.DISTRICT,
        7: Level.ASSOCIATION,
        8: Level.MUNICIPALITY,
        9: Level.ASSOCIATION,
        10: Level.ASSOCIATION,
        11: Level.ASSOCIATION,
        12: Level.MUNICIPALITY,
    }
    return by_length.get(len(key), Level.OTHER)


def key_of_name(name: str) -> str:
    return "DG" if name in COUNTRY else LAENDER.get(name, "")


def folded(text: str) -> str:
    """For searching: without case, accents and umlaut dots."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c))


def variable_of(labels: set[str]) -> tuple[str, str]:
    """Code and German or English name of the variable whose values these are; empty where one cannot tell."""
    named = {label.strip() for label in labels} - NEUTRAL
    english = any("year" in label or label in ("Male", "Female", "male", "female", "Germans") for label in named)
    if not named:
        return "", ""
    if named <= SEXES:
        return "sex", "Sex" if english else "Geschlecht"
    if named <= NATIONALITIES:
        return "nationality", "Nationality" if english else "Nationalität"
    if all(AGE.fullmatch(label) for label in named):
        return "age", "Age" if english else "Altersgruppe" if any(" bis " in label for label in named) else "Alter"
    if named <= MONTHS:
        return "month", "Monat"
    return "", ""
