from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.pages import perform
from netzwerkstatt.foundation.ui.forms import Form
from netzwerkstatt.foundation.versions.saving import Meanwhile

R = TypeVar("R")
_LONGEST_NUMBER = 8


class DeleteForm(Form):
    reason = forms.CharField(
        label=_("Why it is deleted"), help_text=_("This sentence stays on the page, for everybody."), max_length=400
    )


class BaseField(forms.CharField):
    """The version that the writer read. Missing or damaged it is 0, of which nothing is known, and never an error."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> int:
        """The number."""
        typed = str(value or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= _LONGEST_NUMBER else 0


class EditForm(Form):
    """A form over the words of an item; the page includes `versions/met.html`, which shows what others wrote."""

    named: ClassVar[Mapping[str, str]] = {}
    """Fields of the version that have another name in the form."""

    base = BaseField()
    met: Meanwhile | None = None

    def save(self, act: Callable[[], R]) -> R | None:
        """Run the edit action. Where others changed the same words, nothing typed is lost and None comes back: the
        page shows what they wrote, and the next save, which has seen it, stands.
        """
        return perform(self, lambda: self._tried(act))

    def _tried(self, act: Callable[[], R]) -> R:
        try:
            return act()
        except Meanwhile as meanwhile:
            self.met = meanwhile
            meanwhile.fields = {self.named.get(name, name): text for name, text in meanwhile.fields.items()}
            seen: Any = self.data.copy()  # type: ignore[attr-defined]
            seen[self.add_prefix("base")] = str(meanwhile.number)
            self.data = seen
            raise
