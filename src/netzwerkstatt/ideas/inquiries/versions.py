"""What of answers and experiences has versions, and what goes when one is deleted."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netzwerkstatt.foundation.documents.redacting import forget_files
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.moderation.registry import declare_words
from netzwerkstatt.foundation.versions.erasing import Erasure, declare_erasure
from netzwerkstatt.foundation.versions.keeping import Versioned, declare_versioned
from netzwerkstatt.ideas.inquiries.kinds import ANSWER, EXPERIENCE, INQUIRY
from netzwerkstatt.ideas.inquiries.models import AskedCity, Experience, Inquiry, InquiryAnswer
from netzwerkstatt.ideas.inquiries.pointing import pointing_words

YES = "yes"
WITHOUT_SUMMARY = frozenset({"summary"})


def declare() -> None:
    """At start."""
    answer = {
        "text": pgettext_lazy("inquiry", "The answer"),
        "link": _("A project or an idea that shows it"),
        "call_welcome": _("You are welcome to call us about it"),
    }
    without = frozenset({"title", "summary"})
    declare_versioned(Versioned(ANSWER.code, answer, _answer, without=without, shown={"call_welcome": _in_words}))
    lesson = {
        "title": _("The experience in one sentence"),
        "works": pgettext_lazy("experience", "What works"),
        "fails": pgettext_lazy("experience", "What does not work"),
        "where": _("Where it is done"),
        "contact": _("Whom to ask"),
    }
    declare_versioned(Versioned(EXPERIENCE.code, lesson, _experience, without=WITHOUT_SUMMARY))
    declare_words(INQUIRY.code, _words_of_inquiry)
    declare_erasure(Erasure(INQUIRY.code, "inquiry", _erase_inquiry))
    declare_erasure(Erasure(ANSWER.code, "inquiry-answer", _erase_answer))
    declare_erasure(Erasure(EXPERIENCE.code, "experience", _erase_experience))


def answered(answer: InquiryAnswer) -> dict[str, str]:
    """What this answer says, as a version keeps it."""
    return {
        "text": answer.text,
        "link": pointing_words(answer.points_to),
        "call_welcome": YES if answer.call_welcome else "",
    }


def _answer(entry: Entry) -> dict[str, Any]:
    found = InquiryAnswer.objects.filter(entry=entry).select_related("points_to").first()
    return dict(answered(found)) if found else {}


def _in_words(_value: str) -> str:
    return str(_("yes"))


def _experience(entry: Entry) -> dict[str, Any]:
    found = Experience.objects.filter(entry=entry).values("works", "fails", "where", "contact").first()
    return dict(found) if found else {}


def _words_of_inquiry(entry: Entry) -> str:
    return "\n\n".join(words for words in (entry.title, entry.summary) if words)


def _erase_inquiry(entry: Entry) -> None:
    """An inquiry without living answers: whom it asked goes with it. Stones of deleted answers stay on their own."""
    Inquiry.objects.filter(entry=entry).delete()


def _erase_answer(entry: Entry) -> None:
    """The city is asked again, as if it had not answered yet."""
    AskedCity.objects.filter(answer=entry.pk).update(state=AskedCity.State.ASKED)
    InquiryAnswer.objects.filter(entry=entry).delete()


def _erase_experience(entry: Entry) -> None:
    """The inquiry stays, with its answers, and can be summed up again."""
    forget_files(entry.public_id)
    Inquiry.objects.filter(experience=entry.pk).update(state=Inquiry.State.OPEN)
    Experience.objects.filter(entry=entry).delete()
