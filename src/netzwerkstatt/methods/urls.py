"""Addresses of the toolbox."""

from __future__ import annotations

from django.urls import path

from netzwerkstatt.methods.views import pages, telling, writing

app_name = "methods"
urlpatterns = [
    path("", pages.toolbox, name="toolbox"),
    path("new", writing.new, name="new"),
    path("uses/<slug:public_id>/edit", telling.change_use, name="change-use"),
    path("uses/<slug:public_id>/take-back", telling.take_back_use, name="take-back-use"),
    path("<slug:public_id>", pages.method, name="method"),
    path("<slug:public_id>/sheet", pages.sheet, name="sheet"),
    path("<slug:public_id>/sheet.pdf", pages.sheet_pdf, name="sheet-pdf"),
    path("<slug:public_id>/sheet.docx", pages.sheet_docx, name="sheet-docx"),
    path("<slug:public_id>/files", pages.sheet_files, name="sheet-files"),
    path("<slug:public_id>/use", telling.record_use, name="record-use"),
    path("<slug:public_id>/edit", writing.edit, name="edit"),
    path("<slug:public_id>/archive", writing.archive, name="archive"),
    path("<slug:public_id>/restore", writing.restore, name="restore"),
]
