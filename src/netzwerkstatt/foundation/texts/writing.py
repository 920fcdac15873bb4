"""Writing paragraphs. The rooms whose texts they are call these inside their own actions."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Max
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.texts.models import Paragraph

LONGEST = 4000


def append_paragraph(entry: Entry, text: str, rests_on: Iterable[Entry] = ()) -> Paragraph:
    """A new last paragraph. Raises `Invalid` (field "text") where it is empty or longer than 4,000 characters."""
    Entry.objects.select_for_update().get(pk=entry.pk)
    last = Paragraph.objects.filter(entry=entry).aggregate(last=Max("number"))["last"] or 0
    paragraph = Paragraph.objects.create(entry=entry, number=last + 1, text=_checked(text))
    paragraph.rests_on.set(rests_on)
    return paragraph


def rewrite_paragraph(paragraph: Paragraph, text: str, rests_on: Iterable[Entry], *, base: int) -> bool:
    """Change text and what it rests on; says whether anything changed.

    `base` is the version that the writer read. Raises `Invalid` where somebody else wrote meanwhile: nothing is
    overwritten, the writer sees both.
    """
    current = Paragraph.objects.select_for_update().get(pk=paragraph.pk)
    wanted = _checked(text)
    origins = {entry.pk for entry in rests_on}
    if current.text == wanted and origins == set(current.rests_on.values_list("pk", flat=True)):
        return False
    if current.version != base:
        message = _("Somebody changed this paragraph while you wrote. It now reads: “%(text)s”")
        raise Invalid({"text": message % {"text": current.text}})
    current.rests_on.set(origins)
    Paragraph.objects.filter(pk=current.pk).update(text=wanted, version=base + 1)
    return True


def remove_paragraph(paragraph: Paragraph) -> None:
    """Take a paragraph out; the later ones move up, so that numbers have no gap."""
    Entry.objects.select_for_update().get(pk=paragraph.entry_id)
    later = list(Paragraph.objects.filter(entry=paragraph.entry_id, number__gt=paragraph.number).order_by("number"))
    paragraph.delete()
    for one in later:
        Paragraph.objects.filter(pk=one.pk).update(number=one.number - 1)


def _checked(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Invalid({"text": _("A paragraph needs a sentence.")})
    if len(text) > LONGEST:
        raise Invalid({"text": _("At most 4,000 characters in one paragraph, please.")})
    return text
