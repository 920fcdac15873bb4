"""Every read of organisations; each a fixed number of queries, whatever their number."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.desk import Task, Waiting, each
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import Affiliation, Organisation


def listed(*, words: str = "", kind: str = "", land: str = "") -> QuerySet[Organisation]:
    """Organisations by name, with their city and whether somebody speaks for them (`has_voice`). One query."""
    found = Organisation.objects.select_related("city__network__state").annotate(
        has_voice=Exists(_speaking().filter(organisation=OuterRef("pk")))
    )
    for word in words.split()[:8]:
        found = found.filter(Q(name__icontains=word) | Q(city__name__icontains=word))
    if kind:
        found = found.filter(kind=kind)
    if land:
        found = found.filter(city__network__state__code=land)
    return found.order_by("name", "pk")


def organisation(pk: int) -> Organisation | None:
    """One of them with its city, or None. One query."""
    return Organisation.objects.select_related("city__network__state").filter(pk=pk).first()


def voices_of(organisation: Organisation) -> list[Affiliation]:
    """Who speaks for it today, then who was named and has not confirmed it. One query."""
    today = clock.today()
    held = Affiliation.objects.filter(Q(until__isnull=True) | Q(until__gte=today), organisation=organisation)
    found = held.select_related("person", "vouched_by").order_by("person__name", "pk")
    return sorted(found, key=lambda voice: voice.confirmed_at is None)


def affiliations_of(person: Person) -> QuerySet[Affiliation]:
    """The organisations that the person speaks for or spoke for, the latest first."""
    held = person.affiliations.filter(confirmed_at__isnull=False).select_related("organisation")
    return held.order_by("-since", "pk")


def waiting_for(person: Person) -> list[Waiting]:
    """Organisations that the person was named for and has not answered."""
    named = person.affiliations.filter(confirmed_at__isnull=True).select_related("organisation", "vouched_by")
    return [Waiting(named.order_by("pk")[:20], each(_named))]


def _named(voice: Affiliation) -> Task:
    return Task(
        stage="participation",
        title=_("Do you speak for %(organisation)s?") % {"organisation": voice.organisation},
        meta=_("%(who)s names you") % {"who": voice.vouched_by.name} if voice.vouched_by else "",
        verb=_("Give the answer"),
        url=reverse("site:organisation", args=[voice.organisation_id]),
    )


def _speaking() -> QuerySet[Affiliation]:
    today = clock.today()
    return Affiliation.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today), since__lte=today, confirmed_at__isnull=False
    )
