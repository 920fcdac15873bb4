"""What people agree to: the texts of the alliance, answers, and forms on paper."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Guest, Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.workshops import consents, events, rules
from netzwerkstatt.workshops.elsewhere import action
from netzwerkstatt.workshops.models import Consent, ConsentKind, ConsentText, PaperForms, Workshop
from netzwerkstatt.workshops.models.consent import LONGEST_CONSENT, MOST_FORMS

NOT_ASKED = gettext_lazy("Only who comes to this workshop is asked.")


@action(
    rule=rules.is_alliance_coordinator,
    on="kind",
    refusal=gettext_lazy("Only who coordinates the alliance writes what people are asked to agree to."),
    at_headquarters=True,
)
def write_consent_text(*, actor: Person, kind: ConsentKind, words: Mapping[str, str]) -> consents.Words:
    """A new version of a text, by language; who agreed before, agreed to the earlier one.

    Records `workshop.consent_text_written`; nothing where it reads as before. Raises `Invalid` without words in the
    language of the installation, for more than 3,000 characters, and where somebody else wrote at the same moment.
    """
    wanted = {code: words.get(code, "").replace("\r\n", "\n").strip() for code, _name in settings.LANGUAGES}
    if not wanted[settings.LANGUAGE_CODE]:
        raise Invalid({settings.LANGUAGE_CODE: _("What shall people agree to?")})
    if too_long := next((code for code, text in wanted.items() if len(text) > LONGEST_CONSENT), None):
        raise Invalid({too_long: _("At most 3,000 characters, please.")})
    wanted = {code: text for code, text in wanted.items() if text}
    if wanted == consents.as_written(kind):
        return consents.words_now(kind)
    last = ConsentText.objects.filter(kind=kind).aggregate(last=Max("version"))["last"] or 0
    try:
        with transaction.atomic():
            made = ConsentText.objects.create(kind=kind, version=last + 1, words=wanted, by=actor)
    except IntegrityError:
        raise Invalid({"": _("Somebody else has just changed this text. Please look at it first.")}) from None
    record(events.CONSENT_TEXT_WRITTEN(made, actor, kind=kind, version=made.version))
    return consents.words_now(kind)


@action(rule=rules.is_asked_here, on="workshop", refusal=NOT_ASKED, at_headquarters=True)
def say_consent(
    *,
    actor: Person,
    workshop: Workshop,
    given: bool,
    kind: ConsentKind = ConsentKind.PHOTOS,
    guest: Guest | None = None,
) -> Consent:
    """The person agrees, or does not, to the text that holds now; may change her mind, also long after.

    Who was not invited is asked where she came in by the code: `guest` is the sign that her browser keeps. It proves
    that she is there and is kept nowhere. An agreement that is taken back stays with the day on which it was: what was
    shown until then was allowed. Records `workshop.consent_said` or `workshop.consent_withdrawn`, never which way;
    nothing where it is the same. Raises `NotAllowed` for whoever is not asked.
    """
    if not (rules.may_consent.test(actor, workshop) or rules.came_in(guest, workshop)):
        raise NotAllowed(NOT_ASKED)
    kept = Consent.objects.select_for_update().filter(workshop=workshop, person=actor, kind=kind).first()
    if kept is None:
        version = consents.words_now(kind).version
        made, new = Consent.objects.get_or_create(
            workshop=workshop, person=actor, kind=kind, defaults={"given": given, "version": version}
        )
        if new:
            record(events.CONSENT_SAID(made, actor, kind=kind))
        return made
    if kept.holds == given:
        return kept
    if given:
        kept.given, kept.withdrawn_at, kept.said_at = True, None, clock.now()
        kept.version = consents.words_now(kind).version
        record(events.CONSENT_SAID(kept, actor, kind=kind))
    else:
        kept.withdrawn_at = clock.now()
        record(events.CONSENT_WITHDRAWN(kept, actor, kind=kind))
    kept.save()
    return kept


@action(rule=rules.runs_workshop, refusal=gettext_lazy("Only the host city and the facilitator count forms."))
def count_forms(*, actor: Person, workshop: Workshop, kind: ConsentKind, given: int, refused: int = 0) -> PaperForms:
    """How many signed forms lie with the host; whose they are is kept nowhere but on paper.

    Records `workshop.forms_counted`; nothing where the numbers are the same. Raises `Invalid` for numbers that no room
    holds.
    """
    for name, number in (("given", given), ("refused", refused)):
        if not 0 <= number <= MOST_FORMS:
            raise Invalid({name: _("A number between 0 and 1,000, please.")})
    known = PaperForms.objects.filter(workshop=workshop, kind=kind).first()
    if known and (known.given, known.refused) == (given, refused):
        return known
    made, _new = PaperForms.objects.update_or_create(
        workshop=workshop, kind=kind,
        defaults={"given": given, "refused": refused, "version": consents.words_now(kind).version},
    )  # fmt: skip
    record(events.FORMS_COUNTED(workshop, actor, kind=kind))
    return made
