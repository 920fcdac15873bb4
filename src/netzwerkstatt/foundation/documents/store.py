"""Where finished documents lie, by their fingerprint."""

from netzwerkstatt.foundation.entries.files import DamagedError, Shelf

__all__ = ["DamagedError", "docx", "pdf"]

pdf = Shelf("documents", ".pdf")
docx = Shelf("documents", ".docx")
