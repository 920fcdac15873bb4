"""What this room puts on the golden thread: formats of one thing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.kinds import Kind, declare_kind
from netzwerkstatt.foundation.entries.offers import declare_page
from netzwerkstatt.workshops.models import Format


def declare() -> None:
    """Make the kinds and their page known, at start."""
    declare_page("cluster")
    for code, stage, label, plural, prefix, order in (
        (Format.FLYING, Format.FLYING, _("Flying workshop"), _("Flying workshops"), "W", 30),
        (Format.IDEAS, Format.IDEAS, _("Ideas workshop"), _("Ideas workshops"), "IW", 50),
        (Format.MEETING, Format.IDEAS, _("Working meeting"), _("Working meetings"), "AT", 55),
    ):
        declare_kind(
            Kind(
                str(code), str(stage), label, plural,
                page="workshops:workshop", list_page="workshops:list", prefix=prefix, order=order,
                beside=code == Format.MEETING,
            )
        )  # fmt: skip
        declare_page(str(code))
