"""A hall: an installation with workshops that are about to begin, people with phones, a wall and a console.

`python -m tests.browser.hall` makes the installation and prints what the test needs to know. Run in a process of its own,
because Django knows one database per process.
"""

from __future__ import annotations

import json
from datetime import timedelta

import django
from django.core.management import call_command
from django.utils import translation


def main() -> None:
    """Found an alliance of one city; plan a flying workshop of three hours, a small one, and one that only collects and has
    begun; sign its officer in.
    """
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    translation.activate("en")  # the plan's own words come in the language of whoever plans

    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from netzwerkstatt.foundation.accounts.models import Person
    from netzwerkstatt.foundation.accounts.sessions import SessionStore
    from netzwerkstatt.foundation.events import clock
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
    workshop = actions.request_workshop(
        actor=jana, problem=problem, title="What brings you back?", question="What would bring you back?"
    )
    actions.use_preset(actor=jana, workshop=workshop, preset="flying-3h")
    small = actions.request_workshop(actor=jana, problem=problem, title="Die kürzeste Werkstatt")
    plans = [
        actions.PhasePlan("collect", "Ideen sammeln", "Was bringt dich zurück?", 20),
        actions.PhasePlan("cluster", "Bündeln", "", 15),
        actions.PhasePlan("dots", "Gewichten", "Womit machen wir weiter?", 10, 3),
    ]
    actions.set_phases(actor=jana, workshop=small, phases=plans)
    open_house = actions.request_workshop(actor=jana, problem=problem, title="Open house", question="What is missing?")
    actions.set_phases(
        actor=jana, workshop=open_house, phases=[actions.PhasePlan("collect", "Ideas", "What is missing?", 90)]
    )
    now = clock.now() + timedelta(minutes=2)
    for one in (workshop, small, open_house):
        actions.plan_workshop(
            actor=jana, workshop=one, day=now.date(), begins=now.time().replace(second=0, microsecond=0),
            place="Saigerhütte",
        )  # fmt: skip
    actions.start_workshop(actor=jana, workshop=open_house)
    actions.open_phase(actor=jana, phase=open_house.phases.select_related("workshop__entry").get())
    open_house.refresh_from_db()
    session = SessionStore()
    session[SESSION_KEY] = str(jana.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = jana.get_session_auth_hash()
    session.create()
    said = {
        "workshop": workshop.public_id, "small": small.public_id, "session": session.session_key,
        "open": open_house.public_id, "key": open_house.key, "code": open_house.code,
    }  # fmt: skip
    print(json.dumps(said))


if __name__ == "__main__":
    main()
