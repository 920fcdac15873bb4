"""django-allauth changes accounts by itself; what it did is written into the log here, and other devices signed out."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as social
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from netzwerkstatt.foundation.accounts import actions, sessions
from netzwerkstatt.foundation.accounts.models import Person


def signed_in(request: HttpRequest, user: Person, **_more: Any) -> None:
    sessions.begin(request)


def password_changed(request: HttpRequest, user: Person, **_more: Any) -> None:
    actions.note_new_password(actor=user, here=request.session.session_key)


def way_added(user: Person, authenticator: Authenticator, **_more: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        actions.note_way_added(actor=user, kind=authenticator.type)


def way_removed(user: Person, authenticator: Authenticator, **_more: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        actions.note_way_removed(actor=user, kind=authenticator.type)


def codes_renewed(user: Person, **_more: Any) -> None:
    actions.note_new_codes(actor=user)


def provider_linked(sociallogin: Any, **_more: Any) -> None:
    actions.note_provider(actor=sociallogin.user, kind=sociallogin.account.provider)


def listen() -> None:
    """From now on what happens to accounts is noted. Called once, when the program starts."""
    user_logged_in.connect(signed_in)
    for changed in (account.password_changed, account.password_set, account.password_reset):
        changed.connect(password_changed)
    mfa.authenticator_added.connect(way_added)
    mfa.authenticator_removed.connect(way_removed)
    mfa.authenticator_reset.connect(codes_renewed)
    social.social_account_added.connect(provider_linked)
