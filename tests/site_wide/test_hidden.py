"""What is hidden is absent from every answer to others: every address, every kind, every role; shown again, it is back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from netzwerkstatt.foundation.comments.models import Comment
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.moderation import actions
from netzwerkstatt.foundation.moderation.models import Case
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops.models import Workshop
from tests.site_wide.test_access import PAGES
from tests.site_wide.world import ELSEWHERE, GUEST, VISITOR, World

SECRET = "Xylophon"
OTHERS = [VISITOR, GUEST, Role.CITIZEN, Role.MAYOR, Role.EXPERT, Role.MINISTRY, Role.DATA_PROTECTION, ELSEWHERE]
"""Everybody who neither moderates the home city nor wrote anything in it (its coordinator did)."""

WALKERS = [VISITOR, Role.MINISTRY]
"""Those who open every page of the house; the others open every page about the item itself."""

REWORDED = ["problem", "idea", "workshop", "ideas-workshop", "project"]
"""Evidence cannot be reworded; what it says is looked for as it stands."""

COPIES = {"projects:profile"} | {name for name in PAGES if name.startswith("recommendations:")}
"""What is released holds a copy of the claims it rests on, as they were released."""


def _marked(kind: str) -> Entry:
    """One item of this kind, with words that are no part of another's."""
    entries = Entry.objects.filter(kind=kind, deleted_at__isnull=True, hidden_at__isnull=True).order_by("pk")
    entries = entries.exclude(author__memberships__role=Role.EXPERT)  # an author sees her own
    entry: Entry = entries.filter(links_in__isnull=False).first() or entries.first()
    Entry.objects.filter(pk=entry.pk).update(title=f"{SECRET} {kind} here")
    Idea.objects.filter(entry=entry).update(text=f"{SECRET} {kind} here")
    return Entry.objects.get(pk=entry.pk)


def _where_it_is_seen(world: World, who: str, entry: Entry, word: str) -> set[str]:
    """Names and addresses of the pages that say the word to this role."""
    return _where_they_are_seen(world, who, {word: entry})[word]


def _where_they_are_seen(
    world: World, who: str, entries: dict[str, Entry], pages: Iterable[str] = PAGES
) -> dict[str, set[str]]:
    """The same for several words at once; a page is opened once for all of them."""
    client = world.client(who)
    seen: dict[str, set[str]] = {word: set() for word in entries}
    for name in (name for name in pages if who in WALKERS and not name.startswith("account_")):
        sought = [word for word, entry in entries.items() if entry.kind != "evidence" or name not in COPIES]
        response = client.get(world.url(name)) if sought else None
        content = _content(response) if response is not None else ""
        for word in sought:
            seen[word] |= {name} if _says(content, word) else set()
    for word, entry in entries.items():
        own = [f"/e/{entry.public_id}{end}" for end in ("", "/thread", "/thread.prov.json", "/versions", "/delete")]
        own += [entry.get_absolute_url(), f"/report/{entry.kind}/{entry.public_id}", f"/search?q={word}"]
        seen[word] |= {address for address in own if _says(_content(client.get(address, follow=True)), word)}
    return seen


def _content(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace")


def _says(text: str, word: str) -> bool:
    for echo in (f"q={word}", f"q={word.replace(' ', '+')}", f'value="{word}"', f"“{word}”"):
        text = text.replace(echo, "")
    return word in text


def _case(world: World, kind: str, public_id: str) -> Case:
    expert = world.people[Role.EXPERT]
    return actions.report_thing(
        actor=expert, kind=kind, public_id=public_id, category="other", words="Is this right?"
    ).case


@pytest.mark.once
def test_a_hidden_item_of_every_kind_is_absent_from_every_answer_to_others(world: World):
    kora = world.people[Role.ALLIANCE_COORDINATOR]
    faults: dict[str, Any] = {}
    evidence = Entry.objects.filter(kind="evidence")[0]
    entries = {entry.title: entry for entry in [*map(_marked, REWORDED), evidence]}
    before = {who: _where_they_are_seen(world, who, entries) for who in WALKERS}
    assert all(before[VISITOR].values()), f"seen before: {before}"
    numbers = list(Workshop.objects.order_by("pk").values_list("ideas", flat=True))
    cases = {word: _case(world, entry.kind, entry.public_id) for word, entry in entries.items()}
    for word, entry in entries.items():  # one by one, so that no page is silent only because another item is hidden
        actions.hide(actor=kora, case=cases[word], reason="Not here.")
        for who in OTHERS:
            spoke = before[who][word] & PAGES.keys() if who in WALKERS else set()
            if seen := _where_they_are_seen(world, who, {word: entry}, spoke)[word]:
                faults[f"{entry.kind} for {who}"] = seen
        counted = sum(numbers) - sum(Workshop.objects.values_list("ideas", flat=True))
        assert counted == (entry.kind == "idea"), "a hidden idea is not counted"
        actions.show_again(actor=kora, case=cases[word])
        assert list(Workshop.objects.order_by("pk").values_list("ideas", flat=True)) == numbers
    assert not faults
    assert _where_they_are_seen(world, VISITOR, entries) == before[VISITOR], "back where they were"
    for entry in entries.values():  # and all together, on pages too that were silent before
        actions.hide(actor=kora, case=_case(world, entry.kind, entry.public_id), reason="Not here.")
    for who in WALKERS:
        faults |= {
            f"{word} for {who}": seen for word, seen in _where_they_are_seen(world, who, entries).items() if seen
        }
    assert not faults


@pytest.mark.once
def test_a_hidden_comment_is_absent_from_every_answer_to_others(world: World):
    comment = Comment.objects.filter(author=world.people[Role.CITY_COORDINATOR]).select_related("entry").first()
    assert comment is not None
    Comment.objects.filter(pk=comment.pk).update(text=SECRET)
    assert _where_it_is_seen(world, VISITOR, comment.entry, SECRET)
    case = _case(world, "comment", comment.public_id)
    actions.hide(actor=world.people[Role.ALLIANCE_COORDINATOR], case=case, reason="Not here.")
    seen = {who: found for who in OTHERS if (found := _where_it_is_seen(world, who, comment.entry, SECRET))}
    assert not seen
