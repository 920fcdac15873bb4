"""The kinds of entries. Each room declares its own in `AppConfig.ready`; an unknown kind cannot be written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.urls import reverse

from netzwerkstatt.foundation.events.errors import Text

if TYPE_CHECKING:
    from netzwerkstatt.foundation.entries.models import Entry


@dataclass(frozen=True)
class Kind:
    """One kind of entry.

    code: what stands in the database. stage: which stage of the cycle (colour and icon), such as "evidence".
    prefix: letters before its number ("B"), empty for kinds without numbers. page: name of the URL of its page,
    which takes `public_id`. may_be_kept: who may see it is chosen, not given by a rule of the room. folds: many of
    them are shown as one number on a thread. order: its place in the cycle. beside: it belongs to something else
    (an amendment to its text) and is no stage of the cycle.
    """

    code: str
    stage: str
    label: Text
    plural: Text
    page: str
    list_page: str = ""
    prefix: str = ""
    folds: bool = False
    may_be_kept: bool = False
    order: int = 0
    beside: bool = False

    def url(self, entry: Entry) -> str:
        return self.address(entry.public_id)

    def address(self, public_id: str) -> str:
        """Where the entry of this kind with that public id has its page."""
        before, after = _around_the_id(self.page)
        return f"{before}{public_id}{after}"


@cache
def _around_the_id(page: str) -> tuple[str, str]:
    """What stands before and after the public id in a page's address: a page of a thread asks for dozens of them."""
    before, _id, after = reverse(page, kwargs={"public_id": "0id0"}).partition("0id0")
    return before, after


KINDS: dict[str, Kind] = {}


def declare_kind(kind: Kind) -> None:
    """Make a kind known, at start. Raises `ValueError` when it is declared twice differently."""
    if KINDS.setdefault(kind.code, kind) != kind:
        raise ValueError(f"kind {kind.code} is declared twice")


def cycle() -> list[Kind]:
    """The declared kinds in the order of the cycle, from the evidence to the answer."""
    return sorted((kind for kind in KINDS.values() if not kind.beside), key=lambda kind: kind.order)
