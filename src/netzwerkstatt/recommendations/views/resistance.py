"""Pages on which the partners say how much a draft goes against them, and what came out."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, signed_in
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.ballots.counting import Result, result_of
from netzwerkstatt.foundation.ballots.export import as_csv, as_data
from netzwerkstatt.foundation.ballots.forms import VoteForm
from netzwerkstatt.foundation.ballots.models import Ballot
from netzwerkstatt.foundation.ballots.names import Name, chosen, names_of
from netzwerkstatt.foundation.ballots.showing import acceptances, shown
from netzwerkstatt.foundation.entries.pages import find_visible, perform
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.network.rules import is_partner
from netzwerkstatt.foundation.ui.templatetags.ui import Tab
from netzwerkstatt.recommendations import resistance as measuring
from netzwerkstatt.recommendations import rules
from netzwerkstatt.recommendations.models import Recommendation


@access(is_partner)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def resistance(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The sheet while it is measured, the result afterwards; a post is the own answer."""
    found = find_visible(Recommendation, public_id, request.viewer)
    ballot = measuring.ballot_of(found)
    name = _name(request, request.GET.get("for", ""))
    form = _sheet(request, ballot, name) if ballot and ballot.is_open else None
    if request.method == "POST" and form is None:
        return redirect("recommendations:resistance", public_id)
    if ballot and form and request.method == "POST" and form.is_valid() and _cast(request, form, ballot, name):
        messages.success(request, _("Noted. Until the measuring is closed you can change it."))
        return _back(public_id, name)
    result = result_of(ballot) if ballot else None
    context = {
        "entry": found.entry,
        "ballot": ballot,
        "form": form,
        "name": name,
        "names": _tabs(public_id, name, names_of(request.viewer)) if form else [],
        "turnout": voting.turnout(ballot) if ballot and ballot.is_open else 0,
        "shown": shown(result) if result else None,
        "acceptances": acceptances(result) if result else [],
        "may_run": rules.may_edit.test(request.viewer, found) and not found.is_released,
    }
    return render(request, "recommendations/resistance.html", context)


def _name(request: ViewerRequest, key: str) -> Name:
    name = chosen(request.viewer, key)
    if name is None:
        raise NotAllowed(_("You do not speak for this organisation today."))
    return name


def _tabs(public_id: str, now: Name, names: list[Name]) -> list[Tab]:
    """In whose name the sheet is filled in; none where there is nothing to choose."""
    label = {name.key: str(name.organisation or _("for myself")) for name in names}
    every = [Tab(label[name.key], _address(public_id, name), name.key == now.key) for name in names]
    return every if len(every) > 1 else []


def _address(public_id: str, name: Name) -> str:
    here = reverse("recommendations:resistance", args=[public_id])
    return f"{here}?{urlencode({'for': name.key})}" if name.key else here


def _back(public_id: str, name: Name) -> HttpResponse:
    return HttpResponseRedirect(_address(public_id, name))


def _sheet(request: ViewerRequest, ballot: Ballot, name: Name) -> VoteForm:
    options = measuring.options_of(ballot)
    said = voting.said_by(ballot, name.organisation or request.viewer)
    return VoteForm(request.POST if request.method == "POST" else None, ballot=ballot, options=options, said=said)


def _cast(request: ViewerRequest, form: VoteForm, ballot: Ballot, name: Name) -> bool:
    if not form.said:
        form.add_error(None, _("Please say something to each of them; only then can they be compared."))
        return False

    def answer() -> bool:
        measuring.say(actor=_person(request), ballot=ballot, said=form.said, organisation=name.organisation)
        return True

    return bool(perform(form, answer))


@access(signed_in)
@require_POST
def measure(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Begin to measure."""
    found = find_visible(Recommendation, public_id, request.viewer)
    measuring.measure(actor=_person(request), recommendation=found)
    return redirect("recommendations:resistance", public_id)


@access(is_partner)
@require_POST
def take_back(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Take the own answer back, or that of the organisation named with `for`."""
    found = find_visible(Recommendation, public_id, request.viewer)
    name = _name(request, request.POST.get("for", ""))
    try:
        ballot = measuring.asked(found)
        measuring.say(actor=_person(request), ballot=ballot, said={}, organisation=name.organisation)
    except Invalid as invalid:
        messages.info(request, " ".join(str(text) for text in invalid.fields.values()))
    else:
        messages.success(request, _("Taken back. You can answer again until the measuring is closed."))
    return _back(public_id, name)


@access(signed_in)
@require_POST
def close(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Close the measuring; the result is shown."""
    found = find_visible(Recommendation, public_id, request.viewer)
    measuring.close(actor=_person(request), recommendation=found)
    return redirect("recommendations:resistance", public_id)


@access(is_partner)
@require_safe
def as_table(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The result as CSV; not there before the measuring is closed."""
    response = HttpResponse(as_csv(_result(request, public_id)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="resistance-{public_id}.csv"'
    return response


@access(is_partner)
@require_safe
def as_json(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The result for machines; not there before the measuring is closed."""
    return JsonResponse(as_data(_result(request, public_id)))


def _result(request: ViewerRequest, public_id: str) -> Result:
    result = measuring.result_for(find_visible(Recommendation, public_id, request.viewer))
    if result is None:
        raise Http404
    return result


def _person(request: ViewerRequest) -> Person:
    """Who is signed in; the rule of the view has seen to that."""
    return cast("Person", request.viewer)
