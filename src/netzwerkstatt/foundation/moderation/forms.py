"""What people fill in to report, decide and object."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netzwerkstatt.foundation.moderation.models import LONGEST, Category
from netzwerkstatt.foundation.moderation.registry import reportable_kinds
from netzwerkstatt.foundation.network.models import CityNetwork
from netzwerkstatt.foundation.ui.forms import Form, RadioSelect


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ReportForm(Form):
    category = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Category.choices,
        widget=RadioSelect(
            hints={
                Category.INSULT: _("Somebody is put down, threatened or shut out."),
                Category.PERSONAL: _("A name, an address, an illness … that does not belong here."),
                Category.ADVERTISING: _("It sells something and has nothing to do with the matter."),
                Category.COPYRIGHT: _("Words or pictures of others without their leave."),
            }
        ),
    )
    words = forms.CharField(label=_("In a sentence, please"), max_length=LONGEST, required=False, widget=_area(3))

    def __init__(self, *args: Any, visitor: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if visitor:
            self.fields["words"].required = True
            self.fields["words"].widget.attrs["aria-required"] = "true"

    def clean(self) -> dict[str, Any]:
        """Something else needs to be said in words."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("category") == Category.OTHER and not data.get("words") and "words" not in self.errors:
            self.add_error("words", _("Please say in a sentence what is wrong."))
        return data


class FilterForm(forms.Form):
    """Which part of the queue is shown."""

    use_required_attribute = False
    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("open", pgettext_lazy("moderation", "to decide")),
            ("decided", pgettext_lazy("moderation", "decided")),
        ],
        required=False,
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    network = forms.ModelChoiceField(
        label=_("Network"), queryset=CityNetwork.objects.none(), required=False, empty_label=_("all networks")
    )
    category = forms.ChoiceField(
        label=_("Reported as"),
        choices=[("", pgettext_lazy("moderation", "anything")), *Category.choices],
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [("", pgettext_lazy("moderation", "all kinds")), *reportable_kinds()]
        fields["network"].queryset = CityNetwork.objects.select_related("state")


class HideForm(Form):
    reason = forms.CharField(
        label=_("Why it is hidden"), help_text=_("The author reads this sentence."), max_length=LONGEST, widget=_area(3)
    )


class ManyForm(HideForm):
    """The reason for all that is ticked; needed only for hiding."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].required = False
        self.fields["reason"].widget.attrs.pop("aria-required", None)


class ObjectionForm(Form):
    words = forms.CharField(
        label=_("Why it should be shown"),
        help_text=_("Somebody else than the one who hid it decides, finally."),
        max_length=LONGEST,
        widget=_area(5),
    )


class AnswerForm(Form):
    answer = forms.CharField(
        label=_("Your answer to the author"), max_length=LONGEST, widget=_area(4), help_text=_("One or two sentences.")
    )
