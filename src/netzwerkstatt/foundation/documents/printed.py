"""Items that anybody who sees them can have as a file: rooms say how one becomes a document, the worker makes it once.

A card of evidence never changes, and of an experience the present words count: so the file is made when the first one
asks for it, and forgotten when the item changes or goes (`redacting.forget_files`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from netzwerkstatt.foundation.documents.actions import request_rendering, retry_rendering
from netzwerkstatt.foundation.documents.blocks import Document
from netzwerkstatt.foundation.documents.files import ShownFiles, files_of
from netzwerkstatt.foundation.documents.models import Rendering
from netzwerkstatt.foundation.documents.queries import rendering_of
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.offers import Panel, register_panel

_documents: dict[str, Callable[[Entry], Document]] = {}


@dataclass(frozen=True)
class OnPaper:
    """What an item's page says of its files; `files` is None until somebody asked for them."""

    public_id: str
    files: ShownFiles | None


def declare_printed(kind: str, document_of: Callable[[Entry], Document]) -> None:
    """Items of this kind become a document so; their pages offer it. Raises `ValueError` for a second time."""
    if kind in _documents:
        raise ValueError(f"how {kind} is printed is declared twice")
    _documents[kind] = document_of
    register_panel(Panel(kind, "files", "side", _on_paper, "documents/panel.html", order=80))


def is_printed(kind: str) -> bool:
    """Items of this kind can be had as a file."""
    return kind in _documents


def have_printed(entry: Entry) -> Rendering:
    """Ask for the files of an item, or once more for those that could not be made. What is there stays as it is.

    Raises `KeyError` for a kind that is not printed.
    """
    known = rendering_of(entry.public_id)
    if known is None:
        return request_rendering(public_id=entry.public_id, document=_documents[entry.kind](entry))
    return known if known.state == Rendering.State.READY else retry_rendering(rendering=known)


def _on_paper(subject: Any, _viewer: Any) -> OnPaper:
    return OnPaper(subject.public_id, files_of(subject.public_id))
