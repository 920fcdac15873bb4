"""Asking for documents. Who may ask is the rule of the room that asks; it calls these in its own transaction."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from netzwerkstatt.foundation.documents.blocks import Document, canonical, sha256_of
from netzwerkstatt.foundation.documents.models import Rendering
from netzwerkstatt.foundation.documents.tasks import render
from netzwerkstatt.foundation.events import clock

STUCK_AFTER = timedelta(minutes=10)


class AlreadyRenderedError(RuntimeError):
    """This version exists with another content; a changed content is a new version."""

    def __init__(self, rendering: Rendering) -> None:
        super().__init__(f"{rendering} exists with another content; give it a new version.")
        self.rendering = rendering


def request_rendering(*, public_id: str, document: Document) -> Rendering:
    """Freeze this content as one version of an item's document and have its file made.

    The job is written in the same transaction as the rendering, so neither exists without the other. Asked again with
    the same content, the same rendering comes back; one still waiting gets a second job, which does no harm. Raises
    `AlreadyRenderedError` for another content under the same version, unless the first could never be made.
    """
    content = document.to_json()
    sha256 = sha256_of(content)
    text = canonical(content).decode()
    with transaction.atomic():
        rendering, _new = Rendering.objects.get_or_create(
            public_id=public_id, version=document.version, defaults={"content": text, "content_sha256": sha256}
        )
        if rendering.content_sha256 != sha256:
            if rendering.state != Rendering.State.FAILED:
                raise AlreadyRenderedError(rendering)
            _wait_again(rendering, content=text, content_sha256=sha256)
        if rendering.state == Rendering.State.WAITING:
            _have_made(rendering)
    return rendering


def retry_rendering(*, rendering: Rendering) -> Rendering:
    """Try once more what could not be made, with the content as it was frozen. One that is ready stays as it is."""
    with transaction.atomic():
        rendering.refresh_from_db()
        if rendering.state == Rendering.State.FAILED:
            _wait_again(rendering)
        if rendering.state == Rendering.State.WAITING:
            _have_made(rendering)
    return rendering


def resume_renderings(*, older_than: timedelta = STUCK_AFTER) -> int:
    """Take up what a worker left when it was killed in the middle; returns how many. Harmless at any time."""
    stuck = Rendering.objects.filter(state=Rendering.State.WAITING, asked_at__lt=clock.now() - older_than)
    for pk in stuck.order_by("asked_at").values_list("pk", flat=True):
        render.enqueue(pk)
    return len(stuck)


def _wait_again(rendering: Rendering, **content: str) -> None:
    changes = {**content, "state": Rendering.State.WAITING, "reason": "", "asked_at": clock.now()}
    Rendering.objects.filter(pk=rendering.pk, state=Rendering.State.FAILED).update(**changes)
    rendering.refresh_from_db()


def _have_made(rendering: Rendering) -> None:
    render.enqueue(rendering.pk)
    rendering.refresh_from_db()  # where jobs run at once, it is ready already
