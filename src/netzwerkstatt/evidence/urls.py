"""Addresses of the evidence room."""

from __future__ import annotations

from django.urls import path

from netzwerkstatt.evidence.comparing import views as comparing
from netzwerkstatt.evidence.computed import views as computed
from netzwerkstatt.evidence.mapping import views as mapping
from netzwerkstatt.evidence.profiles import views as profiles
from netzwerkstatt.evidence.scenarios import views as scenarios
from netzwerkstatt.evidence.views import borders, cards, data, imports

app_name = "evidence"
urlpatterns = [
    path("", cards.card_list, name="list"),
    path("new", cards.upload, name="upload"),
    path("files/<slug:sha256>", cards.original, name="file"),
    path("files/<slug:sha256>/choose", cards.choose, name="choose"),
    path("files/<slug:sha256>/claim", cards.claim, name="claim"),
    path("data", data.datasets, name="data"),
    path("data/<int:pk>", data.dataset, name="dataset"),
    path("data/<int:pk>/figures.csv", data.figures_csv, name="dataset_csv"),
    path("from-store", cards.from_store, name="from_store"),
    path("indicators", data.indicators, name="indicators"),
    path("import", imports.offer, name="imports"),
    path("import/register", imports.offer_register, name="register"),
    path("import/<slug:public_id>", imports.arrival, name="import"),
    path("import/<slug:public_id>/progress", imports.progress, name="import_progress"),
    path("import/<slug:public_id>/columns", imports.columns, name="import_columns"),
    path("import/<slug:public_id>/confirm", imports.confirm, name="import_confirm"),
    path("import/<slug:public_id>/give-up", imports.give_up, name="import_give_up"),
    path("places", profiles.places, name="places"),
    path("places/<slug:key>", profiles.profile, name="profile"),
    path("places/<slug:key>/charts", profiles.pyramid, name="profile-charts"),
    path("places/<slug:key>/charts/<slug:chart>.<slug:ending>", profiles.chart_file, name="profile-chart"),
    path("places/<slug:key>/project", profiles.project, name="project"),
    path("places/<slug:key>/card", computed.keep, name="keep-computed"),
    path("places/<slug:key>/document", profiles.make_document, name="profile-document"),
    path("places/<slug:key>/document.<slug:ending>", profiles.document, name="profile-file"),
    path("places/<slug:key>/what-if", scenarios.what_if, name="what-if"),
    path("places/<slug:key>/what-if/picture", scenarios.picture, name="what-if-picture"),
    path("places/<slug:key>/what-if/picture.<slug:ending>", scenarios.picture_file, name="what-if-file"),
    path("places/<slug:key>/what-if/keep", scenarios.keep, name="keep-scenario"),
    path("compare", comparing.compare, name="compare"),
    path("compare/keep", comparing.keep_card, name="keep-card"),
    path("compare/<int:number>.<slug:ending>", comparing.compare_file, name="compare-file"),
    path("map", mapping.map_page, name="map"),
    path("map.<slug:ending>", mapping.map_file, name="map-file"),
    path("outlines", mapping.outlines, name="outlines"),
    path("outlines/<slug:public_id>/remove", mapping.remove, name="outlines-remove"),
    path("borders", borders.borders, name="borders"),
    path("borders/list", borders.bring_list, name="borders-list"),
    path("borders/note", borders.note, name="borders-note"),
    path("scenarios/beside", scenarios.beside, name="beside"),
    path("scenarios/<slug:public_id>", scenarios.scenario, name="scenario"),
    path("<slug:public_id>", cards.card, name="card"),
    path("<slug:public_id>/figures.csv", cards.figures_csv, name="csv"),
]
