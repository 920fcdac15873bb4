"""What happens here. Why the log was opened stays readable: that is what the reason is for."""

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.log import EventType

AUDIT_OPENED = EventType("audit.opened", _("opened the log of changes"), plain=("reason",))
AUDIT_EXPORTED = EventType("audit.exported", _("took the log of changes along as a file"), plain=("filters",))
ACCOUNT_DELETED = EventType("account.deleted", _("somebody deleted the own account"), whole=True)
DOCUMENT_REDACTED = EventType(
    "document.redacted", _("issued a redacted version of a released document"), plain=("version", "before", "after")
)
