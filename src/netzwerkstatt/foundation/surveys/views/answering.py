"""Pages for who answers: section by section, with a code to come back, without an account and without JavaScript."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.accounts.limits import Limit, spend
from netzwerkstatt.foundation.entries.pages import find_visible, item_page, perform
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.surveys import actions, queries, rules
from netzwerkstatt.foundation.surveys.forms import AnswerForm, BeginForm, ResumeForm
from netzwerkstatt.foundation.surveys.models import Answering, Sheet, Survey
from netzwerkstatt.foundation.surveys.structure import Section

A_MONTH = 60 * 60 * 24 * 30
A_PAGE = 15
WRONG_CODES = Limit("survey-code", 60, timedelta(minutes=1))


@access(everyone)
@require_safe
def surveys(request: ViewerRequest) -> HttpResponse:
    """What is being asked, what was asked; drafts for who runs them."""
    state = request.GET.get("state", "")
    page = Paginator(queries.listed(request.viewer, state), A_PAGE).get_page(request.GET.get("page"))
    may_make = rules.may_make.test(request.viewer)
    return render(request, "surveys/list.html", {"page": page, "may_make": may_make})


@access(everyone)
@never_cache
@require_safe
def survey(request: ViewerRequest, public_id: str) -> HttpResponse:
    """What is asked and why; the button that begins; for who runs it, all that can be done."""
    found = find_visible(Survey, public_id, request.viewer)
    context = item_page(
        found, request.viewer, survey=found, begin=BeginForm(auto_id="id_begin_%s"), resume=ResumeForm(auto_id="id_resume_%s"),
        number_of_questions=len(found.questionnaire.questions), sheet=_sheet(request, found),
        may_run=rules.may_run.test(request.viewer, found), may_make=rules.may_make.test(request.viewer),
        may_answer=found.is_open and rules.may_answer.test(request.viewer, found),
        may_read=rules.may_read_results.test(request.viewer, found), address=_address(found),
    )  # fmt: skip
    return render(request, "surveys/survey.html", context)


def _address(survey: Survey) -> str:
    return f"{settings.BASE_URL}{survey.get_absolute_url()}"


@access(everyone)
@never_cache
@require_POST
def begin(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Take an empty sheet. The cookie is set here, and only here and where one comes back with a code."""
    found = find_visible(Survey, public_id, request.viewer)
    if found.is_open and _sheet(request, found):
        return redirect("surveys:answer", public_id)
    form = BeginForm(request.POST)
    if not form.is_valid():
        return redirect(found)
    data = form.cleaned_data
    try:
        _made, code = actions.begin(
            actor=request.viewer, survey=found, network=data["network"], client_id=data["client_id"]
        )
    except Invalid as invalid:
        messages.info(request, " ".join(str(text) for text in invalid.fields.values()))
        return redirect(found)
    return _with_code(found, code)


@access(everyone)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Come back with the code."""
    found = find_visible(Survey, public_id, request.viewer)
    form = ResumeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if found.is_open and actions.sheet_by(found, form.cleaned_data["code"]):
            return _with_code(found, form.cleaned_data["code"])
        spend(WRONG_CODES, found.public_id)
        form.add_error(
            "code", _("This code opens no sheet of this survey. It has twelve signs, such as k7qm-2xw9-b4te.")
        )
    return render(request, "surveys/resume.html", {"survey": found, "entry": found.entry, "form": form})


def _with_code(survey: Survey, code: str) -> HttpResponse:
    response = redirect("surveys:answer", survey.public_id)
    if survey.answering == Answering.PUBLIC:
        response.set_signed_cookie(
            _cookie(survey), "".join(code.split()), salt="surveys.sheet", max_age=A_MONTH, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return response


def _cookie(survey: Survey) -> str:
    return f"sheet-{survey.public_id}"


def _code(request: ViewerRequest, survey: Survey) -> str:
    return str(request.get_signed_cookie(_cookie(survey), default="", salt="surveys.sheet", max_age=A_MONTH) or "")


def _sheet(request: ViewerRequest, survey: Survey) -> Sheet | None:
    """The sheet of this browser, or of this partner. One query at most, none for who has no cookie."""
    if survey.answering == Answering.PARTNERS:
        return queries.sheet_of(survey, request.viewer)
    return actions.sheet_by(survey, _code(request, survey))


@access(everyone)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: ViewerRequest, public_id: str) -> HttpResponse:
    """One section; a post keeps it and leads to the next."""
    found = find_visible(Survey, public_id, request.viewer)
    sheet = _sheet(request, found) if found.is_open else None
    if sheet is None:
        return redirect(found)
    here = _section(request, found, sheet)
    if here is None or ("section" not in request.GET and sheet.is_finished and request.method != "POST"):
        return render(request, "surveys/done.html", _frame(request, found, sheet))
    form_of, cities = found.questionnaire, queries.cities_by_key()
    asked = _asked(found, here, sheet)
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, form=form_of, questions=asked, cities=cities, values=sheet.values)
    if data is not None and form.is_valid():
        kept = perform(form, lambda: _keep(request, found, sheet, here, cities))
        if kept is not None:
            following = kept[0]
            address = reverse("surveys:answer", args=[public_id])
            return redirect(f"{address}?section={following.id}" if following else address)
    before = form_of.previous_of(here.id, sheet.values)
    place = next(n for n, one in enumerate(form_of.sections, 1) if one.id == here.id)
    more = {"form": form, "section": here, "before": before, "place": place, "total": len(form_of.sections)}
    return render(request, "surveys/answer.html", _frame(request, found, sheet, **more))


def _keep(
    request: ViewerRequest, survey: Survey, sheet: Sheet, here: Section, cities: dict[str, str]
) -> tuple[Section | None]:
    """The section that follows, in a tuple, because the end is none."""
    following = actions.answer_section(
        actor=request.viewer, survey=survey, sheet=sheet, section=here.id, typed=request.POST, cities=cities
    )
    return (following,)


def _section(request: ViewerRequest, survey: Survey, sheet: Sheet) -> Section | None:
    """The section asked for, if it is one for these answers; else the one that was reached, else the first."""
    known = {one.id: one for one, _asked in survey.questionnaire.asked(sheet.values)}
    first = next(iter(known.values()), None)
    return known.get(request.GET.get("section", "")) or known.get(sheet.reached) or first


def _asked(survey: Survey, here: Section, sheet: Sheet) -> list[Any]:
    """The questions of the section that are asked, or could be after an answer on this very page."""
    asked = next((asked for one, asked in survey.questionnaire.asked(sheet.values) if one.id == here.id), [])
    ids, own = {question.id for question in asked}, {question.id for question in here.questions}
    return [q for q in here.questions if q.id in ids or (q.only_if and q.only_if.question in own)]


def _frame(request: ViewerRequest, survey: Survey, sheet: Sheet, **more: Any) -> dict[str, Any]:
    return {"survey": survey, "entry": survey.entry, "sheet": sheet, "code": _code(request, survey), **more}


@access(everyone)
@never_cache
@require_POST
def leave(request: ViewerRequest, public_id: str) -> HttpResponse:
    """This device forgets the sheet; the next person can answer, and the code still opens it."""
    found = find_visible(Survey, public_id, request.viewer)
    response = redirect(found)
    response.delete_cookie(_cookie(found), samesite="Lax")
    return response


def read_by(request: ViewerRequest, public_id: str) -> Survey:
    """The survey, for who may read what came out. Raises `NotAllowed` for everybody else."""
    found = find_visible(Survey, public_id, request.viewer)
    if not rules.may_read_results.test(request.viewer, found):
        raise NotAllowed(_("The results are shown when the survey is closed."))
    return found
