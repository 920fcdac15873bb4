"""People with an account, guests with a code, and how much each may do in a while."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events import clock


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """A new person; without a password she signs in by code. Raises `IntegrityError` for a known address."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save()
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """A user with profile and expertise. What a person may do follows from memberships, kept in `network`."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("function"), max_length=160, blank=True)
    expertise = models.TextField(_("expertise"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_one_person_per_address")]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        return f"person-{self.pk}"

    @property
    def public_id(self) -> str:
        return ""

    @property
    def initials(self) -> str:
        words = [word for word in self.name.split() if word[0].isalpha() and not word.endswith(".")]
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


class Guest(models.Model):
    """Somebody who takes part in one place by its code. Nothing ties a guest to a person, device or address."""

    token_hash = models.CharField(max_length=64, unique=True)
    place = models.CharField(max_length=16, db_index=True)
    is_authenticated = False

    @staticmethod
    def hash_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()

    @classmethod
    def welcome(cls, place: str) -> tuple[Guest, str]:
        """A new guest of the place (an entry's public id) and the token that only the guest keeps."""
        token = secrets.token_urlsafe(24)
        return cls.objects.create(token_hash=cls.hash_of(token), place=place), token

    @classmethod
    def known_by(cls, token: str, place: str) -> Guest | None:
        return cls.objects.filter(token_hash=cls.hash_of(token), place=place).first()


class Allowance(models.Model):
    """A bucket of tokens that refills with time: how often one account, guest or address may do one thing."""

    key = models.CharField(max_length=80, primary_key=True)
    tokens = models.FloatField()
    at = models.DateTimeField()


class StartKey(models.Model):
    """The one-time link that makes the first administrator. Only its hash is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    used_at = models.DateTimeField(null=True, blank=True)
