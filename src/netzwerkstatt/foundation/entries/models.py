"""Entry and Link. Kind tables of later rooms hold `entry = OneToOneField(Entry, primary_key=True)`."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any, ClassVar, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.kinds import KINDS, Kind
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import City, CityNetwork, Organisation, Role, Theme
from netzwerkstatt.foundation.network.rules import PARTNER_ROLES, Standing, standing

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
M = TypeVar("M", bound=models.Model)


def new_public_id() -> str:
    """Twelve random letters of Crockford's base 32: 60 bits that tell nothing about order or time."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


class Visibility(models.TextChoices):
    PUBLIC = "public", _("public")
    ALLIANCE = "alliance", _("alliance")
    NETWORK = "network", _("network")
    CITY = "city", _("city")
    CLOSED = "closed", _("only those named")


def visible_q(viewer: Any, prefix: str = "") -> Q:
    """The condition under which `viewer` (a person, or None) may see an entry reached through `prefix`.

    What is deleted is seen by nobody.
    """
    return open_q(viewer, prefix) & Q(**{f"{prefix}deleted_at__isnull": True})


def open_q(viewer: Any, prefix: str = "") -> Q:
    """The condition under which `viewer` may see an entry, or could have seen it before it was deleted.

    The place says whom it is open to (visibility), names say who besides, until a date (audience). What is hidden is
    seen by its author and by those who decide on it.
    """
    roles = standing(viewer)
    person = viewer.pk if getattr(viewer, "is_authenticated", False) else None
    shown = _of_visibility(roles, prefix)
    hidden = Q(**{f"{prefix}hidden_at__isnull": True})
    if person:
        shown |= Q(**{f"{prefix}author": person}) | Q(**{f"{prefix}pk__in": _named(person, roles)})
        hidden |= Q(**{f"{prefix}author": person}) | _moderated_by(roles, prefix)
    return shown & hidden


def _of_visibility(roles: Standing, prefix: str) -> Q:
    shown = Q(**{f"{prefix}visibility": Visibility.PUBLIC})
    if roles.has_any(PARTNER_ROLES):
        shown |= Q(**{f"{prefix}visibility": Visibility.ALLIANCE})
    if roles.networks:
        shown |= Q(**{f"{prefix}visibility": Visibility.NETWORK, f"{prefix}network__in": roles.networks})
    if roles.cities:
        shown |= Q(**{f"{prefix}visibility": Visibility.CITY, f"{prefix}city__in": roles.cities})
    return shown


def _named(person: int, roles: Standing) -> Any:
    """The entries that are shown to this person, or to an organisation of hers, by name."""
    names = Q(person=person)
    if roles.organisations:
        names |= Q(organisation__in=roles.organisations)
    return Audience.objects.filter(names, Q(until__isnull=True) | Q(until__gte=clock.today())).values("entry")


def _moderated_by(roles: Standing, prefix: str) -> Q:
    """Whoever coordinates city, network or alliance sees what is hidden there."""
    if roles.has(frozenset({Role.ALLIANCE_COORDINATOR}), None):
        return Q(**{f"{prefix}pk__isnull": False})
    found = Q(**{f"{prefix}network__in": roles.places(Role.NETWORK_COORDINATOR)})
    return found | Q(**{f"{prefix}city__in": roles.places(Role.CITY_COORDINATOR)})


NOT_FOR_ALL = ~Q(visibility="public") | Q(hidden_at__isnull=False) | Q(deleted_at__isnull=False)
"""Entries that not everybody sees: few among many, and an index of their own holds what is asked of them."""


def kept_from(viewer: Any) -> EntryQuerySet:
    """The entries that `viewer` may not see: all but those of `visible_to`.

    Where nearly everything is public, many rows are told from these few sooner than from all that may be seen. What the
    condition leaves open is kept, too.
    """
    unseen = Case(When(visible_q(viewer), then=Value(False)), default=Value(True), output_field=models.BooleanField())
    kept: EntryQuerySet = Entry.objects.filter(NOT_FOR_ALL).filter(unseen)
    return kept


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, viewer: Any) -> EntryQuerySet:
        """Entries that this viewer may see; deleted ones are seen by nobody."""
        return self.filter(visible_q(viewer))


class Entry(models.Model):
    """Anything on the golden thread: what every kind has in common."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=24)
    number = models.PositiveIntegerField(null=True, blank=True)
    title = models.CharField(_("title"), max_length=240)
    summary = models.TextField(blank=True)
    home = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="contents")
    city = models.ForeignKey(City, null=True, blank=True, on_delete=models.PROTECT, related_name="entries")
    network = models.ForeignKey(CityNetwork, null=True, blank=True, on_delete=models.PROTECT, related_name="entries")
    themes = models.ManyToManyField(Theme, blank=True, related_name="entries")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="entries"
    )
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    state = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=10, blank=True)
    client_id = models.UUIDField(null=True, blank=True, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    happens_on = models.DateField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    outcomes = models.PositiveIntegerField(default=0)
    folded_outcomes = models.PositiveIntegerField(default=0)

    objects: ClassVar[Any] = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="entries_number_once_per_kind"),
            models.CheckConstraint(condition=~Q(title=""), name="entries_has_title"),
        ]
        indexes = [
            models.Index(fields=["home", "kind", "state", "-created_at", "-id"], name="entries_in_their_home"),
            models.Index(fields=["kind", "-created_at", "-id"], name="entries_of_a_kind"),
            models.Index(fields=["city", "kind", "-created_at"], name="entries_of_a_city"),
            models.Index(
                fields=["id", "visibility", "network", "city", "author", "hidden_at", "deleted_at"],
                condition=NOT_FOR_ALL,
                name="entries_not_for_all",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def about(self) -> Kind:
        """What its kind says: label, stage, icon, number prefix, address."""
        return KINDS[self.kind]

    @property
    def code(self) -> str:
        """The number people cite, such as B-142; empty where there is none."""
        return f"{self.about.prefix}-{self.number}" if self.number and self.about.prefix else ""

    @property
    def is_public(self) -> bool:
        """Everybody may see it."""
        return self.visibility == Visibility.PUBLIC and self.deleted_at is None and self.hidden_at is None

    @property
    def when(self) -> date:
        """The day it stands for: when it takes or took place, else when it was written down."""
        return self.happens_on or localtime(self.created_at).date()

    @property
    def stream(self) -> str:
        """The stream its events belong to: that of its home, else its own."""
        return self.home.public_id if self.home else self.public_id

    @property
    def theme_list(self) -> list[Theme]:
        """Its themes, without a query where they were read with it."""
        return list(self.themes.all())

    def get_absolute_url(self) -> str:
        return self.about.url(self)


class Audience(models.Model):
    """Somebody who may see an entry besides those its visibility names: a person or an organisation, until a date."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="audience")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="shown_entries"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="shown_entries"
    )
    until = models.DateField(_("until"), null=True, blank=True)
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "person"], name="entries_shown_once_to_a_person"),
            models.UniqueConstraint(fields=["entry", "organisation"], name="entries_shown_once_to_an_organisation"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False),
                name="entries_shown_to_one",
            ),
        ]


class Counter(models.Model):
    """The last number given out for a kind."""

    kind = models.CharField(max_length=24, primary_key=True)
    last = models.PositiveIntegerField(default=0)


class LinkKind(models.TextChoices):
    """How something came from something else; each maps onto a relation of W3C PROV."""

    DERIVED_FROM = "derived-from", _("came from")
    SUPPORTED_BY = "supported-by", _("rests on")
    ANSWERS = "answers", _("answers")
    ADAPTS = "adapts", _("adapts")
    REVISES = "revises", _("revises")
    MERGES = "merges", _("merges")


class Link(models.Model):
    """`target` came from `source`. Added, never changed; together the links have no circle.

    `folded` marks links to items that nothing came of and that are shown as a number (the ideas of a workshop):
    walking the thread skips them, so that it costs the same with ten ideas and with a hundred thousand.
    """

    source = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="links_out")
    target = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="links_in")
    kind = models.CharField(max_length=16, choices=LinkKind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)
    folded = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="entries_link_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="entries_link_not_to_itself"),
        ]
        indexes = [models.Index(fields=["source"], condition=Q(folded=False), name="entries_links_to_walk")]


class ThreadLock(models.Model):
    """One row that whoever ties two existing items holds, so that no two writers close a circle together."""

    name = models.CharField(max_length=10, primary_key=True)


class KindQuerySet(models.QuerySet[M]):
    """Querysets of kind tables: what can be asked of every kind."""

    def visible_to(self, viewer: Any) -> KindQuerySet[M]:
        """Those whose entry this viewer may see."""
        return self.filter(visible_q(viewer, "entry__"))

    def with_place(self, *also: str) -> KindQuerySet[M]:
        """Read with entry, author, city, network and Land – and whatever else is named – in one query."""
        return self.select_related("entry__author", "entry__city__network__state", "entry__network__state", *also)

    def with_entry(self) -> KindQuerySet[M]:
        """Read with place and themes, for lists: two queries, however many there are."""
        return self.with_place().prefetch_related("entry__themes")


class OfAKind(models.Model):
    """Base of kind tables: the entry is the identity."""

    entry = models.OneToOneField(Entry, primary_key=True, on_delete=models.PROTECT, related_name="%(class)s")
    objects: ClassVar[Any] = KindQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.entry.title

    @property
    def public_id(self) -> str:
        return self.entry.public_id

    @property
    def stream(self) -> str:
        return self.entry.stream

    @property
    def title(self) -> str:
        return self.entry.title

    def get_absolute_url(self) -> str:
        return self.entry.get_absolute_url()
