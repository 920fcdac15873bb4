"""Addresses of the problems room."""

from __future__ import annotations

from django.urls import path

from netzwerkstatt.problems import views

app_name = "problems"
urlpatterns = [
    path("", views.problem_list, name="list"),
    path("new", views.new, name="new"),
    path("around/<slug:public_id>", views.discuss_in, name="discuss-in"),
    path("<slug:public_id>", views.problem, name="problem"),
    path("<slug:public_id>/change", views.change, name="change"),
    path("<slug:public_id>/evidence", views.support, name="support"),
    path("<slug:public_id>/scenario", views.discuss, name="discuss"),
]
