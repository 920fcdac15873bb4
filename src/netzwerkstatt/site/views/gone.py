"""What an address answers where nothing is to be seen: nothing there, deleted, or hidden from all."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults

from netzwerkstatt.foundation.moderation.queries import hidden_without_author
from netzwerkstatt.foundation.versions.queries import tombstone_of
from netzwerkstatt.foundation.versions.views import stone_page


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a 404. An address of an item that was deleted answers 410 with its stone.

    Who wrote without an account cannot be told that the own words are hidden: then the item's address says it to
    everybody, with the reason and without the words.
    """
    match = request.resolver_match
    public_id = match.kwargs.get("public_id") if match else None
    if not public_id:
        return defaults.page_not_found(request, exception)
    viewer = getattr(request, "viewer", None)
    if stone := tombstone_of(public_id, viewer):
        return stone_page(request, stone)
    if case := hidden_without_author(public_id):
        return render(request, "moderation/hidden.html", {"case": case, "entry": case.entry}, status=404)
    return defaults.page_not_found(request, exception)
