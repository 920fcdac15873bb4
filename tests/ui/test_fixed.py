"""What is the same on every page is put together once – and nothing of one visitor stands on the page of another."""

from __future__ import annotations

from django.template import Context, Template
from django.utils import translation


def _written(template: Template, **context: object) -> str:
    return template.render(Context(context))


def test_it_changes_with_what_is_named_and_with_the_language():
    template = Template('{% load fixed %}{% fixed where %}{% translate "Search" %} {{ where }}{% endfixed %}')
    for _again in range(2):
        assert _written(template, where="/a") == "Search /a"
        assert _written(template, where="/<b>") == "Search /&lt;b&gt;"
        with translation.override("de"):
            assert _written(template, where="/a") == "Suche /a"


def test_nothing_that_is_not_named_is_in_it():
    template = Template(
        "{% load fixed %}{{ viewer }}:{% fixed where %}{{ where }}{{ viewer }}{{ request }}{% endfixed %}"
    )
    assert _written(template, where="/a", viewer="Jana", request="hers") == "Jana:/a"
    assert _written(template, where="/a", viewer="Kim") == "Kim:/a"


def test_it_does_not_grow_without_end():
    template = Template("{% load fixed %}{% fixed n %}{{ n }}{% endfixed %}")
    assert [_written(template, n=n) for n in range(1_000)] == [str(n) for n in range(1_000)]
    assert len(template.nodelist[-1]._made) <= 200
