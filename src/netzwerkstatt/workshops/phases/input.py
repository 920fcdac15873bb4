"""Input: somebody tells the room something."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.methods.vocabulary import PhaseFit
from netzwerkstatt.workshops.phases.kind import Kind


class Input(Kind):
    """A figure, a report, a walk: people listen. What is to be remembered is written down on the console."""

    code = "input"
    fit = PhaseFit.INPUT
    says = _("Somebody reports or shows something; the phones rest.")
