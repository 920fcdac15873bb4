"""A small world that has one of everything, made by the actions, and the address of every page in it."""

from __future__ import annotations

import datetime
import io
import json
import tempfile
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from PIL import Image

from netzwerkstatt.evidence.actions import make_card, upload_file
from netzwerkstatt.evidence.importing.arriving import offer_register, offer_statistics
from netzwerkstatt.evidence.importing.entering import enter_statistics
from netzwerkstatt.evidence.importing.preparing import prepare
from netzwerkstatt.evidence.mapping.arriving import bring_outlines
from netzwerkstatt.evidence.reading import table_of
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.attachments.actions import attach, look_into
from netzwerkstatt.foundation.attachments.receiving import receive
from netzwerkstatt.foundation.comments.actions import answer as answer_comment
from netzwerkstatt.foundation.comments.actions import comment_on
from netzwerkstatt.foundation.commitments.actions import commit
from netzwerkstatt.foundation.commitments.models import Commitment
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.moderation import actions as moderation
from netzwerkstatt.foundation.network import actions as network
from netzwerkstatt.foundation.network.models import Affiliation, Membership, Role
from netzwerkstatt.foundation.network.voices import confirm_voice
from netzwerkstatt.foundation.notifications.models import Notice, Reach
from netzwerkstatt.foundation.notifications.notify import notify
from netzwerkstatt.foundation.notifications.telling import NEWS
from netzwerkstatt.foundation.surveys import actions as surveys
from netzwerkstatt.foundation.surveys.structure import Kind as Asking
from netzwerkstatt.foundation.surveys.structure import Question, Section
from netzwerkstatt.foundation.texts.models import Paragraph
from netzwerkstatt.ideas.inquiries import actions as inquiries
from netzwerkstatt.ideas.models import AskedCity, Idea
from netzwerkstatt.methods import actions as methods
from netzwerkstatt.methods.method import Step as MethodStep
from netzwerkstatt.methods.queries import of_own
from netzwerkstatt.problems.actions import name_problem, support_with_evidence
from netzwerkstatt.projects.actions import (
    found_project,
    name_need,
    offer_help,
    plan_step,
    release_profile,
    write_block,
    write_sketch,
)
from netzwerkstatt.projects.profile.content import content_of, fingerprint
from netzwerkstatt.projects.profile.known import known
from netzwerkstatt.recommendations import actions as recommendations
from netzwerkstatt.recommendations import amending, resistance
from netzwerkstatt.site import handbook
from netzwerkstatt.site.organisations.actions import ask_to_speak
from netzwerkstatt.workshops import actions as workshops
from netzwerkstatt.workshops.actions import PhasePlan
from netzwerkstatt.workshops.models import PaperSheet, Workshop
from tests.evidence.futures import futures_of

PLACE_PAGES = (
    "profile",
    "profile-charts",
    "project",
    "profile-document",
    "what-if",
    "what-if-picture",
    "keep-scenario",
    "keep-computed",
)

PASSWORD = "a long password"
TABLE = "12411-0018_auszug.csv"
VISITOR, GUEST = "visitor", "guest"
ELSEWHERE = "coordinator of another city"
PEOPLE = [*Role.values, ELSEWHERE]


@dataclass
class World:
    """People by role, and what the addresses of pages need."""

    people: dict[str, Person]
    running: Workshop
    addresses: dict[str, dict[str, Any]] = field(default_factory=dict)
    queries: dict[str, str] = field(default_factory=dict)

    def url(self, name: str) -> str:
        """The address of the page with this name in this world. Raises `KeyError` for a page nobody listed."""
        return reverse(name, kwargs=self.addresses[name]) + self.queries.get(name, "")

    def client(self, who: str) -> Client:
        """A browser of this role, posting from our own pages."""
        client = Client(headers={"sec-fetch-site": "same-origin"})
        if who == GUEST:
            client.post(reverse("workshops:join"), {"code": self.running.code, "has_read": "on"})
        elif who != VISITOR:
            client.force_login(self.people[who])
        return client


def patterns(resolver: URLResolver | None = None, namespace: str = "") -> list[tuple[str, URLPattern]]:
    """Every address of the installation with its full name."""
    found: list[tuple[str, URLPattern]] = []
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            found += patterns(one, f"{namespace}{one.namespace}:" if one.namespace else namespace)
        else:
            found.append((f"{namespace}{one.name}", one))
    return found


def founder() -> Person:
    """The first administrator of an installation."""
    person = Person.objects.create_user("kora@example.org", PASSWORD, name="Kora Dinator")
    Membership.objects.create(person=person, role=Role.ALLIANCE_COORDINATOR)
    return person


def official_table() -> bytes:
    """An excerpt of an official table, as it comes with the product."""
    return resources.files("netzwerkstatt.site.demo").joinpath(TABLE).read_bytes()


def a_picture() -> bytes:
    """A small picture."""
    sheet = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(sheet, "PNG")
    return sheet.getvalue()


def _statistics(jana: Person, home: Any) -> dict[str, Any]:
    """A dataset, a file that waits for a word, and a register export whose columns are not named yet."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(official_table())
        day = datetime.date(2025, 11, 3)
        dataset = enter_statistics(actor=jana, prepared=prepare(path, TABLE), retrieved_on=day)
        arrived = offer_statistics(actor=jana, name=TABLE, path=path, retrieved_on=day)
        path.write_text("Alter;Geschlecht;Anzahl\n0;m;5\n0;w;6\n90+;m;1\n90+;w;2\n")
        register = offer_register(actor=jana, city=home, name="register.csv", path=path, retrieved_on=day)
        path.write_text(json.dumps(a_square("15087")))
        outlines = bring_outlines(
            actor=jana, name="A square", path=path, file_name="square.geojson", status_on=day, source="Office",
            licence="dl-de/by-2-0",
        )  # fmt: skip
    return {"dataset": dataset, "arrived": arrived, "register": register, "outlines": outlines}


def a_square(key: str) -> dict[str, Any]:
    """The simplest outline of a territory."""
    ring = [[11.0, 51.0], [12.0, 51.0], [12.0, 52.0], [11.0, 51.0]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    return {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {"ags": key}, "geometry": shape}],
    }


def in_days(days: int) -> datetime.date:
    return clock.today() + datetime.timedelta(days=days)


def build() -> World:
    """One of everything: a thread from a figure to an answer, and things at earlier stages beside it."""
    kora = founder()
    network.found_alliance(actor=kora, name="Alliance of the tests")
    lands = {c: network.add_state(actor=kora, name=n, code=c, key=k) for n, c, k in LANDS}
    cities = [_city(kora, lands[code], *place) for code, *place in PLACES]
    theme = network.add_theme(actor=kora, name="Youth")
    people = _people(kora, cities, lands)
    jana, home = people[Role.CITY_COORDINATOR], cities[0]

    file = upload_file(actor=jana, name=TABLE, data=official_table(), retrieved_on=datetime.date(2025, 11, 3))
    row = next(r for r in table_of(file).grid("15087").rows if r.label == "weiblich · 20 bis unter 25 Jahre")
    refs = [cell.ref for cell in row.cells]
    card = make_card(actor=jana, file=file, refs=refs, title="Young women became fewer", city=home)
    problem = name_problem(
        actor=jana, city=home, statement="Young women leave", affected="Those of 16 to 25", themes=[theme]
    )
    support_with_evidence(actor=jana, problem=problem, card=card)

    released = _workshop(jana, problem, "What brings you back?")
    ideas = _run_to_the_end(jana, released, people[Role.EXPERT])
    chosen = Idea.objects.get(pk=ideas[0].pk)
    workshops.plan_ideas_workshop(actor=jana, ideas=[chosen], city=home, title="Make it real")
    running = _workshop(jana, problem, "What keeps you here?")
    workshops.invite_expert(actor=jana, workshop=running, person=people[Role.EXPERT], why="Knows all about rooms")
    workshops.open_phase(actor=jana, phase=_phase(running, "collect"))
    planned = _workshop(jana, problem, "What else?", start=False)
    guest, _token = workshops.join(code=running.code)
    workshops.contribute(actor=guest, phase=_phase(running, "collect"), text="A light on", client_id=uuid4())
    quiet = _workshop(jana, problem, "What is there already?")
    closed = _workshop(jana, problem, "What did not fit?")
    workshops.choose_ideas(actor=jana, workshop=closed, ideas=[])

    project = found_project(
        actor=jana, city=home, title="A guide for coming back", aim="Twenty people are back.", ideas=[chosen],
        workshop=released, first_step="Advertise half a post", first_step_by="Jana", first_step_due=in_days(80), themes=[theme],
    )  # fmt: skip
    draft = _recommendation(jana, project, card, lands["ST"], "Another draft")
    amendment = amending.offer_amendment(
        actor=people[Role.CITY_COORDINATOR], recommendation=draft, aim="change", paragraph=draft.entry.paragraphs.get(),
        text="Every town names two people for those who want to come back.", reason="One is on holiday.",
    )  # fmt: skip
    final = _recommendation(jana, project, card, lands["ST"], "Make coming back possible")
    recommendations.release(actor=kora, recommendation=final)
    open_one = _recommendation(jana, project, card, lands["ST"], "Not answered yet")
    resistance.measure(actor=jana, recommendation=open_one)
    resistance.close(actor=jana, recommendation=open_one)
    recommendations.release(actor=kora, recommendation=open_one)
    resistance.measure(actor=jana, recommendation=draft)
    answer = recommendations.answer(
        actor=people[Role.MINISTRY], address=final.addresses.get(), text="We accept it.", stances={1: "accepted"}
    )

    comment = comment_on(actor=jana, entry=problem.entry, text="Here it is the trains. See https://example.org/trains.")
    answer_comment(actor=people[Role.CITIZEN], parent=comment, text="And the flats.")

    notify(people[Role.EXPERT], NEWS, about=problem.entry, text="A figure was added.", url=problem.get_absolute_url())

    rude = name_problem(actor=jana, city=home, statement="They are all idiots", affected="You")
    _reported(people, problem)
    moderation.hide(actor=kora, case=_reported(people, rude), reason="It insults people.")

    picture = look_into(actor=jana, name="Hall.png", data=a_picture())
    attachment = attach(actor=jana, entry=problem.entry, file=picture, alt="The hall, full of people")

    asked = _surveys(jana, home)

    inquiry, answer_of_city, experience = _inquiries(people, home)

    world = World(people, running)
    _list_addresses(
        world, voice=_voice(people, home), promise=_promise(people, problem), inquiry=inquiry, answer_of_city=answer_of_city, experience=experience,
        attachment=attachment, comment=comment, file=file, card=card, scenario=futures_of(actor=jana, city=home)[1], problem=problem, idea=ideas[0], released=released, closed=closed, quiet=quiet,
        planned=planned, lent=_lent(jana, problem), project=project, offer=_offer(people, project), sketch=_sketch(jana, home), step=plan_step(actor=jana, project=project, kind="milestone", what="Open", due=in_days(40)), notice=Notice.objects.get(kind=NEWS), draft=draft, final=final, open_one=open_one, answer=answer, city=home, theme=theme, ref=refs[0], **_statistics(jana, home),
        amendment=amendment,
        preset=workshops.keep_preset(actor=jana, workshop=planned, title="Our way", sharing="alliance"),
        rude=rude,
        sheet=_on_paper(jana, running, people[Role.EXPERT]),
        **_method(jana, home),
        survey=asked[0], asked_before=asked[1], survey_draft=asked[2],
    )  # fmt: skip
    return world


def _release(people: dict[str, Person], project: Any) -> None:
    """The project's Steckbrief, released."""
    jana = people[Role.CITY_COORDINATOR]
    said: dict[str, dict[str, Any]] = {
        "head": {
            "benefit": "One number", "begins": "2025-03-01", "goal": "slow", "type": "service", "area": "local",
            "contact": jana, "reach": "03476 555",
        },
        "why": {"problem": "They leave"}, "what": {"core": "One person"}, "effect": {"evidence": "0", "failed": "Nothing"},
        "ageing": {"review_on": in_days(300)},
    }  # fmt: skip
    for block, words in said.items():
        write_block(actor=jana, project=project, block=block, edition=0, said=words)
    release_profile(actor=jana, project=project, seen=fingerprint(content_of(known(project))))


def _sketch(jana: Person, home: Any) -> Any:
    """Ready to become a project: from the idea of the released workshop that was chosen."""
    idea = Idea.objects.filter(standing="chosen").order_by("pk")[0]
    return write_sketch(
        actor=jana, origin=idea.entry, ideas=[idea], title="Evenings, sketched", owner=home, first_step="Ask",
        first_step_by="Jana", first_step_due=in_days(20), boxes={"idea": "A room that is open"},
    )  # fmt: skip


def _offer(people: dict[str, Person], project: Any) -> Any:
    """Help that waits for the city's answer."""
    need = name_need(
        actor=people[Role.CITY_COORDINATOR], project=project, kind="time", what="Advice", amount=10, unit="hours"
    )
    _release(people, project)
    return offer_help(actor=people[Role.EXPERT], need=need, amount=2, words="On Thursdays", reach="03476 555")


def _on_paper(jana: Person, running: Workshop, secretary: Person) -> PaperSheet:
    """A table with its secretary, cards that are printed, and a photo that waits to be typed in."""
    workshops.set_table(actor=jana, workshop=running, name="Table 1", persons=6, secretary=secretary)
    workshops.make_cards(actor=jana, workshop=running, sheets=1)
    phase = _phase(running, "collect")
    photo = receive("sheet.png", a_picture())
    return workshops.put_up_photo(actor=secretary, workshop=running, phase=phase, file=photo, persons=6)


def _voice(people: dict[str, Person], home: Any) -> Affiliation:
    """Somebody was named who speaks for a bakery, and has not answered yet; another one speaks for it."""
    jana, named, other = people[Role.CITY_COORDINATOR], people[Role.EXPERT], people[ELSEWHERE]
    bakery = network.add_organisation(actor=jana, name="Bakery", kind="business", city=home)
    spoken = ask_to_speak(actor=jana, organisation=bakery, email=other.email, name="", vouched="Her own bakery")
    confirm_voice(actor=other, voice=spoken)
    return ask_to_speak(actor=jana, organisation=bakery, email=named.email, name="", vouched="She owns it")


def _surveys(jana: Person, home: Any) -> list[Any]:
    """One that is open, one that is closed, one that is written."""
    asked = [_survey(jana, home, title) for title in ("What keeps you here?", "What did keep you?", "What will?")]
    surveys.open_survey(actor=jana, survey=asked[0])
    surveys.open_survey(actor=jana, survey=asked[1])
    surveys.close_survey(actor=jana, survey=asked[1])
    return asked


def _inquiries(people: dict[str, Person], home: Any) -> tuple[Any, Any, Any]:
    """One that is open, an answer to another that is open, and what was learned from a third."""
    jana, other = people[Role.CITY_COORDINATOR], people[ELSEWHERE]
    made = [
        inquiries.ask_cities(actor=jana, city=home, question=f"Who knows how to {what}?", due=in_days(9))
        for what in ("keep a shop open", "run a bus", "find a doctor")
    ]
    asked = {one.inquiry_id: one for one in AskedCity.objects.select_related("city")}
    answers = [
        inquiries.answer_inquiry(actor=other, asked=asked[one.pk], text="We **do**.", client_id=uuid4())
        for one in made[1:]
    ]
    lesson = inquiries.Lesson(
        "A doctor comes to who asks early", "Asking early.", "Money alone.", "Görlitz", "Town hall"
    )
    learned = inquiries.sum_up(actor=jana, inquiry=made[2], lesson=lesson, visibility="public")
    return made[0], answers[0], learned


def _method(jana: Person, home: Any) -> dict[str, Any]:
    """One of the city’s own, and how it went."""
    steps = (MethodStep("Sit down", "On the bench before the bakery.", 10), MethodStep("Ask", "What is missing?", 20))
    content = methods.Content(
        title="Bench talk", purpose="Hear people where they sit.", people_from=2, people_to=6, steps=steps,
        stages=("diagnose",), goals=("hear",), groups=("elders",), kinds=("questions",),
    )  # fmt: skip
    method = methods.make_method(actor=jana, content=content, city=home, visibility="public")
    told = methods.Told(in_days(-3), 5, 45, "again", worked="The bench", adapt="Bring tea")
    return {"method": method, "use": methods.record_use(actor=jana, method=of_own(method), told=told)}


def _survey(jana: Person, home: Any, title: str) -> Any:
    survey = surveys.draft_survey(actor=jana, title=title, intro="Three questions.", city=home)
    surveys.put_section(actor=jana, survey=survey, section=Section("", "You"))
    for question in (
        Question("", Asking.SINGLE, "Do you stay?", options=("yes", "no"), required=True),
        Question("", Asking.TEXT, "Why?"),
    ):
        surveys.put_question(actor=jana, survey=survey, section="s1", question=question)
    survey.refresh_from_db()
    return survey


LANDS = [("Sachsen", "SN", "14"), ("Sachsen-Anhalt", "ST", "15")]
PLACES = [
    ("ST", "Hettstedt", "15087220", "Mansfeld-Südharz", 51.65, 11.5),
    ("SN", "Görlitz", "14626110", "Görlitz", 51.15, 14.98),
]


def _city(kora: Person, state: Any, name: str, ags: str, area: str, latitude: float, longitude: float) -> Any:
    district = network.add_district(actor=kora, name=area, key=ags[:5], state=state)
    cities = network.add_network(actor=kora, name=f"Network of {name}", state=state)
    return network.add_city(
        actor=kora, name=name, ags=ags, network=cities, district=district, latitude=latitude, longitude=longitude
    )


def _people(kora: Person, cities: list[Any], lands: dict[str, Any]) -> dict[str, Person]:
    home, other = cities
    scopes: dict[str, dict[str, Any]] = {
        Role.CITIZEN: {"city": home},
        Role.CITY_MEMBER: {"city": home},
        Role.CITY_COORDINATOR: {"city": home},
        Role.MAYOR: {"city": home},
        Role.EXPERT: {"network": other.network},
        Role.NETWORK_COORDINATOR: {"network": home.network},
        Role.MINISTRY: {"state": lands["ST"]},
        Role.DATA_PROTECTION: {},
        Role.OPERATOR: {},
    }
    people: dict[str, Person] = {Role.ALLIANCE_COORDINATOR: kora}
    for role, scope in scopes.items():
        people[role] = _invite(kora, role, role, **scope)
    people[ELSEWHERE] = _invite(kora, "elsewhere", Role.CITY_COORDINATOR, city=other)
    lost = people[Role.DATA_PROTECTION]
    Reach.objects.create(person=lost, address=lost.email, hard=1)
    return people


def _invite(kora: Person, name: str, role: str, **scope: Any) -> Person:
    return network.invite_person(
        actor=kora, email=f"{name}@example.org", name=f"{name.title()} Person", role=role, password=PASSWORD, **scope
    )


def _phase(workshop: Workshop, kind: str) -> Any:
    return workshop.phases.select_related("workshop__entry", "ballot").get(kind=kind)


def _lent(jana: Person, problem: Any) -> Workshop:
    workshop = _workshop(jana, problem, "What for the hall?", start=False)
    workshops.lend_out(actor=jana, workshop=workshop, laptop="Laptop of the town hall")
    return workshop


def _workshop(jana: Person, problem: Any, title: str, *, start: bool = True) -> Workshop:
    plans = [
        PhasePlan("collect", "Collect", "What helps?", 30, identity="named"),
        PhasePlan("dots", "Weigh", "", 10, 5),
    ]
    return start_workshop(jana, problem, title, plans, start=start)


def start_workshop(jana: Person, problem: Any, title: str, plans: list[PhasePlan], *, start: bool = True) -> Workshop:
    """A workshop with these phases that runs, or is only planned."""
    workshop = workshops.request_workshop(actor=jana, problem=problem, title=title)
    workshops.set_phases(actor=jana, workshop=workshop, phases=plans)
    workshops.plan_workshop(
        actor=jana, workshop=workshop, day=in_days(40), begins=datetime.time(13), place="Saigerhütte",
        takes_photos=True, is_young=True,
    )  # fmt: skip
    if start:
        workshops.start_workshop(actor=jana, workshop=workshop)
    return workshop


def _run_to_the_end(jana: Person, workshop: Workshop, expert: Person) -> list[Idea]:
    collect = _phase(workshop, "collect")
    workshops.open_phase(actor=jana, phase=collect)
    guest, _token = workshops.join(code=workshop.code)
    for text in ("A rehearsal room that stays open until ten", "A late train", "Ask us first"):
        workshops.contribute(actor=guest, phase=collect, text=text, client_id=uuid4())
    workshops.contribute(actor=expert, phase=collect, text="One person who answers", client_id=uuid4())
    workshops.close_phase(actor=jana, phase=collect)
    ideas = workshops.reveal(actor=jana, phase=collect)
    dots = _phase(workshop, "dots")
    workshops.open_phase(actor=jana, phase=dots)
    workshops.give_dots(actor=guest, phase=dots, dots={ideas[0].public_id: 3, ideas[1].public_id: 2})
    workshops.form_cluster(actor=jana, workshop=workshop, title="Evenings", ideas=ideas[:2])
    workshops.close_phase(actor=jana, phase=dots)
    workshops.choose_ideas(actor=jana, workshop=workshop, ideas=ideas[:1])
    workshops.release_workshop(actor=jana, workshop=workshop)
    workshops.write_echo(actor=jana, workshop=workshop, months=3, words="The room is open")
    return ideas


def _recommendation(jana: Person, project: Any, card: Any, land: Any, title: str) -> Any:
    made = recommendations.draft_recommendation(actor=jana, title=title, projects=[project])
    text = "Every town names one person for those who want to come back."
    recommendations.add_paragraph(actor=jana, recommendation=made, text=text, rests_on=[project, card])
    recommendations.address_to(actor=jana, recommendation=made, state=land, due=in_days(80))
    return made


def _promise(people: dict[str, Person], problem: Any) -> Commitment:
    """What a city named an expert for, who has not answered yet."""
    jana, thea = people[Role.CITY_COORDINATOR], people[Role.EXPERT]
    return commit(actor=jana, entry=problem.entry, what="Ask three schools", due=in_days(20), person=thea)


def _reported(people: dict[str, Person], thing: Any) -> Any:
    """The case of something that an expert reported."""
    kind, public_id = thing.entry.kind, thing.public_id
    report = moderation.report_thing(
        actor=people[Role.EXPERT], kind=kind, public_id=public_id, category="other", words="Is this true?"
    )
    return report.case


def _list_addresses(world: World, **things: Any) -> None:
    """What fills the converters of each address. A page without an entry here fails the walk."""
    of = {name: {"public_id": thing.public_id} for name, thing in things.items() if getattr(thing, "public_id", "")}
    file = {"sha256": things["file"].sha256}
    place = {"key": things["scenario"].key}
    running = {"public_id": world.running.public_id}
    draft = of["draft"]
    paragraph = draft | {"paragraph": Paragraph.objects.get(entry=things["draft"].entry).pk}
    plain = [name for name, pattern in patterns() if not pattern.pattern.converters]
    world.addresses = {name: {} for name in plain} | {
        "site:setup": {"step": "themes"},
        **{
            f"surveys:{name}": of["survey"]
            for name in ("survey", "type-in", "close", "begin", "resume", "answer", "leave")
        },
        **{f"surveys:{name}": of["asked_before"] for name in ("results", "copy", "csv", "xlsx")},
        **{
            f"surveys:{name}": of["survey_draft"]
            for name in ("edit", "describe", "section", "question", "arrange", "preview", "print", "open")
        },
        "site:setup-remove": {"step": "themes", "pk": things["theme"].pk},
        "site:first-administrator": {"token": "used-up"},
        "site:city": {"slug": things["city"].slug},
        "feeds:city": {"slug": things["city"].slug},
        "feeds:city-days": {"slug": things["city"].slug},
        "feeds:theme": {"slug": things["theme"].slug},
        **{f"results:{name}": {"year": clock.today().year} for name in ("year", "csv", "pdf", "make-pdf")},
        "results:number": {"year": clock.today().year, "name": "projects"},
        "api:nothing": {"rest": "nowhere"},
        "api:network": {"key": things["city"].network.slug},
        "api:city": {"key": things["city"].slug},
        "api:theme": {"key": things["theme"].slug},
        **{f"api:{name}": {"key": of[name]["public_id"]} for name in ("card", "problem", "idea", "project")},
        **{f"api:{name}": {"key": of["released"]["public_id"]} for name in ("workshop", "protocol")},
        **{f"api:{name}": {"key": of["final"]["public_id"]} for name in ("recommendation", "thread")},
        "site:person": {"pk": world.people[Role.CITY_COORDINATOR].pk},
        **{
            f"site:{name}": {"pk": things["voice"].organisation_id}
            for name in ("organisation", "change-organisation", "name-voice")
        },
        **{f"site:{name}": {"pk": things["voice"].pk} for name in ("confirm-voice", "end-voice")},
        "mfa_edit_webauthn": {"pk": 1},
        "mfa_remove_webauthn": {"pk": 1},
        "openid_connect_login": {"provider_id": "none"},
        "openid_connect_callback": {"provider_id": "none"},
        "site:handbook-page": {"page": next((page.slug for page in handbook.pages()), "none-yet")},
        "notifications:letter": {"token": "used-up"},
        "notifications:stop": {"token": "used-up"},
        "notifications:open": {"pk": things["notice"].pk},
        "notifications:read": {"pk": things["notice"].pk},
        "notifications:correct-address": {"pk": world.people[Role.DATA_PROTECTION].pk},
        "notifications:follow": {"what": "city", "key": things["city"].slug},
        "feeds:mine": {"token": "never-made"},
        "projects:answer-partnership": of["project"],
        "entries:permanent": of["problem"],
        "entries:thread": of["final"],
        "entries:prov": of["final"],
        "entries:audience": of["problem"],
        "entries:show": of["problem"],
        "entries:stop-showing": of["problem"] | {"shown": 1},
        "versions:versions": of["problem"],
        "versions:delete": of["problem"],
        "moderation:report": {"kind": "problem"} | of["problem"],
        "moderation:case": {"kind": "problem"} | of["problem"],
        "moderation:own": {"kind": "problem"} | of["rude"],
        "comments:discussion": of["problem"],
        "comments:write": of["problem"],
        "comments:comment": of["comment"],
        "comments:answer": of["comment"],
        "comments:edit": of["comment"],
        "comments:note": of["comment"],
        "comments:delete": of["comment"],
        "commitments:new": of["problem"],
        **{f"commitments:{name}": of["promise"] for name in ("commitment", "accept", "hand-back", "done", "postpone")},
        **{f"commitments:{name}": of["promise"] for name in ("drop", "resume", "reword", "entrust")},
        "attachments:add": of["problem"],
        "attachments:file": of["attachment"],
        "attachments:small": of["attachment"],
        "attachments:describe": of["attachment"],
        "attachments:remove": of["attachment"],
        **{f"methods:{name}": of["method"] for name in ("method", "sheet", "sheet-pdf", "sheet-docx", "sheet-files")},
        **{f"methods:{name}": of["method"] for name in ("record-use", "edit", "archive", "restore")},
        "methods:change-use": of["use"],
        "methods:take-back-use": of["use"],
        "evidence:file": file,
        "evidence:choose": file,
        "evidence:claim": file,
        "evidence:card": of["card"],
        **dict.fromkeys(("documents:pdf", "documents:docx", "documents:make"), of["card"]),
        "evidence:csv": of["card"],
        "evidence:scenario": of["scenario"],
        **{f"evidence:{name}": place for name in PLACE_PAGES},
        "evidence:profile-chart": place | {"chart": "pyramid", "ending": "csv"},
        "evidence:profile-file": place | {"ending": "pdf"},
        "evidence:what-if-file": place | {"ending": "csv"},
        "evidence:compare-file": {"number": 0, "ending": "csv"},
        "evidence:map-file": {"ending": "csv"},
        "evidence:outlines-remove": {"public_id": things["outlines"].public_id},
        **{f"evidence:{name}": {"pk": things["dataset"].pk} for name in ("dataset", "dataset_csv")},
        **{
            f"evidence:{name}": {"public_id": things["arrived"].public_id}
            for name in ("import", "import_progress", "import_confirm", "import_give_up")
        },
        "evidence:import_columns": {"public_id": things["register"].public_id},
        "problems:problem": of["problem"],
        "problems:change": of["problem"],
        "problems:support": of["problem"],
        "problems:discuss": of["problem"],
        "problems:discuss-in": of["scenario"],
        "ideas:idea": of["idea"],
        "ideas:up-vote": of["idea"],
        "inquiries:inquiry": {"public_id": things["answer_of_city"].asked.inquiry.public_id},
        "inquiries:give-answer": of["inquiry"],
        "inquiries:nothing": of["inquiry"],
        "inquiries:answer": of["answer_of_city"],
        "inquiries:change-answer": of["answer_of_city"],
        "inquiries:sum-up": {"public_id": things["answer_of_city"].asked.inquiry.public_id},
        "inquiries:close": of["inquiry"],
        "inquiries:experience": of["experience"],
        "inquiries:change-experience": of["experience"],
        "workshops:workshop": of["released"],
        "workshops:ideas": of["released"],
        "workshops:protocol": of["released"],
        "workshops:protocol-pdf": of["released"],
        "workshops:protocol-docx": of["released"],
        "workshops:protocol-files": of["released"],
        "workshops:protocol-csv": of["released"],
        "workshops:protocol-json": of["released"],
        "workshops:correct": of["released"],
        "workshops:plan": of["planned"],
        "workshops:plan-phase": of["planned"],
        "workshops:use-preset": of["planned"],
        "workshops:keep-preset": of["planned"],
        "workshops:sheet": of["planned"],
        "workshops:people": of["planned"],
        "workshops:calendar": of["planned"],
        "workshops:echo": of["released"],
        "workshops:consent": of["planned"] | {"kind": "photos"},
        "workshops:say-consent": running,
        "workshops:preset": {"public_id": things["preset"].public_id},
        "workshops:phase-page": of["released"] | {"number": 1},
        "workshops:notes": running,
        "workshops:agree": running,
        "workshops:invite": of["planned"],
        "workshops:start": of["planned"],
        "workshops:print": running,
        "workshops:answer-invitation": running,
        "workshops:console": running,
        "workshops:wall": running,
        "workshops:live": running,
        "workshops:room": running,
        "workshops:console-ideas": running,
        "workshops:rehearsal": of["planned"],
        "workshops:lend": of["planned"],
        "workshops:lent-package": of["lent"],
        "workshops:give-back": of["planned"],
        "workshops:given-back-package": of["planned"],
        "workshops:room-sign-in": {"key": "0" * 32},
        "workshops:phase": running,
        "workshops:clusters": running,
        "workshops:board": running,
        "workshops:tables": running,
        "workshops:cards": running,
        "workshops:table": running,
        "workshops:paper": running,
        "workshops:sheet-words": running | {"sheet_id": things["sheet"].public_id},
        "workshops:sheet-photo": running | {"sheet_id": things["sheet"].public_id},
        "workshops:steps": running,
        "workshops:suggestions": running,
        "workshops:choose": of["quiet"],
        "workshops:release": of["closed"],
        "workshops:record": of["closed"],
        "workshops:taken-back": of["closed"],
        "workshops:take-part": running,
        "workshops:dots": running,
        "projects:project": of["project"],
        "projects:change": of["project"],
        "projects:add-partner": of["project"],
        "projects:finish-first-step": of["project"],
        "projects:stage": of["project"],
        "feeds:project": of["project"],
        "projects:add-line": of["project"] | {"part": "steps"},
        "projects:change-line": of["project"] | {"part": "steps", "line": things["step"].pk},
        "projects:remove-line": of["project"] | {"part": "steps", "line": things["step"].pk},
        "projects:papers": of["project"],
        "projects:paper": of["project"] | {"paper": "brief"},
        "projects:paper-pdf": of["project"] | {"paper": "brief"},
        "projects:paper-docx": of["project"] | {"paper": "brief"},
        "projects:profile": of["project"],
        "projects:profile-pdf": of["project"],
        "projects:profile-docx": of["project"],
        "projects:profile-files": of["project"],
        "projects:profile-edit": of["project"],
        "projects:profile-block": of["project"] | {"block": "why"},
        "projects:profile-propose": of["project"],
        "projects:profile-release": of["project"],
        "projects:profile-confirm": of["project"],
        "projects:profile-second-pair": of["project"],
        **{
            f"projects:{name}": {"public_id": things["sketch"].public_id}
            for name in ("sketch", "edit-sketch", "found-sketch")
        },
        "projects:offer-help": of["project"] | {"need": things["offer"].need_id},
        "projects:answer-help": of["project"] | {"offer": things["offer"].pk},
        "projects:withdraw-help": of["project"] | {"offer": things["offer"].pk},
        "projects:finish-step": of["project"] | {"line": things["step"].pk},
        **{f"recommendations:{name}": of["answer"] for name in ("answer", "answer-pdf", "answer-docx", "answer-files")},
        "privacy:redaction": of["final"],
        "recommendations:short": {"number": things["final"].entry.number},
        "recommendations:recommendation": of["final"],
        "recommendations:json": of["final"],
        "recommendations:pdf": of["final"],
        "recommendations:docx": of["final"],
        "recommendations:retry-pdf": of["final"],
        "recommendations:resistance": draft,
        "recommendations:resistance-measure": draft,
        "recommendations:resistance-take-back": draft,
        "recommendations:resistance-close": draft,
        "recommendations:resistance-csv": of["open_one"],
        "recommendations:resistance-json": of["open_one"],
        "recommendations:edit": draft,
        "recommendations:retitle": draft,
        "recommendations:sources": draft,
        "recommendations:add-paragraph": draft,
        "recommendations:rewrite-paragraph": paragraph,
        "recommendations:remove-paragraph": paragraph,
        "recommendations:move-paragraph": paragraph,
        "recommendations:versions": paragraph,
        "recommendations:who-writes": draft,
        "recommendations:amendments": draft,
        "recommendations:offer-amendment": draft,
        "recommendations:synopsis": draft,
        "recommendations:amendment": of["amendment"],
        "recommendations:decide-amendment": of["amendment"],
        "recommendations:withdraw-amendment": of["amendment"],
        "recommendations:address": draft,
        "recommendations:withdraw-address": draft | {"land": "ST"},
        "recommendations:release": draft,
        "recommendations:give-answer": of["open_one"] | {"land": "ST"},
    }
    world.queries = {
        "surveys:question": "?id=q2",
        "projects:new-sketch": f"?from={things['released'].public_id}",
        "projects:blank-sketch": f"?from={things['released'].public_id}",
        "workshops:echo": "?months=3",
        "workshops:request": f"?problem={things['problem'].public_id}",
        "workshops:from-ideas": f"?workshop={things['released'].public_id}",
        "evidence:claim": f"?ref={things['ref']}",
        "evidence:keep-scenario": "?d=40",
        "evidence:beside": f"?a={things['scenario'].public_id}&b={things['scenario'].public_id}",
        "evidence:from_store": "?territory=15087&indicator=population_by_age_sex&year=2020&sex=f&age=20-24",
    }
