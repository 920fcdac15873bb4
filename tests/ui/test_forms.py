"""Forms keep what was typed and say at the field what does not fit."""

from __future__ import annotations

import re
import uuid

import pytest
from django import forms
from django.forms import formset_factory
from django.utils import translation

from netzwerkstatt.foundation.ui.forms import CheckboxSelectMultiple, Form, RadioSelect
from netzwerkstatt.foundation.ui.templatetags import ui

ATTACK = "\"><script>alert('x')</script>"


class Phase(Form):
    widths = {"minutes": "short"}
    autocomplete = {"email": "email"}

    name = forms.CharField(label="Name", help_text="Steht an der Wand.", max_length=40)
    email = forms.EmailField(label="E-Mail", required=False)
    minutes = forms.IntegerField(label="Dauer", min_value=5)
    day = forms.DateField(label="Tag", required=False)
    begin = forms.TimeField(label="Beginn", required=False)
    text = forms.CharField(label="Frage", widget=forms.Textarea, required=False)
    network = forms.ChoiceField(label="Netz", choices=[("a", "A"), ("b", "B")])
    author = forms.ChoiceField(
        label="Wer steht darunter?",
        choices=[("nobody", "Niemand"), ("city", "Die Stadt")],
        widget=RadioSelect(hints={"nobody": "Auch die Moderation sieht keinen Namen."}),
    )
    stages = forms.MultipleChoiceField(
        label="Stufen", choices=[("p", "Projekte")], widget=CheckboxSelectMultiple, required=False
    )
    proof = forms.FileField(label="Nachweis", required=False)
    agree = forms.BooleanField(label="Einladen")


GOOD = {"name": "Ankommen", "minutes": "15", "network": "b", "author": "city", "agree": "on", "day": "2027-02-04"}


def html(form: forms.BaseForm, name: str) -> str:
    return str(ui.field(form[name]))


def test_a_field_has_its_label_above_its_hint_and_its_hint_above_the_control():
    text = html(Phase(), "name")
    assert (
        text.index('<label class="kern-label" for="id_name">Name')
        < text.index("Steht an der Wand.")
        < text.index("<input")
    )
    assert 'aria-describedby="id_name_helptext"' in text


def test_only_what_is_optional_is_marked():
    assert "optional" not in html(Phase(), "name")
    assert '<span class="kern-label__optional">– optional</span>' in html(Phase(), "email")


def test_every_control_is_drawn_in_kerns_hand():
    form = Phase()
    expected = {
        "name": 'class="kern-form-input__input" type="text"',
        "email": 'type="email"',
        "minutes": 'type="number"',
        "day": 'type="date"',
        "begin": 'type="time"',
        "text": '<textarea class="kern-form-input__input"',
        "network": '<select class="kern-form-input__select"',
        "author": 'class="kern-form-check__radio" type="radio"',
        "stages": 'class="kern-form-check__checkbox" type="checkbox"',
        "proof": 'type="file"',
        "agree": 'class="kern-form-check__checkbox" type="checkbox"',
    }
    for name, markup in expected.items():
        assert markup in html(form, name), name


def test_a_choice_says_in_a_second_line_what_follows():
    text = html(Phase(), "author")
    assert text.startswith('<fieldset class="kern-fieldset"')
    assert '<legend class="kern-label">Wer steht darunter?</legend>' in text
    assert "Niemand<small>Auch die Moderation sieht keinen Namen.</small>" in text


def test_the_browser_is_told_what_it_may_fill_in_and_how_wide_the_answer_is():
    assert 'autocomplete="email"' in html(Phase(), "email")
    assert "is-short" in html(Phase(), "minutes")


def test_an_error_stands_at_its_field_and_the_value_stays():
    form = Phase(data={**GOOD, "minutes": "3"})
    text = html(form, "minutes")
    assert "kern-form-input--error" in text
    assert 'value="3"' in text
    assert 'aria-invalid="true"' in text
    assert 'aria-describedby="id_minutes_error"' in text
    assert re.search(r'id="id_minutes_error".*greater than or equal to 5', text, re.DOTALL)


def test_the_summary_links_to_the_fields_in_their_order():
    with translation.override("en"):
        text = str(ui.error_summary(Phase(data={"name": "Ankommen", "minutes": "3", "network": "b"})))
    assert "3 entries do not fit yet" in text
    assert re.findall(r'href="#([^"]+)"', text) == ["id_minutes", "id_author_0", "id_agree"]
    assert "Wer steht darunter? This is still missing." in text
    assert 'role="alert"' in text


def test_every_link_of_the_summary_leads_to_something_on_the_page():
    page = str(Phase(data={}))
    for target in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{target}"' in page


def test_a_form_without_errors_has_no_summary():
    assert str(ui.error_summary(Phase())) == ""
    assert str(ui.error_summary(Phase(data=GOOD))) == ""


def test_a_summary_speaks_for_a_formset_too():
    text = str(ui.error_summary(formset_factory(Phase, extra=0)({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"})))
    assert "#id_form-0-name" in text


def test_what_people_type_is_shown_and_never_run():
    hostile = Phase(data={**GOOD, "name": ATTACK * 3, "text": "</textarea>" + ATTACK, "email": ATTACK})
    page = str(hostile)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "<script" not in str(ui.field(Phase()["name"], label=ATTACK, hint=ATTACK))


def test_hostile_choices_are_escaped():
    class Hostile(Form):
        city = forms.ChoiceField(label="Stadt", choices=[(ATTACK, ATTACK)], help_text=ATTACK)
        size = forms.ChoiceField(
            label=ATTACK, choices=[("a", ATTACK)], widget=RadioSelect(hints={"a": ATTACK}), initial="a"
        )

    assert "<script" not in str(Hostile())


def test_a_form_knows_its_post_by_an_id_made_when_it_is_shown():
    shown = re.search(r'name="client_id" value="([0-9a-f-]{36})"', str(Phase()))
    assert shown is not None
    form = Phase(data={**GOOD, "client_id": shown[1]})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["client_id"] == uuid.UUID(shown[1])


@pytest.mark.parametrize("damaged", ["", "not an id", "0"])
def test_a_damaged_id_is_replaced_and_stops_nobody(damaged):
    form = Phase(data={**GOOD, "client_id": damaged})
    assert form.is_valid(), form.errors
    assert isinstance(form.cleaned_data["client_id"], uuid.UUID)


def test_a_form_that_comes_back_keeps_its_id():
    post = str(uuid.uuid4())
    assert f'value="{post}"' in str(Phase(data={"client_id": post}))


def test_a_day_travels_the_same_way_in_every_language():
    with translation.override("de"):
        form = Phase(data=GOOD)
        assert form.is_valid(), form.errors
        assert 'value="2027-02-04"' in str(form["day"])


def test_forms_that_are_not_ours_are_drawn_in_the_same_hand():
    class Foreign(forms.Form):
        when = forms.SplitDateTimeField(label="Wann")
        name = forms.CharField(label="Name")
        many = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.MultipleHiddenInput, initial=["a"])

    page = str(Foreign())
    assert page.count('class="kern-form-input__input"') == 3
    assert "<fieldset" in page
