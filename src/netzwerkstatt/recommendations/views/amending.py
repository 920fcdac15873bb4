"""Pages of amendments: propose one, read them all, answer one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access
from netzwerkstatt.foundation.entries.pages import find_visible, item_page, perform
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.texts import queries as texts
from netzwerkstatt.foundation.texts.behalf import behalves_of
from netzwerkstatt.foundation.texts.models import Aim, Amendment, Paragraph
from netzwerkstatt.foundation.texts.writing import Overlap
from netzwerkstatt.recommendations import actions, amending, rules
from netzwerkstatt.recommendations.forms import AmendmentForm, DecisionForm
from netzwerkstatt.recommendations.models import RELEASED, Recommendation
from netzwerkstatt.recommendations.views.drafting import person_of, with_values

A_PAGE = 200


@access(rules.may_amend)
@require_safe
def amendments(request: ViewerRequest, public_id: str) -> HttpResponse:
    """All amendments to a text, the open ones first."""
    found = find_visible(Recommendation, public_id, request.viewer)
    shown = texts.shown_amendments(found.entry, texts.amendments_of(found.entry)[:A_PAGE])
    context = {
        "entry": found.entry,
        "subject": found,
        "open": [one for one in shown if one.amendment.is_open],
        "decided": [one for one in shown if not one.amendment.is_open],
    }
    return render(request, "recommendations/amendments.html", context)


@access(rules.may_amend)
@require_safe
def synopsis(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The text beside what is proposed, paragraph by paragraph."""
    found = find_visible(Recommendation, public_id, request.viewer)
    rows = texts.synopsis(found.entry)
    context = {"entry": found.entry, "rows": rows, "number": sum(len(row.amendments) for row in rows)}
    return render(request, "recommendations/synopsis.html", context)


@access(rules.may_amend)
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Propose other words for a paragraph, a new one, or to leave it out."""
    found = find_visible(Recommendation, public_id, request.viewer)
    paragraph, aim = _asked(request, found)
    if found.is_released:
        raise NotAllowed(actions.FINAL)
    form = AmendmentForm(
        request.POST if request.method == "POST" else None,
        behalves=behalves_of(person_of(request)),
        with_text=aim != Aim.REMOVE,
        initial={
            "new": paragraph.text if paragraph and aim == Aim.CHANGE else "",
            "base": paragraph.version if paragraph else None,
        },
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = perform(form, lambda: amending.offer_amendment(
            actor=person_of(request), recommendation=found, aim=aim, paragraph=paragraph, text=data.get("new", ""),
            reason=data["reason"], behalf=data["behalf"], base=data["base"], client_id=data["client_id"],
        ))  # fmt: skip
        if made is not None:
            messages.success(request, _("Your amendment is there. Whoever writes the draft will answer it."))
            return redirect(f"{made.get_absolute_url()}?saved=offer")
    context = {"entry": found.entry, "form": form, "paragraph": paragraph, "aim": str(aim)}
    context["ways"] = [(way.value, way.label, way == aim) for way in Aim] if paragraph else []
    return render(request, "recommendations/offer_amendment.html", context)


def _asked(request: ViewerRequest, found: Recommendation) -> tuple[Paragraph | None, Aim]:
    """Which paragraph and what for, from the address; without a paragraph it is a new one at the end."""
    key, aim = request.GET.get("paragraph", ""), request.GET.get("aim", "")
    paragraph = (
        Paragraph.objects.filter(pk=int(key), entry=found.pk).first() if key.isdecimal() and len(key) < 18 else None
    )
    if paragraph is None:
        return None, Aim.ADD
    return paragraph, Aim(aim) if aim in Aim.values else Aim.CHANGE


@access(rules.may_amend)
@require_safe
def amendment(request: ViewerRequest, public_id: str) -> HttpResponse:
    """What is proposed, why, by whom; the answer, or the form for it."""
    return _page(request, _find(request, public_id))


@access(rules.may_amend)
@require_POST
def decide(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Accept or reject it, with an answer."""
    found = _find(request, public_id)
    if not rules.may_decide.test(request.viewer, found):
        raise NotAllowed(actions.EDITORS)
    form = DecisionForm(request.POST, with_text=found.aim != Aim.REMOVE)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    data = form.cleaned_data
    try:
        if request.POST.get("decision") == "accept":
            amending.accept_amendment(
                actor=person_of(request), amendment=found, answer=data["answer"], text=data.get("text", ""),
                base=data["base"] or 0,
            )  # fmt: skip
        else:
            amending.reject_amendment(actor=person_of(request), amendment=found, answer=data["answer"])
    except Overlap as overlap:
        form.add_error("text", _("Somebody changed the same words meanwhile. Below stands what the paragraph says now; put the two together, then accept."))  # fmt: skip
        return _page(request, found, with_values(form, base=overlap.theirs.version), status=409)
    except Invalid as invalid:
        for field, words in invalid.fields.items():
            form.add_error(field if field in form.fields else None, str(words))
        return _page(request, _find(request, public_id), form, status=422)
    messages.success(request, _("Answered. Whoever proposed it is told."))
    return redirect(f"{found.get_absolute_url()}?saved=answer")


@access(rules.may_amend)
@require_POST
def withdraw(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Its author no longer wants it."""
    found = _find(request, public_id)
    try:
        amending.withdraw_amendment(actor=person_of(request), amendment=found)
    except Invalid as invalid:
        messages.error(request, " ".join(str(words) for words in invalid.fields.values()))
    return redirect(found)


def _saved(request: ViewerRequest, found: Amendment) -> str:
    """Which words the browser need not keep any longer: the page says so once they are here."""
    match request.GET.get("saved"):
        case "offer":
            return f"amendment-{found.text.public_id}-{found.key or 'new'}-{found.aim}"
        case "answer":
            return f"decision-{found.public_id}"
    return ""


def _find(request: ViewerRequest, public_id: str) -> Amendment:
    return find_visible(Amendment, public_id, request.viewer, "text", "land", "organisation", "decided_by")


def _page(request: ViewerRequest, found: Amendment, form: Any = None, *, status: int = 200) -> HttpResponse:
    shown = texts.shown_amendment(found)
    draft = found.text.state != RELEASED
    edits = draft and rules.may_decide.test(request.viewer, found)
    decides = edits and found.is_open
    if decides and form is None:
        form = DecisionForm(
            with_text=found.aim != Aim.REMOVE, initial={"text": shown.proposal.text, "base": shown.proposal.base}
        )
    context = item_page(
        found,
        request.viewer,
        shown=shown,
        amendment=found,
        text=found.text,
        form=form if decides else None,
        saved=_saved(request, found),
        may_withdraw=draft and found.is_open and rules.may_withdraw.test(request.viewer, found),
        is_draft=draft,
        may_edit=edits,
    )
    return render(request, "recommendations/amendment.html", context, status=status)
