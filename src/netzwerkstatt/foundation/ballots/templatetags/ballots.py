"""What pages with votes need beside the parts of the house."""

from collections.abc import Container
from typing import Any

from django import template

register = template.Library()


@register.filter
def in_set(key: Any, keys: Container[Any]) -> bool:
    """Whether this key is one of those: `{{ idea.pk|in_set:wanted }}`."""
    return key in keys
