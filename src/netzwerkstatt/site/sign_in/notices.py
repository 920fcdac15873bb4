"""What a person is told by mail when something about her account changed, by django-allauth's name for it."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

NOTICES: Final[dict[str, Any]] = {
    "account/email/password_changed": _("Your password was changed."),
    "account/email/password_set": _("A password was chosen."),
    "account/email/password_reset": _("A new password was chosen, by a code to this address."),
    "account/email/password_removed": _("Your password was taken away; you sign in without one."),
    "account/email/email_changed": _("From now on you sign in with another e-mail address. This one no longer works."),
    "mfa/email/webauthn_added": _("A passkey was added."),
    "mfa/email/webauthn_removed": _("A passkey was taken away."),
    "mfa/email/totp_activated": _("An app for codes was added."),
    "mfa/email/totp_deactivated": _("The app for codes was taken away."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made. The earlier ones no longer work."),
    "socialaccount/email/account_connected": _("You can now sign in with the account of your administration."),
}
