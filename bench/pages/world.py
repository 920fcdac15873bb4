"""What is measured: one workshop with many ideas, made quickly and with the counters that the actions keep.

The workshop itself, its phases, its clusters and the end of the vote are made by the actions. Only what would take
hours one by one – people writing and giving dots – is written in bulk: the ideas by `create_ideas`, which the reveal
uses, too, and their links by `link_new`; what the reveal would count beside them (`Workshop.ideas`,
`Phase.contributions`) is added here. Dots are written with the `spent` of each voter; closing the phase then counts
them into `Idea.dots` and the clusters, as always. Comments are written with their `Discussion`: five on each idea, fifty on
one.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.core.management import call_command
from django.db import transaction
from django.db.models import F

WORDS_OF_AN_IDEA = 120
PEOPLE = 200
DOTS_OF_EACH = 30
CLUSTERS = 8
IDEAS_IN_A_CLUSTER = 40
COMMENTS_OF_AN_IDEA = 5
COMMENTS_OF_ONE = 50
BATCH = 10_000
VOCABULARY = (
    *("bus", "Abend", "Halle", "Werkstatt", "jung", "Wohnung", "Schule", "Bahn", "Markt", "Platz", "wir", "wollen"),
    *("könnten", "mehr", "weniger", "gemeinsam", "und", "mit", "für", "am", "im", "dort", "hier", "Jugend", "Verein"),
    *("Betrieb", "Ausbildung", "Stadt", "Land", "Arzt", "Weg", "Rad", "Bühne", "Musik", "Garten", "leer", "Haus"),
)


@dataclass(frozen=True)
class Room:
    """One workshop to measure: its addresses, and what is needed to change something in it."""

    ideas: int
    first_page: str
    deep_page: str
    idea_page: str
    talked_about: str
    workshop_page: str
    workshop: Any
    cluster: Any
    actor: Any


def migrate() -> None:
    """Tables and static files, as `serve` makes them."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def found() -> tuple[Any, Any]:
    """An alliance of one city; gives its coordinator and the city."""
    from netzwerkstatt.foundation.accounts.models import Person
    from netzwerkstatt.foundation.network import actions
    from netzwerkstatt.foundation.network.models import Membership, Role

    kora = Person.objects.create_user("kora@example.org", name="Kora Dinator")
    Membership.objects.create(person=kora, role=Role.ALLIANCE_COORDINATOR)
    Membership.objects.create(person=kora, role=Role.OPERATOR)
    actions.found_alliance(actor=kora, name="Alliance of the bench")
    state = actions.add_state(actor=kora, name="Sachsen-Anhalt", code="ST", key="15")
    district = actions.add_district(actor=kora, name="Mansfeld-Südharz", key="15087", state=state)
    network = actions.add_network(actor=kora, name="Network", state=state)
    city = actions.add_city(
        actor=kora, name="Hettstedt", ags="15087220", network=network, district=district, latitude=51.6, longitude=11.5
    )
    jana = actions.invite_person(
        actor=kora, email="jana@example.org", name="Jana Wernicke", role=Role.CITY_COORDINATOR, city=city
    )
    return jana, city


def collecting(jana: Any, city: Any, number: int = 0) -> Any:
    """A workshop of the city that runs and collects ideas."""
    from netzwerkstatt.problems.actions import name_problem
    from netzwerkstatt.workshops import actions
    from netzwerkstatt.workshops.actions import PhasePlan

    problem = name_problem(
        actor=jana, city=city, statement=f"Young people leave ({number})", affected="Those of 16 to 25"
    )
    workshop = actions.request_workshop(actor=jana, problem=problem, title=f"What brings you back? ({number})")
    plans = [PhasePlan("collect", "Collect", "What could help?", 30), PhasePlan("dots", "Weigh", "", 10, DOTS_OF_EACH)]
    actions.set_phases(actor=jana, workshop=workshop, phases=plans)
    actions.plan_workshop(actor=jana, workshop=workshop, day=date(2030, 2, 4), begins=time(13), place="Saigerhütte")
    actions.start_workshop(actor=jana, workshop=workshop)
    actions.open_phase(actor=jana, phase=workshop.phases.get(number=1))
    return workshop


def fill(jana: Any, city: Any, number: int) -> Room:
    """A workshop of the city with so many ideas, a counted vote and some clusters."""
    from netzwerkstatt.ideas.models import Idea
    from netzwerkstatt.workshops import actions

    workshop = collecting(jana, city, number)
    collect, dots = workshop.phases.select_related("workshop__entry")
    _write_ideas(workshop, collect, number)
    actions.close_phase(actor=jana, phase=collect)

    dice = random.Random(number)
    ids = list(Idea.objects.filter(home=workshop.entry).order_by("pk").values_list("pk", flat=True))
    actions.open_phase(actor=jana, phase=dots)
    _give_dots(dots.ballot, ids, dice)
    actions.close_phase(actor=jana, phase=dots)

    _write_comments(ids, jana)
    clusters = [_form_cluster(jana, workshop, dice.sample(ids, IDEAS_IN_A_CLUSTER), nth) for nth in range(CLUSTERS)]
    return _room(jana, workshop, clusters[0], number, ids[0])


def _room(jana: Any, workshop: Any, cluster: Any, number: int, talked_about: int) -> Room:
    from netzwerkstatt.ideas.models import Idea

    ordered = Idea.objects.filter(home=workshop.entry).order_by("-dots", "entry")
    middle = ordered[number // 2]
    shown = Idea.objects.filter(cluster=cluster).exclude(pk=talked_about).order_by("-dots", "entry")
    shown = shown.select_related("entry").first()
    page = f"/workshops/{workshop.public_id}"
    return Room(
        ideas=number,
        first_page=f"{page}/ideas",
        deep_page=f"{page}/ideas?at={middle.dots}.{middle.pk}",
        idea_page=shown.get_absolute_url() if shown else "",
        talked_about=Idea.objects.select_related("entry").get(pk=talked_about).get_absolute_url(),
        workshop_page=page,
        workshop=workshop,
        cluster=cluster,
        actor=jana,
    )


def _write_ideas(workshop: Any, phase: Any, number: int) -> None:
    from netzwerkstatt.foundation.entries import thread
    from netzwerkstatt.foundation.events import clock
    from netzwerkstatt.ideas.writing import create_ideas
    from netzwerkstatt.workshops.models import Phase, Workshop

    dice = random.Random(7)
    for start in range(0, number, BATCH):
        texts = [(_text(dice), None) for _ in range(min(BATCH, number - start))]
        with transaction.atomic():
            ideas = create_ideas(home=workshop.entry, written=texts, at=clock.now())
            thread.link_new([idea.entry for idea in ideas], thread.DERIVED_FROM, workshop.entry)
    Workshop.objects.filter(pk=workshop.pk).update(ideas=F("ideas") + number)
    Phase.objects.filter(pk=phase.pk).update(contributions=F("contributions") + number, revealed=True)


def _text(dice: random.Random) -> str:
    """120 words: more than the 600 signs a telephone may send, so that the pages have at least as much to show."""
    return " ".join(dice.choices(VOCABULARY, k=WORDS_OF_AN_IDEA))


def _write_comments(ids: list[int], author: Any) -> None:
    """Five comments on each idea and fifty on the first, with the counters that the actions keep: heads and answers."""
    from netzwerkstatt.foundation.comments.models import Comment, Discussion
    from netzwerkstatt.foundation.entries.models import new_public_id

    dice = random.Random(11)
    for start in range(0, len(ids), BATCH // COMMENTS_OF_AN_IDEA):
        heads, below, counts = [], [], []
        for pk in ids[start : start + BATCH // COMMENTS_OF_AN_IDEA]:
            number = COMMENTS_OF_ONE if pk == ids[0] else COMMENTS_OF_AN_IDEA
            threads = 1 + number // COMMENTS_OF_AN_IDEA
            counts.append(Discussion(entry_id=pk, comments=number, threads=threads))
            for place in range(number):
                thread, position = place % threads, place // threads
                key = new_public_id() if position == 0 else heads[thread - threads].public_id
                said = Comment(
                    entry_id=pk, thread_id=key, number=thread + 1, position=position, author=author,
                    text=" ".join(dice.choices(VOCABULARY, k=25)),
                )  # fmt: skip
                if position == 0:
                    said.public_id, said.answers = key, len(range(place + threads, number, threads))
                    heads.append(said)
                else:
                    below.append((heads[thread - threads], said))
        with transaction.atomic():
            Discussion.objects.bulk_create(counts)
            Comment.objects.bulk_create(heads, batch_size=500)
            for head, said in below:
                said.parent = head
            Comment.objects.bulk_create([said for _head, said in below], batch_size=500)


def _give_dots(ballot: Any, ids: list[int], dice: random.Random) -> None:
    from netzwerkstatt.foundation.accounts.models import Guest
    from netzwerkstatt.foundation.ballots.models import Option, Vote, Voter

    guests = Guest.objects.bulk_create(
        [Guest(token_hash=Guest.hash_of(f"{ballot.pk}:{n}"), place=ballot.home.public_id) for n in range(PEOPLE)]
    )
    voters = Voter.objects.bulk_create(
        [Voter(ballot=ballot, guest=guest, budget=ballot.budget, spent=ballot.budget) for guest in guests]
    )
    given = [(voter, pk) for voter in voters for pk in dice.sample(ids, ballot.budget)]
    asked = [Option(ballot=ballot, entry_id=pk) for pk in sorted({pk for _voter, pk in given})]
    options = {option.entry_id: option for option in Option.objects.bulk_create(asked)}
    Vote.objects.bulk_create([Vote(voter=voter, ballot=ballot, option=options[pk], value=1) for voter, pk in given])


def _form_cluster(jana: Any, workshop: Any, ids: list[int], nth: int) -> Any:
    from netzwerkstatt.ideas.models import Idea
    from netzwerkstatt.workshops import actions

    ideas = list(Idea.objects.filter(pk__in=ids))
    return actions.form_cluster(actor=jana, workshop=workshop, title=f"Cluster {nth}", ideas=ideas)
