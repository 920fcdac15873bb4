"""HTTP in, HTTP out: the list, one commitment, and what one does with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from rules.predicates import Predicate

from netzwerkstatt.foundation.accounts.access import MemberRequest, access
from netzwerkstatt.foundation.commitments import actions, queries, rules
from netzwerkstatt.foundation.commitments.forms import (
    CommitmentForm,
    DayForm,
    DoneForm,
    EntrustForm,
    FilterForm,
    ReasonForm,
    RewordForm,
)
from netzwerkstatt.foundation.commitments.models import Commitment
from netzwerkstatt.foundation.commitments.queries import ALL, CITY, MINE, PENDING_ONES, Wanted
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.pages import ids_sent, perform
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.network.rules import speaks_for_a_city
from netzwerkstatt.foundation.ui.forms import Form
from netzwerkstatt.foundation.ui.templatetags.ui import Keyset, Tab

GET_AND_POST = ["GET", "HEAD", "POST"]


@access(rules.sees_commitments)
@require_safe
def commitment_list(request: MemberRequest) -> HttpResponse:
    """Mine, my city's, all; by state, words and day; a page at a time."""
    form = FilterForm(_asked(request))
    wanted = _wanted(request, form)
    page = queries.a_page(request.viewer, wanted, request.GET.get("after", ""))
    kept = {name: str(value) for name, value in request.GET.items() if name != "after" and value}
    context = {
        "form": form,
        "wanted": wanted,
        "rows": page.rows,
        "keyset": Keyset(after=f"?{urlencode({**kept, 'after': page.after})}" if page.after else ""),
        "tabs": _tabs(request, wanted, kept),
        "csv_url": f"{reverse('commitments:csv')}?{urlencode(kept)}",
        "filtered": bool(wanted.text or wanted.until or wanted.item or wanted.state != PENDING_ONES),
        "back_to_start": bool(request.GET.get("after")),
    }
    return render(request, "commitments/list.html", context)


@access(rules.sees_commitments)
@require_safe
def commitment_csv(request: MemberRequest) -> HttpResponseBase:
    """What the filters show, all of it, for a spreadsheet."""
    rows = queries.wanted_by(request.viewer, _wanted(request, FilterForm(_asked(request))))
    lines = queries.csv_lines(rows, settings.BASE_URL.rstrip("/"))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="commitments-{clock.today().isoformat()}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


@access(rules.sees_commitments)
@require_safe
def commitment(request: MemberRequest, public_id: str) -> HttpResponse:
    """One commitment: who, what, until when, what came of it, what happened so far, what can be done now."""
    found = _commitment(request, public_id)
    viewer = request.viewer
    proof_entry = found.proof_entry
    if proof_entry and not Entry.objects.visible_to(viewer).filter(pk=proof_entry.pk).exists():
        proof_entry = None
    file = found.proof_file
    context = {
        "commitment": found,
        "entry": found.entry,
        "steps": queries.steps_of(found),
        "proof_file": file if file and not file.removed_at and not file.hidden_at else None,
        "proof_entry": proof_entry,
        "is_asked": found.hidden_at is None and (rules.answers_commitment & rules.has_not_answered).test(viewer, found),
        "is_named": rules.is_named.test(viewer, found),
        "may_change": rules.changes_commitment.test(viewer, found),
        "may_direct": rules.directs_commitment.test(viewer, found),
    }
    return render(request, "commitments/commitment.html", context)


@access(rules.makes_commitments)
@require_http_methods(GET_AND_POST)
def new(request: MemberRequest, public_id: str) -> HttpResponseBase:
    """Make a commitment on an item: for oneself, and – who runs the item – for others."""
    place = ("home", "city__network__state", "network__state")
    visible = Entry.objects.visible_to(request.viewer).select_related(*place)
    entry = get_object_or_404(visible, public_id=public_id)
    names_others = rules.runs_item.test(request.viewer, entry)
    form = CommitmentForm(_posted(request), names_others=names_others)
    made = _done(
        form,
        lambda data: actions.commit(
            actor=request.viewer,
            entry=entry,
            what=data["what"],
            due=data["due"],
            person=data["person"] if names_others else request.viewer,
            party=data.get("party", ""),
            client_id=data["client_id"],
        ),
    )
    if made:
        told = (
            _("It stands there now. Who is named was told.") if made.reply == "waiting" else _("It stands there now.")
        )
        messages.success(request, told)
        return redirect(made)
    context = {"form": form, "entry": entry, "names_others": names_others}
    return render(request, "commitments/new.html", context, status=422 if form.errors else 200)


@access(rules.makes_commitments)
@require_POST
def accept(request: MemberRequest, public_id: str) -> HttpResponseBase:
    """Say yes to what somebody else wrote down."""
    found = _mine_to(rules.answers_commitment, actions.NOT_YOU, request, public_id)
    if perform(Form({}), partial(actions.accept, actor=request.viewer, commitment=found)):
        messages.success(request, _("Noted: you do it."))
    else:
        messages.error(request, _("Meanwhile it is done or dropped."))
    return redirect(found)


@access(rules.makes_commitments)
@require_http_methods(GET_AND_POST)
def hand_back(request: MemberRequest, public_id: str) -> HttpResponseBase:
    """Say no to it, and why."""
    found = _mine_to(rules.answers_commitment, actions.NOT_YOU, request, public_id)
    form = ReasonForm(_posted(request))
    words = (_("Hand it back"), _("All see that it is handed back, until somebody else is named."))
    return _page(
        request, found, form, words,
        lambda data: actions.hand_back(actor=request.viewer, commitment=found, reason=data["reason"]),
    )  # fmt: skip


@access(rules.makes_commitments)
@require_http_methods(GET_AND_POST)
def done(request: MemberRequest, public_id: str) -> HttpResponseBase:
    """Say that it is done, and what shows it."""
    found = _mine_to(rules.changes_commitment, actions.NOT_YOURS, request, public_id)
    form = DoneForm(_posted(request), commitment=found)
    words = (_("Report it done"), _("Say in a sentence what shows it; so others can build on it."))
    return _page(request, found, form, words, lambda data: _report(request, found, form, data))


@access(rules.makes_commitments)
@require_http_methods(GET_AND_POST)
def postpone(request: MemberRequest, public_id: str) -> HttpResponseBase:
    """Another day, and why."""
    found = _mine_to(rules.changes_commitment, actions.NOT_YOURS, request, public_id)
    form = DayForm(_posted(request))
    words = (_("Postpone it"), _("The day so far, the new one and the reason stay readable."))
    return _page(
        request, found, form, words,
        lambda data: actions.postpone(
            actor=request.viewer, commitment=found, due=data["due"], reason=data["reason"]
        ),
    )  # fmt: skip


@access(rules.makes_commitments)
@require_http_methods(GET_AND_POST)
def drop(request: MemberRequest, public_id: str) -> HttpResponseBase:
    """It is no longer to be done, and why."""
    found = _mine_to(rules.changes_commitment, actions.NOT_YOURS, request, public_id)
    form = ReasonForm(_posted(request))
    words = (_("Drop it"), _("It stays readable, with the reason. It can be taken up again."))
    return _page(
        request, found, form, words,
        lambda data: actions.drop(actor=request.viewer, commitment=found, reason=data["reason"]),
    )  # fmt: skip


@access(rules.makes_commitments)
@require_http_methods(GET_AND_POST)
def resume(request: MemberRequest, public_id: str) -> HttpResponseBase:
    """It is to be done after all."""
    found = _mine_to(rules.changes_commitment, actions.NOT_YOURS, request, public_id)
    form = DayForm(_posted(request))
    words = (_("Take it up again"), _("It is open again, until a new day."))
    return _page(
        request, found, form, words,
        lambda data: actions.resume(
            actor=request.viewer, commitment=found, due=data["due"], reason=data["reason"]
        ),
    )  # fmt: skip


@access(rules.makes_commitments)
@require_http_methods(GET_AND_POST)
def reword(request: MemberRequest, public_id: str) -> HttpResponseBase:
    """Say anew what is to be done."""
    found = _mine_to(rules.directs_commitment, actions.NOT_YOURS, request, public_id)
    form = RewordForm(_posted(request), initial={"what": found.what, "base": found.what})
    words = (_("Write it anew"), _("The words so far stay readable in its history."))

    def act(data: dict[str, Any]) -> Commitment:
        try:
            return actions.reword(actor=request.viewer, commitment=found, what=data["what"], base=data["base"])
        except Invalid:
            form.now_read(Commitment.objects.get(pk=found.pk).what)
            raise

    return _page(request, found, form, words, act)


@access(rules.makes_commitments)
@require_http_methods(GET_AND_POST)
def entrust(request: MemberRequest, public_id: str) -> HttpResponseBase:
    """Name somebody else for it."""
    found = _mine_to(rules.directs_commitment, actions.NOT_YOURS, request, public_id)
    names_others = rules.runs_item.test(request.viewer, found.entry)
    chosen = {"person": found.person_id, "party": found.party}
    form = EntrustForm(_posted(request), names_others=names_others, initial=chosen)
    others = _("A person of the alliance is told, and can accept it or hand it back.")
    words = (_("Name somebody else"), others if names_others else _("You take it on yourself."))
    return _page(
        request, found, form, words,
        lambda data: actions.entrust(
            actor=request.viewer,
            commitment=found,
            person=data["person"] if names_others else request.viewer,
            party=data.get("party", ""),
        ),
    )  # fmt: skip


def _report(request: MemberRequest, found: Commitment, form: DoneForm, data: dict[str, Any]) -> Commitment:
    entry = queries.entry_at(data["entry"], request.viewer) if data["entry"] else None
    if data["entry"] and entry is None:
        form.add_error("entry", _("No item that you may see is behind this address."))
    if form.errors:
        return found
    proof = actions.Proof(data["proof"], form.attached.get(data.get("file", "")), entry)
    return actions.report_done(actor=request.viewer, commitment=found, on=data["on"], proof=proof)


def _page(
    request: MemberRequest,
    found: Commitment,
    form: Any,
    words: tuple[str, str],
    act: Callable[[dict[str, Any]], Commitment],
) -> HttpResponseBase:
    """A form about a commitment; done, it leads back to the commitment."""
    made = _done(form, act)
    if made and not form.errors:
        messages.success(request, _("Noted."))
        return redirect(made)
    title, hint = words
    context = {"form": form, "commitment": found, "entry": found.entry, "title": title, "hint": hint}
    return render(request, "commitments/step.html", context, status=422 if form.errors else 200)


def _done(form: Any, act: Callable[[dict[str, Any]], Commitment]) -> Commitment | None:
    return perform(form, lambda: act(form.cleaned_data)) if form.is_bound and form.is_valid() else None


def _commitment(request: MemberRequest, public_id: str) -> Commitment:
    if (found := queries.find_commitment(public_id, request.viewer)) is None:
        raise Http404
    return found


def _mine_to(rule: Predicate, refusal: Any, request: MemberRequest, public_id: str) -> Commitment:
    """The commitment, if this person may do that with it. Raises `Http404`, `NotAllowed`."""
    found = _commitment(request, public_id)
    if not rule.test(request.viewer, found):
        raise NotAllowed(refusal)
    return found


def _posted(request: MemberRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _asked(request: MemberRequest) -> dict[str, Any]:
    return {"state": PENDING_ONES, **{name: value for name, value in request.GET.items() if value}}


def _wanted(request: MemberRequest, form: FilterForm) -> Wanted:
    """What the address asks for; what makes no sense counts as not asked."""
    form.is_valid()
    given = getattr(form, "cleaned_data", {})
    whose = request.GET.get("whose", MINE)
    item = next(iter(ids_sent([request.GET.get("item", "")])), "")
    until: date | None = given.get("until")
    return Wanted(
        whose=ALL if item else whose if whose in {MINE, CITY, ALL} else MINE,
        state=given.get("state") or PENDING_ONES,
        text=" ".join((given.get("q") or "").split()),
        until=until,
        item=item,
    )


def _tabs(request: MemberRequest, wanted: Wanted, kept: dict[str, str]) -> list[Tab]:
    names = [(MINE, pgettext("commitments", "Mine"))]
    if speaks_for_a_city.test(request.viewer):
        names.append((CITY, _("My city’s")))
    names.append((ALL, _("All that I may see")))
    others = {name: value for name, value in kept.items() if name not in {"whose", "item"}}
    return [
        Tab(label, f"?{urlencode({**others, 'whose': name})}", name == wanted.whose and not wanted.item)
        for name, label in names
    ]
