"""What came out: the page, and the files for who runs the survey."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone, signed_in
from netzwerkstatt.foundation.surveys import queries, rules
from netzwerkstatt.foundation.surveys.models import Source
from netzwerkstatt.foundation.surveys.results import outcomes
from netzwerkstatt.foundation.surveys.views.answering import read_by
from netzwerkstatt.foundation.surveys.views.making import run_by

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@access(everyone)
@require_safe
def results(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Question by question; what people wrote only for who runs the survey."""
    survey = read_by(request, public_id)
    may_run = rules.may_run.test(request.viewer, survey)
    sheets = queries.finished(survey)
    found = outcomes(survey, sheets, queries.cities_by_key(), with_texts=may_run)
    context = {
        "survey": survey,
        "entry": survey.entry,
        "outcomes": found,
        "answers": len(sheets),
        "on_paper": sum(sheet.source == Source.PAPER for sheet in sheets),
        "may_run": may_run,
    }
    return render(request, "surveys/results.html", context)


@access(signed_in)
@require_safe
def as_csv(request: ViewerRequest, public_id: str) -> HttpResponse:
    """All finished sheets as CSV."""
    survey = run_by(request, public_id)
    from netzwerkstatt.foundation.surveys import export

    text = export.as_csv(survey, queries.finished(survey), queries.cities_by_key())
    return _file(text, "text/csv; charset=utf-8", f"{survey.entry.code or public_id}.csv")


@access(signed_in)
@require_safe
def as_xlsx(request: ViewerRequest, public_id: str) -> HttpResponse:
    """All finished sheets as a worksheet."""
    survey = run_by(request, public_id)
    from netzwerkstatt.foundation.surveys import export

    book = export.as_xlsx(survey, queries.finished(survey), queries.cities_by_key())
    return _file(book, XLSX, f"{survey.entry.code or public_id}.xlsx")


def _file(content: str | bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
