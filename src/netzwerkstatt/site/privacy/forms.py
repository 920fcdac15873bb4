"""What these pages ask for."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netzwerkstatt.foundation.events.log import EVENT_TYPES
from netzwerkstatt.foundation.ui.forms import Form
from netzwerkstatt.site.privacy.audit import Filters


class OpeningForm(Form):
    """Why the log has to be opened."""

    reason = forms.CharField(
        label=_("Why do you have to look?"),
        help_text=_("A sentence without names. Every other data-protection officer reads it, and it stays."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=400,
    )


def kinds() -> list[tuple[Any, Any]]:
    """All types of events, grouped by what they are about."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, type_ in sorted(EVENT_TYPES.items()):
        groups[name.split(".")[0]].append((name, str(type_.text)))
    return [("", _("all")), *groups.items()]


class FilterForm(forms.Form):
    """Which events are shown; sent by GET."""

    widths: ClassVar[dict[str, str]] = {}
    use_required_attribute = False
    since = forms.DateField(
        label=pgettext_lazy("filter", "From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=pgettext_lazy("filter", "To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    kind = forms.ChoiceField(label=_("What"), choices=kinds, required=False)
    person = forms.CharField(label=_("Person"), max_length=120, required=False)
    item = forms.CharField(label=_("Number or address"), max_length=200, required=False)

    def filters(self) -> Filters:
        """What holds of what was asked; the rest is left out."""
        given = self.cleaned_data if self.is_bound and not self.errors else getattr(self, "cleaned_data", {})
        return Filters(**{name: value for name, value in given.items() if value})


class LeavingForm(Form):
    """The last question before an account goes."""

    autocomplete: ClassVar = {"password": "current-password", "code": "one-time-code"}
    password = forms.CharField(label=_("Your password"), widget=forms.PasswordInput, max_length=200)
    code = forms.CharField(label=_("The code from the mail"), max_length=20)
    understood = forms.BooleanField(label=_("I have read what goes and what stays. It cannot be undone."))

    def __init__(self, *args: Any, by_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password" if by_code else "code"]


class WordsForm(forms.Form):
    """Which words are looked for in released documents; sent by GET."""

    use_required_attribute = False
    q = forms.CharField(label=_("Which words?"), max_length=120, required=False)


class RedactionForm(Form):
    """Which passages have to go, and why."""

    passages = forms.CharField(
        label=_("Passages"),
        help_text=_("One on each line, as they stand there. Every place where they stand is blackened."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("A sentence without names. It stands on the document for everybody, for good."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=400,
    )
    looked_at = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    sure = forms.BooleanField(
        label=_("I have looked at what goes. What stood there is erased and cannot be brought back."), required=False
    )

    def show_again(self, looked_at: str) -> None:
        """What would go is on the page now; the tick is for exactly that."""
        self.data = {name: value for name, value in self.data.items() if name != "sure"} | {"looked_at": looked_at}
