"""An installation with one workshop that collects ideas.

`python -m tests.faults.prepared` prints its address, its code and the number of that phase.

Run in a process of its own, because Django knows one database per process.
"""

from __future__ import annotations

from datetime import date, time

import django
from django.core.management import call_command


def main() -> None:
    """Found an alliance of one city and bring its workshop to the phase in which people write."""
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)

    from netzwerkstatt.foundation.accounts.models import Person
    from netzwerkstatt.foundation.network import actions as network
    from netzwerkstatt.foundation.network.models import Membership, Role
    from netzwerkstatt.problems.actions import name_problem
    from netzwerkstatt.workshops import actions

    kora = Person.objects.create_user("kora@example.org", "a long password", name="Kora Dinator")
    Membership.objects.create(person=kora, role=Role.ALLIANCE_COORDINATOR)
    Membership.objects.create(person=kora, role=Role.OPERATOR)
    network.found_alliance(actor=kora, name="Alliance of the tests")
    state = network.add_state(actor=kora, name="Sachsen-Anhalt", code="ST", key="15")
    district = network.add_district(actor=kora, name="Mansfeld-Südharz", key="15087", state=state)
    cities = network.add_network(actor=kora, name="Network", state=state)
    city = network.add_city(
        actor=kora, name="Hettstedt", ags="15087220", network=cities, district=district, latitude=51.6, longitude=11.5
    )
    jana = network.invite_person(
        actor=kora, email="jana@example.org", name="Jana Wernicke", role=Role.CITY_COORDINATOR, city=city,
        password="a long password",
    )  # fmt: skip
    problem = name_problem(actor=jana, city=city, statement="Young people leave", affected="Those of 16 to 25")
    workshop = actions.request_workshop(actor=jana, problem=problem, title="What brings you back?")
    actions.plan_workshop(actor=jana, workshop=workshop, day=date(2030, 2, 4), begins=time(13), place="Saigerhütte")
    actions.start_workshop(actor=jana, workshop=workshop)
    phase = workshop.phases.select_related("workshop__entry").get(kind="collect")
    actions.open_phase(actor=jana, phase=phase)
    print(workshop.public_id, workshop.code, phase.number)


if __name__ == "__main__":
    main()
