"""A project's plan: measures, milestones, money, who was heard, interim balances, and how it ends."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from netzwerkstatt.foundation.entries.desk import tasks_of
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.projects import actions, queries
from netzwerkstatt.projects.models import Balance, BudgetLine, Expense, Funding, Hearing, Project, Resolution, Step
from netzwerkstatt.projects.money import cents_of, euros
from tests.conftest import last_event
from tests.projects.test_projects import found, in_days

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pages_in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def project(officer_of_hettstedt, hettstedt, idea):
    return found(officer_of_hettstedt, hettstedt, [idea])


@pytest.fixture
def member(invite, hettstedt):
    return invite("Mara Lenz", Role.CITY_MEMBER, city=hettstedt)


@pytest.fixture
def page(member):
    client = Client(headers={"sec-fetch-site": "same-origin"})
    client.force_login(member)
    return client


def measure(actor, project, **changes):
    words = {"kind": "measure", "what": "Rent a room", "who": "Mara Lenz", "due": in_days(10)}
    return actions.plan_step(actor=actor, project=project, **{**words, **changes})


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("12500", 1250000), ("12.500", 1250000), ("12,500", 1250000), ("12 500,50 €", 1250050), ("1.234.567,8", 123456780),
        ("0,5", 50), ("12.50", 1250), ("12.5000", None), ("1.23,456", None), ("-3", None), ("", None), ("zwölf", None),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_people_write_it(typed, cents):
    assert cents_of(typed) == cents


def test_what_is_planned_is_shown_in_the_order_of_its_days_with_exact_sums(project, member):
    later = measure(member, project, what="Open the room", due=in_days(30))
    measure(member, project)
    reached = measure(member, project, kind="milestone", what="Ten people advised", who="", due=in_days(20))
    actions.finish_step(actor=member, project=project, step=reached)
    for purpose, cents, kind in (("Furniture", 1999_01, "once"), ("Paint", 1, "once"), ("Rent", 4800_00, "yearly")):
        actions.write_budget(actor=member, project=project, purpose=purpose, cents=cents, kind=kind)
    actions.name_funding(actor=member, project=project, source="Own means", cents=1000_00, state="granted")
    actions.name_funding(actor=member, project=project, source="A programme", cents=5000_00, apply_until=in_days(20))
    actions.note_hearing(actor=member, project=project, held_on=in_days(-3), groups="Pupils", format="Survey", heads=41)

    plan = queries.plan_of(project, None)
    assert [step.what for step in plan.steps] == ["Rent a room", "Ten people advised", "Open the room"]
    assert (plan.once, plan.yearly, plan.granted, plan.heads) == (1999_02, 4800_00, 1000_00, 41)
    assert (euros(plan.once), euros(plan.yearly)) == ("1,999.02\u00a0€", "4,800\u00a0€")
    assert [str(task.title) for task in tasks_of(queries.waiting_for(member))] == [
        "Rent a room",
        "Apply for 5,000\u00a0€: A programme",
    ]
    later.refresh_from_db()
    assert later.done_on is None


def test_of_two_who_change_a_line_the_second_sees_what_the_first_wrote(project, member, officer_of_hettstedt, page):
    step = measure(member, project)
    url = reverse("projects:change-line", args=[project.public_id, "steps", step.pk])
    assert b"Rent a room" in page.get(url).content
    measure(officer_of_hettstedt, project, what="Buy a house", line=step, edition=1)

    typed = {"kind": "measure", "what": "Rent two rooms", "who": "Mara Lenz", "due": in_days(10).isoformat()}
    met = page.post(url, {**typed, "edition": "1"})
    assert met.status_code == 422
    words = met.content.decode()
    assert "Buy a house" in words
    assert "Rent two rooms" in words
    assert 'name="edition" value="2"' in words
    assert page.post(url, {**typed, "edition": "2"}).status_code == 302
    step.refresh_from_db()
    assert (step.what, step.edition) == ("Rent two rooms", 3)


def test_a_line_sent_twice_stands_once_and_one_that_is_gone_says_so(project, member):
    sent = uuid.uuid4()
    first = measure(member, project, client_id=sent)
    assert measure(member, project, client_id=sent) == first
    assert measure(member, project, line=first, edition=0) == first  # nothing changed, nothing met

    before = Event.objects.count()
    actions.remove_line(actor=member, project=project, line=first)
    actions.remove_line(actor=member, project=project, line=first)
    assert Event.objects.count() == before + 1
    with pytest.raises(Invalid, match="removed this meanwhile"):
        measure(member, project, what="Rent three rooms", line=first, edition=1)


def test_nobody_writes_at_the_plan_of_another_city(project, member, officer_of_saalfeld):
    step = measure(member, project)
    for act in (
        lambda: measure(officer_of_saalfeld, project),
        lambda: actions.remove_line(actor=officer_of_saalfeld, project=project, line=step),
        lambda: actions.close_project(actor=officer_of_saalfeld, project=project, stage="stopped", lesson="Late"),
    ):
        with pytest.raises(NotAllowed):
            act()
    other = Client(headers={"sec-fetch-site": "same-origin"})
    other.force_login(officer_of_saalfeld)
    assert other.get(reverse("projects:add-line", args=[project.public_id, "steps"])).status_code == 403


def test_a_stopped_project_is_a_result_and_says_what_others_can_learn(project, member, page):
    url = reverse("projects:stage", args=[project.public_id])
    assert page.post(url, {"stage": "trial"}).status_code == 302
    missing = page.post(url, {"stage": "stopped", "lesson": " "})
    assert missing.status_code == 422
    assert Project.objects.get(pk=project.pk).stage == "trial"

    lesson = "Nobody came on Sundays. Ask first, then rent."
    assert page.post(url, {"stage": "stopped", "lesson": lesson}).status_code == 302
    assert (last_event().type, last_event().payload) == ("project.closed", {"stage": "stopped"})
    shown = Client().get(project.get_absolute_url()).content.decode()
    assert lesson in shown
    assert "stopped" in shown

    page.post(url, {"stage": "running"})
    again = Project.objects.get(pk=project.pk)
    assert (again.stage, again.closed_on, again.lesson) == ("running", None, lesson)
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(stage="failed", lesson="")


PLANS = {
    "steps": {"kind": "milestone", "what": "Open", "due": "2031-05-01"},
    "budget": {"purpose": "Rent", "cents": "12.500,50", "kind": "yearly"},
    "funding": {"source": "A programme", "cents": "900", "state": "planned", "apply_until": "2031-05-01"},
    "spent": {"spent_on": "2020-05-01", "purpose": "Chairs", "cents": "480,50"},
    "heard": {"held_on": "2020-05-01", "groups": "Pupils", "format": "Survey", "heads": "12", "came_of": "More light"},
    "decided": {
        "decided_on": "2020-05-01",
        "body": "Town council",
        "what": "Half a post for two years",
        "number": "BV 12/2020",
    },
    "balance": {"drawn_on": "2020-05-01", "reached": "Ten advised", "barriers": "No bus", "decision": "change"},
}


def test_every_part_is_typed_shown_to_everybody_changed_and_removed(project, page, member):
    for part, typed in PLANS.items():
        made = page.post(reverse("projects:add-line", args=[project.public_id, part]), typed)
        assert made.status_code == 302, (part, made.content)
    shown = Client().get(project.get_absolute_url()).content.decode()
    for words in (
        "Open",
        "12,500.50\u00a0€",
        "A programme",
        "Chairs",
        "480.50\u00a0€ of 12,500.50\u00a0€ planned",
        "More light",
        "Half a post for two years",
        "BV 12/2020",
        "No bus",
        "We change something",
    ):
        assert words in shown, words
    assert "/plan/" not in shown
    assert "/plan/budget/" in page.get(project.get_absolute_url()).content.decode()

    models = {
        "steps": Step, "spent": Expense, "budget": BudgetLine, "funding": Funding, "heard": Hearing, "balance": Balance,
        "decided": Resolution,
    }  # fmt: skip
    for part, model in models.items():
        line = model.objects.get()
        change = reverse("projects:change-line", args=[project.public_id, part, line.pk])
        form = page.get(change).context["form"]
        again = {name: form[name].value() for name in form.fields}
        assert page.post(change, {k: v for k, v in again.items() if v is not None}).status_code == 302
        assert model.objects.get().edition == 1, part
        assert page.post(reverse("projects:remove-line", args=[project.public_id, part, line.pk])).status_code == 302
        assert not model.objects.exists()


@pytest.mark.parametrize("part", list(PLANS))
def test_broken_words_are_said_at_their_field_and_nothing_is_written(project, page, part):
    before = Event.objects.count()
    broken = dict.fromkeys(PLANS[part], "x" * 2500)
    answer = page.post(reverse("projects:add-line", args=[project.public_id, part]), broken)
    assert answer.status_code == 422
    assert Event.objects.count() == before
    nowhere = reverse("projects:change-line", args=[project.public_id, part, 10**30])
    assert page.get(nowhere).status_code == 404
