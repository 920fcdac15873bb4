"""What is new as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

from netzwerkstatt.foundation.entries.models import Entry


def feed(*, title: str, subtitle: str, path: str, page: str, entries: Iterable[Entry]) -> HttpResponse:
    """The answer to a feed reader. `path` is the feed's own address, `page` the page that it follows.

    The id of an entry is its permanent address, so that a reader shows it once, whatever its title becomes.
    """
    made = Atom1Feed(
        title=title,
        subtitle=subtitle,
        description=subtitle,
        link=settings.BASE_URL + page,
        feed_url=settings.BASE_URL + path,
        feed_guid=settings.BASE_URL + path,
        language=get_language(),
    )
    for entry in entries:
        permanent = settings.BASE_URL + reverse("entries:permanent", args=[entry.public_id])
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
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    made.write(response, "utf-8")
    return response
