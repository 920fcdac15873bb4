"""The Steckbrief: the page everybody reads, and where the city writes, proposes and releases it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone, signed_in
from netzwerkstatt.foundation.documents.files import docx_response, files_of, pdf_response
from netzwerkstatt.foundation.documents.redacting import redactions_of
from netzwerkstatt.foundation.entries.pages import find_visible
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.projects import actions, practice, rules
from netzwerkstatt.projects.forms.profile import BlockForm, ConfirmForm
from netzwerkstatt.projects.models import Project
from netzwerkstatt.projects.profile.blocks import ASIDE, BLOCKS, BY_CODE, Block
from netzwerkstatt.projects.profile.content import content_of, fingerprint, mandatory, missing
from netzwerkstatt.projects.profile.known import known
from netzwerkstatt.projects.views.pages import who_is_there

LONGEST_NUMBER = 4


@access(everyone)
@require_safe
def profile(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The Steckbrief as it was released last, or an earlier release; before the first, who may write it is led there."""
    project = find_visible(Project, public_id, request.viewer)
    may_write = rules.may_write.test(request.viewer, project)
    shown = practice.released(project, _number(request))
    if shown is None:
        if may_write and not request.GET.get("number"):
            return redirect("projects:profile-edit", public_id)
        raise Http404
    context = {
        "project": project,
        "entry": project.entry,
        "shown": shown,
        "files": files_of(public_id, version=str(shown.release.number)),
        "may_write": may_write,
        "redactions": redactions_of(public_id),
    }
    return render(request, "projects/profile/profile.html", context)


@access(signed_in)
@require_safe
def edit(request: ViewerRequest, public_id: str) -> HttpResponse:
    """What stands in the Steckbrief now, what is missing, and how it is released."""
    project = writable(request, public_id)
    read = known(project)
    content = content_of(read)
    lacks = missing(read)
    city = cast("City", project.entry.city)
    last = practice.latest(project)
    context = {
        "project": project,
        "entry": project.entry,
        "blocks": [(BY_CODE[block["code"]], block, lacks.get(block["code"], [])) for block in content["blocks"]],
        "is_whole": not lacks,
        "left": sum(len(one) for one in lacks.values()),
        "mandatory": mandatory(read),
        "next": next((BY_CODE[code] for code in lacks), None),
        "seen": fingerprint(content),
        "profile": read.profile,
        "proposed": read.profile is not None and read.profile.proposed_sha256 == fingerprint(content),
        "second_pair": actions.needs_second_pair(city),
        "may_release": rules.may_release.test(request.viewer, project),
        "is_mine": read.profile is not None and read.profile.proposed_by_id == who_is_there(request).pk,
        "last": last,
        "changed": practice.differs(last, content),
        "confirm": ConfirmForm(),
    }
    return render(request, "projects/profile/edit.html", context)


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def block(request: ViewerRequest, public_id: str, block: str) -> HttpResponse:
    """One block; what the project knows already stands in it."""
    if block not in BY_CODE:
        raise Http404
    project = writable(request, public_id)
    read = known(project)
    about = BY_CODE[block]
    there = read.blocks.get(block)
    suggested = read.suggested(block, who_is_there(request))
    form = BlockForm(
        request.POST if request.method == "POST" else None,
        block=about,
        city=project.entry.city,
        edition=there.edition if there else 0,
        said={**suggested, **{name: value for name, value in read.said(block).items() if value}},
    )
    if request.method == "POST" and form.is_valid():
        words = form.words()
        edition = words.pop("edition")
        if form.save(
            lambda: actions.write_block(
                actor=who_is_there(request), project=project, block=block, edition=edition, said=words
            )
        ):
            if (then := request.POST.get("then", "")) in BY_CODE:
                return redirect("projects:profile-block", public_id, then)
            to = "projects:papers" if about in ASIDE else "projects:profile-edit"
            return redirect(f"{reverse(to, args=[public_id])}#{block}")
    context = {
        "form": form,
        "project": project,
        "entry": project.entry,
        "part": about,
        "inserted": bool(suggested),
        "from_project": _inserted(block, read),
        "aside": about in ASIDE,
        "then": None if about in ASIDE else _next(block, missing(read)),
        "place": list(BY_CODE).index(block) + 1,
        "places": len(BLOCKS),
    }
    return render(request, "projects/profile/block.html", context, status=422 if form.errors else 200)


@access(signed_in)
@require_POST
def propose(request: ViewerRequest, public_id: str) -> HttpResponse:
    """It is ready: somebody else may release it."""
    project = writable(request, public_id)
    seen = request.POST.get("seen", "")
    return _done(
        request,
        public_id,
        lambda: actions.propose_profile(actor=who_is_there(request), project=project, seen=seen),
        _("Proposed. Whoever releases for your city is told."),
    )


@access(signed_in)
@require_POST
def release(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The city releases it."""
    project = writable(request, public_id)
    seen = request.POST.get("seen", "")
    return _done(
        request,
        public_id,
        lambda: actions.release_profile(actor=who_is_there(request), project=project, seen=seen),
        _("Released. It is a good practice now, and others find it."),
        to="projects:profile",
    )


@access(signed_in)
@require_POST
def confirm(request: ViewerRequest, public_id: str) -> HttpResponse:
    """It still holds, until another day."""
    project = writable(request, public_id)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Please choose a day ahead, within three years."))
        return redirect("projects:profile-edit", public_id)
    day = form.cleaned_data["review_on"]
    return _done(
        request,
        public_id,
        lambda: actions.confirm_profile(actor=who_is_there(request), project=project, review_on=day),
        _("Noted. It still holds."),
        to="projects:profile",
    )


@access(signed_in)
@require_POST
def second_pair(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The city wants a second pair of eyes, or does not."""
    project = writable(request, public_id)
    actions.ask_second_pair(
        actor=who_is_there(request), city=cast("City", project.entry.city), wanted=request.POST.get("wanted") == "yes"
    )
    messages.success(request, _("Noted. It holds for every project of your city."))
    return redirect("projects:profile-edit", public_id)


@access(signed_in)
@require_POST
def files(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Have the files made that could not be made."""
    project = writable(request, public_id)
    actions.make_files_again(actor=who_is_there(request), project=project)
    return redirect("projects:profile", public_id)


@access(everyone)
@require_safe
def as_pdf(request: ViewerRequest, public_id: str) -> HttpResponseBase:
    """The PDF, once it is made; before that, the page that says so."""
    return _file(request, public_id, pdf_response)


@access(everyone)
@require_safe
def as_docx(request: ViewerRequest, public_id: str) -> HttpResponseBase:
    """The office file, once it is made; before that, the page that says so."""
    return _file(request, public_id, docx_response)


def _file(request: ViewerRequest, public_id: str, respond: Any) -> HttpResponseBase:
    project = find_visible(Project, public_id, request.viewer)
    shown = practice.released(project, _number(request))
    if shown is None:
        raise Http404
    name = f"{project.entry.code}-{shown.release.number}"
    found: HttpResponseBase | None = respond(public_id, name, version=str(shown.release.number))
    return found or redirect("projects:profile", public_id)


def _next(block: str, lacks: dict[str, list[Any]]) -> Block | None:
    """The part to go on with after this one: the next that lacks something, and after the last the first again."""
    order = [one.code for one in BLOCKS]
    place = order.index(block) + 1
    return next((BY_CODE[code] for code in (*order[place:], *order[: place - 1]) if code in lacks), None)


def _inserted(block: str, read: Any) -> list[tuple[str, list[str]]]:
    """What the Steckbrief takes from the project by itself."""
    if block == "why":
        return [(_("Figures"), read.figure_lines())]
    if block == "what":
        return [(_("Partners"), read.partner_lines())]
    if block == "check":
        figures = [(_("Figures"), read.figure_lines())]
        return [*((label, text.split("\n")) for label, text in read.means_lines()), *figures]
    if block == "means":
        return [(label, text.split("\n")) for label, text in read.means_lines()]
    return []


def _number(request: ViewerRequest) -> int | None:
    asked = request.GET.get("number", "")
    if not asked:
        return None
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_NUMBER else 0


def _done(
    request: ViewerRequest, public_id: str, act: Any, said: str, *, to: str = "projects:profile-edit"
) -> HttpResponse:
    try:
        act()
    except Invalid as invalid:
        messages.warning(request, " ".join(str(text) for text in invalid.fields.values()))
        return redirect("projects:profile-edit", public_id)
    messages.success(request, said)
    return redirect(to, public_id)


def writable(request: ViewerRequest, public_id: str) -> Project:
    """The project, where the viewer speaks for its city. Raises `NotAllowed` where she does not."""
    project = find_visible(Project, public_id, request.viewer)
    if not rules.may_write.test(request.viewer, project):
        raise NotAllowed(actions.SPEAKERS)
    return project
