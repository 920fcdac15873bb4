"""Amendments to a text: offered, answered, put into it. Rooms call these inside their own actions.

What was proposed on one version is put into the text as it stands by now, word by word; what the text's editors make
of it is their own wording, and their answer is never left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from netzwerkstatt.engines.words.comparing import Merge, merge
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.once import create_once
from netzwerkstatt.foundation.entries.plain import prose
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.texts import writing
from netzwerkstatt.foundation.texts.behalf import Behalf, behalves_of
from netzwerkstatt.foundation.texts.models import Aim, Amendment, Outcome, Paragraph, Version

LONGEST_REASON = 2000
LONGEST_TITLE = 240
KIND = "amendment"


@dataclass(frozen=True)
class Proposal:
    """An amendment held against the text of today.

    `paragraph` is what it is about (none where it is gone, or for a new one), `text` what would stand there, `merge`
    how the two were put together where the paragraph has moved on.
    """

    paragraph: Paragraph | None
    text: str
    merge: Merge | None = None

    @property
    def base(self) -> int:
        """The version that the editor reads."""
        return self.paragraph.version if self.paragraph else 0

    @property
    def meets_others(self) -> bool:
        """Somebody changed the same words since; the editor has to decide."""
        return self.merge is not None and not self.merge.is_clean


def offer(
    text: Entry,
    *,
    author: Any,
    aim: str,
    paragraph: Paragraph | None,
    new: str,
    reason: str,
    behalf: str = "self",
    base: int | None = None,
    client_id: UUID | None = None,
) -> tuple[Amendment, bool]:
    """An amendment to a paragraph, or a new one behind it (none: at the end); says whether it is new.

    Raises `Invalid` (fields "new", "reason", "behalf") where nothing changes or something is missing.
    """
    aim = Aim(aim)
    if paragraph is None and aim != Aim.ADD:
        raise Invalid({"": _("Somebody removed this paragraph meanwhile.")})
    words = "" if aim == Aim.REMOVE else prose(new, "new", longest=writing.LONGEST)
    old = "" if paragraph is None or aim == Aim.ADD else _read(paragraph, base)
    if aim == Aim.CHANGE and words == old:
        raise Invalid({"new": _("This is what the paragraph says already. Please change a word.")})
    why = prose(reason, "reason", longest=LONGEST_REASON)
    speaks_for = _behalf(author, behalf)
    Entry.objects.select_for_update().get(pk=text.pk)
    number = (Amendment.objects.filter(text=text).aggregate(last=Max("number"))["last"] or 0) + 1
    entry, is_new = create_once(
        kind=KIND,
        title=_title(number, text),
        author=author,
        home=text,
        city=speaks_for.city,
        network=speaks_for.network,
        visibility=text.visibility,
        client_id=client_id,
        numbered=False,
    )
    if not is_new:
        return Amendment.objects.get(entry=entry), False
    made = Amendment.objects.create(
        entry=entry,
        text=text,
        number=number,
        aim=aim,
        key=paragraph.pk if paragraph else None,
        place=paragraph.number if paragraph else None,
        base=(base or paragraph.version) if paragraph else None,
        old=old,
        new=words,
        reason=why,
        land=speaks_for.land,
        organisation=speaks_for.organisation,
    )
    return made, True


def proposal_of(amendment: Amendment, paragraphs: dict[int, Paragraph] | None = None) -> Proposal:
    """The amendment against the text of today; `paragraphs` by id, where they were read already."""
    if paragraphs is None:
        paragraphs = {p.pk: p for p in Paragraph.objects.filter(pk=amendment.key or 0)}
    paragraph = paragraphs.get(amendment.key or 0)
    if amendment.aim != Aim.CHANGE or paragraph is None or paragraph.version == amendment.base:
        return Proposal(paragraph, amendment.new)
    put_together = merge(amendment.old, paragraph.text, amendment.new)
    return Proposal(paragraph, put_together.decided([c.mine for c in put_together.conflicts]), put_together)


def accept(amendment: Amendment, *, by: Any, answer: str, text: str, base: int) -> Amendment:
    """Put it into the text, as it was proposed or in the editor's own words, with an answer.

    `base` is the paragraph's version that the editor read. Where the paragraph is gone, the words come back as a new
    one. Raises `Invalid` (fields "answer", "text"), `writing.Overlap` where others changed the same words meanwhile.
    """
    found = _waiting(amendment)
    said = prose(answer, "answer", longest=LONGEST_REASON)
    proposal = proposal_of(found)
    kept = ""
    if found.aim == Aim.REMOVE:
        if proposal.paragraph is not None:
            writing.remove_paragraph(proposal.paragraph, by=by, amendment=found.number)
    else:
        kept = prose(text, "text", longest=writing.LONGEST)
        paragraph = _put_in(found, proposal, kept, base, by)
        kept, found.result_key = paragraph.text, paragraph.pk
    outcome = Outcome.ACCEPTED if found.aim == Aim.REMOVE or kept == proposal.text else Outcome.CHANGED
    thread.link(found.text, thread.MERGES, found, by=by)
    return _decide(found, outcome, by, said, kept)


def reject(amendment: Amendment, *, by: Any, answer: str) -> Amendment:
    """Leave the text as it is, with an answer. Raises `Invalid` (field "answer")."""
    found = _waiting(amendment)
    return _decide(found, Outcome.REJECTED, by, prose(answer, "answer", longest=LONGEST_REASON), "")


def withdraw(amendment: Amendment, *, by: Any) -> Amendment:
    """Its author no longer wants it."""
    return _decide(_waiting(amendment), Outcome.WITHDRAWN, by, "", "")


def _put_in(amendment: Amendment, proposal: Proposal, words: str, base: int, by: Any) -> Paragraph:
    paragraph = proposal.paragraph
    if amendment.aim == Aim.CHANGE and paragraph is not None:
        saved = writing.rewrite_paragraph(
            paragraph, words, paragraph.rests_on.all(), base=base, by=by, amendment=amendment.number
        )
        return saved.paragraph
    after = paragraph.number if paragraph else (amendment.place - 1 if amendment.aim == Aim.CHANGE and amendment.place else None)  # fmt: skip
    return writing.append_paragraph(amendment.text, words, by=by, after=after, amendment=amendment.number)


def _waiting(amendment: Amendment) -> Amendment:
    """The amendment, held until the end of the transaction. Raises `Invalid` where it has been decided."""
    Entry.objects.select_for_update().get(pk=amendment.text_id)
    found = Amendment.objects.select_related("entry", "text").get(pk=amendment.pk)
    if not found.is_open:
        raise Invalid(
            {"": _("This amendment is decided already: %(outcome)s.") % {"outcome": found.get_outcome_display()}}
        )
    return found


def _decide(amendment: Amendment, outcome: Outcome, by: Any, answer: str, result: str) -> Amendment:
    amendment.outcome, amendment.answer, amendment.result = outcome, answer, result
    amendment.decided_by, amendment.decided_at = by, clock.now()
    amendment.save()
    return amendment


def _read(paragraph: Paragraph, base: int | None) -> str:
    """What the paragraph said when the author read it."""
    if base is None or base == paragraph.version:
        return str(paragraph.text)
    read = Version.objects.filter(key=paragraph.pk, version=base).first()
    return read.text if read else str(paragraph.text)


def _behalf(author: Any, key: str) -> Behalf:
    for behalf in behalves_of(author):
        if behalf.key == key:
            return behalf
    raise Invalid({"behalf": _("You can speak for those alone to whom you belong.")})


def _title(number: int, text: Entry) -> str:
    title = _("Amendment %(number)d to “%(title)s”") % {"number": number, "title": text.title}
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"
