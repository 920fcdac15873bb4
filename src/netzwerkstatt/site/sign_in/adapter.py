"""How signing in behaves and speaks: our words for what django-allauth has to say, its mails, guessing slowed in total."""

from __future__ import annotations

import base64
import hashlib
from contextlib import suppress
from datetime import timedelta
from typing import Any, ClassVar

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts import devices
from netzwerkstatt.foundation.accounts.adapter import InvitedPeopleOnly
from netzwerkstatt.foundation.accounts.limits import Limit, check, spend
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events.errors import TooMany
from netzwerkstatt.foundation.network.queries import the_alliance
from netzwerkstatt.foundation.ui.languages import remember
from netzwerkstatt.site.sign_in.notices import NOTICES

# Far above what a whole alliance mistypes. Beyond, passwords pause for everybody; code and passkey go on.
WRONG_PASSWORDS = Limit("wrong-passwords", 1000, timedelta(minutes=10))
# Mails to addresses without an account: a few people mistake themselves, nobody shall send letters through us.
UNKNOWN_ADDRESSES = Limit("unknown-addresses", 60, timedelta(minutes=10))
ALL = "all"


class Entrance(InvitedPeopleOnly):
    """The adapter of this installation."""

    error_messages: ClassVar[dict[str, Any]] = {
        **InvitedPeopleOnly.error_messages,
        "account_inactive": gettext_lazy("This account is closed."),
        "email_password_mismatch": gettext_lazy(
            "Address and password do not belong together. Check both, or have a code sent to you."
        ),
        "enter_current_password": gettext_lazy("This is not your present password."),
        "incorrect_code": gettext_lazy("This code is not the one we sent. Check the letters, or request a new code."),
        "incorrect_password": gettext_lazy("This is not your password."),
        "too_many_login_attempts": gettext_lazy(
            "That was too often for this account. Please try again in a few minutes."
        ),
        "rate_limited": gettext_lazy("That was a lot at once. Please wait a moment."),
        "passwords_pause": gettext_lazy(
            "At the moment somebody is trying out very many passwords. Have a code sent to you, or use a passkey."
        ),
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuses passwords while far too many wrong ones come in, from wherever; then the account's own limit."""
        try:
            check(WRONG_PASSWORDS, ALL)
        except TooMany:
            raise self.validation_error("passwords_pause") from None
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        with suppress(TooMany):
            spend(WRONG_PASSWORDS, ALL)
        super().authentication_failed(request, **credentials)

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        """On to the page asked for, in the person's own language – on a device she never used before, too."""
        response = super().post_login(request, user, **kwargs)
        if user.language:
            secure = settings.LANGUAGE_COOKIE_SECURE
            remember(response, name=settings.LANGUAGE_COOKIE_NAME, value=user.language, secure=secure)
        return response  # type: ignore[no-any-return]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every mail says which alliance it comes from, and where its pages are."""
        if template_prefix == "account/email/unknown_account":
            try:
                spend(UNKNOWN_ADDRESSES, ALL)
            except TooMany:
                return
        name = the_alliance() or "Netzwerkstatt"
        super().send_mail(template_prefix, email, {"alliance": name, "base_url": settings.BASE_URL, **context})

    def send_notification_mail(
        self, template_prefix: str, user: Person, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell a person what was changed about her account: what, and on which kind of device; no address of it."""
        device = devices.named(self.request.META.get("HTTP_USER_AGENT", ""))
        with translation.override(user.language or translation.get_language()):
            told = {**(context or {}), "what": NOTICES[template_prefix], "device": device.words}
            self.send_mail("account/email/changed", email or user.email, told)


class SecondFactors(DefaultMFAAdapter):
    """Passkeys, app and recovery codes: names, drawing and keeping of secrets."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_generate_recovery_codes": gettext_lazy("Recovery codes come with a passkey or an app; add one first."),
        "incorrect_code": gettext_lazy("This did not work. Use a new code from the app, or try the key again."),
    }

    def get_totp_issuer(self) -> str:
        return str(the_alliance() or "Netzwerkstatt")

    def build_totp_svg(self, url: str) -> str:
        """The secret as a square to be photographed: dark on white in both appearances, as cameras need it."""
        drawing = segno.make(url, error="m", micro=False)
        return str(
            drawing.svg_inline(omitsize=True, border=2, title=_("QR code for the app"), dark="#000", light="#fff")
        )

    def encrypt(self, text: str) -> str:
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _vault().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:  # noqa: A002
        from allauth.core import context

        return devices.named(context.request.META.get("HTTP_USER_AGENT", "")).words

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Who asks for the passkey: the host people see, under the alliance's name."""
        return {**super().get_public_key_credential_rp_entity(), "name": self.get_totp_issuer()}


def _vault() -> MultiFernet:
    """Encrypts with a key made from the signing key, so that a copy of the database alone makes no codes."""
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"netzwerkstatt.second-factors:" + key.encode()).digest())
