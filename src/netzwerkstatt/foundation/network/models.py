"""Where things belong: alliance, Land, district, network, city, organisation, theme; and memberships."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events import clock


class OfTheAlliance(models.Model):
    """What the alliance is made of: its changes are events of the alliance's own stream."""

    stream = "alliance"
    public_id = ""

    class Meta:
        abstract = True


class Named(OfTheAlliance):
    """Something with a name, and with further names in other languages (`{"hsb": "Budyšin"}`)."""

    name = models.CharField(_("name"), max_length=160)
    other_names = models.JSONField(_("names in other languages"), default=dict, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_in(get_language() or "")

    def name_in(self, language: str) -> str:
        """The name in this language, else the first one."""
        return str(self.other_names.get(language.split("-", maxsplit=1)[0]) or self.name)


class Alliance(Named):
    """The whole partnership; one installation runs one alliance."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    purpose = models.TextField(_("purpose"), blank=True)
    is_demo = models.BooleanField(default=False, editable=False)
    founded_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="network_one_alliance")]


class State(Named):
    """A Land. `position` gives its colour and column, the same everywhere."""

    code = models.CharField(_("letters"), max_length=3, unique=True, validators=[RegexValidator(r"^[A-Z]{2,3}$")])
    key = models.CharField(_("key"), max_length=2, blank=True, validators=[RegexValidator(r"^\d{2}$")])
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["position", "name"]

    @property
    def index(self) -> int:
        """The number of its colour."""
        return self.position


class Outline(models.Model):
    """The shape of a Land for maps: rings of longitude and latitude, and its districts' lines.

    Apart from the Land, because every page reads Länder and only maps read shapes.
    """

    state = models.OneToOneField(State, primary_key=True, on_delete=models.CASCADE, related_name="outline")
    shape = models.JSONField(default=dict)


class District(Named):
    """A Landkreis or kreisfreie Stadt: territory of most official figures."""

    key = models.CharField(_("key"), max_length=5, unique=True, validators=[RegexValidator(r"^\d{5}$")])
    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="districts", verbose_name=_("Land"))

    class Meta:
        ordering: ClassVar = ["key"]


class CityNetwork(Named):
    """A network of cities within one Land."""

    slug = models.SlugField(unique=True, max_length=60)
    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="networks", verbose_name=_("Land"))
    focus = models.CharField(_("theme focus"), max_length=240, blank=True)

    class Meta:
        ordering: ClassVar = ["state__position", "name"]


class CentralPlace(models.TextChoices):
    """Function of a central place, as the Länder's development plans give it."""

    UPPER = "upper", _("upper centre")
    UPPER_SHARED = "upper-shared", _("upper centre shared by several cities")
    MIDDLE_UPPER = "middle-upper", _("middle centre with functions of an upper centre")
    MIDDLE = "middle", _("middle centre")
    BASIC_MIDDLE = "basic-middle", _("basic centre with functions of a middle centre")
    BASIC = "basic", _("basic centre")


class City(Named):
    """A member city, known by its municipality key (AGS)."""

    ags = models.CharField(
        _("municipality key (AGS)"),
        max_length=8,
        unique=True,
        validators=[RegexValidator(r"^\d{8}$", _("Eight digits, as in 15087220."))],
    )
    slug = models.SlugField(unique=True, max_length=60)
    network = models.ForeignKey(CityNetwork, on_delete=models.PROTECT, related_name="cities", verbose_name=_("network"))
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="cities", verbose_name=_("district"))
    latitude = models.FloatField(_("latitude"), validators=[MinValueValidator(-90), MaxValueValidator(90)])
    longitude = models.FloatField(_("longitude"), validators=[MinValueValidator(-180), MaxValueValidator(180)])
    central_place = models.CharField(_("central-place function"), max_length=20, choices=CentralPlace, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_source = models.CharField(_("source and date of the population"), max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name_plural = "cities"
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)), name="network_city_on_earth"
            )
        ]

    @property
    def state(self) -> State:
        return self.network.state

    def get_absolute_url(self) -> str:
        return reverse("site:city", args=[self.slug])


class OrganisationKind(models.TextChoices):
    ADMINISTRATION = "administration", _("administration")
    MINISTRY = "ministry", _("ministry")
    BUSINESS = "business", _("business")
    ASSOCIATION = "association", _("association or club")
    RESEARCH = "research", _("research")
    CONSULTANCY = "consultancy", _("consultancy")
    SCHOOL = "school", _("school")
    OTHER = "other", _("other")


class Organisation(Named):
    """An administration, ministry, business, club … that takes part."""

    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    city = models.ForeignKey(City, null=True, blank=True, on_delete=models.PROTECT, related_name="organisations")

    class Meta:
        ordering: ClassVar = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "city"], name="network_organisation_once_per_city"),
            models.UniqueConstraint(
                fields=["name"], condition=Q(city__isnull=True), name="network_organisation_once_without_city"
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("site:organisation", args=[self.pk])


class Theme(Named):
    """A field of themes. `position` gives colour and shape."""

    slug = models.SlugField(unique=True, max_length=60)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    synonyms = models.TextField(_("other words for it"), blank=True)
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["position", "name"]

    @property
    def index(self) -> int:
        """The number of its colour and shape."""
        return self.position


class Role(models.TextChoices):
    """A standing role; what it may is decided by `rules`."""

    CITIZEN = "citizen", _("citizen")
    CITY_MEMBER = "city-member", _("city member")
    CITY_COORDINATOR = "city-coordinator", _("city coordinator")
    MAYOR = "mayor", _("mayor, council")
    EXPERT = "expert", _("expert, coach")
    NETWORK_COORDINATOR = "network-coordinator", _("network coordinator")
    MINISTRY = "ministry", _("ministry")
    ALLIANCE_COORDINATOR = "alliance-coordinator", _("alliance coordinator")
    DATA_PROTECTION = "data-protection", _("data-protection officer")
    OPERATOR = "operator", _("operator")


CITY_ROLES = (Role.CITIZEN, Role.CITY_MEMBER, Role.CITY_COORDINATOR, Role.MAYOR)
NETWORK_ROLES = (Role.EXPERT, Role.NETWORK_COORDINATOR)
STATE_ROLES = (Role.MINISTRY,)
ALLIANCE_ROLES = (Role.ALLIANCE_COORDINATOR, Role.DATA_PROTECTION, Role.OPERATOR)


def _scope_holds() -> Q:
    """Each role belongs to the one thing it is a role of."""
    return (
        Q(role__in=CITY_ROLES, city__isnull=False, network__isnull=True, state__isnull=True)
        | Q(role__in=NETWORK_ROLES, city__isnull=True, network__isnull=False, state__isnull=True)
        | Q(role__in=STATE_ROLES, city__isnull=True, network__isnull=True, state__isnull=False)
        | Q(role__in=ALLIANCE_ROLES, city__isnull=True, network__isnull=True, state__isnull=True)
    )


class Membership(OfTheAlliance):
    """A person's role in a city, network, Land or the alliance, from one day to another."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=24, choices=Role)
    city = models.ForeignKey(City, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships")
    network = models.ForeignKey(
        CityNetwork, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    state = models.ForeignKey(State, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships")
    since = models.DateField(_("from"), default=clock.today)
    until = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_scope_holds(), name="network_role_has_its_scope"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="network_membership_ends_after_start"
            ),
            # One for each kind of place: SQLite does not know NULLS NOT DISTINCT.
            *(
                models.UniqueConstraint(
                    fields=["person", "role", *place],
                    condition=Q(until__isnull=True, role__in=roles),
                    name=f"network_one_open_membership_{number}",
                )
                for number, (place, roles) in enumerate(
                    [
                        (["city"], CITY_ROLES),
                        (["network"], NETWORK_ROLES),
                        (["state"], STATE_ROLES),
                        ([], ALLIANCE_ROLES),
                    ]
                )
            ),
        ]

    @property
    def scope(self) -> Named | None:
        return self.city or self.network or self.state


class Affiliation(OfTheAlliance):
    """A person belongs to an organisation, from one day to another: she may speak for it and sees what it is shown.

    Somebody who answers for the place of the organisation names her and says how that is known; it counts once she has
    confirmed it herself.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="affiliations")
    since = models.DateField(_("from"), default=clock.today)
    until = models.DateField(_("to"), null=True, blank=True)
    vouched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    vouched = models.CharField(_("how it is known"), max_length=160, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True, default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="network_affiliation_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(confirmed_at__isnull=False),
                name="network_only_what_was_confirmed_ends",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(until__isnull=True),
                name="network_one_open_affiliation",
            ),
        ]


class Competence(models.Model):
    """A theme that a person is asked about; what exactly, the person's own words say."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="competences")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="competences")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "theme"], name="network_competence_once")]
