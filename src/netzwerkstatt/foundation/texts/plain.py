"""Plain words from outside; they lie in `entries`, where every room can use them."""

from netzwerkstatt.foundation.entries.plain import one_line, prose

__all__ = ["one_line", "prose"]
