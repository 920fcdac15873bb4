"""The board: ideas put together by buttons, menus and keyboard; everything can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import MemberRequest, access, signed_in
from netzwerkstatt.foundation.entries.pages import ids_sent, perform
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import unit_of_work
from netzwerkstatt.ideas.models import Cluster, Idea
from netzwerkstatt.workshops import actions, queries
from netzwerkstatt.workshops.actions.history import did, last_done
from netzwerkstatt.workshops.board import STEPS, board_of, news_for, steps_of
from netzwerkstatt.workshops.forms import ClusterForm
from netzwerkstatt.workshops.models import BoardStep, PhaseKind, Workshop
from netzwerkstatt.workshops.views.console import console_page
from netzwerkstatt.workshops.views.own import mine
from netzwerkstatt.workshops.views.pages import clusters_by_id

if TYPE_CHECKING:
    from netzwerkstatt.workshops.suggesting import Suggestion

MARKED_MOST = 500


@access(signed_in)
@require_safe
def board(request: MemberRequest, public_id: str) -> HttpResponse:
    """All ideas of a workshop, in their clusters. Until the release."""
    found = mine(request, public_id)
    if found.is_ahead or found.is_released:
        return redirect(found)
    return render(request, "workshops/board.html", _page(request, found, ClusterForm(), request.GET))


def _page(request: MemberRequest, found: Workshop, form: ClusterForm, asked: Any) -> dict[str, Any]:
    clusters = queries.clusters(found)
    return {
        "workshop": found,
        "entry": found.entry,
        "form": form,
        "marked": set(request.POST.getlist("ideas")),
        "voted": found.phases.filter(kind=PhaseKind.DOTS, revealed=True).exists(),
        "board": board_of(found, request.viewer, clusters, asked),
        "board_from": "board",
    }


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def suggestions(request: MemberRequest, public_id: str) -> HttpResponse:
    """Which cards could lie together, and because of which words; a person takes each up or turns it down."""
    found = mine(request, public_id)
    if found.is_ahead or found.is_released:
        return redirect(found)
    form = ClusterForm(request.POST if request.method == "POST" else None)
    from netzwerkstatt.workshops.suggesting import suggestions_for  # with NumPy

    now = suggestions_for(found)
    if request.method == "POST" and form.is_valid():
        do, _colon, key = request.POST.get("do", "").partition(":")
        chosen = now.by_key(key)
        if chosen is None:
            messages.warning(request, _("This suggestion is not there any more. Somebody has moved its cards."))
            return redirect("workshops:suggestions", public_id)
        said = perform(form, lambda: _decided(request, found, form, do, chosen))
        if said is not None:
            messages.success(request, said)
            return redirect("workshops:suggestions", public_id)
    context = {
        "workshop": found,
        "entry": found.entry,
        "form": form,
        "suggested": now,
        "seen": queries.revision_of(found),
        "undo": last_done(found, request.viewer),
    }
    return render(request, "workshops/suggestions.html", context)


def _decided(request: MemberRequest, found: Workshop, form: ClusterForm, do: str, chosen: Suggestion) -> str:
    who: dict[str, Any] = {"actor": request.viewer, "workshop": found}
    if do == "decline":
        actions.decline_suggestion(**who, key=chosen.key, ideas=chosen.ideas)
        return _("Turned down; nobody is asked again.")
    if do != "accept":
        raise Invalid({"": _("Please take it up or turn it down.")})
    cluster = actions.accept_suggestion(
        **who, ideas=chosen.others, title=form.cleaned_data["title"], cluster=chosen.cluster,
        client_id=form.cleaned_data["client_id"], seen=form.cleaned_data["seen"],
    )  # fmt: skip
    number = len(chosen.others)
    text = ngettext("%(n)s idea lies in “%(title)s”.", "%(n)s ideas lie in “%(title)s”.", number)
    return text % {"n": number, "title": cluster.title}


@access(signed_in)
@require_safe
def steps(request: MemberRequest, public_id: str) -> HttpResponse:
    """Everything that was done on the board, by whom; each step can be undone as long as nothing builds on it."""
    found = mine(request, public_id)
    if found.is_ahead or found.is_released:
        return redirect(found)
    page = Paginator(steps_of(found), STEPS).get_page(request.GET.get("page"))
    context = {
        "workshop": found,
        "entry": found.entry,
        "page": page,
        "rows": [(step, did(step)) for step in page],
    }
    return render(request, "workshops/steps.html", context)


@access(signed_in)
@require_POST
def clusters(request: MemberRequest, public_id: str) -> HttpResponse:
    """One thing done on the board: with the marked ideas, with a cluster, or undone."""
    found = mine(request, public_id)
    if found.is_ahead or found.is_released:
        return redirect(found)
    form = ClusterForm(request.POST)
    done = perform(form, lambda: _act(request, found, form)) if form.is_valid() else None
    if done is not None:
        _say(request, found, form, done)
        return HttpResponseRedirect(_back(request, public_id))
    if request.POST.get("from") == "console" and found.is_running:
        return render(request, "workshops/console.html", console_page(request, found, form))
    if request.POST.get("from") in {"steps", "suggestions"}:
        for texts in form.errors.values():
            messages.warning(request, " ".join(str(text) for text in texts))
        return HttpResponseRedirect(_back(request, public_id))
    return render(request, "workshops/board.html", _page(request, found, form, request.POST))


def _back(request: MemberRequest, public_id: str) -> str:
    """Where the button was pressed; on the board with what was looked at there."""
    came_from = request.POST.get("from")
    if came_from == "steps":
        return reverse("workshops:steps", args=[public_id])
    if came_from == "board":
        asked = {name: request.POST.get(name, "")[:60] for name in ("open", "q")}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{reverse('workshops:board', args=[public_id])}{'?' if query else ''}{query}#board"
    if came_from == "suggestions":
        return reverse("workshops:suggestions", args=[public_id])
    return f"{reverse('workshops:console', args=[public_id])}#board"


def _say(request: MemberRequest, found: Workshop, form: ClusterForm, done: str) -> None:
    """What was done, and what somebody else did meanwhile."""
    messages.success(request, done)
    seen = form.cleaned_data.get("seen")
    if seen is None:
        return
    for one in news_for(found, request.viewer, seen):
        who = one.step.turned_by.name if one.step.turned_by else _("Somebody else")
        messages.info(request, _("Meanwhile %(who)s: %(did)s.") % {"who": who, "did": one.did})


def _act(request: MemberRequest, found: Workshop, form: ClusterForm) -> str:
    """Do what the button says; gives the sentence about it. Raises `Invalid`."""
    do, _colon, which = request.POST.get("do", "").partition(":")
    if do in {"undo", "redo"}:
        return _turned(request, found, do, which)
    cluster = clusters_by_id(found).get(which or request.POST.get("cluster", ""))
    act = _ON_CLUSTERS.get(do)
    if act and cluster:
        return act(request, found, form, cluster)
    if do in {"new", "out", "move"}:
        return _with_marked(request, found, form, do, cluster)
    raise Invalid({"": _("Please choose a cluster first.")})


def _who(request: MemberRequest, found: Workshop, form: ClusterForm) -> dict[str, Any]:
    return {"actor": request.viewer, "workshop": found, "seen": form.cleaned_data["seen"]}


def _marked(request: MemberRequest, found: Workshop) -> list[Idea]:
    ids = ids_sent(request.POST.getlist("ideas"))[:MARKED_MOST]
    return list(Idea.objects.filter(entry__public_id__in=ids, home=found.entry).select_related("cluster"))


def _with_marked(request: MemberRequest, found: Workshop, form: ClusterForm, do: str, cluster: Cluster | None) -> str:
    who, marked = _who(request, found, form), _marked(request, found)
    if do == "new":
        title, whole = form.cleaned_data["title"], _split_from(marked)
        if whole is not None:
            made = actions.split_cluster(**who, cluster=whole, title=title, ideas=marked)
            return _("“%(title)s” is split off from “%(whole)s”.") % {"title": made.title, "whole": whole.title}
        made = actions.form_cluster(**who, title=title, ideas=marked, client_id=form.cleaned_data["client_id"])
        return _("“%(title)s” is there.") % {"title": made.title}
    if not marked:
        raise Invalid({"": _("Please mark the ideas first.")})
    if do == "move" and cluster is None:
        raise Invalid({"": _("Please choose a cluster first.")})
    number = actions.move_ideas(**who, ideas=marked, cluster=cluster if do == "move" else None)
    if cluster and do == "move":
        text = ngettext("%(n)s idea lies in “%(title)s”.", "%(n)s ideas lie in “%(title)s”.", number)
        return text % {"n": number, "title": cluster.title}
    return ngettext("%(n)s idea is in no cluster now.", "%(n)s ideas are in no cluster now.", number) % {"n": number}


def _split_from(marked: list[Idea]) -> Cluster | None:
    """The one cluster of which these are some ideas, but not all."""
    homes = {idea.cluster_id for idea in marked}
    whole = marked[0].cluster if len(homes) == 1 else None
    if whole is None:
        return None
    return whole if whole.size > len(marked) else None


def _change(request: MemberRequest, found: Workshop, form: ClusterForm, cluster: Cluster) -> str:
    """Name and note from one small form."""
    who = _who(request, found, form)
    with unit_of_work():
        actions.rename_cluster(**who, cluster=cluster, title=form.cleaned_data["title"])
        if "note" in request.POST:
            actions.note_cluster(**who, cluster=cluster, note=form.cleaned_data["note"])
    return _("“%(title)s” is changed.") % {"title": cluster.title}


def _merge(request: MemberRequest, found: Workshop, form: ClusterForm, cluster: Cluster) -> str:
    into = clusters_by_id(found).get(request.POST.get("into", ""))
    if into is None:
        raise Invalid({"": _("Please choose the other cluster.")})
    merged = actions.merge_clusters(**_who(request, found, form), into=into, others=[cluster])
    return _("“%(title)s” lies in “%(into)s” now.") % {"title": cluster.title, "into": merged.title}


def _dissolve(request: MemberRequest, found: Workshop, form: ClusterForm, cluster: Cluster) -> str:
    actions.dissolve_cluster(**_who(request, found, form), cluster=cluster)
    return _("“%(title)s” is dissolved; its ideas stand alone again.") % {"title": cluster.title}


_ON_CLUSTERS = {"rename": _change, "change": _change, "merge": _merge, "dissolve": _dissolve}


def _turned(request: MemberRequest, found: Workshop, do: str, which: str) -> str:
    """A step undone or done again. The button names it, so that pressed twice it is turned once."""
    step = None
    if which:
        number = int(which) if which.isascii() and which.isdigit() and len(which) < 9 else 0
        step = BoardStep.objects.filter(workshop=found, number=number).first()
        if step is None:
            raise Invalid({"": _("This step is not there any more.")})
    who: dict[str, Any] = {"actor": request.viewer, "workshop": found, "step": step}
    if do == "undo":
        step = actions.undo_step(**who)
        step.undone = False
        return _("Undone: %(did)s.") % {"did": did(step)}
    step = actions.redo_step(**who)
    return _("Done again: %(did)s.") % {"did": did(step)}
