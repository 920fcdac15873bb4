"""From a series' words to what it counts: indicator, sex, ages, nationality. What is not understood stays in words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from netzwerkstatt.engines.official_files.columns import SeriesWords
from netzwerkstatt.engines.official_files.model import Category, Head, Measure
from netzwerkstatt.evidence.catalogue.known import KNOWN, RATIO, STOCK

OLDEST: Final = 130
SEXES: Final = {
    "männlich": "m", "weiblich": "f", "male": "m", "female": "f", "männer": "m", "frauen": "f", "gesm": "m", "gesw": "f",
}  # fmt: skip
NATIONALITIES: Final = {
    "deutsche": "d", "germans": "d", "ausländer": "a", "nichtdeutsche": "a", "ausländer(innen)": "a", "foreigners": "a",
    "ausländerinnen und ausländer": "a",
}  # fmt: skip
MORE: Final = r"und (?:mehr|.{1,3}ltere?|dar.{1,3}ber)|u\. ?(?:m|ä)\.|and (?:over|older|more)|or older"
# `end` is the first age that no longer belongs to the group, `last` the last one that does; with neither it is open
AGES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:unter|under|less than) (?P<end>\d+) (?:Jahre?n?|years?)(?: old| of age)?",
        r"(?P<first>\d+) (?:bis unter|to under|to less than) (?P<end>\d+) (?:Jahren?|years?)",
        r"(?P<first>\d+) (?:bis|to|-) (?P<last>\d+) (?:Jahren?|years?)",
        rf"(?P<first>\d+)(?:-J.{{1,3}}hrige)? ?(?:Jahre?|years?)? ?(?:{MORE})(?: Jahre)?",
        r"(?P<single>\d+)(?:-J.{1,3}hrige| ?Jahre?| years?(?: old)?)",
    )
)
AGE_CODE: Final = re.compile(r"ALT(\d{3})(?:B(\d{2,3}|X+)|(UM))?")
YEARS: Final = re.compile(r"^\d{5}-\d{2}-")
PLAIN: Final = re.compile(r"[^a-z0-9]+")

# statistic, beginning of the measure's words, key without age, key with age
RULES: Final = (
    (r"12411|GV-ISys", r"bev.{1,4}lkerungsstand|bev.{1,4}lkerung$|population", "population_total", "population_by_age_sex"),
    (r"12411", r"durchschnittsalter|average age|mean age", "mean_age", ""),
    (r"1000A", r"personen|persons", "census_population", "census_population_by_age"),
    (r"register", r".*", "register_population_by_age_sex", "register_population_by_age_sex"),
    (r"12612", r"lebendgeborene|live births", "births", "births_by_age_of_mother"),
    (r"12613", r"gestorbene|sterbef|deaths", "deaths", "deaths_by_age"),
    (r"12711", r"zuz.{1,4}ge .*gemeindegrenze", "moves_in", "moves_in_by_age"),
    (r"12711", r"fortz.{1,4}ge .*gemeindegrenze", "moves_out", "moves_out_by_age"),
    (r"12711", r"zuz.{1,4}ge .*kreisgrenze", "district_moves_in", "district_moves_in_by_age"),
    (r"12711", r"fortz.{1,4}ge .*kreisgrenze", "district_moves_out", "district_moves_out_by_age"),
    (r"11111|GV-ISys", r"(?:gebiets|boden)?fl.{1,4}che|area", "area", ""),
    (r"22411|22400", r"pflegebed.{1,4}rftige$|pflegebed.{1,4}rftige insgesamt", "care_recipients", ""),
    (r"22541", r"genehmigte pl.{1,4}tze", "childcare_places", ""),
    (r"22543", r"betreute kinder", "children_in_care", "children_in_care"),
    (r"21111", r"sch.{1,4}ler", "pupils", ""),
    (r"23111", r"(?:aufgestellte )?betten (?:in krankenh|im jahres)", "hospital_beds", ""),
)  # fmt: skip
STATISTICS: Final = {key: rule[0].partition("|")[0] for rule in RULES for key in rule[2:] if key}
UNIT_IN_LABEL: Final = re.compile(r"^(.*?) ?\(([^()]+)\)$")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a series counts. `key` names the indicator; `known` says whether the product knows it."""

    key: str
    kind: str
    label: str
    unit: str
    sex: str
    age_from: int | None
    age_to: int | None
    nationality: str
    rest: tuple[str, ...]

    @property
    def counted(self) -> tuple[object, ...]:
        """What must not occur twice in one table."""
        return (self.key, self.unit, self.sex, self.age_from, self.age_to, self.nationality, self.rest)

    @property
    def known(self) -> bool:
        return self.key in KNOWN


def meaning_of(head: Head, series: SeriesWords) -> Meaning:
    """What the series counts, judged by its words and the statistic that it belongs to."""
    sex = nationality = ""
    ages: tuple[int | None, int | None] | None = None
    rest: list[str] = []
    for category in series.categories:
        if _is_total(category):
            continue
        if not sex and (found := SEXES.get(category.label.strip().casefold(), "")):
            sex = found
        elif not nationality and (found := NATIONALITIES.get(category.label.strip().casefold(), "")):
            nationality = found
        elif ages is None and (span := age_of(category)) is not None:
            ages = span
        else:
            rest.append(category.label.strip())
    label, unit = words_of(series.measure)
    statistic = head.statistic.code or head.code
    key = _key(statistic, head.code, label, with_age=ages is not None) if not rest else ""
    if not key:
        key, label = _own_key(head, label, rest, with_age=ages is not None), " · ".join([label, *rest])
    kind = KNOWN[key].kind if key in KNOWN else _kind(unit, head)
    first, last = ages or (None, None)
    return Meaning(key, str(kind), label, unit, sex, first, last, nationality, tuple(rest))


def in_own_words(head: Head, series: SeriesWords) -> Meaning:
    """The series under a key of all its words: where another one of the table already has the meaning it seems to have."""
    label, unit = words_of(series.measure)
    words = [category.text for category in series.categories if category.label.strip()]
    key = _own_key(head, label, [*words, series.measure.code], with_age=False)
    return Meaning(key, str(_kind(unit, head)), " · ".join([label, *words]), unit, "", None, None, "", tuple(words))


def words_of(measure: Measure) -> tuple[str, str]:
    """Label and unit; classic files put the unit in brackets behind the label."""
    if not measure.unit and (match := UNIT_IN_LABEL.match(measure.label)):
        return match[1], match[2]
    return measure.label, measure.unit


def age_of(category: Category) -> tuple[int, int | None] | None:
    """First and last completed year of age, the last None where it is open; None where this is no age."""
    label = " ".join(category.label.split())
    for pattern in AGES:
        if match := pattern.fullmatch(label):
            return _spelled({name: int(text) for name, text in match.groupdict().items() if text})
    if match := AGE_CODE.fullmatch(category.code):
        return _coded(match)
    return None


def _spelled(said: dict[str, int]) -> tuple[int, int | None] | None:
    if "single" in said:
        return _sound(said["single"], said["single"])
    last = said["end"] - 1 if "end" in said else said.get("last")
    return _sound(said.get("first", 0), last)


def _coded(match: re.Match[str]) -> tuple[int, int | None] | None:
    """ALT030B35 is 30 to under 35, ALT060B069 is 60 to 69, ALT080BXXX and ALT075UM are open, ALT007 is one year."""
    start, end, more = int(match[1]), match[2], match[3]
    if more or (end and end.startswith("X")):
        return _sound(start, None)
    if end is None:
        return _sound(start, start)
    return _sound(start, int(end) if len(end) == 3 else int(end) - 1)


def _sound(first: int, last: int | None) -> tuple[int, int | None] | None:
    return None if first > OLDEST or (last is not None and not first <= last <= OLDEST) else (first, last)


def _is_total(category: Category) -> bool:
    label = category.label.strip()
    return category.total or label in {"", "Zusammen", "Alle"} or label.startswith("Insgesamt (")


def _key(statistic: str, table: str, label: str, *, with_age: bool) -> str:
    words = label.casefold().strip()
    for code, beginning, plain, aged in RULES:
        of_statistic = re.match(code, statistic or table) or re.match(code, table)
        if of_statistic and re.match(beginning, words):
            return aged if with_age else plain
    return ""


def _own_key(head: Head, label: str, rest: list[str], *, with_age: bool) -> str:
    """A key made of the statistic and the words: the same in every download, whatever the file is called."""
    statistic = head.statistic.code or head.code.partition("-")[0]
    parts = [statistic, label, *rest, *(["age"] if with_age else [])]
    return slug("-".join(parts))


def slug(text: str) -> str:
    """Small letters, digits and dashes; long ones end in a part of their fingerprint."""
    import hashlib

    plain = text.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    made = PLAIN.sub("-", plain).strip("-") or "x"
    if len(made) <= 100:
        return made
    return f"{made[:88]}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"


def _kind(unit: str, head: Head) -> str:
    if unit.casefold() in {"prozent", "%", "percent", "promille", "jahre", "years", "ziffer"} or unit.startswith("je "):
        return str(RATIO)
    return str(STOCK)


__all__ = ["STATISTICS", "Meaning", "age_of", "meaning_of", "slug", "words_of"]
