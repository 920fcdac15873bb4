"""What the command `serve --room` does before it serves: takes the package along, and says how one gets in."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac

from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.workshops.lending.outward import take_along
from netzwerkstatt.workshops.lending.package import fingerprint
from netzwerkstatt.workshops.models import Borrowed


def ready(data: bytes) -> str:
    """Put the workshop of this package down, or find it there; "" or why that did not go."""
    with translation.override("en"):
        try:
            take_along(data)
        except Invalid as invalid:
            return " ".join(str(text) for text in invalid.fields.values())
    return ""


def welcome(*, local: str) -> str:
    """Addresses, the code where the workshop runs, and the fingerprint to compare."""
    borrowed = Borrowed.objects.select_related("workshop__entry").get()
    workshop = borrowed.workshop
    join = f"{settings.BASE_URL}{reverse('workshops:join')}"
    console = f"{local}{reverse('workshops:room-sign-in', args=[sign_in_key(borrowed)])}"
    lines = [
        f"Room server: {workshop.title}",
        "",
        f"Phones in this network come in at   {join}",
        f"with the code                       {workshop.spoken_code or 'that the console shows once the workshop is started'}",
        f"You run it at                       {console}",
        f"(from another computer              {console.replace(local, settings.BASE_URL, 1)})",
        f"Fingerprint of headquarters         {fingerprint(borrowed.headquarters)}",
    ]
    return "\n".join([*lines, ""])


def sign_in_key(borrowed: Borrowed) -> str:
    """What the address for signing in carries: drawn from the laptop's own secret, the same at each start."""
    return salted_hmac("workshops.room-sign-in", str(borrowed.number), algorithm="sha256").hexdigest()[:32]
