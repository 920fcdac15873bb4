"""What people type in this room."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.evidence.actions import LONGEST_EXPLANATION
from netzwerkstatt.evidence.importing.arriving import LARGEST_REGISTER
from netzwerkstatt.evidence.importing.border_list import LARGEST as LARGEST_LIST
from netzwerkstatt.evidence.models import OfficialFile, TerritoryChange
from netzwerkstatt.foundation.network.models import City, Theme
from netzwerkstatt.foundation.network.rules import RELEASING_ROLES, is_alliance_coordinator, standing
from netzwerkstatt.foundation.ui.forms import FileField, Form, ModelMultipleChoiceField


class UploadForm(Form):
    """An official file, when it was fetched, and from where."""

    widths: ClassVar = {"retrieved_on": "medium"}
    file = FileField(
        label=_("Official file"),
        help_text=_("The table as the statistical office hands it out: classic CSV or flat file, unchanged."),
        most=lambda: settings.MAX_UPLOAD_BYTES,
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

    def __init__(self, *args: Any, file: OfficialFile | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if file is None or file.table_code:
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


class StatisticsForm(Form):
    """A file of official statistics that is to be imported whole."""

    widths: ClassVar = {"retrieved_on": "medium", "table_code": "medium"}
    file = FileField(
        label=_("File of official statistics"),
        help_text=_("Flat file, classic CSV, INKAR export or Gemeindeverzeichnis, unchanged; also packed (.zip, .gz)."),
        most=lambda: settings.MAX_STATISTICS_BYTES,
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
    table_code = forms.CharField(
        label=_("Table number, where the file does not carry it"),
        required=False,
        max_length=40,
        help_text=_("It stands above the table in the portal, as in 12411-01-01-4."),
    )


class RegisterForm(Form):
    """A city's own register export."""

    widths: ClassVar = {"retrieved_on": "medium"}
    city = forms.ModelChoiceField(label=_("City"), queryset=City.objects.all())
    file = FileField(
        label=_("Export of the register of residents"),
        help_text=_("A table with the number of people by age and sex (CSV). No line per person: the register counts."),
        most=lambda: LARGEST_REGISTER,
    )
    retrieved_on = forms.DateField(label=_("When was it made?"), widget=forms.DateInput)

    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["city"]
        cities = City.objects.all()
        if not is_alliance_coordinator.test(viewer):
            places = {pk for role in RELEASING_ROLES for pk in standing(viewer).places(role)}
            cities = cities.filter(pk__in=places)
        field.queryset = cities  # type: ignore[attr-defined]
        if len(cities) == 1:
            field.initial, field.empty_label = cities[0], None  # type: ignore[attr-defined]


class ColumnsForm(Form):
    """Which column of a register export holds what."""

    widths: ClassVar = {"day": "medium"}
    day = forms.DateField(label=_("Day to which the figures refer"), widget=forms.DateInput)
    age = forms.ChoiceField(label=_("Age"), help_text=_("Completed years, such as 17 or 90+."))
    sex = forms.ChoiceField(label=_("Sex"), required=False)
    count = forms.ChoiceField(label=_("Number of people"), required=False)
    men = forms.ChoiceField(
        label=_("Number of men"), required=False, help_text=_("Only where men and women stand side by side.")
    )
    women = forms.ChoiceField(label=_("Number of women"), required=False)

    def __init__(self, *args: Any, header: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("age", "sex", "count", "men", "women"):
            self.fields[name].choices = [("", _("no column")), *((one, one) for one in header)]  # type: ignore[attr-defined]


class BorderListForm(Form):
    """The yearly list of changes of borders."""

    widths: ClassVar = {"retrieved_on": "medium"}
    file = FileField(
        label=_("List of changes of names, borders and keys (.xlsx)"),
        help_text=_("One year of the Gemeindeverzeichnis GV-ISys, as the Federal Statistical Office offers it."),
        most=lambda: LARGEST_LIST,
    )
    retrieved_on = forms.DateField(label=_("When was it downloaded?"), widget=forms.DateInput)
    source_address = forms.CharField(
        label=_("Address from which it came"), required=False, max_length=500, widget=forms.URLInput
    )


class BorderForm(Form):
    """One change of borders."""

    widths: ClassVar = {"before": "medium", "after": "medium", "on": "medium"}
    before = forms.CharField(label=_("Key before (AGS)"), max_length=8, help_text=_("8 digits, or 5 for a district."))
    before_name = forms.CharField(label=_("Name before"), max_length=200)
    after = forms.CharField(label=_("Key after (AGS)"), max_length=8)
    after_name = forms.CharField(label=_("Name after"), max_length=200)
    kind = forms.ChoiceField(label=_("What happened?"), choices=TerritoryChange.Kind.choices, widget=forms.RadioSelect)
    on = forms.DateField(label=_("From which day?"), widget=forms.DateInput)
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("For instance the law with its page in the gazette.")
    )


class ConfirmForm(Form):
    """The word to enter what was read, with the table number where it is missing."""

    widths: ClassVar = {"table_code": "medium"}
    table_code = forms.CharField(
        label=_("Table number"),
        max_length=40,
        help_text=_("The file does not carry it. It stands above the table in the portal, as in 12411-01-01-4."),
    )

    def __init__(self, *args: Any, needs_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_code:
            del self.fields["table_code"]
