"""Texts on pages: Markdown as safe HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from netzwerkstatt.foundation.texts.markdown import to_html

register = template.Library()


@register.filter
def marked(text: Any) -> SafeString:
    """What people typed, as safe HTML: `{{ project.aim|marked }}` inside `<div class="prose">`."""
    return to_html(str(text or ""))


@register.filter
def of_key(found: Mapping[Any, Any], key: Any) -> Any:
    """What a mapping holds for a key: `{{ writers|of_key:paragraph.pk }}`."""
    return found.get(key, "")
