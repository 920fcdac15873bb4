"""The guided pages of the first start; later the coordinator's pages for the same things."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import login
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.accounts.models import Guest, Person, StartKey
from netzwerkstatt.foundation.entries.pages import perform
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.network import actions, queries
from netzwerkstatt.foundation.network.models import City, CityNetwork, District, Membership, State, Theme
from netzwerkstatt.foundation.network.rules import is_alliance_coordinator
from netzwerkstatt.foundation.ui.thread import Steps
from netzwerkstatt.site.setup import forms
from netzwerkstatt.site.setup.inviting import invite

STEPS = [
    ("alliance", gettext_lazy("Alliance")),
    ("states", gettext_lazy("Länder")),
    ("networks", gettext_lazy("Networks")),
    ("cities", gettext_lazy("Cities")),
    ("themes", gettext_lazy("Themes")),
    ("people", gettext_lazy("People")),
]


@dataclass(frozen=True)
class Adding:
    """One step that adds things of a kind: its words, its form, the action behind it, and what is there already."""

    step: str
    title: Any
    lead: Any
    button: Any
    form: type[BaseForm]
    add: Callable[[Person, dict[str, Any], Any], Any]
    present: Callable[[], Any]
    needs: Callable[[], Any] | None = None
    needs_text: Any = ""


def add_city(actor: Person, data: dict[str, Any], form: Any) -> City:
    """A city with its district, which is added where the alliance does not know it yet."""
    name, network = data.pop("district_name"), data["network"]
    key = data["ags"][:5]
    if not key.startswith(network.state.key):
        text = _("Municipality keys in %(state)s begin with %(key)s.")
        raise Invalid({"ags": text % {"state": network.state, "key": network.state.key}})
    known = District.objects.filter(key=key).first()
    district = known or actions.add_district(actor=actor, name=name, key=key, state=network.state)
    return actions.add_city(actor=actor, district=district, **data)


def add_person(actor: Person, data: dict[str, Any], form: Any) -> Person:
    data.pop("role")
    return invite(actor=actor, email=data.pop("email"), given=data | form.place())


ADDING = {
    "states": Adding(
        "states",
        gettext_lazy("The Länder"),
        gettext_lazy("In which Länder do your cities lie? Their order gives the colour, the same on every page."),
        gettext_lazy("Add Land"),
        forms.StateForm,
        lambda actor, data, _form: actions.add_state(actor=actor, **data),
        queries.states,
    ),
    "networks": Adding(
        "networks",
        gettext_lazy("The networks"),
        gettext_lazy("A network lies in one Land; an alliance may reach over several."),
        gettext_lazy("Add network"),
        forms.NetworkForm,
        lambda actor, data, _form: actions.add_network(actor=actor, **data),
        queries.networks,
        State.objects.exists,
        gettext_lazy("A network needs its Land first."),
    ),
    "cities": Adding(
        "cities",
        gettext_lazy("The cities"),
        gettext_lazy("The municipality key ties a city to official figures, the coordinates put it on the map."),
        gettext_lazy("Add city"),
        forms.CityForm,
        add_city,
        queries.cities,
        CityNetwork.objects.exists,
        gettext_lazy("A city needs its network first."),
    ),
    "themes": Adding(
        "themes",
        gettext_lazy("The themes"),
        gettext_lazy("Three to seven are enough: what your cities work on together."),
        gettext_lazy("Add theme"),
        forms.ThemeForm,
        lambda actor, data, _form: actions.add_theme(actor=actor, **data),
        queries.themes,
    ),
    "people": Adding(
        "people",
        gettext_lazy("The people"),
        gettext_lazy(
            "Whoever you enter here is told by e-mail and can sign in with a code. All rights follow from the role."
        ),
        gettext_lazy("Invite person"),
        forms.PersonForm,
        add_person,
        queries.current_memberships,
    ),
}


@access(everyone)
@require_http_methods(["GET", "HEAD", "POST"])
def first_administrator(request: ViewerRequest, token: str) -> HttpResponse:
    """The one-time link: makes the first account and signs it in."""
    form = forms.FirstAdministrator(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("email", "name", "password")}
        person = perform(form, lambda: actions.become_first_administrator(actor=request.viewer, token=token, **data))
        if person is not None:
            login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
            return redirect("site:setup-alliance")
    valid = StartKey.objects.filter(token_hash=Guest.hash_of(token), used_at__isnull=True).exists()
    context = {"form": form, "valid": valid, "steps": _steps(0)}
    return render(request, "site/setup/first.html", context, status=200 if valid else 410)


@access(is_alliance_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def alliance(request: ViewerRequest) -> HttpResponse:
    """Name and purpose of the alliance."""
    known = queries.the_alliance()
    initial = {"name": known.name, "purpose": known.purpose} if known else None
    form = forms.AllianceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("name", "purpose")}
        if perform(form, lambda: actions.found_alliance(actor=_person(request), **data)):
            return redirect("site:setup", step="states")
    return render(request, "site/setup/alliance.html", {"form": form, "steps": _steps(1)})


@access(is_alliance_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def adding(request: ViewerRequest, step: str) -> HttpResponse:
    """A step that adds things of one kind and shows those that are there."""
    what = ADDING[step]
    form: Any = what.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name != "client_id"}
        if perform(form, lambda: what.add(_person(request), data, form)):
            messages.success(request, _("Added. What comes next?"))
            return redirect("site:setup", step=step)
    number = [name for name, _label in STEPS].index(step)
    context = {
        "what": what,
        "form": form,
        "present": what.present(),
        "ready": what.needs is None or what.needs(),
        "steps": _steps(number + 1),
        "before": _address(number - 1),
        "after": _address(number + 1),
    }
    return render(request, "site/setup/adding.html", context)


@access(is_alliance_coordinator)
@require_POST
def remove(request: ViewerRequest, step: str, pk: int) -> HttpResponse:
    """Take something back that was entered by mistake and that nothing hangs on; a role ends instead."""
    if step == "people":
        membership = Membership.objects.select_related("person").filter(pk=pk).first()
        if membership is not None:
            actions.end_membership(actor=_person(request), membership=membership)
            messages.success(request, _("The role has ended."))
        return redirect("site:setup", step=step)
    models: dict[str, Any] = {"states": State, "networks": CityNetwork, "cities": City, "themes": Theme}
    thing = models[step].objects.filter(pk=pk).first()
    if thing is not None:
        _take_back(request, thing)
    return redirect("site:setup", step=step)


def _take_back(request: ViewerRequest, thing: Any) -> None:
    name = str(thing)
    if actions.take_back(actor=_person(request), thing=thing):
        messages.success(request, _("%(name)s is taken out.") % {"name": name})
    else:
        text = _("%(name)s stays. Other things already hang on it.")
        messages.warning(request, text % {"name": name})


def _steps(now: int) -> Steps:
    return Steps.of((_("Account"), *(str(label) for _name, label in STEPS)), now=now)


def _address(number: int) -> str:
    """The page of a step; before the first comes the alliance, after the last the start page."""
    if number >= len(STEPS):
        return reverse("site:start")
    name = STEPS[max(number, 0)][0]
    return reverse("site:setup-alliance") if name == "alliance" else reverse("site:setup", args=[name])


def _person(request: ViewerRequest) -> Person:
    """The rule of these views lets only people in."""
    return cast("Person", request.viewer)
