"""The kind of entry that an alliance's own method is; the methods of the software are no entries."""

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.kinds import Kind

METHOD = Kind(
    code="method",
    stage="method",
    label=_("Method"),
    plural=_("Methods"),
    page="methods:method",
    list_page="methods:toolbox",
    prefix="M",
    may_be_kept=True,
    order=5,
    beside=True,
)
TOOLBOX = "toolbox"
"""The page of any method, on which later rooms offer to use it; the subject is a `Method`."""
