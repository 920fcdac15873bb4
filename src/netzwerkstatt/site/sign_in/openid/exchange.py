"""What passes between us and the provider: the tokens, their signature, their nonce."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest


class Exchange(OpenIDConnectOAuth2Adapter):
    """django-allauth's exchange, stricter: the id token must be there, signed, and speak of the same person."""

    def complete_login(self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """The sign-in that the provider vouches for. Raises `OAuth2Error` for tokens that do not hold."""
        claims = self._claims(app, kwargs["response"].get("id_token"))
        told = {**self._userinfo(token, claims), **claims}
        login = self.get_provider().sociallogin_from_response(request, told)
        login.nonce = claims.get("nonce")
        return login

    def _claims(self, app: Any, id_token: Any) -> dict[str, Any]:
        if not isinstance(id_token, str):
            raise OAuth2Error("no id token")
        try:
            claims: dict[str, Any] = jwtkit.verify_and_decode(
                credential=id_token,
                keys_url=self.openid_config["jwks_uri"],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
            )
        except (KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("an id token that cannot be read") from error
        if not claims.get("sub"):
            raise OAuth2Error("an id token about nobody")
        return claims

    def _userinfo(self, token: SocialToken, claims: dict[str, Any]) -> dict[str, Any]:
        """What the provider says besides, where the token has no address; about the same person or not at all."""
        if "email" in claims or not self.openid_config.get("userinfo_endpoint"):
            return {}
        told: dict[str, Any] = self._fetch_user_info(token.token)
        if told.get("sub") != claims["sub"]:
            raise OAuth2Error("user info about somebody else")
        return told
