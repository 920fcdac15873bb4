"""In which order hits stand: title before summary before text before comments; the word itself before its stem, before
compounds, before other spellings; of two alike the newer one. Pure and the same everywhere: no database has a say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from netzwerkstatt.foundation.search.question import Question, Wanted

FIELDS: Final = (8.0, 4.0, 2.0, 1.0)  # title, summary, text, comments
EXACT, STEM, COMPOUND, BEGINNING, SIMILAR = 8.0, 6.0, 4.0, 3.5, 2.0
WHOLE_TITLE = 30.0
OF_A_DAY = 0.0005
SUMMARY, TEXT, COMMENTS = "xs", "xb", "xc"


class Candidate(NamedTuple):
    """What the order of a document depends on."""

    key: int
    title: str
    words: str
    at: datetime


def ranked(question: Question, candidates: Iterable[Candidate]) -> list[int]:
    """The keys of the candidates, the best first; the newer first among equals."""
    looked_for = [_needles(one) for one in question.wanted]
    whole = " ".join(f"w{word.word}" for one in question.wanted for word in one.words[:1])
    scored = [(-_score(one, looked_for, whole), -one.at.timestamp(), one.key) for one in candidates]
    return [key for _score_, _at, key in sorted(scored)]


def _score(candidate: Candidate, looked_for: Sequence[list[tuple[float, str]]], whole: str) -> float:
    fields = fields_of(candidate.title, candidate.words)
    score = sum(
        weight * _best(needles, field) for weight, field in zip(FIELDS, fields, strict=True) for needles in looked_for
    )
    if whole and f"{candidate.title} ".startswith(f"{whole} d"):
        score += WHOLE_TITLE
    return round(score + candidate.at.toordinal() * OF_A_DAY, 6)


def fields_of(title: str, words: str) -> tuple[str, str, str, str]:
    """Title, summary, text, comments: tokens between blanks, one blank at each end."""
    summary, _, rest = words.partition(f" {TEXT} ")
    text, _, comments = rest.partition(f" {COMMENTS} ")
    return (f" {title} ", f" {summary} ", f" {text} ", f" {comments} ")


def _best(needles: list[tuple[float, str]], field: str) -> float:
    return next((level for level, needle in needles if needle in field), 0.0)


def _needles(one: Wanted) -> list[tuple[float, str]]:
    """What to look for in a field of tokens, with what it is worth, the best first."""
    phrase = " " + " ".join(f"w{word.word}" for word in one.words[: None if one.is_phrase else -1]) + " "
    if one.is_phrase:
        return [(EXACT, phrase)]
    word = one.itself
    needles = [(EXACT, phrase)] if len(one.words) > 1 else []
    needles += [
        (EXACT, f" w{word.word} "),
        (STEM, f" d{word.german} "),
        (STEM, f" e{word.english} "),
        (COMPOUND, f" p{word.german} "),
        (BEGINNING, f" w{word.word}"),
    ]
    for similar in one.similar:
        needles += [(SIMILAR, f" w{similar.word} "), (SIMILAR, f" d{similar.german} ")]
    return needles
