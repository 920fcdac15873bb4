"""The list of comments, for any page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString

from netzwerkstatt.foundation.comments.drawing import list_of
from netzwerkstatt.foundation.comments.queries import Said

register = template.Library()


@register.simple_tag
def comment_list(lines: Iterable[Said], viewer: Any, closed: Any = None) -> SafeString:
    """`{% comment_list panel.page.lines viewer panel.closed %}`; where comments are closed, nothing can be answered."""
    return list_of(lines, viewer, closed=bool(closed))
