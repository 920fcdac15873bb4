"""Paper: numbered cards that are printed and typed in, and photos of sheets that are typed in beside them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Guest, Person
from netzwerkstatt.foundation.attachments import store
from netzwerkstatt.foundation.attachments.formats import FORMATS
from netzwerkstatt.foundation.attachments.receiving import Received
from netzwerkstatt.foundation.ballots.models import MOST_PERSONS
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.ideas.writing import checked
from netzwerkstatt.workshops import events, rules
from netzwerkstatt.workshops.actions.phasing import locked
from netzwerkstatt.workshops.actions.running import REFUSAL
from netzwerkstatt.workshops.actions.taking_part import keep_together, withdraw
from netzwerkstatt.workshops.elsewhere import action
from netzwerkstatt.workshops.models import Contribution, PaperCard, PaperSheet, Phase, Source, Workshop
from netzwerkstatt.workshops.phases.kind import Hand

Keeper: TypeAlias = Person | Guest

NOT_YOURS = gettext_lazy("Only table secretaries and the facilitation type in what is on paper.")
SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
SHORT = 4
ON_A_SHEET = 8
MOST_SHEETS = 60
MOST_PHOTOS = 60
MOST_LINES = 60


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def make_cards(*, actor: Person, workshop: Workshop, sheets: int, after: int | None = None) -> list[PaperCard]:
    """Numbers for so many more sheets of eight cards, one sheet for each person. Records `workshop.cards_made`.

    `after` is how many sheets there were where it was asked: where there are others by now, somebody has pressed
    already. Raises `Invalid` (field "sheets") then, for a number that does not hold, and once the workshop is over.
    """
    kept = locked(workshop)
    if kept.is_over:
        raise Invalid({"": _("This workshop is over.")})
    rows = PaperCard.objects.filter(workshop=kept)
    known = set(rows.values_list("code", flat=True))
    before = rows.aggregate(last=Max("sheet"))["last"] or 0
    if after not in {None, before}:
        text = _("There are %(n)d sheets by now. Please look whether they are enough.")
        raise Invalid({"sheets": text % {"n": before}})
    if not sheets >= 1 or before + sheets > MOST_SHEETS:
        text = _("Between 1 and %(most)d sheets altogether, please; there are %(n)d already.")
        raise Invalid({"sheets": text % {"most": MOST_SHEETS, "n": before}})
    made: list[PaperCard] = []
    for sheet in range(before + 1, before + sheets + 1):
        for _place in range(ON_A_SHEET):
            code = _new_code(known)
            known.add(code)
            made.append(PaperCard(workshop=kept, code=code, sheet=sheet))
    PaperCard.objects.bulk_create(made)
    record(events.CARDS_MADE(kept, actor, sheets=sheets))
    return made


@action(rule=rules.keeps_records, refusal=NOT_YOURS)
def put_up_photo(*, actor: Keeper, workshop: Workshop, phase: Phase, file: Received, persons: int) -> PaperSheet:
    """The photo of a sheet, to be typed in for this phase; `persons` is how many wrote on it.

    Only those who type in see it, and it is deleted at the release. Records `workshop.photo_put_up` without an actor.
    The same photo again gives the same sheet. Raises `Invalid` (field "file") for what is no picture.
    """
    if not FORMATS[file.format].is_picture:
        text = _("This is no picture but %(format)s. Please take a photo of the sheet, as JPEG, PNG or WebP.")
        raise Invalid({"file": text % {"format": FORMATS[file.format].label}})
    kept = _running(workshop)
    _takes_cards(kept, phase)
    if not 1 <= persons <= MOST_PERSONS:
        raise Invalid({"persons": _("Between 1 and 300 people, please.")})
    sha256, thumbnail = store.keep(file.data), store.keep(file.thumbnail)
    if same := PaperSheet.objects.filter(workshop=kept, sha256=sha256).first():
        return same
    number = PaperSheet.objects.filter(workshop=kept).aggregate(last=Max("number"))["last"] or 0
    if number >= MOST_PHOTOS:
        raise Invalid({"file": _("There are sixty photos already.")})
    sheet = PaperSheet.objects.create(
        workshop=kept, phase=phase, number=number + 1, persons=persons, sha256=sha256, thumbnail=thumbnail,
        format=file.format, width=file.width or 1, height=file.height or 1,
    )  # fmt: skip
    transaction.on_commit(lambda: [store.keep(blob) for blob in (file.data, file.thumbnail)])
    record(events.PHOTO_PUT_UP(kept, None, sheet=sheet.number))
    return sheet


@action(rule=rules.keeps_records, refusal=NOT_YOURS)
def take_photo_down(*, actor: Keeper, workshop: Workshop, sheet: PaperSheet) -> None:
    """A photo that was put up by mistake goes. Records `workshop.photo_taken_down`; gone already, nothing happens.

    Raises `Invalid` where lines were typed in from it.
    """
    kept = _running(workshop)
    row = PaperSheet.objects.filter(pk=sheet.pk, workshop=kept).first()
    if row is None:
        return
    if row.is_typed_in:
        raise Invalid({"": _("Something was typed in from it already; the photo stays until the release.")})
    row.delete()
    transaction.on_commit(lambda: store.throw_away([row.sha256, row.thumbnail]))
    record(events.PHOTO_TAKEN_DOWN(kept, None, sheet=sheet.number))


@dataclass(frozen=True)
class Line:
    """One line that was typed in: the number of the card it stood on, or none, and the words."""

    place: int
    code: str
    text: str


@action(rule=rules.keeps_records, refusal=NOT_YOURS)
def type_in(
    *,
    actor: Keeper,
    workshop: Workshop,
    phase: Phase,
    words: str,
    client_id: UUID,
    sheet: PaperSheet | None = None,
    anyway: bool = False,
) -> int:
    """Each line becomes a contribution from paper; says how many. A line may begin with the number of its card.

    All or nothing, and the same `client_id` again changes nothing. Records `workshop.contributed` without an actor.
    Raises `Invalid` (field "words") naming each line: whose card was typed in already, whose number is none, whose
    words stand there already from paper – unless `anyway`, which takes words twice, but never a number.
    """
    kept = _running(workshop)
    _takes_cards(kept, phase)
    lines = lines_of(words)
    if not lines:
        raise Invalid({"words": _("Please type in what stands there, one contribution in each line.")})
    if len(lines) > MOST_LINES:
        raise Invalid({"words": _("At most sixty lines at once, please.")})
    keys = [_key(kept, line, client_id) for line in lines]
    if not any(line.code for line in lines) and Contribution.objects.filter(pk__in=keys).exists():
        return len(lines)
    _check(kept, phase, lines, anyway=anyway)
    codes = [line.code for line in lines if line.code]
    PaperCard.objects.filter(workshop=kept, code__in=codes).update(used=True)
    made = [
        Contribution(client_id=key, phase=phase, text=line.text, source=Source.PAPER, late=False)
        for key, line in zip(keys, lines, strict=True)
    ]
    if sheet is not None:
        row = PaperSheet.objects.select_for_update().get(pk=sheet.pk, workshop=kept)
        row.lines += len(made)
        row.save(update_fields=["lines"])
    keep_together(phase, made)
    return len(made)


@action(rule=rules.keeps_records, refusal=NOT_YOURS)
def take_paper_back(*, actor: Keeper, workshop: Workshop, phase: Phase, client_id: UUID) -> bool:
    """A line that waits and was typed in wrongly goes; its card can be typed in again. Writes no event."""
    kept = locked(workshop)
    if not withdraw(phase, client_id, source=Source.PAPER):
        return False
    cards = PaperCard.objects.filter(workshop=kept, used=True)
    again = [card.pk for card in cards if _key_of_card(kept, card.code) == client_id]
    PaperCard.objects.filter(pk__in=again).update(used=False)
    return True


def forget_paper(workshop: Workshop) -> None:
    """At the release: photos show hands, and numbers have done what they were for."""
    sheets = PaperSheet.objects.filter(workshop=workshop)
    files = [sha256 for row in sheets.values_list("sha256", "thumbnail") for sha256 in row]
    sheets.delete()
    transaction.on_commit(lambda: store.throw_away(files))
    PaperCard.objects.filter(workshop=workshop).delete()


# ---------------------------------------------------------------- numbers and lines


def lines_of(words: str) -> list[Line]:
    """The lines that say something, with the number of the card where one begins with it: "B7K4 A late bus"."""
    found: list[Line] = []
    for place, text in enumerate(words.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        said = " ".join(text.split())
        if not said:
            continue
        first, _space, rest = said.partition(" ")
        code = is_code(first.rstrip(":.–-"))
        found.append(Line(place, code, rest.lstrip(":.–- ") if code else said))
    return found


def is_code(word: str) -> str:
    """The number of a card as it is kept, or "": four signs and a digit that tells a slip of the pen."""
    code = word.upper().replace("-", "")
    if len(code) != SHORT + 1 or any(sign not in SIGNS for sign in code[:SHORT]) or not code[SHORT].isdigit():
        return ""
    return code


def _check_digit(signs: str) -> str:
    return str(sum((place + 2) * SIGNS.index(sign) for place, sign in enumerate(signs)) % 10)


def _new_code(known: set[str]) -> str:
    """A number that nobody guesses from another, with at least one letter and one digit in it."""
    while True:
        signs = "".join(secrets.choice(SIGNS) for _place in range(SHORT))
        if signs.isalpha() or signs.isdigit():
            continue
        code = signs + _check_digit(signs)
        if code not in known:
            return code


def _key(workshop: Workshop, line: Line, client_id: UUID) -> UUID:
    return _key_of_card(workshop, line.code) if line.code else uuid5(client_id, str(line.place))


def _key_of_card(workshop: Workshop, code: str) -> UUID:
    return uuid5(NAMESPACE_OID, f"{workshop.public_id}:{code}")


def _check(workshop: Workshop, phase: Phase, lines: Sequence[Line], *, anyway: bool) -> None:
    """Every fault of every line at once. Raises `Invalid` (field "words")."""
    cards = dict(PaperCard.objects.filter(workshop=workshop).values_list("code", "used"))
    waiting = {one.client_id: one.text for one in Contribution.objects.filter(phase=phase, source=Source.PAPER)}
    texts = {_same(text) for text in waiting.values()}
    faults: list[str] = []
    seen: set[str] = set()
    for line in lines:
        if said := _fault(workshop, line, cards, waiting, texts, seen, anyway=anyway):
            faults.append(_("Line %(n)d: %(what)s") % {"n": line.place, "what": said})
        seen |= {line.code or _same(line.text)}
    if faults:
        raise Invalid({"words": " ".join(faults)})


def _fault(
    workshop: Workshop,
    line: Line,
    cards: dict[str, bool],
    waiting: dict[UUID, str],
    texts: set[str],
    seen: set[str],
    *,
    anyway: bool,
) -> str:
    if line.code:
        if line.code not in cards:
            return _("“%(code)s” is no number of a card of this workshop.") % {"code": line.code}
        if cards[line.code] or line.code in seen:
            told = waiting.get(_key_of_card(workshop, line.code), "")
            text = (
                _("The number %(code)s is there already: “%(text)s”.")
                if told
                else _("The number %(code)s is there already.")
            )
            return text % {"code": line.code, "text": told}
        if not line.text:
            return _("Behind the number %(code)s stand no words.") % {"code": line.code}
    elif not anyway and (_same(line.text) in texts or line.text in seen or _same(line.text) in seen):
        return _("“%(text)s” is there already from paper.") % {"text": line.text}
    try:
        checked(line.text)
    except Invalid as invalid:
        return " ".join(str(text) for text in invalid.fields.values())
    return ""


def _same(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _takes_cards(workshop: Workshop, phase: Phase) -> None:
    about = phase.about
    if phase.workshop_id != workshop.pk or Hand.WRITE not in about.hands or about.is_about_ideas:
        raise Invalid({"phase": _("Nothing is written in this phase.")})


def _running(workshop: Workshop) -> Workshop:
    kept = locked(workshop)
    if not kept.is_running:
        raise Invalid({"": _("The workshop is not running.")})
    return kept
