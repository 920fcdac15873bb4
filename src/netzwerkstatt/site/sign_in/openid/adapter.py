"""Who gets in by OpenID Connect: people who have an account here, known by the address the provider vouches for."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthError
from django.http import HttpRequest
from django.shortcuts import render

from netzwerkstatt.foundation.accounts.models import Person


class LinkedPeopleOnly(DefaultSocialAccountAdapter):
    """Nobody gets an account by signing in elsewhere."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """Never: `pre_social_login` ties the account, and keeps the password as it is."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuses an answer that was not asked for here; ties an account once, by its verified address.

        Raises `ImmediateHttpResponse` with the page that says what to do.
        """
        asked, answered = sociallogin.state.get("nonce"), getattr(sociallogin, "nonce", None)
        if not asked or not isinstance(answered, str) or not secrets.compare_digest(asked, answered):
            raise ImmediateHttpResponse(fault(request, sociallogin.provider))
        if sociallogin.is_existing:
            return
        person = _person_of(sociallogin)
        if person is None:
            raise ImmediateHttpResponse(nobody(request, sociallogin))
        sociallogin.connect(request, person)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """The page for what went wrong on the way: cancelled there, too late, or not from us."""
        raise ImmediateHttpResponse(fault(request, provider, cancelled=error == AuthError.CANCELLED))


def _person_of(sociallogin: SocialLogin) -> Person | None:
    verified = [one.email for one in sociallogin.email_addresses if one.verified]
    return Person.objects.filter(email__iexact=verified[0]).first() if verified else None


def nobody(request: HttpRequest, sociallogin: SocialLogin) -> Any:
    """There is no account here for who signed in there: whom to ask, and nothing was made."""
    address = next(iter(sociallogin.email_addresses), None)
    context = {
        "provider": sociallogin.provider,
        "address": address.email if address else "",
        "is_verified": bool(address and address.verified),
    }
    return render(request, "socialaccount/no_account.html", context, status=403)


def fault(request: HttpRequest, provider: Any, *, cancelled: bool = False) -> Any:
    """The way over the provider broke off; signing in can be tried again at once."""
    context = {"provider": provider, "cancelled": cancelled}
    return render(request, "socialaccount/broken_off.html", context, status=200 if cancelled else 403)
