"""Inquiries: a city asks the others, they answer, and what is learned stays as an experience."""

from __future__ import annotations


def declare() -> None:
    """At start: what inquiries add to the house."""
    from netzwerkstatt.ideas.inquiries import kinds, notices, offers, personal, searching, versions

    kinds.declare()
    versions.declare()
    searching.declare()
    personal.declare()
    notices.declare()
    offers.register()
