"""What I was told, what I follow, how I am told."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import MemberRequest, access, signed_in
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.pages import perform
from netzwerkstatt.foundation.network.models import City, Theme
from netzwerkstatt.foundation.notifications import actions, queries, rules
from netzwerkstatt.foundation.notifications.forms import AddressForm, MailForm
from netzwerkstatt.foundation.notifications.models import Notice
from netzwerkstatt.foundation.ui.templatetags.ui import Tab


@access(signed_in)
@require_safe
def notices(request: MemberRequest) -> HttpResponse:
    """What I was told, by item, the latest first; all of it or what is unread."""
    only_unread = "unread" in request.GET
    items = queries.items_told(request.viewer, only_unread=only_unread)
    page = Paginator(items, queries.ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "news": queries.news(request.viewer, page.object_list, only_unread=only_unread),
        "only_unread": only_unread,
        "lost": queries.lost_address(request.viewer),
        "outbox_url": reverse("notifications:outbox") if settings.DEMO else "",
        "tabs": _tabs("list"),
    }
    return render(request, "notifications/notices.html", context)


@access(signed_in)
@require_safe
def open_notice(request: MemberRequest, pk: int) -> HttpResponse:
    """To what the notice is about; it is read now."""
    notice = _own(request, pk)
    actions.mark_read(actor=request.viewer, notice=notice)
    return redirect(_here(request, notice.url))


@access(signed_in)
@require_POST
def read(request: MemberRequest, pk: int) -> HttpResponse:
    """Read, without going there."""
    actions.mark_read(actor=request.viewer, notice=_own(request, pk))
    return redirect(_back(request, "notifications:list"))


@access(signed_in)
@require_POST
def read_all(request: MemberRequest) -> HttpResponse:
    """All is read."""
    if actions.mark_all_read(actor=request.viewer):
        messages.success(request, _("All is marked as read."))
    return redirect("notifications:list")


@access(signed_in)
@require_safe
def following(request: MemberRequest) -> HttpResponse:
    """What I follow, and which cities and themes there are to follow."""
    context = {"following": queries.following(request.viewer), "tabs": _tabs("following")}
    return render(request, "notifications/following.html", context)


@access(signed_in)
@require_POST
def follow(request: MemberRequest, what: str, key: str) -> HttpResponse:
    """Follow something, or stop following it."""
    thing = _thing(request, what, key)
    if request.POST.get("follow") == "yes":
        actions.follow(actor=request.viewer, thing=thing)
        messages.success(request, _("You follow “%(thing)s” now.") % {"thing": thing})
    else:
        actions.unfollow(actor=request.viewer, thing=thing)
        messages.success(request, _("You do not follow “%(thing)s” any more.") % {"thing": thing})
    return redirect(_back(request, "notifications:following"))


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: MemberRequest) -> HttpResponse:
    """How I am told: at once, once a day, once a week, never."""
    reader, chosen = queries.wishes_of(request.viewer)
    form = MailForm(request.POST if request.method == "POST" else None, reader=reader, wishes=chosen)
    if request.method == "POST" and form.is_valid():
        names = ("hour", "weekday", "waiting", "bundles", "follows_own")
        data = {name: form.cleaned_data[name] for name in names}
        if perform(form, lambda: actions.choose_mails(actor=request.viewer, wishes=form.wishes(), **data)):
            messages.success(request, _("Saved. It holds from the next notice on."))
            return redirect("notifications:settings")
    context = {"form": form, "lost": queries.lost_address(request.viewer), "tabs": _tabs("settings")}
    return render(request, "notifications/settings.html", context)


@access(signed_in)
@require_POST
def confirm_address(request: MemberRequest) -> HttpResponse:
    """The address works again."""
    actions.confirm_address(actor=request.viewer)
    messages.success(request, _("Thank you. Mails go to %(address)s again.") % {"address": request.viewer.email})
    return redirect("notifications:settings")


@access(rules.sees_unreachable)
@require_safe
def unreachable(request: MemberRequest) -> HttpResponse:
    """Whom no mail reaches, for those who can ask in another way."""
    context = {"people": queries.unreachable(request.viewer), "corrects": rules.corrects_address.test(request.viewer)}
    return render(request, "notifications/unreachable.html", context)


@access(rules.corrects_address)
@require_http_methods(["GET", "HEAD", "POST"])
def correct_address(request: MemberRequest, pk: int) -> HttpResponse:
    """Another address for somebody whom no mail reaches."""
    person = next((one.person for one in queries.unreachable(request.viewer) if one.person_id == pk), None)
    if person is None:
        raise Http404
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        sent = perform(form, lambda: actions.correct_address(actor=request.viewer, person=person, address=email))
        if sent is not None:
            messages.success(request, _("Corrected. What waits for the person is on its way."))
            return redirect("notifications:unreachable")
    return render(request, "notifications/correct_address.html", {"form": form, "person": person})


def _tabs(current: str) -> list[Tab]:
    names = (
        ("list", _("Notices")),
        ("following", _("What I follow")),
        ("settings", _("How I am told")),
    )
    return [Tab(label, reverse(f"notifications:{name}"), name == current) for name, label in names]


def _own(request: MemberRequest, pk: int) -> Notice:
    return get_object_or_404(Notice, person=request.viewer, pk=pk)


def _thing(request: MemberRequest, what: str, key: str) -> Entry | City | Theme:
    if what == "item":
        return get_object_or_404(Entry.objects.visible_to(request.viewer), public_id=key)
    models: dict[str, Any] = {"city": City, "theme": Theme}
    if what not in models:
        raise Http404
    return cast("City | Theme", get_object_or_404(models[what], slug=key))


def _back(request: MemberRequest, otherwise: str) -> str:
    """Where the form stood, if that is one of our pages."""
    return _here(request, request.POST.get("next", ""), otherwise)


def _here(request: MemberRequest, url: str, otherwise: str = "notifications:list") -> str:
    is_here = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if is_here and url.startswith("/") else reverse(otherwise)
