"""What an item said before stays, for those who see the item."""

from __future__ import annotations

from django.test import Client

from netzwerkstatt.foundation.entries.models import Entry, Visibility
from netzwerkstatt.foundation.versions import queries
from netzwerkstatt.foundation.versions.keeping import MOST, keep_version
from netzwerkstatt.foundation.versions.models import Version


def reword(entry, title, actor):
    keep_version(entry, {"title": Entry.objects.get(pk=entry.pk).title}, actor)
    Entry.objects.filter(pk=entry.pk).update(title=title)
    entry.refresh_from_db()


def test_each_change_keeps_what_was_said_before_by_whom_and_when(problem, author, officer_of_hettstedt):
    reword(problem, "Young women leave", officer_of_hettstedt)
    reword(problem, "Young women leave for good", author)
    said = queries.history(problem)
    assert [(one.number, one.fields["title"], one.who) for one in said] == [
        (3, "Young women leave for good", author.name),
        (2, "Young women leave", officer_of_hettstedt.name),
        (1, "Young people leave", author.name),
    ]
    assert said[2].at == problem.created_at
    changed = queries.compared(problem, said[2], said[0])
    assert [str(one.label) for one in changed] == ["The problem in one sentence"]
    assert [(p.same.strip(), p.gone.strip(), p.new.strip()) for p in changed[0].pieces] == [
        ("Young", "", ""), ("", "people", "women"), ("leave", "", ""), ("", "", "for good"),
    ]  # fmt: skip


def test_only_so_many_versions_are_kept_and_the_page_says_it(problem, author, client):
    for number in range(MOST + 3):
        reword(problem, f"Sentence {number}", author)
    assert Version.objects.filter(entry=problem).count() == MOST
    said = queries.history(problem)
    assert (said[-1].number, said[-1].at, said[0].number) == (4, None, MOST + 4)
    assert "only the last two hundred" in client.get(f"/e/{problem.public_id}/versions").content.decode()


def test_who_wrote_without_a_name_has_none_in_the_versions(problem, officer_of_hettstedt):
    Entry.objects.filter(pk=problem.pk).update(author=None)
    problem.refresh_from_db()
    reword(problem, "Another", officer_of_hettstedt)
    assert {one.who for one in queries.history(problem)} == {""}


def test_the_page_shows_what_changed_without_colour_and_for_listeners(problem, author, client):
    reword(problem, "Young women leave", author)
    page = client.get(f"/e/{problem.public_id}/versions").content.decode()
    assert "<del>" in page
    assert "<ins>" in page
    assert "[removed:" in page
    for odd in ({"old": "x", "new": "-1"}, {"old": "2", "new": "1"}, {"new": "99999999999999999999"}):
        assert client.get(f"/e/{problem.public_id}/versions", odd).status_code == 200


def test_versions_are_seen_by_whom_the_item_is_seen(problem, author, client):
    reword(problem, "Another", author)
    Entry.objects.filter(pk=problem.pk).update(visibility=Visibility.CITY)
    assert client.get(f"/e/{problem.public_id}/versions").status_code == 404
    known = Client()
    known.force_login(author)
    assert known.get(f"/e/{problem.public_id}/versions").status_code == 200


def test_the_page_takes_the_same_queries_with_many_versions(problem, author, client, django_assert_max_num_queries):
    for number in range(30):
        reword(problem, f"Sentence {number}", author)
    with django_assert_max_num_queries(12):
        client.get(f"/e/{problem.public_id}/versions")
