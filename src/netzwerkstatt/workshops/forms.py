"""What people type in and around a workshop."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import City, CityNetwork
from netzwerkstatt.foundation.network.rules import standing
from netzwerkstatt.foundation.ui.forms import CheckboxSelectMultiple, Form, ModelMultipleChoiceField, RadioSelect
from netzwerkstatt.ideas.models import LONGEST, Idea
from netzwerkstatt.workshops.models import PhaseKind
from netzwerkstatt.workshops.presets import PhasePlan
from netzwerkstatt.workshops.queries import possible_facilitators


class RequestForm(Form):
    """A city asks for a flying workshop."""

    title = forms.CharField(
        label=_("What is the workshop about?"), max_length=240, help_text=_("A few words that fit on a poster.")
    )
    question = forms.CharField(
        label=_("The question to everybody"),
        max_length=240,
        required=False,
        help_text=_("It stands on the wall and on every phone while ideas are collected."),
    )


class Frame(Form):
    """Day, beginning and place of a workshop."""

    widths: ClassVar[dict[str, str]] = {"day": "medium", "begins": "short"}

    day = forms.DateField(label=_("Day"))
    begins = forms.TimeField(label=_("Begins at"))
    place = forms.CharField(label=_("Place"), max_length=160, help_text=_("House and room, and how to get in."))

    def clean_day(self) -> Any:
        """A workshop lies ahead; a day that was there before may stay."""
        day = self.cleaned_data["day"]
        if "day" in self.changed_data and day < clock.today():
            raise forms.ValidationError(_("This day has passed."))
        return day


class PlanForm(Frame):
    """The frame, who facilitates, and what guests should know."""

    facilitator = forms.ModelChoiceField(
        label=_("Facilitation"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("The host city itself"),
        help_text=_("Best somebody from another network."),
    )
    question = forms.CharField(label=_("The question to everybody"), max_length=240, required=False)
    practical = forms.CharField(
        label=_("Good to know"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text=_("Way, parking, food, step-free access, who to call."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facilitator"].queryset = possible_facilitators()  # type: ignore[attr-defined]


class PhaseForm(Form):
    """One phase in the plan. Without a name it is none."""

    widths: ClassVar[dict[str, str]] = {"minutes": "short", "dots": "short", "position": "short"}

    position = forms.IntegerField(label=_("Place in the order"), min_value=1, max_value=99)
    kind = forms.ChoiceField(label=_("What happens"), choices=PhaseKind.choices)
    title = forms.CharField(label=_("Name of the phase"), max_length=80, required=False)
    prompt = forms.CharField(label=_("Question to everybody"), max_length=240, required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600)
    dots = forms.IntegerField(label=_("Dots for each person"), min_value=1, max_value=100, required=False)
    remove = forms.BooleanField(label=_("Remove this phase"), required=False)

    def is_left_out(self) -> bool:
        """Marked for removal, or never filled in."""
        data = self.cleaned_data
        return bool(data.get("remove")) or not data.get("title", "").strip()

    def as_plan(self) -> PhasePlan:
        data = self.cleaned_data
        return PhasePlan(data["kind"], data["title"], data["prompt"], data["minutes"], data["dots"])


class IdeasWorkshopForm(Frame):
    """From chosen ideas to an ideas workshop. Day and place may come later."""

    title = forms.CharField(label=_("What should come of it?"), max_length=240)
    question = forms.CharField(label=_("The question to everybody"), max_length=240, required=False)
    city = forms.ModelChoiceField(label=_("Host city"), queryset=City.objects.none(), empty_label=None)
    ideas = ModelMultipleChoiceField(
        label=_("Ideas to work on"),
        queryset=Idea.objects.none(),
        widget=CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one idea.")},
    )
    field_order = ("ideas", "title", "question", "city", "day", "begins", "place")

    def __init__(self, *args: Any, person: Any, ideas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("day", "begins", "place"):
            self.fields[name].required = False
            self.fields[name].widget.attrs.pop("aria-required", None)
        own = City.objects.filter(pk__in=standing(person).cities)
        self.fields["city"].queryset = own  # type: ignore[attr-defined]
        self.fields["ideas"].queryset = ideas  # type: ignore[attr-defined]

    def clean_day(self) -> Any:
        return super().clean_day() if self.cleaned_data.get("day") else None


class InviteForm(Form):
    """One expert, and why exactly this one."""

    why = forms.CharField(
        label=_("Why this person fits"),
        max_length=240,
        error_messages={"required": _("Please say in one sentence why this person fits.")},
    )


class JoinForm(Form):
    """Six digits, and – if one likes – where one comes from."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Six digits; they stand on the wall."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    network = forms.ModelChoiceField(
        label=_("Which cities do you come from?"),
        queryset=CityNetwork.objects.all(),
        required=False,
        empty_label=_("I would rather not say"),
        help_text=_("Only counted. It does not stand at any idea."),
    )


class ContributeForm(Form):
    """One idea."""

    phase = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Your idea"),
        strip=False,
        error_messages={"required": _("A word or two is enough, but something should stand here.")},
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST}),
    )


class NamedContributeForm(ContributeForm):
    """One idea of somebody who is signed in, and chooses whether the name stands at it."""

    name = forms.ChoiceField(
        label=_("Whose name stands at it?"),
        choices=[("anonymous", _("Nobody’s")), ("me", _("Mine"))],
        initial="anonymous",
        widget=RadioSelect(
            hints={
                "anonymous": _("It is kept as that of a guest; nobody can find out."),
                "me": _("Your name is shown when the ideas are revealed."),
            }
        ),
    )


class ClusterForm(Form):
    """What to do with the marked ideas, or with a cluster."""

    title = forms.CharField(label=_("Name of the cluster"), max_length=120, required=False)
