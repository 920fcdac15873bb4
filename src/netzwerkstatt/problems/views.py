"""HTTP in, HTTP out: list, problem, naming one, wording it anew, and adding evidence."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from netzwerkstatt.evidence import queries as evidence
from netzwerkstatt.evidence.models import EvidenceCard, ScenarioEntry
from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.entries.pages import find_visible, ids_sent, item_page, perform
from netzwerkstatt.foundation.events.errors import NotAllowed
from netzwerkstatt.foundation.network.queries import cities
from netzwerkstatt.foundation.network.rules import standing
from netzwerkstatt.foundation.versions.saving import number_now
from netzwerkstatt.problems import actions, queries, rules
from netzwerkstatt.problems.forms import (
    Attempts,
    ChangeForm,
    DiscussForm,
    FilterForm,
    MoreAttempts,
    ProblemForm,
    SupportForm,
    tried,
)
from netzwerkstatt.problems.models import Problem

A_PAGE = 20
CARDS_A_PAGE = 15


@access(everyone)
@require_safe
def problem_list(request: ViewerRequest) -> HttpResponse:
    """All problems, the newest first; by words, Land and theme."""
    form = FilterForm(request.GET)
    form.is_valid()
    wanted = getattr(form, "cleaned_data", {})
    land, theme, city = wanted.get("land"), wanted.get("theme"), wanted.get("city")
    found = queries.problems(
        viewer=request.viewer,
        text=wanted.get("q") or "",
        land=land.code if land else "",
        theme=theme.slug if theme else "",
        city=city.slug if city else "",
    )
    context = {
        "form": form,
        "city": city,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "filtered": any(wanted.values()),
        "may_name": rules.names_problems.test(request.viewer),
    }
    return render(request, "problems/list.html", context)


@access(everyone)
@require_safe
def problem(request: ViewerRequest, public_id: str) -> HttpResponse:
    """One problem: who is affected, what the figures say, what was tried, what can happen next."""
    found = find_visible(Problem, public_id, request.viewer)
    first, _gap, rest = found.affected.partition("\n\n")
    more = {
        "first": first,
        "rest": rest,
        **queries.told_of(found, viewer=request.viewer),
        "may_support": rules.supports_problem.test(request.viewer, found),
        "support_url": queries.support_url(found),
        "saved": "saved" in request.GET,
    }
    return render(request, "problems/problem.html", item_page(found, request.viewer, **more))


@access(rules.names_problems)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ViewerRequest) -> HttpResponseBase:
    """Name a problem, perhaps from a figure (`?card=` public id)."""
    own = cities().filter(pk__in=standing(request.viewer).cities).order_by("name")
    cards = _named_cards(request)
    form = ProblemForm(_posted(request), cities=own, initial={"city": own.first()})
    attempts = Attempts(_posted(request), prefix="tried")
    if request.method == "POST" and form.is_valid() & attempts.is_valid():
        made = perform(form, partial(_name, request, form.cleaned_data, attempts, cards))
        if made:
            return redirect(made)
    context = {"form": form, "attempts": attempts, "cards": [evidence.shown(card) for card in cards]}
    return render(request, "problems/new.html", context, status=422 if form.errors or attempts.is_bound else 200)


def _named_cards(request: ViewerRequest) -> list[EvidenceCard]:
    """The cards that the address or the form names, as far as the viewer may see them."""
    given = ids_sent((request.POST if request.method == "POST" else request.GET).getlist("card"))[:10]
    return list(evidence.cards(viewer=request.viewer).filter(entry__public_id__in=given)) if given else []


def _name(request: ViewerRequest, given: dict[str, Any], attempts: Any, cards: list[EvidenceCard]) -> Problem:
    return actions.name_problem(
        actor=request.viewer,
        city=given["city"],
        statement=given["statement"],
        affected=given["affected"],
        tried=tried(attempts),
        themes=given["themes"],
        cards=cards,
        client_id=given["client_id"],
    )


@access(rules.names_problems)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ViewerRequest, public_id: str) -> HttpResponseBase:
    """Word the problem anew; where others did so meanwhile, both are shown."""
    found = find_visible(Problem, public_id, request.viewer)
    if not rules.changes_problem.test(request.viewer, found):
        raise NotAllowed(actions.ONLY_OWN_CITY)
    start = {"statement": found.title, "affected": found.affected, "themes": found.themes}
    form = ChangeForm(_posted(request), initial={**start, "base": number_now(found.entry)})
    told = found.attempts.order_by("position").values("text", "result", "verdict")
    attempts = MoreAttempts(_posted(request), prefix="tried", initial=list(told))
    if request.method == "POST" and form.is_valid() & attempts.is_valid():
        data = form.cleaned_data
        said = {name: data[name] for name in ("base", "statement", "affected", "themes")}
        if form.save(
            partial(actions.change_problem, actor=request.viewer, problem=found, tried=tried(attempts), **said)
        ):
            return redirect(f"{found.get_absolute_url()}?saved")
    status = 409 if form.met else 422 if form.errors or attempts.is_bound else 200
    return render(
        request, "problems/change.html", {"problem": found, "form": form, "attempts": attempts}, status=status
    )


@access(rules.names_problems)
@require_http_methods(["GET", "HEAD", "POST"])
def support(request: ViewerRequest, public_id: str) -> HttpResponseBase:
    """Choose a card that the problem rests on."""
    found = find_visible(Problem, public_id, request.viewer)
    if not rules.supports_problem.test(request.viewer, found):
        raise NotAllowed(actions.ONLY_OWN_CITY)
    # a second click finds its card tied already: it is among all cards, no longer among those to choose
    form = SupportForm(_posted(request), cards=evidence.cards(viewer=request.viewer))
    if request.method == "POST" and form.is_valid():
        card = form.cleaned_data["card"]
        if perform(form, partial(actions.support_with_evidence, actor=request.viewer, problem=found, card=card)):
            return redirect(found)
    words = " ".join(request.GET.get("q", "").split())[:120]
    cards = evidence.cards(viewer=request.viewer, text=words).exclude(entry__links_out__target=found.entry)
    page = Paginator(cards, CARDS_A_PAGE).get_page(request.GET.get("page"))
    context = {"problem": found, "form": form, "page": page, "q": words}
    return render(request, "problems/support.html", context, status=422 if form.errors else 200)


@access(rules.names_problems)
@require_http_methods(["GET", "HEAD", "POST"])
def discuss(request: ViewerRequest, public_id: str) -> HttpResponseBase:
    """Choose a scenario that is discussed in the problem."""
    found = find_visible(Problem, public_id, request.viewer)
    if not rules.supports_problem.test(request.viewer, found):
        raise NotAllowed(actions.ONLY_OWN_CITY)
    everything = ScenarioEntry.objects.visible_to(request.viewer)
    form = DiscussForm(_posted(request), among=everything, label=_("Scenarios"))
    if request.method == "POST" and form.is_valid():
        scenario = form.cleaned_data["chosen"]
        if perform(form, partial(actions.discuss_scenario, actor=request.viewer, problem=found, scenario=scenario)):
            return redirect(found)
    words = " ".join(request.GET.get("q", "").split())[:120]
    page = Paginator(queries.scenarios_to_choose(found, request.viewer, words), CARDS_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"problem": found, "form": form, "page": page, "q": words, "sliders": queries.sliders_of(found)}
    return render(request, "problems/discuss.html", context, status=422 if form.errors else 200)


@access(rules.names_problems)
@require_http_methods(["GET", "HEAD", "POST"])
def discuss_in(request: ViewerRequest, public_id: str) -> HttpResponseBase:
    """Choose the problem of one's own city in which a scenario is discussed."""
    found = find_visible(ScenarioEntry, public_id, request.viewer)
    own = standing(request.viewer).cities
    everything = Problem.objects.visible_to(request.viewer).filter(entry__city__in=own)
    form = DiscussForm(_posted(request), among=everything, label=_("Problems of your city"))
    if request.method == "POST" and form.is_valid():
        problem_ = form.cleaned_data["chosen"]
        if perform(form, partial(actions.discuss_scenario, actor=request.viewer, problem=problem_, scenario=found)):
            return redirect(found)
    page = Paginator(queries.problems_to_choose(found, request.viewer, own), CARDS_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"scenario": found, "form": form, "page": page}
    return render(request, "problems/discuss_in.html", context, status=422 if form.errors else 200)


def _posted(request: ViewerRequest) -> Any:
    """What was sent; an empty post is a post too."""
    return request.POST if request.method == "POST" else None
