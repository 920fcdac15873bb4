"""Making ideas and counting clusters. Rooms call these inside their own actions."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.ballots.models import Kind, Vote
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.ideas.kinds import IDEA
from netzwerkstatt.ideas.models import LONGEST, Cluster, Idea

TITLE = 100
BATCH = 2000


def checked(text: str) -> str:
    """The text of an idea as it is kept. Raises `Invalid` (field "text") where it cannot be one."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise Invalid({"text": _("A word or two is enough, but something should stand here.")})
    if len(text) > LONGEST:
        message = _("At most %(most)d characters, please; these are %(number)d.")
        raise Invalid({"text": message % {"most": LONGEST, "number": len(text)}})
    if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t" for sign in text):
        raise Invalid({"text": _("There is a sign in it that cannot be shown. Please type the sentence again.")})
    return text


def beginning(text: str) -> str:
    """The first hundred characters, cut between two words."""
    line = " ".join(text.split())
    if len(line) <= TITLE:
        return line
    cut = line[:TITLE].rsplit(" ", 1)[0] if " " in line[:TITLE] else line[: TITLE - 1]
    return f"{cut.rstrip(' ,;:–-')} …"


def create_ideas(*, home: Entry, written: Sequence[tuple[str, Any]], at: datetime) -> list[Idea]:
    """Ideas of one home from (text, person or None), in the order given, all with the same time.

    One statement per 2,000 rows. The caller ties them to where they came from.
    """
    language = get_language() or ""
    entries = Entry.objects.bulk_create(
        [
            Entry(
                kind=IDEA, title=beginning(text), home=home, city_id=home.city_id, network_id=home.network_id,
                author=person, language=language, created_at=at,
            )
            for text, person in written
        ],
        batch_size=BATCH,
    )  # fmt: skip
    return Idea.objects.bulk_create(
        [Idea(entry=entry, text=text, home=home) for entry, (text, _person) in zip(entries, written, strict=True)],
        batch_size=BATCH,
    )


def keep_result(counted: dict[int, tuple[int, int]], home: Entry) -> None:
    """Write dots and distinct voters, by entry id, to the ideas of this home, and count their clusters anew."""
    ideas = list(Idea.objects.filter(home=home, pk__in=list(counted)))
    for idea in ideas:
        idea.dots, idea.voters = counted[idea.pk]
    Idea.objects.bulk_update(ideas, ["dots", "voters"], batch_size=BATCH)
    recount(Cluster.objects.filter(home=home))


def recount(clusters: Iterable[Cluster]) -> None:
    """Size, dots and distinct voters of these clusters as they are now; three queries and one per cluster.

    A table that voted with one sheet counts as its persons, but never as more than the dots it gave to the cluster.
    """
    known = {cluster.pk: cluster for cluster in clusters}
    sizes = (
        Idea.objects.filter(cluster__in=known).order_by().values("cluster").annotate(n=Count("pk"), dots=Sum("dots"))
    )
    voters = (
        Vote.objects.filter(
            option__entry__idea__cluster__in=known, ballot__kind=Kind.DOTS, ballot__closed_at__isnull=False
        )
        .order_by().values_list("option__entry__idea__cluster", "voter", "voter__weight").annotate(given=Sum("value"))
    )  # fmt: skip
    size = {row["cluster"]: (row["n"], row["dots"]) for row in sizes}
    voices: Counter[int] = Counter()
    for cluster, _voter, persons, given in voters:
        voices[cluster] += min(persons, given)
    for pk in known:
        number, dots = size.get(pk, (0, 0))
        Cluster.objects.filter(pk=pk).update(size=number, dots=dots, voters=voices[pk])
