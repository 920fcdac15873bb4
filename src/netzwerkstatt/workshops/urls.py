"""Addresses of workshops. Short ones are for guests: `/join` stands on the wall, `/w/…` is what a phone shows."""

from __future__ import annotations

from django.urls import path

from netzwerkstatt.workshops.views import board, console, guests, pages, paper, plan, planning, record, tables
from netzwerkstatt.workshops.views import pool as pool_views

app_name = "workshops"
urlpatterns = [
    path("join", guests.join_page, name="join"),
    path("w/<str:public_id>", guests.take_part, name="take-part"),
    path("w/<str:public_id>/dots", guests.dots, name="dots"),
    path("w/<str:public_id>/table", tables.table, name="table"),
    path("w/<str:public_id>/paper", paper.paper, name="paper"),
    path("w/<str:public_id>/paper/<str:sheet_id>", paper.sheet_words, name="sheet-words"),
    path("w/<str:public_id>/paper/<str:sheet_id>/photo", paper.photo, name="sheet-photo"),
    path("table", tables.sit_down, name="sit-down"),
    path("workshops/", pages.workshop_list, name="list"),
    path("workshops/experts", pool_views.experts, name="experts"),
    path("workshops/my-time", pool_views.time, name="time"),
    path("workshops/my-time/back", pool_views.back, name="back"),
    path("workshops/request", planning.request_page, name="request"),
    path("workshops/presets", plan.presets, name="presets"),
    path("workshops/presets/<str:public_id>", plan.preset, name="preset"),
    path("workshops/meeting", plan.meeting, name="meeting"),
    path("workshops/from-ideas", planning.from_ideas, name="from-ideas"),
    path("workshops/<str:public_id>", pages.workshop, name="workshop"),
    path("workshops/<str:public_id>/ideas", pages.ideas, name="ideas"),
    path("workshops/<str:public_id>/phases/<int:number>", pages.phase, name="phase-page"),
    path("workshops/<str:public_id>/protocol", record.protocol, name="protocol"),
    path("workshops/<str:public_id>/protocol.pdf", record.protocol_pdf, name="protocol-pdf"),
    path("workshops/<str:public_id>/protocol.docx", record.protocol_docx, name="protocol-docx"),
    path("workshops/<str:public_id>/protocol.csv", record.protocol_csv, name="protocol-csv"),
    path("workshops/<str:public_id>/protocol.json", record.protocol_json, name="protocol-json"),
    path("workshops/<str:public_id>/protocol/files", record.protocol_files, name="protocol-files"),
    path("workshops/<str:public_id>/plan", plan.plan, name="plan"),
    path("workshops/<str:public_id>/plan/phase", plan.phase, name="plan-phase"),
    path("workshops/<str:public_id>/plan/preset", plan.use_preset, name="use-preset"),
    path("workshops/<str:public_id>/plan/keep", plan.keep, name="keep-preset"),
    path("workshops/<str:public_id>/plan/sheet", plan.sheet, name="sheet"),
    path("workshops/<str:public_id>/experts", planning.invite, name="invite"),
    path("workshops/<str:public_id>/invitation", planning.answer, name="answer-invitation"),
    path("workshops/<str:public_id>/start", console.start, name="start"),
    path("workshops/<str:public_id>/print", console.print_page, name="print"),
    path("workshops/<str:public_id>/console", console.console, name="console"),
    path("workshops/<str:public_id>/console/phase", console.phase, name="phase"),
    path("workshops/<str:public_id>/console/notes", console.notes, name="notes"),
    path("workshops/<str:public_id>/console/agree", console.agree, name="agree"),
    path("workshops/<str:public_id>/console/clusters", board.clusters, name="clusters"),
    path("workshops/<str:public_id>/board", board.board, name="board"),
    path("workshops/<str:public_id>/board/suggestions", board.suggestions, name="suggestions"),
    path("workshops/<str:public_id>/board/steps", board.steps, name="steps"),
    path("workshops/<str:public_id>/tables", tables.tables, name="tables"),
    path("workshops/<str:public_id>/cards.pdf", tables.cards, name="cards"),
    path("workshops/<str:public_id>/choose", console.choose, name="choose"),
    path("workshops/<str:public_id>/release", record.release, name="release"),
    path("workshops/<str:public_id>/record", record.write, name="record"),
    path("workshops/<str:public_id>/taken-back", record.taken_back, name="taken-back"),
    path("workshops/<str:public_id>/correct", record.correct, name="correct"),
]
