"""Organisations and who speaks for them, on the pages and by mail; and inviting people."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.foundation.events.consumers import catch_up
from netzwerkstatt.foundation.network.actions import add_organisation
from netzwerkstatt.foundation.network.models import Affiliation, City, Membership, Organisation, Role
from netzwerkstatt.foundation.network.rules import standing
from netzwerkstatt.foundation.notifications.sending import deliver
from netzwerkstatt.ideas.models import Idea, Standing
from netzwerkstatt.projects.actions import add_partner, found_project
from netzwerkstatt.site.desk import waiting_for
from tests.conftest import SmallAlliance

pytestmark = pytest.mark.django_db
LEA = {"name": "Lea Lehmann", "email": "lea@example.org", "vouched": "Letter of the owner of 3 November"}


def browser(person: Person | None = None) -> Client:
    client = Client(headers={"accept-language": "en", "sec-fetch-site": "same-origin"})
    if person:
        client.force_login(person)
    return client


def token(client: Client, url: str) -> dict[str, str]:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(url).content.decode())
    return {"csrfmiddlewaretoken": found[1]} if found else {}


@pytest.fixture(autouse=True)
def _who_chose_no_language_reads_english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def bakery(officer_of_hettstedt: Person, hettstedt: City) -> Organisation:
    return add_organisation(actor=officer_of_hettstedt, name="Bäckerei Lehmann", kind="business", city=hettstedt)


def name_lea(officer: Person, bakery: Organisation) -> Any:
    client = browser(officer)
    url = f"/organisations/{bakery.pk}/voice"
    return client.post(url, LEA | token(client, url), follow=True)


def link_in(letter: Any) -> str:
    (link,) = re.findall(r"http://testserver(/answer/\S+)", letter.body)
    return str(link)


def test_who_is_named_is_asked_by_mail_and_says_yes_without_signing_in(
    bakery: Organisation, officer_of_hettstedt: Person
) -> None:
    assert "Lea Lehmann is asked by mail." in name_lea(officer_of_hettstedt, bakery).content.decode()
    name_lea(officer_of_hettstedt, bakery)
    deliver()
    (letter,) = mail.outbox
    assert letter.recipients() == ["lea@example.org"]
    assert "Jana Wernicke names you as somebody who speaks for Bäckerei Lehmann" in letter.body

    lea, stranger = Person.objects.get(email="lea@example.org"), browser()
    page = stranger.get(link_in(letter)).content.decode()
    assert "Letter of the owner of 3 November" in page
    assert not standing(lea).organisations, "a program that looks at mails opens every link"
    stranger.post(link_in(letter), {"choice": "yes"})
    assert standing(Person.objects.get(pk=lea.pk)).organisations == {bakery.pk}
    assert stranger.post(link_in(letter), {"choice": "no"}).status_code == 410
    assert Affiliation.objects.get().until is None


def test_a_mistake_is_said_by_the_same_link_and_leaves_nothing(
    bakery: Organisation, officer_of_hettstedt: Person
) -> None:
    name_lea(officer_of_hettstedt, bakery)
    deliver()
    browser().post(link_in(mail.outbox[0]), {"choice": "no"})
    assert not Affiliation.objects.exists()


def test_the_desk_asks_too_and_the_page_confirms_and_ends_it(
    bakery: Organisation, officer_of_hettstedt: Person
) -> None:
    name_lea(officer_of_hettstedt, bakery)
    lea = Person.objects.get(email="lea@example.org")
    assert [task.title for task in waiting_for(lea)] == ["Do you speak for Bäckerei Lehmann?"]
    client, voice = browser(lea), Affiliation.objects.get()
    url = bakery.get_absolute_url()
    assert "Jana Wernicke names you" in client.get(url).content.decode()
    client.post(f"/organisations/voices/{voice.pk}/confirm", token(client, url))
    assert waiting_for(Person.objects.get(pk=lea.pk)) == []
    assert "speaks for" in client.get("/desk").content.decode()
    client.post(f"/organisations/voices/{voice.pk}/end", token(client, url))
    assert not Affiliation.objects.exists(), "what began and ended today never was"


def test_names_are_for_partners_and_everybody_sees_that_somebody_was_verified(
    bakery: Organisation, officer_of_hettstedt: Person, officer_of_saalfeld: Person
) -> None:
    name_lea(officer_of_hettstedt, bakery)
    url, lea = bakery.get_absolute_url(), Person.objects.get(email="lea@example.org")
    assert "Lea Lehmann" not in browser(officer_of_saalfeld).get(url).content.decode(), "not confirmed yet"
    voice = Affiliation.objects.get()
    client = browser(lea)
    client.post(f"/organisations/voices/{voice.pk}/confirm", token(client, url))
    public, partners = browser().get(url).content.decode(), browser(officer_of_saalfeld).get(url).content.decode()
    assert "somebody who was verified" in public
    for private in ("Lea Lehmann", "Jana Wernicke", "Letter of the owner"):
        assert private not in public
        assert private in partners
    assert "speaks for itself here" in browser().get("/organisations").content.decode()


def test_only_whoever_answers_for_the_place_names_somebody(
    bakery: Organisation, officer_of_saalfeld: Person, expert_of_goerlitz: Person
) -> None:
    for person in (officer_of_saalfeld, expert_of_goerlitz):
        assert browser(person).get(f"/organisations/{bakery.pk}/voice").status_code == 403
        assert browser(person).post(f"/organisations/{bakery.pk}/voice", LEA).status_code == 403
    assert not Affiliation.objects.exists()


def test_what_is_missing_is_said_at_its_field(bakery: Organisation, officer_of_hettstedt: Person) -> None:
    client = browser(officer_of_hettstedt)
    url = f"/organisations/{bakery.pk}/voice"
    page = client.post(url, LEA | {"email": officer_of_hettstedt.email} | token(client, url)).content.decode()
    assert "Nobody vouches for herself" in page
    assert "Lea Lehmann" in page


def test_an_organisation_is_named_once_found_and_changed(
    officer_of_hettstedt: Person, bakery: Organisation, hettstedt: City
) -> None:
    client = browser(officer_of_hettstedt)
    given = {"name": "Bäckerei Lehmann", "kind": "business", "city": hettstedt.pk}
    made = client.post("/organisations/new", given | token(client, "/organisations/new"))
    assert made["Location"] == bakery.get_absolute_url()
    add_organisation(actor=officer_of_hettstedt, name="Lauftreff", kind="association")
    for query, there, gone in [
        ("q=lehmann", "Bäckerei Lehmann", "Lauftreff"),
        ("kind=association", "Lauftreff", "Bäckerei Lehmann"),
        ("land=" + str(hettstedt.network.state_id), "Bäckerei Lehmann", "Lauftreff"),
    ]:
        page = browser().get(f"/organisations?{query}").content.decode()
        assert there in page
        assert gone not in page
    assert "No organisation found" in browser().get("/organisations?q=nowhere").content.decode()
    url = f"/organisations/{bakery.pk}/change"
    client.post(url, given | {"name": "Backhaus"} | token(client, url))
    bakery.refresh_from_db()
    assert bakery.name == "Backhaus"


def test_a_partner_organisation_says_by_mail_whether_it_carries_a_project(
    bakery: Organisation, officer_of_hettstedt: Person, hettstedt: City, alliance: SmallAlliance
) -> None:
    name_lea(officer_of_hettstedt, bakery)
    deliver()
    browser().post(link_in(mail.outbox[0]), {"choice": "yes"})
    lea = Person.objects.get(email="lea@example.org")
    entry = create_entry(kind="idea", title="Bread by bus", author=officer_of_hettstedt, city=hettstedt)
    idea = Idea.objects.create(entry=entry, text="Bread by bus", standing=Standing.CHOSEN)
    project = found_project(
        actor=officer_of_hettstedt, city=hettstedt, title="Bread on wheels", aim="Bread in every village.",
        ideas=[idea], first_step="Ask", first_step_by="Jana", first_step_due=date(2099, 1, 1),
    )  # fmt: skip
    add_partner(actor=officer_of_hettstedt, project=project, organisation=bakery)
    assert [task.title for task in waiting_for(lea)] == ["Does Bäckerei Lehmann carry “Bread on wheels”?"]
    catch_up("notifications")
    deliver()
    letter = mail.outbox[1]
    assert letter.recipients() == ["lea@example.org"]
    assert "names your organisation as a partner" in letter.body
    said = browser().post(link_in(letter), {"choice": "carries"}, follow=True).content.decode()
    assert "Noted: Bäckerei Lehmann carries the project." in said
    assert project.partners.get().answered_by == lea
    assert "Bread on wheels" in browser().get(bakery.get_absolute_url()).content.decode()


def test_more_organisations_and_projects_need_no_more_queries(
    bakery: Organisation, officer_of_hettstedt: Person, hettstedt: City
) -> None:
    def asked(url: str) -> int:
        client = browser(officer_of_hettstedt)
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(url)
        return len(found)

    before = asked("/organisations"), asked(bakery.get_absolute_url())
    for number in range(12):
        add_organisation(actor=officer_of_hettstedt, name=f"Club {number}", kind="association", city=hettstedt)
        person = Person.objects.create_user(f"p{number}@example.org", name=f"Person {number}")
        Affiliation.objects.create(person=person, organisation=bakery, vouched_by=officer_of_hettstedt)
    after = asked("/organisations"), asked(bakery.get_absolute_url())
    assert after == before
    assert max(after) <= 20


def test_who_is_invited_is_told_by_mail_once(alliance: SmallAlliance, hettstedt: City) -> None:
    client = browser(alliance.coordinator)
    role = f"{Role.CITY_COORDINATOR}:city-{hettstedt.pk}"
    given = {"name": "Imke Insel", "email": "imke@example.org", "role": role}
    for _twice in range(2):
        client.post("/setup/people", given | token(client, "/setup/people"))
    deliver()
    (letter,) = mail.outbox
    assert letter.recipients() == ["imke@example.org"]
    assert "Kora Dinator has entered you: city coordinator, Hettstedt." in letter.body
    assert "http://testserver/desk" in letter.body
    assert Membership.objects.filter(person__email="imke@example.org").count() == 1
