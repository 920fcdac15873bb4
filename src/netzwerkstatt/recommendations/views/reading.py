"""Pages for everybody: the list, a recommendation, its PDF and JSON, an answer."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import MemberRequest, ViewerRequest, access, everyone, signed_in
from netzwerkstatt.foundation.documents.files import docx_response, files_of, pdf_response
from netzwerkstatt.foundation.documents.redacting import redactions_of
from netzwerkstatt.foundation.entries.pages import find_visible, item_page
from netzwerkstatt.foundation.network.models import State
from netzwerkstatt.foundation.network.queries import states
from netzwerkstatt.recommendations import queries, rules
from netzwerkstatt.recommendations.actions import ask_for_answer_files
from netzwerkstatt.recommendations.models import Answer, Recommendation, Release
from netzwerkstatt.recommendations.shown import shown, steps_of

A_PAGE = 15


@access(everyone)
@require_safe
def recommendations(request: ViewerRequest) -> HttpResponse:
    """Released recommendations with the answers of the Länder; for the alliance, its drafts beside them."""
    land = State.objects.filter(code=request.GET.get("land", "")).first()
    page = Paginator(queries.listed(request.viewer, land), A_PAGE).get_page(request.GET.get("page"))
    drafts = list(queries.drafts(request.viewer)[:A_PAGE]) if rules.may_draft.test(request.viewer) else []
    context = {
        "page": page,
        "land": land,
        "lands": states(),
        "drafts": drafts,
        "may_draft": rules.may_draft.test(request.viewer),
    }
    return render(request, "recommendations/list.html", context)


@access(everyone)
@require_safe
def recommendation(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The released text with its thread, its addressees and their answers; a draft is shown as it would be."""
    found = find_visible(Recommendation, public_id, request.viewer)
    page = shown(found)
    answerable = [a for a in page.addresses if a.answer is None and page.released and _may_answer(request, a.land)]
    context = item_page(
        found,
        request.viewer,
        shown=page,
        answerable=answerable,
        may_edit=rules.may_edit.test(request.viewer, found),
        may_amend=rules.may_amend.test(request.viewer, found),
    )
    return render(request, "recommendations/recommendation.html", context)


def _may_answer(request: ViewerRequest, land: State) -> bool:
    return bool(rules.may_answer.test(request.viewer, land))


@access(everyone)
@require_safe
def short(request: ViewerRequest, number: int) -> HttpResponse:
    """E-6: the address that fits on paper leads to the permanent one."""
    return redirect(
        get_object_or_404(Release.objects.select_related("recommendation__entry"), number=number).recommendation
    )


@access(everyone)
@require_safe
def as_json(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The released content for machines, with the checksum that anybody can compute from it.

    `sha256` is that of `content` written with sorted keys, without spaces, in UTF-8: exactly as it stands here.
    """
    release = _release(request, public_id)
    response = HttpResponse(
        f'{{"content":{release.content},"sha256":"{release.sha256}"}}', content_type="application/json"
    )
    response["ETag"] = f'"{release.sha256}"'
    patch_cache_control(response, public=True, max_age=3600)
    return response


@access(everyone)
@require_safe
def as_pdf(request: ViewerRequest, public_id: str) -> HttpResponseBase:
    """The file, once it is made; before that, the page that says so."""
    release = _release(request, public_id)
    return pdf_response(public_id, release.recommendation.entry.code) or redirect(release.recommendation)


@access(everyone)
@require_safe
def as_docx(request: ViewerRequest, public_id: str) -> HttpResponseBase:
    """The office file, once it is made; before that, the page that says so."""
    release = _release(request, public_id)
    return docx_response(public_id, release.recommendation.entry.code) or redirect(release.recommendation)


@access(everyone)
@require_safe
def answer(request: ViewerRequest, public_id: str) -> HttpResponse:
    """What a Land answered, paragraph by paragraph."""
    found = find_visible(Answer, public_id, request.viewer)
    release = Release.objects.select_related("recommendation__entry").get(
        recommendation=found.address.recommendation_id
    )
    texts = {paragraph["number"]: paragraph["text"] for paragraph in release.data["paragraphs"]}
    steps = [(step, texts.get(step.number, "")) for step in steps_of(found)]
    more = {
        "steps": steps,
        "release": release,
        "files": files_of(public_id),
        "may_retry": rules.may_answer_or_edit.test(request.viewer, found),
        "redactions": redactions_of(public_id),
    }
    return render(request, "recommendations/answer.html", item_page(found, request.viewer, **more))


@access(everyone)
@require_safe
def answer_pdf(request: ViewerRequest, public_id: str) -> HttpResponseBase:
    """The answer as a PDF, once it is made; before that, the page that says so."""
    found = find_visible(Answer, public_id, request.viewer)
    return pdf_response(public_id, found.entry.code) or redirect(found)


@access(everyone)
@require_safe
def answer_docx(request: ViewerRequest, public_id: str) -> HttpResponseBase:
    """The answer for office programs, once it is made; before that, the page that says so."""
    found = find_visible(Answer, public_id, request.viewer)
    return docx_response(public_id, found.entry.code) or redirect(found)


@access(signed_in)
@require_POST
def answer_files(request: MemberRequest, public_id: str) -> HttpResponse:
    """Have the files made that are missing."""
    found = find_visible(Answer, public_id, request.viewer)
    ask_for_answer_files(actor=request.viewer, answer=found)
    return redirect(found)


def _release(request: ViewerRequest, public_id: str) -> Release:
    found = find_visible(Recommendation, public_id, request.viewer)
    release = Release.objects.filter(recommendation=found).first()
    if release is None:
        raise Http404
    release.recommendation = found
    return release
