"""Texts find their way into the room's catalogue, and nothing incomplete passes."""

import gettext

import pytest
from babel.messages import Catalog

from tools import messages

TEMPLATE = """{% load i18n %}
{% translate "Contribute an idea" %}
{% blocktranslate trimmed count number=ideas %}
  one idea from {{ city }}
{% plural %}
  {{ number }} ideas from {{ city }}
{% endblocktranslate %}
{% comment %}{% translate "not shown to anyone" %}{% endcomment %}
"""


@pytest.fixture
def room(tmp_path, monkeypatch):
    """A room with one Python file and one template, and a room inside it."""
    monkeypatch.setattr(messages, "SRC", tmp_path)
    room = tmp_path / "ideas"
    (room / "templates").mkdir(parents=True)
    (room / "apps.py").touch()
    (room / "models.py").write_text('NAME = _("Idea of {city}")\nMONTH = pgettext("month", "May")\n')
    (room / "templates" / "idea.html").write_text(TEMPLATE)
    inner = room / "inner"
    inner.mkdir()
    (inner / "apps.py").write_text('_("of the inner room")')
    return room


def catalogue_with(room, **translations):
    catalogue = messages.texts(room)
    for message in catalogue:
        message.string = translations.get(str(message.id), message.id)
    return catalogue


def test_texts_come_from_python_and_templates_and_stay_in_their_room(room):
    found = {(message.context, message.id) for message in messages.texts(room) if message.id}

    assert found == {
        (None, "Idea of {city}"),
        ("month", "May"),
        (None, "Contribute an idea"),
        (None, ("one idea from %(city)s", "%(number)s ideas from %(city)s")),
    }


def test_an_update_keeps_what_was_translated_and_throws_out_what_is_gone(room):
    messages.update()
    file = messages.Room(room).catalogue("de")
    catalogue = messages.read(file, "de")
    catalogue.get("Idea of {city}").string = "Idee aus {city}"
    messages.write(file, catalogue)
    (room / "templates" / "idea.html").write_text('{% load i18n %}{% translate "A new text" %}')
    messages.update()

    after = messages.read(file, "de")
    assert after.get("Idea of {city}").string == "Idee aus {city}"
    assert after.get("A new text").string == ""
    assert after.get("Contribute an idea") is None
    assert not after.obsolete


def test_an_update_without_news_changes_no_byte(room):
    messages.update()
    file = messages.Room(room).catalogue("de")
    before = file.read_bytes()
    messages.update()

    assert file.read_bytes() == before


def test_what_is_compiled_speaks_german(room):
    messages.update()
    file = messages.Room(room).catalogue("de")
    catalogue = messages.read(file, "de")
    catalogue.get("Contribute an idea").string = "Idee beitragen"
    catalogue.get(("one idea from %(city)s",)).string = ("eine Idee aus %(city)s", "%(number)s Ideen aus %(city)s")
    messages.write(file, catalogue)
    messages.compile_all()

    with file.with_suffix(".mo").open("rb") as compiled:
        german = gettext.GNUTranslations(compiled)
    assert german.gettext("Contribute an idea") == "Idee beitragen"
    assert (
        german.ngettext("one idea from %(city)s", "%(number)s ideas from %(city)s", 3)
        == "%(number)s Ideen aus %(city)s"
    )


def test_a_complete_catalogue_has_no_faults(room):
    assert list(messages.compare(messages.texts(room), catalogue_with(room))) == []


def test_a_missing_and_a_superfluous_text_are_named(room):
    catalogue = Catalog()
    catalogue.add("Gone", "Fort")

    faults = list(messages.compare(messages.texts(room), catalogue))
    assert "missing: “Contribute an idea”" in faults
    assert "missing: “May” (month)" in faults
    assert "used nowhere: “Gone”" in faults


def test_an_empty_and_an_uncertain_translation_are_named(room):
    catalogue = catalogue_with(room, **{"Contribute an idea": ""})
    catalogue.get("Idea of {city}").flags.add("fuzzy")

    assert list(messages.compare(messages.texts(room), catalogue)) == [
        "not translated: “Contribute an idea”",
        "marked as uncertain: “Idea of {city}”",
    ]


@pytest.mark.parametrize(
    ("text", "translation"),
    [
        ("Idea of {city}", "Idee aus {stadt}"),
        ("Idea of {city}", "Idee"),
        ("Idea of %(city)s", "Idee aus %(stadt)s"),
        ("Idea of %(city)s", "Idee aus %(city)d"),
        (("%(n)s idea", "%(n)s ideas"), ("%(n)s Idee", "%(m)s Ideen")),
    ],
)
def test_a_placeholder_that_got_lost_is_named(text, translation):
    catalogue = Catalog()
    (fault,) = messages.faults(catalogue.add(text, translation))

    assert fault.startswith("placeholders ")


@pytest.mark.parametrize(
    ("text", "translation"),
    [
        ("100% of all cities", "100 % der Städte"),
        ("%(share)s of {all}", "{all}: %(share)s"),
        (("one idea", "%(n)s ideas"), ("%(n)s Idee", "%(n)s Ideen")),
        ("an open { brace", "eine offene { Klammer"),
    ],
)
def test_words_may_move_and_percent_signs_are_only_signs(text, translation):
    assert list(messages.faults(Catalog().add(text, translation))) == []


def neighbours(room, *texts):
    """Two rooms side by side, each with the one message given for it."""
    for name, (text, translation, context) in zip(("ideas", "projects"), texts, strict=True):
        catalogue = Catalog(locale="de")
        catalogue.add(text, translation, context=context)
        messages.write(messages.Room(room.parent / name).catalogue("de"), catalogue)
    return [messages.Room(room.parent / name) for name in ("ideas", "projects")]


def test_two_rooms_that_say_one_text_differently_are_named(room):
    rooms = neighbours(room, ("Open", "Offen", None), ("Open", "Öffnen", None))

    (fault,) = messages.clashes(rooms, "de")
    assert "“Open”" in fault
    assert "“Offen” in ideas, “Öffnen” in projects" in fault


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Open", "Offen", None), ("Open", "Offen", None)),
        (("Open", "Offen", None), ("Open", "Öffnen", "button")),
        (("Open", "Offen", None), ("Open", "", None)),
        (("Open", "Offen", None), (("Open", "%(n)s open"), ("Eines", "%(n)s offen"), None)),
    ],
)
def test_a_context_a_plural_and_the_same_words_do_not_clash(room, one, other):
    assert list(messages.clashes(neighbours(room, one, other), "de")) == []
