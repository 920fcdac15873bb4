"""What people fill in when they draft, write, address and answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.engines.words.comparing import Conflict
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.network.models import State, Theme
from netzwerkstatt.foundation.network.queries import states, themes
from netzwerkstatt.foundation.texts.amending import LONGEST_REASON
from netzwerkstatt.foundation.texts.behalf import Behalf
from netzwerkstatt.foundation.texts.writing import LONGEST
from netzwerkstatt.foundation.ui.forms import CheckboxSelectMultiple, Form, ModelMultipleChoiceField, RadioSelect
from netzwerkstatt.recommendations.models import Position, Stance

MOST_PARAGRAPHS = 9_999


def said(entry: Entry) -> str:
    """An entry as a choice: number and title."""
    return f"{entry.code} {entry.title}".strip()


def place_of(entry: Entry) -> str:
    """Kind and place, the second line of a choice."""
    place = entry.city or entry.network
    return ", ".join(str(part) for part in (entry.about.label, place) if part)


class EntriesField(forms.MultipleChoiceField):
    """Some of the given entries, as boxes with kind and place below; the value is a list of entries."""

    def __init__(self, entries: Iterable[Entry], **options: Any) -> None:
        self.entries = {entry.public_id: entry for entry in entries}
        hints = {public_id: place_of(entry) for public_id, entry in self.entries.items()}
        choices = [(public_id, said(entry)) for public_id, entry in self.entries.items()]
        super().__init__(choices=choices, widget=CheckboxSelectMultiple(hints=hints), **options)

    def clean(self, value: Any) -> list[Entry]:
        """The chosen entries."""
        return [self.entries[public_id] for public_id in super().clean(value)]


class DraftForm(Form):
    title = forms.CharField(label=_("Title"), help_text=_("What shall be, in a few words."), max_length=240)
    themes = ModelMultipleChoiceField(
        queryset=Theme.objects.none(), label=_("Themes"), required=False, widget=CheckboxSelectMultiple
    )
    field_order = ("title", "projects", "evidence", "themes")

    def __init__(self, *args: Any, projects: list[Entry], evidence: list[Entry], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["projects"] = EntriesField(
            projects,
            label=_("Projects it rests on"),
            error_messages={"required": _("A recommendation rests on at least one project. Please choose one.")},
        )
        self.fields["evidence"] = EntriesField(evidence, label=_("Figures it rests on"), required=False)
        if not evidence:
            del self.fields["evidence"]
        self.fields["themes"].queryset = themes()  # type: ignore[attr-defined]
        self.order_fields(self.field_order)


class TitleForm(Form):
    title = forms.CharField(label=_("Title"), max_length=240)
    base = forms.CharField(widget=forms.HiddenInput, required=False)


class ParagraphForm(Form):
    text = forms.CharField(
        label=_("What shall be done"),
        help_text=_("One demand in two or three sentences: who shall do what, until when."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    base = forms.IntegerField(widget=forms.HiddenInput, required=False)
    after = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=MOST_PARAGRAPHS)

    def __init__(self, *args: Any, grounds: list[Entry], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["rests_on"] = EntriesField(
            grounds,
            label=_("What it rests on"),
            help_text=_("Everything public on this recommendation’s thread."),
            required=False,
        )


class ConflictForm(Form):
    """What both sides changed, piece by piece: one's own words, the other's, both, or others still."""

    mine = forms.CharField(widget=forms.HiddenInput, strip=False)
    mine_base = forms.IntegerField(widget=forms.HiddenInput)
    base = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, conflicts: Sequence[Conflict], grounds: list[Entry], **options: Any) -> None:
        super().__init__(*args, **options)
        self.conflicts = conflicts
        self.fields["rests_on"] = EntriesField(grounds, required=False)
        self.fields["rests_on"].widget = forms.MultipleHiddenInput()
        for place in range(len(conflicts)):
            self.fields[f"pick_{place}"] = forms.ChoiceField(
                label=_("What shall stand here?"),
                choices=[
                    ("mine", _("your words")),
                    ("theirs", _("the other words")),
                    ("both", _("both, the other words first")),
                    ("own", _("what I write below")),
                ],
                error_messages={"required": _("Please decide what shall stand here.")},
                widget=RadioSelect,
            )
            self.fields[f"own_{place}"] = forms.CharField(
                label=_("In other words"),
                required=False,
                strip=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    @property
    def rows(self) -> list[tuple[Conflict, Any, Any]]:
        """Each conflict with its two fields."""
        return [
            (conflict, self[f"pick_{place}"], self[f"own_{place}"]) for place, conflict in enumerate(self.conflicts)
        ]

    @property
    def decisions(self) -> list[str]:
        """What was decided, conflict by conflict."""
        data = self.cleaned_data
        return [
            _decided(conflict, data[f"pick_{place}"], data[f"own_{place}"])
            for place, conflict in enumerate(self.conflicts)
        ]


def _decided(conflict: Conflict, pick: str, own: str) -> str:
    theirs, mine = conflict.theirs, conflict.mine
    if pick == "both":
        apart = "" if theirs[-1:].isspace() or mine[:1].isspace() or not theirs or not mine else " "
        return f"{theirs}{apart}{mine}"
    return {"mine": mine, "theirs": theirs, "own": own.replace("\r\n", "\n")}[pick]


class AmendmentForm(Form):
    """What is proposed, why, and for whom."""

    new = forms.CharField(
        label=_("Proposed text"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    reason = forms.CharField(
        label=_("Reason for it"),
        help_text=_("Why it is better so. Whoever answers reads this first."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    base = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, behalves: list[Behalf], with_text: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["behalf"] = forms.ChoiceField(
            label=_("For whom you propose it"), choices=[(one.key, one.label) for one in behalves], widget=RadioSelect
        )
        self.initial.setdefault("behalf", behalves[0].key)
        if not with_text:
            del self.fields["new"]


class DecisionForm(Form):
    """The wording if it is accepted, and the answer."""

    text = forms.CharField(
        label=_("Wording if you accept it"),
        help_text=_("As proposed, put together with what changed since. Change it, and it is accepted with changes."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    answer = forms.CharField(
        label=_("Answer"),
        help_text=_("Why so. It stands beside the amendment, also if you accept it."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    base = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, with_text: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not with_text:
            del self.fields["text"]


class SourceForm(Form):
    """One more project or figure, out of what was found."""

    def __init__(self, *args: Any, found: list[Entry], **options: Any) -> None:
        super().__init__(*args, **options)
        self.found = {entry.public_id: entry for entry in found}
        self.fields["origin"] = forms.ChoiceField(
            label=_("What was found"),
            choices=[(entry.public_id, said(entry)) for entry in found],
            widget=RadioSelect(hints={entry.public_id: place_of(entry) for entry in found}),
        )

    def clean_origin(self) -> Entry:
        return self.found[self.cleaned_data["origin"]]


class AddressForm(Form):
    widths = {"due": "medium"}
    state = forms.ModelChoiceField(queryset=State.objects.none(), label=_("Land"), empty_label=None, widget=RadioSelect)
    due = forms.DateField(label=_("Answer by"), help_text=_("At least 14 days ahead."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["state"].queryset = states()  # type: ignore[attr-defined]


class AnswerForm(Form):
    """An answer to the whole, and a stance with a few words to each paragraph."""

    text = forms.CharField(
        label=_("Answer to the whole"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, paragraphs: list[dict[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.paragraphs = paragraphs
        for paragraph in paragraphs:
            number = paragraph["number"]
            self.fields[f"stance_{number}"] = forms.ChoiceField(
                label=gettext("What you say to paragraph %(number)d") % {"number": number},
                choices=Position.choices,
                widget=RadioSelect,
            )
            self.fields[f"words_{number}"] = forms.CharField(
                label=gettext("In words, to paragraph %(number)d") % {"number": number},
                help_text=_("How, from when, or why not."),
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def rows(self) -> list[tuple[dict[str, Any], Any, Any]]:
        """Each paragraph with its two fields."""
        numbers = [(p, p["number"]) for p in self.paragraphs]
        return [(p, self[f"stance_{number}"], self[f"words_{number}"]) for p, number in numbers]

    @property
    def stances(self) -> dict[int, Stance]:
        """What was chosen, by paragraph number."""
        data = self.cleaned_data
        return {
            p["number"]: Stance(data[f"stance_{p['number']}"], data[f"words_{p['number']}"]) for p in self.paragraphs
        }
