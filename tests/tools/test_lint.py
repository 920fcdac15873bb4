"""Each habit with an example that keeps it and one that breaks it."""

import pytest

from tools import lint

PYTHON = "src/netzwerkstatt/problems/actions.py"
TEMPLATE = "src/netzwerkstatt/problems/templates/problems/problem.html"
STYLE = "src/netzwerkstatt/foundation/ui/static/ui/phone.css"
SCRIPT = "src/netzwerkstatt/foundation/ui/static/ui/phone.js"

HABITS = [
    ("gettext-of-made-up-text", PYTHON, '_("{n} ideas").format(n=3)', '_(f"{n} ideas")'),
    ("gettext-of-made-up-text", PYTHON, 'gettext("%(n)s ideas") % {"n": 3}', 'gettext("%(n)s ideas" % {"n": 3})'),
    (
        "gettext-of-made-up-text",
        PYTHON,
        'ngettext("one idea", "many ideas", n)',
        'ngettext("one idea", "{} ideas".format(n), n)',
    ),
    ("gettext-of-made-up-text", PYTHON, '_("one " "text")', '_("one " + kind)'),
    ("gettext-in-f-string", PYTHON, 'word = _("late")\nf"{text}, {word}"', """f"{text}, {_('late')}\""""),
    ("trust", PYTHON, 'format_html("<b>{}</b>", name)', 'mark_safe("<b>" + name + "</b>")'),
    ("trust-in-template", TEMPLATE, "{{ idea.text }}", "{{ idea.text|safe }}"),
    ("trust-in-template", TEMPLATE, "{% autoescape on %}", "{% autoescape off %}"),
    ("inline-style", TEMPLATE, '<p class="lead">', '<p style="color: red">'),
    ("inline-style", TEMPLATE, '<link rel="stylesheet" href="x.css">', "<style>p { color: red }</style>"),
    (
        "inline-script",
        TEMPLATE,
        '<script type="module" src="{% static \'ui/copy.js\' %}"></script>',
        "<script>alert(1)</script>",
    ),
    ("inline-script", TEMPLATE, "<button data-copy>", '<button onclick="copy()">'),
    ("inline-script", TEMPLATE, '<a href="/ideas/">', '<a href="javascript:copy()">'),
    ("query-in-template", TEMPLATE, "{% for idea in ideas %}", "{% for idea in workshop.ideas.all %}"),
    ("query-in-template", TEMPLATE, "{{ page.ideas }}", "{{ workshop.idea_set }}"),
    ("foreign-address", TEMPLATE, '<a href="https://example.org">', '<img src="https://example.org/logo.png">'),
    ("unknown-kern-class", TEMPLATE, '<b class="kern-label" data-kern-theme="auto">', '<b class="kern-mt-small">'),
    ("too-new-for-old-telephones", STYLE, "a { color: #2044aa }", "a { color: oklch(42% 0.16 265) }"),
    (
        "too-new-for-old-telephones",
        STYLE,
        "@supports (color: oklch(0 0 0)) { a { color: oklch(42% 0.16 265) } }",
        "a { width: 1px }\n@container (width > 1px) {}",
    ),
    ("too-new-for-old-telephones", SCRIPT, "[...ideas].sort()", "ideas.toSorted()"),
    ("address-in-lock-file", "package-lock.json", '"integrity": "sha512-x"', '"resolved": "https://example.org/x.tgz"'),
    ("address-in-lock-file", "requirements-dev.lock", "django==5.2.8", "--index-url https://example.org/simple"),
]


@pytest.fixture(autouse=True)
def kern(monkeypatch):
    monkeypatch.setattr(lint, "_kern_classes", lambda: frozenset({"kern-label"}))


def broken(path, text):
    return {finding.rule.name for finding in lint.look_at(path, text)}


@pytest.mark.parametrize(("habit", "path", "good", "bad"), HABITS)
def test_a_habit_is_seen_where_it_is_broken_and_only_there(habit, path, good, bad):
    assert broken(path, good) == set()
    assert broken(path, bad) == {habit}


def test_every_habit_has_its_examples():
    assert {rule.name for rule in lint.RULES} == {habit for habit, *_ in HABITS}


def test_a_finding_names_the_place_and_what_to_do_instead():
    (finding,) = lint.look_at(TEMPLATE, "<p>\n\n<p style='x'>")

    assert str(finding).startswith(f"{TEMPLATE}:3: inline-style – ")


def test_a_line_can_say_why_the_habit_gives_way():
    assert broken(PYTHON, "mark_safe(svg)  # lint-ok: trust – drawn by us") == set()
    assert broken(PYTHON, "mark_safe(svg)  # lint-ok: inline-style – another habit") == {"trust"}


def test_what_a_template_comments_out_does_not_count():
    assert broken(TEMPLATE, "{# <p style='x'> #}{% comment %}<script>{% endcomment %}") == set()


def test_the_foundations_components_may_declare_markup_safe():
    assert broken("src/netzwerkstatt/foundation/ui/charts/svg.py", "mark_safe(svg)") == set()
