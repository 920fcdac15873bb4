"""What numba compiled of earlier sources is not taken for what stands there now."""

import os
from pathlib import Path

from netzwerkstatt.engines.demography.compiled import forget_what_is_older


def test_what_was_compiled_before_the_newest_source_goes_and_the_rest_stays(tmp_path: Path) -> None:
    package = tmp_path / "engine" / "compiled"
    (package / "__pycache__").mkdir(parents=True)
    source, old, new, other = (
        tmp_path / "engine" / "plans.py",
        package / "__pycache__" / "run.go-1.py311.nbi",
        package / "__pycache__" / "run.go-1.py311.1.nbc",
        package / "__pycache__" / "run.cpython-311.pyc",
    )
    for moment, file in ((10, old), (10, other), (20, source), (30, new)):
        file.touch()
        os.utime(file, (moment, moment))
    forget_what_is_older(package)
    assert not old.exists()
    assert new.exists()
    assert other.exists()
