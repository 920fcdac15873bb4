"""What people type in this room."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.evidence.actions import LONGEST_EXPLANATION
from netzwerkstatt.evidence.models import OfficialFile
from netzwerkstatt.foundation.network.models import City, Theme
from netzwerkstatt.foundation.ui.forms import Form, ModelMultipleChoiceField


class UploadForm(Form):
    """An official file, when it was fetched, and from where."""

    widths: ClassVar = {"retrieved_on": "medium"}
    file = forms.FileField(
        label=_("Official file"),
        help_text=_("The table as the statistical office hands it out: classic CSV or flat file, unchanged."),
        error_messages={"empty": _("The file is empty.")},
        allow_empty_file=True,
    )
    retrieved_on = forms.DateField(
        label=_("When was it downloaded?"),
        widget=forms.DateInput,
        help_text=_("Offices correct figures; the day tells which ones these are."),
    )
    source_address = forms.CharField(
        label=_("Address from which it came"),
        required=False,
        max_length=500,
        widget=forms.URLInput,
        help_text=_("For instance the link of the table in the portal."),
    )

    def clean_file(self) -> UploadedFile:
        """Too large a file is refused before anybody reads it."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.MAX_UPLOAD_BYTES:
            most = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
            raise forms.ValidationError(_("The file is larger than %(most)d MB."), params={"most": most})
        return file

    def clean(self) -> dict[str, Any] | None:
        """Browsers forget a chosen file when a page comes back; say so instead of letting people wonder."""
        if self.errors and "file" not in self.errors:
            self.add_error("file", _("Please choose the file once more; the browser does not keep it."))
        return super().clean()


class CardForm(Form):
    """The claim that the chosen figures carry."""

    widths: ClassVar = {"table_code": "medium"}
    title = forms.CharField(
        label=_("What do the figures show?"),
        max_length=240,
        help_text=_("One sentence that everybody understands, with the number in it."),
        widget=forms.Textarea(attrs={"rows": 2, "data-count": ""}),
    )
    table_code = forms.CharField(
        label=_("Table number"),
        max_length=40,
        help_text=_("The file does not carry it. It stands above the table in the portal, as in 12411-01-01-4."),
    )
    explanation = forms.CharField(
        label=_("What should one know about it?"),
        required=False,
        max_length=LONGEST_EXPLANATION,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Limits of the figure, special events, what it does not say."),
    )
    city = forms.ModelChoiceField(
        label=_("For which city?"), queryset=City.objects.all(), required=False, empty_label=_("for several or none")
    )
    themes = ModelMultipleChoiceField(
        label=_("Themes"), queryset=Theme.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, file: OfficialFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if file.table_code:
            del self.fields["table_code"]


class FilterForm(forms.Form):
    """Which cards the list shows."""

    q = forms.CharField(label=_("Search the evidence"), required=False, max_length=120)
    theme = forms.ModelChoiceField(
        label=_("Theme"),
        queryset=Theme.objects.all(),
        required=False,
        to_field_name="slug",
        empty_label=_("all themes"),
    )
    city = forms.ModelChoiceField(
        label=_("City"), queryset=City.objects.all(), required=False, to_field_name="slug", empty_label=_("all cities")
    )

    def clean_q(self) -> str:
        """Words, one space between them."""
        return " ".join(self.cleaned_data["q"].split())
