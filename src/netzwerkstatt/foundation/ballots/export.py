"""A result for machines: rows for a table, a mapping for JSON. Where nothing may be known, nothing is written."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from typing import Any

from netzwerkstatt.foundation.ballots.counting import OfOption, OnAxis, Result, Tally
from netzwerkstatt.foundation.ballots.exact import rounded

HEAD = ("item", "axis", "network", "voices", "total", "mean", "mean_of_networks")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """Words that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def as_csv(result: Result) -> str:
    """One line for all voices and one for each network that may be shown."""
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow(HEAD)
    for option in result.options:
        for axis in option.axes:
            write.writerow(_line(option, axis, "", axis.tally, _text(axis.mean_of_means)))
            for one in axis.networks:
                write.writerow(_line(option, axis, str(one.network or "-"), one.tally, ""))
    return out.getvalue()


def as_data(result: Result) -> dict[str, Any]:
    """The same for JSON: means as decimal text with four places, so that nobody's computer rounds them."""
    data: dict[str, Any] = {"kind": result.ballot.kind, "items": [_item(option) for option in result.options]}
    return data | ({"turnout": result.turnout} if result.turnout is not None else {})


def _item(option: OfOption) -> dict[str, Any]:
    return {"title": option.title, "passive": option.is_passive, "axes": [_axis(axis) for axis in option.axes]}


def _axis(axis: OnAxis) -> dict[str, Any]:
    return {
        "label": axis.label,
        **_tally(axis.tally),
        "mean_of_networks": _text(axis.mean_of_means),
        "networks": [{"network": one.network and one.network.name, **_tally(one.tally)} for one in axis.networks],
    }


def _tally(tally: Tally) -> dict[str, Any]:
    distribution = {str(value): voices for value, voices in tally.distribution}
    return {
        "voices": tally.voices, "total": _text(tally.total), "mean": _text(tally.mean), "distribution": distribution,
    }  # fmt: skip


def _line(option: OfOption, axis: OnAxis, network: str, tally: Tally, mean_of_means: str) -> list[Any]:
    words = [harmless(word) for word in (option.title, axis.label, network)]
    return [*words, tally.voices, _text(tally.total), _text(tally.mean), mean_of_means]


def _text(value: Fraction | None) -> str:
    if value is None:
        return ""
    return str(value.numerator) if value.denominator == 1 else str(rounded(value, 4))
