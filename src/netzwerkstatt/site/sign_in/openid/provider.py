"""A provider as we use it: a nonce, nothing taken from the visitor's address, nothing kept of what it tells."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from netzwerkstatt.site.sign_in.openid.exchange import Exchange


class Provider(OpenIDConnectProvider):  # type: ignore[misc]  # the library has no types
    """One configured provider."""

    oauth2_adapter_class = Exchange

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Where to go afterwards, checked; scope and parameters are ours alone, and nobody links by being signed in."""
        asked = super().get_redirect_from_request_kwargs(request)
        return {"process": AuthProcess.LOGIN, **({"next_url": asked["next_url"]} if "next_url" in asked else {})}

    def redirect(self, request: HttpRequest, process: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """A page that leads on to the provider.

        Not a redirect: browsers hold redirects after a form against our policy for forms, which names no other site.
        """
        nonce = secrets.token_urlsafe(24)
        parameters = {**self.get_auth_params(), "nonce": nonce}
        answer: HttpResponse = super().redirect(request, process, *args, nonce=nonce, auth_params=parameters, **kwargs)
        if answer.status_code != 302:
            return answer
        return render(request, "socialaccount/leading_on.html", {"provider": self, "address": answer["Location"]})

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data["sub"])

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Only the address is used; name and picture are the person's own to say."""
        return {"email": data.get("email")}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """The address; verified only where the provider says so with a real true."""
        address = data.get("email")
        if not isinstance(address, str) or not address:
            return []
        return [EmailAddress(email=address, verified=data.get("email_verified") is True, primary=True)]

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}


provider_classes = [Provider]
