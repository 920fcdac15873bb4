"""What people type in this room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.models import Visibility
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.foundation.network.queries import cities
from netzwerkstatt.foundation.ui.forms import CheckboxSelectMultiple, DateInput, Form, RadioSelect, TimeInput
from netzwerkstatt.methods.actions import MOST_STEPS, Content, Told
from netzwerkstatt.methods.matching import Wish
from netzwerkstatt.methods.method import Step
from netzwerkstatt.methods.models import LONGEST_TEXT, MOST_MINUTES, MOST_PEOPLE, MOST_STAFF, MethodUse, Verdict
from netzwerkstatt.methods.vocabulary import Conflict, Demand, Goal, Group, PhaseFit, Skill, Stage

ANY = ("", _("no matter"))


class WishForm(forms.Form):
    """The four questions, and what must be kept to. Everything may stay open."""

    use_required_attribute = False

    goal = forms.ChoiceField(label=_("I want to …"), choices=[ANY, *Goal.choices], required=False)
    stage = forms.ChoiceField(label=_("I am at the stage of …"), choices=[ANY, *Stage.choices], required=False)
    group = forms.ChoiceField(label=_("Those who take part …"), choices=[ANY, *Group.choices], required=False)
    people = forms.IntegerField(label=_("How many are we?"), min_value=1, max_value=MOST_PEOPLE, required=False)
    minutes = forms.IntegerField(label=_("Minutes at hand"), min_value=5, max_value=MOST_MINUTES, required=False)
    staff = forms.IntegerField(label=_("How many can facilitate?"), min_value=1, max_value=MOST_STAFF, required=False)
    q = forms.CharField(label=_("Words in it"), max_length=120, required=False)
    without = forms.MultipleChoiceField(
        label=_("Must work without …"), choices=Demand.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    online = forms.BooleanField(label=_("also online"), required=False)
    conflict = forms.BooleanField(label=_("people are at odds"), required=False)
    easy = forms.BooleanField(label=_("anybody can facilitate it"), required=False)

    @property
    def boxes(self) -> list[forms.BoundField]:
        """What is ticked or not."""
        return [self[name] for name in ("online", "conflict", "easy")]

    @property
    def wish(self) -> Wish:
        """What is asked for, as far as it makes sense; a field that does not hold asks for nothing."""
        self.is_valid()
        given = self.cleaned_data
        return Wish(
            goal=given.get("goal", ""),
            stage=given.get("stage", ""),
            group=given.get("group", ""),
            people=given.get("people"),
            minutes=given.get("minutes"),
            staff=given.get("staff"),
            text=" ".join(given.get("q", "").replace("\x00", " ").split()),
            online=bool(given.get("online")),
            without=tuple(given.get("without", ())),
            conflict=bool(given.get("conflict")),
            easy=bool(given.get("easy")),
        )


class SheetForm(forms.Form):
    """When it begins."""

    use_required_attribute = False

    day = forms.DateField(label=_("Day"), required=False, widget=DateInput)
    begins = forms.TimeField(label=_("Begins at"), required=False, widget=TimeInput)
    practice = forms.BooleanField(label=_("with the lengths from practice"), required=False)


class MethodForm(Form):
    """An own method, without its steps."""

    widths = {
        "people_from": "short", "people_to": "short", "longest": "short", "staff": "short",
    }  # fmt: skip

    title = forms.CharField(label=_("Name"), max_length=120)
    purpose = forms.CharField(
        label=_("What the method is for"), max_length=240, help_text=_("One sentence: what one has at the end.")
    )
    fits = forms.CharField(
        label=_("Good when"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    people_from = forms.IntegerField(label=_("People, at least"), min_value=1, max_value=MOST_PEOPLE, initial=5)
    people_to = forms.IntegerField(label=_("People, at most"), min_value=1, max_value=MOST_PEOPLE, required=False)
    longest = forms.IntegerField(label=_("Minutes, at most"), min_value=1, max_value=MOST_MINUTES, required=False)
    staff = forms.IntegerField(label=_("How many facilitate?"), min_value=1, max_value=MOST_STAFF, initial=1)
    stages = forms.MultipleChoiceField(
        label=_("At which stage does it help?"), choices=Stage.choices, widget=CheckboxSelectMultiple
    )
    goals = forms.MultipleChoiceField(
        label=_("What does one want with it?"), choices=Goal.choices, required=False, widget=CheckboxSelectMultiple
    )
    groups = forms.MultipleChoiceField(
        label=_("For whom is it good?"), choices=Group.choices, required=False, widget=CheckboxSelectMultiple
    )
    kinds = forms.MultipleChoiceField(
        label=_("For which phases of a workshop?"),
        choices=PhaseFit.choices,
        required=False,
        widget=CheckboxSelectMultiple,
    )
    demands = forms.MultipleChoiceField(
        label=_("What must everybody be able to do?"),
        choices=Demand.choices,
        required=False,
        widget=CheckboxSelectMultiple,
    )
    online = forms.BooleanField(label=_("also works online"), required=False)
    conflict = forms.TypedChoiceField(
        label=_("How much dispute does it bear?"),
        choices=Conflict.choices,
        coerce=int,
        initial=Conflict.BEARS,
        widget=RadioSelect,
    )
    skill = forms.TypedChoiceField(
        label=_("Who can facilitate it?"), choices=Skill.choices, coerce=int, initial=Skill.ANYONE, widget=RadioSelect
    )
    materials = forms.CharField(
        label=_("What it needs"), required=False, max_length=2400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One thing a line."),
    )  # fmt: skip
    risks = forms.CharField(
        label=_("What to watch for"), required=False, max_length=2400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One thing a line."),
    )  # fmt: skip
    variants = forms.CharField(
        label=_("Other ways of doing it"), required=False, max_length=2400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One thing a line."),
    )  # fmt: skip
    origin = forms.CharField(
        label=_("Where the method comes from"), max_length=LONGEST_TEXT, required=False,
        help_text=_("Who thought of it, where it was described. Names and courses are free; please use your own words."),
    )  # fmt: skip

    def content(self, steps: Iterable[Step]) -> Content:
        """What a valid form says, with its steps."""
        given = {name: value for name, value in self.cleaned_data.items() if name in Content.__dataclass_fields__}
        return Content(**given, steps=tuple(steps))


class NewMethodForm(MethodForm):
    """The same, and whose it is and who may see it."""

    city = forms.ModelChoiceField(
        label=_("Under which city does it stand?"), queryset=City.objects.none(), required=False,
        empty_label=_("under the alliance"),
    )  # fmt: skip
    visibility = forms.ChoiceField(
        label=_("Who may see it?"), choices=Visibility.choices, initial=Visibility.ALLIANCE, widget=RadioSelect
    )

    def __init__(self, *args: Any, own_cities: QuerySet[City], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["city"].queryset = own_cities  # type: ignore[attr-defined]


class EditMethodForm(MethodForm):
    """The same, for one that is there; `base` is the revision that was read."""

    base = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=10**6)


class StepForm(forms.Form):
    """One step; a line with nothing in it is left out."""

    use_required_attribute = False

    title = forms.CharField(
        label=_("What is done"), max_length=80, error_messages={"required": _("What is done here?")}
    )
    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=1, max_value=MOST_MINUTES,
        error_messages={"required": _("How long does it take?")},
    )  # fmt: skip
    text = forms.CharField(label=_("How"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2}))


class StepLines(forms.BaseFormSet):
    """Lines of which each may stay empty or be emptied, those that were there before too."""

    def initial_form_count(self) -> int:
        """None: Django lets only lines beyond these stay empty."""
        return 0


Steps = forms.formset_factory(
    StepForm, formset=StepLines, extra=0, max_num=MOST_STEPS, absolute_max=MOST_STEPS, validate_max=True
)


def steps_of(formset: Any) -> list[Step]:
    """What the lines of a valid formset say."""
    return [
        Step(given["title"], given.get("text", ""), given["minutes"])
        for line in formset.forms
        if (given := line.cleaned_data) and given.get("title")
    ]


class UseForm(Form):
    """How it went."""

    widths = {"people": "short", "minutes": "short", "on": "medium", "city": "medium"}

    on = forms.DateField(label=_("When was it?"), initial=clock.today)
    city = forms.ModelChoiceField(label=_("Where?"), queryset=City.objects.none(), required=False, empty_label="–")
    people = forms.IntegerField(label=_("With how many people?"), min_value=1, max_value=MOST_PEOPLE)
    minutes = forms.IntegerField(
        label=_("How many minutes did it take?"), min_value=1, max_value=MOST_MINUTES,
        help_text=_("As long as it really was, from the first word to the last."),
    )  # fmt: skip
    verdict = forms.ChoiceField(label=_("Would you do it again?"), choices=Verdict.choices, widget=RadioSelect)
    worked = forms.CharField(
        label=_("What worked?"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    adapt = forms.CharField(
        label=_("What would you do differently?"), max_length=LONGEST_TEXT, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Please name nobody who took part: everybody in the alliance can read it."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["city"].queryset = cities().order_by("name")  # type: ignore[attr-defined]

    def told(self) -> Told:
        """What a valid form says."""
        given = self.cleaned_data
        return Told(**{name: given[name] for name in Told.__dataclass_fields__})


def as_initial(use: MethodUse) -> dict[str, Any]:
    """A use as the form shows it."""
    return {name: getattr(use, name) for name in Told.__dataclass_fields__}
