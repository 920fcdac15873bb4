"""Whom one can ask, for those who invite; and when I can be asked, for everybody in the pool."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import MemberRequest, access
from netzwerkstatt.foundation.entries.pages import perform
from netzwerkstatt.foundation.events.log import unit_of_work
from netzwerkstatt.foundation.network.rules import is_partner
from netzwerkstatt.foundation.ui.formatting import day
from netzwerkstatt.workshops import actions, pool
from netzwerkstatt.workshops.models import Absence
from netzwerkstatt.workshops.pool_forms import PoolFilter, TimeForm
from netzwerkstatt.workshops.rules import may_invite

A_PAGE = 20


@access(may_invite)
@require_safe
def experts(request: MemberRequest) -> HttpResponse:
    """The pool over all networks: by words, theme, Land, a day, and without ties to a city. At most twelve queries."""
    form = PoolFilter(request.GET)
    form.is_valid()
    wanted: dict[str, Any] = getattr(form, "cleaned_data", {})
    land, theme, when, apart = (wanted.get(name) for name in ("land", "theme", "free_on", "apart"))
    found = pool.pool(words=wanted.get("q") or "", theme=theme.slug if theme else "", land=land.code if land else "")
    found = pool.free_on(found, when) if when else found
    found = pool.without_ties(found, apart) if apart else found
    page = Paginator(pool.with_time(found), A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "chips": _chips(wanted), "filtered": any(wanted.values())}
    return render(request, "workshops/experts.html", context)


def _chips(wanted: dict[str, Any]) -> list[tuple[str, str]]:
    """Each filter that is set, with the address of the list without it."""
    when, apart = wanted.get("free_on"), wanted.get("apart")
    shown = {
        "q": wanted.get("q"),
        "theme": wanted.get("theme"),
        "land": wanted.get("land"),
        "free_on": when and _("free on %(day)s") % {"day": day(when)},
        "apart": apart and _("without ties to %(city)s") % {"city": apart},
    }
    there = {
        name: value.isoformat() if name == "free_on" else getattr(value, "pk", value)
        for name, value in wanted.items()
        if value
    }
    return [
        (str(shown[name]), f"?{urlencode({other: value for other, value in there.items() if other != name})}")
        for name in there
    ]


@access(is_partner)
@require_http_methods(["GET", "HEAD", "POST"])
def time(request: MemberRequest) -> HttpResponse:
    """When I can be asked: how often at most, and the days on which I cannot come."""
    me = request.viewer
    form = TimeForm(request.POST or None, initial={"most": pool.limit_of(me)})
    if request.method == "POST" and form.is_valid():

        def say() -> bool:
            data = form.cleaned_data
            with unit_of_work():
                actions.come_at_most(actor=me, most=data["most"])
                if data["since"]:
                    actions.be_away(actor=me, since=data["since"], until=data["until"])
            return True

        if perform(form, say):
            messages.success(request, _("Noted. Whoever invites sees it."))
            return redirect("workshops:time")
    return render(request, "workshops/time.html", {"form": form, "absences": pool.absences_of(me)})


@access(is_partner)
@require_POST
def back(request: MemberRequest) -> HttpResponse:
    """I can be asked on these days after all."""
    given = request.POST.get("absence", "")
    absence = get_object_or_404(
        Absence, pk=int(given) if given.isascii() and given.isdigit() and len(given) < 12 else 0, person=request.viewer
    )
    actions.be_back(actor=request.viewer, absence=absence)
    messages.success(request, _("Taken away: you can be asked on these days."))
    return redirect("workshops:time")
