"""What stands in a mail: plain text first, and the same as simple HTML. In the language of who reads it.

The HTML has no colours, pictures or scripts of its own, so that it is right on a dark screen, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.queries import the_alliance
from netzwerkstatt.foundation.notifications.kinds import KINDS, Enclosure
from netzwerkstatt.foundation.notifications.letters import PURPOSES, signed_link
from netzwerkstatt.foundation.notifications.models import Mailing, Notice
from netzwerkstatt.foundation.notifications.notify import language_of
from netzwerkstatt.foundation.ui.formatting import daytime

STOP_SALT = "notifications.stop"
BUNDLES, WAITING = "bundles", "waiting"
LINKS_LAST = timedelta(days=14)
MOST_ITEMS, MOST_LINES, MOST_FILES = 25, 5, 10


@dataclass(frozen=True)
class Line:
    """One sentence, when it was told, and for an answer without signing in the link and until when it is good."""

    text: str
    at: str
    answer_url: str = ""
    answer_until: str = ""


@dataclass
class Group:
    """What is told of one item: its kind, title and address, the latest sentence first."""

    kind: str
    title: str
    url: str
    lines: list[Line] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True)
class Letter:
    """One mail, ready but for its way."""

    subject: str
    text: str
    html: str
    stop_url: str
    enclosures: tuple[Enclosure, ...] = ()


def compose(mailing: Mailing) -> Letter | None:
    """The words of this mail as of now; None where nothing is left to tell: read, over, or not for these eyes any more.

    Makes the links to answer with; of them only hashes are kept, so words are never kept, they are written again.
    """
    person = mailing.person
    with translation.override(language_of(person)):
        notices = _still_to_tell(mailing)
        if not notices:
            return None
        waiting = _grouped(person, [one for one in notices if one.waits])
        news = _grouped(person, [one for one in notices if not one.waits])
        stop = _what_stops(mailing, notices[0])
        context = {
            "person": person,
            "alliance": str(the_alliance() or "Netzwerkstatt"),
            "waiting": waiting,
            "news": news[:MOST_ITEMS],
            "left_out": max(0, len(news) - MOST_ITEMS),
            "is_bundle": mailing.is_bundle,
            "all_url": settings.BASE_URL + reverse("notifications:list"),
            "settings_url": settings.BASE_URL + reverse("notifications:settings"),
            "stop_url": settings.BASE_URL + reverse("notifications:stop", args=[stop]),
            "stops": stop_words(signing.loads(stop, salt=STOP_SALT)["what"]),
            "language": translation.get_language(),
        }
        return Letter(
            subject=_subject(mailing, notices, waiting or news),
            text=render_to_string("notifications/mail.txt", context).strip() + "\n",
            html=render_to_string("notifications/mail.html", context),
            stop_url=str(context["stop_url"]),
            enclosures=_enclosed(notices),
        )


def _enclosed(notices: Iterable[Notice]) -> tuple[Enclosure, ...]:
    """The files that go with these notices, each once."""
    found: dict[str, Enclosure] = {}
    for one in notices:
        kind = KINDS.get(one.kind)
        file = kind.encloses(one) if kind and kind.encloses else None
        if file and len(found) < MOST_FILES:
            found.setdefault(file.name, file)
    return tuple(found.values())


def stop_words(what: str) -> str:
    """What the link at the foot of a mail does."""
    if what == BUNDLES:
        return _("Send me no more bundles")
    return _("Put this into the day’s bundle from now on")


def _still_to_tell(mailing: Mailing) -> list[Notice]:
    """The notices of the mail that are unread, about what the person may see, and – where they ask – not settled yet."""
    rows = mailing.notices.filter(read_at__isnull=True).select_related("entry__city").order_by("-created_at", "-pk")
    notices = list(rows)
    seen = set(
        Entry.objects.visible_to(mailing.person)
        .filter(pk__in={one.entry_id for one in notices if one.entry_id})
        .values_list("pk", flat=True)
    )
    return [one for one in notices if (one.entry_id is None or one.entry_id in seen) and not _is_settled(one)]


def _is_settled(notice: Notice) -> bool:
    purpose = PURPOSES.get(notice.purpose)
    return purpose is not None and purpose.page(notice.person, notice.subject) is None


def _grouped(person: Person, notices: Iterable[Notice]) -> list[Group]:
    groups: dict[object, Group] = {}
    for one in notices:
        entry = one.entry
        key = (entry.pk, one.url if one.waits else "") if entry else one.pk
        group = groups.get(key)
        if group is None:
            kind = str(entry.about.label) + (f", {entry.city}" if entry.city else "") if entry else ""
            url = one.url if one.waits or entry is None else entry.get_absolute_url()
            group = groups[key] = Group(kind, entry.title if entry else "", _whole(url))
        if len(group.lines) < MOST_LINES:
            group.lines.append(_line(person, one))
        else:
            group.more += 1
    return list(groups.values())


def _line(person: Person, notice: Notice) -> Line:
    at = daytime(notice.created_at)
    if not notice.purpose:
        return Line(notice.text, at)
    until: datetime = clock.now() + LINKS_LAST
    link = signed_link(person, notice.purpose, notice.subject, expires=until)
    return Line(notice.text, at, link, daytime(until))


def _whole(url: str) -> str:
    return url if "://" in url else settings.BASE_URL + url


def _subject(mailing: Mailing, notices: list[Notice], groups: list[Group]) -> str:
    if not mailing.is_bundle:
        title, text = notices[0].entry.title if notices[0].entry else "", notices[0].text
        return _short(text if title in text else f"{_short(title, 70)} – {text}")
    first = groups[0].title or groups[0].lines[0].text.rstrip(".")
    others = len({one.entry_id or -one.pk for one in notices}) - 1
    if not others:
        return _short(first)
    text = ngettext("%(first)s and %(n)s other item", "%(first)s and %(n)s other items", others)
    return text % {"first": _short(first, 90), "n": others}


def _short(text: str, longest: int = 140) -> str:
    words = " ".join(text.split())
    return words if len(words) <= longest else f"{words[: longest - 1]}…"


def _what_stops(mailing: Mailing, notice: Notice) -> str:
    what = BUNDLES if mailing.is_bundle else WAITING if notice.waits else notice.kind
    return signing.dumps({"person": mailing.person_id, "what": what}, salt=STOP_SALT)
