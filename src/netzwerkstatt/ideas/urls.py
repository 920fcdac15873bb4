"""Addresses of ideas."""

from __future__ import annotations

from django.urls import path

from netzwerkstatt.ideas import views

app_name = "ideas"
urlpatterns = [
    path("ideas/", views.pool, name="pool"),
    path("ideas/<str:public_id>", views.idea, name="idea"),
    path("ideas/<str:public_id>/up-vote", views.up_vote, name="up-vote"),
]
