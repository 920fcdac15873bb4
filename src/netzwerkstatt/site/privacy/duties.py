"""Pages that only some roles have to look at, for their desk."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.network.rules import is_operator
from netzwerkstatt.site.privacy.rules import is_data_protection


def duties_of(person: Person) -> list[tuple[str, str]]:
    """Label and address; no query, where the person's roles were read."""
    pages = [
        (is_data_protection, _("The log of changes"), "privacy:audit"),
        (is_data_protection, _("Blacken passages in released documents"), "privacy:redactions"),
        (is_operator, _("What runs in the background"), "privacy:background"),
    ]
    return [(label, reverse(name)) for rule, label, name in pages if rule.test(person)]
