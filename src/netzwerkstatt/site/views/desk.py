"""My desk: what waits for me, what I began, who I am here."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, signed_in
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.rules import is_partner
from netzwerkstatt.foundation.notifications.queries import new_since_last_visit
from netzwerkstatt.site import queries
from netzwerkstatt.site.desk import keep_number, waiting_for
from netzwerkstatt.site.privacy.duties import duties_of
from netzwerkstatt.site.words import at_the_beginning, spelled

NEWS = 6


@access(signed_in)
@require_safe
def desk(request: ViewerRequest) -> HttpResponse:
    """Greeting with a number, what waits on a thread that ends dotted, what I began, my roles."""
    person = _person(request)
    tasks = waiting_for(person)
    context = {
        "greeting": greeting(clock.now(), person),
        "waiting": waiting_words(len(tasks)),
        "today": clock.today(),
        "tasks": tasks,
        "desk_count": keep_number(person, len(tasks)),
        "news": new_since_last_visit(person)[:NEWS],
        "hers": queries.belongings_of(person),
        "glance": queries.glance(person),
        "duties": duties_of(person),
        "is_partner": is_partner.test(person),
    }
    return render(request, "site/desk.html", context)


def greeting(moment: datetime, person: Person) -> str:
    """Good morning, good day or good evening, by the clock of the installation."""
    hour = localtime(moment).hour
    if 4 <= hour < 11:
        return _("Good morning, %(name)s.") % {"name": person.name}
    if 11 <= hour < 18:
        return _("Good day, %(name)s.") % {"name": person.name}
    return _("Good evening, %(name)s.") % {"name": person.name}


def waiting_words(count: int) -> str:
    """How many things wait, in words."""
    if not count:
        return _("Nothing waits for you today.")
    text = ngettext("%(number)s thing waits for you.", "%(number)s things wait for you.", count)
    return at_the_beginning(text % {"number": spelled(count)})


def _person(request: ViewerRequest) -> Person:
    if request.viewer is None:
        raise PermissionDenied
    return request.viewer
