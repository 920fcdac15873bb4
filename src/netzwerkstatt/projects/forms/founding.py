"""What people fill in to found a project and to add a partner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.network.models import City, Organisation, OrganisationKind, Theme
from netzwerkstatt.foundation.network.queries import cities, organisations, themes
from netzwerkstatt.foundation.network.rules import standing
from netzwerkstatt.foundation.ui.forms import CheckboxSelectMultiple, Form, ModelMultipleChoiceField
from netzwerkstatt.foundation.versions.forms import EditForm
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.projects.actions import NewOrganisation
from netzwerkstatt.projects.models import Project


class IdeasField(forms.MultipleChoiceField):
    """Some of the given ideas; the value is a list of ideas."""

    def __init__(self, ideas: list[Idea], **options: Any) -> None:
        self.ideas = {idea.public_id: idea for idea in ideas}
        super().__init__(
            choices=[(idea.public_id, idea.text) for idea in ideas], widget=CheckboxSelectMultiple, **options
        )

    def clean(self, value: Any) -> list[Idea]:
        """The chosen ideas."""
        return [self.ideas[public_id] for public_id in super().clean(value)]


class _WithNewOrganisation(Form):
    """An organisation that the alliance does not know yet, by name and kind."""

    organisation_name = forms.CharField(label=_("Name of a new organisation"), max_length=160, required=False)
    organisation_kind = forms.ChoiceField(
        label=_("What it is"), choices=[("", _("Please choose")), *OrganisationKind.choices], required=False
    )
    contribution = forms.CharField(
        label=_("What it gives"),
        help_text=_("Time, room, money, skill: one line."),
        max_length=240,
        required=False,
    )

    def new_organisation(self) -> NewOrganisation | None:
        """The organisation that was typed, if one was."""
        data = self.cleaned_data
        if not data["organisation_name"]:
            return None
        return NewOrganisation(data["organisation_name"], data["organisation_kind"], data["contribution"])


class _Words(Form):
    """What a project says of itself."""

    widths: ClassVar[Mapping[str, str]] = {"first_step_due": "medium"}
    title = forms.CharField(label=_("Name of the project"), max_length=240)
    aim = forms.CharField(
        label=_("Aim"),
        help_text=_("What is different when it has worked?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    first_step = forms.CharField(
        label=_("First step"), help_text=_("So small that it can begin next week."), max_length=240
    )
    first_step_by = forms.CharField(label=_("Who does it"), max_length=160)
    first_step_due = forms.DateField(label=_("Until when"))
    themes = ModelMultipleChoiceField(
        queryset=Theme.objects.none(), label=_("Themes"), required=False, widget=CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["themes"].queryset = themes()  # type: ignore[attr-defined]


STEP = ("first_step", "first_step_by", "first_step_due")


class ChangeForm(EditForm, _Words):
    """The same words again; a first step that is done is no longer asked for."""

    def __init__(self, *args: Any, project: Project, **options: Any) -> None:
        said = {name: getattr(project, name) for name in ("title", "aim", *STEP)}
        super().__init__(
            *args, initial={**said, "themes": project.entry.theme_list, **options.pop("initial")}, **options
        )
        if project.first_step_done_on is not None:
            for name in STEP:
                del self.fields[name]

    def words(self, project: Project) -> dict[str, Any]:
        """What the action takes."""
        done = {name: getattr(project, name) for name in STEP}
        return {**done, **{name: self.cleaned_data[name] for name in self.fields if name != "client_id"}}


class FoundForm(_WithNewOrganisation, _Words):
    city = forms.ModelChoiceField(queryset=City.objects.none(), label=_("City that owns it"), empty_label=None)
    partner_cities = ModelMultipleChoiceField(
        queryset=City.objects.none(), label=_("Cities that carry it too"), required=False, widget=CheckboxSelectMultiple
    )
    partner_organisations = ModelMultipleChoiceField(
        queryset=Organisation.objects.none(),
        label=_("Organisations that carry it too"),
        required=False,
        widget=CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, person: Any, ideas: list[Idea], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["ideas"] = IdeasField(
            ideas,
            label=_("Ideas it comes from"),
            error_messages={"required": _("A project comes from at least one idea. Please choose one.")},
        )
        fields["city"].queryset = cities().filter(pk__in=standing(person).cities)
        fields["partner_cities"].queryset = cities()
        fields["partner_organisations"].queryset = organisations()

    def partners(self) -> list[Organisation | NewOrganisation]:
        """Known organisations, and the new one."""
        new = self.new_organisation()
        return [*self.cleaned_data["partner_organisations"], *([new] if new else [])]


class PartnerForm(_WithNewOrganisation):
    city = forms.ModelChoiceField(
        queryset=City.objects.none(), label=_("A city"), required=False, empty_label=_("no city")
    )
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=_("An organisation that is known already"),
        required=False,
        empty_label=_("none of these"),
    )
    field_order = ("city", "organisation", "organisation_name", "organisation_kind", "contribution")

    def __init__(self, *args: Any, owner: City, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["city"].queryset = cities().exclude(pk=owner.pk)
        fields["organisation"].queryset = organisations()

    def partner(self) -> dict[str, Any]:
        """What the action takes: a city or an organisation, and what it gives. Two at once are refused there."""
        data = self.cleaned_data
        given = data["organisation"] or self.new_organisation()
        return {"city": data["city"], "organisation": given, "contribution": data["contribution"]}
