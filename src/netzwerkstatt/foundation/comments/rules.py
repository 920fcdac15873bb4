"""Who may comment, and who may change a comment."""

from __future__ import annotations

from typing import Any

import rules

from netzwerkstatt.foundation.accounts.access import signed_in

may_comment = signed_in
"""Whoever is signed in; that the item must be visible and open is asked of the item itself."""


@rules.predicate
def is_author(person: Any, comment: Any) -> bool:
    """Wrote this comment."""
    author = getattr(comment, "author_id", None)
    return author is not None and author == getattr(person, "pk", None)
