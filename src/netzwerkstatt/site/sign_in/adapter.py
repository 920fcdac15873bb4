"""How signing in speaks: our words for what django-allauth has to say, and the alliance's name in its mails."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.accounts.adapter import InvitedPeopleOnly
from netzwerkstatt.foundation.network.queries import the_alliance


class Entrance(InvitedPeopleOnly):
    """The adapter of this installation."""

    error_messages: ClassVar[dict[str, Any]] = {
        **InvitedPeopleOnly.error_messages,
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _(
            "Address and password do not belong together. Check both, or have a code sent to you."
        ),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is not the one we sent. Check the letters, or request a new code."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("That was too often for this account. Please try again in a few minutes."),
        "rate_limited": _("That was a lot at once. Please wait a moment."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every mail says which alliance it comes from, and where its pages are."""
        name = the_alliance() or "Netzwerkstatt"
        super().send_mail(template_prefix, email, {"alliance": name, "base_url": settings.BASE_URL, **context})
