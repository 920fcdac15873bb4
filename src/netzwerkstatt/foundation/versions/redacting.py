"""Blackening what an item is called, in its present and in its former words, when a released document is redacted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.versions.models import Version


def blacken_item(entry: Entry, blacken: Callable[[str], str]) -> None:
    """Title, summary and every former version; inside the transaction that redacts."""
    given = {"title": blacken(entry.title)[:240], "summary": blacken(entry.summary)}
    if given != {"title": entry.title, "summary": entry.summary}:
        Entry.objects.filter(pk=entry.pk).update(**given)
    for former in Version.objects.filter(entry=entry):
        fields = _walk(former.fields, blacken)
        if fields != former.fields:
            Version.objects.filter(pk=former.pk).update(fields=fields)


def _walk(value: Any, blacken: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {name: _walk(inner, blacken) for name, inner in value.items()}
    if isinstance(value, list):
        return [_walk(inner, blacken) for inner in value]
    return blacken(value) if isinstance(value, str) else value
