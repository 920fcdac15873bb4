"""The kind of entry that this room keeps."""

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.kinds import Kind

CARD = Kind(
    code="evidence",
    stage="evidence",
    label=_("Evidence"),
    plural=_("Pieces of evidence"),
    page="evidence:card",
    list_page="evidence:list",
    prefix="B",
    order=10,
    may_be_kept=True,
)

SCENARIO = Kind(
    code="scenario",
    stage="evidence",
    label=_("Scenario"),
    plural=_("Scenarios"),
    page="evidence:scenario",
    list_page="evidence:places",
    prefix="SZ",
    order=11,
    may_be_kept=True,
    beside=True,
)
