"""Words as the index knows them: folded, stemmed, in ASCII. Pure; both databases see only what comes out of here.

A token is a letter that says what it is, and a word of a–z and 0–9: `w` the word as it is written, `d` and `e` its
German and English stem, `p` the stem of a part of a compound. So no database ever splits, folds or stems anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

LONGEST_WORD = 40

_WORD: Final = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)*")
_PIECE: Final = re.compile(r"[^\W_]+")
# "Bürger:innen", "Bürger*innen", "Bürger_innen" are one word
_GENDER: Final = re.compile(r"(?<=[^\W_])[:*_·](?=in(?:nen)?\b)")
_UMLAUT: Final = re.compile(r"(?<![aeiouyq])([aou])e")
_PLAIN: Final = str.maketrans(
    {"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i", "þ": "th", "ð": "d"}
)

_STOP_WORDS: Final = """
aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus bei beim bin
bis bist da dabei dadurch dafür dagegen damit danach daran darauf daraus darin darüber darum das dass davon dazu dein
deine dem den denn der deren des dessen dich die dies diese diesem diesen dieser dieses dir doch dort du durch ein eine
einem einen einer eines einige einigen er es etwa etwas euch euer eure für gegen hab habe haben hat hatte hatten hier
hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in indem ins ist ja jede jedem jeden jeder jedes kann
kein keine keinem keinen keiner keines können könnte man manche mein meine mich mir mit muss müssen nach nicht nichts
noch nun nur ob oder ohne schon sehr sein seine seinem seinen seiner seines seit selbst sich sie sind so soll sollen
sollte sondern sonst über um und uns unser unsere unter vom von vor wann war waren warum was weil welche welcher
welches wenn wer werde werden wie wieder will wir wird wo wollen wurde wurden zu zum zur zwar zwischen
a about after all an and any are as at be been but by can could did do does for from had has have he her his how i if
into is it its may me more most my no not of on one or other our out over she should so some such than that the their
them then there these they this those to too up was we were what when where which who why will with would you your
"""


class Keys(NamedTuple):
    """What one word is called in the index."""

    word: str
    german: str
    english: str


class Written(NamedTuple):
    """A word as it stands in a text, hyphens and all, and where."""

    text: str
    start: int
    end: int


def folded(text: str) -> str:
    """ä, ae and a are one, ß and ss; accents go; other scripts become numbers. Small letters and digits come out."""
    word = unicodedata.normalize("NFKC", text).casefold().translate(_PLAIN)
    word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    word = _UMLAUT.sub(r"\1", word)
    if not word.isascii():
        word = "".join(c if c.isascii() else f"x{ord(c):x}" for c in word)
    return "".join(c for c in word if c.isalnum())[:LONGEST_WORD]


@cache
def _stemmers() -> tuple[Any, Any]:
    import snowballstemmer  # all its languages come along

    return snowballstemmer.stemmer("german"), snowballstemmer.stemmer("english")


@lru_cache(maxsize=100_000)
def keys(word: str) -> Keys:
    """The word folded, and its German and English stems folded."""
    small = unicodedata.normalize("NFKC", word).lower()[: 2 * LONGEST_WORD]
    return Keys(folded(word), *(folded(stemmer.stemWord(small)) for stemmer in _stemmers()))


STOP_WORDS: Final = frozenset(folded(word) for word in _STOP_WORDS.split())


def cleaned(text: str) -> str:
    """The text with gender signs and soft hyphens taken out of its words."""
    return _GENDER.sub("", text.replace("\u00ad", ""))


def written_words(text: str) -> Iterator[Written]:
    """The words of a text in order; hyphenated ones are one."""
    for found in _WORD.finditer(text):
        yield Written(found.group(), found.start(), found.end())


def pieces(word: str) -> list[str]:
    """Of "Ideen-Werkstatt": "Ideen" and "Werkstatt"."""
    return _PIECE.findall(word)


def all_words(text: str) -> Iterator[str]:
    """Every word of the text as it is written, pieces of hyphenated words one by one and then together."""
    for written in written_words(cleaned(text)):
        parts = pieces(written.text)
        yield from parts
        if len(parts) > 1:
            yield "".join(parts)
