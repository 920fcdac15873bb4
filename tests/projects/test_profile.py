"""The Steckbrief: what the project knows stands in it, the city releases it, and it ages visibly."""

from __future__ import annotations

import re
from importlib import resources

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from netzwerkstatt.evidence.actions import make_card, upload_file
from netzwerkstatt.evidence.models import EvidenceCard
from netzwerkstatt.evidence.reading import table_of
from netzwerkstatt.foundation.documents.blocks import Heading
from netzwerkstatt.foundation.documents.models import Rendering
from netzwerkstatt.foundation.documents.pdf import to_pdf
from netzwerkstatt.foundation.documents.text import to_text
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.consumers import catch_up
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.events.personal import all_personal
from netzwerkstatt.foundation.network.models import Membership, Role
from netzwerkstatt.foundation.notifications.models import Notice, Reminder
from netzwerkstatt.problems.actions import name_problem, support_with_evidence
from netzwerkstatt.projects import actions, practice
from netzwerkstatt.projects.models import Profile, ProfileBlock, ProfileRelease, Project
from netzwerkstatt.projects.notices import PRACTICE, remind_of_reviews
from netzwerkstatt.projects.profile.content import content_of, fingerprint, missing
from netzwerkstatt.projects.profile.known import known
from netzwerkstatt.projects.profile.papers import PAPERS, document_of_paper
from tests.documents.reading import joined, read_pages
from tests.projects.test_projects import found, in_days

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pages_in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def project(officer_of_hettstedt, hettstedt, idea, alliance):
    made = found(officer_of_hettstedt, hettstedt, [idea], themes=[alliance.youth])
    actions.plan_step(
        actor=officer_of_hettstedt, project=made, kind="measure", what="Rent a room", who="Mara", due=in_days(9)
    )
    actions.write_budget(actor=officer_of_hettstedt, project=made, purpose="Paint", cents=120_50)
    return made


@pytest.fixture
def figure(project, hettstedt, officer_of_hettstedt, tmp_path, settings):
    """A problem with a figure, from which the project's idea came."""
    settings.DATA_DIR = tmp_path
    problem = name_problem(
        actor=officer_of_hettstedt, city=hettstedt, statement="After school they leave", affected="16 to 25"
    )
    name = "12411-0018_auszug.csv"
    data = resources.files("netzwerkstatt.site.demo").joinpath(name).read_bytes()
    file = upload_file(actor=officer_of_hettstedt, name=name, data=data, retrieved_on=clock.today())
    row = next(r for r in table_of(file).grid("15087").rows if r.label == "weiblich · 20 bis unter 25 Jahre")
    refs = [cell.ref for cell in row.cells]
    card = make_card(actor=officer_of_hettstedt, file=file, refs=refs, title="Young women leave", city=hettstedt)
    support_with_evidence(actor=officer_of_hettstedt, problem=problem, card=card)
    (idea,) = [link.source for link in project.entry.links_in.select_related("source")]
    thread.link(idea, thread.DERIVED_FROM, problem, by=officer_of_hettstedt)
    return card


@pytest.fixture
def mayor(invite, hettstedt):
    return invite("Uwe Lorenz", Role.MAYOR, city=hettstedt)


def page_of(person=None):
    client = Client(headers={"sec-fetch-site": "same-origin"})
    if person:
        client.force_login(person)
    return client


def words(contact):
    return {
        "head": {
            "benefit": "One number for all who come back.", "begins": "2026-03-01", "goal": "slow", "type": "service",
            "area": "local", "contact": str(contact.pk), "reach": "03476 555", "call": "on",
        },
        "why": {"problem": "After school they leave."},
        "what": {"core": "One person\nAlso in the evening", "may_vary": "Which office"},
        "means": {"staff": "Half a post"},
        "effect": {"evidence": "1", "results": "19 advised by August", "failed": "No places at the kindergarten."},
        "kit": {"warnings": "Do not begin in summer."},
        "ageing": {"review_on": in_days(300).isoformat()},
    }  # fmt: skip


def write_all(actor, project, contact):
    for block, said in words(contact).items():
        actions.write_block(actor=actor, project=project, block=block, edition=0, said=said)


def seen(project):
    return fingerprint(content_of(known(project)))


def test_the_city_fills_it_block_by_block_on_the_pages_and_releases_a_good_practice(
    project, figure, officer_of_hettstedt, client
):
    city = page_of(officer_of_hettstedt)
    assert client.get(reverse("projects:profile", args=[project.public_id])).status_code == 404
    form = city.get(reverse("projects:profile-block", args=[project.public_id, "what"])).content.decode()
    assert "Rent a room" in form
    assert "<h1" in form
    assert ">What</h1>" in form
    assert (
        "After school they leave"
        in city.get(reverse("projects:profile-block", args=[project.public_id, "why"])).content.decode()
    )
    edit = reverse("projects:profile-edit", args=[project.public_id])
    before = city.get(edit).content.decode()
    assert "12 of 14 mandatory things are missing." in before
    assert "7 things missing" in before
    assert "Go on with “At a glance”" in before
    head = city.get(reverse("projects:profile-block", args=[project.public_id, "head"])).content.decode()
    assert f'value="{officer_of_hettstedt.pk}" selected' in head, "whoever writes may be asked about it"
    assert re.search(r'value="local"[^>]* checked', head), "no other city carries it"
    onward = reverse("projects:profile-block", args=[project.public_id, "why"])
    answer = city.post(
        reverse("projects:profile-block", args=[project.public_id, "head"]), {"goal": "slow", "then": "why"}
    )
    assert answer["Location"] == onward
    assert "Save and go on with “What”" in city.get(onward).content.decode()
    assert "11 of 14" in city.get(edit).content.decode()
    ProfileBlock.objects.all().delete()
    for block, typed in words(officer_of_hettstedt).items():
        answer = city.post(reverse("projects:profile-block", args=[project.public_id, block]), typed)
        assert answer.status_code == 302, (block, answer.content)
    assert missing(known(project)) == {}

    whole = city.get(edit).content.decode()
    shown = re.search(r'name="seen" value="([0-9a-f]{64})"', whole)
    release = reverse("projects:profile-release", args=[project.public_id])
    assert city.post(release, {"seen": shown[1]}).status_code == 302
    assert city.post(release, {"seen": shown[1]}).status_code == 302
    made = ProfileRelease.objects.get()
    assert made.number == 1
    assert Rendering.objects.get(public_id=project.public_id).version == "1"

    page = client.get(reverse("projects:profile", args=[project.public_id]))
    text = page.content.decode()
    for said in (
        "One number for all",
        "slow the change down",
        "Also in the evening",
        "120.50",
        figure.claim,
        "03476 555",
        made.sha256,
        officer_of_hettstedt.name,
    ):
        assert said in text, said
    assert "03476 555" not in made.content
    assert officer_of_hettstedt.name not in made.content
    assert "good practice" in client.get(reverse("projects:list") + "?practice").content.decode()
    assert client.get(reverse("projects:list") + "?practice").context["page"].paginator.count == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        ProfileRelease.objects.filter(pk=made.pk).update(content="{}")


def test_a_second_pair_of_eyes_is_never_the_first(project, figure, officer_of_hettstedt, mayor):
    actions.ask_second_pair(actor=mayor, city=project.entry.city, wanted=True)
    write_all(officer_of_hettstedt, project, officer_of_hettstedt)
    with pytest.raises(Invalid, match="second pair"):
        actions.release_profile(actor=officer_of_hettstedt, project=project, seen=seen(project))
    actions.propose_profile(actor=officer_of_hettstedt, project=project, seen=seen(project))
    catch_up()
    assert Notice.objects.get(person=mayor, kind=PRACTICE).waits
    with pytest.raises(NotAllowed):
        actions.release_profile(actor=officer_of_hettstedt, project=project, seen=seen(project))

    actions.write_block(actor=officer_of_hettstedt, project=project, block="kit", edition=1, said={"warnings": "None."})
    with pytest.raises(Invalid, match="second pair"):
        actions.release_profile(actor=mayor, project=project, seen=seen(project))
    actions.propose_profile(actor=officer_of_hettstedt, project=project, seen=seen(project))
    made = actions.release_profile(actor=mayor, project=project, seen=seen(project))
    assert (made.proposed_by, made.released_by) == (officer_of_hettstedt, mayor)


def test_nothing_is_released_that_the_reader_has_not_seen_or_that_is_not_whole(
    project, figure, officer_of_hettstedt, officer_of_saalfeld, alliance
):
    with pytest.raises(Invalid, match="missing"):
        actions.release_profile(actor=officer_of_hettstedt, project=project, seen=seen(project))
    write_all(officer_of_hettstedt, project, officer_of_hettstedt)
    project.entry.themes.clear()
    with pytest.raises(Invalid, match="missing: At a glance"):
        actions.release_profile(actor=officer_of_hettstedt, project=project, seen=seen(project))
    project.entry.themes.add(alliance.youth)
    read = seen(project)
    actions.write_budget(actor=officer_of_hettstedt, project=project, purpose="Brushes", cents=10_00)
    before = Event.objects.count()
    with pytest.raises(Invalid, match="read it once more"):
        actions.release_profile(actor=officer_of_hettstedt, project=project, seen=read)
    with pytest.raises(NotAllowed):
        actions.release_profile(actor=officer_of_saalfeld, project=project, seen=seen(project))
    assert Event.objects.count() == before

    first = actions.release_profile(actor=officer_of_hettstedt, project=project, seen=seen(project))
    assert actions.release_profile(actor=officer_of_hettstedt, project=project, seen=seen(project)) == first
    actions.write_block(actor=officer_of_hettstedt, project=project, block="kit", edition=1, said={"warnings": "Rain"})
    second = actions.release_profile(actor=officer_of_hettstedt, project=project, seen=seen(project))
    assert (first.number, second.number) == (1, 2)
    old = page_of().get(reverse("projects:profile", args=[project.public_id]) + "?number=1").content.decode()
    assert "There is a later release" in old
    assert page_of().get(reverse("projects:profile", args=[project.public_id]) + "?number=99").status_code == 404


def test_of_two_who_write_the_same_block_the_second_sees_what_the_first_wrote(project, officer_of_hettstedt, mayor):
    url = reverse("projects:profile-block", args=[project.public_id, "why"])
    page = page_of(mayor)
    page.get(url)
    actions.write_block(
        actor=officer_of_hettstedt, project=project, block="why", edition=0, said={"problem": "They leave"}
    )
    met = page.post(url, {"problem": "Nobody comes", "edition": "0"})
    assert met.status_code == 422
    text = met.content.decode()
    assert "They leave" in text
    assert "Nobody comes" in text
    assert 'name="edition" value="1"' in text
    assert page.post(url, {"problem": "Nobody comes", "edition": "1"}).status_code == 302
    assert ProfileBlock.objects.get().data["problem"] == "Nobody comes"
    for broken in ({"contact": "999999"}, {"goal": "x"}, {"begins": "31.02.2026"}, {"benefit": "x" * 300}):
        assert page.post(reverse("projects:profile-block", args=[project.public_id, "head"]), broken).status_code == 422
    assert page.get(reverse("projects:profile-block", args=[project.public_id, "nothing"])).status_code == 404


def test_it_ages_visibly_and_whoever_answers_questions_is_asked_until_she_leaves(
    project, figure, officer_of_hettstedt, mayor
):
    write_all(officer_of_hettstedt, project, officer_of_hettstedt)
    actions.release_profile(actor=officer_of_hettstedt, project=project, seen=seen(project))
    Profile.objects.update(review_on=in_days(-2))
    page = page_of().get(reverse("projects:profile", args=[project.public_id])).content.decode()
    assert "to be looked at again since" in page
    remind_of_reviews()
    remind_of_reviews()
    assert Reminder.objects.get(kind=PRACTICE).person == officer_of_hettstedt

    Membership.objects.filter(person=officer_of_hettstedt).delete()
    text = page_of().get(reverse("projects:profile", args=[project.public_id])).content.decode()
    assert officer_of_hettstedt.name not in text
    assert "Nobody is named at the moment" in text
    remind_of_reviews()
    assert Reminder.objects.filter(kind=PRACTICE, person=mayor).count() == 2

    actions.confirm_profile(actor=mayor, project=project, review_on=in_days(100))
    assert not practice.released(project).is_overdue
    with pytest.raises(Invalid):
        actions.confirm_profile(actor=mayor, project=project, review_on=in_days(-1))
    (declared,) = (one for one in all_personal() if one.model == "projects.Profile")
    declared.erase(officer_of_hettstedt)
    assert Profile.objects.get().reach == ""
    assert EvidenceCard.objects.exists()


@pytest.mark.once
def test_council_paper_brief_and_demografie_check_are_made_from_the_same_words(
    project, figure, officer_of_hettstedt, officer_of_saalfeld
):
    city = page_of(officer_of_hettstedt)
    papers = reverse("projects:papers", args=[project.public_id])
    make = reverse("projects:paper", args=[project.public_id, "council"])
    assert b"Something is missing" in city.post(make, follow=True).content
    typed = {"proposal": "Half a post for two years.", "alternatives": "Do nothing: they go on leaving\nA leaflet"}
    assert city.post(reverse("projects:profile-block", args=[project.public_id, "council"]), typed).url.startswith(
        papers
    )
    actions.write_block(actor=officer_of_hettstedt, project=project, block="check", edition=0, said=CHECKED)
    for paper in PAPERS:
        assert city.post(reverse("projects:paper", args=[project.public_id, paper])).status_code == 302
        assert city.post(reverse("projects:paper", args=[project.public_id, paper])).status_code == 302
    assert Rendering.objects.count() == 3

    for paper in ("council", "brief"):
        pdf, office = (
            city.get(reverse(f"projects:paper-{kind}", args=[project.public_id, paper])) for kind in ("pdf", "docx")
        )
        assert b"pdfuaid" in pdf.content
        assert b"word/document.xml" in office.content
        words = joined(to_text(document_of_paper(PAPERS[paper], known(project))))
        assert joined(["Half a post for two years."] if paper == "council" else [project.aim]) in words

    council = document_of_paper(PAPERS["council"], known(project))
    heads = [block.text for block in council.blocks if isinstance(block, Heading) and block.level == 1]
    assert heads == [
        "What the council shall decide", "A Problem", "B Solution", "C Alternatives", "D Costs", "Demografie-Check",
    ]  # fmt: skip
    text = "\n".join(to_text(council))
    for said in ("Do nothing: they go on leaving", "120.50", figure.claim, "Rent a room", "Fewer by a third"):
        assert said in text, said
    assert "Fewer by a third" in "\n".join(to_text(document_of_paper(PAPERS["check"], known(project))))
    assert page_of(officer_of_saalfeld).get(papers).status_code == 403
    assert city.post(reverse("projects:paper", args=[project.public_id, "nothing"])).status_code == 404


def test_a_page_in_brief_is_one_page_however_much_a_project_says(project, figure, officer_of_hettstedt, alliance):
    much = "Sehr viele lange Wörter wie Daseinsvorsorgeeinrichtungen, "
    write_all(officer_of_hettstedt, project, officer_of_hettstedt)
    said = words(officer_of_hettstedt)
    said["head"]["benefit"] = (much * 9)[:240]
    said["why"]["problem"] = "\n\n".join([(much * 9)[:300]] * 6)
    said["what"]["core"] = "\n".join([(much * 9)[:150]] * 13)
    for block in ("head", "why", "what"):
        actions.write_block(actor=officer_of_hettstedt, project=project, block=block, edition=1, said=said[block])
    for number in range(9):
        actions.write_budget(actor=officer_of_hettstedt, project=project, purpose=f"Paint {number}", cents=120_50)
        actions.name_funding(
            actor=officer_of_hettstedt, project=project, source=f"{number} {much * 3}", cents=999_99, state="granted"
        )
    for city in (alliance.saalfeld, alliance.goerlitz):
        actions.add_partner(actor=officer_of_hettstedt, project=project, city=city, contribution=(much * 9)[:240])
    Project.objects.filter(pk=project.pk).update(
        aim=(much * 99)[:2000], first_step=(much * 9)[:240], first_step_by=(much * 9)[:160]
    )
    Entry.objects.filter(pk=project.pk).update(title=(much * 9)[:240])
    brief = document_of_paper(PAPERS["brief"], known(Project.objects.with_entry().get(pk=project.pk)))
    pages = read_pages(to_pdf(brief))
    assert len(pages) == 1
    assert "…" in pages[0]
    assert [label for label, _value in brief.facts] == ["What it costs", "What comes next"]
    assert sum(isinstance(block, Heading) for block in brief.blocks) == 2


CHECKED = {
    "young": "None", "middle": "They come back", "old": "Grandchildren nearby", "in_ten": "Fewer by a third",
    "in_twenty": "Half", "cost": "12 € a year", "reversible": "The post is for two years", "together": "With Eisleben",
}  # fmt: skip


def test_the_pages_of_a_project_ask_twenty_times_at_most(project, figure, officer_of_hettstedt):
    write_all(officer_of_hettstedt, project, officer_of_hettstedt)
    actions.release_profile(actor=officer_of_hettstedt, project=project, seen=seen(project))
    for number in range(12):
        actions.name_need(
            actor=officer_of_hettstedt, project=project, kind="room", what=f"Room {number}", amount=1, unit="rooms"
        )
        actions.plan_step(
            actor=officer_of_hettstedt,
            project=project,
            kind="milestone",
            what=f"Open {number}",
            due=in_days(number + 1),
        )
    city = page_of(officer_of_hettstedt)
    asked = {}
    for name in ("project", "profile", "profile-edit", "papers"):
        url = reverse(f"projects:{name}", args=[project.public_id])
        city.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert city.get(url).status_code == 200
        asked[name] = len(queries)
    assert {name: number for name, number in asked.items() if number > 20} == {}
