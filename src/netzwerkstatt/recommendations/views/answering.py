"""The page on which a ministry answers."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.pages import find_visible, perform
from netzwerkstatt.foundation.events.errors import NotAllowed
from netzwerkstatt.recommendations import actions, rules
from netzwerkstatt.recommendations.forms import AnswerForm
from netzwerkstatt.recommendations.models import Address, Recommendation, Release


@access(rules.may_answer_somewhere)
@require_http_methods(["GET", "HEAD", "POST"])
def give_answer(request: ViewerRequest, public_id: str, land: str) -> HttpResponse:
    """A ministry answers for its Land, once."""
    found = find_visible(Recommendation, public_id, request.viewer)
    release = Release.objects.filter(recommendation=found).first()
    if release is None:
        raise Http404
    addresses = Address.objects.select_related("state", "recommendation__entry")
    address = get_object_or_404(addresses, recommendation=found, state__code=land)
    if not rules.may_answer.test(request.viewer, address):
        raise NotAllowed(_("Only the ministry of this Land can answer."))
    if hasattr(address, "answer") and request.method != "POST":
        return redirect(address.answer)
    form = AnswerForm(request.POST if request.method == "POST" else None, paragraphs=release.data["paragraphs"])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = perform(form, lambda: actions.answer(
            actor=_person(request), address=address, text=data["text"], stances=form.stances, client_id=data["client_id"]
        ))  # fmt: skip
        if made is not None:
            messages.success(request, _("Sent. The answer is public now."))
            return redirect(made)
    return render(request, "recommendations/give_answer.html", {"entry": found.entry, "address": address, "form": form})


def _person(request: ViewerRequest) -> Person:
    """Who is signed in; the rule of the view has seen to that."""
    return cast("Person", request.viewer)
