"""What figures there are: datasets, one dataset with some of its values, and the catalogue of indicators."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from netzwerkstatt.evidence import rules
from netzwerkstatt.evidence.catalogue import browsing
from netzwerkstatt.evidence.from_store import Question
from netzwerkstatt.evidence.keeping import Keep, from_figures
from netzwerkstatt.evidence.models import Dataset
from netzwerkstatt.evidence.queries import readable_date
from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.entries.files import DamagedError
from netzwerkstatt.foundation.ui.formatting import number

A_PAGE = 20
INDICATORS_A_PAGE = 40


@access(everyone)
@require_safe
def datasets(request: ViewerRequest) -> HttpResponse:
    """All datasets, the newest first; by words."""
    words = _words(request)
    page = Paginator(browsing.datasets(words), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "q": words, "may_import": rules.imports_statistics.test(request.viewer),
        "may_import_register": rules.imports_some_register.test(request.viewer),
    }  # fmt: skip
    return render(request, "evidence/data.html", context)


@access(everyone)
@require_safe
def dataset(request: ViewerRequest, pk: int) -> HttpResponse:
    """One dataset: what it counts, where from, under which licence, and the values of one place."""
    found = _dataset(pk)
    words = _words(request)
    try:
        part = browsing.part_of(found, place=request.GET.get("place", ""), words=words, page=request.GET.get("page"))
    except DamagedError:
        return render(request, "evidence/damaged.html", {"file": found.file}, status=500)
    newer, may_make = browsing.newer_than(found), rules.makes_cards.test(request.viewer)
    lines = [(line, _to_card(request, part, line) if may_make and not newer else None) for line in part.lines]
    context = {
        "dataset": found, "lines": lines, "times": [readable_date(time) for time in part.times], "source": browsing.source(found), "part": part, "q": words,
        "indicators": browsing.indicators_of(found), "newer": newer, "may_make": may_make,
    }  # fmt: skip
    return render(request, "evidence/dataset.html", context)


@access(everyone)
@require_safe
def figures_csv(request: ViewerRequest, pk: int) -> HttpResponseBase:
    """All figures of a dataset with definition, place, date and line in the office's file, as they are read."""
    found = _dataset(pk)
    try:
        lines = browsing.csv_lines(found)
    except DamagedError:
        return render(request, "evidence/damaged.html", {"file": found.file}, status=500)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"{found.table_code or 'figures'}-{found.pk}.csv"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@access(everyone)
@require_safe
def indicators(request: ViewerRequest) -> HttpResponse:
    """The catalogue: what can be asked for, what exactly it counts, and for which years."""
    words = _words(request)
    page = Paginator(browsing.indicators(words), INDICATORS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "evidence/indicators.html", {"page": page, "q": words})


def _to_card(request: HttpRequest, part: browsing.Part, line: browsing.Line) -> tuple[Keep, str] | None:
    """How what the line shows becomes a card: at once, or with words of one's own; None where the question would bring other
    figures too.
    """
    known = [
        (time, cell)
        for time, cell in zip(part.times, line.cells, strict=True)
        if cell is not None and cell.value is not None
    ]
    if part.place is None or not line.alone or not known:
        return None
    series, (time, last) = line.series, known[-1]
    question = Question(
        territories=(part.place.key,),
        indicator=series.indicator.key,
        years=tuple(sorted({int(time[:4]) for time, _cell in known if time[:4].isdecimal()})) or None,
        sex=series.sex,
        age=None if series.age_from is None else (series.age_from, series.age_to),
        nationality=series.nationality,
        view=request.get_full_path(),
    )
    title = f"{series.definition}, {part.place.name}: {number(last.value)} ({readable_date(time)})"
    return from_figures(question, title), question.address


def _dataset(pk: int) -> Dataset:
    return get_object_or_404(Dataset.objects.select_related("file"), pk=pk)


def _words(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").split())[:120]
