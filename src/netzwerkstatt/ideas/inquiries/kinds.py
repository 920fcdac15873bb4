"""What inquiries put on the golden thread."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.kinds import Kind, declare_kind
from netzwerkstatt.foundation.entries.offers import declare_page

INQUIRY = Kind(
    "inquiry", "transfer", _("Inquiry"), _("Inquiries"), page="inquiries:inquiry", list_page="inquiries:list",
    prefix="R", order=62, beside=True,
)  # fmt: skip
ANSWER = Kind(
    "inquiry-answer", "transfer", _("Answer to an inquiry"), _("Answers to inquiries"), page="inquiries:answer",
    list_page="inquiries:list", order=63, beside=True,
)  # fmt: skip
EXPERIENCE = Kind(
    "experience", "transfer", _("Experience"), _("Experiences"), page="inquiries:experience",
    list_page="inquiries:list", order=65,
)  # fmt: skip


def declare() -> None:
    """Make the kinds and their pages known, at start."""
    for kind in (INQUIRY, ANSWER, EXPERIENCE):
        declare_kind(kind)
        declare_page(kind.code)
