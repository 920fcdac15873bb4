"""The demo: one whole story and others on their way, only where no real alliance is, open by one click only there."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any
from unittest.mock import patch

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client, TestCase, override_settings
from django.urls import path, reverse
from prov.model import ProvDocument

from netzwerkstatt.config.urls import urlpatterns as product
from netzwerkstatt.evidence import adapter
from netzwerkstatt.evidence.models import Boundaries, EvidenceCard, Projection, ScenarioEntry
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Entry, Link
from netzwerkstatt.foundation.entries.prov import prov_json
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import Alliance, City, Role, State
from netzwerkstatt.problems.models import Problem
from netzwerkstatt.projects.models import Help, Project
from netzwerkstatt.projects.profile.blocks import BLOCKS
from netzwerkstatt.projects.profile.content import mandatory, missing
from netzwerkstatt.projects.profile.known import known
from netzwerkstatt.site.demo.load import demo_logins, load_demo
from netzwerkstatt.site.demo.views import demo
from netzwerkstatt.workshops.models import Format, Workshop
from tests.conftest import SmallAlliance
from tests.evidence.futures import few
from tests.site.keystrokes import Somebody

urlpatterns = [*product, path("demo", demo, name="demo")]
STARTED_AS_DEMO = override_settings(DEMO=True, ROOT_URLCONF=__name__)
MAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def browser(person: Person | None = None) -> Client:
    client = Client(headers={"sec-fetch-site": "same-origin", "accept-language": "en"})
    if person is not None:
        client.force_login(person)
    return client


def everything_kept() -> dict[str, int]:
    return {model._meta.label: model.objects.count() for model in apps.get_models() if hasattr(model, "objects")}


NEEDED = [(block.code, field) for block in BLOCKS for field in block.fields if field.needed]


def _written(project: Project) -> list[dict[str, str]]:
    """What the Steckbrief of a project says, field by field."""
    blocks = known(project).blocks.values()
    return [{"field": name, "text": str(value)} for block in blocks for name, value in block.data.items()]


def _fills(owner: Somebody, part: str, there: dict[str, str], person: Person, *, anew: bool) -> None:
    """The mandatory fields of a part; what is suggested already is only looked at, unless all is written `anew`."""
    for code, field in NEEDED:
        if code != part:
            continue
        suggested = owner.suggests(field.name)
        if field.kind == "choice":
            owner.chooses(field.name, there[field.name])
        elif field.name == "reach":
            owner.writes(field.name, person.email, known=True)
        elif field.kind in {"person", "day"}:
            assert suggested, field.name
            owner.checks()
        elif suggested and not anew:
            owner.checks()
        else:
            owner.writes(field.name, there[field.name])


def words_kept() -> str:
    """Every text of every table of ours."""
    found = []
    for model in apps.get_models():
        texts = [f.name for f in model._meta.fields if isinstance(f, models.CharField | models.TextField)]
        if model.__module__.startswith("netzwerkstatt.") and texts:
            found += [str(text) for row in model._default_manager.values_list(*texts) for text in row if text]
    return "\n".join(found)


@pytest.mark.once
class TheDemo(TestCase):
    """Loaded once for all that is asked of it."""

    @classmethod
    def setUpTestData(cls) -> None:
        with patch.object(adapter, "project", few):  # a thousand futures of nine cities change nothing here
            load_demo()
        cls.logins = demo_logins()

    def test_it_is_an_alliance_of_three_laender_and_says_that_it_is_a_demo(self) -> None:
        assert Alliance.objects.get().is_demo
        assert State.objects.count() == 3
        assert City.objects.count() == 9
        assert {city.state for city in City.objects.select_related("network__state")} == set(State.objects.all())

    def test_something_of_every_kind_is_there_in_every_stage(self) -> None:
        kinds = Counter(Entry.objects.values_list("kind", flat=True))
        assert kinds["evidence"] >= 5
        assert kinds["problem"] >= 5
        assert kinds["workshop"] >= 3
        assert kinds["ideas-workshop"] >= 2
        assert kinds["idea"] >= 20
        assert kinds["project"] >= 2
        assert kinds["recommendation"] >= 2
        assert kinds["answer"] >= 1
        problems = Entry.objects.filter(kind="problem")
        assert problems.filter(outcomes=0).exists()
        assert problems.filter(outcomes__gt=0).exists()

    def test_one_thread_leads_from_the_card_to_the_answer_for_all_to_see(self) -> None:
        answer = Entry.objects.get(kind="answer")
        walked = thread.walk(answer, None)
        assert not any(step.entry is None for step in walked.steps)
        kinds = ["evidence", "problem", "workshop", "idea", "ideas-workshop", "project", "recommendation", "answer"]
        assert {entry.kind for entry in walked.entries} == set(kinds)
        workshop = next(entry for entry in walked.entries if entry.kind == "workshop")
        experts = Person.objects.filter(workshop_invitations__workshop=workshop.pk)
        lands = set(experts.values_list("memberships__network__state", flat=True))
        assert lands - {workshop.network.state_id}, "somebody from another Land came"
        for entry in walked.entries:
            assert browser().get(entry.get_absolute_url()).status_code == 200, entry

        read = ProvDocument.deserialize(content=json.dumps(prov_json(walked)), format="json")
        assert len(list(read.get_records())) >= len(walked.steps) + len(walked.links)

    def test_every_story_closes_and_every_stage_of_the_work_is_shown(self) -> None:
        def before(entry: Entry) -> set[str]:
            walked = thread.walk(entry, None)
            return {step.entry.kind for step in walked.steps if step.entry and step.id in walked.before}

        for answer in Entry.objects.filter(kind="answer"):
            assert before(answer) >= {"evidence", "problem", "workshop", "idea", "project", "recommendation"}, answer
        projects = Project.objects.select_related("entry")
        for project in projects:
            assert before(project.entry) >= {"evidence", "problem", "workshop", "idea"}, project.entry
        assert {project.stage for project in projects} >= {"idea", "trial", "running", "stopped"}
        assert projects.get(stage="stopped").lesson
        workshops = Workshop.objects.select_related("entry")
        assert workshops.filter(format=Format.FLYING, state="released", entry__outcomes__gt=0).exists()
        assert workshops.filter(format=Format.FLYING, state="planned", day__gt=clock.today()).exists()
        assert workshops.filter(format=Format.IDEAS, state="released", entry__outcomes__gt=0).exists()

    def test_its_story_took_a_year_and_nothing_of_it_lies_ahead(self) -> None:
        days = sorted(Entry.objects.values_list("created_at", flat=True))
        assert (days[-1] - days[0]).days > 200
        assert days[-1] <= clock.now()
        assert Event.objects.latest("at").at <= clock.now()
        for link in Link.objects.select_related("source", "target"):
            if link.source.about.beside:
                continue  # an amendment changes what was there before it
            assert link.source.created_at <= link.target.created_at, link

    def test_the_nine_cities_have_futures_and_a_scenario_is_discussed_in_a_problem(self) -> None:
        assert set(Projection.objects.filter(middle=True).values_list("key", flat=True)) == set(
            City.objects.values_list("ags", flat=True)
        )
        scenario = ScenarioEntry.objects.get()
        problem = Problem.objects.get(entry__links_out__target=scenario.entry)
        page = browser().get(problem.get_absolute_url()).content.decode()
        assert scenario.title in page
        needed = EvidenceCard.objects.get(query__computed="service-kita")
        assert needed.entry in thread.sources(problem.entry)
        assert "Kinder in Tageseinrichtungen: rund " in needed.claim
        assert needed.claim in page
        assert "2040" in page
        assert browser().get(scenario.get_absolute_url()).content.decode().count('class="comment') >= 3

    def test_its_maps_show_what_is_there_and_say_what_is_not(self) -> None:
        towns, districts = Boundaries.objects.order_by("pk")
        assert (districts.number, districts.level, districts.state) == (50, "district", "ready")
        page = browser().get("/evidence/map").content.decode()
        assert "<title>Chemnitz, kreisfreie Stadt: " in page
        page = browser().get(f"/evidence/map?outlines={towns.public_id}").content.decode()
        assert "Saalfelder Höhe → Saalfeld/Saale, Stadt" in page

    @pytest.mark.once
    def test_whoever_knows_a_project_has_what_is_mandatory_in_its_steckbrief_within_twenty_minutes(self) -> None:
        """By a published model (tests/site/keystrokes.py); the words are those of the Steckbrief that the demo has."""
        there = {
            row["field"]: row["text"] for row in _written(Project.objects.get(entry__title__startswith="Rückkehr"))
        }
        project = Project.objects.get(entry__title__startswith="Abendrunde")
        petra = Person.objects.get(email__startswith="petra.wolff")
        for anew in (False, True):
            with transaction.atomic():
                owner = Somebody(browser(petra))
                owner.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "de"
                owner.opens(project.get_absolute_url())
                owner.opens(reverse("projects:profile-edit", args=[project.public_id]))
                said = owner.page.text_content()
                assert f"{len(NEEDED)} von {mandatory(known(project))} Pflichtangaben fehlen" in " ".join(said.split())
                parts = {part for part, _field in NEEDED}
                owner.opens(reverse("projects:profile-block", args=[project.public_id, "head"]))
                while parts:
                    (part,) = [one for one in parts if owner.address.endswith(f"/{one}")]
                    _fills(owner, part, there, petra, anew=anew)
                    parts.remove(part)
                    then = owner.page.xpath("//button[@name='then']/@value")
                    owner.sends(*(("then", then[0]) if then else ()))
                assert missing(known(project)) == {}
                assert owner.page.xpath("//form[contains(@action, '/release') or contains(@action, '/propose')]")
                assert owner.minutes <= 20, owner.told
                transaction.set_rollback(True)

    def test_loading_it_again_changes_nothing(self) -> None:
        before = everything_kept()
        load_demo()
        assert [login.email for login in demo_logins()] == [login.email for login in self.logins]
        assert everything_kept() == before

    def test_its_people_are_invented_and_nobody_can_be_written_to(self) -> None:
        assert all(person.email.endswith("@example.org") for person in Person.objects.all())
        addresses = set(MAIL_ADDRESS.findall(words_kept()))
        without_account = set(Help.objects.exclude(address="").values_list("address", flat=True))
        assert addresses == {*Person.objects.values_list("email", flat=True), *without_account}
        assert {address for address in addresses if not address.endswith("@example.org")} == set()

    def test_who_can_be_tried_has_one_role_each_and_a_desk(self) -> None:
        roles: set[str] = set()
        for login in demo_logins():
            person = Person.objects.get(email=login.email)
            roles |= set(person.memberships.values_list("role", flat=True)) or {"voice"}
            page = browser(person).get("/desk")
            assert page.status_code == 200
            assert person.name in page.content.decode()
        assert roles >= {
            Role.ALLIANCE_COORDINATOR, Role.CITY_COORDINATOR, Role.NETWORK_COORDINATOR, Role.EXPERT, Role.MINISTRY,
            "voice",
        }  # fmt: skip

    @STARTED_AS_DEMO
    def test_the_page_for_trying_shows_everybody_and_sets_no_cookie(self) -> None:
        answer = browser().get("/demo")
        assert answer.status_code == 200
        assert not answer.cookies
        assert all(login.name in answer.content.decode() for login in demo_logins())

    @STARTED_AS_DEMO
    def test_one_click_signs_in(self) -> None:
        client = browser()
        answer = client.post("/demo", {"email": "jana.wernicke@example.org"})
        assert (answer.status_code, answer["Location"]) == (302, "/desk")
        assert "Jana Wernicke" in client.get("/desk").content.decode()

    @STARTED_AS_DEMO
    def test_one_click_opens_nobody_who_is_not_shown(self) -> None:
        Person.objects.create_user("real@example.org", name="Somebody Real")
        for email in ("real@example.org", "uwe.lorenz@example.org", "", "nobody@example.org"):
            client = browser()
            assert client.post("/demo", {"email": email}).status_code == 404
            assert client.get("/desk").status_code == 302

    @STARTED_AS_DEMO
    def test_one_click_is_ours_alone(self) -> None:
        client = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "cross-site"})
        assert client.post("/demo", {"email": "jana.wernicke@example.org"}).status_code == 403

    def test_a_program_not_started_as_a_demo_opens_nothing_even_with_its_data(self) -> None:
        click: dict[str, Any] = {"email": "jana.wernicke@example.org"}
        assert browser().get("/demo").status_code == 404
        assert browser().post("/demo", click).status_code == 404
        with override_settings(ROOT_URLCONF=__name__):
            assert browser().get("/demo").status_code == 404
            assert browser().post("/demo", click).status_code == 404

    @STARTED_AS_DEMO
    def test_one_click_ends_where_the_alliance_is_a_real_one(self) -> None:
        Alliance.objects.update(is_demo=False)
        assert browser().get("/demo").status_code == 404
        assert browser().post("/demo", {"email": "jana.wernicke@example.org"}).status_code == 404


def test_beside_a_real_alliance_the_demo_is_refused(alliance: SmallAlliance) -> None:
    before = everything_kept()
    with pytest.raises(SystemExit, match="real alliance"):
        load_demo()
    assert everything_kept() == before


def test_beside_a_real_person_the_demo_is_refused(coordinator: Person) -> None:
    with pytest.raises(SystemExit, match="folder of its own"):
        load_demo()
    assert not Alliance.objects.exists()


@pytest.mark.django_db
def test_a_demo_that_breaks_off_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(cast: object) -> None:
        raise RuntimeError("in the middle of the story")

    monkeypatch.setattr("netzwerkstatt.site.demo.stories.tell_all", break_off)
    with pytest.raises(RuntimeError):
        load_demo()
    assert not Alliance.objects.exists()
    assert not Person.objects.exists()
