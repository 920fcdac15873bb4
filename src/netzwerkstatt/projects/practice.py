"""Good practices: what was released of a project, who answers questions about it, and whether it still holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.queries import people_of
from netzwerkstatt.projects.models import Profile, ProfileRelease, Project

LIVE_KEYS = frozenset({"number", "released_on"})


@dataclass(frozen=True)
class Practice:
    """One release with what is kept beside it."""

    release: ProfileRelease
    content: dict[str, Any]
    profile: Profile | None
    contact: Person | None
    numbers: list[int]

    @property
    def is_latest(self) -> bool:
        return self.release.number == max(self.numbers)

    @property
    def number(self) -> str:
        """The number of this release, for its address."""
        return str(self.release.number)

    @property
    def earlier(self) -> list[int]:
        """The other releases, the latest first."""
        return [number for number in self.numbers if number != self.release.number]

    @property
    def is_overdue(self) -> bool:
        """The day on which somebody should have looked at it has passed."""
        return (
            self.profile is not None and self.profile.review_on is not None and self.profile.review_on < clock.today()
        )


def practices() -> QuerySet[ProfileRelease]:
    """Whether the project of the outer query was ever released."""
    return ProfileRelease.objects.filter(project=OuterRef("pk"))


def only_practices(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Of these projects those that are good practices."""
    return projects.filter(Exists(practices()))


def latest(project: Project) -> ProfileRelease | None:
    """What was released last. One query."""
    return ProfileRelease.objects.filter(project=project).order_by("-number").first()


def released(project: Project, number: int | None = None) -> Practice | None:
    """This release, or the last one, with who answers questions about it today. Four queries."""
    releases = ProfileRelease.objects.filter(project=project).order_by("-number")
    numbers = list(releases.values_list("number", flat=True))
    if not numbers or (number is not None and number not in numbers):
        return None
    release = releases.get(number=numbers[0] if number is None else number)
    profile = Profile.objects.filter(project=project).select_related("contact").first()
    return Practice(release, release.data, profile, contact_of(project, profile), numbers)


def contact_of(project: Project, profile: Profile | None) -> Person | None:
    """Who answers questions, as long as she works for the city. One query."""
    person = profile.contact if profile else None
    if person is None or not person.is_active or project.entry.city is None:
        return None
    return person if people_of(project.entry.city).filter(person=person).exists() else None


def differs(last: ProfileRelease | None, content: dict[str, Any]) -> bool:
    """It says something else now than what was released last."""
    if last is None:
        return True
    return {name: value for name, value in last.data.items() if name not in LIVE_KEYS} != content
