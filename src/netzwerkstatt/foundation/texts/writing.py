"""Writing paragraphs. The rooms whose texts they are call these inside their own actions.

Every change leaves a `Version`; a save carries the version it was written on, and meets what others saved meanwhile
word by word.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from netzwerkstatt.engines.words.comparing import Change, Merge, merge
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.texts.models import Paragraph, Version

LONGEST = 4000


class Overlap(Invalid):
    """Others changed the same words meanwhile; nothing was saved. `merge` holds both sides, `theirs` what stands now."""

    def __init__(self, put_together: Merge, theirs: Paragraph) -> None:
        message = _("Somebody changed the same words of this paragraph while you wrote. It now reads: “%(text)s”")
        super().__init__({"text": message % {"text": theirs.text}})
        self.merge, self.theirs = put_together, theirs


@dataclass(frozen=True)
class Saved:
    """What a save did: the paragraph as it stands now, whether it is another one, what others' changes came in."""

    paragraph: Paragraph
    changed: bool
    came_in: tuple[Change, ...] = ()


def append_paragraph(
    entry: Entry,
    text: str,
    rests_on: Iterable[Entry] = (),
    *,
    by: Any = None,
    after: int | None = None,
    amendment: int | None = None,
) -> Paragraph:
    """A new paragraph: the last one, or behind the number `after` (0: the first); later ones move down.

    Raises `Invalid` (field "text") where it is empty or longer than 4,000 characters.
    """
    words = _checked(text)
    Entry.objects.select_for_update().get(pk=entry.pk)
    last = Paragraph.objects.filter(entry=entry).aggregate(last=Max("number"))["last"] or 0
    number = last + 1 if after is None else min(after, last) + 1
    for one in Paragraph.objects.filter(entry=entry, number__gte=number).order_by("-number"):
        Paragraph.objects.filter(pk=one.pk).update(number=one.number + 1)
    paragraph = Paragraph.objects.create(entry=entry, number=number, text=words)
    paragraph.rests_on.set(rests_on)
    _keep(paragraph, by, amendment=amendment)
    return paragraph


def rewrite_paragraph(
    paragraph: Paragraph,
    text: str,
    rests_on: Iterable[Entry],
    *,
    base: int,
    by: Any = None,
    amendment: int | None = None,
) -> Saved:
    """Change text and what it rests on. `base` is the version that the writer read.

    Where somebody else saved meanwhile, both changes are put together word by word. Raises `Overlap` where they meet
    in the same words: nothing is overwritten, and both are there to decide.
    """
    current = Paragraph.objects.select_for_update().get(pk=paragraph.pk)
    wanted, origins = _checked(text), {entry.pk for entry in rests_on}
    came_in: tuple[Change, ...] = ()
    if current.version != base:
        read = Version.objects.filter(key=current.pk, version=base).first()
        put_together = merge(read.text if read else "", current.text, wanted)
        if not put_together.is_clean:
            raise Overlap(put_together, current)
        wanted, came_in = _checked(put_together.text), put_together.came_in
        origins = _origins_together(current, read, origins)
    if current.text == wanted and origins == set(current.rests_on.values_list("pk", flat=True)):
        return Saved(current, changed=False, came_in=came_in)
    current.rests_on.set(origins)
    current.text, current.version = wanted, current.version + 1
    Paragraph.objects.filter(pk=current.pk).update(text=wanted, version=current.version)
    _keep(current, by, amendment=amendment)
    return Saved(current, changed=True, came_in=came_in)


def _origins_together(current: Paragraph, read: Version | None, mine: set[int]) -> set[int]:
    """What it rests on now, with what the writer added and without what the writer took away."""
    theirs = set(current.rests_on.values_list("pk", flat=True))
    base = set(Entry.objects.filter(public_id__in=read.rests_on).values_list("pk", flat=True)) if read else set()
    return (theirs | (mine - base)) - (base - mine)


def remove_paragraph(paragraph: Paragraph, *, by: Any = None, amendment: int | None = None) -> None:
    """Take a paragraph out; the later ones move up, so that numbers have no gap. Its versions stay."""
    Entry.objects.select_for_update().get(pk=paragraph.entry_id)
    found = Paragraph.objects.get(pk=paragraph.pk)
    later = list(Paragraph.objects.filter(entry=found.entry_id, number__gt=found.number).order_by("number"))
    _keep(found, by, version=found.version + 1, removed=True, amendment=amendment)
    found.delete()
    for one in later:
        Paragraph.objects.filter(pk=one.pk).update(number=one.number - 1)


def move_paragraph(paragraph: Paragraph, *, up: bool) -> bool:
    """Change places with the neighbour above or below; says whether there was one. The text is the same: no version."""
    Entry.objects.select_for_update().get(pk=paragraph.entry_id)
    found = Paragraph.objects.get(pk=paragraph.pk)
    wanted = found.number + (-1 if up else 1)
    other = Paragraph.objects.filter(entry=found.entry_id, number=wanted).first()
    if other is None:
        return False
    free = Paragraph.objects.filter(entry=found.entry_id).aggregate(last=Max("number"))["last"] + 1
    for pk, number in ((other.pk, free), (found.pk, wanted), (other.pk, found.number)):
        Paragraph.objects.filter(pk=pk).update(number=number)
    return True


def _keep(
    paragraph: Paragraph, by: Any, *, version: int | None = None, removed: bool = False, amendment: int | None = None
) -> None:
    """Keep what the paragraph says from now on."""
    Version.objects.create(
        entry_id=paragraph.entry_id,
        key=paragraph.pk,
        version=version or paragraph.version,
        number=paragraph.number,
        text=paragraph.text,
        rests_on=sorted(paragraph.rests_on.values_list("public_id", flat=True)),
        removed=removed,
        amendment=amendment,
        by=by if getattr(by, "is_authenticated", False) else None,
    )


def _checked(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Invalid({"text": _("A paragraph needs a sentence.")})
    if len(text) > LONGEST:
        raise Invalid({"text": _("At most 4,000 characters in one paragraph, please.")})
    return text
