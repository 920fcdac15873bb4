"""The kind of entry that this room keeps."""

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.kinds import Kind

PROBLEM = Kind(
    code="problem",
    stage="problem",
    label=_("Problem"),
    plural=_("Problems"),
    page="problems:problem",
    list_page="problems:list",
    prefix="PB",
    order=20,
    may_be_kept=True,
)
