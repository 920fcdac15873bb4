"""Pages on which the partners say how much a draft goes against them, and what came out."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
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
from netzwerkstatt.foundation.ballots.showing import acceptances, shown
from netzwerkstatt.foundation.entries.pages import find_visible, perform
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.network.rules import is_partner
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
    form = _sheet(request, ballot) if ballot and ballot.is_open else None
    if request.method == "POST" and form is None:
        return redirect("recommendations:resistance", public_id)
    if ballot and form and request.method == "POST" and form.is_valid() and _cast(request, form, ballot):
        messages.success(request, _("Noted. Until the measuring is closed you can change it."))
        return redirect("recommendations:resistance", public_id)
    result = result_of(ballot) if ballot else None
    context = {
        "entry": found.entry,
        "ballot": ballot,
        "form": form,
        "turnout": voting.turnout(ballot) if ballot and ballot.is_open else 0,
        "shown": shown(result) if result else None,
        "acceptances": acceptances(result) if result else [],
        "may_run": rules.may_edit.test(request.viewer, found) and not found.is_released,
    }
    return render(request, "recommendations/resistance.html", context)


def _sheet(request: ViewerRequest, ballot: Ballot) -> VoteForm:
    options = measuring.options_of(ballot)
    said = voting.said_by(ballot, request.viewer)
    return VoteForm(request.POST if request.method == "POST" else None, ballot=ballot, options=options, said=said)


def _cast(request: ViewerRequest, form: VoteForm, ballot: Ballot) -> bool:
    if not form.said:
        form.add_error(None, _("Please say something to each of them; only then can they be compared."))
        return False

    def answer() -> bool:
        measuring.say(actor=_person(request), ballot=ballot, said=form.said)
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
    """Take the own answer back."""
    found = find_visible(Recommendation, public_id, request.viewer)
    try:
        measuring.say(actor=_person(request), ballot=measuring.asked(found), said={})
    except Invalid as invalid:
        messages.info(request, " ".join(str(text) for text in invalid.fields.values()))
    else:
        messages.success(request, _("Taken back. You can answer again until the measuring is closed."))
    return redirect("recommendations:resistance", public_id)


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
