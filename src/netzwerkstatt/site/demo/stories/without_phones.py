"""Who had no phone that afternoon: a table with its secretary, and a sheet on the wall that was typed in."""

from __future__ import annotations

import io
import random
from collections.abc import Mapping, Sequence
from typing import cast
from uuid import NAMESPACE_URL, uuid5

from PIL import Image, ImageDraw

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.attachments.receiving import receive
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops import actions as workshops
from netzwerkstatt.workshops.models import Phase, Table, Workshop

PERSONS = 6


def at_a_table(*, host: Person, secretary: Person, phase: Phase, texts: Sequence[str]) -> Table:
    """Six people without phones; what they say is written down by somebody of another network."""
    table = workshops.set_table(
        actor=host, workshop=phase.workshop, name="Tisch am Kamin", persons=PERSONS, secretary=secretary
    )
    for place, text in enumerate(texts):
        workshops.write_at_table(
            actor=secretary, table=table, phase=phase, text=text,
            client_id=uuid5(NAMESPACE_URL, f"{phase.workshop_id}/table/{place}"),
        )  # fmt: skip
    return table


def on_a_sheet(*, host: Person, phase: Phase, texts: Sequence[str]) -> None:
    """Seven people wrote on one sheet; its photo is typed in line by line, and goes with the release."""
    file = receive("bogen.png", _sheet(texts))
    sheet = workshops.put_up_photo(actor=host, workshop=phase.workshop, phase=phase, file=file, persons=7)
    workshops.type_in(
        actor=host, workshop=phase.workshop, phase=phase, words="\n".join(texts), sheet=sheet,
        client_id=uuid5(NAMESPACE_URL, f"{phase.workshop_id}/sheet"),
    )  # fmt: skip


def count_by_hand(workshop: Workshop, phase: Phase, ideas: Mapping[str, Idea], chances: Sequence[int]) -> None:
    """The dots of each table, counted by its secretary: five for each of its people."""
    lot = random.Random(f"{workshop.title} tables")  # noqa: S311 – a demo that is the same each time, not a secret
    for table in Table.objects.filter(workshop=workshop, secretary__isnull=False).select_related(
        "workshop", "secretary"
    ):
        dots: dict[str, int] = {}
        for idea in lot.choices(list(ideas.values()), weights=chances, k=table.persons * (phase.dots or 1)):
            dots[idea.public_id] = dots.get(idea.public_id, 0) + 1
        workshops.count_dots_at_table(actor=cast("Person", table.secretary), table=table, phase=phase, dots=dots)


def _sheet(texts: Sequence[str]) -> bytes:
    """A photographed sheet, as far as a demo needs one."""
    paper = Image.new("RGB", (1200, 900), "#f3efe4")
    pen = ImageDraw.Draw(paper)
    for place, text in enumerate(texts):
        pen.text((80, 120 + place * 200), text[:60], fill="#1d2a52", font_size=38)
    drawn = io.BytesIO()
    paper.save(drawn, "PNG")
    return drawn.getvalue()
