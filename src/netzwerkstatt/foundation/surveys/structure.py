"""What a questionnaire is: sections of questions, and under which answers each is asked. Pure; knows no database.

A condition looks back, never ahead: what it names stands earlier, so that no circle can be built.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeAlias

Values: TypeAlias = Mapping[str, Any]
"""Answers by id of the question, in the form that `answers.py` gives them."""


class Kind(StrEnum):
    """How one answers."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    MATRIX = "matrix"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    RANKING = "ranking"
    PLACE = "place"


CHOOSING = frozenset({Kind.SINGLE, Kind.MULTIPLE})
WITH_OPTIONS = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.MATRIX, Kind.RANKING})
TELLING = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.SCALE})
"""Kinds on whose answers a condition can rest."""

MOST_QUESTIONS = 100
MOST_SECTIONS = 20
MOST_OPTIONS = 30


class FaultyError(Exception):
    """The questionnaire would not hold together; `reason` is one of `REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Condition:
    """Asked only of who gave one of these values to an earlier question."""

    question: str
    values: tuple[str, ...]

    def holds(self, values: Values) -> bool:
        given = values.get(self.question)
        found = given if isinstance(given, list) else [] if given is None else [given]
        return any(str(value) in self.values for value in found)


@dataclass(frozen=True)
class Question:
    """One question. `options` are answers, the columns of a matrix, or what is ranked; `rows` the lines of a matrix."""

    id: str
    kind: Kind
    text: str
    help: str = ""
    required: bool = False
    options: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    lowest: int = 1
    highest: int = 5
    low: str = ""
    high: str = ""
    only_if: Condition | None = None

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The values one can give, with their words."""
        if self.kind == Kind.SCALE:
            return [(str(step), str(step)) for step in range(self.lowest, self.highest + 1)]
        return [(str(place), words) for place, words in enumerate(self.options, 1)]

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The lines of a matrix with their keys."""
        return [(str(place), words) for place, words in enumerate(self.rows, 1)]


@dataclass(frozen=True)
class Section:
    """Questions that stand on one page together."""

    id: str
    title: str
    text: str = ""
    only_if: Condition | None = None
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Questionnaire:
    """All sections in order."""

    sections: tuple[Section, ...] = ()
    last_id: int = field(default=0)

    # ------------------------------------------------------------ reading

    @property
    def questions(self) -> list[Question]:
        return [question for section in self.sections for question in section.questions]

    def numbers(self) -> dict[str, int]:
        """The number each question carries on the page and on paper, by its id."""
        return {question.id: number for number, question in enumerate(self.questions, 1)}

    def question(self, id_: str) -> Question | None:
        return next((question for question in self.questions if question.id == id_), None)

    def section(self, id_: str) -> Section | None:
        return next((section for section in self.sections if section.id == id_), None)

    def section_of(self, question: str) -> Section | None:
        """The section that this question stands in."""
        return next((s for s in self.sections for q in s.questions if q.id == question), None)

    def before(self, id_: str) -> list[Question]:
        """The questions that stand before this question or section, and whose answers tell something."""
        found: list[Question] = []
        for section in self.sections:
            if section.id == id_:
                return found
            for question in section.questions:
                if question.id == id_:
                    return found
                if question.kind in TELLING:
                    found.append(question)
        return found

    def asked(self, values: Values) -> Iterator[tuple[Section, list[Question]]]:
        """Sections and questions that are asked of who gave these answers; an answer to what is not asked is none."""
        known: dict[str, Any] = {}
        for section in self.sections:
            if section.only_if and not section.only_if.holds(known):
                continue
            asked = []
            for question in section.questions:
                if question.only_if and not question.only_if.holds(known):
                    continue
                asked.append(question)
                if question.id in values:
                    known[question.id] = values[question.id]
            if asked or not section.questions:
                yield section, asked

    def heard(self, values: Values) -> dict[str, Any]:
        """Those of the answers that were asked for."""
        return {q.id: values[q.id] for _, asked in self.asked(values) for q in asked if q.id in values}

    def next_after(self, section: str | None, values: Values) -> Section | None:
        """The section to go on with after this one, or the first; None at the end."""
        place = next((n for n, one in enumerate(self.sections) if one.id == section), -1)
        later = {one.id for one in self.sections[place + 1 :]}
        return next((one for one, _asked in self.asked(values) if one.id in later), None)

    def previous_of(self, section: str, values: Values) -> Section | None:
        """The section one came from."""
        found = None
        for one, _asked in self.asked(values):
            if one.id == section:
                return found
            found = one
        return None

    # ------------------------------------------------------------ changing: each gives a new questionnaire

    def with_section(self, section: Section) -> Questionnaire:
        """Put a new section at the end, or another in the place of the one with its id."""
        if self.section(section.id):
            return self._checked(tuple(section if one.id == section.id else one for one in self.sections))
        new = replace(section, id=f"s{self.last_id + 1}")
        return self._checked((*self.sections, new), last_id=self.last_id + 1)

    def with_question(self, section: str, question: Question) -> Questionnaire:
        """Put a new question at the end of a section, or another in the place of the one with its id."""
        known = self.question(question.id) is not None
        new = question if known else replace(question, id=f"q{self.last_id + 1}")

        def put(one: Section) -> Section:
            if known:
                return replace(one, questions=tuple(new if q.id == new.id else q for q in one.questions))
            return replace(one, questions=(*one.questions, new)) if one.id == section else one

        return self._checked(tuple(put(one) for one in self.sections), last_id=self.last_id + (not known))

    def without(self, id_: str) -> Questionnaire:
        """Without this section (and its questions) or question. What was asked only because of it is refused."""
        kept = tuple(
            replace(one, questions=tuple(q for q in one.questions if q.id != id_))
            for one in self.sections
            if one.id != id_
        )
        return self._checked(kept)

    def moved(self, id_: str, step: int) -> Questionnaire:
        """A section among the sections, or a question within its section, one place up (−1) or down (+1)."""
        if self.section(id_):
            return self._checked(_moved(self.sections, id_, step))
        sections = (replace(one, questions=_moved(one.questions, id_, step)) for one in self.sections)
        return self._checked(tuple(sections))

    def was_made_by(self, change: Callable[[Questionnaire], Questionnaire]) -> bool:
        """Whether this very change, which adds one thing, is the last one that was made: a form was sent twice."""
        before = replace(self, last_id=self.last_id - 1)
        ids = [*(section.id for section in self.sections), *(question.id for question in self.questions)]
        last = next((id_ for id_ in ids if id_[1:] == str(self.last_id)), "")
        try:
            return bool(last) and change(before.without(last)) == self
        except FaultyError:
            return False

    def _checked(self, sections: tuple[Section, ...], *, last_id: int | None = None) -> Questionnaire:
        made = replace(self, sections=sections, last_id=self.last_id if last_id is None else last_id)
        made.check()
        return made

    def check(self) -> None:
        """Raises `FaultyError` where the questionnaire does not hold together."""
        if len(self.sections) > MOST_SECTIONS or len(self.questions) > MOST_QUESTIONS:
            raise FaultyError("too-long")
        conditions = {section.id: section.only_if for section in self.sections}
        conditions |= {question.id: question.only_if for question in self.questions}
        for id_, condition in conditions.items():
            if condition is not None:
                self._check_condition(id_, condition)
        for question in self.questions:
            _check_question(question)

    def _check_condition(self, id_: str, condition: Condition) -> None:
        earlier = {question.id: question for question in self.before(id_)}
        rests_on = earlier.get(condition.question)
        if rests_on is None:
            raise FaultyError("condition-looks-ahead")
        if not condition.values or not set(condition.values) <= {value for value, _words in rests_on.choices}:
            raise FaultyError("condition-without-answer")

    # ------------------------------------------------------------ keeping

    def to_data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Questionnaire:
        sections = tuple(
            Section(
                one["id"], one["title"], one["text"], _condition(one["only_if"]),
                tuple(_question(question) for question in one["questions"]),
            )
            for one in data.get("sections", ())
        )  # fmt: skip
        return cls(sections, data.get("last_id", 0))


def _moved(things: tuple[Any, ...], id_: str, step: int) -> tuple[Any, ...]:
    order = list(things)
    place = next((n for n, one in enumerate(order) if one.id == id_), None)
    if place is None or not 0 <= place + step < len(order):
        return things
    order[place], order[place + step] = order[place + step], order[place]
    return tuple(order)


def _check_question(question: Question) -> None:
    if question.kind in WITH_OPTIONS and not _fits(question.options, 2):
        raise FaultyError("options")
    if question.kind == Kind.MATRIX and not _fits(question.rows, 1):
        raise FaultyError("rows")
    if question.kind == Kind.SCALE and not (0 <= question.lowest < question.highest <= 10):
        raise FaultyError("scale")


def _fits(words: Iterable[str], fewest: int) -> bool:
    given = list(words)
    return fewest <= len(given) <= MOST_OPTIONS and len(set(given)) == len(given) and all(given)


def _condition(data: Mapping[str, Any] | None) -> Condition | None:
    return Condition(data["question"], tuple(data["values"])) if data else None


def _question(data: Mapping[str, Any]) -> Question:
    plain = {**data, "kind": Kind(data["kind"]), "only_if": _condition(data["only_if"])}
    return Question(**{**plain, "options": tuple(data["options"]), "rows": tuple(data["rows"])})
