"""Forms around the record: its texts, what is taken back, why it is corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.attachments.models import Attachment
from netzwerkstatt.foundation.ui.forms import CheckboxSelectMultiple, Form
from netzwerkstatt.foundation.versions.forms import EditForm
from netzwerkstatt.workshops.drafting import LONGEST, LONGEST_NOTE, SECTIONS, Written, note_name
from netzwerkstatt.workshops.models import Phase
from netzwerkstatt.workshops.models.record import LONGEST_REASON

HINTS: Final[Mapping[str, Any]] = {
    "opening": _("Who welcomed whom, what the room had seen or read before. May stay empty."),
    "decisions": _("What the room decided, in whole sentences; also where it was not of one mind."),
    "open_points": _("One in each line. Questions that were left open are added by themselves."),
    "closing": _("How it goes on, who reports to whom, and when."),
}


class RecordForm(EditForm):
    """Sections, the note of each phase, and which pictures go with it."""

    def __init__(
        self, *args: Any, phases: Sequence[Phase], pictures: Sequence[Attachment], now: Written, **kwargs: Any
    ) -> None:
        texts = {name: now.texts.get(name, "") for name in (*SECTIONS, *(note_name(one.number) for one in phases))}
        super().__init__(*args, initial={"base": now.edition, **texts, "photos": list(now.photos)}, **kwargs)
        for name, label in SECTIONS.items():
            self.fields[name] = _prose(label, LONGEST, HINTS[name])
        for one in phases:
            self.fields[note_name(one.number)] = _prose(f"{one.number} · {one.title}", LONGEST_NOTE, "", rows=2)
        if pictures:
            self.fields["photos"] = forms.MultipleChoiceField(
                label=_("Pictures that go with it"),
                choices=[(one.public_id, one.alt) for one in pictures],
                required=False,
                widget=CheckboxSelectMultiple,
                help_text=_("Only pictures to which everybody in them has agreed."),
            )
        self.sections = [self[name] for name in SECTIONS]
        self.notes = [self[note_name(one.number)] for one in phases]

    def texts(self) -> dict[str, str]:
        """The texts by name."""
        return {
            name: value for name, value in self.cleaned_data.items() if name in SECTIONS or name.startswith("phase-")
        }

    def chosen_photos(self) -> list[str] | None:
        """The chosen pictures; None where there are none to choose from."""
        return self.cleaned_data.get("photos")


def _prose(label: Any, longest: int, hint: Any, *, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=longest, help_text=hint, widget=forms.Textarea(attrs={"rows": rows})
    )


class TakeBackForm(Form):
    """Why the group takes an idea back."""

    idea = forms.CharField(widget=forms.HiddenInput, max_length=16)
    reason = forms.CharField(
        label=_("Why the group takes it back"),
        max_length=LONGEST_REASON,
        help_text=_("This sentence stands in the protocol; the idea’s words stand nowhere any more."),
    )


class CorrectForm(Form):
    """Why a released record is corrected."""

    reason = forms.CharField(
        label=_("What is corrected, and why"),
        max_length=LONGEST_REASON,
        help_text=_("This sentence stands in the new version; the earlier one stays with its checksum."),
    )
