"""What people type in and around a workshop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.commitments.models import LONGEST_PARTY, LONGEST_WHAT
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import City, CityNetwork
from netzwerkstatt.foundation.network.rules import standing
from netzwerkstatt.foundation.ui.forms import CheckboxSelectMultiple, Form, ModelMultipleChoiceField, RadioSelect
from netzwerkstatt.foundation.versions.forms import EditForm
from netzwerkstatt.ideas.models import LONGEST, LONGEST_NOTE, Idea
from netzwerkstatt.workshops.models import Identity, Items, Part, Phase, PhaseKind, Reveal, Sharing, Workshop
from netzwerkstatt.workshops.models.written import LONGEST_NAME
from netzwerkstatt.workshops.phases.kind import KINDS
from netzwerkstatt.workshops.plans import PhasePlan
from netzwerkstatt.workshops.queries import possible_facilitators
from netzwerkstatt.workshops.toolbox import choices_for


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

    widths: ClassVar[dict[str, str]] = {"day": "medium", "begins": "short", "ends": "short"}

    day = forms.DateField(label=_("Day"))
    begins = forms.TimeField(label=_("Begins at"))
    ends = forms.TimeField(label=_("Room until"), required=False)
    place = forms.CharField(label=_("Place"), max_length=160, help_text=_("House and room, and how to get in."))

    def clean_day(self) -> Any:
        """A workshop lies ahead; a day that was there before may stay."""
        day = self.cleaned_data["day"]
        if "day" in self.changed_data and day < clock.today():
            raise forms.ValidationError(_("This day has passed."))
        return day


class PlanForm(EditForm, Frame):
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

    takes_photos = forms.BooleanField(
        label=_("Photos are taken"),
        required=False,
        help_text=_("Those who are invited are asked; for everybody else there is a form to print."),
    )
    is_young = forms.BooleanField(
        label=_("People under 16 come"), required=False, help_text=_("With a form for their parents.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facilitator"].queryset = possible_facilitators()  # type: ignore[attr-defined]

    def offer(self, people: Sequence[Person]) -> None:
        """These are chosen from, where the page has asked for them already."""
        field: Any = self.fields["facilitator"]
        field.choices = [("", field.empty_label), *((one.pk, field.label_from_instance(one)) for one in people)]


class PhaseForm(Form):
    """One phase in the plan: only what its kind asks for."""

    widths: ClassVar[dict[str, str]] = {"minutes": "short", "dots": "short", "most": "short"}

    title = forms.CharField(label=_("Name of the phase"), max_length=80)
    kind = forms.ChoiceField(label=_("What happens"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600)
    method = forms.ChoiceField(
        label=_("Method"),
        required=False,
        help_text=_("From the toolbox, with the minutes that it usually takes."),
    )
    prompt = forms.CharField(
        label=_("Question to everybody"),
        max_length=240,
        required=False,
        help_text=_("Large on the wall and on every phone."),
    )
    dots = forms.IntegerField(label=_("Dots for each person"), min_value=1, max_value=100)
    items = forms.ChoiceField(label=_("What is voted on"), choices=Items.choices)
    most = forms.IntegerField(
        label=_("How many at most"),
        min_value=1,
        max_value=30,
        help_text=_("Those with the most dots, if there are more."),
    )
    words = forms.CharField(
        label=_("Own words, one in each line"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    axis_1 = forms.CharField(label=_("First scale"), max_length=40, required=False)
    axis_2 = forms.CharField(
        label=_("Second scale"), max_length=40, required=False, help_text=_("Without it there is one scale.")
    )
    identity = forms.ChoiceField(
        label=_("Who stands at a contribution?"),
        choices=Identity.choices,
        widget=RadioSelect(
            hints={
                Identity.ANONYMOUS: _("Not even the facilitation sees a name."),
                Identity.NETWORK: _("Only where five or more of it are in the room."),
                Identity.NAMED: _("Nobody has to give a name."),
            }
        ),
    )
    reveals = forms.ChoiceField(
        label=_("When do others see it?"),
        choices=Reveal.choices,
        widget=RadioSelect(
            hints={
                Reveal.LIVE: _("As it comes."),
                Reveal.CLOSE: _("Everybody thinks alone first."),
                Reveal.BUTTON: _("Everybody thinks alone first, and the moment is yours."),
            }
        ),
    )
    taboo_free = forms.BooleanField(
        label=_("No criticism in this phase"), required=False, help_text=_("Comments are closed while it is open.")
    )
    guidance = forms.CharField(
        label=_("For the facilitation"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stands on the console and on the run sheet, nowhere else."),
    )

    def __init__(self, *args: Any, kind: str, methods: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about = KINDS[kind]
        asked = about.asks | ({"most"} if "items" in about.asks else set())
        asked |= {"axis_1", "axis_2"} if "axes" in about.asks else set()
        for name in ("dots", "items", "most", "words", "axis_1", "axis_2", "identity", "reveals", "taboo_free"):
            if name not in asked:
                del self.fields[name]
        if about.fit is None:
            del self.fields["method"]
        self._choices("method", methods)
        self._choices("kind", [(code, PhaseKind(code).label) for code in KINDS])
        self._choices("identity", [(one, Identity(one).label) for one in about.identities])
        self._choices("reveals", [(one, Reveal(one).label) for one in about.revealing])

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        if name in self.fields:
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @classmethod
    def of(cls, phase: Phase, viewer: Any, data: Any = None) -> PhaseForm:
        """The form of a phase as it is planned, or as it was sent, with the methods that the viewer may see."""
        plan = PhasePlan.of(phase)
        axes = (*plan.axes, "", "")
        initial = {**plan.columns(), "axis_1": axes[0], "axis_2": axes[1]}
        methods = choices_for(phase.kind, viewer, phase.method)
        return cls(data, kind=phase.kind, methods=methods, initial=initial, prefix=f"phase-{phase.number}")

    def as_plan(self, before: PhasePlan) -> PhasePlan:
        """The plan with what the form asked for; everything else as it was. Another kind begins with its own habits."""
        data = dict(self.cleaned_data)
        axes = tuple(axis for axis in (data.pop("axis_1", ""), data.pop("axis_2", "")) if axis)
        known = {name: value for name, value in data.items() if name in before.columns()}
        if known["kind"] != before.kind:
            known |= {"identity": "", "reveals": ""}
        return replace(before, **known, axes=axes)


class NewPhaseForm(Form):
    """Which kind of phase comes next."""

    kind = forms.ChoiceField(label=_("Add a phase"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(code, PhaseKind(code).label) for code in KINDS]  # type: ignore[attr-defined]


class UsePresetForm(Form):
    """Begin the plan anew."""

    preset = forms.ChoiceField(label=_("Begin with another plan"))

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["preset"].choices = choices  # type: ignore[attr-defined]


class KeepPresetForm(Form):
    """A plan under a name, and who can begin with it."""

    title = forms.CharField(label=_("Name of the plan"), max_length=80)
    note = forms.CharField(label=_("What it is good for"), max_length=240, required=False)
    sharing = forms.ChoiceField(label=_("Who can begin with it?"), choices=Sharing.choices, widget=RadioSelect)


class MeetingForm(Form):
    """A city plans a meeting with the phases of a preset."""

    title = forms.CharField(label=_("What is it about?"), max_length=240)
    preset = forms.ChoiceField(label=_("With which plan?"), widget=RadioSelect)
    question = forms.CharField(label=_("The question to everybody"), max_length=240, required=False)
    city = forms.ModelChoiceField(label=_("Host city"), queryset=City.objects.none(), empty_label=None)

    def __init__(self, *args: Any, person: Any, beginnings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["preset"]
        field.choices = [(one.code, one.title) for one in beginnings]  # type: ignore[attr-defined]
        field.widget.hints = {one.code: f"{one.duration} · {one.note}" for one in beginnings}
        own = City.objects.filter(pk__in=standing(person).cities)
        self.fields["city"].queryset = own  # type: ignore[attr-defined]


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
    field_order = ("ideas", "title", "question", "city", "day", "begins", "ends", "place")

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
    """Six digits, or the key that the QR code brings along; and – if one likes – where one comes from."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    has_read = forms.BooleanField(widget=forms.HiddenInput, required=False)
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Six digits; they stand on the wall."),
        error_messages={"required": _("The code stands on the wall and has six digits.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "pattern": "[0-9 ]*"}),
    )
    network = forms.ModelChoiceField(
        label=_("Which cities do you come from?"),
        queryset=CityNetwork.objects.all(),
        required=False,
        empty_label=_("I would rather not say"),
        help_text=_("Only counted. It does not stand at any idea."),
    )
    part = forms.ChoiceField(
        label=_("As what are you here?"),
        choices=[("", _("I would rather not say")), *Part.choices],
        required=False,
        help_text=_("Only counted, and told from five people on."),
    )

    def __init__(self, *args: Any, workshop: Workshop | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].required = workshop is None and not (self.is_bound and self.data.get("key"))
        if workshop is not None and not self.is_bound:
            self.fields["code"].widget = forms.HiddenInput()
            self.initial["has_read"] = True


class WhereFromForm(Form):
    """From which cities and as what somebody comes; asked once, and nobody has to say."""

    do = forms.CharField(widget=forms.HiddenInput, required=False, initial="where")
    network = forms.ModelChoiceField(
        label=_("Which cities do you come from?"), queryset=CityNetwork.objects.all(), required=False,
        empty_label=_("I would rather not say"), help_text=_("Only counted. It does not stand at any idea."),
    )  # fmt: skip
    part = forms.ChoiceField(
        label=_("As what are you here?"), choices=[("", _("I would rather not say")), *Part.choices], required=False,
        help_text=_("Only counted, and told from five people on."),
    )  # fmt: skip


class BoardNoteForm(Form):
    """A note for the board of a group."""

    do = forms.CharField(widget=forms.HiddenInput, required=False, initial="board")
    phase = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("For the board of your group"), strip=False,
        error_messages={"required": _("A word or two is enough, but something should stand here.")},
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
    )  # fmt: skip


class ContributeForm(Form):
    """What one writes in a phase; `of` gives it with a name where the phase allows names.

    Which phase and which idea it is about is read before the form is. Few fields: each costs, and a room full of
    telephones sends this one.
    """

    text = forms.CharField(
        strip=False,
        error_messages={"required": _("A word or two is enough, but something should stand here.")},
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST}),
    )

    @staticmethod
    def of(phase: Phase, person: Any, data: Any = None) -> ContributeForm:
        """The form for this phase: who is signed in chooses whether the own name stands there, others may write one."""
        named = ContributeAsMeForm if person else ContributeSignedForm
        form = (named if phase.identity == Identity.NAMED else ContributeForm)(data)
        form.fields["text"].label = str(phase.about.asks_for)
        return form


class ContributeAsMeForm(ContributeForm):
    """As oneself, or as nobody."""

    name = forms.ChoiceField(
        label=_("Whose name stands at it?"),
        choices=[("anonymous", _("Nobody’s")), ("me", _("Mine"))],
        initial="anonymous",
        widget=RadioSelect(
            hints={
                "anonymous": _("It is kept as that of a guest; nobody can find out."),
                "me": _("Your name is shown when others see it."),
            }
        ),
    )


class ContributeSignedForm(ContributeForm):
    """With a name of one's own choice, or none."""

    signed = forms.CharField(
        label=_("Name"), max_length=LONGEST_NAME, required=False, help_text=_("Only if you want it to stand there.")
    )


class TakeOnForm(Form):
    """What one does for an idea, and until when."""

    widths: ClassVar[dict[str, str]] = {"due": "medium"}

    do = forms.CharField(widget=forms.HiddenInput, required=False, initial="take-on")
    phase = forms.IntegerField(widget=forms.HiddenInput, required=False)
    idea = forms.CharField(widget=forms.HiddenInput, max_length=16)
    what = forms.CharField(
        label=_("What happens first?"), max_length=LONGEST_WHAT, help_text=_("One step that can be seen to be done.")
    )
    due = forms.DateField(label=_("Until when?"))


class AgreeForm(TakeOnForm):
    """On the console: also who."""

    person = forms.ModelChoiceField(
        label=_("Who?"), queryset=Person.objects.none(), required=False, empty_label=_("Nobody with an account")
    )
    party = forms.CharField(label=_("Or a city, business or club in words"), max_length=LONGEST_PARTY, required=False)
    field_order = ("do", "phase", "idea", "what", "person", "party", "due")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = possible_facilitators()  # type: ignore[attr-defined]


class ClusterForm(Form):
    """What to do with the marked ideas, or with a cluster. `seen` is the revision of the board that was looked at."""

    title = forms.CharField(label=_("Name of the cluster"), max_length=120, required=False)
    note = forms.CharField(
        label=pgettext_lazy("cluster", "Note"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
