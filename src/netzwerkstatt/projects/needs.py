"""Mitmachen on a project's page: what is needed, what was given, and what of the offers a viewer may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.network.rules import standing
from netzwerkstatt.foundation.ui.formatting import number
from netzwerkstatt.projects import rules
from netzwerkstatt.projects.models import Help, Need, Project
from netzwerkstatt.projects.money import euros

MOST_NEEDS = 60
MOST_OFFERS = 400


@dataclass(frozen=True)
class ShownOffer:
    """An offer as this viewer may see it: everybody sees what was accepted, the city and who offered see all of it."""

    offer: Help
    given: str
    whole: bool
    mine: bool
    to_answer: bool

    @property
    def who(self) -> str:
        """The organisation; a person's name only for the project's city and for herself."""
        if self.offer.organisation:
            return str(self.offer.organisation)
        if self.whole and self.offer.person:
            return self.offer.person.name
        if self.whole and self.offer.name:
            return self.offer.name
        return _("A person")


@dataclass(frozen=True)
class ShownNeed:
    """A need, how much of it was accepted, and the offers that this viewer may see."""

    need: Need
    taken: int
    offers: list[ShownOffer]

    @property
    def is_met(self) -> bool:
        return self.taken >= self.need.amount

    @property
    def so_far(self) -> str:
        """“6 of 10 hours a month”, “1 200 € of 2 500 €”."""
        if self.need.is_money:
            return _("%(taken)s of %(amount)s") % {"taken": euros(self.taken), "amount": euros(self.need.amount)}
        whole = counted(self.need, self.need.amount)
        return _("%(taken)s of %(amount)s") % {"taken": number(self.taken), "amount": whole}


def how_much(need: Need, amount: int) -> str:
    """An amount of a need, in its unit."""
    return euros(amount) if need.is_money else counted(need, amount)


def counted(need: Need, amount: int) -> str:
    """“1 evening a month”, “3 evenings a month”; without a word for one, the one for many."""
    unit = need.unit_one if amount == 1 and need.unit_one else need.unit
    return f"{number(amount)}\u00a0{unit}"


def needs_of(project: Project) -> QuerySet[Need]:
    """What a project looks for, in the order it was written down."""
    return Need.objects.filter(project=project).order_by(*Need.ORDER)[:MOST_NEEDS]


def offers_to(project: Project) -> QuerySet[Help]:
    """What was offered to a project, the earliest first."""
    found = (
        Help.objects.filter(need__project=project)
        .exclude(answer=Help.Answer.UNCONFIRMED)
        .select_related("organisation", "person")
    )
    return found.order_by("offered_at", "pk")[:MOST_OFFERS]


def shown(project: Project, needs: list[Need], offers: list[Help], viewer: Any) -> list[ShownNeed]:
    """The needs with what this viewer may see of the offers. Asks the database nothing."""
    owner = rules.may_write.test(viewer, project)
    found = []
    for need in needs:
        mine = [offer for offer in offers if offer.need_id == need.pk]
        seen = [one for offer in mine if (one := _shown_offer(need, offer, viewer, owner=owner))]
        taken = sum(offer.amount for offer in mine if offer.answer == Help.Answer.ACCEPTED)
        found.append(ShownNeed(need, taken, seen))
    return found


def offer_of(project: Project, key: int) -> Help | None:
    """One offer to this project. One query."""
    if key > 2**63 - 1:
        return None
    found = Help.objects.filter(pk=key, need__project=project).exclude(answer=Help.Answer.UNCONFIRMED)
    return found.select_related("need__project__entry__city", "organisation", "person").first()


def _shown_offer(need: Need, offer: Help, viewer: Any, *, owner: bool) -> ShownOffer | None:
    mine = bool(viewer) and (
        offer.person_id == viewer.pk
        or (offer.organisation_id is not None and offer.organisation_id in standing(viewer).organisations)
    )
    if not (owner or mine or offer.answer == Help.Answer.ACCEPTED):
        return None
    return ShownOffer(
        offer,
        how_much(need, offer.amount),
        whole=owner or mine,
        mine=mine and offer.stands,
        to_answer=owner and offer.is_waiting,
    )
