"""All addresses. Every view behind them names its rule; a test walks this list."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from netzwerkstatt.foundation.accounts import views as accounts
from netzwerkstatt.foundation.accounts.access import everyone, guarded
from netzwerkstatt.foundation.ui import views as ui

ui_pages = [
    path("language", accounts.language, name="language"),
    path("appearance", guarded(everyone, ui.appearance), name="appearance"),
]
if settings.DEBUG or settings.DEMO:
    ui_pages.append(path("ui/", guarded(everyone, ui.components), name="components"))

handler404 = "netzwerkstatt.site.views.gone.not_found"

# Tried from above: what a room full of telephones asks for comes first, then what is read most. No two overlap.
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("netzwerkstatt.workshops.urls")),
    path("", include("netzwerkstatt.ideas.urls")),
    path("methods/", include("netzwerkstatt.methods.urls")),
    path("evidence/", include("netzwerkstatt.evidence.urls")),
    path("problems/", include("netzwerkstatt.problems.urls")),
    path("projects/", include("netzwerkstatt.projects.urls")),
    path("recommendations/", include("netzwerkstatt.recommendations.urls")),
    path("surveys/", include("netzwerkstatt.foundation.surveys.urls")),
    path("", include("netzwerkstatt.site.urls")),
    path("", include("netzwerkstatt.foundation.search.urls")),
    path("", include("netzwerkstatt.foundation.documents.urls")),
    path("", include("netzwerkstatt.foundation.entries.urls")),
    path("", include("netzwerkstatt.foundation.comments.urls")),
    path("", include("netzwerkstatt.foundation.attachments.urls")),
    path("", include("netzwerkstatt.foundation.versions.urls")),
    path("", include("netzwerkstatt.foundation.notifications.urls")),
    path("", include("netzwerkstatt.foundation.moderation.urls")),
    path("", include("netzwerkstatt.foundation.commitments.urls")),
    path("", include("netzwerkstatt.ideas.inquiries.urls")),
    path("", include("netzwerkstatt.site.privacy.urls")),
    path("", include("netzwerkstatt.site.feeds.urls")),
    path("", include("netzwerkstatt.site.api.urls")),
    path("", include("netzwerkstatt.site.results.urls")),
    path("", include("netzwerkstatt.site.sign_in.urls")),
    path("", include((ui_pages, "ui"))),
]

if settings.DEMO:
    from netzwerkstatt.site.demo.views import demo

    urlpatterns.append(path("demo", demo, name="demo"))
