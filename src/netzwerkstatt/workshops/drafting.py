"""The texts that people write into a record before it is released, and into a correction of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.engines.words.comparing import differences, merge
from netzwerkstatt.foundation.events.errors import Invalid, Text
from netzwerkstatt.foundation.versions.saving import Meanwhile, Met
from netzwerkstatt.workshops.models import Draft, Workshop

SECTIONS: Final[Mapping[str, Text]] = {
    "opening": gettext_lazy("At the beginning"),
    "decisions": gettext_lazy("What was decided"),
    "open_points": gettext_lazy("Open points"),
    "closing": gettext_lazy("What becomes of it"),
}
LONGEST: Final = 6000
LONGEST_NOTE: Final = 4000


def note_name(number: int) -> str:
    """Under which name the note of a phase stands among the texts."""
    return f"phase-{number}"


@dataclass(frozen=True)
class Written:
    """The texts as they stand now, which edition that is (0: nobody has saved any), and the pictures that go with it."""

    edition: int
    texts: Mapping[str, str]
    photos: tuple[str, ...]


def written(workshop: Workshop) -> Written:
    """What stands now: the last edition, else what was noted while the workshop ran. At most two queries."""
    last = Draft.objects.filter(workshop=workshop).order_by("-edition").first()
    if last is not None:
        return Written(last.edition, last.texts, tuple(last.photos))
    return Written(0, texts_of_phases(workshop), ())


def texts_of_phases(workshop: Workshop) -> dict[str, str]:
    """What was noted about the phases on the console. One query."""
    rows = workshop.phases.order_by("number").values_list("number", "outcome")
    return dict.fromkeys(SECTIONS, "") | {note_name(number): outcome for number, outcome in rows}


class WrittenMeanwhile(Meanwhile):
    """Somebody else saved the same texts since the writer read them; nothing was saved."""

    def __init__(self, edition: int, who: str, met: Mapping[str, tuple[Text, str, str]]) -> None:
        self.number, self.who = edition, who
        self.met = [Met(label, differences(before, after)) for label, before, after in met.values()]
        said = _("Somebody else changed this meanwhile. Please decide what shall stand.")
        Invalid.__init__(self, dict.fromkeys(met, said))


def put_together(workshop: Workshop, base: int, mine: Mapping[str, str], labels: Mapping[str, Text]) -> dict[str, str]:
    """What shall stand, where the writer read edition `base` and wrote `mine`; call it with the workshop locked.

    What only one side changed is taken, what both changed is put together word by word. Raises `WrittenMeanwhile` where
    the changes meet.
    """
    now = written(workshop)
    if now.edition == base:
        return dict(mine)
    read = Draft.objects.filter(workshop=workshop, edition=base).values_list("texts", flat=True).first()
    together, met = {}, {}
    for name, wanted in mine.items():
        theirs = now.texts.get(name, "")
        before = None if read is None else read.get(name, "")
        found = _one(before, theirs, wanted)
        if found is None:
            met[name] = (labels.get(name, name), before or "", theirs)
        together[name] = wanted if found is None else found
    if met:
        last = Draft.objects.filter(workshop=workshop, edition=now.edition).select_related("by").first()
        raise WrittenMeanwhile(now.edition, last.by.name if last and last.by else "", met)
    return together


def _one(before: str | None, theirs: str, mine: str) -> str | None:
    if mine in (before, theirs):
        return theirs
    if before == theirs:
        return mine
    if before is None:
        return None
    merged = merge(before, theirs, mine)
    return merged.text if merged.is_clean else None


def with_texts(content: dict[str, Any], said: Mapping[str, str], photos: list[dict[str, Any]]) -> dict[str, Any]:
    """The record with these texts: sections by name, the note of each phase at its phase; empty ones are left out."""
    agenda = []
    for phase in content["agenda"]:
        words = said.get(note_name(phase["number"]), phase.get("words", "")).strip()
        rest = {name: value for name, value in phase.items() if name != "words"}
        agenda.append(rest | ({"words": words} if words else {}))
    texts = {name: said[name].strip() for name in SECTIONS if said.get(name, "").strip()}
    return content | {"texts": texts, "agenda": agenda, "photos": photos}


def without_ideas(content: dict[str, Any], gone: set[str], reasons: list[str]) -> dict[str, Any]:
    """The record without ideas that the group took back; the reasons stand in it, the words nowhere."""
    clusters = [
        cluster | {"ideas": [idea for idea in cluster["ideas"] if idea["public_id"] not in gone]}
        for cluster in content["clusters"]
    ]
    return content | {
        "clusters": [cluster for cluster in clusters if cluster["ideas"] or cluster["title"]],
        "goes_on": [one for one in content["goes_on"] if one not in gone],
        "withdrawn": reasons,
        "agenda": [_phase_without(phase, gone) for phase in content["agenda"]],
        "commitments": [_agreed_without(one, gone) for one in content["commitments"]],
    }


def _phase_without(phase: dict[str, Any], gone: set[str]) -> dict[str, Any]:
    changed = dict(phase)
    if "notes" in phase:
        changed["notes"] = [note for note in phase["notes"] if note.get("on") not in gone]
    if "vote" in phase:
        items = [
            item | {"title": _("Taken back")} if item.get("on") in gone else item for item in phase["vote"]["items"]
        ]
        changed["vote"] = phase["vote"] | {"items": items}
    if "agreed" in phase:
        changed["agreed"] = [_agreed_without(one, gone) for one in phase["agreed"]]
    return changed


def _agreed_without(one: dict[str, str], gone: set[str]) -> dict[str, str]:
    return one | {"idea": "", "on": ""} if one.get("on") in gone else one
