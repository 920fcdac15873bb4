"""The dictionary of all words that stand somewhere, with their parts and their trigrams."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Count

from netzwerkstatt.foundation.network.models import City, District, State
from netzwerkstatt.foundation.search import compounds
from netzwerkstatt.foundation.search.models import Term, Trigram
from netzwerkstatt.foundation.search.spelling import SHORTEST_MISSPELT, distance, inner_trigrams, trigrams
from netzwerkstatt.foundation.search.words import Keys, all_words, keys

BATCH = 500
MOST_NEAR = 40
MOST_HOLDING = 60
SHORTEST_INSIDE = 4


def learn(written: Iterable[str]) -> set[str]:
    """Take these words into the dictionary; the terms whose parts changed by that come back.

    A new word can be a part of words that were there before: those are split anew, and their documents need the
    new tokens. New words themselves are not in what comes back.
    """
    new = _new_terms(written)
    if not new:
        return set()
    names = _place_names()
    _split((term for term in new.values() if term.word not in names), _stems_inside(new))
    _keep(new)
    return _split_again(new)


def collect(written: Iterable[str]) -> None:
    """Take words into the dictionary without splitting any: for reading everything, with `split_all` at the end."""
    _keep(_new_terms(written))


def split_all() -> None:
    """Split every term anew with all that are known now. The whole dictionary is read at once: some megabytes."""
    names = _place_names()
    stems = dict(Term.objects.values_list("word", "stem"))
    last = 0
    while some := list(Term.objects.filter(pk__gt=last).order_by("pk")[:2000]):
        last = some[-1].pk
        changed = _split((term for term in some if term.word not in names), stems)
        Term.objects.bulk_update(changed, ["parts"], batch_size=BATCH)


def parts_of(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The stems of the parts of these words, for those that have any. One query for each 500."""
    found: dict[str, tuple[str, ...]] = {}
    for some in _some(words):
        rows = Term.objects.filter(word__in=some).exclude(parts="").values_list("word", "parts")
        found.update((word, tuple(parts.split())) for word, parts in rows)
    return found


def near(word: str, most: int) -> list[Term]:
    """Terms that differ from this word in at most `most` letters, the nearest first; none for short words. One query."""
    if len(word) < SHORTEST_MISSPELT:
        return []
    grams = trigrams(word)
    least = max(1, len(grams) - 4 * most)
    found = _terms_with(grams, least, length__range=(len(word) - most, len(word) + most))
    ranked = sorted((distance(word, term.word, most), term.word, term) for term in found)
    return [term for apart, _word, term in ranked if 0 < apart <= most][:MOST_NEAR]


def holding(part: str) -> list[Term]:
    """Terms that have this stem inside or at their end: compounds whose first part nobody wrote yet. One query."""
    if len(part) < SHORTEST_INSIDE:
        return []
    grams = inner_trigrams(part)
    found = _terms_with(grams, len(grams), length__gte=len(part) + compounds.SHORTEST_PART)
    held = sorted(term.word for term in found if term.word.find(part, compounds.SHORTEST_PART) >= 0)
    known = {term.word: term for term in found}
    return [known[word] for word in held[:MOST_HOLDING]]


def _terms_with(grams: set[str], least: int, **length: Any) -> list[Term]:
    counted = Trigram.objects.filter(gram__in=grams, **length).values("term").annotate(n=Count("pk"))
    return list(Term.objects.filter(pk__in=counted.filter(n__gte=least).values("term")))


def _new_terms(written: Iterable[str]) -> dict[str, Term]:
    spelt: dict[str, tuple[Keys, str]] = {}
    for word in written:
        known = keys(word)
        if known.word and not known.word.isdigit():
            spelt.setdefault(known.word, (known, word))
    for some in _some(list(spelt)):
        for word in Term.objects.filter(word__in=some).values_list("word", flat=True):
            del spelt[word]
    return {
        word: Term(word=word, shown=shown[:80], stem=known.german) for word, (known, shown) in sorted(spelt.items())
    }


def _place_names() -> set[str]:
    """Words of names: nobody who looks for a Haus means Sangerhausen. One query."""
    cities = City.objects.order_by().values_list("name")
    names = cities.union(State.objects.order_by().values_list("name"), District.objects.order_by().values_list("name"))
    return {keys(word).word for (name,) in names for word in all_words(name)}


def _stems_inside(new: Mapping[str, Term]) -> dict[str, str]:
    """Stems of all terms that stand inside these, new ones included."""
    inside = {part for word in new for part in compounds.possible_parts(word) if compounds.can_be_part(part)}
    stems = {word: term.stem for word, term in new.items() if word in inside}
    for some in _some(inside - stems.keys()):
        stems.update(Term.objects.filter(word__in=some).values_list("word", "stem"))
    return stems


def _split(terms: Iterable[Term], stems: Mapping[str, str]) -> list[Term]:
    """Set the parts; those come back where they are others than before."""
    changed = []
    for term in terms:
        parts = " ".join(compounds.split(term.word, stems))
        if parts != term.parts and len(parts) <= 200:
            term.parts = parts
            changed.append(term)
    return changed


def _keep(new: Mapping[str, Term]) -> None:
    """Write new terms and their trigrams; a word that another worker wrote meanwhile is left alone."""
    Term.objects.bulk_create(new.values(), batch_size=BATCH, ignore_conflicts=True)
    kept: dict[str, int] = {}
    for some in _some(new):
        kept.update(Term.objects.filter(word__in=some, trigrams__isnull=True).values_list("word", "pk"))
    rows = (
        Trigram(gram=gram, length=len(word), term_id=pk) for word, pk in kept.items() for gram in sorted(trigrams(word))
    )
    Trigram.objects.bulk_create(rows, batch_size=2000)


def _split_again(new: Mapping[str, Term]) -> set[str]:
    """Terms from before that hold a new word are split with it."""
    parts = [word for word in new if compounds.can_be_part(word)]
    if not parts:
        return set()
    words = [word for word in Term.objects.values_list("word", flat=True).order_by("word") if word not in new]
    affected = _holding_any(words, parts) - _place_names()
    terms = {term.word: term for some in _some(affected) for term in Term.objects.filter(word__in=some)}
    changed = _split(terms.values(), _stems_inside(terms))
    Term.objects.bulk_update(changed, ["parts"], batch_size=BATCH)
    return {term.word for term in changed}


def _holding_any(words: list[str], parts: list[str]) -> set[str]:
    """Those of the words in which one of the parts stands. One pass through all of them per part, in C."""
    book = "\n" + "\n".join(words) + "\n"
    found = set()
    for part in parts:
        at = book.find(part)
        while at >= 0:
            begin, end = book.rfind("\n", 0, at) + 1, book.find("\n", at)
            if end - begin > len(part):
                found.add(book[begin:end])
            at = book.find(part, end)
    return found


def _some(words: Iterable[str]) -> Iterator[list[str]]:
    every = sorted(words)
    for start in range(0, len(every), BATCH):
        yield every[start : start + BATCH]
