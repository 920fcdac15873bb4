"""Each kind of phase: what people do in it, what comes of it, and what nobody sees before its time."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from netzwerkstatt.foundation.ballots.models import Option
from netzwerkstatt.foundation.comments.closing import comments_closed
from netzwerkstatt.foundation.commitments.models import Commitment
from netzwerkstatt.foundation.documents.blocks import Paragraph
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops import actions
from netzwerkstatt.workshops.models import Contribution, Note, Phase, PhaseKind, Workshop
from netzwerkstatt.workshops.phase_blocks import vote_blocks
from netzwerkstatt.workshops.phases.kind import KINDS
from netzwerkstatt.workshops.plans import PhasePlan
from netzwerkstatt.workshops.presets import PRESETS
from netzwerkstatt.workshops.protocol import protocol_of
from tests.workshops.room import browser, phone, say
from tests.workshops.test_taking_part import dump, text


def phase(workshop: Workshop, kind: str, title: str = "A phase", minutes: int = 10, **more) -> Phase:
    """One more phase at the end, open."""
    actor = workshop.entry.author
    made = actions.add_phase(
        actor=actor, workshop=workshop, plan=PhasePlan(kind, title, "What do you say?", minutes, **more)
    )
    return actions.open_phase(actor=actor, phase=reread(made))


def reread(phase: Phase) -> Phase:
    return Phase.objects.select_related("workshop__entry__author", "ballot").get(pk=phase.pk)


def close(phase: Phase) -> Phase:
    return actions.close_phase(actor=phase.workshop.entry.author, phase=phase)


def test_every_kind_has_one_object_and_every_preset_only_plans_that_hold():
    assert set(KINDS) == set(PhaseKind.values)
    assert {code: one.minutes for code, one in PRESETS.items()} == {
        "flying-3h": 180, "flying-day": 430, "ideas-half-day": 240, "forum": 90, "future": 440, "peer-advice": 60,
        "editorial": 120,
    }  # fmt: skip
    for one in PRESETS.values():
        for plan in one.phases():
            KINDS[plan.kind].planned(plan)
            assert PhasePlan.from_data(json.loads(json.dumps(plan.as_data()))) == plan


COURSES = {
    "flying-3h": "input notes collect cluster pause dots rating talk resistance decide feedback",
    "flying-day": "input input notes pause notes collect cluster pause dots rating rating talk pause comment resistance decide feedback",
    "ideas-half-day": "input talk notes collect cluster dots talk comment decide",
    "forum": "input input input questions collect cluster dots talk decide",
    "future": "input input notes pause talk input pause collect cluster dots talk pause input decide feedback",
    "peer-advice": "talk talk talk notes notes talk",
    "editorial": "input questions notes talk pause resistance talk decide feedback",
}


def test_each_plan_to_begin_with_is_the_format_that_it_is_named_after():
    assert {code: " ".join(plan.kind for plan in one.phases()) for code, one in PRESETS.items()} == COURSES
    for code in ("flying-3h", "flying-day"):
        plans = [KINDS[plan.kind].planned(plan) for plan in PRESETS[code].phases()]
        taboos, ideas = (next(plan for plan in plans if plan.kind == kind) for kind in ("notes", "collect"))
        assert taboos.taboo_free
        assert ideas.taboo_free
        assert (ideas.identity, ideas.reveals) == ("anonymous", "button"), "nobody sees them, and nobody learns whose"
    axes = [plan.axes for plan in PRESETS["flying-day"].phases() if plan.kind == "rating"]
    assert [len(each) for each in axes] == [1, 2], "courage, then effect beside effort"
    assert [plan.minutes for plan in PRESETS["forum"].phases()] == [10, 10, 10, 10, 12, 10, 5, 15, 8]
    assert [plan.dots for plan in PRESETS["forum"].phases() if plan.kind == "dots"] == [3]
    assert [plan.minutes for plan in PRESETS["future"].phases() if plan.kind == "talk"] == [55, 55]
    assert {code for code, one in PRESETS.items() if one.is_confidential} == {"peer-advice"}
    assert {code for code, one in PRESETS.items() if "ideas-workshop" in one.formats} == {"ideas-half-day"}


def test_a_rating_in_which_nobody_voted_is_a_sentence_in_the_record_and_no_empty_picture(
    running, revealed, officer_of_hettstedt
):
    close(phase(running, "rating", axes=("Effort", "Effect")))
    actions.choose_ideas(actor=officer_of_hettstedt, workshop=running, ideas=revealed[:1])
    page = text(browser(officer_of_hettstedt).get(f"/workshops/{running.public_id}/release"))
    assert "Nobody has voted." in page
    assert "course__vote" not in page
    said = protocol_of(running, released_at=running.closed_at, released_by="x")
    (vote,) = [one["vote"] for one in said["agenda"] if one.get("vote") and one["kind"] == "rating"]
    assert vote_blocks(vote) == [Paragraph("Nobody has voted.")]


def test_notes_are_shown_at_the_end_and_become_no_ideas(running):
    one = phase(running, "notes", reveals="close", taboo_free=True)
    say(one, ["The mayor's cousin", "Nobody reads this"])
    assert "cousin" not in dump("Contribution")
    close(one)
    assert sorted(note.text for note in one.notes.all()) == ["Nobody reads this", "The mayor's cousin"]
    assert not Idea.objects.exists()
    assert not Contribution.objects.exists()
    assert "Nobody reads this" in text(browser().get(f"/workshops/{running.public_id}/phases/{one.number}"))


def test_what_is_shown_at_once_is_tied_to_no_guest_and_a_repeat_changes_nothing(running):
    one, client, key = phase(running, "collect", reveals="live"), phone(running), uuid4()
    for _ in range(2):
        client.post(f"/w/{running.public_id}", {"phase": one.number, "text": "Seen at once", "client_id": key})
    assert [idea.text for idea in Idea.objects.all()] == ["Seen at once"]
    assert not Contribution.objects.exists()
    assert "Seen at once" in text(phone(running).get(f"/workshops/{running.public_id}/ideas"))
    assert Idea.objects.get().entry.created_at.minute == 0


def test_a_network_stands_at_a_note_only_where_five_of_it_are_in_the_room(running, saalfeld, goerlitz):
    one = phase(running, "notes", identity="network", reveals="close")
    for number, city in ((5, saalfeld), (6, goerlitz), (1, running.entry.city)):
        for n in range(number):
            guest, _ = actions.join(code=running.code, network=city.network)
            say(one, [f"{city} {n}"], guest)
    close(one)
    told = {note.network.name if note.network else None for note in one.notes.all()}
    assert told == {goerlitz.network.name, None}, "with one left over, the smaller group is withheld as well"


def test_in_a_phase_without_names_nobody_writes_in_the_own_name(running, expert_of_goerlitz):
    one = phase(running, "collect")
    with pytest.raises(Invalid, match="No names"):
        say(one, ["Mine"], expert_of_goerlitz)


def test_a_guest_can_put_a_name_to_it_where_names_are_allowed(running):
    one, client = phase(running, "notes", identity="named", reveals="close"), phone(running)
    client.post(
        f"/w/{running.public_id}",
        {"phase": one.number, "text": "Ask me", "signed": "Ida", "client_id": uuid4()},
    )
    close(one)
    assert one.notes.get().who == "Ida"
    assert "Ida" in text(browser().get(f"/workshops/{running.public_id}/phases/{one.number}"))


def test_nobody_comments_while_a_phase_without_criticism_is_open(running, revealed, officer_of_hettstedt):
    idea = revealed[0]
    assert comments_closed(idea.entry) is None
    one = phase(running, "notes", taboo_free=True)
    assert "without criticism" in str(comments_closed(idea.entry))
    assert "without criticism" in str(comments_closed(running.entry))
    assert "without criticism" in text(browser(officer_of_hettstedt).get(idea.get_absolute_url()))
    close(one)
    assert comments_closed(idea.entry) is None


def test_a_comment_hangs_on_its_idea(running, revealed):
    one, client, idea = phase(running, "comment", reveals="close"), phone(running), revealed[0]
    here = f"/w/{running.public_id}"
    assert idea.text in text(client.get(here))
    page = text(client.get(f"{here}?idea={idea.public_id}"))
    assert "Your comment" in page
    client.post(here, {"phase": one.number, "idea": idea.public_id, "text": "Ask the school", "client_id": uuid4()})
    client.post(here, {"phase": one.number, "text": "About nothing", "client_id": uuid4()})
    assert "Ask the school" not in text(browser().get(idea.get_absolute_url()))
    close(one)
    assert Note.objects.get().idea == idea
    assert "Ask the school" in text(browser().get(idea.get_absolute_url()))


def test_a_rating_on_two_scales_is_a_picture_with_its_table(running, revealed):
    one, client = phase(running, "rating", most=2, reveals="close"), phone(running)
    options = list(Option.objects.filter(ballot=one.ballot))
    assert one.ballot.axes == ["Effort", "Effect"]
    said = {f"option-{option.pk}{axis}": value for option in options for axis, value in (("", 2), ("-1", 5))}
    here = f"/w/{running.public_id}"
    page = text(client.post(here, {"phase": one.number, "do": "vote", f"option-{options[0].pk}": 2}))
    assert "kern-error" in page
    answer = client.post(here, {"phase": one.number, "do": "vote", **said}, follow=True)
    assert "Your vote counts" in text(answer)
    result = f"/workshops/{running.public_id}/phases/{one.number}"
    assert "right: Effort" not in text(browser().get(result))
    close(one)
    wall = text(browser(one.workshop.entry.author).get(f"/w/{running.public_id}/wall"))
    assert "Effect 5.0 · Effort 2.0" in wall
    shown = text(browser().get(result))
    assert "right: Effort, up: Effect" in shown
    assert "<table" in shown


def test_a_ranking_is_ordered_with_buttons_and_counted(running, revealed):
    one, client = phase(running, "ranking", reveals="close"), phone(running)
    first, second, *_ = Option.objects.filter(ballot=one.ballot)
    here = f"/w/{running.public_id}"
    moved = text(client.post(here, {"phase": one.number, "do": "vote", "move": f"{second.pk}:up"}))
    assert "selected" in moved
    client.post(here, {"phase": one.number, "do": "vote", f"option-{second.pk}": 1, f"option-{first.pk}": 2})
    close(one)
    assert f"“{second}” comes first" in text(browser().get(f"/workshops/{running.public_id}/phases/{one.number}"))


def test_leave_it_as_it_is_always_stands_among_what_meets_resistance(running):
    one = phase(running, "resistance", items="words", words="Variant A\nVariant B", reveals="button")
    options = list(Option.objects.filter(ballot=one.ballot))
    assert [option.is_passive for option in options] == [False, False, True]
    client, late = phone(running), phone(running)
    said = {f"option-{option.pk}": value for option, value in zip(options, (1, 7, 9), strict=True)}
    here = f"/w/{running.public_id}"
    client.post(here, {"phase": one.number, "do": "vote", **said})
    close(one)
    late.post(here, {"phase": one.number, "do": "vote", **said})
    result = f"/workshops/{running.public_id}/phases/{one.number}"
    assert "not revealed yet" in text(browser().get(result))
    assert one.about.outcome(reread(one)) == {}
    actions.reveal(actor=running.entry.author, phase=reread(one))
    shown = text(browser().get(result))
    assert "Leave it as it is" in shown
    assert "2 voices" in shown, "the sheet that came late counts, because nothing was shown yet"
    assert reread(one).late == 1
    refused = text(client.post(here, {"phase": one.number, "do": "vote", **said}))
    assert "The vote is closed" in refused


def test_a_question_is_shown_by_the_facilitator_supported_and_answered(running, officer_of_hettstedt):
    one, host = phase(running, "questions"), browser(officer_of_hettstedt)
    asker, other, here = phone(running), phone(running), f"/w/{running.public_id}"
    for words in ("Who pays?", "You are all idiots"):
        asker.post(here, {"phase": one.number, "text": words, "client_id": uuid4()})
    assert "Who pays?" not in text(other.get(here))
    assert "Who pays?" in text(host.get(f"/workshops/{running.public_id}/console"))
    rude, good = sorted(Contribution.objects.all(), key=lambda each: each.text, reverse=True)[0:2]
    if good.text != "Who pays?":
        rude, good = good, rude
    desk = f"/workshops/{running.public_id}/console/notes"
    host.post(desk, {"do": f"show:{good.pk}"})
    refused = host.post(desk, {"do": f"hold:{rude.pk}"}, follow=True)
    assert "Please say in a few words why" in text(refused)
    host.post(desk, {"do": f"hold:{rude.pk}", f"words-{rude.pk}": "Not a question"})
    assert "idiots" not in text(other.get(here)) + text(asker.get(here))
    note = Note.objects.get(text="Who pays?")
    for client in (other, asker, asker):
        client.post(here, {"phase": one.number, "do": "support", "note": f"{note.public_id}:1"})
    asker.post(here, {"phase": one.number, "do": "support", "note": f"{note.public_id}:0"})
    host.post(desk, {"do": f"answer:{note.public_id}", f"words-{note.public_id}": "The Land, half of it"})
    close(one)
    note.refresh_from_db()
    assert (note.voices, note.state) == (1, "answered")
    result = text(browser().get(f"/workshops/{running.public_id}/phases/{one.number}"))
    assert "The Land, half of it" in result
    assert "idiots" not in result


def test_who_takes_an_idea_on_is_a_commitment_on_it(running, revealed, officer_of_hettstedt, expert_of_goerlitz):
    Workshop.objects.filter(pk=running.pk).update(facilitator=expert_of_goerlitz)
    one, idea = phase(running, "decide"), revealed[0]
    due = clock.today() + timedelta(days=30)
    data = {
        "idea": idea.public_id, "what": "Ask the savings bank", "due": due.isoformat(), "party": "Heimatverein",
        "client_id": uuid4(),
    }  # fmt: skip
    host = browser(expert_of_goerlitz)
    for _ in range(2):
        host.post(f"/workshops/{running.public_id}/console/agree", data)
    made = Commitment.objects.get()
    assert (made.entry, made.who, made.due) == (idea.entry, "Heimatverein", due)

    client = browser(officer_of_hettstedt)
    client.post("/join", {"code": running.code})
    here = f"/w/{running.public_id}"
    assert "I take it on" in text(client.get(here))
    assert "I take it on" not in text(phone(running).get(here))
    client.post(here, {
        "phase": one.number, "do": "take-on", "idea": idea.public_id, "what": "Write to the school",
        "due": due.isoformat(), "client_id": uuid4(),
    })  # fmt: skip
    assert Commitment.objects.get(what="Write to the school").person == officer_of_hettstedt
    assert one.about.outcome(reread(one))["agreed"][0]["who"] == "Heimatverein"


def test_feedback_is_a_scale_and_words_and_always_nobodys(running):
    one, client = phase(running, "feedback", reveals="close"), phone(running)
    options = list(Option.objects.filter(ballot=one.ballot))
    assert len(options) == 3
    here = f"/w/{running.public_id}"
    sheet = text(client.get(here))
    assert all(str(option) in sheet for option in options), "each scale says what it is about"
    client.post(here, {"phase": one.number, "do": "vote", **{f"option-{option.pk}": 5 for option in options}})
    client.post(here, {"phase": one.number, "text": "More breaks", "client_id": uuid4()})
    result = f"/workshops/{running.public_id}/phases/{one.number}"
    assert "More breaks" not in text(browser().get(result))
    close(one)
    shown = text(browser().get(result))
    assert "More breaks" in shown
    assert "It was worth my time" in shown


def test_what_waits_can_be_taken_back(running):
    one, client, here = phase(running, "collect"), phone(running), f"/w/{running.public_id}"
    key = uuid4()
    client.post(here, {"phase": one.number, "text": "Said too fast", "client_id": key})
    phone(running).post(here, {"phase": one.number, "do": "take-back", "which": key})
    assert Contribution.objects.exists()
    client.post(here, {"phase": one.number, "do": "take-back", "which": key})
    assert not Contribution.objects.exists()
    assert reread(one).waiting == 0


def test_a_phase_is_skipped_extended_and_ended_softly(running, officer_of_hettstedt):
    one = phase(running, "talk", minutes=10)
    ahead = running.phases.get(number=1)
    who = {"actor": officer_of_hettstedt}
    before = one.ends_at
    actions.extend_phase(**who, phase=one, minutes=5, seen=0)
    assert one.ends_at == before + timedelta(minutes=5)
    actions.extend_phase(**who, phase=one, minutes=5, seen=0)
    assert one.ends_at == before + timedelta(minutes=5), "a double click, or a colleague who means the same"
    actions.announce_end(**who, phase=one)
    assert one.ending_at is not None
    assert one.is_open
    actions.extend_phase(**who, phase=one, minutes=1)
    assert one.ending_at is None
    actions.skip_phase(**who, phase=ahead)
    assert ahead.is_skipped
    actions.note_outcome(**who, phase=one, words="We begin with the bus.")
    close(one)
    actions.open_phase(**who, phase=ahead)
    assert ahead.is_open
    assert "We begin with the bus." in text(browser().get(f"/workshops/{running.public_id}/phases/{one.number}"))
    assert Event.objects.filter(type="workshop.phase_skipped").count() == 1


def test_two_facilitators_who_press_different_buttons_do_not_close_what_they_have_not_seen(
    running, officer_of_hettstedt
):
    rows = {one.number: reread(one) for one in running.phases.all()}
    who = {"actor": officer_of_hettstedt}
    actions.go_on_with(**who, phase=rows[1], seen=None)
    actions.go_on_with(**who, phase=rows[2], seen=1)
    with pytest.raises(Invalid, match="Meanwhile “Cluster” has been opened"):
        actions.go_on_with(**who, phase=rows[4], seen=1)
    actions.go_on_with(**who, phase=rows[2], seen=1)
    assert running.phases.get(state="open").number == 2


def test_a_confidential_meeting_is_found_by_nobody_but_those_named(
    officer_of_hettstedt, hettstedt, expert_of_goerlitz, officer_of_saalfeld, alliance
):
    who = {"actor": officer_of_hettstedt}
    made = actions.plan_meeting(**who, city=hettstedt, title="Trouble with the council", preset="peer-advice")
    address = f"/workshops/{made.public_id}"
    actions.plan_workshop(
        **who, workshop=made, day=clock.today(), begins=clock.now().time(), place="Room 3",
        facilitator=expert_of_goerlitz,
    )  # fmt: skip
    assert made.is_confidential
    assert browser().get(address).status_code == 404
    assert browser(officer_of_saalfeld).get(address).status_code == 404
    assert browser(expert_of_goerlitz).get(address).status_code == 200
    actions.start_workshop(**who, workshop=made)
    guest = phone(made)
    assert guest.get(f"/w/{made.public_id}").status_code == 200
    actions.choose_ideas(**who, workshop=made, ideas=[])
    city = text(browser().get(hettstedt.get_absolute_url()))
    assert "Trouble" not in city
    assert "Peer advice on" in city
    from netzwerkstatt.foundation.search.documents import texts_of_entries

    assert texts_of_entries([made.pk]) == {}


def test_a_plan_is_kept_shared_and_begun_with_again(
    planned, officer_of_hettstedt, officer_of_saalfeld, saalfeld, expert_of_goerlitz
):
    host, other = browser(officer_of_hettstedt), browser(officer_of_saalfeld)
    data = {"title": "Our way", "sharing": "own", "client_id": uuid4()}
    for _ in range(2):
        host.post(f"/workshops/{planned.public_id}/plan/keep", data)
    assert "Our way" in text(host.get("/workshops/presets"))
    assert "Our way" not in text(other.get("/workshops/presets"))
    from netzwerkstatt.workshops.models import Preset

    kept = Preset.objects.get()
    assert other.get(f"/workshops/presets/{kept.public_id}").status_code == 404
    host.post(f"/workshops/presets/{kept.public_id}", {"title": "Our way", "sharing": "alliance"})
    assert "Our way" in text(other.get("/workshops/presets"))
    answer = other.post("/workshops/meeting", {"title": "Here, too", "preset": kept.public_id, "city": saalfeld.pk})
    made = Workshop.objects.get(format="meeting")
    assert answer.headers["Location"] == f"/workshops/{made.public_id}/plan"
    assert [PhasePlan.of(one) for one in made.phases.all()] == [PhasePlan.of(one) for one in planned.phases.all()]
    assert "Here, too" in text(other.get("/workshops/")), "a meeting stands among the workshops"
    assert "Here, too" in text(other.get(saalfeld.get_absolute_url()))
    other.post(f"/workshops/{made.public_id}/plan/preset", {"preset": "forum"})
    assert made.phases.count() == 9
    host.post(f"/workshops/presets/{kept.public_id}", {"drop": "1"})
    assert not Preset.objects.exists()
