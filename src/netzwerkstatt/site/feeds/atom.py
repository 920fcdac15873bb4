"""What is new as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.projects.models import Project
from netzwerkstatt.projects.news import News


def feed(*, title: str, subtitle: str, path: str, page: str, entries: Iterable[Entry]) -> HttpResponse:
    """The answer to a feed reader. `path` is the feed's own address, `page` the page that it follows.

    The id of an entry is its permanent address, so that a reader shows it once, whatever its title becomes.
    """
    made = _empty(title, subtitle, path, page)
    for entry in entries:
        permanent = _permanent(entry)
        made.add_item(
            title=f"{entry.about.label}: {entry.title}",
            link=permanent,
            description=entry.summary,
            unique_id=permanent,
            pubdate=entry.created_at,
            updateddate=entry.created_at,
            author_name=str(entry.city or entry.network or title),
            categories=[str(theme) for theme in entry.theme_list],
        )
    return _answer(made)


def feed_of_project(project: Project, news: Iterable[News], *, path: str) -> HttpResponse:
    """What happened with one project. The id of each is the permanent address of the project and its place there."""
    entry = project.entry
    made = _empty(entry.title, project.aim, path, project.get_absolute_url())
    for one in news:
        address, noon = f"{_permanent(entry)}#{one.key}", timezone.make_aware(datetime.combine(one.on, time(12)))
        made.add_item(
            title=one.title, link=address, description=one.words, unique_id=address, pubdate=noon, updateddate=noon,
            author_name=str(entry.city or entry.title),
        )  # fmt: skip
    return _answer(made)


def _permanent(entry: Entry) -> str:
    return settings.BASE_URL + reverse("entries:permanent", args=[entry.public_id])


def _empty(title: str, subtitle: str, path: str, page: str) -> Atom1Feed:
    return Atom1Feed(
        title=title,
        subtitle=subtitle,
        description=subtitle,
        link=settings.BASE_URL + page,
        feed_url=settings.BASE_URL + path,
        feed_guid=settings.BASE_URL + path,
        language=get_language(),
    )


def _answer(made: Atom1Feed) -> HttpResponse:
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    made.write(response, "utf-8")
    return response
