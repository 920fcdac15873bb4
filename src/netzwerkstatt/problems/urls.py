"""Addresses of the problems room."""

from __future__ import annotations

from django.urls import path

from netzwerkstatt.site.placeholder import placeholder

app_name = "problems"
urlpatterns = [
    path("", placeholder, name="list"),
    path("new", placeholder, name="new"),
    path("<slug:public_id>", placeholder, name="problem"),
    path("<slug:public_id>/evidence", placeholder, name="support"),
]
