"""Addresses for feed readers and calendars, and the page that names them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_POST, require_safe

from netzwerkstatt.foundation.accounts import limits
from netzwerkstatt.foundation.accounts.access import MemberRequest, ViewerRequest, access, everyone, signed_in
from netzwerkstatt.foundation.entries.pages import find_visible
from netzwerkstatt.foundation.network.models import City, Theme
from netzwerkstatt.foundation.network.queries import the_alliance
from netzwerkstatt.foundation.notifications import actions
from netzwerkstatt.foundation.notifications.models import CalendarKey
from netzwerkstatt.foundation.notifications.views.letters import WRONG_LINKS, nameless_address
from netzwerkstatt.projects.models import Project
from netzwerkstatt.projects.news import news_of
from netzwerkstatt.site import queries as site
from netzwerkstatt.site.feeds import mine as my_days
from netzwerkstatt.site.feeds import queries
from netzwerkstatt.site.feeds.atom import feed, feed_of_project
from netzwerkstatt.site.feeds.calendar import answer_event, calendar
from netzwerkstatt.workshops.calendar import event_of, minutes_of


@access(everyone)
@require_safe
def overview(request: ViewerRequest) -> HttpResponse:
    """What can be followed from outside, with the addresses to copy. Four queries."""
    cities = site.all_cities()
    context = {
        "networks": site.networks_with(cities),
        "themes": list(Theme.objects.all()),
        "has_calendar": request.viewer is not None and CalendarKey.objects.filter(person=request.viewer).exists(),
    }
    return render(request, "site/feeds.html", context)


@access(signed_in)
@require_POST
def my_calendar(request: MemberRequest) -> HttpResponse:
    """A secret address for the own calendar, shown once; or its end."""
    if request.POST.get("do") == "end":
        actions.end_calendar(actor=request.viewer)
        messages.success(request, _("Ended. Calendars that followed the address find nothing there any more."))
        return redirect("feeds:overview")
    address = my_days.address_of(actions.give_calendar(actor=request.viewer))
    response = render(request, "site/my_calendar.html", {"address": address})
    add_never_cache_headers(response)
    return response


@access(everyone)
@require_safe
def mine(request: ViewerRequest, token: str) -> HttpResponse:
    """The own calendar of whoever the address was made for; calendars cannot sign in, so the address is the key."""
    address = nameless_address(request)
    limits.check(WRONG_LINKS, address)
    person = my_days.whose(token)
    if person is None:
        limits.spend(WRONG_LINKS, address)
        raise Http404
    response = calendar(f"{person.name} – {_name()}", my_days.events_of(person))
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex"
    return response


@access(everyone)
@require_safe
@conditional_page
def alliance(request: ViewerRequest) -> HttpResponse:
    """Everything that is new."""
    return feed(
        title=_name(), subtitle=_("What is new in the alliance"), path=request.path, page=reverse("site:start"),
        entries=queries.newest(),
    )  # fmt: skip


@access(everyone)
@require_safe
@conditional_page
def of_city(request: ViewerRequest, slug: str) -> HttpResponse:
    """What is new in one city."""
    city = get_object_or_404(City, slug=slug)
    return feed(
        title=f"{city} – {_name()}", subtitle=_("What is new in %(city)s") % {"city": city}, path=request.path,
        page=city.get_absolute_url(), entries=queries.newest(city=city),
    )  # fmt: skip


@access(everyone)
@require_safe
@conditional_page
def of_theme(request: ViewerRequest, slug: str) -> HttpResponse:
    """What is new about one theme."""
    theme = get_object_or_404(Theme, slug=slug)
    return feed(
        title=f"{theme} – {_name()}", subtitle=_("What is new about %(theme)s") % {"theme": theme}, path=request.path,
        page=f"{reverse('search:library')}?theme={theme.slug}", entries=queries.newest(theme=theme),
    )  # fmt: skip


@access(everyone)
@require_safe
@conditional_page
def of_project(request: ViewerRequest, public_id: str) -> HttpResponse:
    """What happened with one project, whoever asks: a feed reader has no account. Two queries."""
    project = find_visible(Project, public_id, None)
    return feed_of_project(project, news_of(project), path=request.path)


@access(everyone)
@require_safe
@conditional_page
def recommendations(request: ViewerRequest) -> HttpResponse:
    """Released recommendations."""
    title = _("Recommendations")
    return feed(
        title=f"{title} – {_name()}", subtitle=_("What the cities ask of the Länder"), path=request.path,
        page=reverse("recommendations:list"), entries=queries.newest(kind="recommendation"),
    )  # fmt: skip


@access(everyone)
@require_safe
@conditional_page
def days(request: ViewerRequest) -> HttpResponse:
    """Workshops, and until when the Länder are asked to answer."""
    workshops = queries.workshops_with_a_day()
    minutes = minutes_of(workshops)
    events = [event_of(one, minutes.get(one.pk, 0)) for one in workshops]
    return calendar(_name(), [*events, *map(answer_event, queries.answers_due())])


@access(everyone)
@require_safe
@conditional_page
def days_of_city(request: ViewerRequest, slug: str) -> HttpResponse:
    """The workshops that one city hosts."""
    city = get_object_or_404(City, slug=slug)
    workshops = queries.workshops_with_a_day(city)
    minutes = minutes_of(workshops)
    return calendar(f"{city} – {_name()}", [event_of(one, minutes.get(one.pk, 0)) for one in workshops])


def _name() -> str:
    return str(the_alliance() or "Netzwerkstatt")
