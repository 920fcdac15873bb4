"""Ideas in the public API."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from pydantic import Field

from netzwerkstatt.foundation.entries.api import Collection, ItemOut, common, public
from netzwerkstatt.ideas.models import Idea


class IdeaOut(ItemOut):
    """One idea, in the words of whoever had it."""

    text: str = Field(description=gettext_noop("The whole idea."))
    workshop: str | None = Field(description=gettext_noop("Id of the workshop in which it came up."))
    cluster: str | None = Field(description=gettext_noop("The ideas it was put together with, by their common name."))
    standing: str = Field(
        description=gettext_noop("open (not decided yet), chosen (goes on) or pool (waits to be taken up).")
    )
    dots: int = Field(description=gettext_noop("Dots in the vote of its workshop, once that is shown."))
    voters: int = Field(description=gettext_noop("How many people gave them."))


def shape(rows: list[Idea]) -> list[IdeaOut]:
    """One page of ideas. One query."""
    shared = common(idea.entry for idea in rows)
    return [_out(idea, shared[idea.pk]) for idea in rows]


def _out(idea: Idea, shared: dict[str, object]) -> IdeaOut:
    home = idea.entry.home if idea.entry.home and idea.entry.home.is_public else None
    return IdeaOut.model_validate(
        {
            **shared,
            "text": idea.text,
            "workshop": home.public_id if home else None,
            "cluster": idea.cluster.title if home and idea.cluster else None,
            "standing": idea.standing,
            "dots": idea.dots,
            "voters": idea.voters,
        }
    )


IDEAS = Collection(
    path="ideas",
    one="idea",
    label=_("Ideas"),
    about=_("Ideas from workshops and inquiries, chosen ones and those that wait to be taken up."),
    schema=IdeaOut,
    rows=lambda: public(Idea, "entry__home", "cluster"),
    shape=shape,
)
