"""From the problem to the Ideen-Werkstatt, step by step, through the actions."""

from datetime import date, time
from uuid import uuid4

import pytest

from netzwerkstatt.foundation.accounts.models import Guest
from netzwerkstatt.foundation.ballots.models import Voter
from netzwerkstatt.foundation.documents.models import Rendering
from netzwerkstatt.foundation.documents.queries import rendering_of
from netzwerkstatt.foundation.documents.text import to_text
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.strip import knot
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.ui.formatting import day
from netzwerkstatt.ideas.models import Cluster, Idea, Standing
from netzwerkstatt.workshops import actions
from netzwerkstatt.workshops.document import document_of
from netzwerkstatt.workshops.models import Contribution, Participant, PhaseKind, Protocol, Workshop
from netzwerkstatt.workshops.queries import ideas_to_take_further
from tests.workshops.room import phase_of, say


def test_a_city_asks_for_a_workshop_and_it_hangs_on_the_thread_of_its_problem(problem, requested):
    assert thread.sources(requested) == [problem.entry]
    assert requested.entry.code.startswith("W-")
    assert Event.objects.filter(type="workshop.requested", stream=requested.stream).count() == 1


def test_only_the_city_of_the_problem_asks(problem, officer_of_saalfeld):
    with pytest.raises(NotAllowed):
        actions.request_workshop(actor=officer_of_saalfeld, problem=problem, title="Ours")
    assert not Workshop.objects.exists()


def test_a_second_click_asks_only_once(problem, officer_of_hettstedt):
    key = uuid4()
    first, second = (
        actions.request_workshop(actor=officer_of_hettstedt, problem=problem, title="Back", client_id=key)
        for _ in range(2)
    )
    assert first == second
    assert Event.objects.filter(type="workshop.requested").count() == 1


def test_planning_the_same_again_records_nothing(planned, officer_of_hettstedt):
    before = Event.objects.count()
    actions.plan_workshop(
        actor=officer_of_hettstedt, workshop=planned, day=date(2027, 2, 4), begins=time(13), place=" Saigerhütte "
    )
    assert planned.state == "planned"
    assert Event.objects.count() == before


def test_a_workshop_starts_only_with_a_plan(requested, officer_of_hettstedt):
    with pytest.raises(Invalid):
        actions.start_workshop(actor=officer_of_hettstedt, workshop=requested)


def test_a_running_workshop_has_six_digits_and_starting_again_keeps_them(running, officer_of_hettstedt):
    code = running.code
    assert len(code) == 6
    assert code.isdigit()
    actions.start_workshop(actor=officer_of_hettstedt, workshop=running)
    assert Workshop.objects.get().code == code


def test_one_phase_is_open_at_a_time(collecting, running, officer_of_hettstedt):
    with pytest.raises(Invalid):
        actions.open_phase(actor=officer_of_hettstedt, phase=phase_of(running, PhaseKind.CLUSTER))


def test_a_collection_opens_again_and_what_comes_after_the_reveal_is_late(collecting, officer_of_hettstedt):
    say(collecting, ["One"])
    for _ in range(2):
        actions.close_phase(actor=officer_of_hettstedt, phase=collecting)
        actions.reveal(actor=officer_of_hettstedt, phase=collecting)
        actions.open_phase(actor=officer_of_hettstedt, phase=collecting)
    say(collecting, ["Two"])
    actions.close_phase(actor=officer_of_hettstedt, phase=collecting)
    actions.reveal(actor=officer_of_hettstedt, phase=collecting)
    assert {idea.text: idea.card.late for idea in Idea.objects.all()} == {"One": False, "Two": True}


def test_a_vote_that_was_shown_is_final(voting, officer_of_hettstedt):
    actions.close_phase(actor=officer_of_hettstedt, phase=voting)
    with pytest.raises(Invalid, match="stays as it is"):
        actions.open_phase(actor=officer_of_hettstedt, phase=voting)


def test_the_whole_way_to_the_ideas_workshop(running, revealed, officer_of_hettstedt, hettstedt, voting):
    a, b, _ = revealed
    guests = [actions.join(code=running.code)[0] for _ in range(2)]
    actions.give_dots(actor=guests[0], phase=voting, dots={a.public_id: 3, b.public_id: 2})
    actions.give_dots(actor=guests[1], phase=voting, dots={a.public_id: 1})
    cluster = actions.form_cluster(actor=officer_of_hettstedt, workshop=running, title="Evenings", ideas=[a, b])
    assert Idea.objects.get(pk=a.pk).dots == 0
    actions.close_phase(actor=officer_of_hettstedt, phase=voting)

    assert list(Idea.objects.order_by("-dots").values_list("dots", "voters")) == [(4, 2), (2, 1), (0, 0)]
    cluster.refresh_from_db()
    assert (cluster.size, cluster.dots, cluster.voters) == (2, 6, 2)

    actions.choose_ideas(actor=officer_of_hettstedt, workshop=running, ideas=[a])
    assert Workshop.objects.get().code == ""
    actions.release_workshop(actor=officer_of_hettstedt, workshop=running)

    assert not Guest.objects.exists()
    assert not Participant.objects.exists()
    assert not Contribution.objects.exists()
    assert set(Voter.objects.values_list("guest", "person")) == {(None, None)}
    assert set(Idea.objects.exclude(pk=a.pk).values_list("standing", flat=True)) == {Standing.POOL}
    content = running.record.content
    assert content["clusters"][0]["title"] == "Evenings"
    assert content["clusters"][0]["ideas"][0]["chosen"]

    chosen = Idea.objects.filter(standing=Standing.CHOSEN)
    ideas_workshop = actions.plan_ideas_workshop(
        actor=officer_of_hettstedt, ideas=list(chosen), city=hettstedt, title="Make it real"
    )
    assert thread.sources(ideas_workshop) == [a.entry]
    assert ideas_workshop.entry.code.startswith("IW-")
    assert sum(p.minutes for p in ideas_workshop.phases.all()) == 240
    assert ideas_to_take_further(ideas_workshop) == [a]


def test_clusters_are_renamed_emptied_and_dissolved(running, revealed, officer_of_hettstedt):
    kora = officer_of_hettstedt
    cluster = actions.form_cluster(actor=kora, workshop=running, title="Evenings", ideas=revealed)
    actions.rename_cluster(actor=kora, workshop=running, cluster=cluster, title="Nights")
    actions.move_idea(actor=kora, idea=revealed[0], cluster=None)
    cluster.refresh_from_db()
    assert (cluster.title, cluster.size) == ("Nights", 2)
    actions.dissolve_cluster(actor=kora, workshop=running, cluster=cluster)
    assert not Cluster.objects.exists()
    assert Idea.objects.filter(cluster=None).count() == 3


def test_two_clusters_never_have_the_same_name(running, revealed, officer_of_hettstedt):
    actions.form_cluster(actor=officer_of_hettstedt, workshop=running, title="Evenings")
    with pytest.raises(Invalid) as refused:
        actions.form_cluster(actor=officer_of_hettstedt, workshop=running, title=" Evenings ")
    assert "title" in refused.value.fields


def test_nothing_closes_over_ideas_that_nobody_has_seen(running, collecting, officer_of_hettstedt):
    say(collecting, ["One"])
    with pytest.raises(Invalid):
        actions.choose_ideas(actor=officer_of_hettstedt, workshop=running, ideas=[])


def test_a_city_takes_an_idea_from_the_pool(released, officer_of_saalfeld, saalfeld):
    idea = Idea.objects.filter(standing=Standing.POOL)[0]
    workshop = actions.plan_ideas_workshop(actor=officer_of_saalfeld, ideas=[idea], city=saalfeld, title="Here, too")
    idea.refresh_from_db()
    assert idea.standing == Standing.CHOSEN
    assert thread.sources(workshop) == [idea.entry]


def test_ideas_of_a_workshop_that_has_not_closed_are_not_taken_up(revealed, officer_of_saalfeld, saalfeld):
    with pytest.raises(Invalid):
        actions.plan_ideas_workshop(actor=officer_of_saalfeld, ideas=revealed, city=saalfeld, title="Here, too")


def test_a_workshop_stands_on_the_thread_at_the_day_it_takes_place(planned):
    planned.entry.refresh_from_db()
    assert planned.entry.when == planned.day
    walked = thread.walk(planned, None)
    assert day(planned.day) in {knot(step, walked).when for step in walked.steps}


def test_a_released_protocol_has_its_files(released, client):
    page = f"/workshops/{released.public_id}/protocol"
    assert f"{page}.pdf" in client.get(page).content.decode()
    pdf, office = client.get(f"{page}.pdf"), client.get(f"{page}.docx")
    assert pdf.content.startswith(b"%PDF-")
    assert b"pdfuaid" in pdf.content
    assert b"word/document.xml" in office.content

    record = Protocol.objects.get(workshop=released)
    words = " ".join(to_text(document_of(record)))
    for cluster in record.content["clusters"]:
        for idea in cluster["ideas"]:
            assert idea["text"] in words
    assert record.sha256 in words


def test_files_that_are_missing_are_made_when_asked_for(released, officer_of_hettstedt, client):
    made = rendering_of(released.public_id)
    assert actions.ask_for_files(actor=officer_of_hettstedt, workshop=released) == made
    assert not Event.objects.filter(type="workshop.files_asked_for").exists()

    Rendering.objects.filter(pk=made.pk).delete()
    assert client.get(f"/workshops/{released.public_id}/protocol.pdf").status_code == 302
    again = actions.ask_for_files(actor=officer_of_hettstedt, workshop=released)
    assert (again.state, again.content_sha256) == ("ready", made.content_sha256)


def test_before_the_release_there_are_no_files(planned, officer_of_hettstedt):
    with pytest.raises(Invalid):
        actions.ask_for_files(actor=officer_of_hettstedt, workshop=planned)
