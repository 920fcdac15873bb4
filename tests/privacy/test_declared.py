"""Whatever a model keeps about people is declared, or said to be harmless with a reason; the public table shows it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import translation

from netzwerkstatt.foundation.accounts.models import Allowance, Guest, Person
from netzwerkstatt.foundation.events import chores, clock
from netzwerkstatt.foundation.events.chores import do_chores
from netzwerkstatt.foundation.events.models import Chore
from netzwerkstatt.foundation.events.personal import (
    Personal,
    _Registry,
    all_harmless,
    all_personal,
    declare_harmless,
    declare_personal,
)

LIKE_A_PERSON = {
    "name", "email", "mail", "address", "phone", "author", "by", "who", "signature", "contact", "person", "ip", "user",
    "words", "token", "session",
}  # fmt: skip
REFERENCES_THAT_HOLD = {models.CASCADE, models.SET_NULL}


def every_field() -> Iterator[tuple[str, models.Field[Any, Any]]]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            yield model._meta.label, field


def declared() -> dict[str, set[str]]:
    return {one.model: {*one.person_fields, *one.words} for one in all_personal()}


def is_known(model: str, field: str) -> bool:
    return field in declared().get(model, set()) or (model, field) in all_harmless()


def test_every_field_that_refers_to_a_person_is_declared() -> None:
    unknown = [
        (model, field.name)
        for model, field in every_field()
        if field.related_model is Person and not is_known(model, field.name)
    ]
    assert not unknown, "declare them in the room's AppConfig.ready: see events/personal.py"


def test_every_field_that_sounds_like_a_person_is_declared_or_harmless() -> None:
    unknown = [
        (model, field.name)
        for model, field in every_field()
        if not field.is_relation
        and (LIKE_A_PERSON & set(field.name.split("_")) or isinstance(field, models.EmailField))
        and not is_known(model, field.name)
    ]
    assert not unknown, "declare them, or say why they are harmless: see events/personal.py"


def test_what_is_declared_is_there() -> None:
    for model, fields in declared().items():
        there = {field.name for field in apps.get_model(model)._meta.concrete_fields}
        assert fields <= there, model
    for model, field in all_harmless():
        apps.get_model(model)._meta.get_field(field)


def test_every_declaration_says_why_and_every_harmless_field_has_a_reason() -> None:
    assert all(str(one.label) and str(one.keeps) for one in all_personal())
    assert all(one.because for one in all_harmless().values())


def test_nothing_is_declared_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netzwerkstatt.foundation.events.personal._registry", _Registry())
    declare_personal(Personal(model="accounts.Person", label="x", keeps="y"))
    with pytest.raises(ValueError, match="twice"):
        declare_personal(Personal(model="accounts.Person", label="x", keeps="y"))
    declare_harmless("accounts.Person", "name", because="no")
    assert ("accounts.Person", "name") in all_harmless()


def test_no_reference_to_a_person_holds_back_who_wants_to_leave() -> None:
    holding = [
        (model, field.name)
        for model, field in every_field()
        if field.related_model is Person and field.remote_field.on_delete not in REFERENCES_THAT_HOLD
    ]
    assert not holding


def test_what_stays_is_exactly_what_is_not_deleted_with_the_person() -> None:
    """A reference that is emptied leaves the row: then the declaration says so before somebody leaves."""
    silent = [
        (one.model, name)
        for one in all_personal()
        for name in one.person_fields
        if one.model_class._meta.get_field(name).remote_field.on_delete is models.SET_NULL and not one.stays
    ]
    assert not silent


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_public_table_shows_every_declaration(language: str) -> None:
    client = Client(headers={"accept-language": language})
    page = client.get(reverse("privacy:retention")).content.decode()
    with translation.override(language):
        from django.utils.html import escape

        for one in all_personal():
            for text in (one.label, one.keeps, one.stays, one.until.says if one.until else ""):
                assert escape(str(text)) in page, (one.model, str(text))
    assert reverse("privacy:retention") in client.get(reverse("site:privacy")).content.decode()


@pytest.mark.django_db
def test_the_worker_ends_what_has_its_time() -> None:
    known = {name for name in chores.names() if name.startswith("retention ")}
    assert known == {f"retention {one.model}" for one in all_personal() if one.until}

    now = clock.now()
    Allowance.objects.create(key="old:1", full_at=1, at=now - timedelta(days=2))
    Allowance.objects.create(key="new:1", full_at=1, at=now)
    guest, _token = Guest.welcome("abc")
    Chore.objects.all().delete()
    do_chores()
    assert list(Allowance.objects.filter(key__in=["old:1", "new:1"]).values_list("key", flat=True)) == ["new:1"]
    assert Guest.objects.filter(pk=guest.pk).exists(), "her workshop is not over"


@pytest.mark.django_db
def test_every_rule_of_time_can_be_asked() -> None:
    for one in all_personal():
        if one.until:
            assert one.until.apply(clock.now() - timedelta(days=3650)) == 0, one.model
