"""The link at the foot of each mail, and the demo's mails, which go nowhere."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from netzwerkstatt.foundation.accounts.access import MemberRequest, ViewerRequest, access, everyone, signed_in
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.notifications import actions
from netzwerkstatt.foundation.notifications.outbox import mails_to
from netzwerkstatt.foundation.notifications.words import STOP_SALT, stop_words


@csrf_exempt  # the mail program posts by itself (RFC 8058): the signature in the address is the permission
@access(everyone)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: ViewerRequest, token: str) -> HttpResponse:
    """Fewer mails: a page that asks, and a post that does it – from a mail program, or by hand."""
    try:
        given = signing.loads(token, salt=STOP_SALT)
        person = Person.objects.get(pk=given["person"], is_active=True)
    except (signing.BadSignature, Person.DoesNotExist, KeyError, TypeError):
        return render(request, "notifications/letter_over.html", {"why": "unknown"}, status=410)
    done = request.method == "POST"
    if done:
        actions.stop_mails(actor=person, what=given["what"])
    context = {"done": done, "what": given["what"], "button": stop_words(given["what"])}
    return render(request, "notifications/stop.html", context)


@access(signed_in)
@require_safe
def outbox(request: MemberRequest) -> HttpResponse:
    """The mails the viewer would have got."""
    return render(request, "notifications/outbox.html", {"mails": mails_to(request.viewer.email, settings.DATA_DIR)})
