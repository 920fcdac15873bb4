"""From age groups to single ages: smooth, never negative, and with every group's total kept."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from netzwerkstatt.engines.demography.arrays import Floats, Misfit, array, edges, group_sums

ROUNDS = 60


def ungroup(
    counts: npt.ArrayLike,
    bounds: Sequence[int],
    last: int,
    *,
    exposure: npt.ArrayLike | None = None,
    smoothness: float = 10.0,
) -> Floats:
    """Single ages 0 … `last` (…, last+1) whose sums over the groups are `counts` (…, groups) exactly.

    Penalised composite link model (Rizzi, Gampe & Eilers 2015, American Journal of Epidemiology 182(2)): Poisson counts
    of groups that begin at `bounds` (the first 0, the last open to `last`), second differences of the log curve penalised by
    `smoothness` (> 0). With `exposure` (…, last+1) the rates counts/exposure are smooth. What the model leaves over in a
    group is scaled in proportion. An open group needs a `last` at which hardly anyone is left (110, 130).
    """
    lower = edges("bounds", bounds, last=last)
    seen = array("counts", counts, (lower.size,), low=0)
    if lower[0] != 0:
        raise Misfit("bounds", "a first group that begins at 0", str(int(lower[0])), axis=0)
    if smoothness <= 0:
        raise Misfit("smoothness", "a number above 0", f"{smoothness:g}")
    at_risk = np.ones(last + 1) if exposure is None else array("exposure", exposure, (last + 1,), low=0)
    at_risk = np.broadcast_to(at_risk, (*seen.shape[:-1], last + 1))
    flat = [
        _one(row, risk, lower, smoothness)
        for row, risk in zip(seen.reshape(-1, lower.size), at_risk.reshape(-1, last + 1), strict=True)
    ]
    return np.asarray(flat).reshape(at_risk.shape)


def _one(counts: Floats, exposure: Floats, lower: npt.NDArray[np.intp], smoothness: float) -> Floats:
    if counts.sum() == 0:
        return np.zeros_like(exposure)
    size = exposure.size
    put_together = np.zeros((lower.size, size))
    for group, (begin, end) in enumerate(zip(lower, np.append(lower[1:], size), strict=True)):
        put_together[group, begin:end] = 1.0
        if counts[group] > 0 and exposure[begin:end].sum() <= 0:
            raise Misfit("exposure", f"people from age {begin} on, where events are counted", "none", axis=-1)
    composed = put_together * exposure
    rough = np.diff(np.eye(size), n=2, axis=0)
    penalty = smoothness * rough.T @ rough
    curve = np.full(size, np.log(counts.sum() / max(float(composed.sum()), 1e-12)))
    for _ in range(ROUNDS):
        effect = composed * np.exp(curve)
        fitted = np.maximum(effect.sum(axis=1), 1e-9)
        weighted = effect.T / fitted
        pull = effect.T @ (counts / fitted - 1) + weighted @ effect @ curve
        better = np.linalg.solve(weighted @ effect + penalty + 1e-10 * np.eye(size), pull)
        step = np.clip(better - curve, -2.0, 2.0)
        curve = curve + step
        if np.abs(step).max() < 1e-8:
            break
    single = exposure * np.exp(curve)
    return scale_to_groups(single, counts, lower.tolist())


def scale_to_groups(single: npt.ArrayLike, counts: npt.ArrayLike, bounds: Sequence[int]) -> Floats:
    """`single` (…, A+1) scaled within each group so that the groups' sums are `counts` (…, groups).

    A group in which `single` is empty but `counts` are not is filled evenly.
    """
    lower = edges("bounds", bounds)
    ages = array("single", single, ("A+1",), low=0)
    wanted = array("counts", counts, (lower.size,), low=0)
    sums = group_sums(ages, lower.tolist())
    widths = np.diff(np.append(lower, ages.shape[-1]))
    repeat = np.repeat(np.arange(lower.size), widths)
    factor = np.divide(wanted, sums, out=np.zeros(np.broadcast(wanted, sums).shape), where=sums > 0)
    even = np.where(sums > 0, 0.0, wanted / widths)
    return ages * factor[..., repeat] + even[..., repeat]
