"""The frozen file: every array of the parameters as it stood before scoring, and the files it came from."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np

from bench.hindcast import known, official
from bench.hindcast.derive import Derived
from netzwerkstatt.engines.demography.arrays import Floats

FILE = Path(__file__).with_name("parameters-2015.json")
DIGITS = 9
FILES = (
    known.DISTRICTS,
    known.DISTRICTS_2010,
    known.BIRTHS,
    known.DEATHS,
    known.MOVES_DISTRICTS,
    known.MOVES_ABROAD,
    known.LAND_SERIES,
    known.LAND_SEXES,
    known.GERMANY,
    known.GERMAN_DEATHS,
    known.GERMAN_BIRTHS,
    known.GERMAN_FERTILITY,
)


def write(derived: Derived) -> None:
    """Write what was derived; whoever does this after scoring must say so."""
    text = {
        "known_until": f"{known.END}-12-31",
        "files": {name: hashlib.sha256((official.DATA / name).read_bytes()).hexdigest() for name in FILES},
        "scalars": {name: _rounded(value) for name, value in sorted(derived.scalars.items())},
        "arrays": {name: _nested(values) for name, values in sorted(derived.arrays.items())},
    }
    FILE.write_text(_lines(text), encoding="utf-8")


def _lines(text: dict[str, object]) -> str:
    """JSON with one array per line, so that a changed parameter is a changed line."""
    parts = []
    for name, value in text.items():
        if isinstance(value, dict):
            rows = ",\n".join(f"  {json.dumps(key)}: {json.dumps(one)}" for key, one in value.items())
            parts.append(f" {json.dumps(name)}: {{\n{rows}\n }}")
        else:
            parts.append(f" {json.dumps(name)}: {json.dumps(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def read() -> Derived:
    """The frozen parameters."""
    text = json.loads(FILE.read_text(encoding="utf-8"))
    return Derived(text["scalars"], {name: np.array(values) for name, values in text["arrays"].items()})


def differs(one: Derived, other: Derived) -> list[str]:
    """Names under which two sets differ by more than the digits written."""
    names = sorted({*one.scalars, *other.scalars, *one.arrays, *other.arrays})
    return [name for name in names if not _same(_get(one, name), _get(other, name))]


def _get(derived: Derived, name: str) -> Floats | float | None:
    return derived.scalars.get(name, derived.arrays.get(name))


def _same(one: Floats | float | None, other: Floats | float | None) -> bool:
    if one is None or other is None:
        return False
    return bool(np.allclose(one, other, rtol=1e-5, atol=1e-9))


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def _nested(values: Floats) -> object:
    return [_nested(row) for row in values] if values.ndim > 1 else [_rounded(float(one)) for one in values]
