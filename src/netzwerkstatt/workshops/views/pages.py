"""Pages that everybody reads: the list, a workshop, its phases, its ideas."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.entries.offers import offers_on
from netzwerkstatt.foundation.entries.pages import find_visible, item_page
from netzwerkstatt.foundation.events.prepared import Prepared
from netzwerkstatt.foundation.ui.templatetags.ui import Keyset
from netzwerkstatt.ideas.models import Cluster
from netzwerkstatt.workshops import consents, echoes, people, queries, timeline, toolbox
from netzwerkstatt.workshops.models import Borrowed, Invitation, PhaseKind, Workshop
from netzwerkstatt.workshops.pool_forms import AnswerForm
from netzwerkstatt.workshops.rules import came_in, is_partner, runs_workshop, speaks_for_a_city
from netzwerkstatt.workshops.views.coming_in import guest_of


@access(everyone)
@require_safe
def workshop_list(request: ViewerRequest) -> HttpResponse:
    """What runs now, then all workshops, the youngest first."""
    page = Paginator(queries.workshops(request.viewer), 20).get_page(request.GET.get("page"))
    running = queries.running_now(request.viewer) if page.number == 1 else []
    context = {
        "page": page,
        "running": running,
        "may_plan": speaks_for_a_city.test(request.viewer, None),
        "may_read": is_partner.test(request.viewer, None),
    }
    return render(request, "workshops/list.html", context)


@access(everyone)
@require_safe
def workshop(request: ViewerRequest, public_id: str) -> HttpResponse:
    """One workshop: the plan before, the phases while it runs, what came of it after."""
    found = find_visible(Workshop, public_id, request.viewer)
    state = state_of(found, request.viewer)
    if request.viewer and not state["may_consent"]:
        state["may_consent"] = found.takes_photos and came_in(guest_of(request, found), found)
    if settings.ROOM:
        state["may_consent"] = False  # asked at headquarters, or on paper
    return render(request, "workshops/workshop.html", item_page(found, request.viewer, **state))


def state_of(found: Workshop, viewer: Any) -> dict[str, Any]:
    """Where the workshop stands, for its page and for its console. Five queries, and two more with methods of the alliance."""
    phases = queries.phases_of(found)
    methods = toolbox.methods_of(phases, viewer)
    plan = timeline.slots(found, phases, methods)
    may_run = bool(runs_workshop.test(viewer, found))
    invitations = list(found.invitations.select_related("person").order_by("person__name"))
    own = next((one for one in invitations if viewer and one.person_id == viewer.pk), None)
    return {
        "workshop": found,
        "phases": phases,
        "plan": plan,
        "drawing": timeline.drawn(plan),
        "ends": plan[-1].ends if plan else None,
        "minutes": timeline.length(phases),
        "done": sum(phase.is_closed for phase in phases),
        "open_phase": queries.open_phase_of(phases),
        "next_phase": queries.next_phase_of(phases),
        "voted": any(phase.kind == PhaseKind.DOTS and phase.revealed for phase in phases),
        "invitations": invitations,
        "coming": [one for one in invitations if one.answer == Invitation.Answer.COMES],
        "to_tell": toolbox.to_tell(found, phases, methods, viewer),
        "own_invitation": own,
        "answer_form": AnswerForm(initial={name: getattr(own, name) for name in ("word", "conflict", "needs")})
        if own
        else None,
        **_elsewhere(found),
        **_about_photos(found, viewer, own, may_run=may_run),
        "left": people.facilitator_left(found, viewer),
        "echoes": (written := list(found.echoes.all()) if found.is_released else []),
        "echo_asked": echoes.asked_now(found, written),
        "may_run": may_run,
        "ideas": queries.ideas_page(found).rows if found.ideas else [],
        "clusters": _with_offers(found, viewer) if found.ideas else [],
    }


def _elsewhere(found: Workshop) -> dict[str, Any]:
    """Who has it, and whether this is the laptop that does. At most one query, and none where it is neither."""
    if settings.ROOM:
        return {"borrowed": Borrowed.objects.filter(workshop=found).first(), "loan": None}
    return {"borrowed": None, "loan": found.loans.filter(end="").first() if found.away_since else None}


def _with_offers(found: Workshop, viewer: Any) -> list[Any]:
    """The clusters, each with what later rooms let this viewer begin with it. One query."""
    clusters: list[Any] = queries.clusters(found)
    for one in clusters:
        one.home = found.entry
        one.offers = [(offer, offer.url(one)) for offer in offers_on("cluster", one, viewer)]
    return clusters


def _about_photos(found: Workshop, viewer: Any, own: Invitation | None, *, may_run: bool) -> dict[str, Any]:
    """Whether the viewer is asked about photos, and what she said. A query where somebody is signed in."""
    said = consents.consent_of(found, viewer) if viewer and (own or found.takes_photos) else None
    is_asked = found.takes_photos and (own is not None or may_run)
    return {"own_consent": said, "may_consent": bool(said or is_asked)}


@access(everyone)
@require_safe
def phase(request: ViewerRequest, public_id: str, number: int) -> HttpResponse:
    """One phase: what was asked, and what came of it as far as everybody may see it."""
    found = find_visible(Workshop, public_id, request.viewer)
    phases = queries.phases_of(found)
    one = next((each for each in phases if each.number == number), None)
    if one is None:
        raise Http404
    context = {
        "workshop": found,
        "entry": found.entry,
        "phase": one,
        "before": next((each for each in reversed(phases) if each.number < number), None),
        "after": next((each for each in phases if each.number > number), None),
        "may_run": runs_workshop.test(request.viewer, found),
        **one.about.what_came(one),
    }
    return render(request, "workshops/phase.html", context)


@access(everyone)
@require_safe
def ideas(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The ideas of a workshop, fifteen at a time, most dots first. Three queries, however many ideas there are."""
    found = _plain(public_id, request.viewer)
    clusters = queries.clusters(found)
    wanted = request.GET.get("cluster", "")
    cluster = next((one for one in clusters if one.public_id == wanted), None)
    shown = queries.ideas_page(found, cluster=cluster, alone=wanted == "none", at=request.GET.get("at", ""))
    context = {
        "workshop": found,
        "entry": found.entry,
        "ideas": shown.rows,
        "clusters": clusters,
        "cluster": cluster,
        "alone": wanted == "none",
        "keyset": Keyset(_turn(wanted, shown.before), _turn(wanted, shown.after)),
    }
    return render(request, "workshops/ideas.html", context)


def _plain(public_id: str, viewer: Any) -> Workshop:
    """The workshop without what its own page needs. One query."""
    read = _PUBLIC.first((), public_id) if viewer is None else _of(public_id, viewer).first()
    if read is None:
        raise Http404
    return read


def _of(public_id: str, viewer: Any = None) -> QuerySet[Workshop]:
    rows: QuerySet[Workshop] = Workshop.objects.visible_to(viewer).select_related("entry__city__network__state")
    return rows.filter(entry__public_id=public_id).order_by()


_PUBLIC = Prepared[Workshop](_of)


def _turn(cluster: str, at: str) -> str:
    if not at:
        return ""
    return "?" + urlencode({"cluster": cluster, "at": at} if cluster else {"at": at})


def clusters_by_id(found: Workshop) -> dict[str, Cluster]:
    return {cluster.public_id: cluster for cluster in queries.clusters(found)}
