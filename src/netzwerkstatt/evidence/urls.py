"""Addresses of the evidence room."""

from __future__ import annotations

from django.urls import path

from netzwerkstatt.evidence import views
from netzwerkstatt.evidence.comparing import views as comparing
from netzwerkstatt.evidence.profiles import views as profiles
from netzwerkstatt.evidence.scenarios import views as scenarios

app_name = "evidence"
urlpatterns = [
    path("", views.card_list, name="list"),
    path("new", views.upload, name="upload"),
    path("files/<slug:sha256>", views.original, name="file"),
    path("files/<slug:sha256>/choose", views.choose, name="choose"),
    path("files/<slug:sha256>/claim", views.claim, name="claim"),
    path("places", profiles.places, name="places"),
    path("places/<slug:key>", profiles.profile, name="profile"),
    path("places/<slug:key>/charts", profiles.pyramid, name="profile-charts"),
    path("places/<slug:key>/charts/<slug:chart>.<slug:ending>", profiles.chart_file, name="profile-chart"),
    path("places/<slug:key>/project", profiles.project, name="project"),
    path("places/<slug:key>/document", profiles.make_document, name="profile-document"),
    path("places/<slug:key>/document.<slug:ending>", profiles.document, name="profile-file"),
    path("places/<slug:key>/what-if", scenarios.what_if, name="what-if"),
    path("places/<slug:key>/what-if/picture", scenarios.picture, name="what-if-picture"),
    path("places/<slug:key>/what-if/picture.<slug:ending>", scenarios.picture_file, name="what-if-file"),
    path("places/<slug:key>/what-if/keep", scenarios.keep, name="keep-scenario"),
    path("compare", comparing.compare, name="compare"),
    path("compare/keep", comparing.keep_card, name="keep-card"),
    path("compare/<int:number>.<slug:ending>", comparing.compare_file, name="compare-file"),
    path("scenarios/beside", scenarios.beside, name="beside"),
    path("scenarios/<slug:public_id>", scenarios.scenario, name="scenario"),
    path("<slug:public_id>", views.card, name="card"),
    path("<slug:public_id>/figures.csv", views.figures_csv, name="csv"),
]
