"""The forms of signing in: django-allauth's, in our hand and with our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.ui.forms import Form

WORDS: dict[str, tuple[Any, Any]] = {
    "login": (_("E-mail address"), ""),
    "email": (_("E-mail address"), ""),
    "password": (_("Password"), ""),
    "code": (_("Code from the e-mail"), _("Eight letters; small or capital, with or without the dash.")),
    "oldpassword": (_("Present password"), ""),
    "password1": (_("New password"), _("At least twelve characters; a sentence is easy to remember.")),
}


class OurHand(Form):
    """Drawn like every form of the house, with label above and hint below, and without placeholders.

    A new password is typed once: who mistypes it signs in with a code.
    """

    client_id = None  # type: ignore[assignment]  # takes the inherited field away

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, (label, hint) in WORDS.items():
            if field := self.fields.get(name):
                field.label, field.help_text = label, hint
                field.widget.attrs.pop("placeholder", None)


class SignIn(OurHand, account.LoginForm):
    """E-mail address and password."""


class RequestCode(OurHand, account.RequestLoginCodeForm):
    """The address a code is sent to."""


class ConfirmCode(OurHand, account.ConfirmLoginCodeForm):
    """The code that was sent."""


class ForgottenPassword(OurHand, account.ResetPasswordForm):
    """The address whose password is forgotten."""


class ConfirmResetCode(OurHand, account.ConfirmPasswordResetCodeForm):
    """The code that allows a new password."""


class NewPassword(OurHand, account.ResetPasswordKeyForm):
    """A new password instead of a forgotten one."""


class ChangePassword(OurHand, account.ChangePasswordForm):
    """A new password, asked together with the present one."""


class SetPassword(OurHand, account.SetPasswordForm):
    """A first password for somebody who signed in by code so far."""


class Reauthenticate(OurHand, account.ReauthenticateForm):
    """The password once more, before something delicate."""
