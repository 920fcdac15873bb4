"""Redacted versions of released documents: what goes is gone everywhere, both checksums and the reason stay."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.test import Client, TestCase
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.documents import store
from netzwerkstatt.foundation.documents.models import Redaction, Rendering
from netzwerkstatt.foundation.documents.redacting import BLACK, black_out
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.consumers import catch_up
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.projects.models import ProfileRelease
from netzwerkstatt.recommendations.models import Answer, Release
from netzwerkstatt.site.privacy.redacting import holding, redact
from netzwerkstatt.workshops.models import Protocol
from tests.documents.reading import joined, read_pages
from tests.search.corpus import ask
from tests.site_wide.world import World

pytestmark = pytest.mark.django_db
REASON = "The person asked for it, and nobody needs the name here."


def everywhere(words: str) -> list[str]:
    """The tables of ours in which these words stand."""
    found = []
    for model in apps.get_models():
        texts = [
            f.name for f in model._meta.fields if isinstance(f, models.CharField | models.TextField | models.JSONField)
        ]
        if model.__module__.startswith("netzwerkstatt.") and texts:
            rows = model._default_manager.values_list(*texts)
            found += [model._meta.label for row in rows if words.casefold() in repr(row).casefold()]
    return found


@pytest.fixture
def officer(world: World) -> Person:
    return world.people[Role.DATA_PROTECTION]


def page_of(world: World, address: str) -> str:
    return str(world.client("visitor").get(address).content.decode())


# ── blackening ──────────────────────────────────────────────────────────────


def test_every_place_goes_in_upper_and_lower_case_and_keys_stay() -> None:
    said = {"title": "Anna Beispiel speaks", "agenda": [{"prompt": "ask ANNA  BEISPIEL"}], "public_id": "annabeispiel1"}
    black, places = black_out(said, ["Anna Beispiel", "annabeispiel1"])
    assert places == 2
    assert black == {
        "title": f"{BLACK} speaks", "agenda": [{"prompt": f"ask {BLACK}"}], "public_id": "annabeispiel1"
    }  # fmt: skip


plain = st.recursive(
    st.text(max_size=20) | st.integers() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abcdef"), inner, max_size=4),
    max_leaves=12,
)


@given(plain, st.lists(st.text(alphabet="abcXYZäöß .*+(", min_size=2, max_size=6), max_size=3))
def test_what_was_blackened_is_not_there_any_more_and_once_is_enough(content: Any, passages: list[str]) -> None:
    black, places = black_out(content, passages)
    assert black_out(black, passages) == (black, 0)
    assert (black == content) == (places == 0)


# ── a released recommendation, a protocol, an answer ────────────────────────


def test_what_goes_is_gone_from_page_files_drafts_and_search_and_both_checksums_stay(
    world: World, officer: Person
) -> None:
    public_id = world.addresses["recommendations:recommendation"]["public_id"]
    entry = Entry.objects.get(public_id=public_id)
    before = Release.objects.get(recommendation=entry.pk)
    old = Rendering.objects.get(public_id=public_id)
    passage = "names one person"
    with TestCase.captureOnCommitCallbacks(execute=True):
        made = redact(actor=officer, entry=entry, passages=[passage], reason=REASON)

    release = Release.objects.get(recommendation=entry.pk)
    assert (made.before_sha256, made.sha256) == (before.sha256, release.sha256)
    assert release.sha256 == hashlib.sha256(release.content.encode()).hexdigest() != before.sha256
    assert (release.version, release.data["version"], release.number) == (2, 2, before.number)
    assert passage not in release.content
    assert not entry.paragraphs.filter(text__contains=passage).exists()
    for shelf, sha256 in ((store.pdf, old.pdf_sha256), (store.docx, old.docx_sha256)):
        assert not shelf.path_of(sha256).exists()
    printed = joined(read_pages(store.pdf.fetch(Rendering.objects.get(public_id=public_id).pdf_sha256)))
    page = page_of(world, entry.get_absolute_url())
    assert joined([passage]) not in printed
    assert joined([REASON, before.sha256]) in printed.replace("Checksumbefore:", "")
    assert passage not in page
    assert REASON in page
    assert before.sha256 in page
    assert release.sha256 in page
    assert Event.objects.filter(type="document.redacted", entry=public_id).count() == 1


def test_a_name_goes_from_a_protocol(world: World, officer: Person) -> None:
    public_id = world.addresses["workshops:protocol"]["public_id"]
    entry = Entry.objects.get(public_id=public_id)
    name = Protocol.objects.get(workshop=entry.pk).content["released_by"]
    assert name
    found = {one.entry.public_id: one.places for one in holding(name.upper())}
    assert found[public_id] >= 1
    redact(actor=officer, entry=entry, passages=[name], reason=REASON)
    page = page_of(world, reverse("workshops:protocol", args=[public_id]))
    assert name not in page
    assert BLACK in page
    assert REASON in page
    assert public_id not in {one.entry.public_id for one in holding(name)}


def test_an_answer_is_redacted_too_and_a_second_time(world: World, officer: Person) -> None:
    entry = Entry.objects.get(kind="answer")
    first = redact(actor=officer, entry=entry, passages=["accept"], reason=REASON)
    second = redact(actor=officer, entry=entry, passages=["We"], reason=REASON)
    assert (first.version, second.version) == (2, 3)
    assert first.sha256 == second.before_sha256
    assert Answer.objects.get(pk=entry.pk).text == f"{BLACK} {BLACK} it."
    page = page_of(world, entry.get_absolute_url())
    assert page.count(REASON) == 2


def test_what_stood_there_is_in_no_table_any_more(world: World, officer: Person) -> None:
    entry = Entry.objects.get(public_id=world.addresses["workshops:protocol"]["public_id"])
    text = "A rehearsal room that stays open until ten"
    catch_up("search")
    assert "workshops.Protocol" in everywhere(text)
    assert "idea" in {document.shelf.kind for document in ask("rehearsal room").documents}
    redact(actor=officer, entry=entry, passages=[text], reason=REASON)
    catch_up("search")
    assert {"workshops.Protocol", "ideas.Idea", "documents.Rendering", "entries.Entry"} & set(everywhere(text)) == set()
    assert "idea" not in {document.shelf.kind for document in ask("rehearsal room").documents}


def test_a_steckbrief_is_redacted_with_all_that_it_is_made_of(world: World, officer: Person) -> None:
    entry = Entry.objects.get(public_id=world.addresses["projects:profile"]["public_id"])
    before = ProfileRelease.objects.get(project=entry.pk)
    text = "One number"
    assert "projects.ProfileRelease" in everywhere(text)
    made = redact(actor=officer, entry=entry, passages=[text], reason=REASON)
    now = ProfileRelease.objects.get(project=entry.pk)
    assert (made.version, now.number, now.data["number"]) == (2, 2, 2)
    assert now.sha256 == hashlib.sha256(now.content.encode()).hexdigest() == made.sha256
    assert {"projects.ProfileRelease", "projects.ProfileBlock", "documents.Rendering"} & set(everywhere(text)) == set()
    page = page_of(world, reverse("projects:profile", args=[entry.public_id]))
    assert text not in page
    assert REASON in page
    assert before.sha256 in page
    assert now.sha256 in page
    with pytest.raises(DatabaseError), transaction.atomic():
        ProfileRelease.objects.filter(pk=now.pk).update(number=7)


# ── who, and what does not go ───────────────────────────────────────────────


def test_only_the_data_protection_officer_redacts(world: World) -> None:
    entry = Entry.objects.get(kind="answer")
    for role in (Role.ALLIANCE_COORDINATOR, Role.OPERATOR, Role.MINISTRY):
        with pytest.raises(NotAllowed):
            redact(actor=world.people[role], entry=entry, passages=["accept"], reason=REASON)


@pytest.mark.parametrize(
    ("passages", "reason", "field"),
    [
        (["nowhere to be found"], REASON, "passages"),
        (["accept"], "no", "reason"),
        (["accept"], "We cannot accept that this stands here.", "reason"),
    ],
)
def test_what_does_not_hold_is_said_at_its_field(
    world: World, officer: Person, passages: list[str], reason: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        redact(actor=officer, entry=Entry.objects.get(kind="answer"), passages=passages, reason=reason)
    assert field in refused.value.fields
    assert not Redaction.objects.exists()


def test_the_database_lets_nothing_pass_but_a_redaction(world: World, officer: Person) -> None:
    release = Release.objects.order_by("pk").first()
    assert release is not None
    redact(actor=officer, entry=release.recommendation.entry, passages=["names one person"], reason=REASON)
    entry = release.recommendation.entry
    for attempt in (
        lambda: Release.objects.filter(pk=release.pk).update(content="{}"),
        lambda: Release.objects.filter(pk=release.pk).update(sha256="0" * 64),
        lambda: Release.objects.filter(pk=release.pk).update(number=99),
        lambda: entry.paragraphs.update(text="Something else"),
        lambda: Entry.objects.filter(pk=entry.pk).update(title="Something else"),
        lambda: Answer.objects.update(text="Something else"),
        lambda: Protocol.objects.update(content={}),
        lambda: Redaction.objects.update(reason="Something else"),
        lambda: Redaction.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


# ── on the pages ────────────────────────────────────────────────────────────


def test_the_officer_finds_the_words_sees_what_goes_and_issues_the_version(world: World, officer: Person) -> None:
    client: Client = world.client(Role.DATA_PROTECTION)
    entry = Entry.objects.get(kind="answer")
    url = reverse("privacy:redaction", args=[entry.public_id])
    assert url in client.get(reverse("privacy:redactions"), {"q": "accept it"}).content.decode()
    page = client.get(url).content.decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
    sent = {"passages": "accept", "reason": REASON, "csrfmiddlewaretoken": token}
    seen = client.post(url, sent).content.decode()
    assert f"We {BLACK} it." in seen
    assert not Redaction.objects.exists(), "first one looks"
    mark = re.findall(r'name="looked_at" value="([^"]+)"', seen)[0]
    ticked = sent | {"sure": "on", "looked_at": mark}
    others = client.post(url, ticked | {"passages": "it"}).content.decode()
    assert "the passages are others now" in others
    assert mark not in others
    assert not Redaction.objects.exists(), "nothing goes that was not looked at"
    done = client.post(url, ticked, follow=True).content.decode()
    assert "Version 2 is issued" in done
    assert Redaction.objects.get().by == officer
    assert client.post(url, ticked).status_code == 200
    assert Redaction.objects.count() == 1


def test_a_document_that_is_not_released_is_not_there(world: World) -> None:
    client = world.client(Role.DATA_PROTECTION)
    draft = world.addresses["recommendations:edit"]["public_id"]
    assert client.get(reverse("privacy:redaction", args=[draft])).status_code == 404
    assert "stands in no released document" in client.get(reverse("privacy:redactions"), {"q": "zzz"}).content.decode()
