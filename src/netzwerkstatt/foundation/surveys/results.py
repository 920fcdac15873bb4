"""What came out of a survey, question by question: counted exactly, drawn, and by network only where it may be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.ballots.exact import rounded
from netzwerkstatt.foundation.ballots.withholding import publishable
from netzwerkstatt.foundation.network.models import CityNetwork
from netzwerkstatt.foundation.surveys.models import Sheet, Survey
from netzwerkstatt.foundation.surveys.structure import Kind, Question
from netzwerkstatt.foundation.ui.charts import Chart, ChartKind, Drawing, Series, draw
from netzwerkstatt.foundation.ui.formatting import day, number

MOST_PLACES = 20


@dataclass(frozen=True)
class CrossRow:
    """One answer, network by network: shares in per cent, "" where a network is not told."""

    words: str
    whole: str
    cells: list[str]


@dataclass(frozen=True)
class Cross:
    """An answer table by network. `withheld` says that some networks are not told."""

    networks: list[str]
    rows: list[CrossRow]
    withheld: bool


@dataclass(frozen=True)
class Outcome:
    """What came out of one question. `facts` are lines of figures, `texts` what people wrote."""

    number: int
    question: Question
    answered: int
    drawing: Drawing | None = None
    facts: list[tuple[str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    cross: Cross | None = None

    @property
    def answered_text(self) -> str:
        return ngettext("%(n)s answer", "%(n)s answers", self.answered) % {"n": number(self.answered)}


def outcomes(survey: Survey, sheets: Sequence[Sheet], cities: Mapping[str, str], *, with_texts: bool) -> list[Outcome]:
    """All questions in their order. `with_texts` only for who runs the survey: what people write may name people."""
    numbers = survey.questionnaire.numbers()
    return [
        _outcome(numbers[question.id], question, sheets, cities, with_texts=with_texts)
        for question in survey.questionnaire.questions
    ]


def _outcome(
    place: int, question: Question, sheets: Sequence[Sheet], cities: Mapping[str, str], *, with_texts: bool
) -> Outcome:
    given = [sheet.values[question.id] for sheet in sheets if question.id in sheet.values]
    found = Outcome(place, question, len(given))
    if not given:
        return found
    match question.kind:
        case Kind.SINGLE | Kind.MULTIPLE | Kind.SCALE:
            facts = [_mean_of(given)] if question.kind == Kind.SCALE else []
            cross = _cross(question, sheets)
            found = replace(found, drawing=_bars(place, question, given), facts=facts, cross=cross)
        case Kind.MATRIX:
            found = replace(found, drawing=_matrix(place, question, given))
        case Kind.RANKING:
            found = replace(found, drawing=_ranked(place, question, given))
        case Kind.NUMBER:
            found = replace(found, facts=_figures([Fraction(value) for value in given]))
        case Kind.DATE:
            found = replace(found, facts=_days(sorted(given)))
        case Kind.PLACE:
            found = replace(found, drawing=_places(place, question, given, cities, with_texts=with_texts))
        case Kind.TEXT:
            found = replace(found, texts=sorted(given) if with_texts else [])
    return found


def counted(question: Question, given: Sequence[Any]) -> dict[str, int]:
    """How many gave each answer, in the order of the answers."""
    found: Counter[str] = Counter()
    for value in given:
        found.update(value if isinstance(value, list) else [value])
    return {key: found[key] for key, _words in question.choices}


def _bars(place: int, question: Question, given: Sequence[Any]) -> Drawing:
    counts = counted(question, given)
    names = tuple(_labelled(question, key, words) for key, words in question.choices)
    subtitle = _("Several answers were possible") if question.kind == Kind.MULTIPLE else ""
    return _drawn(
        place, question, names, (Series(pgettext("survey", "answers"), tuple(counts.values())),), len(given), subtitle
    )


def _labelled(question: Question, key: str, words: str) -> str:
    """A step of a scale with the words at its ends."""
    if question.kind != Kind.SCALE:
        return words
    said = {str(question.lowest): question.low, str(question.highest): question.high}.get(key, "")
    return f"{words} – {said}" if said else words


def _drawn(
    place: int,
    question: Question,
    names: tuple[str, ...],
    series: tuple[Series, ...],
    answered: int,
    subtitle: str = "",
) -> Drawing:
    source = ngettext("%(n)s answer", "%(n)s answers", answered) % {"n": number(answered)}
    return draw(
        Chart(
            kind=ChartKind.COMPARE, title=f"{place}. {question.text}", categories=names, series=series,
            subtitle=subtitle, source=source, category_label=_("Answer"), locale=get_language() or "de",
        )
    )  # fmt: skip


def _matrix(place: int, question: Question, given: Sequence[Mapping[str, str]]) -> Drawing:
    series = tuple(
        Series(words, tuple(sum(1 for value in given if value.get(line) == key) for line, _w in question.lines), tone)
        for (key, words), tone in zip(question.choices, _tones(len(question.options)), strict=True)
    )
    return _drawn(place, question, tuple(question.rows), series, len(given), _("How many gave which answer"))


def _tones(number_of: int) -> list[str]:
    return [("own", "own2", "other", "mute")[place % 4] for place in range(number_of)]


def _ranked(place: int, question: Question, given: Sequence[Sequence[str]]) -> Drawing:
    points = borda(question, given)
    order = sorted(question.choices, key=lambda choice: (-points[choice[0]], int(choice[0])))
    values = tuple(rounded(points[key]) for key, _words in order)
    names = tuple(words for _key, words in order)
    return _drawn(
        place, question, names, (Series(_("points"), values),), len(given), _("Points by Borda; the most first")
    )


def borda(question: Question, given: Sequence[Sequence[str]]) -> dict[str, Fraction]:
    """n − 1 points for the first of n, none for the last; what is left without a place shares the rest equally."""
    number_of = len(question.options)
    points = {key: Fraction(0) for key, _words in question.choices}
    for order in given:
        for place, key in enumerate(order, 1):
            points[key] += number_of - place
        for key in points.keys() - set(order):
            points[key] += Fraction(number_of - len(order) - 1, 2)
    return points


def _mean_of(given: Sequence[str]) -> tuple[str, str]:
    mean = Fraction(sum(int(value) for value in given), len(given))
    return _("Mean"), number(rounded(mean, 2))


def _figures(given: list[Fraction]) -> list[tuple[str, str]]:
    ordered, middle = sorted(given), len(given) // 2
    median = ordered[middle] if len(given) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    shown = {
        _("Mean"): sum(given, Fraction(0)) / len(given), _("Median"): median,
        _("Smallest"): ordered[0], _("Greatest"): ordered[-1],
    }  # fmt: skip
    return [(name, number(rounded(value, 0 if value.denominator == 1 else 2))) for name, value in shown.items()]


def _days(given: list[str]) -> list[tuple[str, str]]:
    first, last = date.fromisoformat(given[0]), date.fromisoformat(given[-1])
    middle = date.fromisoformat(given[(len(given) - 1) // 2])
    return [(_("Earliest"), day(first)), (_("Median"), day(middle)), (_("Latest"), day(last))]


def _places(
    place: int, question: Question, given: Sequence[Mapping[str, str]], cities: Mapping[str, str], *, with_texts: bool
) -> Drawing:
    """Cities of the alliance by name; other places by name for who runs the survey, together for everybody else."""
    found: Counter[str] = Counter()
    for value in given:
        free = value.get("name", "") if with_texts else ""
        found[cities.get(value.get("city", ""), "") or free or _("another place")] += 1
    most = sorted(found.items(), key=lambda one: (-one[1], one[0]))[:MOST_PLACES]
    names, values = tuple(name for name, _n in most), tuple(n for _name, n in most)
    return _drawn(place, question, names, (Series(pgettext("survey", "answers"), values),), len(given))


def _cross(question: Question, sheets: Sequence[Sheet]) -> Cross | None:
    by_network: dict[CityNetwork | None, list[Any]] = {}
    for sheet in sheets:
        if question.id in sheet.values:
            by_network.setdefault(sheet.network, []).append(sheet.values[question.id])
    told = publishable({network: len(given) for network, given in by_network.items()})
    networks = sorted(told, key=lambda n: (n is None, n.state.position if n else 0, n.name if n else ""))
    if not any(network is not None for network in networks):
        return None
    everything = [value for given in by_network.values() for value in given]
    rows = [
        CrossRow(
            _labelled(question, key, words),
            _share(question, key, everything),
            [_share(question, key, by_network[network]) for network in networks],
        )
        for key, words in question.choices
    ]
    names = [str(network) if network else _("in no network") for network in networks]
    return Cross(names, rows, withheld=len(told) < len(by_network))


def _share(question: Question, key: str, given: Sequence[Any]) -> str:
    share = Fraction(counted(question, given)[key] * 100, len(given))
    return f"{number(rounded(share, 0))}\u202f%"
