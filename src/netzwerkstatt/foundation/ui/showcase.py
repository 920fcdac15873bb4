"""Examples for the page that shows every part in all its states; seen by those who build, never by visitors."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator

from netzwerkstatt.foundation.ui.charts.examples import examples
from netzwerkstatt.foundation.ui.forms import CheckboxSelectMultiple, Form, RadioSelect
from netzwerkstatt.foundation.ui.icons import ICONS, STAGES
from netzwerkstatt.foundation.ui.templatetags.ui import Comparison, Keyset, Tab


@dataclass(frozen=True)
class Exhibit:
    """Parts that a later room shows here in all their states: `read(key)` is the context of its template, once for each
    appearance; the key keeps ids apart.
    """

    template: str
    read: Callable[[str], dict[str, Any]]


EXHIBITS: list[Exhibit] = []


def show_parts(template: str, read: Callable[[str], dict[str, Any]]) -> None:
    """A room puts its parts on the page, in `AppConfig.ready`. Nothing is read before somebody opens the page."""
    EXHIBITS.append(Exhibit(template, read))


@dataclass(frozen=True, slots=True)
class Badge:
    """Stands in for a Land or a theme."""

    name: str
    index: int
    code: str = ""


class Example(Form):
    """One field of every kind; German words, because German words are the long ones."""

    widths = {"minutes": "short", "day": "medium", "begin": "short"}
    autocomplete = {"email": "email"}

    title = forms.CharField(label="Frage an die Runde", max_length=120, help_text="Steht groß an der Wand.")
    email = forms.EmailField(label="E-Mail-Adresse")
    minutes = forms.IntegerField(label="Dauer in Minuten", help_text="Vorschlag der Methode: 45 bis 90", min_value=5)
    day = forms.DateField(label="Tag")
    begin = forms.TimeField(label="Beginn", required=False)
    network = forms.ChoiceField(
        label="Moderation",
        help_text="Aus einem anderen Netz",
        choices=[("", "Bitte wählen"), ("b", "Paul Rehbein, Bautzen"), ("s", "Oberzentraler Städteverbund")],
    )
    text = forms.CharField(
        label="Daseinsvorsorge in der Verwaltungsgemeinschaft",
        widget=forms.Textarea(attrs={"maxlength": 240, "data-count": True, "rows": 4}),
        required=False,
    )
    author = forms.ChoiceField(
        label="Wer steht unter einem Beitrag?",
        choices=[("nobody", "Niemand"), ("city", "Die Stadt"), ("name", "Name und Stadt")],
        widget=RadioSelect(
            hints={"nobody": "Auch die Moderation sieht keinen Namen.", "city": "„aus Görlitz“, ohne Person"}
        ),
    )
    stages = forms.MultipleChoiceField(
        label="Was suchen Sie?",
        choices=[("p", "Projekte"), ("e", "Empfehlungen")],
        widget=CheckboxSelectMultiple,
        required=False,
    )
    proof = forms.FileField(label="Nachweis", required=False)
    agree = forms.BooleanField(label="Einladen", help_text="sagt meist in 3 Tagen zu")


def _failed(auto_id: str = "id_%s") -> Example:
    return Example(
        auto_id=auto_id,
        data={
            "title": "Was müsste am Kupferberg ankommen?",
            "email": "wernicke",
            "minutes": "3",
            "day": "2027-02-04",
            "network": "b",
            "text": "<b>bleibt stehen</b>",
        },
    )


def everything() -> dict[str, object]:
    """The context of the page, once for both appearances."""
    lands = [Badge("Sachsen", 1, "SN"), Badge("Sachsen-Anhalt", 2, "ST"), Badge("Thüringen", 3, "TH")]
    lands += [Badge("Brandenburg", 4, "BB"), Badge("Hessen", 5, "HE"), Badge("Bremen", 6, "HB")]
    themes = ["Erreichbarkeit", "Jugend und Engagement", "Daseinsvorsorge 3.0", "Wohnen", "Pflege"]
    return {
        "schemes": [("light", "a"), ("dark", "b")],
        "stages": list(STAGES),
        "icons": list(ICONS),
        "lands": lands,
        "themes": [Badge(name, index) for index, name in enumerate(themes, 1)],
        "states": ["ok", "warn", "danger", "info", "wait", "open", "off", "changed", "minus"],
        "tabs": [
            Tab("Steckbrief", "#a", current=True), Tab("Wirkung", "#b"), Tab("Kosten", "#c"),
            Tab("Übertragen", "#d", count=2),
        ],
        "page": Paginator(range(114), 10).page(3),
        "keyset": Keyset(before="#a", after="#b", shown="20 neuere"),
        "comparisons": [Comparison("Städtenetz", "−7,1"), Comparison("Sachsen-Anhalt", "−2,6")],
        "facts": [("Ort", "Saigerhütte, Gewölbesaal"), ("Plätze", "40"), ("Zugang", "stufenlos, Aufzug am Hof")],
        "empty_form": Example(auto_id="id_empty_%s"),
        "failed_form": _failed(),
        "dark_form": Example(auto_id="id_dark_%s"),
        "dark_failed": _failed("id_dark_failed_%s").visible_fields(),
        "charts": examples(),
        "exhibits": {key: [(one.template, one.read(key)) for one in EXHIBITS] for key in ("a", "b")},
    }  # fmt: skip
