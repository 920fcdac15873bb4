"""Methods of the toolbox in a plan: chosen, offered with their minutes, named while it runs, told of afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.methods import actions as methods
from netzwerkstatt.methods import queries as toolbox
from netzwerkstatt.methods.actions import Told
from netzwerkstatt.workshops import actions
from netzwerkstatt.workshops.models import Phase, PhaseKind, Workshop
from netzwerkstatt.workshops.plans import PhasePlan
from netzwerkstatt.workshops.toolbox import methods_of, to_tell
from tests.workshops.room import browser, phase_of

pytestmark = pytest.mark.django_db

CARDS = "anonymous-cards"


def by_cards(workshop: Workshop, person: Person) -> Phase:
    phase = phase_of(workshop, PhaseKind.COLLECT)
    plan = PhasePlan.of(phase)
    return actions.change_phase(actor=person, phase=phase, plan=PhasePlan(**{**plan.columns(), "method": CARDS}))


def test_a_phase_keeps_the_method_by_which_it_is_done(planned: Workshop, officer_of_hettstedt: Person) -> None:
    by_cards(planned, officer_of_hettstedt)
    assert phase_of(planned, PhaseKind.COLLECT).method == CARDS


def test_a_method_that_is_not_in_the_toolbox_is_refused(planned: Workshop, officer_of_hettstedt: Person) -> None:
    plan = PhasePlan(PhaseKind.TALK, "Talk", "", 10, method="no-such-method")
    for act in (
        lambda: actions.add_phase(actor=officer_of_hettstedt, workshop=planned, plan=plan),
        lambda: actions.set_phases(actor=officer_of_hettstedt, workshop=planned, phases=[plan]),
        lambda: actions.change_phase(actor=officer_of_hettstedt, phase=phase_of(planned, PhaseKind.COLLECT), plan=plan),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert set(refused.value.fields) == {"method"}
    assert not Phase.objects.exclude(method="").exists()


def test_a_break_is_done_by_no_method(planned: Workshop, officer_of_hettstedt: Person) -> None:
    plan = PhasePlan(PhaseKind.PAUSE, "Coffee", "", 10, method=CARDS)
    made = actions.add_phase(actor=officer_of_hettstedt, workshop=planned, plan=plan)
    assert made.method == ""


def test_the_plan_page_offers_fitting_methods_first_and_then_their_minutes(
    planned: Workshop, officer_of_hettstedt: Person
) -> None:
    page = browser(officer_of_hettstedt)
    number = phase_of(planned, PhaseKind.COLLECT).number
    address = f"/workshops/{planned.public_id}/plan"
    shown = page.get(f"{address}?phase={number}").content.decode()
    first = shown.index("Good for this kind of phase")
    fitting = next(one for one in toolbox.for_picker(officer_of_hettstedt) if "collect" in one.kinds)
    assert first < shown.index(f'value="{fitting.key}"') < shown.index("All others")

    prefix = f"phase-{number}-"
    sent = {"title": "Collect", "kind": "collect", "minutes": "7", "identity": "anonymous", "reveals": "button"}
    answer = page.post(
        f"{address}/phase",
        {"do": f"change:{number}", f"{prefix}method": CARDS} | {prefix + k: v for k, v in sent.items()},
    )
    assert answer["Location"] == f"{address}?phase={number}#phase-{number}"
    minutes = next(one.minutes for one in toolbox.for_picker(officer_of_hettstedt) if one.key == CARDS)
    offered = page.get(answer["Location"]).content.decode()
    assert f"Plan {minutes} minutes, as the toolbox suggests" in offered
    assert f'form="suggested" name="do" value="suggested:{number}"' in offered, "Enter in a field keeps the phase"

    page.post(f"{address}/phase", {"do": f"suggested:{number}"})
    phase = phase_of(planned, PhaseKind.COLLECT)
    assert (phase.minutes, phase.method) == (minutes, CARDS)
    assert "as the toolbox suggests" not in page.get(f"{address}?phase={number}").content.decode()


def test_run_sheet_console_and_workshop_page_name_the_method_and_lead_to_it(
    planned: Workshop, officer_of_hettstedt: Person
) -> None:
    phase = by_cards(planned, officer_of_hettstedt)
    page = browser(officer_of_hettstedt)
    link = f'<a href="/methods/{CARDS}">'
    address = f"/workshops/{planned.public_id}"
    for path in (f"{address}/plan", f"{address}/plan/sheet", address):
        assert link in page.get(path).content.decode(), path
    actions.start_workshop(actor=officer_of_hettstedt, workshop=planned)
    actions.open_phase(actor=officer_of_hettstedt, phase=phase)
    assert page.get(f"{address}/console").content.decode().count(link) == 1
    assert link in browser().get(address).content.decode()


def test_afterwards_who_ran_it_is_asked_once_how_the_method_went(
    planned: Workshop, officer_of_hettstedt: Person
) -> None:
    phase = by_cards(planned, officer_of_hettstedt)
    actions.start_workshop(actor=officer_of_hettstedt, workshop=planned)
    actions.join(code=Workshop.objects.get(pk=planned.pk).code)
    actions.open_phase(actor=officer_of_hettstedt, phase=phase)
    actions.close_phase(actor=officer_of_hettstedt, phase=phase)
    Phase.objects.filter(pk=phase.pk).update(closed_at=clock.now() + timedelta(minutes=34))
    workshop = Workshop.objects.get(pk=planned.pk)
    phases = list(workshop.phases.all())
    used = methods_of(phases, officer_of_hettstedt)
    assert to_tell(workshop, phases, used, officer_of_hettstedt) == []
    Workshop.objects.filter(pk=planned.pk).update(state=Workshop.State.CLOSED, code="", key="")

    page = browser(officer_of_hettstedt)
    ask = f"/methods/{CARDS}/use?in={planned.public_id}&amp;minutes=34&amp;people=1"
    assert ask in page.get(f"/workshops/{planned.public_id}").content.decode()
    assert "How did it go?" not in browser().get(f"/workshops/{planned.public_id}").content.decode()
    assert 'value="34"' in page.get(ask.replace("&amp;", "&")).content.decode()

    told = Told(on=clock.today(), people=1, minutes=34, verdict="again")
    method = toolbox.find(CARDS, officer_of_hettstedt)
    assert method is not None
    entry = Entry.objects.get(pk=planned.pk)
    methods.record_use(actor=officer_of_hettstedt, method=method, told=told, entry=entry)
    assert "How did it go?" not in page.get(f"/workshops/{planned.public_id}").content.decode()


def test_a_kept_plan_keeps_its_methods(planned: Workshop, officer_of_hettstedt: Person) -> None:
    by_cards(planned, officer_of_hettstedt)
    kept = actions.keep_preset(actor=officer_of_hettstedt, workshop=planned, title="With cards")
    assert [one.get("method") for one in kept.phases if one["kind"] == "collect"] == [CARDS]
    hidden = [{**one, "method": "secretmethod1"} for one in kept.phases]
    type(kept).objects.filter(pk=kept.pk).update(phases=hidden)
    kept.refresh_from_db()
    actions.use_preset(actor=officer_of_hettstedt, workshop=planned, preset=kept)
    assert not planned.phases.exclude(method="").exists()
