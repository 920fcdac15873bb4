"""What accounts keep about people."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.accounts.models import Allowance, Person, Session
from netzwerkstatt.foundation.events.personal import Personal, Until, declare_harmless, declare_personal

A_DAY = timedelta(days=1)


def declare() -> None:
    """At start: the account itself, what belongs to it, and what the libraries for signing in keep."""
    declare_personal(
        Personal(
            model="accounts.Person",
            label=_("The account"),
            words=(
                "email", "name", "function", "expertise", "phone", "call_hours", "calls_welcome", "availability",
                "available_from", "known_for", "language",
            ),
            keeps=_("So that you can sign in and others know whom they speak to. As long as you have the account."),
            export=_account,
        )
    )  # fmt: skip
    declare_personal(
        Personal(
            model="accounts.SpokenLanguage",
            label=_("Languages you speak"),
            person_fields=("person",),
            keeps=_("So that others know in which language to ask you. As long as you have the account."),
        )
    )
    declare_personal(
        Personal(
            model="accounts.Session",
            label=_("Devices that are signed in"),
            person_fields=("person",),
            words=("session_key", "session_data"),
            keeps=_("So that you need not sign in on every page: browser and system, first and last day, no address."),
            until=Until(says=_("14 days after the last sign-in, or when you sign out"), over=_ended_sessions),
            export=_devices,
        )
    )
    declare_personal(
        Personal(
            model="accounts.Allowance",
            label=_("How often something was tried"),
            words=("key",),
            keeps=_("Slows down whoever guesses passwords or floods forms."),
            until=Until(says=_("one day"), over=_full_buckets),
            export=_nothing_of_it,
            erase=_forget_tries,
        )
    )
    declare_harmless("accounts.StartKey", "token_hash", because="the check sum of a link that worked once")
    _declare_libraries()


def _declare_libraries() -> None:
    declare_personal(
        Personal(
            model="account.EmailAddress",
            label=_("Addresses that were confirmed"),
            person_fields=("user",),
            words=("email",),
            keeps=_("So that codes for signing in go to you alone. As long as you have the account."),
        )
    )
    if apps.is_installed("allauth.mfa"):
        declare_personal(
            Personal(
                model="mfa.Authenticator",
                label=_("Passkeys, codes from an app and recovery codes"),
                person_fields=("user",),
                words=("data",),
                keeps=_("So that only you sign in. As long as you use them."),
                export=_ways,
            )
        )
    if apps.is_installed("allauth.socialaccount"):
        declare_personal(
            Personal(
                model="socialaccount.SocialAccount",
                label=_("Accounts elsewhere with which you sign in"),
                person_fields=("user",),
                words=("uid", "extra_data"),
                keeps=_("So that the other account finds yours. As long as you use it."),
            )
        )
        declare_harmless("socialaccount.SocialApp", "name", because="the name of a provider")
        declare_harmless("socialaccount.SocialToken", "token", "token_secret", because="not kept: switched off")
    declare_harmless(
        "sessions.Session", "session_key", "session_data", because="not used: sessions are in our own table"
    )
    declare_harmless("account.EmailConfirmation", "key", because="not used: nobody confirms by link here")
    declare_harmless("auth.Permission", "name", because="words of Django")
    declare_harmless("auth.Group", "name", because="not used: roles are memberships")


def _account(person: Any) -> list[dict[str, Any]]:
    names = ("email", "name", "function", "expertise", "language", "phone", "call_hours", "joined_at")
    fields = (Person._meta.get_field(name) for name in names)  # noqa: SLF001 - Django's own way to a field's name
    return [{str(getattr(field, "verbose_name", field.name)): getattr(person, field.name) for field in fields}]


def _devices(person: Any) -> list[dict[str, Any]]:
    from netzwerkstatt.foundation.accounts.sessions import devices_of

    return [{"device": one.name, "since": one.since, "used": one.used} for one in devices_of(person, None)]


def _ways(person: Any) -> list[dict[str, Any]]:
    """Which ways there are, never the secrets themselves."""
    rows = apps.get_model("mfa.Authenticator")._default_manager.filter(user=person)  # noqa: SLF001 - Django's own way to a model's rows
    return [{"kind": row.type, "since": row.created_at, "used": row.last_used_at} for row in rows]


def _nothing_of_it(person: Any) -> list[dict[str, Any]]:
    return []


def _forget_tries(person: Any) -> None:
    ends = Q(key__endswith=f":{person.pk}") | Q(key__endswith=f":{person.email}")
    Allowance.objects.filter(ends).delete()


def _ended_sessions(now: datetime) -> QuerySet[Any]:
    return Session.objects.filter(expire_date__lt=now)


def _full_buckets(now: datetime) -> QuerySet[Any]:
    return Allowance.objects.filter(at__lt=now - A_DAY)
