"""Founding an alliance, adding to it, and giving people their roles."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, TypeVar

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.access import everyone
from netzwerkstatt.foundation.accounts.models import Guest, Person, StartKey
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.network import events, rules
from netzwerkstatt.foundation.network.models import (
    Alliance,
    City,
    CityNetwork,
    District,
    Membership,
    Organisation,
    Outline,
    Role,
    State,
    Theme,
)
from netzwerkstatt.foundation.network.queries import forget_the_alliance

M = TypeVar("M", bound=models.Model)
GERMAN_LETTERS = str.maketrans(dict(zip("äöüÄÖÜß", ("ae", "oe", "ue", "Ae", "Oe", "Ue", "ss"), strict=True)))

manages_alliance = rules.is_alliance_coordinator
manages_people = rules.is_alliance_coordinator | rules.is_operator


@action(rule=everyone, on="token")
def become_first_administrator(
    *, actor: Person | None, token: str, email: str, name: str, password: str = ""
) -> Person:
    """The one-time link makes its bearer operator and alliance coordinator.

    Records `person.first_administrator`. Raises `NotAllowed` for a link that is unknown or used, `Invalid` for an
    address that is taken or a password that is too weak.
    """
    key = StartKey.objects.select_for_update().filter(token_hash=Guest.hash_of(token), used_at__isnull=True).first()
    if key is None:
        raise NotAllowed(_("This link has been used, or is not complete. The operator can make a new one."))
    person = _new_person(email=email, name=name, password=password)
    Membership.objects.bulk_create(
        [Membership(person=person, role=role) for role in (Role.OPERATOR, Role.ALLIANCE_COORDINATOR)]
    )
    StartKey.objects.filter(pk=key.pk).update(used_at=clock.now())
    record(events.ADMINISTRATOR_MADE(person, person))
    return person


@action(rule=manages_alliance, on="name")
def found_alliance(*, actor: Person, name: str, purpose: str = "", is_demo: bool = False) -> Alliance:
    """The alliance of this installation begins, or changes its name and purpose.

    Records `alliance.founded` or `alliance.changed`; nothing where nothing changes.
    """
    alliance = Alliance.objects.select_for_update().first()
    if alliance is None:
        alliance = _checked(Alliance(name=name.strip(), purpose=purpose.strip(), is_demo=is_demo))
        record(events.ALLIANCE_FOUNDED(alliance, actor, name=alliance.name))
    elif (alliance.name, alliance.purpose) != (name.strip(), purpose.strip()):
        alliance.name, alliance.purpose = name.strip(), purpose.strip()
        _checked(alliance)
        record(events.ALLIANCE_CHANGED(alliance, actor, name=alliance.name))
        forget_the_alliance()
        transaction.on_commit(forget_the_alliance)  # once more: another thread may have read the old name meanwhile
    return alliance


@action(rule=manages_alliance, on="name")
def add_state(
    *,
    actor: Person,
    name: str,
    code: str,
    key: str = "",
    outline: dict[str, Any] | None = None,
    other_names: dict[str, str] | None = None,
) -> State:
    """A Land joins; its place in the order gives its colour. Records `alliance.state_added`."""
    state = State(
        name=name.strip(),
        code=code.strip().upper(),
        key=key.strip(),
        other_names=other_names or {},
        position=State.objects.count() + 1,
    )
    _added(state, events.STATE_ADDED, actor)
    if outline:
        Outline.objects.create(state=state, shape=outline)
    return state


@action(rule=manages_alliance, on="name")
def add_district(
    *, actor: Person, name: str, key: str, state: State, other_names: dict[str, str] | None = None
) -> District:
    """A Landkreis or kreisfreie Stadt. Records `alliance.district_added`."""
    district = District(name=name.strip(), key=key.strip(), state=state, other_names=other_names or {})
    if state.key and not district.key.startswith(state.key):
        raise Invalid(
            {"key": _("The key of a district in %(state)s begins with %(key)s.") % {"state": state, "key": state.key}}
        )
    return _added(district, events.DISTRICT_ADDED, actor)


@action(rule=manages_alliance, on="name")
def add_network(
    *, actor: Person, name: str, state: State, focus: str = "", other_names: dict[str, str] | None = None
) -> CityNetwork:
    """A network of cities within one Land; the known one of this name where it exists. Records `alliance.network_added`."""
    known = CityNetwork.objects.filter(name=name.strip(), state=state).first()
    if known is not None:
        return known
    network = CityNetwork(
        name=name.strip(), state=state, focus=focus.strip(), slug=_free_slug(CityNetwork, name),
        other_names=other_names or {},
    )  # fmt: skip
    return _added(network, events.NETWORK_ADDED, actor)


@action(rule=manages_alliance, on="name")
def add_city(
    *,
    actor: Person,
    name: str,
    ags: str,
    network: CityNetwork,
    district: District,
    latitude: float,
    longitude: float,
    central_place: str = "",
    other_names: dict[str, str] | None = None,
    population: int | None = None,
    population_source: str = "",
) -> City:
    """A city becomes a member of a network.

    Records `alliance.city_added`. Raises `Invalid` where the municipality key does not lie in the district, the
    district not in the network's Land, or a population has no source.
    """
    city = City(
        name=name.strip(),
        ags=ags.strip(),
        network=network,
        district=district,
        latitude=latitude,
        longitude=longitude,
        central_place=central_place,
        other_names=other_names or {},
        population=population,
        population_source=population_source.strip(),
        slug=_free_slug(City, name),
    )
    if not city.ags.startswith(district.key):
        raise Invalid(
            {
                "ags": _("The key of a city in %(district)s begins with %(key)s.")
                % {"district": district, "key": district.key}
            }
        )
    if district.state_id != network.state_id:
        raise Invalid({"district": _("This district lies in another Land than the network.")})
    if population is not None and not city.population_source:
        raise Invalid({"population_source": _("A figure needs its source and date.")})
    return _added(city, events.CITY_ADDED, actor)


@action(rule=manages_alliance, on="name")
def add_theme(
    *,
    actor: Person,
    name: str,
    parent: Theme | None = None,
    synonyms: str = "",
    other_names: dict[str, str] | None = None,
) -> Theme:
    """A field of themes; the known one of this name where it exists. Records `alliance.theme_added`."""
    known = Theme.objects.filter(name=name.strip(), parent=parent).first()
    if known is not None:
        return known
    theme = Theme(
        name=name.strip(),
        parent=parent,
        synonyms=synonyms.strip(),
        slug=_free_slug(Theme, name),
        other_names=other_names or {},
        position=Theme.objects.filter(parent=None).count() + 1,
    )
    return _added(theme, events.THEME_ADDED, actor)


@action(rule=rules.is_partner, on="name")
def add_organisation(*, actor: Person, name: str, kind: str, city: City | None = None) -> Organisation:
    """A business, club, ministry … that takes part; the known one where it exists. Records `alliance.organisation_added`."""
    same = Organisation.objects.filter(name=name.strip(), city=city)
    if known := same.first():
        return known
    try:
        with transaction.atomic():
            return _added(Organisation(name=name.strip(), kind=kind, city=city), events.ORGANISATION_ADDED, actor)
    except (Invalid, IntegrityError):
        if added_meanwhile := same.first():
            return added_meanwhile
        raise


@action(rule=manages_people, on="email")
def invite_person(
    *,
    actor: Person,
    email: str,
    name: str,
    role: str,
    city: City | None = None,
    network: CityNetwork | None = None,
    state: State | None = None,
    function: str = "",
    expertise: str = "",
    password: str | None = None,
) -> Person:
    """Somebody gets an account (where there is none for this address) and a role.

    Records `person.invited` for a new account, `membership.granted` for the role.
    """
    person = person_of_address(actor, email=email, name=name, password=password, function=function, expertise=expertise)
    grant_role(actor=actor, person=person, role=role, city=city, network=network, state=state)
    return person


@action(rule=manages_people, on="person")
def grant_role(
    *,
    actor: Person,
    person: Person,
    role: str,
    city: City | None = None,
    network: CityNetwork | None = None,
    state: State | None = None,
    since: date | None = None,
) -> Membership:
    """The person has this role from a day on (today); asked twice, the same membership comes back."""
    same = Membership.objects.filter(
        person=person, role=role, city=city, network=network, state=state, until__isnull=True
    )
    if known := same.first():
        return known
    membership = Membership(
        person=person, role=role, city=city, network=network, state=state, since=since or clock.today()
    )
    try:
        with transaction.atomic():
            membership.save()
    except IntegrityError:
        if given_meanwhile := same.first():
            return given_meanwhile
        raise Invalid({"role": _("This role belongs to another place: choose its city, network or Land.")}) from None
    rules.forget_standing(person)
    record(events.MEMBERSHIP_GRANTED(membership, actor, person=person.pk, role=role))
    return membership


@action(rule=manages_people, on="membership")
def end_membership(*, actor: Person, membership: Membership, until: date | None = None) -> Membership:
    """The role ends with a day (yesterday, so that it is gone now); one that would end before it began never was.

    Records `membership.ended`; nothing where it has ended so already.
    """
    last = until or clock.today() - timedelta(days=1)
    held = Membership.objects.filter(pk=membership.pk)
    changed = held.filter(since__gt=last).delete()[0] or held.exclude(until=last).update(until=last)
    membership.until = last
    if not changed:
        return membership
    rules.forget_standing(membership.person)
    record(events.MEMBERSHIP_ENDED(membership, actor, person=membership.person_id, role=membership.role))
    return membership


def person_of_address(actor: Person, *, email: str, name: str, **more: Any) -> Person:
    """Who has this address; a new account where nobody has. For actions that let somebody in.

    Records `person.invited` for a new account. Raises `Invalid` where name or address do not hold.
    """
    person = Person.objects.filter(email__iexact=email.strip()).first()
    if person is None:
        person = _new_person(email=email, name=name, password=more.pop("password", None), **more)
        record(events.PERSON_INVITED(person, actor))
    return person


def _new_person(*, email: str, name: str, password: str | None, function: str = "", expertise: str = "") -> Person:
    candidate = Person(email=email.strip().lower(), name=name.strip(), function=function, expertise=expertise)
    candidate.set_unusable_password()
    _check_fields(candidate)
    if password:
        try:
            validate_password(password, candidate)
        except ValidationError as error:
            raise Invalid({"password": " ".join(error.messages)}) from error
    candidate.set_password(password or None)
    candidate.save()
    return candidate


def _added(thing: M, event: Any, actor: Person) -> M:
    _checked(thing)
    record(event(thing, actor, name=getattr(thing, "name", "")))
    return thing


def _checked(thing: M) -> M:
    _check_fields(thing)
    thing.save()
    return thing


def _check_fields(thing: models.Model) -> None:
    try:
        thing.full_clean()
    except ValidationError as error:
        raise Invalid({("" if k == "__all__" else k): " ".join(v) for k, v in error.message_dict.items()}) from error


def _free_slug(model: type[models.Model], name: str) -> str:
    base = slugify(name.translate(GERMAN_LETTERS))[:50] or "x"
    taken = set(model._default_manager.filter(slug__startswith=base).values_list("slug", flat=True))  # noqa: SLF001
    return next(slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken)


@action(rule=manages_alliance, on="thing")
def take_back(*, actor: Person, thing: State | CityNetwork | City | Theme) -> bool:
    """Take out what was entered by mistake; says False, and changes nothing, where something hangs on it.

    Records `alliance.taken_back`.
    """
    name = str(thing)
    try:
        with transaction.atomic():
            thing.delete()
    except ProtectedError:
        return False
    record(events.TAKEN_BACK(thing, actor, name=name))
    return True
