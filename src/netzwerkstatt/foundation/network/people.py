"""What people of the alliance say about themselves: profile, themes, languages, whether a call is welcome."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.access import signed_in
from netzwerkstatt.foundation.accounts.languages import SPOKEN
from netzwerkstatt.foundation.accounts.models import Availability, Person, SpokenLanguage
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid, Text
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.network import events
from netzwerkstatt.foundation.network.models import Competence, Theme


@dataclass(frozen=True)
class Reach:
    """How and when a person can be asked."""

    phone: str = ""
    call_hours: str = ""
    calls_welcome: bool = False
    availability: str = Availability.OPEN
    available_from: date | None = None

    def faults(self) -> dict[str, Text]:
        """What does not hold, by field."""
        found: dict[str, Text] = {}
        if self.calls_welcome and not self.phone.strip():
            found["phone"] = _("Which number shall they call?")
        if self.availability == Availability.LATER and self.available_from is None:
            found["available_from"] = _("From which day on?")
        return found

    def fields(self) -> dict[str, Any]:
        """The fields of `Person`; a day counts only where one waits for it."""
        later = self.availability == Availability.LATER
        return {
            "phone": self.phone.strip(),
            "call_hours": self.call_hours.strip(),
            "calls_welcome": self.calls_welcome,
            "availability": self.availability,
            "available_from": self.available_from if later else None,
        }


@dataclass(frozen=True)
class Known:
    """What a person can be asked about, and in which languages."""

    themes: Iterable[Theme] = field(default_factory=tuple)
    languages: Iterable[str] = field(default_factory=tuple)


@action(rule=signed_in, on="name")
def update_profile(
    *,
    actor: Person,
    name: str,
    function: str,
    expertise: str,
    language: str,
    reach: Reach | None = None,
    known: Known | None = None,
) -> Person:
    """A person changes how the others see her, and the language of her pages. What is None stays as it is.

    Records `person.changed` with the names of the fields, never their content; nothing where nothing changes.
    Raises `Invalid` with the fields that do not hold.
    """
    person = Person.objects.select_for_update().get(pk=actor.pk)
    if reach and (faults := reach.faults()):
        raise Invalid(faults)
    given = {"name": name.strip(), "function": function.strip(), "expertise": expertise.strip(), "language": language}
    given |= reach.fields() if reach else {}
    changed = [one for one, value in given.items() if getattr(person, one) != value]
    for one in changed:
        setattr(person, one, given[one])
    if changed:
        _checked(person)
        person.save(update_fields=changed)
    changed += _know(person, known) if known else []
    if changed:
        record(events.PERSON_CHANGED(person, actor, fields=changed))
    return person


def _know(person: Person, known: Known) -> list[str]:
    """Themes and languages as they are given; the names of what changed."""
    changed = []
    themes = {theme.pk for theme in known.themes}
    if themes != set(person.competences.values_list("theme", flat=True)):
        person.competences.all().delete()
        Competence.objects.bulk_create([Competence(person=person, theme_id=pk) for pk in sorted(themes)])
        changed.append("themes")
    languages = [code for code in SPOKEN if code in set(known.languages)]
    if languages != list(person.spoken_languages.values_list("code", flat=True)):
        person.spoken_languages.all().delete()
        SpokenLanguage.objects.bulk_create([SpokenLanguage(person=person, code=code) for code in languages])
        changed.append("languages")
    return changed


def _checked(person: Person) -> None:
    try:
        person.full_clean()
    except ValidationError as error:
        raise Invalid({("" if k == "__all__" else k): " ".join(v) for k, v in error.message_dict.items()}) from error
