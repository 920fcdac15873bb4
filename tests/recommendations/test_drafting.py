"""Drafting: who may, what it rests on, and that nobody's words are lost."""

from __future__ import annotations

import uuid

import pytest

from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.desk import tasks_of
from netzwerkstatt.foundation.entries.models import Link, Visibility
from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.texts.models import Paragraph
from netzwerkstatt.recommendations import actions, queries
from netzwerkstatt.recommendations.models import Recommendation
from tests.recommendations.conftest import FIRST, SECOND, TITLE, in_days

pytestmark = pytest.mark.django_db


def types(recommendation):
    return list(Event.objects.filter(entry=recommendation.public_id).order_by("id").values_list("type", flat=True))


def test_a_draft_rests_on_projects_and_figures_has_no_number_and_is_the_alliances(
    officer_of_hettstedt, officer_of_saalfeld, ministry_of_st, project, card
):
    draft = actions.draft_recommendation(actor=officer_of_hettstedt, title=TITLE, projects=[project], evidence=[card])

    ties = {link.source: link.kind for link in Link.objects.filter(target=draft.entry).select_related("source")}
    assert ties == {project.entry: "derived-from", card.entry: "supported-by"}
    assert draft.entry.number is None
    assert types(draft) == ["recommendation.drafted"]
    assert draft in Recommendation.objects.visible_to(officer_of_saalfeld)
    assert draft not in Recommendation.objects.visible_to(ministry_of_st)
    assert draft not in Recommendation.objects.visible_to(None)


def test_only_the_alliance_drafts(ministry_of_st, project):
    for person in (ministry_of_st, None):
        with pytest.raises(NotAllowed):
            actions.draft_recommendation(actor=person, title=TITLE, projects=[project])


def test_a_recommendation_without_project_is_none(officer_of_hettstedt, project, card, idea):
    for projects in ([], [card], [idea]):
        with pytest.raises(Invalid) as refused:
            actions.draft_recommendation(actor=officer_of_hettstedt, title=TITLE, projects=projects)
        assert set(refused.value.fields) == {"projects"}
    for title in ("", "\x00", "x" * 241):
        with pytest.raises(Invalid):
            actions.draft_recommendation(actor=officer_of_hettstedt, title=title, projects=[project])
    assert not Recommendation.objects.exists()


def test_a_draft_sent_twice_is_one(officer_of_hettstedt, project):
    form = uuid.uuid4()
    made = [
        actions.draft_recommendation(actor=officer_of_hettstedt, title=TITLE, projects=[project], client_id=form)
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert types(made[0]) == ["recommendation.drafted"]


def test_its_author_the_networks_coordinators_and_the_alliances_write_and_nobody_else(
    draft, officer_of_hettstedt, officer_of_saalfeld, ministry_of_st, coordinator, coordinator_of_goerlitz
):
    for number, editor in enumerate((officer_of_hettstedt, coordinator, coordinator_of_goerlitz)):
        actions.add_paragraph(actor=editor, recommendation=draft, text=f"Paragraph {number}")
    paragraph = Paragraph.objects.filter(entry=draft.entry).first()
    for person in (officer_of_saalfeld, ministry_of_st, None):
        with pytest.raises(NotAllowed):
            actions.add_paragraph(actor=person, recommendation=draft, text="Mine")
        with pytest.raises(NotAllowed):
            actions.rewrite_paragraph(actor=person, paragraph=paragraph, text="Mine", rests_on=[], base=1)
        with pytest.raises(NotAllowed):
            actions.remove_paragraph(actor=person, paragraph=paragraph)
        with pytest.raises(NotAllowed):
            actions.retitle(actor=person, recommendation=draft, title="Mine", base=TITLE)
    assert Paragraph.objects.filter(entry=draft.entry).count() == 3


def test_a_paragraph_rests_on_public_things_of_its_thread_alone(
    officer_of_hettstedt, draft, project, card, idea, saalfeld
):
    paragraph = actions.add_paragraph(
        actor=officer_of_hettstedt, recommendation=draft, text=FIRST, rests_on=[project, idea, card]
    )
    assert set(paragraph.rests_on.all()) == {project.entry, idea.entry, card.entry}

    elsewhere = create_entry(kind="project", title="Elsewhere", author=None, city=saalfeld)
    hidden = create_entry(kind="evidence", title="Hidden", author=None, visibility=Visibility.ALLIANCE)
    thread.link(project, thread.SUPPORTED_BY, hidden)
    for wrong in (elsewhere, hidden, draft):
        with pytest.raises(Invalid) as refused:
            actions.add_paragraph(actor=officer_of_hettstedt, recommendation=draft, text=SECOND, rests_on=[wrong])
        assert set(refused.value.fields) == {"rests_on"}


def test_one_more_source_ties_the_draft_once(officer_of_hettstedt, draft, card):
    for _ in range(2):
        actions.rest_on(actor=officer_of_hettstedt, recommendation=draft, origin=card)

    assert Link.objects.filter(target=draft.entry, source=card.entry, kind="supported-by").count() == 1
    assert types(draft).count("recommendation.source_added") == 1


def test_the_same_paragraph_sent_twice_stands_once(officer_of_hettstedt, draft):
    first = actions.add_paragraph(actor=officer_of_hettstedt, recommendation=draft, text=FIRST)
    again = actions.add_paragraph(actor=officer_of_hettstedt, recommendation=draft, text=f" {FIRST}\r\n")

    assert first == again
    assert types(draft).count("recommendation.paragraph_added") == 1


def test_what_somebody_wrote_meanwhile_is_not_overwritten(officer_of_hettstedt, coordinator, draft, card):
    paragraph = actions.add_paragraph(actor=officer_of_hettstedt, recommendation=draft, text=FIRST)
    actions.rewrite_paragraph(actor=coordinator, paragraph=paragraph, text="Theirs", rests_on=[card], base=1)

    with pytest.raises(Invalid) as refused:
        actions.rewrite_paragraph(actor=officer_of_hettstedt, paragraph=paragraph, text="Mine", rests_on=[], base=1)

    assert "Theirs" in str(refused.value.fields["text"])
    paragraph.refresh_from_db()
    assert (paragraph.text, list(paragraph.rests_on.all())) == ("Theirs", [card.entry])


def test_a_rewriting_that_changes_nothing_records_nothing(officer_of_hettstedt, draft, card):
    paragraph = actions.add_paragraph(actor=officer_of_hettstedt, recommendation=draft, text=FIRST, rests_on=[card])
    actions.rewrite_paragraph(actor=officer_of_hettstedt, paragraph=paragraph, text=FIRST, rests_on=[card], base=1)

    assert "recommendation.paragraph_rewritten" not in types(draft)


def test_a_removed_paragraph_leaves_no_gap_and_cannot_be_rewritten(officer_of_hettstedt, draft):
    one, two = (
        actions.add_paragraph(actor=officer_of_hettstedt, recommendation=draft, text=t) for t in (FIRST, SECOND)
    )
    gone = Paragraph.objects.get(pk=one.pk)
    for _ in range(2):
        actions.remove_paragraph(actor=officer_of_hettstedt, paragraph=Paragraph(pk=gone.pk, entry=gone.entry))

    two.refresh_from_db()
    assert two.number == 1
    assert types(draft).count("recommendation.paragraph_removed") == 1
    with pytest.raises(Invalid):
        actions.rewrite_paragraph(actor=officer_of_hettstedt, paragraph=gone, text="Back", rests_on=[], base=1)


def test_a_title_is_changed_on_the_ground_of_the_one_that_was_read(officer_of_hettstedt, coordinator, draft):
    actions.retitle(actor=coordinator, recommendation=draft, title="Come back", base=TITLE)
    with pytest.raises(Invalid) as refused:
        actions.retitle(actor=officer_of_hettstedt, recommendation=draft, title="Return", base=TITLE)

    assert "Come back" in str(refused.value.fields["title"])
    draft.entry.refresh_from_db()
    assert draft.title == "Come back"


def test_a_land_has_at_least_fourteen_days_and_stands_once(officer_of_hettstedt, draft, alliance):
    for days in (-1, 0, 13):
        with pytest.raises(Invalid) as refused:
            actions.address_to(actor=officer_of_hettstedt, recommendation=draft, state=alliance.st, due=in_days(days))
        assert set(refused.value.fields) == {"due"}
    first = actions.address_to(actor=officer_of_hettstedt, recommendation=draft, state=alliance.st, due=in_days(14))
    actions.address_to(actor=officer_of_hettstedt, recommendation=draft, state=alliance.st, due=in_days(14))
    later = actions.address_to(actor=officer_of_hettstedt, recommendation=draft, state=alliance.st, due=in_days(30))

    assert first.pk == later.pk
    assert later.due == in_days(30)
    assert types(draft).count("recommendation.addressed") == 2

    for _ in range(2):
        actions.withdraw_address(actor=officer_of_hettstedt, recommendation=draft, state=alliance.st)
    assert not draft.addresses.exists()
    assert types(draft).count("recommendation.address_withdrawn") == 1


def test_everything_that_is_missing_is_named(
    officer_of_hettstedt, saalfeld, officer_of_saalfeld, alliance, monkeypatch
):
    bare = create_entry(kind="project", title="Without figures", author=officer_of_saalfeld, city=saalfeld)
    draft = actions.draft_recommendation(actor=officer_of_hettstedt, title=TITLE, projects=[bare])
    assert queries.lacking(draft) == [
        "There is no paragraph yet.",
        "No Land is addressed yet.",
        "Nothing on its thread is an evidence card yet.",
    ]

    paragraph = actions.add_paragraph(actor=officer_of_hettstedt, recommendation=draft, text=FIRST)
    actions.address_to(actor=officer_of_hettstedt, recommendation=draft, state=alliance.st, due=in_days(14))
    assert queries.lacking(draft)[0] == "Paragraph 1 rests on nothing yet."
    assert "No Land is addressed yet." not in queries.lacking(draft)

    actions.rewrite_paragraph(actor=officer_of_hettstedt, paragraph=paragraph, text=FIRST, rests_on=[bare], base=1)
    type(bare).objects.filter(pk=bare.pk).update(visibility=Visibility.ALLIANCE)
    assert queries.lacking(draft)[0] == "Paragraph 1 rests on something that is not public."

    monkeypatch.setattr(queries, "earliest_answer", lambda: in_days(15))
    assert "Sachsen-Anhalt would have less than 14 days to answer." in queries.lacking(draft)


def test_nothing_is_missing_of_a_complete_draft(complete):
    assert queries.lacking(complete) == []
    assert all(requirement.met for requirement in queries.requirements(queries.Parts(complete)))


def test_drafts_wait_for_their_author_until_written_then_for_who_releases(
    officer_of_hettstedt, officer_of_saalfeld, coordinator, draft, project, alliance, django_assert_max_num_queries
):
    assert [task.title for task in tasks_of(queries.waiting_for(officer_of_hettstedt))] == [TITLE]
    assert tasks_of(queries.waiting_for(officer_of_saalfeld)) == []
    assert tasks_of(queries.waiting_for(coordinator)) == []

    actions.add_paragraph(actor=officer_of_hettstedt, recommendation=draft, text=FIRST, rests_on=[project])
    actions.address_to(actor=officer_of_hettstedt, recommendation=draft, state=alliance.st, due=in_days(20))

    assert tasks_of(queries.waiting_for(officer_of_hettstedt)) == []
    with django_assert_max_num_queries(2):
        assert [task.title for task in tasks_of(queries.waiting_for(coordinator))] == [TITLE]
