"""HTTP in, HTTP out: the discussion on an item, a thread of it, and the few things one does with a comment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone, signed_in
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.comments import actions, rules
from netzwerkstatt.foundation.comments.closing import comments_closed
from netzwerkstatt.foundation.comments.forms import CommentForm, NoteForm
from netzwerkstatt.foundation.comments.models import Comment
from netzwerkstatt.foundation.comments.offers import panel_of
from netzwerkstatt.foundation.comments.queries import find_comment, whole_thread
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.pages import perform
from netzwerkstatt.foundation.events.errors import NotAllowed


@access(everyone)
@require_safe
def discussion(request: ViewerRequest, public_id: str) -> HttpResponse:
    """All comments on an item, a page of threads at a time, in the order one wishes."""
    entry = _entry(request, public_id)
    panel = panel_of(entry, request.viewer, request.GET.get("order", ""), request.GET.get("after", ""))
    return render(request, "comments/discussion.html", {"entry": entry, "panel": panel})


@access(everyone)
@require_safe
def comment(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The permanent address of a comment: its whole thread, where it stands in it."""
    found = _comment(request, public_id)
    thread = whole_thread(found, request.viewer, at=_position(request.GET.get("at", "")))
    context = {
        "entry": found.entry,
        "comment": found,
        "thread": thread,
        "closed": comments_closed(found.entry),
    }
    return render(request, "comments/thread.html", context)


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: ViewerRequest, public_id: str) -> HttpResponse:
    """A new comment."""
    entry = _entry(request, public_id)
    form = CommentForm(request.POST if request.method == "POST" else None)
    if made := _done(
        form,
        lambda data: actions.comment_on(
            actor=_person(request), entry=entry, text=data["text"], client_id=data["client_id"]
        ),
    ):
        messages.success(request, _("Your comment is there. You can change it for 15 minutes."))
        return redirect(made.get_absolute_url())
    context = {"form": form, "entry": entry, "closed": comments_closed(entry), "back": entry.get_absolute_url()}
    return _page(request, "comments/write.html", form, context)


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Answer a comment."""
    parent = _comment(request, public_id)
    form = CommentForm(request.POST if request.method == "POST" else None)
    if made := _done(
        form,
        lambda data: actions.answer(
            actor=_person(request), parent=parent, text=data["text"], client_id=data["client_id"]
        ),
    ):
        messages.success(request, _("Your answer is there. You can change it for 15 minutes."))
        return redirect(made.get_absolute_url())
    context = {"form": form, "entry": parent.entry, "parent": parent, "closed": comments_closed(parent.entry)}
    return _page(request, "comments/answer.html", form, context | {"back": parent.get_absolute_url()})


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Change the words, within fifteen minutes; then this leads to a note."""
    found = _own(request, public_id)
    if request.method != "POST" and not found.is_editable():
        messages.info(request, _("The 15 minutes are over. The words stand now; you can add a note."))
        return redirect("comments:note", public_id=public_id)
    form = CommentForm(request.POST if request.method == "POST" else None, initial={"text": found.text})
    if made := _done(form, lambda data: actions.edit_comment(actor=_person(request), comment=found, text=data["text"])):
        messages.success(request, _("Changed."))
        return redirect(made.get_absolute_url())
    context = {"form": form, "entry": found.entry, "comment": found, "back": found.get_absolute_url()}
    return _page(request, "comments/edit.html", form, context)


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Add a note below an own comment."""
    found = _own(request, public_id)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if made := _done(form, lambda data: actions.add_note(actor=_person(request), comment=found, text=data["text"])):
        messages.success(request, _("Added. Your note stands below your comment."))
        return redirect(made.get_absolute_url())
    context = {"form": form, "entry": found.entry, "comment": found, "back": found.get_absolute_url()}
    return _page(request, "comments/note.html", form, context)


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Ask, then delete an own comment."""
    found = _own(request, public_id)
    if request.method == "POST":
        actions.delete_comment(actor=_person(request), comment=found)
        messages.success(request, _("Deleted. Your words and your name are gone."))
        return redirect(found.entry)
    answered = found.replies.exists()
    context = {"entry": found.entry, "comment": found, "answered": answered, "back": found.get_absolute_url()}
    return render(request, "comments/delete.html", context)


def _done(form: Any, act: Callable[[dict[str, Any]], Comment]) -> Comment | None:
    return perform(form, lambda: act(form.cleaned_data)) if form.is_bound and form.is_valid() else None


def _page(request: ViewerRequest, template: str, form: Any, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=422 if form.errors else 200)


def _entry(request: ViewerRequest, public_id: str) -> Entry:
    place = ("home", "city__network__state", "network__state")
    return get_object_or_404(Entry.objects.visible_to(request.viewer).select_related(*place), public_id=public_id)


def _comment(request: ViewerRequest, public_id: str) -> Comment:
    if (found := find_comment(public_id, request.viewer)) is None:
        raise Http404
    return found


def _own(request: ViewerRequest, public_id: str) -> Comment:
    found = _comment(request, public_id)
    if not rules.is_author.test(request.viewer, found):
        raise NotAllowed(actions.OWN)
    return found


def _position(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _person(request: ViewerRequest) -> Person:
    """Who is signed in; the rule of the view has seen to that."""
    return cast("Person", request.viewer)
