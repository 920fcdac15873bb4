"""What every page's frame needs: navigation, alliance, viewer, footer. One query for a visitor."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.network.queries import the_alliance
from netzwerkstatt.foundation.notifications.visits import unread_here
from netzwerkstatt.foundation.ui import languages
from netzwerkstatt.site.desk import number_waiting


@dataclass(frozen=True)
class NavLink:
    """One entry of the navigation or footer."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Column:
    """One column of the footer."""

    title: str
    links: tuple[NavLink, ...]


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """The context of `ui/base.html`."""
    viewer = getattr(request, "viewer", None)
    alliance = SimpleLazyObject(the_alliance)
    return {
        "viewer": viewer,
        "alliance": alliance,
        "alliance_note": SimpleLazyObject(partial(_note, alliance)),
        "nav": navigation(request.path),
        "footer": footer(),
        "desk_count": SimpleLazyObject(partial(_number_waiting, viewer)),
        "unread_count": SimpleLazyObject(partial(_number_unread, viewer)),
        **_addresses(),
        **languages.page(request),
    }


def _note(alliance: Any) -> str:
    if not alliance or not alliance.is_demo:
        return ""
    return _("People, workshops and answers on these pages are invented; cities, keys and statistics are real.")


def _number_waiting(viewer: Any) -> int:
    return number_waiting(viewer) if viewer else 0


def _number_unread(viewer: Any) -> int:
    return unread_here(viewer) if viewer else 0


@cache
def _addresses() -> dict[str, str]:
    return {
        "home_url": reverse("site:start"),
        "desk_url": reverse("site:desk"),
        "search_url": reverse("search:library"),
        "notices_url": reverse("notifications:list"),
        "sign_in_url": reverse("account_login"),
        "sign_out_url": reverse("account_logout"),
    }


def navigation(path: str) -> tuple[NavLink, ...]:
    """The doors of the house; the one whose pages these are is current."""
    language = get_language() or ""
    return _navigation(language, next((url for _label, url in _doors(language) if path.startswith(url)), ""))


@cache
def _navigation(language: str, current: str) -> tuple[NavLink, ...]:
    return tuple(NavLink(label, url, url == current) for label, url in _doors(language))


@cache
def _doors(_language: str) -> tuple[tuple[str, str], ...]:
    return (
        (_("Cities"), reverse("site:cities")),
        (pgettext("navigation", "Evidence"), reverse("evidence:list")),
        (_("Problems"), reverse("problems:list")),
        (_("Workshops"), reverse("workshops:list")),
        (_("Projects"), reverse("projects:list")),
        (_("Recommendations"), reverse("recommendations:list")),
        (_("Library"), reverse("search:library")),
    )


def footer() -> tuple[Column, ...]:
    """Alliance, help, legal."""
    return _footer(get_language() or "")


@cache
def _footer(_language: str) -> tuple[Column, ...]:
    return (
        Column(
            _("Alliance"),
            (
                NavLink(_("Cities and networks"), reverse("site:cities")),
                NavLink(_("Organisations"), reverse("site:organisations")),
                NavLink(_("Contact"), reverse("site:contact")),
                NavLink(_("Feeds and calendars"), reverse("feeds:overview")),
                NavLink(_("Open data"), reverse("api:docs")),
            ),
        ),
        Column(
            _("Help"),
            (
                NavLink(_("Handbook"), reverse("site:handbook")),
                NavLink(_("Take part"), reverse("workshops:join")),
                NavLink(_("Surveys"), reverse("surveys:list")),
                NavLink(_("Toolbox"), reverse("methods:toolbox")),
            ),
        ),
        Column(
            _("Legal"),
            (
                NavLink(_("Accessibility"), reverse("site:accessibility")),
                NavLink(_("Privacy"), reverse("site:privacy")),
                NavLink(_("Imprint"), reverse("site:imprint")),
            ),
        ),
    )
