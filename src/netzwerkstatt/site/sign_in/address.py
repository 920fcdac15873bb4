"""Changing the own address: a code goes to the new one, and who reads it there shows that it is hers.

What waits is kept in the session and ends with it: the address, a hash of the code, when it was sent, tries left.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.core.internal.cryptokit import normalize_user_code
from django.utils.crypto import constant_time_compare, salted_hmac

from netzwerkstatt.foundation.accounts.access import MemberRequest
from netzwerkstatt.foundation.accounts.limits import Limit, spend
from netzwerkstatt.foundation.accounts.models import Person

KEY = "address_change"
MINUTES = 15
TRIES = 5
CODES = Limit("address-codes", 5, timedelta(hours=1))


@dataclass(frozen=True)
class Change:
    """An address that is not shown yet to be the person's."""

    email: str
    code: str
    sent: float
    left: int

    @classmethod
    def in_session(cls, request: MemberRequest) -> Change | None:
        """What waits here, if its time is not over."""
        kept = request.session.get(KEY)
        change = cls(**kept) if kept else None
        return change if change and time.time() - change.sent < MINUTES * 60 else None

    def keep(self, request: MemberRequest) -> None:
        request.session[KEY] = asdict(self)

    def forget(self, request: MemberRequest) -> None:
        request.session.pop(KEY, None)

    def is_shown_by(self, code: str, request: MemberRequest) -> bool:
        """Whether this is the code. A wrong one costs a try; with the last, nothing waits any more."""
        if constant_time_compare(_hashed(code), self.code):
            return True
        if self.left > 1:
            Change(self.email, self.code, self.sent, self.left - 1).keep(request)
        else:
            self.forget(request)
        return False


def ask(request: MemberRequest, email: str) -> Change:
    """Send a code to the address – or, where somebody signs in with it already, say so there and nowhere else.

    Raises `TooMany` after five in an hour.
    """
    spend(CODES, str(request.viewer.pk))
    wanted = email.strip().lower()
    adapter = get_adapter(request)
    code = adapter.generate_email_verification_code()
    change = Change(wanted, _hashed(code), time.time(), TRIES)
    change.keep(request)
    if Person.objects.filter(email__iexact=wanted).exists():
        adapter.send_mail("account/email/address_taken", wanted, {})
    else:
        adapter.send_mail("account/email/address_code", wanted, {"code": code, "name": request.viewer.name})
    return change


def _hashed(code: str) -> str:
    return salted_hmac("sign_in.address", normalize_user_code(code), algorithm="sha256").hexdigest()
