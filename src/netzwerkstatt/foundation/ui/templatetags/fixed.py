"""Parts of a page that are the same on every page: put together once per process, not once per request."""

from __future__ import annotations

from typing import Any, Final

from django import template
from django.template import Context
from django.template.base import Node, NodeList, Parser, Token
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
MOST: Final = 200


class FixedNode(Node):
    """Holds what came out, by language and by the named values."""

    def __init__(self, nodelist: NodeList, names: list[str]) -> None:
        self.nodelist, self._names = nodelist, names
        self._made: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        values = [context.get(name) for name in self._names]
        key = (get_language(), *values)
        made = self._made.get(key)
        if made is None:
            if len(self._made) >= MOST:
                self._made.clear()
            inner = Context(dict(zip(self._names, values, strict=True)))
            with inner.bind_template(context.template):  # type: ignore[arg-type] # it is bound while it is drawn
                made = self._made[key] = self.nodelist.render(inner)
        return made


@register.tag
def fixed(parser: Parser, token: Token) -> FixedNode:
    """Markup that hangs on the language and on the named variables alone: `{% fixed nav home_url %}…{% endfixed %}`.

    Inside nothing else exists – no request, no viewer – so nothing of a person or of the data can stay behind. Name
    only what takes few values and can be a key of a dict; what is in the database stands outside.
    """
    names = token.split_contents()[1:]
    nodelist = parser.parse(("endfixed",))
    parser.delete_first_token()
    return FixedNode(nodelist, names)
