"""Addresses of the evidence room."""

from __future__ import annotations

from django.urls import path

from netzwerkstatt.site.placeholder import placeholder

app_name = "evidence"
urlpatterns = [
    path("", placeholder, name="list"),
    path("new", placeholder, name="upload"),
    path("files/<int:pk>/choose", placeholder, name="choose"),
    path("files/<slug:sha256>", placeholder, name="file"),
    path("<slug:public_id>", placeholder, name="card"),
    path("<slug:public_id>/figures.csv", placeholder, name="csv"),
]
