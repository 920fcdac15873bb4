"""What is typed in at tables and from paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.ballots.models import MOST_PERSONS
from netzwerkstatt.foundation.ui.forms import FileField, Form
from netzwerkstatt.ideas.models import LONGEST, Idea
from netzwerkstatt.workshops.models import Identity, Phase, Table
from netzwerkstatt.workshops.models.tables import LONGEST_TABLE
from netzwerkstatt.workshops.models.written import LONGEST_NAME
from netzwerkstatt.workshops.queries import possible_facilitators

LONGEST_SHEET = 40_000


class TableForm(Form):
    """A table: what it is called, how many sit there, who writes."""

    widths: ClassVar[dict[str, str]] = {"persons": "short"}

    name = forms.CharField(label=_("Name of the table"), max_length=LONGEST_TABLE, help_text=_("A number is enough."))
    persons = forms.IntegerField(
        label=_("People without a phone of their own"),
        min_value=1,
        max_value=MOST_PERSONS,
        help_text=_("So many people count in votes; who has a phone in hand counts there."),
    )
    secretary = forms.ModelChoiceField(
        label=_("Table secretary"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("A device with the table code"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["secretary"].queryset = possible_facilitators()  # type: ignore[attr-defined]

    @classmethod
    def of(cls, table: Table) -> TableForm:
        """The form of a table as it stands."""
        initial = {"name": table.name, "persons": table.persons, "secretary": table.secretary_id}
        return cls(initial=initial, prefix=table.public_id)


class CardsForm(Form):
    """How many sheets of cards are printed."""

    widths: ClassVar[dict[str, str]] = {"sheets": "short"}

    sheets = forms.IntegerField(
        label=_("For how many people?"),
        min_value=1,
        max_value=60,
        initial=10,
        help_text=_("One sheet with eight numbered cards for each person."),
    )
    after = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)


class SitDownForm(Form):
    """Eight digits that make a device the secretary of a table."""

    code = forms.CharField(
        label=_("Table code"),
        max_length=20,
        help_text=_("Eight digits; the facilitation gives them out."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class TableCardForm(Form):
    """One card of somebody at the table."""

    text = forms.CharField(
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
        error_messages={"required": _("A word or two is enough, but something should stand here.")},
    )
    signed = forms.CharField(
        label=_("Name"), max_length=LONGEST_NAME, required=False, help_text=_("Only if you want it to stand there.")
    )

    def __init__(self, *args: Any, phase: Phase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = str(phase.about.asks_for)
        if phase.identity != Identity.NAMED:
            del self.fields["signed"]


class HandCountForm(Form):
    """How many dots of the table lie on each idea; on most lie none."""

    says_optional: ClassVar[bool] = False

    def __init__(self, *args: Any, ideas: Sequence[Idea], given: Mapping[int, int], most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ideas = ideas
        for idea in ideas:
            self.fields[f"dots-{idea.public_id}"] = forms.IntegerField(
                label=idea.text, min_value=0, max_value=most, required=False, initial=given.get(idea.pk) or None
            )

    @property
    def dots(self) -> dict[str, int]:
        """By public id of the idea; only of those on this page."""
        return {idea.public_id: self.cleaned_data.get(f"dots-{idea.public_id}") or 0 for idea in self.ideas}

    @property
    def rows(self) -> list[Any]:
        return [self[f"dots-{idea.public_id}"] for idea in self.ideas]


class PaperForm(Form):
    """What stands on cards or on a sheet, one contribution in each line."""

    phase = forms.IntegerField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("What stands there"),
        strip=False,
        max_length=LONGEST_SHEET,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "true"}),
        help_text=_(
            "One contribution in each line. A numbered card: first its number, then the words – K7M42 A late bus."
        ),
        error_messages={"required": _("Please type in what stands there, one contribution in each line.")},
    )
    anyway = forms.BooleanField(label=_("Take lines in even if the same words are there already"), required=False)


class PhotoForm(Form):
    """The photo of a sheet."""

    widths: ClassVar[dict[str, str]] = {"persons": "short"}

    phase = forms.IntegerField(widget=forms.HiddenInput)
    file = FileField(
        label=_("Photo of the sheet"),
        most=lambda: settings.MAX_ATTACHMENT_BYTES,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": _("Please choose the photo.")},
    )
    persons = forms.IntegerField(
        label=_("How many people wrote on it?"), min_value=1, max_value=MOST_PERSONS,
        help_text=_("It only decides whether “from paper” may stand at what was written."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = settings.MAX_ATTACHMENT_BYTES // (1024 * 1024)
        text = _("JPEG, PNG or WebP, at most %(most)d MB. It is drawn anew: place, time and camera are gone from it.")
        self.fields["file"].help_text = text % {"most": most}
