"""Pages about the own account: ways of signing in, passkeys, address, devices. Most are django-allauth's, in our hand."""

from __future__ import annotations

import json
from typing import Any

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.templatekit import get_entrance_context_data
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth, flows
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from netzwerkstatt.foundation.accounts import actions
from netzwerkstatt.foundation.accounts.access import MemberRequest, access, signed_in
from netzwerkstatt.foundation.accounts.sessions import devices_of
from netzwerkstatt.foundation.entries.pages import perform
from netzwerkstatt.foundation.ui.markup import made_by_us
from netzwerkstatt.site.sign_in.address import Change, ask
from netzwerkstatt.site.sign_in.forms import AddressCode, NewAddress, spend_step
from netzwerkstatt.site.sign_in.forms import SignIn as SignInForm

fresh = reauthentication_required(app="allauth.mfa")


class Ways(base.IndexView):
    """Which ways of signing in I have, and what can be added."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        person = self.request.user
        known = found["authenticators"]
        codes = known.get(Authenticator.Type.RECOVERY_CODES)
        names = {app["provider_id"]: app["name"] for app in openid_apps()}
        return {
            **found,
            "passkeys": known.get(Authenticator.Type.WEBAUTHN, []),
            "app": known.get(Authenticator.Type.TOTP),
            "codes_left": len(codes.get_unused_codes()) if codes else None,
            "has_password": person.has_usable_password(),
            "linked": [names.get(one.provider, one.provider) for one in SocialAccount.objects.filter(user=person)],
        }


def openid_apps() -> list[dict[str, Any]]:
    """The providers this installation knows, in the order of its settings."""
    providers: dict[str, Any] = settings.SOCIALACCOUNT_PROVIDERS
    return list(providers["openid_connect"]["APPS"])


class _Ceremony:
    """What the browser needs for a passkey, as the text of an attribute: pages hold no script."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        options = found.get("js_data", {})
        asked = options.get("creation_options") or options.get("request_options")
        return {**found, "ceremony": json.dumps(asked) if asked else ""}


class SignIn(account.LoginView):
    """Address and password; and the other ways in beside them."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "openid": openid_apps()}


class SetUpApp(totp.ActivateTOTPView):
    """The secret for the app, as a square and as letters; a code shows that the app knows it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        key = found["form"].secret
        letters = " ".join(key[at : at + 4] for at in range(0, len(key), 4))
        return {**found, "app_square": made_by_us(found["totp_svg"]), "app_key": letters}

    def form_valid(self, form: Any) -> HttpResponse:
        """The app is set up; the code that showed it does not open anything afterwards."""
        answer: HttpResponse = super().form_valid(form)
        spend_step(
            Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP), form.cleaned_data["code"]
        )
        return answer


class SecondStep(_Ceremony, base.AuthenticateView):
    """The second step of signing in: passkey, app or recovery code, whichever this person has."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        kinds = set(Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True))
        return {
            **found,
            "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
            "has_app": Authenticator.Type.TOTP in kinds,
        }


class AddPasskey(_Ceremony, webauthn.AddWebAuthnView):
    """Make a passkey on this device or key."""


class ConfirmByPasskey(_Ceremony, webauthn.ReauthenticateWebAuthnView):
    """Before something delicate: the passkey once more."""


class SignInByPasskey(webauthn.LoginWebAuthnView):
    """Sign in with a passkey alone.

    A post without what the browser signed asks for the question: a GET would have to set a cookie. The question is
    kept in the session and answered once.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "credential" not in request.POST:
            return JsonResponse(auth.begin_authentication(user=None))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        found = form.cleaned_data["credential"]
        login = Login(user=found.user, redirect_url=get_next_redirect_url(self.request))
        return flows.perform_passwordless_login(self.request, found, login)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Visitors have no notes from page to page: the page for signing in says it itself."""
        ways = {"openid": openid_apps(), "request_login_code_url": reverse("account_request_login_code")}
        frame = {**get_entrance_context_data(self.request), **ways}
        return render(self.request, "account/login.html", {**frame, "form": SignInForm(), "passkey_failed": True})


# ── address ─────────────────────────────────────────────────────────────────


@access(signed_in)
@never_cache
@fresh
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: MemberRequest) -> HttpResponse:
    """Ask for another address. Whether somebody has it already, only a mail to it says."""
    form = NewAddress(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        ask(request, form.cleaned_data["email"])
        return redirect("account_address_code")
    return render(request, "account/address.html", {"form": form, "email": request.viewer.email})


@access(signed_in)
@never_cache
@fresh
@require_http_methods(["GET", "HEAD", "POST"])
def address_code(request: MemberRequest) -> HttpResponse:
    """The code from the mail to the new address; with it, the address counts and the old one is told."""
    change = Change.in_session(request)
    if change is None:
        return redirect("account_address")
    form = AddressCode(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        old = request.viewer.email
        if not change.is_shown_by(form.cleaned_data["code"], request):
            if Change.in_session(request) is None:
                messages.warning(request, _("That was too often. Have a new code sent to you."))
                return redirect("account_address")
            form.add_error("code", _("This code is not the one we sent. Check the letters, or request a new code."))
        elif perform(form, lambda: actions.change_address(actor=request.viewer, address=change.email)):
            change.forget(request)
            get_adapter(request).send_notification_mail("account/email/email_changed", request.viewer, email=old)
            messages.success(request, _("Your new address counts from now on."))
            return redirect("mfa_index")
    return render(request, "account/address_code.html", {"form": form, "email": change.email})


@access(signed_in)
@never_cache
@fresh
@require_http_methods(["GET", "HEAD", "POST"])
def remove_password(request: MemberRequest) -> HttpResponse:
    """From now on without a password: by code, passkey or provider. Says so first."""
    if not request.viewer.has_usable_password():
        return redirect("mfa_index")
    if request.method != "POST":
        return render(request, "account/password_remove.html")
    person = actions.remove_password(actor=request.viewer)
    update_session_auth_hash(request, person)
    get_adapter(request).send_notification_mail("account/email/password_removed", person)
    messages.success(request, _("Your password is taken away. You sign in by code or passkey."))
    return redirect("mfa_index")


# ── devices ─────────────────────────────────────────────────────────────────


@access(signed_in)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def devices(request: MemberRequest) -> HttpResponseBase:
    """Where I am signed in; a post ends one of them (`handle`), or all but this one (`others`)."""
    here = request.session.session_key
    if request.method == "POST":
        return _end(request, here)
    return render(request, "account/devices.html", {"devices": devices_of(request.viewer, here)})


def _end(request: MemberRequest, here: str | None) -> HttpResponseBase:
    if "others" in request.POST:
        actions.sign_out_other_devices(actor=request.viewer, here=here)
        messages.success(request, _("Signed out everywhere else."))
        return redirect("account_devices")
    handle = request.POST.get("handle", "")
    is_here = any(one.handle == handle and one.is_here for one in devices_of(request.viewer, here))
    if actions.sign_out_device(actor=request.viewer, handle=handle) and not is_here:
        messages.success(request, _("This device is signed out."))
    if is_here:
        logout(request)
        return redirect("site:start")
    return redirect("account_devices")
