"""Who follows what, and what everybody was told: some of it read, some of it new."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.consumers import catch_up
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.foundation.notifications import actions
from netzwerkstatt.foundation.notifications.visits import unread_here
from netzwerkstatt.projects.actions import answer_partnership
from netzwerkstatt.projects.models import Partner
from netzwerkstatt.site.demo.alliance import Cast
from netzwerkstatt.site.demo.stories.telling import ago, on

FOLLOWED = {
    "katrin.voss": ["15087220", "14626110", "16073077"],
    "jana.wernicke": ["15087220", "16073077"],
    "silke.brand": ["15087220"],
    "mila.hanke": ["14626110", "14625240", "15087220"],
    "ole.brandt": ["16073077", "15087220"],
    "rita.sommer": ["15087220", "15087130", "15087370"],
    "thea.krahl": ["14626110"],
}
BEFORE_ALL = 364
LAST_READ, LAST_HERE = 12, 5


def tell(cast: Cast) -> None:
    """From the first day on some follow cities and a theme; the log tells the rest, and most of it was read."""
    _follow(cast)
    _carry_projects()
    with on(ago(LAST_READ)):  # what happened since is new, and comes by mail
        catch_up("notifications")
    for person in cast.people.values():
        with on(ago(LAST_READ)):
            actions.mark_all_read(actor=person)
        with on(ago(LAST_HERE)):
            unread_here(person)


def _follow(cast: Cast) -> None:
    cities = {city.ags: city for city in cast.cities.values()}
    with on(ago(BEFORE_ALL)):
        for key, followed in FOLLOWED.items():
            for ags in followed:
                actions.follow(actor=cast.people[key], thing=cities[ags])
        actions.follow(actor=cast.people["jana.wernicke"], thing=cast.themes[0])


def _carry_projects() -> None:
    """The cities that were asked said yes two days later; the one asked last has not answered yet."""
    asked = Partner.objects.filter(city__isnull=False, answer=Partner.Answer.WAITING)
    partners = list(asked.select_related("city", "project__entry__city").order_by("project__entry__created_at", "pk"))
    for partner in partners[:-1]:
        holds = Q(memberships__role=Role.CITY_COORDINATOR, memberships__city=partner.city) | Q(
            memberships__role=Role.NETWORK_COORDINATOR, memberships__network__cities=partner.city
        )
        # the city's own coordinator, where there is one
        if coordinator := Person.objects.filter(holds).order_by(F("memberships__city").desc(nulls_last=True)).first():
            with clock.telling(min(partner.project.entry.created_at + timedelta(days=2), timezone.now())):
                answer_partnership(actor=coordinator, partner=partner, carries=True)
