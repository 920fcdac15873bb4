"""Who works in the alliance and can be asked about what: the list and one person's page."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.network.models import Competence, Theme
from netzwerkstatt.foundation.network.queries import current_memberships, themes
from netzwerkstatt.foundation.network.rules import PARTNER_ROLES


def partners(*, words: str = "", theme: str = "", land: str = "", language: str = "") -> QuerySet[Person]:
    """People who work in the alliance today, by name; with roles and themes. Three queries, four by words.

    Every word must stand in name, function or expertise, or belong to a theme the person is asked about.
    """
    held = current_memberships().filter(role__in=PARTNER_ROLES).order_by()
    if land:
        held = held.filter(Q(city__network__state__code=land) | Q(network__state__code=land))
    found = Person.objects.filter(is_active=True, pk__in=held.values("person"))
    if theme:
        found = found.filter(pk__in=Competence.objects.filter(theme__slug=theme).values("person"))
    if language:
        found = found.filter(spoken_languages__code=language)
    wanted = words.casefold().split()[:8]
    named = list(themes()) if wanted else []
    for word in wanted:
        known = Competence.objects.filter(theme__in=[one for one in named if _speaks_of(one, word)])
        found = found.filter(Q(known_for__contains=word) | Q(pk__in=known.values("person")))
    return _with_all(found.order_by("name", "pk"))


def partner(pk: int) -> Person | None:
    """One of them, or None. Four queries."""
    held = current_memberships().filter(role__in=PARTNER_ROLES, person=pk).order_by()
    return _with_all(Person.objects.filter(is_active=True, pk__in=held.values("person"))).first()


def _with_all(people: QuerySet[Person]) -> QuerySet[Person]:
    roles = current_memberships().select_related(None).select_related("city__network__state", "network__state", "state")
    return people.prefetch_related(
        Prefetch("memberships", roles.order_by("since", "pk"), to_attr="roles"),
        Prefetch(
            "competences", Competence.objects.select_related("theme").order_by("theme__position"), to_attr="known"
        ),
    )


def _speaks_of(theme: Theme, word: str) -> bool:
    return word in " ".join([theme.name, *theme.other_names.values(), theme.synonyms]).casefold()
