"""Invented places for the tests of projections, and the reference run of Landkreis Görlitz."""

import csv
import gzip
from pathlib import Path

import numpy as np


def place(ages=12, years=4, *, batch=(), seed=1, persons=400.0, moving=3.0):
    """Arguments of `project_cohorts`: a population with its rates, drawn once for this seed."""
    dice = np.random.default_rng(seed)
    survival = np.sort(dice.uniform(0.55, 1.0, (*batch, years, 2, ages)), axis=-1)[..., ::-1]
    fertility = np.zeros((*batch, years, ages))
    young, old = max(1, ages // 4), ages // 2 + 1
    fertility[..., young:old] = dice.uniform(0.0, 0.4, (*batch, years, old - young))
    return {
        "population": dice.uniform(0.0, persons, (*batch, 2, ages)),
        "survival": survival,
        "fertility": fertility,
        "sex_ratio_at_birth": dice.uniform(1.0, 1.1, (*batch, years)),
        "net_migration": dice.normal(0.0, moving, (*batch, years, 2, ages)),
        "separation": dice.uniform(0.2, 0.8, (*batch, years, 2, ages)),
    }


class Reference:
    """bayesPop's core on Landkreis Görlitz: what went in, and what came out for a timing of migration."""

    def __init__(self, folder: Path, years: int = 30):
        self.folder, self.years = folder, years
        with (folder / "goerlitz_in.csv").open() as file:
            rows = list(csv.DictReader(file))
        columns = {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}
        both = {
            name: np.stack((columns[f"{name}_m"], columns[f"{name}_f"])) for name in ("pop", "sx", "Lx", "lx", "mig")
        }
        lived, survivors = both["Lx"], both["lx"]
        parts = np.full_like(lived, 0.5)
        parts[:, :-2] = (lived[:, :-2] - survivors[:, 1:-1]) / (lived[:, :-2] - lived[:, 1:-1])
        parts[:, -2] = (lived[:, -2] - survivors[:, -1]) / lived[:, -2]
        self.arguments = {
            "population": both["pop"],
            "survival": self._each_year(both["sx"]),
            "fertility": self._each_year(columns["asfr"]),
            "sex_ratio_at_birth": 1.055,
            "net_migration": self._each_year(both["mig"]),
            "separation": self._each_year(parts),
        }

    def _each_year(self, values):
        return np.repeat(values[None], self.years, axis=0)

    def result(self, timing):
        """Population (31, 2, 91), period deaths (30, 2, 91) and births (30,)."""
        with gzip.open(self.folder / f"goerlitz_out_mig_{timing}.csv.gz", "rt") as file:
            rows = list(csv.DictReader(file))

        def column(name):
            return np.array([float(row[name].replace("NA", "nan")) for row in rows]).reshape(self.years + 1, -1)

        with (self.folder / f"goerlitz_totals_mig_{timing}.csv").open() as file:
            births = np.array([float(row["births"]) for row in csv.DictReader(file)])
        return (
            np.stack((column("pop_m"), column("pop_f")), axis=1),
            np.stack((column("deaths_m"), column("deaths_f")), axis=1)[1:],
            births,
        )
