"""Inquiries: a city asks the others, they answer, and what is learned stays as an experience."""

from __future__ import annotations


def declare() -> None:
    """At start: what inquiries add to the house."""
    from netzwerkstatt.foundation.documents.printed import declare_printed
    from netzwerkstatt.ideas.inquiries import kinds, notices, offers, personal, searching, versions
    from netzwerkstatt.ideas.inquiries.document import document_of

    kinds.declare()
    versions.declare()
    searching.declare()
    personal.declare()
    notices.declare()
    offers.register()
    declare_printed(kinds.EXPERIENCE.code, document_of)
