"""Who decides, what the author reads, one objection, another moderator's last word."""

from __future__ import annotations

import pytest
from django.test import Client

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.moderation import actions, queries
from netzwerkstatt.foundation.moderation.models import Case
from netzwerkstatt.foundation.network.models import Role

REASON = "It insults people."


@pytest.fixture
def case(contribution, reader):
    report = actions.report_thing(
        actor=reader, kind=contribution.kind, public_id=contribution.public_id, category="insult"
    )
    return report.case


def texts_for(person):
    return [notice.text for notice in person.notices.order_by("pk")]


def now(case):
    return Case.objects.get(pk=case.pk)


def browser(person):
    client = Client(headers={"sec-fetch-site": "same-origin"})
    client.force_login(person)
    return client


def test_city_network_and_alliance_decide_where_they_coordinate_and_nobody_else(
    case, coordinator, network_coordinator, officer_of_hettstedt, officer_of_saalfeld, reader, invite, saalfeld
):
    elsewhere = invite("Nora Nachbar", Role.NETWORK_COORDINATOR, network=saalfeld.network)
    for person in (coordinator, network_coordinator, officer_of_hettstedt):
        assert list(queries.queue(person, queries.Wanted()).cases) == [case]
    for person in (officer_of_saalfeld, elsewhere, reader):
        assert queries.queue(person, queries.Wanted()).cases == []
        with pytest.raises(NotAllowed):
            actions.hide(actor=person, case=case, reason=REASON)
    actions.hide(actor=officer_of_hettstedt, case=case, reason=REASON)
    assert now(case).state == "hidden"


def test_what_is_hidden_is_seen_by_author_and_moderators_and_says_why(
    case, contribution, author, reader, officer_of_hettstedt
):
    actions.hide(actor=officer_of_hettstedt, case=case, reason=REASON)
    seen = [p for p in (author, officer_of_hettstedt, reader, None) if contribution in Entry.objects.visible_to(p)]
    assert seen == [author, officer_of_hettstedt]
    page = browser(author).get(contribution.get_absolute_url()).content.decode()
    assert REASON in page
    assert f"/moderation/problem/{contribution.public_id}/own" in page
    assert REASON in browser(author).get("/desk").content.decode()
    assert Client().get(contribution.get_absolute_url()).status_code == 404


def test_the_author_is_told_why_and_the_reporters_the_outcome_and_nobody_a_name(
    case, author, reader, officer_of_hettstedt
):
    actions.hide(actor=officer_of_hettstedt, case=case, reason=REASON)
    assert REASON in texts_for(author)[0]
    assert "hidden" in texts_for(reader)[0]
    for person, others in ((author, [reader, officer_of_hettstedt]), (reader, [author, officer_of_hettstedt])):
        assert not any(other.name in text for text in texts_for(person) for other in others)
    pages = [
        browser(person).get(address).content.decode()
        for person, address in [
            (author, f"/moderation/problem/{case.thing}/own"),
            (officer_of_hettstedt, f"/moderation/problem/{case.thing}"),
            (officer_of_hettstedt, "/moderation/?state=decided"),
        ]
    ]
    assert not any(reader.name in page for page in pages)


def test_hiding_needs_a_reason(case, coordinator):
    with pytest.raises(Invalid):
        actions.hide(actor=coordinator, case=case, reason=" ")
    assert now(case).state == "open"


def test_the_author_objects_once_and_another_moderator_decides_finally(
    case, author, reader, coordinator, officer_of_hettstedt
):
    actions.hide(actor=officer_of_hettstedt, case=case, reason=REASON)
    with pytest.raises(NotAllowed):
        actions.object_to_hiding(actor=reader, case=case, words="Let me")
    actions.object_to_hiding(actor=author, case=now(case), words="It was a joke")
    assert any("objects" in text for text in texts_for(coordinator))
    assert not any("objects" in text for text in texts_for(officer_of_hettstedt))
    with pytest.raises(NotAllowed):
        actions.decide_objection(actor=officer_of_hettstedt, case=now(case), stays_hidden=True, answer="No")
    actions.decide_objection(actor=coordinator, case=now(case), stays_hidden=True, answer="Not a good one.")
    assert "Not a good one." in texts_for(author)[-1]
    final = now(case)
    with pytest.raises(Invalid):
        actions.object_to_hiding(actor=author, case=final, words="Again")
    for again in (actions.show_again, actions.leave):
        with pytest.raises(Invalid):
            again(actor=coordinator, case=final)


def test_an_objection_can_bring_it_back_for_good(
    case, contribution, author, coordinator, officer_of_hettstedt, officer_of_saalfeld
):
    actions.hide(actor=officer_of_hettstedt, case=case, reason=REASON)
    actions.object_to_hiding(actor=author, case=now(case), words="I quoted")
    actions.decide_objection(actor=coordinator, case=now(case), stays_hidden=False, answer="You did.")
    assert contribution in Entry.objects.visible_to(None)
    actions.report_thing(
        actor=officer_of_saalfeld, kind=contribution.kind, public_id=contribution.public_id, category="insult"
    )
    assert (now(case).state, now(case).reports_count) == ("shown", 2)


def test_who_is_alone_decides_on_the_objection_too(contribution, author, coordinator, reader):
    report = actions.report_thing(
        actor=reader, kind=contribution.kind, public_id=contribution.public_id, category="insult"
    )
    actions.hide(actor=coordinator, case=report.case, reason=REASON)
    actions.object_to_hiding(actor=author, case=now(report.case), words="Please")
    actions.decide_objection(actor=coordinator, case=now(report.case), stays_hidden=False, answer="Well.")
    assert now(report.case).state == "shown"


def test_nobody_decides_on_own_words(reader, officer_of_hettstedt, hettstedt, coordinator):
    from netzwerkstatt.problems.actions import name_problem

    own = name_problem(actor=officer_of_hettstedt, city=hettstedt, statement="Mine", affected="Me").entry
    case = actions.report_thing(actor=reader, kind="problem", public_id=own.public_id, category="insult").case
    with pytest.raises(NotAllowed):
        actions.leave(actor=officer_of_hettstedt, case=case)
    actions.leave(actor=coordinator, case=case)


def test_each_step_is_one_event_on_the_case_s_own_stream(case, author, coordinator, officer_of_hettstedt):
    actions.hide(actor=officer_of_hettstedt, case=case, reason=REASON)
    actions.hide(actor=officer_of_hettstedt, case=case, reason=REASON)
    actions.object_to_hiding(actor=author, case=now(case), words="No")
    actions.object_to_hiding(actor=author, case=now(case), words="No")
    actions.decide_objection(actor=coordinator, case=now(case), stays_hidden=False, answer="Yes")
    kinds = list(Event.objects.filter(stream=case.stream).order_by("number").values_list("type", flat=True))
    assert kinds == ["moderation.reported", "moderation.hidden", "moderation.objected", "moderation.granted"]
    assert not Event.objects.filter(stream=case.entry.stream, type__startswith="moderation.").exists()


def test_a_new_report_opens_what_was_left(case, contribution, coordinator, officer_of_saalfeld, reader):
    actions.leave(actor=coordinator, case=case)
    assert "stays as it is" in texts_for(reader)[0]
    actions.report_thing(
        actor=officer_of_saalfeld, kind=contribution.kind, public_id=contribution.public_id, category="insult"
    )
    assert now(case).state == "open"


def test_many_are_decided_with_ticks_and_a_reason(case, coordinator, contribution):
    client = browser(coordinator)
    assert f'value="{case.pk}"' in client.get("/moderation/").content.decode()
    nothing = client.post("/moderation/", {"verb": "hide", "reason": REASON})
    assert nothing.status_code == 422
    no_reason = client.post("/moderation/", {"verb": "hide", "case": [case.pk], "reason": ""})
    assert no_reason.status_code == 422
    assert f'value="{case.pk}" id="case-{case.pk}" checked' in no_reason.content.decode()
    assert client.post("/moderation/", {"verb": "hide", "case": [case.pk], "reason": REASON}).status_code == 302
    assert Entry.objects.get(pk=contribution.pk).hidden_at is not None


def test_decisions_from_the_page_of_a_case(case, coordinator, officer_of_hettstedt, author, contribution):
    address = f"/moderation/problem/{case.thing}"
    client = browser(coordinator)
    assert client.post(address, {"verb": "hide", "reason": ""}).status_code == 422
    assert client.post(address, {"verb": "hide", "reason": REASON}).status_code == 302
    own = browser(author)
    assert own.post(f"{address}/own", {"words": "It was a quote"}).status_code == 200
    assert "It was a quote" in browser(officer_of_hettstedt).get(address).content.decode()
    mine = client.post(address, {"verb": "grant", "answer": "As I said"})
    assert mine.status_code == 403
    assert browser(officer_of_hettstedt).post(address, {"verb": "grant", "answer": "Right"}).status_code == 302
    assert contribution in Entry.objects.visible_to(None)
    assert "Right" in own.get(f"{address}/own").content.decode()


def test_the_queue_is_filtered_and_paged_by_key_with_the_same_number_of_queries(
    alliance, author, reader, coordinator, hettstedt, django_assert_max_num_queries
):
    from netzwerkstatt.problems.actions import name_problem

    for number in range(30):
        made = name_problem(actor=author, city=hettstedt, statement=f"Number {number}", affected="All").entry
        Case.objects.create(
            kind="problem", thing=made.public_id, entry=made, city=hettstedt, network=hettstedt.network, author=author,
            words=f"Number {number}", reports_count=1,
        ).reports.create(category="insult", reporter=reader)  # fmt: skip
    first = queries.queue(coordinator, queries.Wanted())
    second = queries.queue(coordinator, queries.Wanted(), first.after)
    assert [len(first.cases), len(second.cases), second.after] == [25, 5, ""]
    assert not {c.pk for c in first.cases} & {c.pk for c in second.cases}
    assert queries.queue(coordinator, queries.Wanted(category="copyright")).cases == []
    assert queries.queue(coordinator, queries.Wanted(kind="idea")).cases == []
    assert len(queries.queue(coordinator, queries.Wanted(network=hettstedt.network)).cases) == 25
    client = browser(coordinator)
    client.get("/moderation/")  # the first visit makes the session's token and the row of what was read
    with django_assert_max_num_queries(20):
        assert client.get("/moderation/").status_code == 200
    for odd in ("nonsense", "2026-01-01~x", "9999-99-99T00:00:00+00:00~1", "2026-01-01T00:00:00~5"):
        assert client.get("/moderation/", {"after": odd}).status_code == 200
