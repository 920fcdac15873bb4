"""How django-allauth behaves in our house."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedPeopleOnly(DefaultAccountAdapter):
    """Accounts are made by invitation; nobody registers alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
