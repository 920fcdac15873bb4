from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.kinds import Kind
from netzwerkstatt.foundation.texts import amending

RECOMMENDATION = Kind(
    code="recommendation",
    stage="recommendation",
    label=_("Recommendation"),
    plural=_("Recommendations"),
    page="recommendations:recommendation",
    list_page="recommendations:list",
    prefix="E",
    order=70,
)
ANSWER = Kind(
    code="answer",
    stage="answer",
    label=_("Answer of the Land"),
    plural=_("Answers"),
    page="recommendations:answer",
    list_page="recommendations:list",
    prefix="A",
    order=80,
)
AMENDMENT = Kind(
    code=amending.KIND,
    stage="recommendation",
    label=_("Amendment"),
    plural=_("Amendments"),
    page="recommendations:amendment",
    list_page="recommendations:list",
    order=75,
    beside=True,
)
