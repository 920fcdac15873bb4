"""OpenID Connect: people of an administration sign in with the account they have there."""
