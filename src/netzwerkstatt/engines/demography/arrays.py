"""What every function here asks of its arrays, said once: right shape, only finite numbers, in range."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]

MALE, FEMALE = 0, 1
SEXES = ("male", "female")


class Misfit(ValueError):
    """An array that a function cannot work with.

    `argument` is its name, `axis` the axis at fault (None where the whole array is), `expected` what was asked for.
    """

    def __init__(self, argument: str, expected: str, found: str, axis: int | None = None) -> None:
        self.argument, self.expected, self.found, self.axis = argument, expected, found, axis
        where = "" if axis is None else f" on axis {axis}"
        super().__init__(f"{argument}: expected {expected}{where}, found {found}")


def array(
    argument: str,
    values: npt.ArrayLike,
    shape: Sequence[int | str],
    *,
    low: float | None = None,
    high: float | None = None,
    leading: bool = True,
) -> Floats:
    """`values` as float64, if its last axes are `shape`, every number is finite and within `low` … `high`.

    A text in `shape` names an axis of any length of at least one ("A+1"). `leading`: axes before these are allowed.
    Raises `Misfit` with the argument, the axis (counted from the end) and the expected shape.
    """
    try:
        found = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise Misfit(argument, f"numbers of shape {_text(shape, leading=leading)}", type(values).__name__) from error
    if found.ndim < len(shape) or (not leading and found.ndim != len(shape)):
        raise Misfit(argument, f"shape {_text(shape, leading=leading)}", f"shape {found.shape}")
    for back, length in enumerate(reversed(shape), start=1):
        size = found.shape[-back]
        if size == 0 or (isinstance(length, int) and size != length):
            raise Misfit(
                argument, f"length {length} (shape {_text(shape, leading=leading)})", f"length {size}", axis=-back
            )
    _in_range(argument, found, low, high)
    return found


def _in_range(argument: str, found: Floats, low: float | None, high: float | None) -> None:
    fine = np.isfinite(found)
    expected = "finite numbers"
    if low is not None:
        fine &= found >= low
        expected += f" of at least {low:g}"
    if high is not None:
        fine &= found <= high
        expected += f" {'and' if low is not None else 'of'} at most {high:g}"
    if not fine.all():
        place = tuple(int(one) for one in np.argwhere(~fine)[0])
        raise Misfit(argument, expected, f"{found[place]:g} at {place}")


def scalar(argument: str, value: float, *, low: float | None = None, high: float | None = None) -> float:
    """`value` as a float, if it is finite and within `low` … `high`; else `Misfit`."""
    return float(array(argument, value, (), low=low, high=high, leading=False))


def edges(argument: str, bounds: Sequence[int], *, last: int | None = None) -> npt.NDArray[np.intp]:
    """Lower bounds of age groups, strictly rising from at least 0, the last group open; below `last` where it is given."""
    found = np.asarray(bounds)
    if found.ndim != 1 or found.size == 0 or found.dtype.kind not in "iu":
        raise Misfit(argument, "whole ages of shape (groups,)", f"{found.dtype} of shape {found.shape}")
    if found[0] < 0 or np.any(np.diff(found) <= 0):
        raise Misfit(argument, "ages that rise strictly from 0 or more", str(found.tolist()), axis=0)
    if last is not None and found[-1] > last:
        raise Misfit(argument, f"ages up to {last}", str(int(found[-1])), axis=0)
    return found.astype(np.intp)


def group_sums(values: Floats, bounds: Sequence[int], *, axis: int = -1) -> Floats:
    """Sums of single ages over the groups that begin at `bounds`; the last group takes all ages above."""
    lower = edges("bounds", bounds, last=values.shape[axis] - 1)
    return np.asarray(np.add.reduceat(values, lower, axis=axis))


def _text(shape: Sequence[int | str], *, leading: bool) -> str:
    inner = ", ".join(["…", *map(str, shape)] if leading else list(map(str, shape)))
    return f"({inner}{',' if len(shape) == 1 and not leading else ''})"
