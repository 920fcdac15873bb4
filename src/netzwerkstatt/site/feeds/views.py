"""Addresses for feed readers and calendars, and the page that names them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.network.models import City, Theme
from netzwerkstatt.foundation.network.queries import the_alliance
from netzwerkstatt.site import queries as site
from netzwerkstatt.site.feeds import queries
from netzwerkstatt.site.feeds.atom import feed
from netzwerkstatt.site.feeds.calendar import answer_event, calendar
from netzwerkstatt.workshops.calendar import event_of, minutes_of


@access(everyone)
@require_safe
def overview(request: ViewerRequest) -> HttpResponse:
    """What can be followed from outside, with the addresses to copy. Four queries."""
    cities = site.all_cities()
    context = {"networks": site.networks_with(cities), "themes": list(Theme.objects.all())}
    return render(request, "site/feeds.html", context)


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
def recommendations(request: ViewerRequest) -> HttpResponse:
    """Released recommendations."""
    return feed(
        title=f"{_('Recommendations')} – {_name()}", subtitle=_("What the cities ask of the Länder"), path=request.path,
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
