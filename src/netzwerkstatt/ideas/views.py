"""An idea, and the pool of ideas that wait to be taken up."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.entries.pages import find_visible, item_page
from netzwerkstatt.foundation.ui.templatetags.ui import Keyset
from netzwerkstatt.ideas import queries
from netzwerkstatt.ideas.models import Idea


class SearchForm(forms.Form):
    """Words that an idea must hold."""

    use_required_attribute = False
    q = forms.CharField(label=_("Words in it"), max_length=100, required=False)


@access(everyone)
@require_safe
def pool(request: ViewerRequest) -> HttpResponse:
    """Ideas nobody has chosen yet; any city may take one up."""
    form = SearchForm(request.GET if "q" in request.GET else None)
    text = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    shown = queries.pool(request.viewer, text=text, after=request.GET.get("after", ""))
    after = (
        f"?{urlencode({'q': text, 'after': shown.after} if text else {'after': shown.after})}" if shown.after else ""
    )
    context = {"form": form, "text": text, "ideas": shown.ideas, "keyset": Keyset(after=after)}
    return render(request, "ideas/pool.html", context)


@access(everyone)
@require_safe
def idea(request: ViewerRequest, public_id: str) -> HttpResponse:
    """One idea: all of it, where it came up, what became of it."""
    found = find_visible(Idea, public_id, request.viewer, "cluster", "entry__home")
    context = item_page(found, request.viewer, idea=found, neighbours=queries.neighbours(found))
    return render(request, "ideas/idea.html", context)
