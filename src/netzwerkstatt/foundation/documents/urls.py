"""Addresses of an item's files."""

from __future__ import annotations

from django.urls import path

from netzwerkstatt.foundation.documents import views

app_name = "documents"
urlpatterns = [
    path("e/<slug:public_id>/document.pdf", views.as_pdf, name="pdf"),
    path("e/<slug:public_id>/document.docx", views.as_docx, name="docx"),
    path("e/<slug:public_id>/document", views.make, name="make"),
]
