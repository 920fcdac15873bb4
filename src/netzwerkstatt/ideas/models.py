"""Ideas, and the clusters they are put into."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.models import Entry, OfAKind, new_public_id
from netzwerkstatt.ideas.inquiries.models import AskedCity, Experience, Inquiry, InquiryAnswer

__all__ = ["AskedCity", "Cluster", "Experience", "Idea", "Inquiry", "InquiryAnswer", "Standing"]

LONGEST = 600
LONGEST_NOTE = 2000


class Cluster(models.Model):
    """Ideas of one workshop put together under a name.

    `size`, `dots` and `voters` are counted when ideas move and when the vote closes, never while a page is shown.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    home = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="clusters")
    title = models.CharField(_("name"), max_length=120)
    note = models.TextField(_("note"), max_length=LONGEST_NOTE, blank=True)
    size = models.PositiveIntegerField(default=0)
    dots = models.PositiveIntegerField(default=0)
    voters = models.PositiveIntegerField(default=0)
    client_id = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["home", "title"], name="ideas_cluster_name_once")]

    def __str__(self) -> str:
        return self.title


class Standing(models.TextChoices):
    """What became of an idea at the end of its workshop."""

    OPEN = "open", _("not decided yet")
    CHOSEN = "chosen", _("goes on")
    POOL = "pool", _("in the pool of ideas")


class Idea(OfAKind):
    """One idea, in the words of whoever had it. The entry's title is its beginning.

    `home` repeats the entry's home, `dots` the result of the vote and `upvotes` that of the pool, so that one index
    gives any page of ideas in order, with ten ideas or a hundred thousand.
    """

    text = models.TextField(_("idea"), max_length=LONGEST)
    home = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="ideas")
    cluster = models.ForeignKey(
        Cluster, null=True, blank=True, on_delete=models.SET_NULL, related_name="ideas", db_index=False
    )
    standing = models.CharField(max_length=8, choices=Standing, default=Standing.OPEN)
    dots = models.PositiveIntegerField(default=0)
    voters = models.PositiveIntegerField(default=0)
    upvotes = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["home", "-dots", "entry"], name="ideas_by_dots"),
            models.Index(fields=["cluster", "-dots", "entry"], name="ideas_of_a_cluster"),
            models.Index(fields=["standing", "-entry"], name="ideas_by_standing"),
            models.Index(fields=["standing", "-upvotes", "-entry"], name="ideas_by_upvotes"),
        ]

    @property
    def is_whole(self) -> bool:
        """The title says all of it."""
        return self.text == self.entry.title
