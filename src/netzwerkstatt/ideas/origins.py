"""Who had an idea: whoever takes it up, they are told."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.foundation.network.queries import current_memberships
from netzwerkstatt.ideas.kinds import IDEA


def origins_of_ideas(event: Event, entry: Entry) -> Iterable[Person]:
    """Who wrote an idea that `entry` comes from, and who coordinates the city where it came up, if that is another one.

    Two queries. Names what rooms to the left give to `tells`.
    """
    ideas = Entry.objects.filter(kind=IDEA, links_out__target=entry, deleted_at__isnull=True)
    rows = list(ideas.values_list("author", "city"))
    cities = {city for _author, city in rows if city and city != entry.city_id}
    coordinators = current_memberships().filter(role=Role.CITY_COORDINATOR, city__in=cities)
    told = Q(pk__in={author for author, _city in rows if author}) | Q(pk__in=coordinators.order_by().values("person"))
    return Person.objects.filter(told, is_active=True)
