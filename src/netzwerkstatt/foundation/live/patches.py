"""Merge patches (RFC 7396): a change of a view is the part of it that is new; None stands for what is gone."""

from __future__ import annotations

from typing import Any

View = dict[str, Any]


def merge(view: Any, patch: Any) -> Any:
    """The view after the change; neither is changed itself. The client does the same (`live.js`)."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(view) if isinstance(view, dict) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge(merged.get(key), value)
    return merged


def together(first: View, then: View) -> View:
    """One change that does what both do. Both tell of the same moment, so where they name the same they agree."""
    both = dict(first)
    for key, value in then.items():
        before = both.get(key)
        both[key] = together(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
    return both


def difference(before: View, after: View) -> View:
    """The change that makes `after` of `before`: merged into it, it gives it."""
    patch: View = {key: None for key in before if key not in after}
    for key, value in after.items():
        was = before.get(key)
        if isinstance(was, dict) and isinstance(value, dict):
            if inner := difference(was, value):
                patch[key] = inner
        elif key not in before or was != value or type(was) is not type(value):
            patch[key] = value
    return patch


def takes_away(patch: Any) -> bool:
    """Whether something is gone with this change."""
    return isinstance(patch, dict) and any(value is None or takes_away(value) for value in patch.values())


def without_gaps(view: Any) -> Any:
    """The view as a change can describe it: what is None is absent."""
    if isinstance(view, dict):
        return {key: without_gaps(value) for key, value in view.items() if value is not None}
    return view
