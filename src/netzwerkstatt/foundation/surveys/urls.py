"""Addresses of surveys."""

from __future__ import annotations

from django.urls import path

from netzwerkstatt.foundation.surveys.views import answering, making, reading

app_name = "surveys"
urlpatterns = [
    path("", answering.surveys, name="list"),
    path("new", making.new, name="new"),
    path("<slug:public_id>", answering.survey, name="survey"),
    path("<slug:public_id>/edit", making.edit, name="edit"),
    path("<slug:public_id>/about", making.describe, name="describe"),
    path("<slug:public_id>/section", making.section, name="section"),
    path("<slug:public_id>/question", making.question, name="question"),
    path("<slug:public_id>/arrange", making.arrange, name="arrange"),
    path("<slug:public_id>/preview", making.preview, name="preview"),
    path("<slug:public_id>/print", making.paper, name="print"),
    path("<slug:public_id>/paper", making.type_in, name="type-in"),
    path("<slug:public_id>/copy", making.copy, name="copy"),
    path("<slug:public_id>/open", making.open_survey, name="open"),
    path("<slug:public_id>/close", making.close_survey, name="close"),
    path("<slug:public_id>/begin", answering.begin, name="begin"),
    path("<slug:public_id>/resume", answering.resume, name="resume"),
    path("<slug:public_id>/answer", answering.answer, name="answer"),
    path("<slug:public_id>/leave", answering.leave, name="leave"),
    path("<slug:public_id>/results", reading.results, name="results"),
    path("<slug:public_id>/results.csv", reading.as_csv, name="csv"),
    path("<slug:public_id>/results.xlsx", reading.as_xlsx, name="xlsx"),
]
