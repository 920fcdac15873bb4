"""What somebody typed, understood: words, phrases in quotes, words that must not occur. Nothing typed is an error."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from netzwerkstatt.foundation.search.matching import Group, Phrase, Token
from netzwerkstatt.foundation.search.words import STOP_WORDS, Keys, cleaned, keys, pieces, written_words

LONGEST = 1000
MOST_WORDS = 12
SHORTEST_BEGINNING = 4

_STRETCH: Final = re.compile(
    r'(?P<minus>(?<![^\s(])[-\u2212])?(?:["„“”«»](?P<phrase>[^"„“”«»]*)["„“”«»]|(?P<plain>[^\s"„“”«»]+))'
)
_INVISIBLE: Final = {"Cc", "Cs", "Co", "Cn"}


@dataclass(frozen=True)
class Wanted:
    """One word or phrase, as it was typed, with the words that widen it: other spellings, compounds that hold it."""

    typed: str
    words: tuple[Keys, ...]
    is_phrase: bool = False
    similar: tuple[Keys, ...] = ()
    shown: tuple[str, ...] = ()

    @property
    def group(self) -> Group:
        """What the databases look for."""
        if self.is_phrase:
            return Group((_phrase(self.words),))
        if len(self.words) > 1:  # written with hyphens: in pieces, or as one word
            return Group((_phrase(self.words[:-1]), *_one(self.words[-1]), *self._similar()))
        return Group((*_one(self.words[0]), *self._similar()))

    @property
    def itself(self) -> Keys:
        """The word as one word."""
        return self.words[-1]

    def _similar(self) -> tuple[Token, ...]:
        tokens = [
            Token(kind + key) for word in self.similar for kind, key in (("w", word.word), ("d", word.german)) if key
        ]
        return tuple(dict.fromkeys(tokens))

    def avoided(self) -> Group:
        """The word itself in any form, for leaving out: neither compounds nor beginnings."""
        if self.is_phrase or len(self.words) > 1:
            return Group((_phrase(self.words if self.is_phrase else self.words[:-1]),))
        word = self.itself
        return Group((Token(f"w{word.word}"), *_stems(word)))


@dataclass(frozen=True)
class Question:
    """`wanted` must all occur, `avoided` must not. `common` were typed and are in every text, so nobody looks for them;
    `cut` says that more was typed than is looked for.
    """

    typed: str
    wanted: tuple[Wanted, ...] = ()
    avoided: tuple[Wanted, ...] = ()
    common: tuple[str, ...] = ()
    cut: bool = False

    @property
    def asks(self) -> bool:
        """There is something to look for."""
        return bool(self.wanted or self.avoided)

    @property
    def groups(self) -> list[Group]:
        return [one.group for one in self.wanted]

    @property
    def shown(self) -> list[str]:
        """Words that were looked for besides those that were typed, as people write them."""
        return list(dict.fromkeys(word for one in self.wanted for word in one.shown))

    def with_similar(self, similar: Sequence[tuple[tuple[Keys, ...], tuple[str, ...]]]) -> Question:
        """The question with other words beside each wanted one."""
        wider = [
            replace(one, similar=words, shown=shown) for one, (words, shown) in zip(self.wanted, similar, strict=True)
        ]
        return replace(self, wanted=tuple(wider))


def understand(typed: str) -> Question:
    """Read what was typed: at most 1,000 characters and twelve words, the rest is left out and said so."""
    text = " ".join("".join(" " if unicodedata.category(c) in _INVISIBLE else c for c in typed[:LONGEST]).split())
    cut = len(typed) > LONGEST
    wanted: list[Wanted] = []
    avoided: list[Wanted] = []
    common: list[str] = []
    for stretch in _STRETCH.finditer(text):
        phrase = stretch["phrase"]
        found = _phrases(phrase) if phrase is not None else _plain_words(stretch["plain"], common)
        for one in found:
            if len(wanted) + len(avoided) >= MOST_WORDS:
                cut = True
            else:
                (avoided if stretch["minus"] else wanted).append(one)
    return Question(text[:200], tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(avoided)), tuple(common), cut)


def _plain_words(text: str, common: list[str]) -> list[Wanted]:
    found = []
    for written in written_words(cleaned(text)):
        names = pieces(written.text)
        words = tuple(
            known for name in (*names, "".join(names))[: None if len(names) > 1 else 1] if (known := keys(name)).word
        )
        if not words:
            continue
        if len(words) == 1 and (
            words[0].word in STOP_WORDS or (len(words[0].word) < 2 and not words[0].word.isdigit())
        ):
            common.append(written.text[:40])
        else:
            found.append(Wanted(written.text[:80], words))
    return found


def _phrases(text: str) -> list[Wanted]:
    words = [keys(piece) for written in written_words(cleaned(text)) for piece in pieces(written.text)]
    known = tuple(word for word in words if word.word)[:MOST_WORDS]
    return [Wanted(f"“{text[:80]}”", known, is_phrase=True)] if known else []


def _phrase(words: Sequence[Keys]) -> Phrase:
    return Phrase(tuple(f"w{word.word}" for word in words))


def _stems(word: Keys) -> list[Token]:
    return [Token(kind + stem) for kind, stem in (("d", word.german), ("e", word.english)) if stem]


def _one(word: Keys) -> list[Token]:
    """Exact, by its stems, as a part of a compound, as the beginning of a word."""
    begins = len(word.word) >= SHORTEST_BEGINNING
    parts = [Token(f"p{word.german}")] if word.german else []
    return [Token(f"w{word.word}", begins=begins), *_stems(word), *parts]
