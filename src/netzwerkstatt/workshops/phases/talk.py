"""Talk: the room works without phones."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.methods.vocabulary import PhaseFit
from netzwerkstatt.workshops.phases.kind import Kind


class Talk(Kind):
    """People talk or work in groups; the facilitator writes down what came of it."""

    code = "talk"
    fit = PhaseFit.COMMENT
    says = _("Talk or work in groups in the room. What came of it is written down on the console.")
    minutes = 30
