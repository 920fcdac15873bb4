"""What projects keep about people."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.personal import Personal, Until, declare_personal
from netzwerkstatt.projects.models import Help, Profile, Project, Sketch, Step


def declare() -> None:
    """At start."""
    declare_personal(
        Personal(
            model="projects.Project",
            label=_("Who does the first step of a project"),
            words=("first_step_by",),
            keeps=_("Written by the project's city, often the name of an office. As long as the project."),
            export=_named_in,
            erase=_take_out,
        )
    )
    declare_personal(
        Personal(
            model="projects.Step",
            label=_("Who does a measure of a project"),
            words=("who",),
            keeps=_("Written by the project's city, often the name of an office. As long as the project."),
            export=_does,
            erase=lambda person: _doing(person).update(who="–"),
        )
    )
    declare_personal(
        Personal(
            model="projects.Help",
            label=_("Help you offered to a project, or answered"),
            person_fields=("person", "answered_by"),
            words=("words", "reach", "answer_words", "name", "address"),
            keeps=_("So that the project's city can answer and reach you. As long as the project."),
            until=Until(
                says=_(
                    "without an account: three days where it was not confirmed, else 90 days after the project’s end"
                ),
                over=_offers_over,
                end=_forget_unsigned,
            ),
            stays=_("How much was given stays, without your name and without how to reach you."),
            erase=_forget_offers,
        )
    )
    declare_personal(
        Personal(
            model="projects.Profile",
            label=_("Steckbriefe that name you for questions, or that you proposed"),
            person_fields=("contact", "proposed_by"),
            words=("reach",),
            keeps=_("So that other cities can ask. As long as the project, or until somebody else is named."),
            stays=_("The Steckbrief stays, without your name and without how to reach you."),
            erase=lambda person: Profile.objects.filter(contact=person).update(reach=""),
        )
    )
    declare_personal(
        Personal(
            model="projects.ProfileRelease",
            label=_("Steckbriefe you released or proposed"),
            person_fields=("released_by", "proposed_by"),
            keeps=_("Who released it in the city's name. As long as the project."),
            stays=_("The release stays, without your name: it is final."),
        )
    )
    declare_personal(
        Personal(
            model="projects.Sketch",
            label=_("Project sketches you began"),
            person_fields=("author",),
            words=("first_step_by",),
            keeps=_("So that the others know whom to ask. As long as the workshop it comes from."),
            stays=_("The sketch stays, without your name: it belongs to the group."),
            export=_written,
            erase=lambda person: Sketch.objects.filter(first_step_by__iexact=person.name).update(first_step_by=""),
        )
    )
    declare_personal(
        Personal(
            model="projects.Partner",
            label=_("Partnerships you answered for"),
            person_fields=("answered_by",),
            keeps=_("Who said that a city or an organisation joins in. As long as the project."),
            stays=_("The answer stays, without your name: others rely on it."),
        )
    )


AFTER_THE_END = timedelta(days=90)
UNCONFIRMED_FOR = timedelta(days=3)


def _offers_over(now: datetime) -> Any:
    """Offers from an address that was never confirmed, or that no project needs any more."""
    unsigned = Help.objects.filter(person__isnull=True).exclude(address="")
    unconfirmed = Q(answer=Help.Answer.UNCONFIRMED, offered_at__lt=now - UNCONFIRMED_FOR)
    gone = Q(answer__in=[Help.Answer.DECLINED, Help.Answer.WITHDRAWN], offered_at__lt=now - AFTER_THE_END)
    ended = Q(need__project__closed_on__lt=(now - AFTER_THE_END).date())
    return unsigned.filter(unconfirmed | gone | ended)


def _forget_unsigned(rows: Any) -> int:
    """What nobody confirmed is deleted; of the rest the amount stays, without name and address."""
    keys = list(rows.values_list("pk", flat=True))
    found = Help.objects.filter(pk__in=keys)
    found.filter(answer=Help.Answer.UNCONFIRMED).delete()
    found.update(name="", address="", reach="", words="")
    return len(keys)


def _written(person: Any) -> list[dict[str, Any]]:
    return [{"title": one.title, "written": one.written_at} for one in Sketch.objects.filter(author=person)]


def _doing(person: Any) -> Any:
    return Step.objects.filter(who__iexact=person.name)


def _does(person: Any) -> list[dict[str, Any]]:
    found = _doing(person).select_related("project__entry")
    return [{"project": one.project.entry.title, "measure": one.what, "by": one.who} for one in found]


def _naming(person: Any) -> Any:
    return Project.objects.filter(first_step_by__iexact=person.name)


def _named_in(person: Any) -> list[dict[str, Any]]:
    found = _naming(person).select_related("entry")
    return [{"project": one.entry.title, "first_step": one.first_step, "by": one.first_step_by} for one in found]


def _take_out(person: Any) -> None:
    """The place of the name must not stay empty: a dash says that somebody did it."""
    _naming(person).update(first_step_by="–")


def _forget_offers(person: Any) -> None:
    """What waits for an answer is taken back, because nobody is there any more to hear it."""
    mine = Help.objects.filter(person=person)
    mine.filter(organisation__isnull=True, answer=Help.Answer.WAITING).update(answer=Help.Answer.WITHDRAWN)
    mine.update(words="", reach="")
