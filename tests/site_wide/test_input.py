"""Wrong, missing, oversized, malicious, repeated input at every form: a clear answer, never a fault, nothing doubled."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse

from netzwerkstatt.foundation.network.models import Role
from tests.site_wide.paper import Paper, Sheet, read
from tests.site_wide.test_access import EVERYBODY, PAGES, WRITERS
from tests.site_wide.walk import Stand, Walk, undone
from tests.site_wide.world import ELSEWHERE, GUEST, TABLE, VISITOR, in_days, official_table

pytestmark = pytest.mark.usefixtures("nothing_waits")

ROLES = [
    VISITOR, GUEST, Role.CITY_COORDINATOR, ELSEWHERE, Role.ALLIANCE_COORDINATOR, Role.MINISTRY, Role.EXPERT,
    Role.DATA_PROTECTION,
    Role.OPERATOR,
]  # fmt: skip

NASTY = {
    "empty": "",
    "blanks": " \t ",
    "markup": '<script>alert(1)</script>"><img src=x onerror=alert(1)>',
    "template": "{{ settings.SECRET_KEY }}{% debug %}",
    "quotes": "'; DROP TABLE entries_entry; -- \" \\",
    "nul": "before\x00after",
    "right to left": "مرحبا \u202eabc\u202c 👩‍👩‍👧 𝔄 e\u0301\u200b",
    "signs": "\x07\x1b[31m\u2028\ufffe",
    "long": "wort" * 5_000,
    "numbers": "9" * 400,
}
# One post for all that a page may read as more than words.
STRANGE = " ".join(NASTY[label] for label in ("markup", "template", "quotes", "right to left", "signs"))
TRIED = {label: NASTY[label] for label in ("empty", "blanks", "long", "numbers")} | {"strange": STRANGE}
# What a page makes of words is the same everywhere; these a database may refuse.
if connection.vendor != "sqlite":
    TRIED = {label: TRIED[label] for label in ("long", "numbers")}
A_MEGABYTE = "x" * 1_000_000
TOO_MUCH = urlencode({"text": 3 * A_MEGABYTE}).encode()


def stands(walk: Walk) -> list[Stand]:
    """On the second database each page is opened only by the first who may write there."""
    if connection.vendor == "sqlite":
        return walk.stands(tuple((who, tuple(PAGES)) for who in ROLES))
    first = {
        name: next((who for who in ROLES if who in WRITERS.get(name, readers)), VISITOR)
        for name, (readers, _answer) in PAGES.items()
    }
    return walk.stands(tuple((who, tuple(name for name in PAGES if first[name] == who)) for who in ROLES))


def test_every_form_answers_nasty_words_with_a_page_that_keeps_them(walk: Walk):
    faults = []
    for stand in stands(walk):
        if not stand.paper.words:
            faults += _post(stand, "as it stands", {})
            continue
        for label, value in TRIED.items():
            faults += _post(stand, label, dict.fromkeys(stand.paper.words, value))
        # a zero byte in one field after the other: in all at once, the first would answer for the others
        for name in stand.paper.words:
            faults += _post(stand, f"nul in {name}", _filled(stand.paper) | {name: NASTY["nul"]})
    assert not faults


@pytest.mark.once
def test_a_field_of_a_megabyte_gets_a_sentence_and_more_than_the_server_takes_a_refusal(walk: Walk):
    faults = []
    for stand in stands(walk):
        for name in stand.paper.words:
            faults += _post(stand, f"a megabyte in {name}", _filled(stand.paper) | {name: A_MEGABYTE})
        with undone():
            answer = stand.client.post(stand.target, TOO_MUCH, content_type="application/x-www-form-urlencoded")
        if answer.status_code not in {400, 413} and (stand.paper.words or answer.status_code >= 500):
            faults.append(f"{stand.name}, three megabytes: {answer.status_code}")
    assert not faults


def _post(stand: Stand, label: str, typed: dict[str, Any]) -> list[str]:
    with undone():
        answer = stand.client.post(stand.target, stand.paper.sent | typed)
        where = f"{stand.page} → {stand.name}, {label}"
        if answer.status_code >= 500:
            return [f"{where}: {answer.status_code}"]
        sheet = _form_again(answer, stand.paper)
        if sheet is None:
            return []
        html = answer.content.decode()
        faults = [] if sheet.objects else [f"{where}: shown again without a word"]
        if "<script>alert(1)" in html:
            faults.append(f"{where}: came back as markup")
        return faults + [f"{where}: {name} was lost" for name in _lost(sheet, stand.paper, typed)]


def _form_again(answer: HttpResponse, paper: Paper) -> Sheet | None:
    """The page, if it shows the form again."""
    is_page = answer.status_code in {200, 400, 409, 422, 429} and answer.headers["Content-Type"].startswith("text/html")
    if not is_page or not paper.words:
        return None
    sheet = read(answer.content.decode())
    return sheet if any(set(paper.words) <= set(p.fields) for p in sheet.papers) else None


def _lost(sheet: Sheet, paper: Paper, typed: dict[str, Any]) -> list[str]:
    back = next(p for p in sheet.papers if set(paper.words) <= set(p.fields))
    return [
        name
        for name in paper.words
        if name in typed and not _same(back.fields[name].value, typed[name])
    ]  # fmt: skip


def _same(shown: str, typed: str) -> bool:
    """Spaces around may go, and the sign that no page can carry."""
    return shown.replace("\x00", "").replace("\ufffd", "").strip() == typed.replace("\x00", "").strip()


def _filled(paper: Paper) -> dict[str, Any]:
    """What a person would type who takes the first of everything."""
    typed: dict[str, Any] = {}
    for one in paper.fields.values():
        empty = not (one.value or one.chosen) or one.chosen == [""]
        if one.kind in {"text", "textarea"} and one.name not in LEFT_OUT:
            typed[one.name] = f"{one.value} Words of a test for {one.name}".strip()
        elif one.kind == "email" and empty and one.name not in LEFT_OUT:
            typed[one.name] = "somebody.new@example.org"
        elif one.kind == "date" and empty:
            typed[one.name] = in_days(-3 if one.name == "retrieved_on" else 50).isoformat()
        elif one.kind in {"select", "radio", "checkbox", "submit"} and empty and one.name not in LEFT_OUT:
            typed[one.name] = next((choice for choice in one.choices if choice), "")
        elif one.kind == "file":
            typed[one.name] = SimpleUploadedFile(TABLE, ANOTHER_TABLE)
    return typed


# Boxes that mean the opposite of a change, a button that only adds a line, and the second of two ways to name a partner.
LEFT_OUT = {"add", "organisation", "organisation_name", "organisation_kind"}
ANOTHER_TABLE = official_table() + b"\n"


# ---------------------------------------------------------------- the same post twice

# Forms that a person who takes the first of everything sends with success, and what must not happen twice.
# Forms of this world that change something; the release waits for the open amendment (tests/recommendations try it twice).
CHANGES = {
    "site:setup", "site:setup-remove", "site:setup-alliance", "site:profile", "evidence:upload", "evidence:claim", "evidence:keep-scenario",
    "problems:new", "problems:change", "projects:change", "workshops:request", "workshops:from-ideas", "workshops:plan", "workshops:plan-phase", "workshops:keep-preset",
    "workshops:meeting", "workshops:preset", "workshops:invite", "workshops:time", "workshops:start",
    "workshops:answer-invitation", "workshops:phase", "workshops:room", "workshops:rehearsal", "workshops:lend", "workshops:choose", "workshops:release", "workshops:take-part",
    "workshops:record", "workshops:consent-texts", "workshops:say-consent", "notifications:correct-address",
    "projects:add-partner", "projects:finish-first-step", "projects:add-line", "projects:change-line",
    "projects:remove-line", "projects:finish-step", "projects:withdraw-help", "recommendations:new", "recommendations:retitle",
    "recommendations:add-paragraph", "recommendations:remove-paragraph", "recommendations:withdraw-address",
    "recommendations:give-answer", "comments:write", "comments:answer", "comments:note",
    "recommendations:resistance", "recommendations:resistance-close", "ideas:up-vote", "surveys:new", "surveys:describe",
    "surveys:section", "surveys:question", "surveys:open", "surveys:begin", "surveys:type-in", "surveys:copy", "surveys:close",
    "comments:delete", "commitments:new", "commitments:accept", "commitments:hand-back", "commitments:postpone",
    "site:new-organisation", "site:change-organisation", "site:confirm-voice", "site:end-voice",
    "commitments:drop", "commitments:reword", "attachments:add", "attachments:describe", "attachments:remove",
}  # fmt: skip
# What is no change in the house: who is signed in, how often something was tried.
ASIDE = {"Session", "Allowance"}


NEW_EACH_TIME = {"feeds:my-calendar"}
"""Each post makes an address, shows it, and ends the one before: whoever clicks twice sees the one that holds."""


@pytest.mark.once  # what only a second database could get wrong is tried where many post at once
def test_the_same_post_a_second_time_doubles_nothing(walk: Walk):
    doubled, changed = [], set()
    for stand in stands(walk):
        sent = stand.paper.sent | _filled(stand.paper)
        with undone():
            stand.client.get(stand.address)
            before = _everything()
            stand.client.post(stand.target, _fresh(sent))
            once = _everything()
            again = stand.client.post(stand.target, _fresh(sent))
            twice = _everything()
        if once != before:
            changed.add(stand.name)
        if once != twice and stand.name not in NEW_EACH_TIME:
            new = {name: (once[name], twice[name]) for name in once if once[name] != twice[name]}
            doubled.append(f"{stand.name}: {new}")
        if again.status_code >= 500:
            doubled.append(f"{stand.name}: {again.status_code}")
    assert not doubled
    assert changed >= CHANGES, CHANGES - changed


def _everything() -> dict[str, int]:
    """How many rows each table has."""
    models = apps.get_models(include_auto_created=True)
    tables = sorted({model._meta.db_table for model in models if model.__name__ not in ASIDE})
    with connection.cursor() as cursor:
        # each name is one of our own models', and asked one by one it would take as long as the posts
        cursor.execute(" UNION ALL ".join(f"SELECT '{one}', COUNT(*) FROM \"{one}\"" for one in tables))  # noqa: S608
        return dict(cursor.fetchall())


def _fresh(sent: dict[str, Any]) -> dict[str, Any]:
    """The same again, with files that have not been read yet."""
    return {
        name: SimpleUploadedFile(TABLE, ANOTHER_TABLE) if isinstance(value, SimpleUploadedFile) else value
        for name, value in sent.items()
    }


def test_every_role_that_writes_is_tried():
    """A page whose writers are none of the roles above would never be tried; some have no writer in this world."""
    assert not [
        name
        for name, (readers, _a) in PAGES.items()
        if readers and WRITERS.get(name, readers) and not set(ROLES) & WRITERS.get(name, readers)
    ]
    assert set(ROLES) <= EVERYBODY
