"""An idea, and the pool of ideas that wait to be taken up."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone, signed_in
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.ballots.names import chosen
from netzwerkstatt.foundation.entries.pages import find_visible, item_page
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.ui.templatetags.ui import Keyset, Tab
from netzwerkstatt.ideas import actions, queries
from netzwerkstatt.ideas.inquiries.rules import asks
from netzwerkstatt.ideas.models import Idea


class SearchForm(forms.Form):
    """Words that an idea must hold."""

    use_required_attribute = False
    q = forms.CharField(label=_("Words in it"), max_length=100, required=False)


@access(everyone)
@require_safe
def pool(request: ViewerRequest) -> HttpResponse:
    """Ideas nobody has chosen yet; any city may take one up."""
    form = SearchForm(request.GET if "q" in request.GET else None)
    text = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    by_votes = request.GET.get("sort") == "votes"
    shown = queries.pool(request.viewer, text=text, after=request.GET.get("after", ""), by_votes=by_votes)
    asked = {name: value for name, value in (("q", text), ("sort", "votes" if by_votes else "")) if value}
    after = f"?{urlencode({**asked, 'after': shown.after})}" if shown.after else ""
    context = {
        "form": form,
        "text": text,
        "ideas": shown.ideas,
        "keyset": Keyset(after=after),
        "by_votes": by_votes,
        "wanted": queries.wanted_by(request.viewer, shown.ideas),
        "orders": _orders(text, by_votes=by_votes),
        "may_ask": asks.test(request.viewer),
    }
    return render(request, "ideas/pool.html", context)


@access(everyone)
@require_safe
def idea(request: ViewerRequest, public_id: str) -> HttpResponse:
    """One idea: all of it, where it came up, what became of it."""
    found = find_visible(Idea, public_id, request.viewer, "cluster", "entry__home")
    names = queries.votes_on(found, request.viewer)
    context = item_page(found, request.viewer, idea=found, neighbours=queries.neighbours(found), names=names)
    return render(request, "ideas/idea.html", context)


def _orders(text: str, *, by_votes: bool) -> list[Tab]:
    """The two orders of the pool."""
    here, kept = reverse("ideas:pool"), {"q": text} if text else {}
    votes = f"{here}?{urlencode({**kept, 'sort': 'votes'})}"
    youngest = f"{here}?{urlencode(kept)}" if kept else here
    return [Tab(str(_("Youngest first")), youngest, not by_votes), Tab(str(_("Most up-votes first")), votes, by_votes)]


@access(signed_in)
@require_POST
def up_vote(request: ViewerRequest, public_id: str) -> HttpResponse:
    """A voice for the idea, posted with `up` empty it is taken back; `for` says in whose name."""
    found = find_visible(Idea, public_id, request.viewer)
    person, name = cast("Person", request.viewer), chosen(request.viewer, request.POST.get("for", ""))
    if name is None:
        raise NotAllowed(_("You do not speak for this organisation today."))
    up = bool(request.POST.get("up"))
    try:
        actions.up_vote(actor=person, idea=found, up=up, organisation=name.organisation)
    except Invalid as invalid:
        messages.info(request, " ".join(str(text) for text in invalid.fields.values()))
    back = request.POST.get("next", "")
    here = back.startswith("/") and url_has_allowed_host_and_scheme(back, None)
    return HttpResponseRedirect(f"{back}#i-{public_id}" if here else found.get_absolute_url())
