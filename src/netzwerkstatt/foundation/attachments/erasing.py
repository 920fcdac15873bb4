"""What happens to files when their item is deleted: they go with it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.attachments.models import Attachment
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.versions.erasing import EVERY_KIND, Erasure, declare_erasure


def declare() -> None:
    """At start."""
    declare_erasure(Erasure(EVERY_KIND, "attachments", _erase, _("Its files and pictures")))


def _erase(entry: Entry) -> None:
    """As when each of them is removed: the bytes are swept when nothing else has them."""
    Attachment.objects.filter(entry=entry, removed_at__isnull=True).update(
        removed_at=clock.now(), sha256="", thumbnail="", name="", alt=""
    )
