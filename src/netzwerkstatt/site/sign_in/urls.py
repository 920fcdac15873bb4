"""Addresses of signing in and of one's own account. django-allauth finds most of them by their names."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from netzwerkstatt.foundation.accounts.access import everyone, guarded, signed_in
from netzwerkstatt.site.sign_in import views
from netzwerkstatt.site.sign_in.openid.views import callback, login

View = Callable[..., HttpResponseBase]


def _mine(route: str, view: View, name: str) -> URLPattern:
    """A page about one's own account; browsers keep no copy of it."""
    return path(route, guarded(signed_in, never_cache(view)), name=name)


def _open(route: str, view: View, name: str) -> URLPattern:
    return path(route, guarded(everyone, view), name=name)


entrance = [
    _open("sign-in", views.SignIn.as_view(), "account_login"),
    _open("sign-in/code", account.request_login_code, "account_request_login_code"),
    _open("sign-in/code/confirm", account.confirm_login_code, "account_confirm_login_code"),
    _open("sign-in/second", never_cache(views.SecondStep.as_view()), "mfa_authenticate"),
    _open("sign-in/passkey", never_cache(views.SignInByPasskey.as_view()), "mfa_login_webauthn"),
    _open("sign-in/with/<slug:provider_id>", never_cache(login), "openid_connect_login"),
    _open("sign-in/with/<slug:provider_id>/back", never_cache(callback), "openid_connect_callback"),
    _open("sign-out", account.logout, "account_logout"),
    _open("sign-up", account.signup, "account_signup"),
    _open("inactive", account.account_inactive, "account_inactive"),
    _open("password/reset", account.password_reset, "account_reset_password"),
    _open("password/reset/code", account.confirm_password_reset_code, "account_confirm_password_reset_code"),
    _open("password/reset/new", account.complete_password_reset, "account_complete_password_reset"),
    _open("password/reset/done", account.password_reset_from_key_done, "account_password_reset_completed"),
]

own_account = [
    _mine("account", views.Ways.as_view(), "mfa_index"),
    _mine("account/app", views.SetUpApp.as_view(), "mfa_activate_totp"),
    _mine("account/app/remove", totp.deactivate_totp, "mfa_deactivate_totp"),
    _mine("account/recovery-codes", recovery.view_recovery_codes, "mfa_view_recovery_codes"),
    _mine("account/recovery-codes/new", recovery.generate_recovery_codes, "mfa_generate_recovery_codes"),
    _mine("account/recovery-codes/file", recovery.download_recovery_codes, "mfa_download_recovery_codes"),
    _mine("account/passkeys", RedirectView.as_view(pattern_name="mfa_index"), "mfa_list_webauthn"),
    _mine("account/passkeys/new", views.AddPasskey.as_view(), "mfa_add_webauthn"),
    _mine("account/passkeys/<int:pk>/name", webauthn.edit_webauthn, "mfa_edit_webauthn"),
    _mine("account/passkeys/<int:pk>/remove", webauthn.remove_webauthn, "mfa_remove_webauthn"),
    _mine("account/confirm", account.reauthenticate, "account_reauthenticate"),
    _mine("account/confirm/code", second.reauthenticate, "mfa_reauthenticate"),
    _mine("account/confirm/passkey", views.ConfirmByPasskey.as_view(), "mfa_reauthenticate_webauthn"),
    path("account/address", views.address, name="account_address"),
    path("account/address/code", views.address_code, name="account_address_code"),
    path("account/devices", views.devices, name="account_devices"),
    _mine("password", account.password_change, "account_change_password"),
    _mine("password/set", account.password_set, "account_set_password"),
    path("password/remove", views.remove_password, name="account_remove_password"),
]

urlpatterns = entrance + own_account
