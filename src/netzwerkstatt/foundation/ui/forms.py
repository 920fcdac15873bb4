"""Forms in the house's own hand: KERN's markup, our surfaces, errors where they belong.

`KernRenderer` draws every Django form. `Form` and `ModelForm` add what all our forms share: the hidden `client_id`
that makes a repeated post the same post, native pickers for day and time, and no browser bubbles, because the
server's own sentences say more.
"""

import uuid
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Final

from django import forms
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.utils.translation import gettext_lazy as _

_TEMPLATES: Final = Path(__file__).parent / "templates"


@cache
def _ours(name: str) -> str | None:
    """Our template for one of Django's form templates, if we have one."""
    own = name.replace("django/forms/", "ui/forms/", 1)
    return own if own != name and (_TEMPLATES / own).is_file() else None


@cache
def _django() -> DjangoTemplates:
    return DjangoTemplates()


class KernRenderer(TemplatesSetting):
    """Draws forms with `templates/ui/forms`, and with Django's own templates where we have none."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    def get_template(self, template_name: str) -> Any:
        """The template to draw with; `django/forms/…` is looked up in our folder first."""
        if own := _ours(template_name):
            return super().get_template(own)
        if template_name.startswith("django/forms/"):
            return _django().get_template(template_name)
        return super().get_template(template_name)


class DateInput(forms.DateInput):
    """The device's own calendar; the value travels as 2026-05-12, whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The device's own clock, hours and minutes."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class DateTimeInput(forms.DateTimeInput):
    """Day and time in one field."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class _Hinted(forms.widgets.ChoiceWidget):
    """A choice whose options carry a second line: what follows if one takes it."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, hints: Mapping[Any, Any] | None = None) -> None:
        super().__init__(attrs)
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Django's option with our `hint` beside its label."""
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        return option


class RadioSelect(_Hinted, forms.RadioSelect):
    """One of a few, all visible: `RadioSelect(hints={"nobody": _("Not even the facilitator sees a name.")})`."""


class CheckboxSelectMultiple(_Hinted, forms.CheckboxSelectMultiple):
    """Some of a few, all visible, each with an optional second line."""


class ClientIdField(forms.UUIDField):
    """The id under which the browser knows this post; sent twice, it is still one contribution.

    A missing or damaged value is replaced and never an error: nobody can mend a field they cannot see.
    """

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=uuid.uuid4)

    def clean(self, value: Any) -> uuid.UUID:
        """The browser's id, or a new one."""
        try:
            return super().clean(value) or uuid.uuid4()
        except forms.ValidationError:
            return uuid.uuid4()


class FileField(forms.FileField):
    """A file that is refused here when it is larger than `most()` bytes, before anybody reads it.

    An empty one comes through: what reads it says so, in the same words wherever the file came from.
    """

    default_error_messages: ClassVar = {"large": _("The file is larger than %(most)d MB.")}

    def __init__(self, *, most: Callable[[], int], **options: Any) -> None:
        super().__init__(allow_empty_file=True, **options)
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The upload. Raises `ValidationError` for one that is too large."""
        file = super().clean(data, initial)
        most = self.most()
        if file and (file.size or 0) > most:
            raise forms.ValidationError(self.error_messages["large"], code="large", params={"most": most // 2**20})
        return file


class ModelMultipleChoiceField(forms.ModelMultipleChoiceField):
    """Some rows of a table. A key beyond every number is a choice that does not exist; SQLite would raise."""

    def clean(self, value: Any) -> Any:
        """The chosen rows. Raises `ValidationError` for what cannot be chosen."""
        for key in value if isinstance(value, list | tuple) else ():
            if len(str(key)) > _LONGEST_KEY:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": str(key)[:20]}
                )
        return super().clean(value)


_LONGEST_KEY: Final = 18
_PICKERS: Final[dict[type[forms.Widget], type[forms.Widget]]] = {
    forms.DateInput: DateInput,
    forms.TimeInput: TimeInput,
    forms.DateTimeInput: DateTimeInput,
    forms.RadioSelect: RadioSelect,
    forms.CheckboxSelectMultiple: CheckboxSelectMultiple,
}


class _House:
    """What our forms share; mixed into `Form` and `ModelForm`."""

    autocomplete: ClassVar[Mapping[str, str]] = {}
    """Field name to HTML autocomplete token (`email`, `organization`, `given-name` …), so that browsers can help."""

    widths: ClassVar[Mapping[str, str]] = {}
    """Field name to `short` (a number, 140 px), `medium` (a day, 280 px) or nothing for the full measure."""

    use_required_attribute = False
    template_name = "ui/forms/form.html"
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            picker = _PICKERS.get(type(field.widget))
            if picker is not None:
                field.widget = _exchange(field, picker)
            if token := self.autocomplete.get(name):
                field.widget.attrs["autocomplete"] = token
            if field.error_messages["required"] is forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _("This is still missing.")
            if field.required and not isinstance(field.widget, forms.HiddenInput) and not field.widget.use_fieldset:
                field.widget.attrs["aria-required"] = "true"


def _exchange(field: forms.Field, picker: type[forms.Widget]) -> forms.Widget:
    """The same widget in our hand, with its attributes, choices and language kept."""
    old, new = field.widget, picker(field.widget.attrs)
    new.is_required, new.is_localized = old.is_required, old.is_localized
    if isinstance(old, forms.widgets.ChoiceWidget) and isinstance(new, forms.widgets.ChoiceWidget):
        new.choices = old.choices
    return new


class Form(_House, forms.Form):
    """A form of the house."""

    client_id = ClientIdField()


class ModelForm(_House, forms.ModelForm):
    """A form of the house over a model; its `save` is for tests only, pages call an action."""

    client_id = ClientIdField()


def kind_of(bound: forms.BoundField) -> str:
    """How a field is laid out: `check` (one box), `group` (a fieldset of several) or `input`."""
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return "check"
    return "group" if bound.use_fieldset else "input"


def first_id(bound: forms.BoundField) -> str:
    """The id an error's link jumps to: the field, or the first box of a group."""
    return bound.id_for_label or f"{bound.auto_id}_0"


def errors_of(form: forms.BaseForm) -> list[tuple[str, str]]:
    """All errors of a form as (id to jump to or "", label and sentence), in the order of the fields."""
    found = [("", str(error)) for error in form.non_field_errors()]
    for bound in form:
        target, label = ("", "") if bound.is_hidden else (first_id(bound), _spoken(str(bound.label)))
        found += [(target, f"{label}{error}") for error in bound.errors]
    return found


def _spoken(label: str) -> str:
    """The label before an error's sentence; a label that is a question needs no colon."""
    return f"{label} " if label.endswith(("?", ":", "!", ".")) else f"{label}: "
