"""What comments put on the page of every item: the discussion below it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.comments.closing import comments_closed
from netzwerkstatt.foundation.comments.forms import CommentForm
from netzwerkstatt.foundation.comments.queries import ANSWERED, NEWEST, OLDEST, Conversation, thread_of
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.offers import EVERY_ITEM, Panel, register_panel
from netzwerkstatt.foundation.events.errors import Text
from netzwerkstatt.foundation.ui.templatetags.ui import Tab

PLACEHOLDER = "0"


@dataclass(frozen=True)
class DiscussionPanel:
    """A page of a discussion with what this viewer can do there."""

    entry: Entry
    page: Conversation
    closed: Text | None
    form: CommentForm | None

    @property
    def url(self) -> str:
        return _discussion_url().replace(PLACEHOLDER, self.entry.public_id)

    @property
    def more_url(self) -> str:
        """Where the next threads are."""
        return f"{self.url}?order={self.page.order}&after={self.page.after}#comments"

    @property
    def tabs(self) -> list[Tab]:
        """The orders; there is nothing to order where there is one thread."""
        if len(self.page.threads) < 2:
            return []
        names = ((OLDEST, _("Oldest first")), (NEWEST, _("Newest first")), (ANSWERED, _("Most answered")))
        return [Tab(name, f"{self.url}?order={order}#comments", order == self.page.order) for order, name in names]


def register() -> None:
    """Below everything else on every item's page."""
    register_panel(
        Panel(
            page=EVERY_ITEM,
            name="comments",
            slot="main",
            read=lambda subject, viewer: panel_of(subject.entry, viewer),
            template="comments/panel.html",
            order=95,
        )
    )


def panel_of(entry: Entry, viewer: Any, order: str = OLDEST, after: str = "") -> DiscussionPanel:
    """The discussion on an entry as this viewer sees it. One query."""
    closed = comments_closed(entry)
    form = CommentForm(auto_id="comment_%s") if viewer is not None and closed is None else None
    return DiscussionPanel(entry, thread_of(entry, viewer, order, after), closed, form)


@cache
def _discussion_url() -> str:
    return reverse("comments:discussion", args=[PLACEHOLDER])
