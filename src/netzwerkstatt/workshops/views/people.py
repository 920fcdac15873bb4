"""Who comes: the list for the host, who facilitates, calling off, the calendar file, and what people agree to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import MemberRequest, ViewerRequest, access, everyone, signed_in
from netzwerkstatt.foundation.entries.pages import find_visible, perform
from netzwerkstatt.foundation.notifications.reach import lost_among
from netzwerkstatt.foundation.ui import calendars
from netzwerkstatt.workshops import actions, consents, echoes, people
from netzwerkstatt.workshops.calendar import calendar_file
from netzwerkstatt.workshops.models import ConsentKind, Workshop
from netzwerkstatt.workshops.people_forms import CallOffForm, ConsentTextForm, EchoForm, FormsForm, HandOverForm
from netzwerkstatt.workshops.protocol import people_in
from netzwerkstatt.workshops.rules import is_alliance_coordinator
from netzwerkstatt.workshops.views.coming_in import guest_of
from netzwerkstatt.workshops.views.own import mine, or_said


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def who_comes(request: MemberRequest, public_id: str) -> HttpResponse:
    """The list for the host, to print, too. A post is one of its forms: `do` says which. Twenty queries at most."""
    found = mine(request, public_id, wherever=True)
    do = request.POST.get("do", "")
    forms = _forms(request, found, do)
    here = reverse("workshops:people", args=[public_id])
    if request.method == "POST":
        if do == "after-all":
            if or_said(request, lambda: actions.hold_after_all(actor=request.viewer, workshop=found)):
                messages.success(request, _("It takes place after all. Everybody who is invited is told."))
            return redirect(here)
        sent = forms.get(do)
        if sent is not None and sent.is_valid() and perform(sent, lambda: _DO[do](request, found, sent)):
            return redirect(here)
    invitations = list(found.invitations.select_related("person", "workshop").order_by("person__name"))
    context = {
        "workshop": found,
        "entry": found.entry,
        "invitations": invitations,
        "lost": lost_among([one.person for one in invitations]),
        "by_network": people.by_network(invitations),
        "in_the_room": people_in(found),
        "counted": [(one, forms[f"forms-{one.kind}"]) for one in consents.counted(found)],
        "hand_over": forms["hand-over"],
        "call_off": forms["call-off"],
        "left": people.facilitator_left(found, request.viewer),
    }
    return render(request, "workshops/people.html", context)


def _forms(request: MemberRequest, found: Workshop, do: str) -> dict[str, Any]:
    """The forms of the page by what they do, one of them as it was sent."""

    def data(name: str) -> Any:
        return request.POST if do == name else None

    numbers = {one.kind: {"given": one.given, "refused": one.refused} for one in found.paper_forms.all()}
    forms: dict[str, Any] = {
        "hand-over": HandOverForm(data("hand-over"), initial={"facilitator": found.facilitator_id}, prefix="over"),
        "call-off": CallOffForm(data("call-off"), prefix="off"),
    }
    for kind in ConsentKind:
        name = f"forms-{kind}"
        forms[name] = FormsForm(data(name), initial=numbers.get(kind, {"given": 0, "refused": 0}), prefix=name)
    return forms


def _hand_over(request: MemberRequest, found: Workshop, form: Any) -> Workshop:
    facilitator = form.cleaned_data["facilitator"]
    done = actions.hand_over(actor=request.viewer, workshop=found, facilitator=facilitator)
    said = _("%(name)s facilitates from now on and is told.") % {"name": facilitator.name} if facilitator else ""
    messages.success(request, said or _("The host city facilitates itself from now on."))
    return done


def _call_off(request: MemberRequest, found: Workshop, form: Any) -> Workshop:
    done = actions.call_off_workshop(actor=request.viewer, workshop=found, why=form.cleaned_data["why"])
    messages.success(request, _("Called off. Everybody who is invited is told, with a file that strikes it out."))
    return done


def _count(kind: ConsentKind) -> Any:
    def count(request: MemberRequest, found: Workshop, form: Any) -> Any:
        given, refused = form.cleaned_data["given"], form.cleaned_data["refused"]
        return actions.count_forms(actor=request.viewer, workshop=found, kind=kind, given=given, refused=refused)

    return count


_DO: dict[str, Any] = {
    "hand-over": _hand_over,
    "call-off": _call_off,
    **{f"forms-{kind}": _count(kind) for kind in ConsentKind},
}


@access(everyone)
@require_safe
def calendar(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The workshop as a file for a calendar; one that was called off is struck out there."""
    found = find_visible(Workshop, public_id, request.viewer)
    content = calendar_file(found)
    if content is None:
        raise Http404
    answer = HttpResponse(content, content_type=calendars.CONTENT_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{found.public_id}.ics"'
    return answer


@access(everyone)
@require_safe
def consent(request: ViewerRequest, public_id: str, kind: str) -> HttpResponse:
    """What people are asked to agree to, as a form to sign on paper; `?version=` reads an earlier text."""
    found = find_visible(Workshop, public_id, request.viewer)
    wanted = next((one for one in consents.asked(found) if one == kind), None)
    if wanted is None:
        raise Http404
    version = request.GET.get("version", "")
    is_old = version.isascii() and version.isdigit() and len(version) < 6
    words = consents.words_of(wanted, int(version)) if is_old else consents.words_now(wanted)
    context = {"workshop": found, "entry": found.entry, "words": words, "is_young": wanted == ConsentKind.YOUNG}
    return render(request, "workshops/consent.html", context)


@access(signed_in)
@require_POST
def say_consent(request: MemberRequest, public_id: str) -> HttpResponse:
    """The viewer agrees to photos, does not, or takes it back."""
    found = find_visible(Workshop, public_id, request.viewer)
    given = request.POST.get("given") == "yes"
    actions.say_consent(actor=request.viewer, workshop=found, given=given, guest=guest_of(request, found))
    text = _("Noted: photos of you are fine.") if given else _("Noted: no photos of you. The host knows.")
    messages.success(request, text)
    return redirect(f"{found.get_absolute_url()}#photos")


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def echo(request: MemberRequest, public_id: str) -> HttpResponse:
    """The host tells what became of it: about the months that are asked now, or `?months=` those written before."""
    found = mine(request, public_id)
    written = list(found.echoes.all())
    asked = request.GET.get("months", "")
    known = next((one for one in written if str(one.months) == asked), None)
    months = known.months if known else echoes.asked_now(found, written)
    if months is None:
        return redirect(found)
    form = EchoForm(request.POST or None, initial={"words": known.words if known else ""})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        if perform(form, lambda: actions.write_echo(actor=request.viewer, workshop=found, months=months, words=words)):
            return redirect(f"{found.get_absolute_url()}#echo")
    context = {"workshop": found, "entry": found.entry, "form": form, "months": months}
    return render(request, "workshops/echo.html", context)


@access(is_alliance_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def texts(request: MemberRequest) -> HttpResponse:
    """The alliance writes what people are asked to agree to, in its languages."""
    sent = request.POST.get("kind")
    forms = {
        kind: ConsentTextForm(
            request.POST if sent == kind else None, prefix=kind.value, initial=consents.as_written(kind)
        )
        for kind in ConsentKind
    }
    if request.method == "POST":
        kind = next((one for one in ConsentKind if one == sent), None)
        form = forms[kind] if kind else None
        if kind and form and form.is_valid():
            data = {name: text for name, text in form.cleaned_data.items() if name != "client_id"}
            if perform(form, lambda: actions.write_consent_text(actor=request.viewer, kind=kind, words=data)):
                messages.success(request, _("Saved. Whoever is asked from now on reads this text."))
                return redirect("workshops:consent-texts")
    shown = [(kind, forms[kind], consents.words_now(kind)) for kind in ConsentKind]
    return render(request, "workshops/consent_texts.html", {"texts": shown})
