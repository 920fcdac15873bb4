"""Where the data-protection officer finds words in released documents and has a redacted version issued."""

from __future__ import annotations

import hashlib

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from netzwerkstatt.foundation.accounts.access import MemberRequest, access
from netzwerkstatt.foundation.documents.redacting import redactions_of
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.pages import perform
from netzwerkstatt.site.privacy import redacting
from netzwerkstatt.site.privacy.forms import RedactionForm, WordsForm
from netzwerkstatt.site.privacy.rules import is_data_protection


@access(is_data_protection)
@require_safe
def redactions(request: MemberRequest) -> HttpResponse:
    """In which released documents some words stand."""
    form = WordsForm(request.GET)
    words = " ".join(form.cleaned_data["q"].split()) if form.is_valid() else ""
    asked = len(words) >= redacting.SHORTEST_PASSAGE
    context = {"form": form, "words": words, "asked": asked, "found": redacting.holding(words) if asked else []}
    return render(request, "privacy/redactions.html", context)


@access(is_data_protection)
@require_http_methods(["GET", "HEAD", "POST"])
def redaction(request: MemberRequest, public_id: str) -> HttpResponse:
    """One released document: first what would go, then, with a tick, the redacted version."""
    entry = get_object_or_404(Entry.objects.select_related("city"), public_id=public_id, deleted_at__isnull=True)
    frozen = redacting.frozen_of(entry)
    if frozen is None:
        raise Http404
    form = RedactionForm(request.POST if request.method == "POST" else None, initial={"passages": request.GET.get("q")})
    seen = None
    if request.method == "POST" and form.is_valid():
        passages = perform(form, lambda: redacting.passages_in(form.cleaned_data["passages"])) or []
        seen = redacting.preview(frozen, passages) if passages else None
        if seen and not seen.places:
            form.add_error("passages", _("These words stand nowhere in it."))
        elif seen and _is_sure(form, passages):
            reason = form.cleaned_data["reason"]
            made = perform(
                form, lambda: redacting.redact(actor=request.viewer, entry=entry, passages=passages, reason=reason)
            )
            if made is not None:
                messages.success(
                    request, _("Version %(number)d is issued; its files are being made.") % {"number": made.version}
                )
                return redirect(entry.get_absolute_url())
    context = {"entry": entry, "frozen": frozen, "form": form, "seen": seen, "redactions": redactions_of(public_id)}
    return render(request, "privacy/redaction.html", context)


def _is_sure(form: RedactionForm, passages: list[str]) -> bool:
    """She ticked it with these very passages before her; else the page shows what would go now, and asks again."""
    shown = hashlib.sha256("\n".join(passages).encode()).hexdigest()
    if form.cleaned_data["sure"] and form.cleaned_data["looked_at"] == shown:
        return True
    if form.cleaned_data["sure"]:
        form.add_error("sure", _("You have not looked at this yet: the passages are others now."))
    form.show_again(shown)
    return False
