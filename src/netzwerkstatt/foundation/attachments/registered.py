"""What attachments say to moderation and to "my data"."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.attachments import erasing
from netzwerkstatt.foundation.attachments.actions import hide
from netzwerkstatt.foundation.attachments.models import Attachment
from netzwerkstatt.foundation.attachments.queries import find_attachment
from netzwerkstatt.foundation.events.personal import Personal, declare_harmless, declare_personal
from netzwerkstatt.foundation.moderation.registry import Reportable, declare_reportable

KIND = "attachment"


def register() -> None:
    """At start."""
    erasing.declare()
    declare_reportable(
        Reportable(
            kind=KIND,
            find=_find,
            author=lambda attachment: attachment.uploader,
            words=lambda attachment: f"{attachment.file_name}\n\n{attachment.alt}".strip(),
            url=lambda attachment: attachment.get_absolute_url(),
            hide=hide,
            may_see=lambda viewer, attachment: find_attachment(attachment.public_id, viewer) is not None,
            label=_("Attachment"),
        )
    )
    declare_personal(
        Personal(
            model="attachments.Attachment",
            label=_("Attachments"),
            person_fields=("uploader",),
            keeps=_("As long as the item they hang on. Whoever may change the item can remove them."),
            stays=_("The files stay, without your name, because they belong to the item."),
            export=_export,
        )
    )
    declare_harmless("attachments.Attachment", "name", because="the name of a file, given by who hung it up")


def _find(public_id: str) -> Attachment | None:
    place = ("uploader", "entry__home", "entry__city__network__state", "entry__network__state")
    return Attachment.objects.filter(public_id=public_id, removed_at__isnull=True).select_related(*place).first()


def _export(person: Any) -> list[dict[str, Any]]:
    rows = Attachment.objects.filter(uploader=person).select_related("entry").order_by("pk")
    return [
        {
            "item": attachment.entry.title,
            "file": attachment.file_name if attachment.name else None,
            "shows": attachment.alt,
            "size": attachment.size,
            "sha256": attachment.sha256,
            "attached": attachment.created_at.isoformat(),
            "removed": attachment.removed_at.isoformat() if attachment.removed_at else None,
        }
        for attachment in rows
    ]
