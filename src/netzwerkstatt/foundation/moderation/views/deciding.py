"""The queue of those who moderate, and one case."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from netzwerkstatt.foundation.accounts.access import MemberRequest, access
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.pages import perform
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.moderation import actions, queries, rules, telling
from netzwerkstatt.foundation.moderation.forms import AnswerForm, FilterForm, HideForm, ManyForm
from netzwerkstatt.foundation.moderation.models import Case, State
from netzwerkstatt.foundation.ui.templatetags.ui import Keyset

VERBS = frozenset({"leave", "show", "hide", "uphold", "grant"})


@access(rules.moderates_somewhere)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: MemberRequest) -> HttpResponseBase:
    """Everything that was reported where the viewer coordinates; a post decides on what is ticked."""
    reason = ManyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and reason.is_valid() and _decided(request, reason):
        return redirect(request.get_full_path())
    form = FilterForm(request.GET)
    form.is_valid()
    given = getattr(form, "cleaned_data", {})
    wanted = queries.Wanted(
        decided=given.get("state") == "decided",
        kind=given.get("kind") or "",
        network=given.get("network"),
        category=given.get("category") or "",
    )
    page = queries.queue(request.viewer, wanted, request.GET.get("after", ""))
    kept = [(name, value) for name, value in request.GET.items() if name != "after" and value]
    after = f"?{urlencode([*kept, ('after', page.after)])}" if page.after else ""
    ticked = set(request.POST.getlist("case"))
    context = {
        "form": form,
        "reason": reason,
        "decided": wanted.decided,
        "filtered": bool(wanted.kind or wanted.network or wanted.category),
        "rows": [
            (case, queries.kind_label(case.kind), telling.case_url(case), str(case.pk) in ticked) for case in page.cases
        ],
        "keyset": Keyset(after=after),
        "back_to_start": bool(request.GET.get("after")),
    }
    return render(request, "moderation/queue.html", context, status=422 if reason.errors else 200)


def _decided(request: MemberRequest, form: ManyForm) -> bool:
    """Decide on what is ticked; what is missing is said at the form."""
    verb = request.POST.get("verb")
    cases = queries.chosen(request.viewer, request.POST.getlist("case"))
    if not cases or verb not in {"leave", "hide"}:
        form.add_error(None, _("Please tick at least one report."))
        return False
    act = partial(
        actions.decide_many,
        actor=request.viewer,
        cases=cases,
        hidden=verb == "hide",
        reason=form.cleaned_data["reason"],
    )
    number = perform(form, act)
    if number is None:
        return False
    said = ngettext("%(number)d report is decided.", "%(number)d reports are decided.", number) % {"number": number}
    left = len(cases) - number
    more = ngettext(
        "%(left)d is not yours to decide, or was decided meanwhile.",
        "%(left)d are not yours to decide, or were decided meanwhile.",
        left,
    ) % {"left": left}
    messages.success(request, f"{said} {more}" if left else said)
    return True


@access(rules.moderates_somewhere)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: MemberRequest, kind: str, public_id: str) -> HttpResponseBase:
    """One reported thing beside its reports, and the decision."""
    found = queries.case_of(kind, public_id)
    if found is None or not rules.moderates.test(request.viewer, found):
        raise Http404
    posted = request.POST if request.method == "POST" else None
    verb = request.POST.get("verb", "")
    hide_form = HideForm(posted if verb == "hide" else None)
    answer_form = AnswerForm(posted if verb in {"uphold", "grant"} else None)
    if posted is not None and verb not in VERBS:
        hide_form, answer_form = HideForm(posted), AnswerForm(posted)
        for form in (hide_form, answer_form):
            form.add_error(None, _("Please choose one of the buttons."))
    decision = _decision(request, found, verb, hide_form, answer_form)
    if decision is not None:
        messages.success(request, decision)
        return redirect(telling.case_url(found))
    found = queries.case_of(kind, public_id) or found
    context = {
        "shown": queries.shown(found),
        "case": found,
        "what": queries.kind_label(kind),
        "hide_form": hide_form,
        "answer_form": answer_form,
        "may_decide": rules.may_decide.test(request.viewer, found),
        "may_show": found.state == State.HIDDEN and not found.is_final,
        "may_hide": found.state in {State.OPEN, State.LEFT, State.SHOWN} and not found.is_final,
    }
    wrong = hide_form.errors or answer_form.errors
    return render(request, "moderation/case.html", context, status=422 if wrong else 200)


def _decision(
    request: MemberRequest, found: Case, verb: str, hide_form: HideForm, answer_form: AnswerForm
) -> str | None:
    """What was done, in a sentence; None where nothing was, and the forms say why."""
    actor = request.viewer
    if verb in {"leave", "show"}:
        return _at_once(actor, found, verb)
    if verb == "hide" and hide_form.is_valid():
        reason = hide_form.cleaned_data["reason"]
        done = perform(hide_form, partial(actions.hide, actor=actor, case=found, reason=reason))
        return _("It is hidden. The author is told why and can object.") if done else None
    if verb in {"uphold", "grant"} and answer_form.is_valid():
        answer = answer_form.cleaned_data["answer"]
        act = partial(actions.decide_objection, actor=actor, case=found, stays_hidden=verb == "uphold", answer=answer)
        return _("The objection is decided. The author reads your answer.") if perform(answer_form, act) else None
    return None


def _at_once(actor: Person, found: Case, verb: str) -> str:
    """A decision that needs no words. Somebody may have decided meanwhile; then that is said."""
    try:
        if verb == "leave":
            actions.leave(actor=actor, case=found)
            return _("It stays as it is. Those who reported it are told.")
        actions.show_again(actor=actor, case=found)
    except Invalid as invalid:
        return str(next(iter(invalid.fields.values())))
    return _("It is shown again. The author is told.")
