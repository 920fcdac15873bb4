"""What must stand in a document, said once and written in the language of each database. Only ASCII tokens occur."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import BooleanField, Expression, F
from django.db.models.expressions import Func

_FTS5 = "SELECT rowid FROM search_index WHERE search_index MATCH %s"
# OFFSET 0: the index of words is asked first; going from the newest text to the next opens every one on the way.
# The second condition always holds and is never looked at further, but counts as work: without it the planner takes
# reading a text for free, and for a word that stands in half of them it opens all, which takes ten times as long.
_DEAR = "(document_id > 0 OR to_tsvector('simple', words) IS NULL OR to_tsvector('simple', title) IS NULL)"
_GIN = f"SELECT document_id FROM search_documenttext WHERE words_index @@ {{asked}} AND {_DEAR} OFFSET 0"  # noqa: S608 - own words
_GIN_OF_TITLES = "SELECT document_id FROM search_documenttext WHERE title_index @@ {asked} OFFSET 0"
# Letters and digits of tokens, and what stands between them: nothing that could end a text of SQL.
_HARMLESS: Final = re.compile(r"[a-z0-9'()|&<>*: -]+")


@dataclass(frozen=True)
class Token:
    """One token, or all that begin like it."""

    text: str
    begins: bool = False


@dataclass(frozen=True)
class Phrase:
    """Words one after the other."""

    tokens: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """One of these must stand there: what one word of the question can mean."""

    any: tuple[Token | Phrase, ...]


def fts5(groups: Sequence[Group], between: str = "AND") -> str:
    """For SQLite."""
    return f" {between} ".join(f"({' OR '.join(map(_fts5, group.any))})" for group in groups)


def _fts5(one: Token | Phrase) -> str:
    if isinstance(one, Phrase):
        return '"' + " ".join(one.tokens) + '"'
    return f'"{one.text}"{"*" if one.begins else ""}'


def tsquery(groups: Sequence[Group], between: str = "&") -> str:
    """For PostgreSQL."""
    return f" {between} ".join(f"({' | '.join(map(_tsquery, group.any))})" for group in groups)


def _tsquery(one: Token | Phrase) -> str:
    if isinstance(one, Phrase):
        return "(" + " <-> ".join(f"'{token}'" for token in one.tokens) + ")"
    return f"'{one.text}'{':*' if one.begins else ''}"


class Matches(Func):
    """The condition that a document matches all groups: anywhere, or (`title`) all or any of them in its title.

    `Document.objects.filter(Matches(groups))`; PostgreSQL asks its GIN index, SQLite its FTS5 table.
    """

    output_field = BooleanField()
    conditional = True

    def __init__(self, groups: Sequence[Group], *, title: str = "", id: Any = None) -> None:  # noqa: A002
        super().__init__(id if isinstance(id, Expression) else F("id"))
        self.groups = tuple(groups)
        self.title = title

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        key, params = compiler.compile(self.source_expressions[0])
        asked = fts5(self.groups, "OR" if self.title == "any" else "AND")
        if self.title:
            asked = f"title : ({asked})"
        return f"{key} IN ({_FTS5})", [*params, asked]

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        key, params = compiler.compile(self.source_expressions[0])
        written, values = as_constant(tsquery(self.groups, "|" if self.title == "any" else "&"))
        inner = (_GIN_OF_TITLES if self.title else _GIN).format(asked=written)
        return f"{key} IN ({inner})", [*params, *values]


def as_constant(asked: str) -> tuple[str, list[str]]:
    """What is looked for as the planner can read it. A value that it does not know stands for a rare word: for a common
    one it would go through a list of rows one by one, in twice the time.
    """
    if not _HARMLESS.fullmatch(asked):
        return "%s::tsquery", [asked]
    doubled = asked.replace("'", "''")
    return f"'{doubled}'::tsquery", []
