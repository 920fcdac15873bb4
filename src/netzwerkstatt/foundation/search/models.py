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


class Shelf(models.Model):
    """What hits are counted and narrowed by: documents of one kind, in one place, with the same themes (",3,7,").

    Counting goes by one number in place of four columns: a library of 100,000 has some hundred shelves. `code` says the
    four in one, so that the database keeps each shelf once.
    """

    code = models.CharField(max_length=480, unique=True)
    kind = models.CharField(max_length=24)
    city = models.ForeignKey(City, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    network = models.ForeignKey(CityNetwork, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    themes = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return self.code


def shelf_of(kind: str, city: int | None, network: int | None, themes: str = "") -> Shelf:
    """The shelf for this, not saved."""
    code = f"{kind}:{city or ''}:{network or ''}:{themes}"
    return Shelf(code=code, kind=kind, city_id=city, network_id=network, themes=themes)


class Document(models.Model):
    """One entry, or one city or network, as the search knows it.

    Its id is that of the entry, so that the newest come first by it; places have ids of their own beyond
    (`id_of_place`). Who may see it is always asked of the entry itself. Rows are short on purpose, and the id is the key
    by which SQLite keeps them: counting reads tens of thousands.
    """

    id = models.BigAutoField(primary_key=True)
    entry = models.OneToOneField(Entry, null=True, blank=True, on_delete=models.CASCADE, related_name="search_document")
    shelf = models.ForeignKey(Shelf, on_delete=models.CASCADE, related_name="documents", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(entry__isnull=False, id__lt=PLACES_FROM) | Q(entry__isnull=True, id__gte=PLACES_FROM),
                name="search_document_is_an_entry_or_a_place",
            ),
        ]
        indexes = [models.Index(fields=["-at", "-id"], name="search_newest")]

    def __str__(self) -> str:
        return f"{self.shelf} {self.entry_id or self.id}"


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
