"""Input: somebody tells the room something."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.workshops.phases.kind import Kind


class Input(Kind):
    """A figure, a report, a walk: people listen. What is to be remembered is written down on the console."""

    code = "input"
    says = _("Somebody reports or shows something; the phones rest.")
