"""A result for machines: rows for a table, a mapping for JSON. Where nothing may be known, nothing is written.

What was written as JSON can be read again, so that a frozen record shows its votes as they were counted then.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from netzwerkstatt.foundation.ballots.counting import OfNetwork, OfOption, OnAxis, Result, Tally
from netzwerkstatt.foundation.ballots.exact import rounded
from netzwerkstatt.foundation.ballots.models import Ballot
from netzwerkstatt.foundation.network.models import CityNetwork, State

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
    ballot = result.ballot
    data: dict[str, Any] = {
        "kind": str(ballot.kind),
        "lowest": ballot.lowest,
        "highest": ballot.highest,
        "items": [_item(option) for option in result.options],
    }
    return data | ({"turnout": result.turnout} if result.turnout is not None else {})


def _item(option: OfOption) -> dict[str, Any]:
    return {"title": option.title, "passive": option.is_passive, "axes": [_axis(axis) for axis in option.axes]}


def _axis(axis: OnAxis) -> dict[str, Any]:
    return {
        "label": axis.label,
        **_tally(axis.tally),
        "mean_of_networks": _text(axis.mean_of_means),
        "withheld": axis.withheld,
        "networks": [{"network": one.network and one.network.name, **_tally(one.tally)} for one in axis.networks],
    }


def _tally(tally: Tally) -> dict[str, Any]:
    distribution = {str(value): voices for value, voices in tally.distribution}
    return {
        "voices": tally.voices, "counted": tally.counted, "total": _text(tally.total), "mean": _text(tally.mean),
        "distribution": distribution,
    }  # fmt: skip


def from_data(data: Mapping[str, Any]) -> Result:
    """The result that `as_data` wrote, to be shown; nothing of it is in the database, and its items have no address."""
    axes = [axis["label"] for axis in data["items"][0]["axes"]] if data["items"] else []
    ballot = Ballot(
        kind=data["kind"], lowest=data.get("lowest", 0), highest=data.get("highest", 1), axes=axes if any(axes) else [],
        shows_turnout="turnout" in data,
    )  # fmt: skip
    networks: dict[str, CityNetwork] = {}
    options = tuple(
        OfOption(
            place, item["title"], "", item["passive"],
            tuple(_axis_from(axis, networks) for axis in item["axes"]), ballot.highest,
        )
        for place, item in enumerate(data["items"])
    )  # fmt: skip
    return Result(ballot, options, data.get("turnout"))


def _axis_from(axis: Mapping[str, Any], networks: dict[str, CityNetwork]) -> OnAxis:
    told = []
    for one in axis["networks"]:
        name = one["network"]
        if name and name not in networks:
            place = len(networks)
            networks[name] = CityNetwork(pk=-1 - place, name=name, state=State(position=place))
        told.append(OfNetwork(networks[name] if name else None, _tally_from(one)))
    return OnAxis(axis["label"], _tally_from(axis), tuple(told), bool(axis.get("withheld")))


def _tally_from(said: Mapping[str, Any]) -> Tally:
    values = tuple(sorted((int(value), voices) for value, voices in said["distribution"].items()))
    return Tally(said["voices"], Fraction(said["total"]), said.get("counted", said["voices"]), values)


def _line(option: OfOption, axis: OnAxis, network: str, tally: Tally, mean_of_means: str) -> list[Any]:
    words = [harmless(word) for word in (option.title, axis.label, network)]
    return [*words, tally.voices, _text(tally.total), _text(tally.mean), mean_of_means]


def _text(value: Fraction | None) -> str:
    if value is None:
        return ""
    return str(value.numerator) if value.denominator == 1 else str(rounded(value, 4))
