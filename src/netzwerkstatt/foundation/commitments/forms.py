"""What people fill in about commitments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.attachments.models import Attachment
from netzwerkstatt.foundation.commitments.models import (
    LONGEST_PARTY,
    LONGEST_PROOF,
    LONGEST_REASON,
    LONGEST_WHAT,
    Commitment,
    State,
)
from netzwerkstatt.foundation.commitments.queries import (
    EVERY,
    HANDED_BACK,
    LONGEST_WORDS,
    OVERDUE,
    PENDING_ONES,
    people_to_name,
)
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.ui.forms import Form

_LONGEST_KEY = 18


class _PersonField(forms.ModelChoiceField):
    """One person; a key beyond every number is a choice that does not exist."""

    def to_python(self, value: Any) -> Any:
        if len(str(value or "")) > _LONGEST_KEY:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)

    def label_from_instance(self, person: Any) -> str:
        return f"{person.name}, {person.function}" if person.function else str(person.name)


class _Whom(Form):
    """A person, or an organisation in words; who may name nobody else sees neither and means herself."""

    person = _PersonField(
        queryset=Person.objects.none(),
        label=_("Who does it?"),
        help_text=_("A person of the alliance is told, and can accept it or hand it back."),
        empty_label=_("nobody chosen"),
        required=False,
    )
    party = forms.CharField(
        label=_("Or an organisation or city, in words"),
        help_text=_("Where there is no account. You are reminded in its place."),
        max_length=LONGEST_PARTY,
        required=False,
    )

    def __init__(self, *args: Any, names_others: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        if names_others:
            fields["person"].queryset = people_to_name()
        else:
            del fields["person"], fields["party"]


class CommitmentForm(_Whom):
    """A new commitment."""

    what = forms.CharField(
        label=_("What is to be done?"),
        help_text=_("One line that says when it is done: “Offer for the sign is here”."),
        max_length=LONGEST_WHAT,
    )
    due = forms.DateField(label=_("Until when?"))
    widths = {"due": "medium"}
    field_order = ("what", "person", "party", "due")


class EntrustForm(_Whom):
    """Somebody else does it."""


class RewordForm(Form):
    """What is to be done, anew; `base` are the words it was read with."""

    what = forms.CharField(label=_("What is to be done?"), max_length=LONGEST_WHAT)
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def now_read(self, words: str) -> None:
        """The page shows these words with the errors: the next save stands on them."""
        seen: Any = self.data.copy()  # type: ignore[attr-defined]
        seen[self.add_prefix("base")] = words
        self.data = seen


class ReasonForm(Form):
    """Why it is handed back or dropped."""

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("All who work in the alliance and see the item can read it."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DayForm(ReasonForm):
    """Another day, and why."""

    due = forms.DateField(label=_("Until which new day?"))
    widths = {"due": "medium"}
    field_order = ("due", "reason")


class DoneForm(Form):
    """Since when it is done, and what proves it."""

    on = forms.DateField(label=_("Since when is it done?"), initial=clock.today)
    proof = forms.CharField(
        label=_("What shows it?"),
        help_text=_("A sentence or two: what is there now, what is different."),
        max_length=LONGEST_PROOF,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    file = forms.ChoiceField(label=_("A file attached to the item"), required=False)
    entry = forms.CharField(
        label=_("Another item"),
        help_text=_("The address of its page, as the browser shows it."),
        max_length=300,
        required=False,
    )
    widths = {"on": "medium"}

    def __init__(self, *args: Any, commitment: Commitment, **options: Any) -> None:
        super().__init__(*args, **options)
        found = Attachment.objects.filter(
            entry=commitment.entry_id, removed_at__isnull=True, hidden_at__isnull=True
        ).order_by("pk")
        self.attached = {file.public_id: file for file in found}
        fields: dict[str, Any] = self.fields
        if self.attached:
            fields["file"].choices = [("", _("none")), *((key, str(file)) for key, file in self.attached.items())]
        else:
            del fields["file"]


class FilterForm(Form):
    """Which commitments to show."""

    q = forms.CharField(label=_("Words or name"), required=False, max_length=LONGEST_WORDS)
    state = forms.ChoiceField(
        label=pgettext_lazy("commitment", "State"),
        required=False,
        choices=[
            (PENDING_ONES, _("still to be done")),
            (OVERDUE, _("overdue")),
            (HANDED_BACK, _("handed back")),
            (State.DONE, pgettext_lazy("commitment", "done")),
            (State.DROPPED, _("dropped")),
            (EVERY, _("all")),
        ],
    )
    until = forms.DateField(label=_("Due by"), required=False)
