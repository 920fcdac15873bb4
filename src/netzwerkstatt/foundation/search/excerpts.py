"""A line or two of the text around what was found, with the words marked. Everything is escaped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from netzwerkstatt.foundation.search.question import SHORTEST_BEGINNING, Question
from netzwerkstatt.foundation.search.words import STOP_WORDS, Keys, keys, pieces, written_words

LENGTH = 220
BEFORE = 70
SHORTEST_INSIDE = 4
_ENDS: Final = ".!?\n"


class Spot(NamedTuple):
    """Where a found word stands."""

    start: int
    end: int


def excerpt(plain: str, question: Question) -> SafeString:
    """The stretch of the text with the most found words, else its beginning; found words in `<mark>`."""
    spots = _spots(plain, question)
    begin = _begin(plain, _densest(spots).start) if spots else 0
    end = _cut(plain, begin)
    shown = format_html_join("", "{}", ((piece,) for piece in _marked(plain, spots, begin, end)))
    before, after = "… " if begin else "", " …" if end < len(plain.rstrip()) else ""
    return format_html("{}{}{}", before, shown, after)


def marked(text: str, question: Question) -> SafeString:
    """All of a text, found words in `<mark>`."""
    return format_html_join("", "{}", ((piece,) for piece in _marked(text, _spots(text, question), 0, len(text))))


def is_found(question: Question) -> Callable[[str], bool]:
    """Whether a written word is one that the question found."""
    wanted = [word for one in question.wanted for word in one.words if one.is_phrase or word is one.itself]
    similar = [word for one in question.wanted for word in one.similar]

    def found(written: str) -> bool:
        known = keys(written)
        if known.word in STOP_WORDS:
            return False
        return any(_is(known, word) for word in wanted) or any(
            known.word == word.word or known.german == word.german for word in similar
        )

    return found


def _is(known: Keys, word: Keys) -> bool:
    if known.word == word.word or (word.german and known.german == word.german):
        return True
    begins = len(word.word) >= SHORTEST_BEGINNING and known.word.startswith(word.word)
    return begins or (len(word.german) >= SHORTEST_INSIDE and known.word.find(word.german, 3) > 0)


def _spots(text: str, question: Question) -> list[Spot]:
    if not question.wanted:
        return []
    found = is_found(question)
    return [
        Spot(word.start, word.end)
        for word in written_words(text)
        if found(word.text) or any(found(piece) for piece in pieces(word.text))
    ]


def _densest(spots: list[Spot]) -> Spot:
    """The first word of the stretch that holds the most."""
    best, most, last = spots[0], 0, 0
    for first, spot in enumerate(spots):
        last = max(last, first)
        while last < len(spots) and spots[last].end <= spot.start + LENGTH - BEFORE:
            last += 1
        if last - first > most:
            best, most = spot, last - first
    return best


def _begin(text: str, spot: int) -> int:
    """The beginning of the sentence, or of a word, a little before the spot."""
    earliest = max(0, spot - BEFORE)
    if earliest == 0:
        return 0
    sentence = max(text.rfind(sign, earliest, spot) for sign in _ENDS)
    if sentence >= 0:
        return min(spot, sentence + 1 + (len(text[sentence + 1 :]) - len(text[sentence + 1 :].lstrip())))
    blank = text.find(" ", earliest, spot)
    return blank + 1 if blank >= 0 else spot


def _cut(text: str, begin: int) -> int:
    """The end of a word."""
    if len(text) <= begin + LENGTH:
        return len(text)
    blank = max(text.rfind(" ", begin, begin + LENGTH), text.rfind("\n", begin, begin + LENGTH))
    return blank if blank > begin else begin + LENGTH


def _marked(text: str, spots: list[Spot], begin: int, end: int) -> list[SafeString | str]:
    pieces_: list[SafeString | str] = []
    at = begin
    for spot in spots:
        if spot.start >= at and spot.end <= end:
            pieces_ += [_plain(text[at : spot.start]), format_html("<mark>{}</mark>", text[spot.start : spot.end])]
            at = spot.end
    return [*pieces_, _plain(text[at:end])]


def _plain(text: str) -> str:
    """Lines that follow one another become one."""
    return text.replace("\r", "").replace(".\n", ". ").replace("\n", " · ")
