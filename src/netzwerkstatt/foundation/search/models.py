"""The index: what was read of every entry, city and network, as tokens; and the dictionary of their words."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.network.models import City, CityNetwork

CITY, NETWORK = "city", "network"
PLACES_FROM = 2**40


def id_of_place(kind: str, key: int) -> int:
    """The id of the document of a city or network: beyond those of all entries, and its own."""
    return PLACES_FROM + 2 * key + (kind == NETWORK)


class Document(models.Model):
    """One entry, or one city or network, as the search knows it: what hits are counted and narrowed by.

    Its id is that of the entry, so that the newest come first by it; places have ids of their own beyond
    (`id_of_place`). Kind, place and themes (",3,7,") stand here for counting; who may see it is always asked of the
    entry itself. Rows are short on purpose: counting reads tens of thousands.
    """

    id = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, null=True, blank=True, on_delete=models.CASCADE, related_name="search_document")
    kind = models.CharField(max_length=24)
    city = models.ForeignKey(City, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    network = models.ForeignKey(CityNetwork, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    themes = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city"], condition=Q(entry__isnull=True, kind=CITY), name="search_city_once"
            ),
            models.UniqueConstraint(
                fields=["network"], condition=Q(entry__isnull=True, kind=NETWORK), name="search_network_once"
            ),
            models.CheckConstraint(
                condition=Q(entry__isnull=False)
                | Q(kind=CITY, city__isnull=False)
                | Q(kind=NETWORK, network__isnull=False),
                name="search_document_is_about_something",
            ),
        ]
        indexes = [models.Index(fields=["-at", "-id"], name="search_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.entry_id or self.city_id or self.network_id}"


class DocumentText(models.Model):
    """The words of a document.

    `title` and `words` hold tokens (see `words.py`), `words` in three stretches: `xs` summary, `xb` text, `xc`
    comments. The databases keep their own index of both columns: SQLite by triggers in `search_index` (FTS5),
    PostgreSQL in generated columns with GIN. `plain` is what excerpts are cut from.
    """

    document = models.OneToOneField(Document, primary_key=True, on_delete=models.CASCADE, related_name="text")
    title = models.TextField()
    words = models.TextField(blank=True)
    plain = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title


class Term(models.Model):
    """A word that stands somewhere: folded, as somebody wrote it, its German stem, the stems of its parts."""

    word = models.CharField(max_length=40, unique=True)
    shown = models.CharField(max_length=80)
    stem = models.CharField(max_length=40)
    parts = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.shown


class Trigram(models.Model):
    """Three letters that follow one another in a term: the way to words that are nearly the one asked for."""

    gram = models.CharField(max_length=3)
    length = models.PositiveSmallIntegerField()
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="trigrams")

    class Meta:
        indexes = [models.Index(fields=["gram", "length", "term"], name="search_trigrams")]

    def __str__(self) -> str:
        return self.gram


class Rebuild(models.Model):
    """How far `manage reindex` is, so that it goes on where it was stopped."""

    class Step(models.TextChoices):
        LEARN = "learn", _("learning words")
        WRITE = "write", _("writing documents")

    only = models.BooleanField(primary_key=True, default=True)
    step = models.CharField(max_length=8, choices=Step, default=Step.LEARN)
    last = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="search_one_rebuild")]

    def __str__(self) -> str:
        return f"{self.step} {self.last}"
