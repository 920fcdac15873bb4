"""New housing as an inflow: who moves into the dwellings that a town builds."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from netzwerkstatt.engines.demography.arrays import Floats, Misfit, array


def housing_inflow(
    dwellings: npt.ArrayLike,
    persons_per_dwelling: npt.ArrayLike,
    profile: npt.ArrayLike,
    *,
    from_elsewhere: float = 1.0,
    moving_in: npt.ArrayLike = (1.0,),
) -> Floats:
    """In-moves (…, T, 2, A+1) that new housing brings, to be added to `Expectations.in_migration`.

    `dwellings` (…, T) finished in each year, `persons_per_dwelling` scalar or (…, T), `profile` (…, 2, A+1) who moves into
    new housing, weights by sex and age. `from_elsewhere`, 0 … 1: the share that comes from outside the territory (who moves
    within it leaves a dwelling there). `moving_in` (n,): the share that moves in in the year of completion, the next …
    """
    built = array("dwellings", dwellings, ("T",), low=0.0)
    each = array("persons_per_dwelling", persons_per_dwelling, (), low=0.0)
    weights = array("profile", profile, (2, "A+1"), low=0.0)
    share = array("from_elsewhere", from_elsewhere, (), low=0.0, high=1.0)
    pace = array("moving_in", moving_in, ("n",), low=0.0, high=1.0, leading=False)
    total = weights.sum(axis=(-2, -1), keepdims=True)
    if not np.all(total > 0.0):
        raise Misfit("profile", "weights with a sum above 0", "none")
    if pace.sum() > 1.0 + 1e-9:
        raise Misfit("moving_in", "shares with a sum of at most 1", f"{pace.sum():g}", axis=0)
    persons = built * each * share
    arriving = np.zeros_like(persons)
    for later, part in enumerate(pace[: persons.shape[-1]]):
        arriving[..., later:] += part * persons[..., : persons.shape[-1] - later]
    return np.asarray(arriving[..., None, None] * (weights / total)[..., None, :, :])
