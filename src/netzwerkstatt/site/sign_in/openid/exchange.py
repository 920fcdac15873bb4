"""What passes between us and the provider: the tokens, their signature, their nonce."""

from __future__ import annotations

from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

# Only what a provider signs with a key of its own; never a shared secret, never nothing.
SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]


class Exchange(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # the library has no types
    """django-allauth's exchange, stricter: the id token must be there, signed, and speak of the same person."""

    def complete_login(self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """The sign-in that the provider vouches for. Raises `OAuth2Error` for tokens that do not hold."""
        claims = self._claims(app, kwargs["response"].get("id_token"))
        told = {**self._userinfo(token, claims), **claims}
        login = self.get_provider().sociallogin_from_response(request, told)
        login.nonce = claims.get("nonce")
        return login

    def _claims(self, app: Any, id_token: Any) -> dict[str, Any]:
        """What the id token says, if the provider signed it, for us, and its time is not over."""
        if not isinstance(id_token, str):
            raise OAuth2Error("no id token")
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                self._key(jwt.get_unverified_header(id_token)),
                algorithms=SIGNATURES,
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=30,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("an id token that does not hold") from error
        if not claims["sub"] or claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("an id token about nobody, or for somebody else")
        return claims

    def _key(self, head: dict[str, Any]) -> jwt.PyJWK:
        """The provider's key that the token names; the only one where it names none. Raises `KeyError`."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = [key for key in jwt.PyJWKSet.from_dict(answer.json()).keys if key.public_key_use in {None, "sig"}]
        named = [key for key in keys if key.key_id == head["kid"]] if "kid" in head else keys
        if len(named) != 1:
            raise KeyError("kid")
        return named[0]

    def _userinfo(self, token: SocialToken, claims: dict[str, Any]) -> dict[str, Any]:
        """What the provider says besides, where the token has no address; about the same person or not at all."""
        if "email" in claims or not self.openid_config.get("userinfo_endpoint"):
            return {}
        told: dict[str, Any] = self._fetch_user_info(token.token)
        if told.get("sub") != claims["sub"]:
            raise OAuth2Error("user info about somebody else")
        return told
