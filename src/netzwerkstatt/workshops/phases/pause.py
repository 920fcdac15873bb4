"""A break."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.workshops.phases.kind import Kind


class Pause(Kind):
    """Coffee. Nothing is asked and nothing comes of it."""

    code = "pause"
    says = _("Nothing happens, and the clock knows it.")
    phone = "workshops/phone/pause.html"
