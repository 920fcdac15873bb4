"""The board: what is done there is undone, by one and by two, and never over somebody else's head."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events.consumers import catch_up
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.ideas.models import Cluster, Idea
from netzwerkstatt.workshops import actions
from netzwerkstatt.workshops.actions.history import forget_steps, last_done, next_undone
from netzwerkstatt.workshops.models import BoardStep, Workshop
from netzwerkstatt.workshops.phases.writing import Written
from netzwerkstatt.workshops.queries import revision_of
from netzwerkstatt.workshops.suggesting import suggestions_for
from tests.search.corpus import ask
from tests.workshops.room import browser, phase_of, say
from tests.workshops.test_taking_part import in_parallel, text


@pytest.fixture
def jana(officer_of_hettstedt: Person) -> Person:
    return officer_of_hettstedt


@pytest.fixture
def second(invite, hettstedt) -> Person:
    """Another one who runs the workshop."""
    return invite("Rolf Adam", Role.CITY_COORDINATOR, city=hettstedt)


@pytest.fixture
def cards(running: Workshop, collecting, jana: Person) -> list[Idea]:
    """Six ideas on the board, in the order of their keys."""
    say(collecting, [f"Idea {number}" for number in range(6)])
    actions.close_phase(actor=jana, phase=collecting)
    return actions.reveal(actor=jana, phase=collecting)


def board(workshop: Workshop) -> dict[str, Any]:
    """Everything one can see of it, and everything that is counted."""
    ideas = Idea.objects.filter(home=workshop.entry)
    return {
        "clusters": {c.public_id: (c.pk, c.title, c.note, c.size) for c in Cluster.objects.filter(home=workshop.entry)},
        "ideas": dict(ideas.values_list("entry__public_id", "cluster__public_id")),
    }


def form(person: Person, workshop: Workshop, title: str, ideas: Any = (), **more: Any) -> Cluster:
    return actions.form_cluster(actor=person, workshop=workshop, title=title, ideas=ideas, **more)


def undo(person: Person, workshop: Workshop, step: BoardStep | None = None) -> BoardStep:
    return actions.undo_step(actor=person, workshop=workshop, step=step)


def redo(person: Person, workshop: Workshop) -> BoardStep:
    return actions.redo_step(actor=person, workshop=workshop)


def test_clusters_are_merged_with_their_notes_and_come_apart_again(running, cards, jana):
    a, b = form(jana, running, "Evenings", cards[:2]), form(jana, running, "Nights", cards[2:5])
    actions.note_cluster(actor=jana, workshop=running, cluster=a, note="Who has the key?")
    actions.note_cluster(actor=jana, workshop=running, cluster=b, note="Ask the bus company.")
    before = board(running)
    merged = actions.merge_clusters(actor=jana, workshop=running, into=a, others=[b])
    assert (merged.size, merged.note) == (5, "Who has the key?\n\nAsk the bus company.")
    assert Cluster.objects.count() == 1
    undo(jana, running)
    assert board(running) == before
    redo(jana, running)
    assert Cluster.objects.get().size == 5
    assert Event.objects.filter(type="workshop.clusters_merged").count() == 1
    assert Event.objects.filter(type__in=["workshop.step_undone", "workshop.step_done_again"]).count() == 2


def test_a_part_is_split_off_but_never_all_and_never_nothing(running, cards, jana):
    whole = form(jana, running, "Everything", cards[:4])
    for marked in ([], cards[4:], cards[:4]):
        with pytest.raises(Invalid, match="Everything"):
            actions.split_cluster(actor=jana, workshop=running, cluster=whole, title="Part", ideas=marked)
    part = actions.split_cluster(actor=jana, workshop=running, cluster=whole, title="Part", ideas=cards[:1])
    whole.refresh_from_db()
    assert (part.size, whole.size) == (1, 3)


def test_a_dissolved_cluster_comes_back_as_the_same_one(running, cards, jana):
    made = form(jana, running, "Evenings", cards[:3])
    actions.note_cluster(actor=jana, workshop=running, cluster=made, note="Keep me")
    before = board(running)
    actions.dissolve_cluster(actor=jana, workshop=running, cluster=made)
    assert not Cluster.objects.exists()
    undo(jana, running)
    assert board(running) == before


def test_undo_goes_back_step_by_step_and_forward_again_until_something_new_is_done(running, cards, jana):
    empty = board(running)
    one = form(jana, running, "One", cards[:2])
    form(jana, running, "Two", cards[2:4])
    full = board(running)
    undo(jana, running)
    undo(jana, running)
    assert board(running) == empty
    with pytest.raises(Invalid, match="nothing of yours to undo"):
        undo(jana, running)
    redo(jana, running)
    redo(jana, running)
    assert board(running) == full
    with pytest.raises(Invalid, match="nothing of yours to do again"):
        redo(jana, running)
    undo(jana, running)
    actions.rename_cluster(actor=jana, workshop=running, cluster=one, title="Uno")
    assert next_undone(running, jana) is None, "what lies behind something new is not done again by the button"


def test_the_same_step_is_undone_once_however_often_the_button_is_pressed(running, cards, jana):
    form(jana, running, "One", cards[:1])
    form(jana, running, "Two", cards[1:2])
    step = last_done(running, jana)
    for _ in range(3):
        undo(jana, running, step)
    assert [cluster.title for cluster in Cluster.objects.all()] == ["One"]


def test_who_moves_a_card_that_somebody_else_has_moved_meanwhile_is_told_and_nothing_is_lost(
    running, cards, jana, second
):
    a, b = form(jana, running, "Evenings"), form(jana, running, "Nights")
    seen = revision_of(running)
    actions.move_ideas(actor=second, workshop=running, ideas=cards[:1], cluster=a, seen=seen)
    with pytest.raises(Invalid, match=r"Meanwhile Rolf Adam has changed “Idea \d”.*moved") as told:
        actions.move_ideas(actor=jana, workshop=running, ideas=cards[:2], cluster=b, seen=seen)
    assert "Nothing of yours was lost" in str(told.value.fields[""])
    assert {idea.cluster_id for idea in Idea.objects.filter(pk__in=[c.pk for c in cards[:2]])} == {a.pk, None}
    actions.move_ideas(actor=jana, workshop=running, ideas=cards[:2], cluster=b, seen=revision_of(running))
    assert Idea.objects.filter(cluster=b).count() == 2, "having looked, one may"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_the_same_card_at_the_same_moment_one_moves_it_and_the_other_reads_so(
    running, cards, jana, second
):
    into = {jana: form(jana, running, "Evenings"), second: form(second, running, "Nights")}
    seen = revision_of(running)
    steps = BoardStep.objects.count()

    def move(person):
        return lambda: actions.move_ideas(
            actor=person, workshop=running, ideas=cards[:1], cluster=into[person], seen=seen
        )

    [told] = in_parallel(move(jana), move(second))
    assert isinstance(told, Invalid)
    moved = Idea.objects.get(pk=cards[0].pk)
    assert moved.cluster_id in {one.pk for one in into.values()}
    assert dict(Cluster.objects.values_list("pk", "size")) == {
        one.pk: int(one.pk == moved.cluster_id) for one in into.values()
    }
    assert BoardStep.objects.count() == steps + 1


def test_what_others_did_elsewhere_on_the_board_stops_nobody(running, cards, jana, second):
    a = form(jana, running, "Evenings")
    seen = revision_of(running)
    actions.move_ideas(actor=second, workshop=running, ideas=cards[:1], cluster=a, seen=seen)
    actions.move_ideas(actor=jana, workshop=running, ideas=cards[1:2], cluster=a, seen=seen)
    a.refresh_from_db()
    assert a.size == 2


def test_undo_takes_back_ones_own_and_never_what_somebody_else_did_since(running, cards, jana, second):
    a, b = form(jana, running, "Evenings"), form(jana, running, "Nights")
    actions.move_ideas(actor=jana, workshop=running, ideas=cards[:2], cluster=a)
    actions.move_ideas(actor=second, workshop=running, ideas=cards[:1], cluster=b)
    before = board(running)
    with pytest.raises(Invalid, match="Rolf Adam has changed “Idea"):
        undo(jana, running)
    assert board(running) == before
    undo(second, running)
    undo(jana, running)
    assert Idea.objects.filter(cluster=None).count() == 6


def test_a_cluster_in_which_somebody_laid_more_is_not_undone_away(running, cards, jana, second):
    made = form(jana, running, "Evenings", cards[:1])
    actions.move_ideas(actor=second, workshop=running, ideas=cards[1:3], cluster=made)
    with pytest.raises(Invalid, match="Other ideas lie in “Evenings”"):
        undo(jana, running)
    made.refresh_from_db()
    assert made.size == 3


def test_a_cluster_is_not_needed_back_that_somebody_else_has_dissolved(running, cards, jana, second):
    a, b = form(second, running, "Evenings", cards[:1]), form(second, running, "Nights")
    actions.move_ideas(actor=jana, workshop=running, ideas=cards[:1], cluster=b)
    actions.dissolve_cluster(actor=second, workshop=running, cluster=a)
    with pytest.raises(Invalid, match="Rolf Adam has changed “Evenings” since"):
        undo(jana, running)


def test_a_name_that_was_taken_meanwhile_says_so(running, cards, jana, second):
    made = form(jana, running, "Evenings", cards[:1])
    actions.dissolve_cluster(actor=jana, workshop=running, cluster=made)
    form(second, running, "Evenings")
    with pytest.raises(Invalid, match="There is a cluster called “Evenings” already"):
        undo(jana, running)
    assert Idea.objects.filter(cluster=None).count() == 6


def test_anybody_who_runs_the_workshop_undoes_a_named_step_of_another_knowingly(running, cards, jana, second):
    form(jana, running, "Evenings", cards[:1])
    step = last_done(running, jana)
    assert undo(second, running, step).turned_by == second
    assert not Cluster.objects.exists()


def test_an_idea_that_was_taken_off_the_board_does_not_stop_undo(running, cards, jana):
    form(jana, running, "Evenings", cards[:2])
    Idea.objects.filter(pk=cards[0].pk).update(home=None, cluster=None)
    undo(jana, running)
    assert not Cluster.objects.exists()


def test_others_neither_undo_nor_merge_and_after_the_release_nothing_is_left_to_undo(
    running, cards, jana, officer_of_saalfeld
):
    made = form(jana, running, "Evenings", cards[:2])
    for act in (
        lambda who: undo(who, running),
        lambda who: redo(who, running),
        lambda who: actions.merge_clusters(actor=who, workshop=running, into=made, others=[]),
        lambda who: actions.note_cluster(actor=who, workshop=running, cluster=made, note="x"),
        lambda who: actions.split_cluster(actor=who, workshop=running, cluster=made, title="x", ideas=[]),
    ):
        with pytest.raises(NotAllowed):
            act(officer_of_saalfeld)
    actions.choose_ideas(actor=jana, workshop=running, ideas=cards[:1])
    actions.rename_cluster(actor=jana, workshop=running, cluster=made, title="Until the release")
    actions.release_workshop(actor=jana, workshop=running)
    assert not BoardStep.objects.exists()
    with pytest.raises(Invalid, match="released"):
        undo(jana, running)


def test_the_database_keeps_a_step_as_it_was_written(running, cards, jana):
    form(jana, running, "Evenings", cards[:1])
    for change in ({"changes": {}}, {"verb": "moved"}, {"number": 7}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BoardStep.objects.update(**change)
    first = BoardStep.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        BoardStep.objects.create(workshop=running, number=first.number, revision=9, verb="moved", changes={})


def test_a_cluster_counts_the_dots_of_its_ideas_and_each_voter_once_wherever_they_are_moved(running, cards, jana):
    both = form(jana, running, "Both", cards[:2])
    vote = actions.open_phase(actor=jana, phase=phase_of(running, "dots"))
    for given_dots in ([3, 2], [1, 0], [0, 5]):
        guest, _ = actions.join(code=running.code)
        dots = {card.public_id: n for card, n in zip(cards, given_dots, strict=False) if n}
        actions.give_dots(actor=guest, phase=vote, dots=dots)
    actions.close_phase(actor=jana, phase=vote)
    actions.reveal(actor=jana, phase=phase_of(running, "dots"))
    both.refresh_from_db()
    assert (both.dots, both.voters) == (11, 3)
    actions.move_ideas(actor=jana, workshop=running, ideas=cards[:1], cluster=None)
    both.refresh_from_db()
    assert (both.dots, both.voters) == (7, 2)
    undo(jana, running)
    both.refresh_from_db()
    assert (both.dots, both.voters) == (11, 3)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["form", "move", "out", "rename", "note", "merge", "split", "dissolve"]),
        st.integers(0, 1),
        st.integers(0, 5),
        st.sets(st.integers(0, 5)),
    ),
    max_size=14,
)


@given(STEPS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_what_was_done_and_undone_leaves_the_board_as_it_was_and_done_again_as_it_became(
    running, cards, jana, second, steps
):
    with transaction.atomic():
        states = [board(running)]
        for number, (verb, who, which, marked) in enumerate(steps):
            before = BoardStep.objects.count()
            do(verb, (jana, second)[who], running, which, [cards[n] for n in sorted(marked)], number)
            if BoardStep.objects.count() > before:
                states.append(board(running))
        for state in reversed(states[:-1]):
            step = BoardStep.objects.filter(undone=False).order_by("-number").first()
            undo(jana, running, step)
            assert board(running) == state
        for state in states[1:]:
            step = BoardStep.objects.filter(undone=True).order_by("number").first()
            actions.redo_step(actor=second, workshop=running, step=step)
            assert board(running) == state
        for cluster in Cluster.objects.all():
            assert cluster.size == Idea.objects.filter(cluster=cluster).count()
        transaction.set_rollback(True)


def do(verb: str, person: Person, workshop: Workshop, which: int, ideas: list[Idea], number: int) -> None:
    """One thing with what lies on the board; what cannot be done is not done."""
    clusters = list(Cluster.objects.filter(home=workshop.entry).order_by("pk"))
    one = clusters[which % len(clusters)] if clusters else None
    who: dict[str, Any] = {"actor": person, "workshop": workshop}
    ideas = list(Idea.objects.filter(pk__in=[idea.pk for idea in ideas]))
    try:
        match verb:
            case "form":
                form(person, workshop, f"Cluster {number}", ideas)
            case "move" if one:
                actions.move_ideas(**who, ideas=ideas, cluster=one)
            case "out":
                actions.move_ideas(**who, ideas=ideas, cluster=None)
            case "rename" if one:
                actions.rename_cluster(**who, cluster=one, title=f"Name {number}")
            case "note" if one:
                actions.note_cluster(**who, cluster=one, note=f"Note {number}")
            case "merge" if one:
                actions.merge_clusters(**who, into=one, others=clusters[:2])
            case "split" if one:
                actions.split_cluster(**who, cluster=one, title=f"Part {number}", ideas=ideas)
            case "dissolve" if one:
                actions.dissolve_cluster(**who, cluster=one)
    except Invalid:
        pass


# ---------------------------------------------------------------- suggestions


@pytest.fixture
def talk(running: Workshop, collecting, jana: Person) -> list[Idea]:
    """Ideas in the words of a town."""
    say(
        collecting,
        [
            "Ein Bus, der nach der letzten Schicht fährt", "Der Busfahrplan passt nicht zum Schulschluss",
            "Rufbus für die Dörfer", "Proberaum für Bands", "Mehr Züge nach Halle am Abend",
            "Am Abend mehr Züge nach Halle", "Jugendliche im Stadtrat",
        ],
    )  # fmt: skip
    actions.close_phase(actor=jana, phase=collecting)
    return actions.reveal(actor=jana, phase=collecting)


def test_compounds_join_cards_and_the_page_says_because_of_which_words(running, talk, jana):
    found = suggestions_for(running)
    assert [len(group.ideas) for group in found.groups] == [3]
    assert found.groups[0].because[0] == "Bus"
    assert {idea.text for idea in found.twins[0].ideas} == {
        "Mehr Züge nach Halle am Abend", "Am Abend mehr Züge nach Halle",
    }  # fmt: skip
    page = browser(jana).get(f"/workshops/{running.public_id}/board/suggestions").content.decode()
    assert "because of:" in page
    assert "Rufbus" in page


def test_a_suggestion_is_taken_up_turned_down_and_both_are_undone(running, talk, jana):
    client, here = browser(jana), f"/workshops/{running.public_id}/board/suggestions"
    found = suggestions_for(running)
    client.post(here, {"do": f"accept:{found.groups[0].key}", "title": "Bus", "seen": revision_of(running)})
    assert Cluster.objects.get().size == 3
    client.post(here, {"do": f"decline:{found.twins[0].key}"})
    assert not suggestions_for(running).twins
    assert "not there any more" in text(client.post(here, {"do": f"accept:{found.groups[0].key}"}, follow=True))
    undo(jana, running)
    assert suggestions_for(running).twins
    undo(jana, running)
    assert suggestions_for(running).groups == found.groups
    assert not Cluster.objects.exists()


def test_what_fits_a_cluster_is_put_into_it(running, talk, jana):
    made = form(jana, running, "Bus", [idea for idea in talk if "Bus" in idea.text])
    fit = suggestions_for(running).fits[0]
    assert [idea.text for idea in fit.ideas] == ["Rufbus für die Dörfer"]
    client = browser(jana)
    client.post(f"/workshops/{running.public_id}/board/suggestions", {"do": f"accept:{fit.key}"})
    made.refresh_from_db()
    assert made.size == 3


# ---------------------------------------------------------------- the page


@pytest.mark.once
def test_everything_on_the_board_is_done_by_forms_alone(running, cards, jana):
    client, here = browser(jana), f"/workshops/{running.public_id}/console/clusters"
    ids = [card.public_id for card in cards]
    base = {"from": "board"}

    def post(**fields: Any) -> str:
        return text(client.post(here, base | {"seen": revision_of(running)} | fields, follow=True))

    assert "“Evenings” is there." in post(do="new", title="Evenings", ideas=ids[:3])
    whole = Cluster.objects.get()
    assert "“Nights” is split off from “Evenings”." in post(do="new", title="Nights", ideas=ids[:1])
    part = Cluster.objects.get(title="Nights")
    assert "2 ideas lie in “Nights”." in post(do="move", cluster=part.public_id, ideas=ids[3:5])
    assert "Who asks?" in post(do=f"change:{part.public_id}", title="Late", note="Who asks?")
    assert "“Evenings” lies in “Late” now." in post(do=f"merge:{whole.public_id}", into=part.public_id)
    part.refresh_from_db()
    assert (part.size, part.note) == (5, "Who asks?")
    assert "1 idea is in no cluster now." in post(do="out", ideas=ids[4:5])
    assert "Please mark the ideas first." in post(do="move", cluster=part.public_id)
    for number in range(7, 0, -1):
        assert "Undone: " in post(do=f"undo:{number}")
    assert not Cluster.objects.exists()
    assert "Done again: put together – “Evenings” – 3 ideas." in post(do="redo:1")
    assert "7" in text(client.get(f"/workshops/{running.public_id}/board/steps"))


def test_what_cannot_be_done_comes_back_with_the_marks_and_the_reason(running, cards, jana, second):
    client, here = browser(jana), f"/workshops/{running.public_id}/console/clusters"
    made = form(second, running, "Evenings")
    seen = revision_of(running)
    actions.move_ideas(actor=second, workshop=running, ideas=cards[:1], cluster=made)
    sent = {"from": "board", "do": "out", "ideas": [cards[0].public_id], "seen": seen}
    page = client.post(here, sent)
    assert page.status_code == 200
    assert "Meanwhile Rolf Adam has changed" in text(page)
    assert f'value="{cards[0].public_id}" form="board-form" checked' in page.content.decode()
    assert f'name="seen" value="{revision_of(running)}"' in page.content.decode()
    client.post(here, sent | {"seen": revision_of(running)})
    told = text(browser(second).post(here, {"from": "board", "do": "new", "title": "X", "seen": seen + 1}, follow=True))
    assert "Meanwhile Jana Wernicke: moved" in told, "the other one is told what became of the card"


def test_three_hundred_cards_are_a_page_with_few_queries_and_few_cards(
    running, collecting, jana, django_assert_max_num_queries
):
    collecting.workshop.refresh_from_db()
    ideas = collecting.about.keep(collecting, [Written(f"Card number {n} about something") for n in range(300)])
    for n in range(12):
        form(jana, running, f"Cluster {n}", ideas[n * 20 : n * 20 + 20])
    client, here = browser(jana), f"/workshops/{running.public_id}/board"
    client.get(here)  # the first visit reads the desk
    for query in ("", f"?open={Cluster.objects.first().public_id}", "?open=none", "?q=number+17"):
        with django_assert_max_num_queries(16):
            page = client.get(here + query)
        assert page.status_code == 200
        assert 10 <= page.content.decode().count('class="board__card"') <= 12 * 8 + 24
    assert len(page.content) < 200_000


def test_before_the_start_and_after_the_release_there_is_no_board(requested, jana):
    for part in ("board", "board/steps", "board/suggestions"):
        assert browser(jana).get(f"/workshops/{requested.public_id}/{part}").status_code == 302


def test_an_idea_is_found_by_the_name_of_its_cluster_as_soon_as_that_changes(running, cards, jana):
    """The search follows the log; nobody builds its index anew."""

    def found(word: str) -> list[int]:
        catch_up("search")
        keys = {document.entry_id for document in ask(word, jana).documents}
        return [number for number, idea in enumerate(cards) if idea.pk in keys]

    lamps = form(jana, running, "Lantern", cards[:2])
    assert found("lantern") == [0, 1]
    actions.rename_cluster(actor=jana, workshop=running, cluster=lamps, title="Chandelier")
    assert (found("lantern"), found("chandelier")) == ([], [0, 1])
    actions.move_idea(actor=jana, idea=cards[2], cluster=lamps)
    assert found("chandelier") == [0, 1, 2]
    actions.move_idea(actor=jana, idea=cards[0], cluster=None)
    assert found("chandelier") == [1, 2]
    undo(jana, running)
    assert found("chandelier") == [0, 1, 2]
    candles = actions.split_cluster(actor=jana, workshop=running, cluster=lamps, title="Candle", ideas=cards[:1])
    assert (found("candle"), found("chandelier")) == ([0], [1, 2])
    actions.merge_clusters(actor=jana, workshop=running, into=candles, others=[lamps])
    assert (found("candle"), found("chandelier")) == ([0, 1, 2], [])
    actions.dissolve_cluster(actor=jana, workshop=running, cluster=candles)
    assert found("candle") == []
    form(jana, running, "Torch", cards[4:])
    forget_steps(running)  # as at the release, before the search has come to it
    assert found("torch") == [4, 5]
