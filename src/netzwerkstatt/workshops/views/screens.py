"""What the screens of a running workshop follow, and the wall itself."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.events.errors import NotAllowed
from netzwerkstatt.foundation.live.answers import live_answer
from netzwerkstatt.workshops import queries
from netzwerkstatt.workshops.live import KIND, PHONE, WALL
from netzwerkstatt.workshops.models import Table, Workshop
from netzwerkstatt.workshops.rules import runs_workshop
from netzwerkstatt.workshops.views.coming_in import guest_of
from netzwerkstatt.workshops.views.ways_in import qr, spoken_address
from netzwerkstatt.workshops.wall import opens_wall, wall_key, wall_of


@access(everyone)
@require_safe
def snapshot_view(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The view of one screen, and a ticket for its stream: who asks again and nothing changed gets 304.

    `as` says which screen; each may be read only by whoever may look at it.
    """
    found = queries.workshop_at(public_id)
    audience = request.GET.get("as", PHONE)
    if found is None or not _may_follow(request, found, audience):
        raise Http404
    return live_answer(request, KIND, found.stream, audience)


def _may_follow(request: ViewerRequest, workshop: Workshop, audience: str) -> bool:
    match audience:
        case "phone":
            return guest_of(request, workshop) is not None or _writes_for_a_table(request, workshop)
        case "console":
            return bool(runs_workshop.test(request.viewer, workshop))
        case "wall":
            return _may_see_wall(request, workshop)
    return False


def _writes_for_a_table(request: ViewerRequest, workshop: Workshop) -> bool:
    """Its page follows what the phones follow."""
    own = Table.objects.filter(workshop=workshop, secretary=request.viewer)
    return request.viewer is not None and (own.exists() or runs_workshop.test(request.viewer, workshop))


def _may_see_wall(request: ViewerRequest, workshop: Workshop) -> bool:
    return opens_wall(workshop, request.GET.get("key", "")) or bool(runs_workshop.test(request.viewer, workshop))


@access(everyone)
@require_safe
def wall(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The projector: what is asked, how to come in, and what everybody may see. `light=1` for bright rooms.

    Opened from the console, or at a device without an account by the address with its key.
    """
    found = queries.workshop_at(public_id)
    if found is None:
        raise Http404
    if not _may_see_wall(request, found):
        if request.viewer is None:
            return redirect_to_login(request.get_full_path())
        raise NotAllowed(_("The wall is opened from the console."))
    if not found.is_running:
        return redirect(found)
    address = reverse("workshops:live", args=[public_id])
    context = {
        **wall_of(found, queries.phases_of(found)),
        "qr": qr(found.key),
        "address": spoken_address(),
        "snapshot_url": f"{address}?as={WALL}&key={wall_key(found)}",
        "is_light": request.GET.get("light") == "1",
    }
    return render(request, "workshops/wall/wall.html", context)
