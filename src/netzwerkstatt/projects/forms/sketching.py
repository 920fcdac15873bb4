"""The canvas as a form: what it comes from, and its boxes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.foundation.network.queries import cities
from netzwerkstatt.foundation.ui.forms import CheckboxSelectMultiple, ModelMultipleChoiceField, RadioSelect
from netzwerkstatt.ideas.models import Cluster, Idea
from netzwerkstatt.projects.forms.founding import IdeasField
from netzwerkstatt.projects.forms.plan import LineForm
from netzwerkstatt.projects.models import CostClass, Sketch
from netzwerkstatt.projects.models.sketch import LONGEST_BOX

CHOSEN_IDEAS = "ideas"


def _box(label: Any, hint: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=LONGEST_BOX, required=False, widget=forms.Textarea(attrs={"rows": rows})
    )


class SketchForm(LineForm):
    """All boxes; only the working title and where it comes from have to be there."""

    widths: ClassVar[Mapping[str, str]] = {"first_step_due": "medium"}
    source = forms.ChoiceField(label=_("What it comes from"), widget=RadioSelect)
    title = forms.CharField(label=_("Working title"), max_length=240)
    problem = _box(_("The problem"), _("Which problem does it ease, and for how many?"))
    figure = forms.ModelChoiceField(
        label=_("The figure"), queryset=Entry.objects.none(), required=False, empty_label=_("none yet")
    )
    for_whom = _box(_("For whom"))
    idea = _box(_("The idea in three sentences"), _("What is different when it has worked?"), rows=4)
    new_for_us = _box(_("What is new about it for us"))
    cities = ModelMultipleChoiceField(
        queryset=City.objects.none(), label=_("Cities that carry it too"), required=False,
        widget=CheckboxSelectMultiple, help_text=_("At least one from another Land."),
    )  # fmt: skip
    others = _box(_("Other partners"), _("Businesses, clubs, offices: who could join in?"), rows=2)
    first_step = forms.CharField(
        label=_("First step"), max_length=240, required=False, help_text=_("Within the next four weeks.")
    )
    first_step_by = forms.CharField(label=_("Who does it"), max_length=160, required=False)
    first_step_due = forms.DateField(label=_("Until when"), required=False)
    cost_class = forms.ChoiceField(label=_("About how much it costs"), choices=CostClass.choices, required=False)
    risk = _box(_("What could go wrong"), rows=2)
    legal = _box(_("Which legal question is open"), rows=2)
    owner = forms.ModelChoiceField(
        label=_("Which city owns it"), queryset=City.objects.none(), required=False, empty_label=_("not said yet")
    )

    def __init__(
        self,
        *args: Any,
        clusters: Sequence[Cluster],
        choices: list[Idea],
        figures: Any,
        sketch: Sketch | None = None,
        begin: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, line=sketch, **options)  # type: ignore[arg-type]  # a line in all but its project
        self.clusters = {one.public_id: one for one in clusters}
        fields: dict[str, Any] = self.fields
        fields["source"].choices = [
            *((one.public_id, one.title) for one in clusters),
            (CHOSEN_IDEAS, _("Ideas that you choose below")),
        ]
        fields["chosen"] = IdeasField(choices, label=_("Ideas"), required=False)
        fields["figure"].queryset = figures
        fields["cities"].queryset = fields["owner"].queryset = cities()
        self.initial.update(_of(sketch) if sketch else dict(begin or {}))

    def clean(self) -> None:
        """The cluster, or the chosen ideas."""
        super().clean()
        self.cluster = self.clusters.get(self.cleaned_data.get("source", ""))
        if self.cluster is None and not self.cleaned_data.get("chosen") and "source" not in self.errors:
            self.add_error("chosen", _("A project comes from at least one idea. Please choose one."))

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        data = {n: value for n, value in self.cleaned_data.items() if n not in {"source", "chosen", *Sketch.BOXES}}
        data["boxes"] = {name: self.cleaned_data.get(name, "") for name in Sketch.BOXES}
        return data | {"cluster": self.cluster, "ideas": self.cleaned_data["chosen"] if self.cluster is None else []}


def _of(sketch: Sketch) -> dict[str, Any]:
    return {
        "source": sketch.cluster.public_id if sketch.cluster else CHOSEN_IDEAS,
        "chosen": [] if sketch.cluster else list(sketch.ideas.values_list("entry__public_id", flat=True)),
        "cities": list(sketch.cities.values_list("pk", flat=True)),
        "figure": sketch.figure_id,
        "owner": sketch.owner_id,
    }
