"""Newer figures are told wherever something rests on the older ones, however many steps lie between."""

from __future__ import annotations

import datetime
from pathlib import Path

from netzwerkstatt.evidence.importing.entering import enter_statistics
from netzwerkstatt.evidence.importing.preparing import prepare
from netzwerkstatt.evidence.models import EvidenceCard, LaterFigures
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import Role
from tests.site_wide.world import TABLE, VISITOR, World, official_table

MARK = "Figure changed in the meantime"
RESTING = (
    "problems:problem", "workshops:workshop", "ideas:idea", "projects:project", "recommendations:recommendation",
    "recommendations:answer",
)  # fmt: skip
APART = ("inquiries:experience", "evidence:scenario")


def test_a_figure_that_changed_is_said_from_the_problem_to_the_answer(world: World, tmp_path: Path):
    card = EvidenceCard.objects.get(entry__public_id=world.addresses["evidence:card"]["public_id"])
    client = world.client(VISITOR)

    def page(name: str) -> str:
        return client.get(world.url(name), headers={"accept-language": "en"}).content.decode()

    assert not any(MARK in page(name) for name in RESTING)
    last, data = card.read_figures[-1], official_table()
    newer = data[: last.offset] + b"9" * last.length + data[last.offset + last.length :]
    path = tmp_path / TABLE
    path.write_bytes(newer.replace(b"Stand: 17.08.2021", b"Stand: 17.08.2025"))
    enter_statistics(
        actor=world.people[Role.CITY_COORDINATOR], prepared=prepare(path, TABLE), retrieved_on=datetime.date(2026, 2, 1)
    )
    assert LaterFigures.objects.get(card=card).changes[0]["before"] == last.raw.strip()
    for name in RESTING:
        text = page(name)
        said = text[text.find(MARK) :][:2000]
        assert MARK in text, name
        assert f'href="{card.get_absolute_url()}"' in said, name
        assert card.claim in said, name
    assert not any(MARK in page(name) for name in APART)

    Entry.objects.filter(pk=card.pk).update(hidden_at=clock.now())
    assert not any(MARK in page(name) for name in RESTING), "who may not see the card is not told of it either"
