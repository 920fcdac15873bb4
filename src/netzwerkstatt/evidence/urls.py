"""Addresses of the evidence room."""

from __future__ import annotations

from django.urls import path

from netzwerkstatt.evidence import views

app_name = "evidence"
urlpatterns = [
    path("", views.card_list, name="list"),
    path("new", views.upload, name="upload"),
    path("files/<slug:sha256>", views.original, name="file"),
    path("files/<slug:sha256>/choose", views.choose, name="choose"),
    path("files/<slug:sha256>/claim", views.claim, name="claim"),
    path("<slug:public_id>", views.card, name="card"),
    path("<slug:public_id>/figures.csv", views.figures_csv, name="csv"),
]
