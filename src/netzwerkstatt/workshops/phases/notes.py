"""Collect notes: what people write stays a note of this phase, and becomes no idea."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.methods.vocabulary import PhaseFit
from netzwerkstatt.workshops.phases.writing import Writing


class Notes(Writing):
    """Taboos, answers to a question turned upside down, messages for the plenum."""

    code = "notes"
    fit = PhaseFit.COLLECT
    says = _("Everybody writes notes. They stay with this phase and become no ideas.")
    asks = Writing.asks | {"taboo_free"}
    asks_for = _("Your note")
