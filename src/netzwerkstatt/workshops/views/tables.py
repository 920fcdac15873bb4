"""Tables: the facilitation sets them and prints cards, secretaries write and count.

A secretary is a person who is signed in, or a device that came in with the table's code and keeps a guest's token.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.db.models import Max
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from netzwerkstatt.foundation.accounts.access import MemberRequest, ViewerRequest, access, everyone, signed_in
from netzwerkstatt.foundation.accounts.models import Guest, Person
from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.entries.pages import find_alone, ids_sent, perform
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed, TooMany
from netzwerkstatt.workshops import actions, queries
from netzwerkstatt.workshops.actions.tables import NOT_YOURS
from netzwerkstatt.workshops.cards import cards_pdf
from netzwerkstatt.workshops.live import PHONE, fingerprint
from netzwerkstatt.workshops.models import Contribution, PaperCard, Phase, Table, Workshop
from netzwerkstatt.workshops.phases.kind import Hand
from netzwerkstatt.workshops.rules import runs_workshop
from netzwerkstatt.workshops.seat import Seat
from netzwerkstatt.workshops.table_forms import (
    CardsForm,
    HandCountForm,
    SitDownForm,
    TableCardForm,
    TableForm,
)
from netzwerkstatt.workshops.views.coming_in import (
    check_guesses,
    count_guess,
    guest_of,
    nameless_address,
    with_token,
)
from netzwerkstatt.workshops.views.own import mine, or_said
from netzwerkstatt.workshops.views.ways_in import spoken_address

ON_A_PAGE = 60
Keeper = Person | Guest


# ---------------------------------------------------------------- the facilitation


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def tables(request: MemberRequest, public_id: str) -> HttpResponse:
    """The tables of a workshop, the cards that are printed for it, and the photos that wait to be typed in."""
    found = mine(request, public_id)
    if found.is_over:
        return redirect(found)
    new, cards, changed = TableForm(), CardsForm(initial={"after": _sheets(found)}), None
    if request.method == "POST":
        do, _colon, which = request.POST.get("do", "").partition(":")
        here = reverse("workshops:tables", args=[public_id])
        if do == "new":
            new = TableForm(request.POST)
            if _set(request, found, new):
                return HttpResponseRedirect(here)
        elif do == "cards":
            cards = CardsForm(request.POST)
            if _make_cards(request, found, cards):
                return HttpResponseRedirect(f"{here}#cards")
        else:
            table = Table.objects.filter(workshop=found, public_id__in=ids_sent([which])).first()
            changed = _on_table(request, table, do) if table else None
            if changed is None:
                return HttpResponseRedirect(here)
    rows = list(found.tables.select_related("secretary"))
    context = {
        "workshop": found,
        "entry": found.entry,
        "rows": [(one, changed if changed and changed.prefix == one.public_id else TableForm.of(one)) for one in rows],
        "changed": changed.prefix if changed else "",
        "new": new,
        "cards_form": cards,
        "printed": PaperCard.objects.filter(workshop=found).count(),
        "used": PaperCard.objects.filter(workshop=found, used=True).count(),
        "sheets": list(found.sheets.all()),
        "persons": sum(one.persons for one in rows),
        "address": spoken_address("workshops:sit-down"),
    }
    return render(request, "workshops/tables.html", context)


def _make_cards(request: MemberRequest, found: Workshop, form: CardsForm) -> bool:
    if not form.is_valid():
        return False
    asked = {name: form.cleaned_data[name] for name in ("sheets", "after")}
    made = perform(form, lambda: actions.make_cards(actor=request.viewer, workshop=found, **asked))
    if made is None:  # the next press is about what is there now
        form.data = {**dict(form.data.items()), "after": _sheets(found)}
    return made is not None


def _sheets(found: Workshop) -> int:
    return PaperCard.objects.filter(workshop=found).aggregate(last=Max("sheet"))["last"] or 0


def _set(request: MemberRequest, found: Workshop, form: TableForm) -> bool:
    if not form.is_valid():
        return False
    data = form.cleaned_data
    made = perform(
        form,
        lambda: actions.set_table(
            actor=request.viewer, workshop=found, name=data["name"], persons=data["persons"],
            secretary=data["secretary"], client_id=data["client_id"],
        ),
    )  # fmt: skip
    return made is not None


def _on_table(request: MemberRequest, table: Table, do: str) -> TableForm | None:
    """One button at a table; gives the form back where something in it does not hold."""
    who: dict[str, Any] = {"actor": request.viewer, "table": table}
    if do == "code":
        or_said(request, lambda: actions.give_table_code(**who, instead_of=request.POST.get("code", "")))
    elif do == "clear":
        or_said(request, lambda: actions.clear_table(**who))
    elif do == "change":
        form = TableForm(request.POST, prefix=table.public_id)
        if not form.is_valid():
            return form
        data = form.cleaned_data
        wanted = {name: data[name] for name in ("name", "persons", "secretary")}
        if perform(form, lambda: actions.change_table(**who, **wanted)) is None:
            return form
    return None


@access(signed_in)
@require_safe
def cards(request: MemberRequest, public_id: str) -> HttpResponse:
    """The numbered cards as PDF, one sheet for each person."""
    found = mine(request, public_id)
    rows = list(PaperCard.objects.filter(workshop=found).order_by("sheet", "id"))
    if not rows:
        return redirect("workshops:tables", public_id)
    response = HttpResponse(cards_pdf(found, rows), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.entry.code}-cards.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


# ---------------------------------------------------------------- coming to a table


@access(everyone)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sit_down(request: ViewerRequest) -> HttpResponse:
    """Eight digits make this device the secretary of a table. Wrong guesses count as on the other door."""
    form = SitDownForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        address = nameless_address(request)
        check_guesses(address)
        data = form.cleaned_data
        try:
            guest, token = actions.sit_down(code=data["code"], client_id=data["client_id"])
        except Invalid as invalid:
            count_guess(address)
            form.add_error("code", str(invalid.fields["code"]))
        else:
            return with_token(redirect("workshops:table", guest.place), guest, token)
    return render(request, "workshops/tables/sit_down.html", {"form": form})


Place = tuple[Workshop, Keeper, list[Table]]


def for_keepers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for those who write for a table or type in; who is not signed in is asked to, as on every page."""

    @wraps(view)
    def opened(request: ViewerRequest, public_id: str, **more: str) -> HttpResponse:
        try:
            place = _keeper(request, public_id)
        except (NotAllowed, Http404):
            if request.viewer is None:
                return redirect_to_login(request.get_full_path())
            raise
        return view(request, place, **more)

    return opened


def _keeper(request: ViewerRequest, public_id: str) -> Place:
    """The workshop, who writes, and for which tables. Raises `NotAllowed` for everybody else, `Http404` for none."""
    found = (
        Workshop.objects.select_related("entry__city")
        .filter(entry__public_id=public_id, entry__deleted_at=None)
        .first()
    )
    guest = guest_of(request, found) if found else None
    if found is not None and guest is not None:
        at = list(Table.objects.filter(devices__guest=guest, workshop=found))
        if at:
            return found, guest, at
    if found is not None and request.viewer is not None:
        own = list(Table.objects.filter(workshop=found).select_related("secretary"))
        runs = bool(runs_workshop.test(request.viewer, found))
        at = own if runs else [one for one in own if one.secretary_id == request.viewer.pk]
        if at or runs:
            return found, request.viewer, at
    find_alone(Workshop, public_id, request.viewer)
    raise NotAllowed(NOT_YOURS)


# ---------------------------------------------------------------- the secretary at the table


@access(everyone)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def table(request: ViewerRequest, place: Place) -> HttpResponse:
    """The one thing a table has to do right now: cards, or what was counted by hand."""
    found, actor, at = place
    if not found.is_running:
        return redirect(found)
    wanted = request.POST.get("table") or request.GET.get("table", "")
    one = next((each for each in at if each.public_id == wanted), at[0] if at else None)
    if one is None:
        return redirect("workshops:tables", found.public_id)
    seat = Seat(found, None, None, request.GET.get("at", "") or request.POST.get("at", ""), table=one)
    phase = seat.phase
    context: dict[str, Any] = {
        "workshop": found,
        "entry": found.entry,
        "table": one,
        "tables": at,
        "phase": phase,
        "sent": request.GET.get("sent", ""),
        "may_run": runs_workshop.test(actor, found),
        "page": fingerprint(found, seat.phases, PHONE),
    }
    if phase is not None:
        response = _at_phase(request, actor, seat, phase, context)
        if response is not None:
            return response
    return render(request, "workshops/tables/table.html", context)


def _at_phase(
    request: ViewerRequest, actor: Keeper, seat: Seat, phase: Phase, context: dict[str, Any]
) -> HttpResponse | None:
    hands, posted = phase.about.hands, request.POST if request.method == "POST" else None
    if posted is not None and posted.get("do") == "take-back":
        return _taken_back(actor, seat, phase, posted.get("which", ""))
    if Hand.WRITE in hands and not phase.about.is_about_ideas:
        return _cards_at(actor, seat, phase, posted, context)
    if Hand.DOTS in hands and phase.ballot:
        return _dots_at(actor, seat, phase, posted, context)
    if Hand.VOTE in hands and phase.ballot:
        return _vote_at(actor, seat, phase, posted, context)
    return None


def _here(seat: Seat, sent: str = "1") -> HttpResponse:
    table = seat.table
    more = f"&at={seat.at}" if seat.at else ""
    address = reverse("workshops:table", args=[seat.workshop.public_id])
    return HttpResponseRedirect(f"{address}?table={table.public_id if table else ''}&sent={sent}{more}")


def _cards_at(actor: Keeper, seat: Seat, phase: Phase, posted: Any, context: dict[str, Any]) -> HttpResponse | None:
    form = TableCardForm(posted, phase=phase)
    if posted is not None and form.is_valid():
        data = form.cleaned_data
        try:
            made = perform(
                form,
                lambda: (
                    actions.write_at_table(
                        actor=actor, table=_table(seat), phase=phase, text=data["text"], client_id=data["client_id"],
                        signed=data.get("signed", ""),
                    ),
                ),
            )  # fmt: skip
        except TooMany as many:
            form.add_error("text", _("That was very fast. Please wait %(n)d seconds.") % {"n": many.seconds})
            made = None
        if made is not None:
            return _here(seat, "card")
    rows = Contribution.objects.filter(phase=phase, table=seat.table).order_by("-own", "client_id")
    context |= {"card_form": form, "own": list(rows[:100]) if wrote_it(actor, _table(seat)) else []}
    return None


def wrote_it(actor: Keeper, table: Table) -> bool:
    """Reads what came from this table and waits: its secretary. The facilitation does only where it writes itself."""
    if isinstance(actor, Guest) or table.secretary_id == actor.pk:
        return True
    return table.secretary_id is None and not table.code


def _dots_at(actor: Keeper, seat: Seat, phase: Phase, posted: Any, context: dict[str, Any]) -> HttpResponse | None:
    table = _table(seat)
    given = voting.dots_of(phase.ballot, voting.Table(table.public_id, table.persons)) if phase.ballot else {}
    page = queries.turn(queries.WITH_ENTRY, queries.Among.WORKSHOP, seat.workshop.pk, seat.at, most=ON_A_PAGE)
    most = (phase.dots or 0) * table.persons
    form = HandCountForm(posted, ideas=page.rows, given=given, most=most)
    if posted is not None and form.is_valid():
        elsewhere = {pk: n for pk, n in given.items() if pk not in {idea.pk for idea in page.rows}}
        names = dict(queries.names_of_ideas(elsewhere))
        dots = {names[pk]: n for pk, n in elsewhere.items() if pk in names} | form.dots
        counted = perform(form, lambda: actions.count_dots_at_table(actor=actor, table=table, phase=phase, dots=dots))
        if counted is not None:
            return _here(seat, "dots")
    context |= {
        "dots_form": form, "most": most, "given": sum(given.values()), "at": seat.at,
        "before": page.before, "after": page.after,
    }  # fmt: skip
    return None


def _vote_at(actor: Keeper, seat: Seat, phase: Phase, posted: Any, context: dict[str, Any]) -> HttpResponse | None:
    sheet = phase.about.sheet(phase, seat, posted)
    if sheet is None:
        return None
    if posted is not None and (move := posted.get("move", "")):
        context |= {"sheet": sheet.moved(move)}
        return None
    if posted is not None and sheet.is_valid():
        act = perform(
            sheet,
            lambda: (actions.vote_at_table(actor=actor, table=_table(seat), phase=phase, said=sheet.said),),
        )
        if act is not None:
            return _here(seat, "vote")
    context |= {"sheet": sheet}
    return None


def _taken_back(actor: Keeper, seat: Seat, phase: Phase, which: str) -> HttpResponse:
    if key := uuid_of(which):
        actions.take_back_at_table(actor=actor, table=_table(seat), phase=phase, client_id=key)
    return _here(seat, "back")


def _table(seat: Seat) -> Table:
    if seat.table is None:
        raise Http404
    return seat.table


def uuid_of(text: str) -> UUID | None:
    """The key, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None
