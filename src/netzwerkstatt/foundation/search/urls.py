"""The address of the library."""

from __future__ import annotations

from django.urls import path

from netzwerkstatt.foundation.search import views

app_name = "search"
urlpatterns = [path("library", views.library, name="library")]
