"""Mitmachen: offer help to a project, answer an offer, take it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from netzwerkstatt.foundation.accounts import limits
from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone, signed_in
from netzwerkstatt.foundation.entries.pages import find_visible, perform
from netzwerkstatt.foundation.events.errors import NotAllowed
from netzwerkstatt.projects import actions, needs, queries, rules
from netzwerkstatt.projects.forms.helping import AnswerHelpForm, OfferForm, UnsignedOfferForm
from netzwerkstatt.projects.models import Help, Need, Project
from netzwerkstatt.projects.views.pages import who_is_there

MAILS_TO = limits.Limit("help-mails-to", 5, timedelta(days=1))
MAILS_FROM = limits.Limit("help-mails-from", 20, timedelta(hours=1))


@access(everyone)
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: ViewerRequest, public_id: str, need: int) -> HttpResponse:
    """Offer some of what a project needs; without an account a mail asks to confirm it."""
    project = find_visible(Project, public_id, request.viewer)
    wanted = queries.line_of(project, Need, need)
    if not isinstance(wanted, Need):
        raise Http404
    (shown,) = needs.shown(project, [wanted], list(needs.offers_to(project)), request.viewer)
    made = OfferForm if request.viewer else UnsignedOfferForm
    form = made(request.POST if request.method == "POST" else None, need=wanted, person=request.viewer)
    if request.method == "POST" and form.is_valid():
        if request.viewer is None:
            if asked := _asked_to_confirm(request, form, wanted):
                context = {"project": project, "entry": project.entry, "address": asked.address}
                return render(request, "projects/offer_sent.html", context)
        elif perform(form, lambda: actions.offer_help(actor=who_is_there(request), need=wanted, **form.cleaned_data)):
            messages.success(request, _("Offered. The city answers; you are told."))
            return redirect(f"{project.get_absolute_url()}#needs")
    context = {"form": form, "project": project, "entry": project.entry, "shown": shown}
    return render(request, "projects/offer.html", context, status=422 if form.errors else 200)


def _asked_to_confirm(request: ViewerRequest, form: Any, need: Need) -> Help | None:
    """A mail is on its way. Few go to one address, and few from one place, so that nobody is flooded by us."""
    data = dict(form.cleaned_data)
    address = data.pop("email")
    limits.spend(MAILS_TO, hidden("projects.mails", address.strip().lower()))
    limits.spend(MAILS_FROM, hidden("projects.mails", str(get_adapter(request).get_client_ip(request))))
    return perform(form, lambda: actions.ask_to_confirm_help(need=need, address=address, **data))


def hidden(salt: str, words: str) -> str:
    """As a keyed hash: enough to count, not to know whose it is."""
    return salted_hmac(salt, words, algorithm="sha256").hexdigest()[:32]


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: ViewerRequest, public_id: str, offer: int) -> HttpResponse:
    """The project's city reads an offer, and accepts or declines it."""
    project, found = _found(request, public_id, offer)
    if not rules.may_answer_help.test(request.viewer, found):
        raise NotAllowed(actions.SPEAKERS)
    form = AnswerHelpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        accepts, words = request.POST.get("accepts") == "yes", form.cleaned_data["words"]
        if perform(
            form, lambda: actions.answer_help(actor=who_is_there(request), offer=found, accepts=accepts, words=words)
        ):
            messages.success(request, _("Noted. Who offered it is told."))
            return redirect(f"{project.get_absolute_url()}#needs")
    (shown,) = needs.shown(project, [found.need], list(needs.offers_to(project)), request.viewer)
    one = next(each for each in shown.offers if each.offer.pk == found.pk)
    context = {"form": form, "project": project, "entry": project.entry, "shown": shown, "one": one}
    return render(request, "projects/answer_help.html", context, status=422 if form.errors else 200)


@access(signed_in)
@require_POST
def withdraw(request: ViewerRequest, public_id: str, offer: int) -> HttpResponse:
    """Who offered takes it back."""
    project, found = _found(request, public_id, offer)
    actions.withdraw_help(actor=who_is_there(request), offer=found)
    messages.success(request, _("Taken back. The city is told."))
    return redirect(f"{project.get_absolute_url()}#needs")


def _found(request: ViewerRequest, public_id: str, offer: int) -> tuple[Project, Help]:
    project = find_visible(Project, public_id, request.viewer)
    found = needs.offer_of(project, offer)
    if found is None:
        raise Http404
    return project, found
