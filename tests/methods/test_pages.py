"""The pages of the toolbox, as visitors, people of the alliance and makers of methods meet them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.documents.models import Rendering
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.methods import queries
from netzwerkstatt.methods.actions import make_method, record_use
from netzwerkstatt.methods.catalogue import shipped
from netzwerkstatt.methods.models import MethodUse, OwnMethod
from tests.methods.conftest import CONTENT, told


@pytest.fixture(autouse=True)
def _pages_in_english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def visitor(alliance: Any) -> Client:
    return Client(headers={"sec-fetch-site": "same-origin"})


@pytest.fixture
def browser(visitor: Client, officer_of_hettstedt: Person) -> Client:
    visitor.force_login(officer_of_hettstedt)
    return visitor


def page(client: Client, name: str, *args: str, **query: Any) -> str:
    answer = client.get(reverse(f"methods:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_toolbox_shows_all_by_stage_and_narrows_by_the_four_questions(visitor: Client):
    html = page(visitor, "toolbox")
    assert html.count('class="tool"') == 40
    assert "What is it about, and who belongs to it?" in html
    html = page(visitor, "toolbox", goal="ideas", people=40)
    assert "helps to find ideas" in html
    assert "Or quite another way" in html
    assert "Left out:" in html
    assert "Nothing fits all of it together" in page(
        visitor, "toolbox", goal="settle", people=3000, minutes=5, easy="on"
    )


@pytest.mark.parametrize(
    "nonsense", [{"goal": "x"}, {"people": "-3"}, {"minutes": "9" * 40}, {"without": "x"}, {"q": "\u202e%"}]
)
def test_nonsense_in_the_address_asks_for_nothing(visitor: Client, nonsense: dict[str, str]):
    page(visitor, "toolbox", **nonsense)


def test_the_toolbox_costs_the_same_with_many_methods_and_uses(
    browser: Client, officer_of_hettstedt: Person, django_assert_max_num_queries: Callable[..., Any]
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page(browser, "toolbox")
        return len(seen)

    def add() -> None:
        made = make_method(actor=officer_of_hettstedt, content=CONTENT)
        for method in (queries.of_own(made), shipped()["triz"]):
            record_use(actor=officer_of_hettstedt, method=method, told=told())

    add()
    cost()
    few = cost()
    for _ in range(12):
        add()
    assert cost() == few <= 20


def test_a_methods_page_costs_the_same_with_many_uses(browser: Client, officer_of_hettstedt: Person, bench: OwnMethod):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    costs = []
    for _round in range(3):
        for _ in range(4):
            record_use(actor=officer_of_hettstedt, method=queries.of_own(bench), told=told(), entry=bench.entry)
        with CaptureQueriesContext(connection) as seen:
            page(browser, "method", bench.public_id)
        costs.append(len(seen))
    assert costs[1] == costs[2] <= 40


def test_a_method_shows_its_course_and_says_honestly_how_little_is_known(
    visitor: Client, officer_of_hettstedt: Person, colleague: Person
):
    html = page(visitor, "method", "headstand")
    assert "Turn the question" in html
    assert "Nobody has told yet how it went" in html
    record_use(
        actor=officer_of_hettstedt, method=shipped()["headstand"], told=told(42, worked="The <b>cheeky</b> cards")
    )
    html = page(visitor, "method", "headstand")
    assert "One says little" in html
    assert "cheeky" not in html
    for minutes in (40, 45):
        record_use(actor=colleague, method=shipped()["headstand"], told=told(minutes, verdict="changed"))
    html = page(visitor, "method", "headstand")
    assert "Plan 40 min for it." in html
    assert "3 uses took 42 min in the median, the shortest 40 min, the longest 45 min" in html
    visitor.force_login(colleague)
    html = page(visitor, "method", "headstand")
    assert "The &lt;b&gt;cheeky&lt;/b&gt; cards" in html
    assert "Tell how it went" in html


def test_a_run_sheet_has_clock_times_once_it_has_a_beginning(visitor: Client, officer_of_hettstedt: Person):
    assert "+13" in page(visitor, "sheet", "headstand")
    html = page(visitor, "sheet", "headstand", begins="13:30", day="2027-02-04")
    assert "13:43" in html
    assert "4 February 2027" in html
    assert "14:00" in html
    assert "The beginning was not understood" in page(visitor, "sheet", "headstand", begins="noon")
    for _ in range(3):
        record_use(actor=officer_of_hettstedt, method=shipped()["headstand"], told=told(60))
    assert "14:30" in page(visitor, "sheet", "headstand", begins="13:30", practice="on")


def test_a_run_sheet_comes_as_pdf_and_office_file_for_exactly_this_beginning(browser: Client):
    sent = {"day": "2027-02-04", "begins": "13:30"}
    assert browser.get(reverse("methods:sheet-pdf", args=["headstand"]), sent).status_code == 302
    answer = browser.post(reverse("methods:sheet-files", args=["headstand"]), sent)
    assert answer.status_code == 302
    assert Rendering.objects.get().state == Rendering.State.READY
    pdf = browser.get(reverse("methods:sheet-pdf", args=["headstand"]), sent)
    assert pdf.content.startswith(b"%PDF-")
    assert browser.get(reverse("methods:sheet-docx", args=["headstand"]), sent).content.startswith(b"PK")
    assert browser.get(reverse("methods:sheet-pdf", args=["headstand"]), {"begins": "14:00"}).status_code == 302
    content = Rendering.objects.get().content
    assert "13:43" in content
    assert "13:30" in content
    assert "sheet.pdf?day=2027-02-04&amp;begins=13%3A30" in page(browser, "sheet", "headstand", **sent)


def filled(**more: Any) -> dict[str, Any]:
    return {
        "title": "Bench talk", "purpose": "Hear people.", "people_from": "2", "staff": "1", "stages": ["diagnose"],
        "skill": "1", "conflict": "1", "visibility": "alliance", "steps-TOTAL_FORMS": "3", "steps-INITIAL_FORMS": "0",
        "steps-0-title": "Sit down", "steps-0-minutes": "10", "steps-1-title": "", "steps-2-title": "Ask",
        "steps-2-minutes": "20", **more,
    }  # fmt: skip


def test_a_method_is_added_from_another_one_and_changed(browser: Client, hettstedt: City):
    html = page(browser, "new", **{"from": "headstand"})
    assert "Turn the question" in html
    answer = browser.post(reverse("methods:new"), filled(city=hettstedt.pk, **{"from": "headstand"}))
    made = OwnMethod.objects.get()
    assert answer.url == made.get_absolute_url()
    html = page(browser, "method", made.public_id)
    assert "Own method" in html
    assert "Made from:" in html
    assert [step.title for step in made.own_steps.all()] == ["Sit down", "Ask"]
    edit = reverse("methods:edit", args=[made.public_id])
    assert 'value="Bench talk"' in browser.get(edit).content.decode()
    assert browser.post(edit, filled(title="Stair talk", base="1")).status_code == 302
    answer = browser.post(edit, filled(title="Cellar talk", base="1"))
    assert answer.status_code == 422
    assert "Somebody else has changed this method meanwhile" in answer.content.decode()
    assert "Cellar talk" in answer.content.decode()
    browser.post(reverse("methods:archive", args=[made.public_id]))
    assert "Stair talk" not in page(browser, "toolbox")
    assert "Stair talk" in page(browser, "toolbox", archived=1)


def test_a_form_that_does_not_hold_says_where_and_keeps_everything(browser: Client):
    answer = browser.post(
        reverse("methods:new"),
        filled(stages=[], **{"steps-0-minutes": "", "steps-1-text": "What?", "visibility": "city"}),
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "How long does it take?" in html
    assert "What is done here?" in html
    assert 'value="Bench talk"' in html
    assert not OwnMethod.objects.exists()
    answer = browser.post(reverse("methods:new"), filled(visibility="city"))
    assert "it needs a city" in answer.content.decode()


def test_how_it_went_is_told_changed_and_taken_back(browser: Client, colleague: Person, hettstedt: City):
    there = reverse("methods:record-use", args=["headstand"])
    sent = {
        "on": "2025-05-06",
        "people": "8",
        "minutes": "42",
        "verdict": "again",
        "worked": "All of it",
        "city": hettstedt.pk,
    }
    assert browser.post(there, {**sent, "minutes": ""}).status_code == 422
    answer = browser.post(there, sent)
    use = MethodUse.objects.get()
    assert answer.url == use.get_absolute_url()
    change = reverse("methods:change-use", args=[use.public_id])
    assert "All of it" in browser.get(change).content.decode()
    browser.post(change, {**sent, "minutes": "50"})
    use.refresh_from_db()
    assert use.minutes == 50
    other = Client(headers={"sec-fetch-site": "same-origin"})
    other.force_login(colleague)
    assert other.get(change).status_code == 403
    assert other.post(reverse("methods:take-back-use", args=[use.public_id])).status_code == 403
    browser.post(reverse("methods:take-back-use", args=[use.public_id]))
    assert not MethodUse.objects.exists()


def test_the_library_finds_methods_beside_everything_else(
    browser: Client, bench: OwnMethod, officer_of_hettstedt: Person
):
    from netzwerkstatt.foundation.events.consumers import catch_up

    catch_up()
    html = browser.get(reverse("search:library"), {"q": "bench"}).content.decode()
    assert "<mark>Bench</mark> talk" in html
    html = browser.get(reverse("search:library"), {"q": "headstand"}).content.decode()
    assert "In the toolbox" in html
    assert reverse("methods:method", args=["headstand"]) in html
    assert "In the toolbox" not in browser.get(reverse("search:library")).content.decode()


@pytest.mark.parametrize("name", ["method", "sheet", "sheet-pdf", "record-use", "edit"])
def test_a_method_that_is_not_there_is_not_found(browser: Client, name: str):
    for key in ("no-such-thing", "x" * 60):
        assert browser.get(reverse(f"methods:{name}", args=[key])).status_code == 404
