"""Pages on which paragraphs are written: nobody blocks anybody, and nothing that was typed is lost."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netzwerkstatt.engines.words.comparing import Agreed, Merge, merge
from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, signed_in
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.pages import find_visible, perform
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.texts import presence
from netzwerkstatt.foundation.texts.models import Paragraph, Version
from netzwerkstatt.foundation.texts.queries import versions_of
from netzwerkstatt.foundation.texts.writing import Overlap, Saved
from netzwerkstatt.recommendations import actions, queries, rules
from netzwerkstatt.recommendations.forms import ConflictForm, ParagraphForm
from netzwerkstatt.recommendations.models import Recommendation
from netzwerkstatt.recommendations.views.drafting import draft_of, person_of


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def add_paragraph(request: ViewerRequest, public_id: str) -> HttpResponse:
    """A new paragraph, the last one or behind the one with the number `after`."""
    if kept := _to_copy(request, public_id):
        return kept
    draft = draft_of(request, public_id)
    initial = {"after": request.GET.get("after", "")}
    form = ParagraphForm(
        request.POST if request.method == "POST" else None, grounds=queries.origins(draft), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = perform(form, lambda: actions.add_paragraph(
            actor=person_of(request), recommendation=draft, text=data["text"], rests_on=data["rests_on"],
            after=data["after"],
        ))  # fmt: skip
        if made is not None:
            return _back_to(draft, made, saved="new")
    return _paragraph_page(request, draft, form, _("A new paragraph"), key=0)


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def rewrite_paragraph(request: ViewerRequest, public_id: str, paragraph: int) -> HttpResponse:
    """Other words for a paragraph. What others saved meanwhile is put together with it, or shown beside it."""
    if kept := _to_copy(request, public_id):
        return kept
    draft = draft_of(request, public_id)
    found = Paragraph.objects.filter(pk=paragraph, entry=draft.pk).first()
    if found is None:
        return _as_a_new_one(request, draft)
    if "mine" in request.POST:
        return _settle(request, draft, found)
    initial = {
        "text": found.text,
        "base": found.version,
        "rests_on": list(found.rests_on.values_list("public_id", flat=True)),
    }
    form = ParagraphForm(
        request.POST if request.method == "POST" else None, grounds=queries.origins(draft), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if answer := _save(request, draft, found, form, data["text"], data["rests_on"], data["base"] or 0):
            return answer
    heading = _("Paragraph %(number)d") % {"number": found.number}
    return _paragraph_page(request, draft, form, heading, key=found.pk)


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_paragraph(request: ViewerRequest, public_id: str, paragraph: int) -> HttpResponse:
    """Take a paragraph out, after a look at it."""
    draft = draft_of(request, public_id)
    found = Paragraph.objects.filter(pk=paragraph, entry=draft.pk).first()
    if request.method == "POST":
        if found is not None:
            actions.remove_paragraph(actor=person_of(request), paragraph=found)
        return redirect("recommendations:edit", public_id)
    if found is None:
        raise Http404
    return render(request, "recommendations/remove_paragraph.html", {"entry": draft.entry, "paragraph": found})


@access(signed_in)
@require_POST
def move_paragraph(request: ViewerRequest, public_id: str, paragraph: int) -> HttpResponse:
    """One place up or down."""
    draft = draft_of(request, public_id)
    found = Paragraph.objects.filter(pk=paragraph, entry=draft.pk).first()
    if found is None:
        return redirect("recommendations:edit", public_id)
    actions.move_paragraph(actor=person_of(request), paragraph=found, up=request.POST.get("to") == "up")
    return _back_to(draft, found)


@access(rules.may_draft)
@require_safe
def versions(request: ViewerRequest, public_id: str, paragraph: int) -> HttpResponse:
    """Everything a paragraph said, the latest first, with what changed from one to the next."""
    found = find_visible(Recommendation, public_id, request.viewer)
    shown = versions_of(found.entry, paragraph)
    if not shown:
        raise Http404
    now = Paragraph.objects.filter(pk=paragraph, entry=found.pk).first()
    context = {"entry": found.entry, "versions": shown, "paragraph": now, "last": shown[0].version}
    context["may_write"] = not found.is_released and rules.may_edit.test(request.viewer, found)
    return render(request, "recommendations/versions.html", context)


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def who_writes(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Who else writes on which paragraph just now; a post says that the viewer does, or no longer does."""
    draft = draft_of(request, public_id)
    if request.method == "POST":
        key = request.POST.get("paragraph", "")
        number = int(key) if key.isdecimal() and len(key) < _LONGEST_KEY else 0
        if number and not Paragraph.objects.filter(pk=number, entry=draft.pk).exists():
            raise Http404
        if "left" in request.POST:
            presence.stop_writing(draft.entry, number, person_of(request))
        else:
            presence.write_on(draft.entry, number, person_of(request))
        return HttpResponse(status=204)
    said = json.dumps(presence.writers_of(draft.entry, request.viewer), sort_keys=True)
    tag = f'"{sha256(said.encode()).hexdigest()[:20]}"'
    response = HttpResponse(said, content_type="application/json")
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponseNotModified()
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


_LONGEST_KEY = 18


def _save(
    request: ViewerRequest,
    draft: Recommendation,
    found: Paragraph,
    form: Any,
    text: str,
    rests_on: list[Entry],
    base: int,
) -> HttpResponse | None:
    """Save, and go back to the draft; where others changed the same words, both sides on one page."""
    try:
        saved = actions.rewrite_paragraph(
            actor=person_of(request), paragraph=found, text=text, rests_on=rests_on, base=base
        )
    except Overlap as overlap:
        return _both_sides(request, draft, found, overlap, text, rests_on, base)
    except Invalid as invalid:
        if not Paragraph.objects.filter(pk=found.pk).exists():
            return _as_a_new_one(request, draft)
        for field, words in invalid.fields.items():
            form.add_error(field if field in form.fields else None, str(words))
        return None
    presence.stop_writing(draft.entry, found.pk, person_of(request))
    _tell_what_came_in(request, saved)
    return _back_to(draft, found, saved=str(found.pk))


def _settle(request: ViewerRequest, draft: Recommendation, found: Paragraph) -> HttpResponse:
    """The writer has decided: put the text together and save it on top of what was shown."""
    read, theirs = (_version(found, request.POST.get(name, "")) for name in ("mine_base", "base"))
    put_together = merge(read.text, theirs.text, _lines(request.POST["mine"]))
    form = ConflictForm(request.POST, conflicts=put_together.conflicts, grounds=queries.origins(draft))
    if form.is_valid():
        text = put_together.decided(form.decisions)
        if answer := _save(request, draft, found, form, text, form.cleaned_data["rests_on"], theirs.version):
            return answer
    return _conflict_page(request, draft, found, form, put_together, status=422)


def _both_sides(
    request: ViewerRequest, draft: Recommendation, found: Paragraph, overlap: Overlap, mine: str, rests_on: list[Entry], base: int
) -> HttpResponse:  # fmt: skip
    initial = {"mine": mine, "mine_base": base, "base": overlap.theirs.version}
    initial["rests_on"] = [entry.public_id for entry in rests_on]
    initial |= {f"own_{place}": conflict.mine for place, conflict in enumerate(overlap.merge.conflicts)}
    form = ConflictForm(conflicts=overlap.merge.conflicts, grounds=queries.origins(draft), initial=initial)
    return _conflict_page(request, draft, found, form, overlap.merge, status=409)


def _conflict_page(
    request: ViewerRequest, draft: Recommendation, found: Paragraph, form: Any, put_together: Merge, *, status: int
) -> HttpResponse:
    rows = iter(form.rows)
    flow = [(part, None) if isinstance(part, Agreed) else (part, next(rows)) for part in put_together.parts]
    theirs = Version.objects.filter(key=found.pk).select_related("by").order_by("-version").first()
    context = {
        "entry": draft.entry,
        "paragraph": found,
        "form": form,
        "flow": flow,
        "theirs": theirs,
        "heading": _("Paragraph %(number)d") % {"number": found.number},
    }
    return render(request, "recommendations/conflict.html", context, status=status)


def _version(found: Paragraph, number: str) -> Version:
    version = (
        Version.objects.filter(key=found.pk, version=int(number)).first()
        if number.isdecimal() and len(number) < 9
        else None
    )
    if version is None:
        raise Http404
    return version


def _lines(text: str) -> str:
    """Browsers send lines with two characters at their end."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _as_a_new_one(request: ViewerRequest, draft: Recommendation) -> HttpResponse:
    """The paragraph was removed while it was written: its words are offered as a new one."""
    if request.method != "POST":
        raise Http404
    grounds = queries.origins(draft)
    typed = _lines(request.POST.get("mine", request.POST.get("text", "")))
    known = {entry.public_id for entry in grounds}
    chosen = [public_id for public_id in request.POST.getlist("rests_on") if public_id in known]
    form = ParagraphForm(grounds=grounds, initial={"text": typed, "rests_on": chosen})
    return _paragraph_page(request, draft, form, _("A new paragraph"), key=0, removed=True)


def _to_copy(request: ViewerRequest, public_id: str) -> HttpResponse | None:
    """What was typed, to be copied, where the draft was released meanwhile or is no longer the viewer's to write."""
    if request.method != "POST":
        return None
    found = find_visible(Recommendation, public_id, request.viewer)
    typed = _lines(request.POST.get("mine", request.POST.get("text", "")))
    if not found.is_released or not typed or not rules.may_edit.test(request.viewer, found):
        return None
    return render(request, "recommendations/to_copy.html", {"entry": found.entry, "typed": typed}, status=409)


def _tell_what_came_in(request: ViewerRequest, saved: Saved) -> None:
    if saved.came_in:
        text = ngettext(
            "Saved. While you wrote, somebody else changed another part: %(words)s. Both are in the paragraph now.",
            "Saved. While you wrote, somebody else changed other parts: %(words)s. All of it is in the paragraph now.",
            len(saved.came_in),
        )
        words = "; ".join(_("“%(old)s” became “%(new)s”") % {"old": c.old.strip(), "new": c.new.strip()} for c in saved.came_in)  # fmt: skip
        messages.info(request, text % {"words": words})


def _back_to(draft: Recommendation, paragraph: Paragraph, *, saved: str = "") -> HttpResponse:
    address = reverse("recommendations:edit", args=[draft.public_id])
    return redirect(f"{address}{f'?saved={saved}' if saved else ''}#paragraph-{paragraph.pk}")


def _paragraph_page(
    request: ViewerRequest, draft: Recommendation, form: Any, heading: str, *, key: int, removed: bool = False
) -> HttpResponse:
    context = {
        "entry": draft.entry,
        "form": form,
        "heading": heading,
        "key": key,
        "removed": removed,
        "writes": presence.writers_of(draft.entry, request.viewer).get(key, ""),
        "action": reverse("recommendations:add-paragraph", args=[draft.public_id]) if removed else "",
    }
    return render(request, "recommendations/paragraph.html", context, status=409 if removed else 200)
