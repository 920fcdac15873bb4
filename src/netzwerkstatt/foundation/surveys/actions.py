"""Every change to a survey. Pages, API, commands and the demo call these and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import ALPHABET, Entry, Visibility
from netzwerkstatt.foundation.entries.once import create_once
from netzwerkstatt.foundation.entries.plain import one_line, prose
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.network.models import City, CityNetwork, Role
from netzwerkstatt.foundation.network.rules import is_alliance_coordinator, standing
from netzwerkstatt.foundation.surveys import answers, events, rules
from netzwerkstatt.foundation.surveys.kinds import SURVEY
from netzwerkstatt.foundation.surveys.models import CLOSED, DRAFT, OPEN, Answering, Sheet, Source, Survey
from netzwerkstatt.foundation.surveys.structure import FaultyError, Question, Questionnaire, Section

MAKERS = gettext_lazy("Coordinators of a city, of a network and of the alliance make surveys.")
RUNNERS = gettext_lazy("Whoever coordinates the city or network that asks can do this.")
GROUPS, SIGNS = 3, 4


def reasons() -> dict[str, str]:
    """What to say where a questionnaire would not hold together."""
    return {
        "too-long": _("A survey has at most 20 sections and 100 questions. Who answers will thank you for fewer."),
        "condition-looks-ahead": _("Something is asked only after an answer that would come later. Change that first."),
        "condition-without-answer": _("Please choose after which answers it is asked."),
        "options": _("Please write two to thirty different answers, one per line."),
        "rows": _("Please write one to thirty different lines."),
        "scale": _("A scale goes up, from 0 or 1 to at most 10."),
    }


# ---------------------------------------------------------------- making


@action(rule=rules.may_make, on="title", refusal=MAKERS)
def draft_survey(
    *,
    actor: Person,
    title: str,
    intro: str = "",
    answering: str = Answering.PUBLIC,
    city: City | None = None,
    network: CityNetwork | None = None,
    about: Entry | None = None,
    client_id: UUID | None = None,
) -> Survey:
    """A new questionnaire, seen by nobody but those who run it; tied to what it is about.

    A city's coordinator asks for the city, a network's for the network, the alliance's for all. Records
    `survey.drafted`. Sent twice with the same client id, the first one's survey comes back. Raises `NotAllowed` for
    who coordinates nothing, or not this place; `Invalid` for words that are missing.
    """
    _may_ask_for(actor, city, network)
    if answering not in Answering.values:
        raise Invalid({"answering": _("Please choose who answers.")})
    entry, new = create_once(
        kind=SURVEY.code, title=one_line(title, "title", longest=240), author=actor, city=city, network=network,
        visibility=Visibility.CITY if city else Visibility.NETWORK if network else Visibility.ALLIANCE,
        state=DRAFT, client_id=client_id,
    )  # fmt: skip
    if not new:
        return Survey.objects.get(entry=entry)
    survey = Survey.objects.create(
        entry=entry, intro=prose(intro, "intro", longest=4000, needed=False), answering=answering,
        structure=Questionnaire().to_data(),
    )  # fmt: skip
    if about is not None:
        thread.link(entry, thread.DERIVED_FROM, about, by=actor)
    record(events.DRAFTED(survey, actor))
    return survey


@action(rule=rules.may_make, on="survey", refusal=MAKERS)
def copy_survey(*, actor: Person, survey: Survey, client_id: UUID | None = None) -> Survey:
    """The same questions once more, as a draft of the actor's own place; the thread leads back to the first one.

    Records `survey.copied`. Sent twice with the same client id, the first one's copy comes back.
    """
    city, network = _own_place(actor, survey)
    title = _("%(title)s (copy)") % {"title": survey.title[:230]}
    entry, new = create_once(
        kind=SURVEY.code, title=title, author=actor, city=city, network=network, state=DRAFT, client_id=client_id,
        visibility=Visibility.CITY if city else Visibility.NETWORK if network else Visibility.ALLIANCE,
    )  # fmt: skip
    if not new:
        return Survey.objects.get(entry=entry)
    made = Survey.objects.create(
        entry=entry, intro=survey.intro, thanks=survey.thanks, answering=survey.answering,
        shows_results=survey.shows_results, structure=survey.structure,
    )  # fmt: skip
    thread.link(entry, thread.DERIVED_FROM, survey, by=actor)
    record(events.COPIED(made, actor, source=survey.public_id))
    return made


@action(rule=rules.may_run, refusal=RUNNERS)
def describe(
    *, actor: Person, survey: Survey, title: str, intro: str, thanks: str, answering: str, shows_results: bool
) -> Survey:
    """What the survey says about itself, and who answers. Records `survey.described`, nothing where nothing changed.

    Who answers is settled once it was opened. Raises `Invalid` at the fields that do not hold.
    """
    kept = _locked(survey)
    words = {
        "intro": prose(intro, "intro", longest=4000, needed=False),
        "thanks": prose(thanks, "thanks", longest=2000, needed=False),
        "answering": answering if kept.is_draft else kept.answering,
        "shows_results": shows_results,
    }
    if words["answering"] not in Answering.values:
        raise Invalid({"answering": _("Please choose who answers.")})
    name = one_line(title, "title", longest=240)
    if name == kept.entry.title and all(getattr(kept, field) == value for field, value in words.items()):
        return kept
    Entry.objects.filter(pk=kept.pk).update(title=name)
    kept.entry.title = name
    for field, value in words.items():
        setattr(kept, field, value)
    kept.save(update_fields=list(words))
    record(events.DESCRIBED(kept, actor))
    return kept


@action(rule=rules.may_run, refusal=RUNNERS)
def put_section(*, actor: Person, survey: Survey, section: Section, base: int | None = None) -> Survey:
    """A new section, or another one in the place of the one with its id. Records `survey.changed`.

    `base` is the version the writer read. Raises `Invalid` once it was opened or where it would not hold together.
    """
    return _change(actor, survey, "section", section.id, lambda form: form.with_section(section), base)


@action(rule=rules.may_run, refusal=RUNNERS)
def put_question(*, actor: Person, survey: Survey, section: str, question: Question, base: int | None = None) -> Survey:
    """A new question at the end of a section, or another one in the place of the one with its id.

    Records `survey.changed`. Raises what `put_section` raises.
    """
    return _change(actor, survey, "question", question.id, lambda form: form.with_question(section, question), base)


@action(rule=rules.may_run, refusal=RUNNERS)
def move(*, actor: Person, survey: Survey, thing: str, step: int, base: int | None = None) -> Survey:
    """A section or question one place up (−1) or down (+1). Records `survey.changed`."""
    return _change(actor, survey, "order", thing, lambda form: form.moved(thing, 1 if step > 0 else -1), base)


@action(rule=rules.may_run, refusal=RUNNERS)
def remove(*, actor: Person, survey: Survey, thing: str) -> Survey:
    """Without this section or question. Records `survey.changed`; twice is once."""
    return _change(actor, survey, "removed", thing, lambda form: form.without(thing), None)


@action(rule=rules.may_run, refusal=RUNNERS)
def open_survey(*, actor: Person, survey: Survey) -> Survey:
    """From now on people answer, and the questions stay as they are. Records `survey.opened`; twice is once.

    Raises `Invalid` without a question, or once it was closed.
    """
    kept = _locked(survey)
    if kept.is_closed:
        raise Invalid({"": _("This survey is closed. Copy it to ask once more.")})
    if not kept.is_draft:
        return kept
    if not kept.questionnaire.questions:
        raise Invalid({"": _("A survey needs at least one question.")})
    seen_by = Visibility.PUBLIC if kept.answering == Answering.PUBLIC else Visibility.ALLIANCE
    Entry.objects.filter(pk=kept.pk).update(state=OPEN, visibility=seen_by)
    kept.opened_at = clock.now()
    kept.save(update_fields=["opened_at"])
    kept.entry.refresh_from_db()
    record(events.OPENED(kept, actor))
    return kept


@action(rule=rules.may_run, refusal=RUNNERS)
def close_survey(*, actor: Person, survey: Survey) -> Survey:
    """Nobody answers any more; from now on nobody knows whose sheet was whose, and unfinished ones are gone.

    Records `survey.closed` with the number of answers; nothing where it is not open.
    """
    kept = _locked(survey)
    if not kept.is_open:
        return kept
    Entry.objects.filter(pk=kept.pk).update(state=CLOSED)
    kept.closed_at = clock.now()
    kept.save(update_fields=["closed_at"])
    kept.sheets.filter(finished_at__isnull=True).delete()
    kept.sheets.update(person=None)
    kept.entry.refresh_from_db()
    record(events.CLOSED(kept, actor, answers=kept.answers))
    return kept


# ---------------------------------------------------------------- answering


@action(rule=rules.may_answer, refusal=gettext_lazy("Please sign in; this survey asks people of the alliance."))
def begin(
    *, actor: Person | None = None, survey: Survey, network: CityNetwork | None = None, client_id: UUID | None = None
) -> tuple[Sheet, str]:
    """An empty sheet, and the code that opens it again; only whoever answers keeps that.

    Without an account it is nobody's: the same `client_id` again gives the same sheet, because the code is drawn from
    it and the installation's secret. A partner has one sheet, and comes back to it. Beginning writes no event. Raises
    `Invalid` unless the survey is open.
    """
    if not survey.is_open:
        raise Invalid({"": _("This survey cannot be answered right now.")})
    if survey.answering == Answering.PUBLIC:
        code = _code(f"{survey.public_id}/{client_id or uuid4()}")
        fresh: dict[str, Any] = {"survey": survey, "network": network, "begun_at": _hour()}
        return Sheet.objects.get_or_create(code_hash=Sheet.hash_of(code), defaults=fresh)[0], code
    if actor is None:
        raise NotAllowed
    code = _code(f"{survey.public_id}/person/{actor.pk}")
    networks = standing(actor).networks
    fresh = {"survey": survey, "person": actor, "network_id": min(networks) if networks else None, "begun_at": _hour()}
    return Sheet.objects.get_or_create(code_hash=Sheet.hash_of(code), defaults=fresh)[0], code


def sheet_by(survey: Survey, code: str) -> Sheet | None:
    """The sheet that this code opens, if it is one of this survey."""
    return Sheet.objects.filter(survey=survey, code_hash=Sheet.hash_of(code)).first() if code else None


@action(rule=rules.may_answer, refusal=gettext_lazy("Please sign in; this survey asks people of the alliance."))
def answer_section(
    *,
    actor: Person | None = None,
    survey: Survey,
    sheet: Sheet,
    section: str,
    typed: answers.Typed,
    cities: Mapping[str, str],
) -> Section | None:
    """Keep the answers of one section; gives the section to go on with, or None at the end, which finishes the sheet.

    Finishing records `survey.answered` with the number of answers alone and no actor. Raises `Invalid` with every
    field that does not hold – then nothing is kept – and once the survey is closed.
    """
    kept = Sheet.objects.select_for_update().get(pk=sheet.pk, survey=survey.pk)
    _must_be_open(survey)
    form = survey.questionnaire
    values = _read_section(form, section, kept.values, typed, cities)
    following = form.next_after(section, values)
    kept.values = form.heard(values)
    kept.reached = following.id if following else section
    done = following is None and not kept.is_finished
    if done:
        kept.finished_at = _hour()
    kept.save(update_fields=["values", "reached", "finished_at"])
    if done:
        record(events.ANSWERED(survey, None, answers=_counted(survey)))
    sheet.values, sheet.finished_at, sheet.reached = kept.values, kept.finished_at, kept.reached
    return following


@action(rule=rules.may_run, refusal=RUNNERS)
def type_in(
    *,
    actor: Person,
    survey: Survey,
    typed: answers.Typed,
    cities: Mapping[str, str],
    network: CityNetwork | None = None,
    client_id: UUID,
) -> Sheet:
    """A sheet of paper, all sections at once; it is marked as paper, and by whom. What is missing on paper is missing.

    Records `survey.typed_in`. Sent twice with the same client id, it is one sheet. Raises `Invalid` with every field
    that does not hold, and once the survey is closed.
    """
    code_hash = Sheet.hash_of(f"paper/{survey.public_id}/{client_id}")
    if known := Sheet.objects.filter(survey=survey, code_hash=code_hash).first():
        return known
    _must_be_open(survey)
    values = _read(survey.questionnaire.questions, typed, cities)
    if not values:
        raise Invalid({"": _("There is no answer on this sheet yet.")})
    try:
        with transaction.atomic():
            made = Sheet.objects.create(
                survey=survey, code_hash=code_hash, source=Source.PAPER, entered_by=actor, network=network,
                values=survey.questionnaire.heard(values), begun_at=_hour(), finished_at=_hour(),
            )  # fmt: skip
    except IntegrityError:
        return Sheet.objects.get(survey=survey, code_hash=code_hash)
    record(events.TYPED_IN(survey, actor, answers=_counted(survey)))
    return made


# ---------------------------------------------------------------- within


def _may_ask_for(actor: Person, city: City | None, network: CityNetwork | None) -> None:
    """Raises `NotAllowed` unless the actor coordinates this place."""
    draft = Survey(entry=Entry(city=city, network=None if city else network))
    if not rules.may_run.test(actor, draft):
        raise NotAllowed(RUNNERS)


def _own_place(actor: Person, survey: Survey) -> tuple[City | None, CityNetwork | None]:
    """Where the actor asks: where the survey does, where that is allowed; else the first place the actor coordinates."""
    entry, roles = survey.entry, standing(actor)
    if rules.may_run.test(actor, survey):
        return entry.city, None if entry.city else entry.network
    if is_alliance_coordinator.test(actor, None):
        return None, None
    city = City.objects.filter(pk__in=roles.places(Role.CITY_COORDINATOR)).first()
    network = CityNetwork.objects.filter(pk__in=roles.places(Role.NETWORK_COORDINATOR)).first()
    return city, None if city else network


def _locked(survey: Survey) -> Survey:
    found: Survey = (
        Survey.objects.select_for_update(of=("self",)).select_related("entry__city", "entry__network").get(pk=survey.pk)
    )
    return found


def _change(
    actor: Person,
    survey: Survey,
    what: str,
    id_: str,
    change: Callable[[Questionnaire], Questionnaire],
    base: int | None,
) -> Survey:
    kept = _locked(survey)
    if not kept.is_draft:
        raise Invalid({"": _("The survey was opened; its questions stay as they are. Copy it to ask otherwise.")})
    if base is not None and base != kept.version:
        if not id_ and kept.questionnaire.was_made_by(change):
            return kept
        raise Invalid({"": _("Somebody changed the questions while you wrote. Please look at them again, then save.")})
    try:
        changed = change(kept.questionnaire)
    except FaultyError as fault:
        field = {"options": "options", "rows": "rows", "scale": "highest"}.get(fault.reason, "")
        raise Invalid({field: reasons()[fault.reason]}) from None
    if changed.to_data() == kept.questionnaire.to_data():
        return kept
    kept.structure = changed.to_data()
    kept.version += 1
    kept.save(update_fields=["structure", "version"])
    kept.__dict__.pop("questionnaire", None)
    record(events.CHANGED(kept, actor, what=what, id=id_))
    return kept


def _must_be_open(survey: Survey) -> None:
    """Hold the survey's row, so that whoever closes it waits, or we find it closed."""
    Survey.objects.select_for_update(of=("self",), no_key=True).get(pk=survey.pk)
    if Entry.objects.values_list("state", flat=True).get(pk=survey.pk) != OPEN:
        raise Invalid({"": _("This survey cannot be answered any more. What you sent before is kept.")})


def _read_section(
    form: Questionnaire, section: str, before: Mapping[str, Any], typed: answers.Typed, cities: Mapping[str, str]
) -> dict[str, Any]:
    """All answers so far with those of this section; a question that is asked only after another may be left."""
    here = form.section(section)
    if here is None:
        raise Invalid({"": _("This section does not belong to the survey.")})
    fresh = _read(list(here.questions), typed, cities)
    others = {id_: value for id_, value in before.items() if id_ not in {question.id for question in here.questions}}
    values = {**others, **fresh}
    asked = next((asked for one, asked in form.asked(values) if one.id == section), [])
    lacking = [wrong for question in asked if (wrong := answers.missing(question, values.get(question.id)))]
    if lacking:
        raise Invalid({wrong.field: wrong.says for wrong in lacking})
    return values


def _read(questions: list[Question], typed: answers.Typed, cities: Mapping[str, str]) -> dict[str, Any]:
    values, wrong = {}, {}
    for question in questions:
        try:
            value = answers.read(question, typed, cities)
        except answers.Wrong as fault:
            wrong[fault.field] = fault.says
            continue
        if value is not None:
            values[question.id] = value
    if wrong:
        raise Invalid(wrong)
    return values


def _counted(survey: Survey) -> int:
    Survey.objects.filter(pk=survey.pk).update(answers=F("answers") + 1)
    return int(Survey.objects.values_list("answers", flat=True).get(pk=survey.pk))


def _code(seed: str) -> str:
    """Twelve signs that can be read aloud, in groups of four: 60 bits."""
    digest = salted_hmac("surveys.sheet", seed, algorithm="sha256").digest()
    signs = [ALPHABET[byte % 32] for byte in digest[: GROUPS * SIGNS]]
    return "-".join("".join(signs[start : start + SIGNS]) for start in range(0, GROUPS * SIGNS, SIGNS))


def _hour() -> datetime:
    """Nobody can tell from the time who it was."""
    return clock.now().replace(minute=0, second=0, microsecond=0)
