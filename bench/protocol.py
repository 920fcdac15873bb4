"""How long the record of a workshop with 300 contributions takes: `python bench/protocol.py` prints a table.

A workshop with every kind of phase, 40 guests and 300 ideas, notes and votes; draft, page, PDF, DOCX, CSV and the release.
CPU seconds of this process, so that what else runs on the machine does not count; one run each.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from datetime import time as clock_time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netzwerkstatt.config.settings")
os.environ.setdefault("NETZWERKSTATT_DATA_DIR", tempfile.mkdtemp(prefix="netzwerkstatt-bench-"))
GUESTS, IDEAS = 40, 5


def main() -> None:
    """Make the workshop, then time each step."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    call_command("migrate", verbosity=0)
    from netzwerkstatt.foundation.documents.docx import to_docx
    from netzwerkstatt.foundation.documents.pdf import to_pdf
    from netzwerkstatt.foundation.events import clock
    from netzwerkstatt.workshops import actions, exporting
    from netzwerkstatt.workshops.document import document_of
    from netzwerkstatt.workshops.protocol import protocol_of
    from netzwerkstatt.workshops.record_page import shown_record

    day, officer = _day()
    actions.choose_ideas(actor=officer, workshop=day.workshop, ideas=list(day.ideas.values())[:3])
    contributions = sum(one.contributions for one in day.workshop.phases.all())
    print(f"{contributions} contributions of {GUESTS} guests in {day.workshop.phases.count()} phases\n")
    print(f"{'step':<34}{'CPU s':>8}{'wall s':>8}{'queries':>9}")

    def timed(step: str, act: Callable[[], Any]) -> Any:
        with CaptureQueriesContext(connection) as asked:
            cpu, wall = time.process_time(), time.perf_counter()
            made = act()
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        print(f"{step:<34}{cpu:>8.3f}{wall:>8.3f}{len(asked):>9}")
        return made

    content = timed("draft", lambda: protocol_of(day.workshop, released_at=clock.now(), released_by="Bench"))
    timed("page of the draft", lambda: shown_record(content))
    timed("CSV", lambda: exporting.as_csv(content))
    timed("release (files are made later)", lambda: actions.release_workshop(actor=officer, workshop=day.workshop))
    record = day.workshop.records.select_related("workshop__entry").get()
    document = timed("document", lambda: document_of(record))
    timed("PDF/UA", lambda: to_pdf(document))
    timed("DOCX", lambda: to_docx(document))


def _day() -> Any:
    from netzwerkstatt.foundation.accounts.models import Person
    from netzwerkstatt.foundation.network.models import City, CityNetwork, District, Membership, Role, State
    from netzwerkstatt.problems.actions import name_problem
    from netzwerkstatt.workshops import actions
    from tests.workshops.whole_day import whole_day

    state = State.objects.create(code="ST", name="Sachsen-Anhalt", position=1)
    networks = [
        CityNetwork.objects.create(state=state, name=f"Netz {number}", slug=f"netz-{number}") for number in range(3)
    ]
    district = District.objects.create(key="15087", name="Mansfeld-Südharz", state=state)
    city = City.objects.create(
        district=district,
        network=networks[0],
        name="Hettstedt",
        slug="hettstedt",
        ags="15087220",
        latitude=51.6,
        longitude=11.5,
    )
    officer = Person.objects.create_user(email="jana@example.org", name="Jana")
    Membership.objects.create(person=officer, role=Role.CITY_COORDINATOR, city=city)
    problem = name_problem(actor=officer, city=city, statement="They leave", affected="The young")
    workshop = actions.request_workshop(actor=officer, problem=problem, title="Back", question="What brings you back?")
    actions.plan_workshop(
        actor=officer, workshop=workshop, day=date(2027, 2, 4), begins=clock_time(13), place="Saigerhütte"
    )
    return whole_day(officer, workshop, networks, guests=GUESTS, ideas=IDEAS), officer


if __name__ == "__main__":
    main()
