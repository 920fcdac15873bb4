"""The few ways in which an action can refuse. Messages are translated where people see them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise

Text = str | Promise


class Refused(Exception):
    """An action did not happen, and nothing was changed."""


class NotAllowed(Refused):
    """The actor may not do this. `reason` says who may; `title` is what its page is called, where it is not that."""

    title: Text = ""

    def __init__(self, reason: Text = "") -> None:
        super().__init__(str(reason))
        self.reason = reason


class Invalid(Refused):
    """Some fields do not hold. `fields` maps each name to what is wrong ("" for the whole form)."""

    def __init__(self, fields: Mapping[str, Text]) -> None:
        super().__init__("; ".join(f"{name}: {text}" for name, text in fields.items()))
        self.fields = dict(fields)


class TooMany(Refused):
    """The actor's allowance is used up for now; `seconds` says when there is some again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds
