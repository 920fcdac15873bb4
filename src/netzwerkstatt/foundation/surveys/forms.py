"""Forms for making a questionnaire, and the form that a questionnaire is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.ballots.forms import Scale
from netzwerkstatt.foundation.network.models import City, CityNetwork
from netzwerkstatt.foundation.surveys.answers import as_typed, names_of
from netzwerkstatt.foundation.surveys.models import Answering, Survey
from netzwerkstatt.foundation.surveys.queries import networks, places_of
from netzwerkstatt.foundation.surveys.structure import (
    WITH_OPTIONS,
    Condition,
    Kind,
    Question,
    Questionnaire,
    Section,
)
from netzwerkstatt.foundation.ui.forms import CheckboxSelectMultiple, DateInput, Form, RadioSelect

KIND_NAMES = {
    Kind.SINGLE: gettext_lazy("One answer"),
    Kind.MULTIPLE: gettext_lazy("Several answers"),
    Kind.SCALE: pgettext_lazy("question", "Scale"),
    Kind.MATRIX: gettext_lazy("Several lines, the same answers"),
    Kind.TEXT: gettext_lazy("Free text"),
    Kind.NUMBER: pgettext_lazy("question", "Number"),
    Kind.DATE: gettext_lazy("Day"),
    Kind.RANKING: pgettext_lazy("question", "Order"),
    Kind.PLACE: pgettext_lazy("question", "Place"),
}


# ---------------------------------------------------------------- making


class NewSurveyForm(Form):
    """What one needs to begin."""

    title = forms.CharField(label=gettext_lazy("What do you want to know?"), max_length=240)
    intro = forms.CharField(
        label=gettext_lazy("What it is about"),
        help_text=gettext_lazy("Who asks, what for, how long it takes. It stands above the first question."),
        widget=forms.Textarea(attrs={"rows": 5}), required=False, max_length=4000,
    )  # fmt: skip
    answering = forms.ChoiceField(
        label=gettext_lazy("Who answers"), choices=Answering.choices, initial=Answering.PUBLIC,
        widget=RadioSelect(hints={
            Answering.PUBLIC: gettext_lazy("Nobody can tell who it was, not even you."),
            Answering.PARTNERS: gettext_lazy("Everybody once. When the survey closes, the names are cut off."),
        }),
    )  # fmt: skip
    place = forms.ChoiceField(label=gettext_lazy("Who asks"))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cities, nets, alliance = places_of(person)
        self.places: dict[str, City | CityNetwork | None] = {f"city-{city.pk}": city for city in cities}
        self.places |= {f"network-{net.pk}": net for net in nets}
        if alliance:
            self.places["alliance"] = None
        names = {key: str(place) if place else _("the alliance") for key, place in self.places.items()}
        self.fields["place"].choices = list(names.items())  # type: ignore[attr-defined]

    def asker(self) -> dict[str, Any]:
        """City or network that asks; neither is the alliance."""
        place = self.places[self.cleaned_data["place"]]
        return {"city": place} if isinstance(place, City) else {"network": place}


class DescribeForm(Form):
    """What a survey says about itself."""

    title = forms.CharField(label=gettext_lazy("What do you want to know?"), max_length=240)
    intro = forms.CharField(
        label=gettext_lazy("What it is about"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        max_length=4000,
    )
    thanks = forms.CharField(
        label=gettext_lazy("What one reads at the end"),
        help_text=gettext_lazy("Thank people, and say what happens with their answers."),
        widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=2000,
    )  # fmt: skip
    answering = forms.ChoiceField(label=gettext_lazy("Who answers"), choices=Answering.choices, widget=RadioSelect())
    shows_results = forms.BooleanField(
        label=gettext_lazy("Show the results when the survey is closed"),
        help_text=gettext_lazy("Charts and tables; what people wrote in their own words is read by you alone."),
        required=False,
    )

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not survey.is_draft:
            del self.fields["answering"]


class ConditionForm(Form):
    """Something that is asked only after certain answers to one earlier question."""

    base = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, earlier: Sequence[Question], numbers: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not earlier:
            return
        groups = [
            (f"{numbers[q.id]}. {q.text}", [(f"{q.id}={value}", words) for value, words in q.choices]) for q in earlier
        ]
        self.fields["only_if"] = forms.MultipleChoiceField(
            label=_("Ask only after certain answers"), choices=groups, required=False, widget=CheckboxSelectMultiple(),
            help_text=_("Tick answers to one earlier question. Tick nothing to ask everybody."),
        )  # fmt: skip

    def clean_only_if(self) -> Condition | None:
        """The condition. Raises `ValidationError` where answers to two questions are ticked."""
        ticked = [tuple(one.split("=", 1)) for one in self.cleaned_data["only_if"]]
        asked = {question for question, _value in ticked}
        if len(asked) > 1:
            raise forms.ValidationError(_("Please tick answers to one question only."))
        return Condition(asked.pop(), tuple(value for _question, value in ticked)) if ticked else None


def ticked(condition: Condition | None) -> list[str]:
    """A condition as the boxes of its form."""
    return [f"{condition.question}={value}" for value in condition.values] if condition else []


class SectionForm(ConditionForm):
    """A section: its heading, and words above its questions."""

    title = forms.CharField(label=gettext_lazy("Heading"), max_length=160)
    text = forms.CharField(
        label=gettext_lazy("Words above the questions"), widget=forms.Textarea(attrs={"rows": 3}), required=False,
        max_length=2000,
    )  # fmt: skip
    field_order = ["title", "text", "only_if"]

    def section(self, id_: str, questions: tuple[Question, ...] = ()) -> Section:
        data = self.cleaned_data
        return Section(id_, data["title"].strip(), data["text"].strip(), data.get("only_if"), questions)


class QuestionForm(ConditionForm):
    """A question of one kind, with the fields that this kind needs."""

    text = forms.CharField(label=gettext_lazy("Question"), max_length=400)
    help = forms.CharField(
        label=gettext_lazy("Help"), max_length=400, required=False,
        help_text=gettext_lazy("One sentence below the question, where it could be misunderstood."),
    )  # fmt: skip
    required = forms.BooleanField(label=gettext_lazy("It must be answered"), required=False)
    options = forms.CharField(
        label=gettext_lazy("Answers"), help_text=gettext_lazy("One per line."),
        widget=forms.Textarea(attrs={"rows": 6}), max_length=6000,
    )  # fmt: skip
    rows = forms.CharField(
        label=gettext_lazy("Lines"), help_text=gettext_lazy("One per line; each gets the same answers."),
        widget=forms.Textarea(attrs={"rows": 5}), max_length=6000,
    )  # fmt: skip
    lowest = forms.TypedChoiceField(label=gettext_lazy("From"), choices=[(0, "0"), (1, "1")], coerce=int, initial=1)
    highest = forms.TypedChoiceField(
        label=gettext_lazy("to"), choices=[(n, str(n)) for n in range(2, 11)], coerce=int, initial=5
    )
    low = forms.CharField(label=gettext_lazy("Words at the low end"), max_length=80, required=False)
    high = forms.CharField(label=gettext_lazy("Words at the high end"), max_length=80, required=False)
    field_order = ["text", "help", "options", "rows", "lowest", "highest", "low", "high", "required", "only_if"]
    widths = {"lowest": "short", "highest": "short"}

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        unneeded = [] if kind == Kind.SCALE else ["lowest", "highest", "low", "high"]
        unneeded += [] if kind in WITH_OPTIONS else ["options"]
        unneeded += [] if kind == Kind.MATRIX else ["rows"]
        for name in unneeded:
            del self.fields[name]

    def question(self, id_: str) -> Question:
        data = self.cleaned_data
        return Question(
            id=id_, kind=self.kind, text=data["text"].strip(), help=data["help"].strip(), required=data["required"],
            options=_lines(data.get("options", "")), rows=_lines(data.get("rows", "")),
            lowest=data.get("lowest", 1), highest=data.get("highest", 5),
            low=data.get("low", "").strip(), high=data.get("high", "").strip(), only_if=data.get("only_if"),
        )  # fmt: skip


def initial_of(thing: Question | Section) -> dict[str, Any]:
    """What the form of a question or section shows for it."""
    shown = {"only_if": ticked(thing.only_if), "text": thing.text}
    if isinstance(thing, Section):
        return shown | {"title": thing.title}
    return shown | {
        "help": thing.help, "required": thing.required, "options": "\n".join(thing.options), "rows": "\n".join(thing.rows),
        "lowest": thing.lowest, "highest": thing.highest, "low": thing.low, "high": thing.high,
    }  # fmt: skip


def _lines(words: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in words.splitlines() if line.strip())


# ---------------------------------------------------------------- answering


class BeginForm(Form):
    """The button that begins, and – who wants – the network one is from."""

    network = forms.ModelChoiceField(
        label=gettext_lazy("Which network are you from?"), queryset=CityNetwork.objects.none(), required=False,
        empty_label=gettext_lazy("I would rather not say"),
        help_text=gettext_lazy("Results are shown by network only from five voices on."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["network"].queryset = networks()  # type: ignore[attr-defined]


class ResumeForm(Form):
    """The code that one wrote down."""

    code = forms.CharField(
        label=gettext_lazy("Your code"), max_length=40, help_text=gettext_lazy("Such as k7qm-2xw9-b4te")
    )


class _Loose(forms.Field):
    """Draws a field; what it holds is read by `answers`, so that one place says what an answer is."""

    def clean(self, value: Any) -> Any:
        return value


@dataclass(frozen=True)
class Asked:
    """One question on the page, with its fields. `hint` says after which answer it is meant, where both stand there."""

    question: Question
    number: int
    fields: list[BoundField]
    hint: str

    @property
    def heading(self) -> str:
        return f"{self.number}. {self.question.text}"


class AnswerForm(Form):
    """Some questions of a questionnaire, with the answers given so far."""

    def __init__(
        self,
        *args: Any,
        form: Questionnaire,
        questions: Sequence[Question],
        cities: Mapping[str, str],
        values: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questionnaire, self.questions, self.cities = form, list(questions), cities
        self.numbers = form.numbers()
        for question in self.questions:
            shown = as_typed(question, (values or {}).get(question.id))
            for name, field in self._fields_of(question).items():
                field.initial = shown.get(name)
                self.fields[name] = field

    def _fields_of(self, question: Question) -> dict[str, forms.Field]:
        label = f"{self.numbers[question.id]}. {question.text}"
        names = names_of(question)
        match question.kind:
            case Kind.MATRIX:
                return {
                    name: _field(words, RadioSelect(), replace(question, required=True), choices=question.choices)
                    for name, (_key, words) in zip(names, question.lines, strict=True)
                }
            case Kind.RANKING:
                places = [
                    ("", _("no place")),
                    *((key, _("place %(number)d") % {"number": int(key)}) for key, _w in question.choices),
                ]
                return {
                    name: _field(words, forms.Select(), question, choices=places)
                    for name, (_key, words) in zip(names, question.choices, strict=True)
                }
            case Kind.PLACE:
                cities = [("", _("none of these")), *self.cities.items()]
                other = _field(_("Another place"), forms.TextInput(attrs={"maxlength": 120}), question)
                return {names[0]: _field(_("City"), forms.Select(), question, choices=cities), names[1]: other}
        return {question.id: self._one_field(question, label)}

    def _one_field(self, question: Question, label: str) -> forms.Field:
        match question.kind:
            case Kind.SINGLE:
                return _field(label, RadioSelect(), question, choices=question.choices)
            case Kind.MULTIPLE:
                return _field(label, CheckboxSelectMultiple(), question, choices=question.choices)
            case Kind.SCALE:
                return _field(label, Scale(question.low, question.high), question, choices=question.choices)
            case Kind.NUMBER:
                return _field(label, forms.TextInput(attrs={"inputmode": "decimal", "maxlength": 40}), question)
            case Kind.DATE:
                return _field(label, DateInput(), question)
        return _field(label, forms.Textarea(attrs={"rows": 4, "maxlength": 4000}), question)

    @property
    def asked(self) -> list[Asked]:
        """The questions with their fields, in order."""
        here = {question.id: question for question in self.questions}
        return [
            Asked(q, self.numbers[q.id], [self[name] for name in names_of(q)], self._hint(q, here))
            for q in self.questions
        ]

    def _hint(self, question: Question, here: Mapping[str, Question]) -> str:
        condition = question.only_if
        rests_on = here.get(condition.question) if condition else None
        if condition is None or rests_on is None:
            return ""
        words = [dict(rests_on.choices)[value] for value in condition.values]
        said = _("Only if you answered question %(number)d with: %(answers)s")
        return said % {"number": self.numbers[rests_on.id], "answers": ", ".join(words)}


def _field(label: str, widget: Any, question: Question, choices: Sequence[tuple[str, str]] = ()) -> forms.Field:
    if choices:
        widget.choices = list(choices)
    words = question.help if len(names_of(question)) == 1 else ""
    return _Loose(label=label, widget=widget, required=question.required, help_text=words)
