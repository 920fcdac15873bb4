"""Inviting somebody, with the mail that says so and leads in."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.network import actions
from netzwerkstatt.foundation.network.models import Membership, Role
from netzwerkstatt.foundation.network.queries import the_alliance
from netzwerkstatt.foundation.notifications.notify import declare_notice, notify
from netzwerkstatt.foundation.notifications.telling import sentence

ROLE = "site.role"


def declare() -> None:
    """At start."""
    declare_notice(ROLE, gettext_lazy("Your roles"))


@action(rule=actions.manages_people, on="email")
def invite(*, actor: Person, email: str, given: dict[str, Any]) -> Person:
    """Somebody gets a role, and an account where there is none; a mail tells her at once.

    `given` is what `network.invite_person` takes besides. Who holds the role already is told nothing.
    """
    held = Membership.objects.filter(person__email__iexact=email.strip(), role=given["role"]).count()
    person = actions.invite_person(actor=actor, email=email, **given)
    if Membership.objects.filter(person=person, role=given["role"]).count() > held and person != actor:
        place = next((given[one] for one in ("city", "network", "state") if given.get(one)), None) or the_alliance()
        notify(
            person,
            ROLE,
            about=None,
            text=sentence(
                gettext_lazy(
                    "%(who)s has entered you: %(role)s, %(place)s. You sign in with this e-mail address; a code comes by"
                    " mail."
                ),
                who=actor.name,
                role=Role(given["role"]).label,
                place=place or "",
            ),
            url=reverse("site:desk"),
            waits=True,
        )
    return person
