"""All addresses. Every view behind them names its rule; a test walks this list."""

from __future__ import annotations

from allauth.account import views as account
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from netzwerkstatt.foundation.accounts.access import everyone, guarded, signed_in
from netzwerkstatt.foundation.ui import views as ui

sign_in = [
    path("sign-in", guarded(everyone, account.login), name="account_login"),
    path("sign-out", guarded(everyone, account.logout), name="account_logout"),
    path("sign-up", guarded(everyone, account.signup), name="account_signup"),
    path("sign-in/code", guarded(everyone, account.request_login_code), name="account_request_login_code"),
    path("sign-in/code/confirm", guarded(everyone, account.confirm_login_code), name="account_confirm_login_code"),
    path("password", guarded(signed_in, account.password_change), name="account_change_password"),
    path("password/set", guarded(signed_in, account.password_set), name="account_set_password"),
    path("password/reset", guarded(everyone, account.password_reset), name="account_reset_password"),
    path(
        "password/reset/code",
        guarded(everyone, account.confirm_password_reset_code),
        name="account_confirm_password_reset_code",
    ),
    path(
        "password/reset/new",
        guarded(everyone, account.complete_password_reset),
        name="account_complete_password_reset",
    ),
    path(
        "password/reset/done",
        guarded(everyone, account.password_reset_from_key_done),
        name="account_password_reset_completed",
    ),
    path("inactive", guarded(everyone, account.account_inactive), name="account_inactive"),
    path("reauthenticate", guarded(signed_in, account.reauthenticate), name="account_reauthenticate"),
]

ui_pages = [
    path("language", guarded(everyone, ui.language), name="language"),
    path("appearance", guarded(everyone, ui.appearance), name="appearance"),
]
if settings.DEBUG or settings.DEMO:
    ui_pages.append(path("ui/", guarded(everyone, ui.components), name="components"))

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("netzwerkstatt.site.urls")),
    path("", include(sign_in)),
    path("", include((ui_pages, "ui"))),
    path("", include("netzwerkstatt.foundation.entries.urls")),
    path("", include("netzwerkstatt.foundation.notifications.urls")),
    path("", include("netzwerkstatt.foundation.moderation.urls")),
    path("", include("netzwerkstatt.foundation.comments.urls")),
    path("", include("netzwerkstatt.foundation.search.urls")),
    path("evidence/", include("netzwerkstatt.evidence.urls")),
    path("problems/", include("netzwerkstatt.problems.urls")),
    path("", include("netzwerkstatt.ideas.urls")),
    path("", include("netzwerkstatt.workshops.urls")),
    path("projects/", include("netzwerkstatt.projects.urls")),
    path("recommendations/", include("netzwerkstatt.recommendations.urls")),
]

if settings.DEMO:
    from netzwerkstatt.site.demo.views import demo

    urlpatterns.append(path("demo", demo, name="demo"))
