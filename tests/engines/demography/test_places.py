"""What is particular to a place is found back from blurred and noisy sums, and its error is known."""

from __future__ import annotations

import numpy as np
import pytest

from netzwerkstatt.engines.demography.arrays import Misfit
from netzwerkstatt.engines.demography.places import posterior, smooth_covariance, within


def test_a_place_is_estimated_with_the_error_that_is_claimed():
    rng = np.random.default_rng(1)
    prior = smooth_covariance(np.full(30, 2.0), 3.0) + 0.01 * np.eye(30)
    design = np.kron(np.eye(6), np.ones(5))
    noise = 0.5 * np.eye(6)
    inside = []
    for _ in range(300):
        truth = rng.multivariate_normal(np.zeros(30), prior)
        found = posterior(design @ truth + rng.normal(0, 0.5**0.5, 6), design, prior, noise)
        spread = np.sqrt(np.diag(found.covariance))
        inside.append((np.abs(found.mean - truth) < 1.2816 * spread).mean())
    assert np.mean(inside) == pytest.approx(0.8, abs=0.03)
    draws = found.draws(rng.standard_normal((20_000, 30)))
    assert np.cov(draws.T) == pytest.approx(found.covariance, abs=0.15)


def test_without_noise_the_sums_are_kept_and_without_evidence_the_prior_stays():
    prior = smooth_covariance(np.ones(10), 2.0) + 0.1 * np.eye(10)
    design = np.ones((1, 10))

    exact = posterior([7.0], design, prior, [[1e-12]])
    assert exact.mean.sum() == pytest.approx(7.0)
    blind = posterior([7.0], design, prior, [[1e12]])
    assert blind.mean == pytest.approx(np.zeros(10), abs=1e-9)
    assert blind.covariance == pytest.approx(prior, abs=1e-9)


def test_an_outlier_is_held_within_robust_spreads():
    values = np.append(np.linspace(-1, 1, 99), 50.0)

    held = within(values)
    assert held[:-1] == pytest.approx(values[:-1])
    assert held[-1] < 3


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: posterior([1.0, 1.0], np.ones((2, 3)), np.eye(3), np.zeros((2, 2))), "noise: expected a covariance"),
        (lambda: posterior([1.0], np.ones((2, 3)), np.eye(3), [[1.0]]), "design: expected length 1"),
        (lambda: smooth_covariance([1.0], 0), "reach: expected a number above 0"),
    ],
)
def test_what_does_not_fit_is_named(call, said):
    with pytest.raises(Misfit, match=said):
        call()
