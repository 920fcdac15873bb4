"""Going on at another device: a code that brings a guest back."""

from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.access import everyone
from netzwerkstatt.foundation.accounts.models import Guest
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.workshops import rules
from netzwerkstatt.workshops.actions.taking_part import REFUSAL
from netzwerkstatt.workshops.elsewhere import action
from netzwerkstatt.workshops.models import ResumeCode, Workshop

LENGTH = 8
ATTEMPTS = 20


@action(rule=rules.takes_part, on="workshop", refusal=REFUSAL)
def give_resume_code(*, actor: Guest, workshop: Workshop, token: str) -> str:
    """Eight digits with which this guest goes on at another device, as long as the workshop runs; an earlier code ends.

    `token` is what the guest's device keeps; it is sealed with the code. Writes no event: that somebody has two
    devices is nobody's business. Raises `Invalid` for the token of somebody else.
    """
    if Guest.hash_of(token) != actor.token_hash or len(token) != len(actor.token_hash):
        raise Invalid({"": REFUSAL})
    for _attempt in range(ATTEMPTS):
        code = str(secrets.randbelow(9 * 10 ** (LENGTH - 1)) + 10 ** (LENGTH - 1))
        try:
            with transaction.atomic():
                ResumeCode.objects.update_or_create(
                    guest=actor, defaults={"code_hash": _hash(code), "sealed": _sealed(token, code)}
                )
        except IntegrityError:
            continue
        return code
    raise Invalid({"": _("No free code was found. Please try again.")})


@action(rule=everyone, on="code")
def resume(*, actor: Guest | None = None, code: str) -> tuple[Guest, str]:
    """The guest with this code, and the token for the new device; both devices are the same guest from now on.

    Raises `Invalid` (field "code") for a code that is not there, or whose workshop does not run. Writes no event.
    """
    digits = "".join(code.split())
    found = ResumeCode.objects.filter(code_hash=_hash(digits)).select_related("guest").first()
    running = (
        found
        and Workshop.objects.filter(
            entry__public_id=found.guest.place, state=Workshop.State.RUNNING, entry__deleted_at=None
        ).exists()
    )
    if found is None or not running:
        raise Invalid(
            {
                "code": _(
                    "This code does not exist right now. The one of the wall has six digits, one of your own eight."
                )
            }
        )
    return found.guest, _sealed(found.sealed, digits)


def is_resume_code(code: str) -> bool:
    """Eight digits, as only codes for another device have them."""
    digits = "".join(code.split())
    return len(digits) == LENGTH and digits.isascii() and digits.isdigit()


def _hash(code: str) -> str:
    return salted_hmac("workshops.resume", code, algorithm="sha256").hexdigest()


def _sealed(hexdigits: str, code: str) -> str:
    """The same again takes the seal off."""
    pad = salted_hmac("workshops.resume.seal", code, algorithm="sha256").digest()
    return bytes(one ^ other for one, other in zip(bytes.fromhex(hexdigits), pad, strict=True)).hex()
