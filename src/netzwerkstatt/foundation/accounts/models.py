"""People with an account, guests with a code, and how much each may do in a while."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.prepared import Prepared


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """A new person; without a password she signs in by code. Raises `IntegrityError` for a known address."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save()
        return person

    def get(self, *args: Any, **named: Any) -> Person:
        """As Django's own; by the key alone, as on every page of who is signed in, with its SQL put together once."""
        key = named.get("pk") if len(named) == 1 and not args else None
        if not isinstance(key, int) or key.bit_length() > 63:  # a number that no key can be is for Django to answer
            return super().get(*args, **named)
        found = _OF_KEY.first((), key)
        if found is None:
            raise self.model.DoesNotExist
        return found

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Availability(models.TextChoices):
    """Whether a person can be asked at present."""

    OPEN = "open", _("can be asked")
    LATER = "later", _("can be asked again from a day on")
    AWAY = "away", _("cannot be asked at present")


class Person(AbstractBaseUser):
    """A user with profile and expertise. What a person may do follows from memberships, kept in `network`.

    `known_for` is name, function and expertise in small letters: what words are looked for in, the same way on both
    databases. Themes a person knows about are kept in `network`, languages spoken in `SpokenLanguage`.
    """

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("function"), max_length=160, blank=True)
    expertise = models.TextField(_("expertise"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    call_hours = models.CharField(_("when a call is welcome"), max_length=120, blank=True)
    calls_welcome = models.BooleanField(_("a call is welcome"), default=False)
    availability = models.CharField(max_length=8, choices=Availability, default=Availability.OPEN)
    available_from = models.DateField(null=True, blank=True)
    known_for = models.TextField(blank=True, editable=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_one_person_per_address"),
            models.CheckConstraint(
                condition=Q(calls_welcome=False) | ~Q(phone=""), name="accounts_calls_need_a_number"
            ),
            models.CheckConstraint(
                condition=Q(availability=Availability.LATER, available_from__isnull=False)
                | (~Q(availability=Availability.LATER) & Q(available_from__isnull=True)),
                name="accounts_available_again_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        """Keeps `known_for` in step with what it is made of."""
        self.known_for = f"{self.name} {self.function} {self.expertise}".casefold()
        if update_fields is not None and {"name", "function", "expertise"} & set(update_fields):
            update_fields = {*update_fields, "known_for"}
        super().save(*args, update_fields=update_fields, **kwargs)

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


_OF_KEY = Prepared[Person](lambda key: Person.objects.filter(pk=key))


class SpokenLanguage(models.Model):
    """A language that a person speaks with others, by its code in `accounts.languages`."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="spoken_languages")
    code = models.CharField(max_length=8)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints = [models.UniqueConstraint(fields=["person", "code"], name="accounts_language_once_per_person")]


class Session(AbstractBaseSession):
    """A browser that is signed in, or on its way there. `SessionStore` writes it; what it holds is in `session_data`.

    No address is kept: a device is told by its name, its first and its last day.
    """

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="sessions")

    @classmethod
    def get_session_store_class(cls) -> Any:
        from netzwerkstatt.foundation.accounts.sessions import SessionStore

        return SessionStore

    @property
    def handle(self) -> str:
        """What a page calls this session by; the key itself would open it."""
        return handle_of(self.session_key)


def handle_of(session_key: str) -> str:
    return salted_hmac("accounts.session", session_key, algorithm="sha256").hexdigest()[:24]


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
        return _KNOWN.first((), cls.hash_of(token), place)


_KNOWN = Prepared[Guest](lambda token_hash, place: Guest.objects.filter(token_hash=token_hash, place=place))


class Allowance(models.Model):
    """A bucket of tokens that refills with time: how often one account, guest or address may do one thing.

    `full_at` is when it is full again, in seconds since 1970; `at` is when something was last taken out.
    """

    key = models.CharField(max_length=80, primary_key=True)
    full_at = models.FloatField()
    at = models.DateTimeField()


class StartKey(models.Model):
    """The one-time link that makes the first administrator. Only its hash is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    used_at = models.DateTimeField(null=True, blank=True)
