"""Is it really you? Asked by password, or by a code that is mailed, before an account goes for good."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.limits import Limit, spend
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock

TRIES = Limit("leave-tries", 6, timedelta(minutes=15))
MAILS = Limit("leave-mails", 3, timedelta(minutes=15))
CODE_FOR = timedelta(minutes=15)
LETTERS = "BCDFGHJKMPQRTVWXZ2346789"
KEPT_AS = "leave-code"


def mail_code(person: Person, session: SessionBase) -> None:
    """Send a code to the person's address; the session keeps a check sum of it. Raises `TooMany`."""
    spend(MAILS, str(person.pk))
    code = get_random_string(8, LETTERS)
    session[KEPT_AS] = {"sum": _sum(code), "until": (clock.now() + CODE_FOR).timestamp()}
    words = render_to_string("privacy/email/leave_code.txt", {"person": person, "code": f"{code[:4]}-{code[4:]}"})
    send_mail(_("Your code for deleting the account"), words, None, [person.email])


def code_is_under_way(session: SessionBase) -> bool:
    """A code was mailed that is still good."""
    kept: dict[str, Any] = session.get(KEPT_AS) or {"until": 0}
    return bool(clock.now().timestamp() < kept["until"])


def is_it(person: Person, session: SessionBase, *, password: str = "", code: str = "") -> bool:
    """The password or the code is right. Raises `TooMany` after some wrong ones."""
    spend(TRIES, str(person.pk))
    if code_is_under_way(session) and code:
        wanted = "".join(sign for sign in code.upper() if sign.isalnum())
        return constant_time_compare(session[KEPT_AS]["sum"], _sum(wanted))
    return bool(password) and person.check_password(password)


def _sum(code: str) -> str:
    return salted_hmac("privacy.leave", code, algorithm="sha256").hexdigest()
