"""The forms of signing in: django-allauth's, in our hand and with our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as second
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import forms as recovery
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal import auth as steps
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.db import transaction
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


# ── passkeys, app, recovery codes ───────────────────────────────────────────


def step_of(secret: str, code: str) -> int | None:
    """The time step in which the app shows this code, or None where it shows it in no step that counts now."""
    for step in steps.yield_hotp_counters_from_time():
        if steps.format_hotp_value(steps.hotp_value(secret, step)) == code.strip().replace(" ", ""):
            return int(step)
    return None


class OnceOnly(OurHand):
    """A code from the app opens once: after it, only codes of later steps do.

    django-allauth remembers a used code for thirty seconds, but one counts for ninety where clocks may differ.
    """

    def clean_code(self) -> str:
        """The code. Raises `ValidationError` for one that is wrong, or has opened already."""
        code: str = super().clean_code()  # type: ignore[misc]
        found: Authenticator = self.authenticator  # type: ignore[attr-defined]
        if found.type == Authenticator.Type.TOTP and not spend_step(found, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


@transaction.atomic
def spend_step(found: Authenticator, code: str) -> bool:
    """From now on neither this code nor an earlier one opens; says False where one as late has opened already."""
    row = Authenticator.objects.select_for_update().get(pk=found.pk)
    step = step_of(get_adapter().decrypt(row.data["secret"]), code)
    if step is None or step <= row.data.get("last_step", 0):
        return False
    row.data["last_step"] = step
    row.save(update_fields=["data"])
    found.data = row.data
    return True


HINT_STEP = _("Six digits from the app, or one of your recovery codes.")


class _CodeOfApp(OnceOnly):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        has_app = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP).exists()  # type: ignore[attr-defined]
        field.label = _("Code from the app") if has_app else _("Code for emergencies")
        field.help_text = HINT_STEP if has_app else _("Eight digits; each opens once.")
        field.widget.attrs["inputmode"] = "numeric"


class SecondStep(_CodeOfApp, second.AuthenticateForm):
    """The second step of signing in: a code from the app, or a recovery code."""


class ConfirmByCode(_CodeOfApp, second.ReauthenticateForm):
    """The same before something delicate."""


class ActivateApp(OurHand, totp.ActivateTOTPForm):
    """The first code, which shows that the app knows the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label, field.help_text = _("Code from the app"), _("Six digits; they change every half minute.")
        field.widget.attrs["inputmode"] = "numeric"


class RemoveApp(OurHand, totp.DeactivateTOTPForm):
    """Taking the app away; nothing to fill in."""


class NewRecoveryCodes(OurHand, recovery.GenerateRecoveryCodesForm):
    """New codes instead of the old ones; nothing to fill in."""


class Credential(forms.JSONField):
    """What the browser signed. Whatever is not an object with the parts of a signature is one fault: it did not work."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> Any:
        """The parts. Raises `ValidationError`."""
        try:
            found = super().clean(value)
        except (forms.ValidationError, RecursionError):
            found = None
        if not isinstance(found, dict) or not isinstance(found.get("response"), dict):
            raise get_adapter().validation_error("incorrect_code")
        return found


class AddPasskey(OurHand, webauthn.AddWebAuthnForm):
    """A new passkey under a name of the person's own."""

    credential = Credential()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, alone = self.fields["name"], self.fields["passwordless"]
        name.label, name.help_text = _("Name"), _("So that you know it again, as in “Office” or “Telephone”.")
        name.max_length = 60  # type: ignore[attr-defined]
        name.widget.attrs["maxlength"] = 60
        alone.label, alone.initial = _("Sign in with this passkey alone"), True
        alone.help_text = _("Without password and code. The device then asks for finger, face or PIN.")

    def clean_name(self) -> str:
        """The name, or the device's."""
        return str(super().clean_name())[:60]


class RenamePasskey(OurHand, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=_("Name"), max_length=60)


class SignInByPasskey(OurHand, webauthn.LoginWebAuthnForm):
    """Signing in with a passkey alone."""

    credential = Credential()


class SecondStepByPasskey(OurHand, webauthn.AuthenticateWebAuthnForm):
    """A passkey as the second step of signing in."""

    credential = Credential()


class ConfirmByPasskey(OurHand, webauthn.ReauthenticateWebAuthnForm):
    """A passkey before something delicate."""

    credential = Credential()


# ── address ─────────────────────────────────────────────────────────────────


class NewAddress(Form):
    """Another e-mail address."""

    autocomplete = {"email": "email"}
    email = forms.EmailField(label=_("New e-mail address"), max_length=254)


class AddressCode(OurHand):
    """The code that was sent to the new address."""

    code = forms.CharField(max_length=20)
