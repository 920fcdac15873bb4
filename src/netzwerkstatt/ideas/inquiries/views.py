"""HTTP in, HTTP out: inquiries, their answers, and the experiences they become."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.pages import find_visible, ids_sent, item_page, perform
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.network.queries import cities
from netzwerkstatt.foundation.network.rules import standing
from netzwerkstatt.foundation.ui.templatetags.ui import Tab
from netzwerkstatt.foundation.versions.forms import EditForm
from netzwerkstatt.foundation.versions.saving import number_now
from netzwerkstatt.ideas.inquiries import actions, queries, rules
from netzwerkstatt.ideas.inquiries.actions import Lesson
from netzwerkstatt.ideas.inquiries.forms import (
    SOME,
    AnswerForm,
    ChangeAnswerForm,
    ChangeLessonForm,
    InquiryForm,
    LessonForm,
    PageAnswerForm,
    SummaryForm,
)
from netzwerkstatt.ideas.inquiries.models import AskedCity, Experience, Inquiry, InquiryAnswer
from netzwerkstatt.ideas.inquiries.pointing import pointing_words
from netzwerkstatt.ideas.inquiries.similar import asked_before

A_PAGE = 20
OPEN, LEARNED, MINE = "open", "learned", "mine"


@access(everyone)
@require_safe
def inquiry_list(request: ViewerRequest) -> HttpResponse:
    """What is asked now, what was learned, what the own city asked. Visitors read what was learned in public."""
    viewer = request.viewer
    reads, asks = rules.reads_inquiries.test(viewer), rules.asks.test(viewer)
    views = [*([OPEN] if reads else []), LEARNED, *([MINE] if asks else [])]
    shown = request.GET.get("show", "")
    shown = shown if shown in views else views[0]
    found: Any = {OPEN: queries.open_inquiries, LEARNED: queries.experiences, MINE: queries.own_inquiries}[shown](
        viewer
    )
    context = {
        "shown": shown,
        "tabs": _tabs(views, shown),
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "may_ask": asks,
    }
    return render(request, "ideas/inquiries/list.html", context)


def _tabs(views: list[str], shown: str) -> list[Tab]:
    labels = {
        OPEN: pgettext("inquiries", "Open"),
        LEARNED: pgettext("inquiries", "What was learned"),
        MINE: pgettext("inquiries", "Asked by my city"),
    }
    here = reverse("inquiries:list")
    return [Tab(labels[view], f"{here}?show={view}", view == shown) for view in views]


@access(rules.reads_inquiries)
@require_safe
def inquiry(request: ViewerRequest, public_id: str) -> HttpResponse:
    """One inquiry: the question, who was asked, what they answered."""
    found = find_visible(Inquiry, public_id, request.viewer)
    mine = queries.asked_of(found, request.viewer)
    more = {
        "inquiry": found,
        "asked": queries.asked_cities(found),
        "answers": queries.answers_to(found, request.viewer),
        "mine": mine,
        "may_answer": found.is_open and mine is not None and mine.state != AskedCity.State.ANSWERED,
        "may_close": rules.offers_to_sum_up.test(request.viewer, found),
        "learned": Experience.objects.visible_to(request.viewer).filter(inquiry=found).select_related("entry").first(),
    }
    return render(request, "ideas/inquiries/inquiry.html", item_page(found, request.viewer, **more))


@access(rules.asks)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ViewerRequest) -> HttpResponseBase:
    """Ask the other cities; what was asked before is shown first, and may be asked anyway."""
    own = cities().filter(pk__in=standing(request.viewer).cities).order_by("name")
    origin = _origin(request)
    start = {"city": own.first(), "themes": origin.theme_list if origin else []}
    form = InquiryForm(_posted(request), cities=own, initial=start)
    before: list[Entry] = []
    if request.method == "POST" and form.is_valid():
        if "anyway" not in request.POST:
            before = asked_before(form.cleaned_data["question"], request.viewer)
        if not before and (made := perform(form, partial(_ask, request, form.cleaned_data, origin))):
            messages.success(request, _("Asked. Those who speak for these cities are being told."))
            return redirect(made)
    context = {"form": form, "before": before, "origin": origin}
    return render(request, "ideas/inquiries/new.html", context, status=422 if form.errors else 200)


def _origin(request: ViewerRequest) -> Entry | None:
    """What the address or the form says made the city ask, as far as the viewer may see it."""
    given = ids_sent((request.POST if request.method == "POST" else request.GET).getlist("origin"))[:1]
    found: Entry | None = (
        Entry.objects.visible_to(request.viewer).filter(public_id__in=given).first() if given else None
    )
    return found


def _ask(request: ViewerRequest, given: dict[str, Any], origin: Entry | None) -> Inquiry:
    return actions.ask_cities(
        actor=request.viewer,  # type: ignore[arg-type]  # `rules.asks` let only people in
        city=given["city"],
        question=given["question"],
        context=given["context"],
        due=given["due"],
        cities=given["cities"] if given["whom"] == SOME else None,
        themes=given["themes"],
        origin=origin,
        client_id=given["client_id"],
    )


@access(rules.asks)
@require_http_methods(["GET", "HEAD", "POST"])
def give_answer(request: ViewerRequest, public_id: str) -> HttpResponseBase:
    """Answer for the own city."""
    found = find_visible(Inquiry, public_id, request.viewer)
    mine = queries.asked_of(found, request.viewer)
    if mine is None:
        raise NotAllowed(_("This inquiry does not ask your city. You can comment on its page."))
    form = PageAnswerForm(_posted(request))
    act = partial(_answer, request, mine, form)
    if request.method == "POST" and form.is_valid() and (made := perform(form, act)):
        messages.success(request, _("Your answer has arrived."))
        return redirect(f"{found.get_absolute_url()}#a-{made.public_id}")
    if request.method != "POST" and (mine.state == AskedCity.State.ANSWERED or not found.is_open):
        return redirect(found)
    context = {"inquiry": found, "form": form, "city": mine.city}
    return render(request, "ideas/inquiries/answer_form.html", context, status=422 if form.errors else 200)


def _answer(request: ViewerRequest, mine: AskedCity, form: AnswerForm) -> InquiryAnswer:
    return actions.answer_inquiry(actor=request.viewer, asked=mine, **form.cleaned_data)  # type: ignore[arg-type]


@access(rules.asks)
@require_POST
def nothing(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The own city has nothing to say on it."""
    found = find_visible(Inquiry, public_id, request.viewer)
    mine = queries.asked_of(found, request.viewer)
    if mine is None:
        raise NotAllowed(actions.ONLY_OWN_CITY)
    _said(request, partial(actions.say_nothing, actor=request.viewer, asked=mine))  # type: ignore[arg-type]
    return redirect(found)


@access(rules.reads_inquiries)
@require_safe
def answer(request: ViewerRequest, public_id: str) -> HttpResponse:
    """One city's answer, with its comments."""
    found = find_visible(InquiryAnswer, public_id, request.viewer, "asked__city", "asked__inquiry__entry__city")
    queries.with_pointed([found], request.viewer)
    more = {"answer": found, "may_change": _may_change(request, found), "saved": "saved" in request.GET}
    return render(request, "ideas/inquiries/answer.html", item_page(found, request.viewer, **more))


@access(rules.asks)
@require_http_methods(["GET", "HEAD", "POST"])
def change_answer(request: ViewerRequest, public_id: str) -> HttpResponseBase:
    """Word the own city's answer anew."""
    found = find_visible(InquiryAnswer, public_id, request.viewer, "asked__city", "asked__inquiry__entry", "points_to")
    if not _may_change(request, found):
        raise NotAllowed(_("Only the city that answered can change its answer, until the inquiry is summed up."))
    start = {"text": found.text, "call_welcome": found.call_welcome, "link": pointing_words(found.points_to)}
    form = ChangeAnswerForm(_posted(request), initial={**start, "base": number_now(found.entry)})
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("base", "text", "call_welcome", "link")}
        if form.save(partial(actions.change_answer, actor=request.viewer, answer=found, **given)):  # type: ignore[arg-type]
            return redirect(f"{found.get_absolute_url()}?saved")
    context = {"inquiry": found.asked.inquiry, "form": form, "city": found.asked.city, "answer": found}
    return render(request, "ideas/inquiries/answer_form.html", context, status=_status(form))


def _status(form: EditForm) -> int:
    return 409 if form.met else 422 if form.errors else 200


def _may_change(request: ViewerRequest, found: InquiryAnswer) -> bool:
    return found.asked.inquiry.is_open and rules.answers_for_city.test(request.viewer, found.asked)


@access(rules.asks)
@require_http_methods(["GET", "HEAD", "POST"])
def sum_up(request: ViewerRequest, public_id: str) -> HttpResponseBase:
    """Say what was learned, with the answers beside the form."""
    found = find_visible(Inquiry, public_id, request.viewer)
    if not rules.sums_up.test(request.viewer, found):
        raise NotAllowed(actions.ONLY_OWN_CITY)
    form = SummaryForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        act = partial(
            actions.sum_up, actor=request.viewer, inquiry=found, lesson=_lesson(form),  # type: ignore[arg-type]
            visibility=form.cleaned_data["visibility"], client_id=form.cleaned_data["client_id"],
        )  # fmt: skip
        if made := perform(form, act):
            messages.success(request, _("Summed up. Every city that answered is being thanked."))
            return redirect(made)
    if request.method != "POST" and not found.is_open:
        return redirect(found)
    context = {"inquiry": found, "form": form, "answers": queries.answers_to(found, request.viewer)}
    return render(request, "ideas/inquiries/sum_up.html", context, status=422 if form.errors else 200)


def _lesson(form: LessonForm) -> Lesson:
    return Lesson(**{name: form.cleaned_data[name] for name in ("title", "works", "fails", "where", "contact")})


@access(rules.asks)
@require_POST
def close(request: ViewerRequest, public_id: str) -> HttpResponse:
    """End it without a summary."""
    found = find_visible(Inquiry, public_id, request.viewer)
    _said(request, partial(actions.close_inquiry, actor=request.viewer, inquiry=found))  # type: ignore[arg-type]
    return redirect(found)


@access(everyone)
@require_safe
def experience(request: ViewerRequest, public_id: str) -> HttpResponse:
    """What was learned, and from whom."""
    found = find_visible(Experience, public_id, request.viewer, "inquiry__entry")
    more = {
        "experience": found,
        "cities": queries.cities_that_answered(found),
        "reads": rules.reads_inquiries.test(request.viewer),
        "saved": "saved" in request.GET,
    }
    return render(request, "ideas/inquiries/experience.html", item_page(found, request.viewer, **more))


@access(rules.asks)
@require_http_methods(["GET", "HEAD", "POST"])
def change_experience(request: ViewerRequest, public_id: str) -> HttpResponseBase:
    """Word the experience anew."""
    found = find_visible(Experience, public_id, request.viewer)
    if not rules.sums_up.test(request.viewer, found):
        raise NotAllowed(actions.ONLY_OWN_CITY)
    start = {name: getattr(found, name) for name in ("title", "works", "fails", "where", "contact")}
    form = ChangeLessonForm(_posted(request), initial={**start, "base": number_now(found.entry)})
    if request.method == "POST" and form.is_valid():
        base, lesson = form.cleaned_data["base"], _lesson(form)
        act = partial(actions.change_experience, actor=request.viewer, experience=found, base=base, lesson=lesson)  # type: ignore[arg-type]
        if form.save(act):
            return redirect(f"{found.get_absolute_url()}?saved")
    context = {"experience": found, "form": form}
    return render(request, "ideas/inquiries/change_experience.html", context, status=_status(form))


def _said(request: ViewerRequest, act: Any) -> None:
    """Do it; what does not hold is said on the next page."""
    try:
        act()
    except Invalid as invalid:
        messages.info(request, " ".join(str(text) for text in invalid.fields.values()))


def _posted(request: ViewerRequest) -> Any:
    """What was sent; an empty post is a post too."""
    return request.POST if request.method == "POST" else None
