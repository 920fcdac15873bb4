"""What the facilitator does: start, phases, clusters, the choice, the release."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import MemberRequest, access, signed_in
from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.entries.pages import ids_sent, perform
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import unit_of_work
from netzwerkstatt.foundation.ui.markup import made_by_us
from netzwerkstatt.ideas.models import Cluster, Idea
from netzwerkstatt.workshops import actions, queries
from netzwerkstatt.workshops.forms import ClusterForm
from netzwerkstatt.workshops.models import Phase, Workshop
from netzwerkstatt.workshops.protocol import protocol_of
from netzwerkstatt.workshops.views.pages import clusters_by_id, state_of
from netzwerkstatt.workshops.views.planning import mine

COLUMN = 8
NEW_ONES = 30
TO_CHOOSE = 200


def join_address(code: str = "") -> str:
    """The whole address for the QR code, or without the code as people type it."""
    path = reverse("workshops:join")
    return f"{settings.BASE_URL}{path}?code={code}" if code else f"{settings.BASE_URL}{path}"


def qr(code: str) -> SafeString:
    """The way in as a square to be photographed."""
    drawing = segno.make(join_address(code), error="m", micro=False)
    return made_by_us(drawing.svg_inline(omitsize=True, border=0, title=_("QR code with the way in"), dark="#000"))


def spoken_address() -> str:
    return join_address().split("://", 1)[-1]


def _or_said(request: MemberRequest, act: Callable[[], Any]) -> bool:
    """Run an action of a bare button; what does not hold is said on top of the next page."""
    try:
        act()
    except Invalid as invalid:
        messages.warning(request, " ".join(str(text) for text in invalid.fields.values()))
        return False
    return True


@access(signed_in)
@require_POST
def start(request: MemberRequest, public_id: str) -> HttpResponse:
    """Open the door."""
    found = mine(request, public_id)
    if _or_said(request, lambda: actions.start_workshop(actor=request.viewer, workshop=found)):
        return redirect("workshops:console", public_id)
    return redirect("workshops:plan", public_id)


@access(signed_in)
@require_safe
def print_page(request: MemberRequest, public_id: str) -> HttpResponse:
    """Code and QR code on one sheet for the door."""
    found = mine(request, public_id)
    if not found.is_running:
        return redirect(found)
    context = {"workshop": found, "entry": found.entry, "qr": qr(found.code), "address": spoken_address()}
    return render(request, "workshops/print.html", context)


@access(signed_in)
@require_safe
def console(request: MemberRequest, public_id: str) -> HttpResponse:
    """The one page from which a workshop is run."""
    found = mine(request, public_id)
    if not found.is_running:
        return redirect(found)
    return render(request, "workshops/console.html", _console_page(request, found, ClusterForm()))


def _console_page(request: MemberRequest, found: Workshop, form: ClusterForm) -> dict[str, Any]:
    state = state_of(found, request.viewer)
    running: Phase | None = state["open_phase"]
    marked = set(request.POST.getlist("ideas"))
    alone = Idea.objects.filter(home=found.entry, cluster=None).select_related("entry").order_by("-dots", "entry")
    columns = [
        (cluster, Idea.objects.filter(cluster=cluster).select_related("entry").order_by("-dots", "entry")[:COLUMN])
        for cluster in state["clusters"]
    ]
    grouped = sum(cluster.size for cluster in state["clusters"])
    return {
        **state,
        "entry": found.entry,
        "form": form,
        "marked": marked,
        "alone": list(alone[:NEW_ONES]) if found.ideas else [],
        "alone_number": found.ideas - grouped,
        "columns": columns,
        "qr": qr(found.code),
        "address": spoken_address(),
        "turnout": voting.turnout(running.ballot) if running and running.ballot else None,
        "minutes_left": _minutes_left(running),
    }


def _minutes_left(phase: Phase | None) -> int | None:
    if phase is None or phase.ends_at is None:
        return None
    return round((phase.ends_at - clock.now()).total_seconds() / 60)


@access(signed_in)
@require_POST
def phase(request: MemberRequest, public_id: str) -> HttpResponse:
    """Open, close, reveal – or close the open phase and go on with the next, in one step."""
    found = mine(request, public_id)
    rows = {str(one.number): one for one in found.phases.select_related("workshop__entry", "ballot")}
    wanted = rows.get(request.POST.get("phase", ""))
    acts = {"open": _go_on_with, "close": _close, "reveal": _reveal}
    act = acts.get(request.POST.get("do", ""))
    if wanted and act:
        _or_said(request, lambda: act(request, wanted, list(rows.values())))
    return redirect("workshops:console", public_id)


def _go_on_with(request: MemberRequest, wanted: Phase, phases: list[Phase]) -> None:
    with unit_of_work():
        running = queries.open_phase_of(phases)
        if running and running != wanted:
            actions.close_phase(actor=request.viewer, phase=running)
        actions.open_phase(actor=request.viewer, phase=wanted)


def _close(request: MemberRequest, wanted: Phase, phases: list[Phase]) -> None:
    actions.close_phase(actor=request.viewer, phase=wanted)


def _reveal(request: MemberRequest, wanted: Phase, phases: list[Phase]) -> None:
    with unit_of_work():
        actions.close_phase(actor=request.viewer, phase=wanted)
        actions.reveal(actor=request.viewer, phase=wanted)


@access(signed_in)
@require_POST
def clusters(request: MemberRequest, public_id: str) -> HttpResponse:
    """The marked ideas into a new cluster, into another, or out; or a cluster renamed or dissolved."""
    found = mine(request, public_id)
    form = ClusterForm(request.POST)
    ids = ids_sent(request.POST.getlist("ideas"))
    marked = list(Idea.objects.filter(entry__public_id__in=ids, home=found.entry)[:500])
    do, _colon, which = request.POST.get("do", "").partition(":")
    cluster = clusters_by_id(found).get(which or request.POST.get("cluster", ""))
    if form.is_valid() and perform(form, lambda: _rearrange(request, found, form, do, marked, cluster)):
        return redirect(f"{reverse('workshops:console', args=[public_id])}#board")
    return render(request, "workshops/console.html", _console_page(request, found, form))


def _rearrange(
    request: MemberRequest, found: Workshop, form: ClusterForm, do: str, marked: list[Idea], cluster: Cluster | None
) -> bool:
    who: Any = {"actor": request.viewer, "workshop": found}
    title = form.cleaned_data["title"]
    if do == "new":
        actions.form_cluster(**who, title=title, ideas=marked, client_id=form.cleaned_data["client_id"])
    elif do == "rename" and cluster:
        actions.rename_cluster(**who, cluster=cluster, title=title)
    elif do == "dissolve" and cluster:
        actions.dissolve_cluster(**who, cluster=cluster)
    elif do in {"move", "out"} and not marked:
        raise Invalid({"": _("Please mark the ideas first.")})
    elif do == "out" or (do == "move" and cluster):
        actions.move_ideas(**who, ideas=marked, cluster=cluster if do == "move" else None)
    else:
        raise Invalid({"": _("Please choose a cluster first.")})
    return True


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: MemberRequest, public_id: str) -> HttpResponse:
    """Which ideas go on. Choosing closes the workshop."""
    found = mine(request, public_id)
    if found.is_ahead or found.is_released:
        return redirect(found)
    error = ""
    if request.method == "POST":
        ids = ids_sent(request.POST.getlist("ideas"))
        wanted = list(Idea.objects.filter(entry__public_id__in=ids, home=found.entry).select_related("entry"))
        try:
            actions.choose_ideas(actor=request.viewer, workshop=found, ideas=wanted)
        except Invalid as invalid:
            error = " ".join(str(text) for text in invalid.fields.values())
        else:
            messages.success(request, _("The workshop is closed. Next step: look through the protocol and release it."))
            return redirect(found)
    rows = Idea.objects.filter(home=found.entry).select_related("entry", "cluster").order_by("-dots", "entry")
    marked = set(request.POST.getlist("ideas")) if request.method == "POST" else None
    context = {
        "workshop": found,
        "entry": found.entry,
        "error": error,
        "rows": [(idea, _is_marked(idea, marked)) for idea in rows[:TO_CHOOSE]],
        "most": TO_CHOOSE,
    }
    return render(request, "workshops/choose.html", context)


def _is_marked(idea: Idea, marked: set[str] | None) -> bool:
    return idea.standing == "chosen" if marked is None else idea.entry.public_id in marked


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: MemberRequest, public_id: str) -> HttpResponse:
    """The protocol as it will stand, and the button that makes it final."""
    found = mine(request, public_id)
    if found.is_released:
        return redirect("workshops:protocol", public_id)
    if not found.is_over:
        return redirect(found)
    if request.method == "POST" and _or_said(
        request, lambda: actions.release_workshop(actor=request.viewer, workshop=found)
    ):
        return redirect("workshops:protocol", public_id)
    content = protocol_of(found, released_at=clock.now(), released_by=request.viewer.name)
    context = {"workshop": found, "entry": found.entry, "protocol": content}
    return render(request, "workshops/release.html", context)
