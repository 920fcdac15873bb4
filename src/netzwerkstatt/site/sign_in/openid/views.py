"""The way to a provider and back."""

from __future__ import annotations

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from requests import RequestException

from netzwerkstatt.site.sign_in.openid.adapter import fault
from netzwerkstatt.site.sign_in.openid.exchange import Exchange


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """A post leads on to the provider; whoever only looks goes to the page for signing in."""
    exchange = Exchange(request, provider_id)
    try:
        provider = exchange.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404 from None
    if request.method != "POST":
        return redirect("account_login")
    try:
        answer: HttpResponse = OAuth2LoginView.adapter_view(exchange)(request)
    except RequestException:
        return fault(request, provider)
    return answer


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Coming back with the provider's answer, which must belong to a question asked from this browser."""
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(Exchange(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return answer
