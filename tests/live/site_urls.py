"""The product's addresses, and a board that everybody may follow."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from netzwerkstatt.foundation.accounts.access import access, everyone
from netzwerkstatt.foundation.live.answers import live_answer
from tests.live.board import KIND


@access(everyone)
def board(request: HttpRequest, stream: str) -> HttpResponse:
    return live_answer(request, KIND, stream, "guest")


urlpatterns = [path("board/<str:stream>", board), path("", include("netzwerkstatt.config.urls"))]
