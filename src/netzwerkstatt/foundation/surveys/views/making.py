"""Pages for who makes and runs a survey."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, signed_in
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.pages import find_visible, ids_sent, perform
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.surveys import actions, queries, rules
from netzwerkstatt.foundation.surveys.forms import (
    KIND_NAMES,
    AnswerForm,
    BeginForm,
    DescribeForm,
    NewSurveyForm,
    QuestionForm,
    SectionForm,
    initial_of,
)
from netzwerkstatt.foundation.surveys.models import Survey
from netzwerkstatt.foundation.surveys.structure import TELLING, Kind, Question, Section


@access(rules.may_make)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ViewerRequest) -> HttpResponse:
    """Begin a survey, perhaps about something that is there."""
    asked = ids_sent([request.GET.get("about", "")])
    about = Entry.objects.visible_to(request.viewer).filter(public_id__in=asked).first() if asked else None
    form = NewSurveyForm(request.POST if request.method == "POST" else None, person=_person(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = perform(form, lambda: actions.draft_survey(
            actor=_person(request), title=data["title"], intro=data["intro"], answering=data["answering"], about=about,
            client_id=data["client_id"], **form.asker(),
        ))  # fmt: skip
        if made is not None:
            return redirect("surveys:edit", made.public_id)
    return render(request, "surveys/new.html", {"form": form, "about": about})


@access(signed_in)
@require_safe
def edit(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The workplace of a draft: sections and questions in their order."""
    survey = run_by(request, public_id)
    if not survey.is_draft:
        return redirect(survey)
    numbers = survey.questionnaire.numbers()
    sections = [
        (
            section,
            _said(survey, section),
            [(q, numbers[q.id], KIND_NAMES[q.kind], _said(survey, q)) for q in section.questions],
        )
        for section in survey.questionnaire.sections
    ]
    context = {"survey": survey, "entry": survey.entry, "sections": sections, "kinds": list(KIND_NAMES.items())}
    return render(request, "surveys/edit.html", context)


def _said(survey: Survey, thing: Question | Section) -> str:
    """The condition in words."""
    if thing.only_if is None or (rests_on := survey.questionnaire.question(thing.only_if.question)) is None:
        return ""
    known = dict(rests_on.choices)
    words = ", ".join(known[value] for value in thing.only_if.values)
    number = survey.questionnaire.numbers()[rests_on.id]
    return _("only after question %(number)d: %(answers)s") % {"number": number, "answers": words}


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Title, words at the beginning and at the end, who answers."""
    survey = run_by(request, public_id)
    initial = {name: getattr(survey, name) for name in ("title", "intro", "thanks", "answering", "shows_results")}
    form = DescribeForm(request.POST if request.method == "POST" else None, survey=survey, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = {"answering": survey.answering, **form.cleaned_data}
        data.pop("client_id")
        if perform(form, lambda: actions.describe(actor=_person(request), survey=survey, **data)) is not None:
            return redirect("surveys:edit" if survey.is_draft else "surveys:survey", public_id)
    return _form_page(request, survey, form, _("About the survey"))


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: ViewerRequest, public_id: str) -> HttpResponse:
    """A new section, or with `?id=` another form of one that is there."""
    survey = _draft_by(request, public_id)
    form_of = survey.questionnaire
    known = form_of.section(request.GET.get("id", ""))
    where = known.id if known else ""
    form = SectionForm(
        request.POST if request.method == "POST" else None, earlier=form_of.before(where), numbers=form_of.numbers(),
        initial={"base": survey.version, **(initial_of(known) if known else {})},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        made = form.section(where, known.questions if known else ())
        base = form.cleaned_data["base"]
        if _put(form, lambda: actions.put_section(actor=_person(request), survey=survey, section=made, base=base)):
            return redirect("surveys:edit", public_id)
    return _form_page(request, survey, form, _("Section"))


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: ViewerRequest, public_id: str) -> HttpResponse:
    """A new question of a kind at the end of a section, or with `?id=` another form of one that is there."""
    survey = _draft_by(request, public_id)
    form_of = survey.questionnaire
    known = form_of.question(request.GET.get("id", ""))
    where = known.id if known else request.GET.get("section", "")
    home = form_of.section_of(known.id) if known else form_of.section(where)
    kind = known.kind if known else next((k for k in Kind if k == request.GET.get("kind")), None)
    if home is None or kind is None:
        raise Http404
    numbers = form_of.numbers()
    earlier = form_of.before(known.id) if known else [*form_of.before(home.id), *_telling(home)]
    form = QuestionForm(
        request.POST if request.method == "POST" else None, kind=kind, earlier=earlier, numbers=numbers,
        initial={"base": survey.version, **(initial_of(known) if known else {})},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        made = form.question(known.id if known else "")
        base = form.cleaned_data["base"]
        if _put(form, lambda: actions.put_question(
            actor=_person(request), survey=survey, section=home.id, question=made, base=base
        )):  # fmt: skip
            return redirect("surveys:edit", public_id)
    return _form_page(request, survey, form, str(KIND_NAMES[kind]))


def _telling(home: Section) -> list[Question]:
    return [question for question in home.questions if question.kind in TELLING]


@access(signed_in)
@require_POST
def arrange(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Move something up or down, or take it out: `do` is "up", "down" or "remove", `thing` its id."""
    survey = _draft_by(request, public_id)
    thing, do = request.POST.get("thing", ""), request.POST.get("do", "")
    try:
        if do == "remove":
            actions.remove(actor=_person(request), survey=survey, thing=thing)
        elif do in {"up", "down"}:
            actions.move(actor=_person(request), survey=survey, thing=thing, step=-1 if do == "up" else 1)
    except Invalid as invalid:
        messages.warning(request, _words(invalid))
    return redirect("surveys:edit", public_id)


@access(signed_in)
@require_safe
def preview(request: ViewerRequest, public_id: str) -> HttpResponse:
    """All questions as they will look; nothing can be sent."""
    survey = run_by(request, public_id)
    form_of, cities = survey.questionnaire, queries.cities_by_key()
    pages = [
        (one, _said(survey, one), AnswerForm(form=form_of, questions=one.questions, cities=cities))
        for one in form_of.sections
    ]
    return render(request, "surveys/preview.html", {"survey": survey, "entry": survey.entry, "pages": pages})


@access(signed_in)
@require_safe
def paper(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The questionnaire for the printer: numbered, with boxes and lines to write on."""
    survey = run_by(request, public_id)
    numbers = survey.questionnaire.numbers()
    sections = [
        (one, _said(survey, one), [(q, numbers[q.id], _said(survey, q), range(4)) for q in one.questions])
        for one in survey.questionnaire.sections
    ]
    return render(request, "surveys/print.html", {"survey": survey, "entry": survey.entry, "sections": sections})


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def type_in(request: ViewerRequest, public_id: str) -> HttpResponse:
    """A sheet of paper, typed in at once."""
    survey = run_by(request, public_id)
    if not survey.is_open:
        return redirect(survey)
    cities = queries.cities_by_key()
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, form=survey.questionnaire, questions=survey.questionnaire.questions, cities=cities)
    begin = BeginForm(data)
    if data is not None and form.is_valid() and begin.is_valid():
        made = perform(form, lambda: actions.type_in(
            actor=_person(request), survey=survey, typed=data, cities=cities, network=begin.cleaned_data["network"],
            client_id=form.cleaned_data["client_id"],
        ))  # fmt: skip
        if made is not None:
            messages.success(request, _("Sheet kept. The next one?"))
            return redirect("surveys:type-in", public_id)
    context = {"survey": survey, "entry": survey.entry, "form": form, "begin": begin}
    return render(request, "surveys/type_in.html", context)


@access(signed_in)
@require_POST
def copy(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The same questions once more, as a draft."""
    survey = find_visible(Survey, public_id, request.viewer)
    client_id = BeginForm(request.POST).fields["client_id"].clean(request.POST.get("client_id"))
    made = actions.copy_survey(actor=_person(request), survey=survey, client_id=client_id)
    return redirect("surveys:edit", made.public_id)


@access(signed_in)
@require_POST
def open_survey(request: ViewerRequest, public_id: str) -> HttpResponse:
    """People may answer."""
    return _turn(request, public_id, actions.open_survey)


@access(signed_in)
@require_POST
def close_survey(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Nobody answers any more."""
    return _turn(request, public_id, actions.close_survey)


def _turn(request: ViewerRequest, public_id: str, act: Callable[..., Survey]) -> HttpResponse:
    survey = find_visible(Survey, public_id, request.viewer)
    try:
        act(actor=_person(request), survey=survey)
    except Invalid as invalid:
        messages.warning(request, _words(invalid))
        return redirect("surveys:edit", public_id)
    return redirect("surveys:survey", public_id)


def run_by(request: ViewerRequest, public_id: str) -> Survey:
    """The survey, for who runs it. Raises `NotAllowed` for everybody else."""
    found = find_visible(Survey, public_id, request.viewer)
    if not rules.may_run.test(request.viewer, found):
        raise NotAllowed(actions.RUNNERS)
    return found


def _draft_by(request: ViewerRequest, public_id: str) -> Survey:
    survey = run_by(request, public_id)
    if not survey.is_draft:
        raise NotAllowed(_("The survey was opened; its questions stay as they are. Copy it to ask otherwise."))
    return survey


def _put(form: Any, act: Callable[[], Survey]) -> bool:
    return perform(form, act) is not None


def _words(invalid: Invalid) -> str:
    return " ".join(str(text) for text in invalid.fields.values())


def _form_page(request: ViewerRequest, survey: Survey, form: Any, heading: str) -> HttpResponse:
    context = {"survey": survey, "entry": survey.entry, "form": form, "heading": heading}
    return render(request, "surveys/form.html", context)


def _person(request: ViewerRequest) -> Person:
    """Who is signed in; the rule of the view has seen to that."""
    return cast("Person", request.viewer)
