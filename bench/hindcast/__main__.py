"""How wrong the engine would have been: `make bench NAME=hindcast` projects 400 districts from the end of 2015.

Needs the official files (../shared/data beside the checkout, or NETZWERKSTATT_SHARED_DATA). Prints a table of errors and
coverage for 2020 and 2024 against plain rules, and what weakens the result; 1 when a bar is missed.
`--derive` only derives the parameters and compares them with the frozen file; `--freeze` writes them; `--today` derives
those of the end of 2024 by the same rules.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # many small matrices: threads only wait for each other

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]


def main() -> int:
    """Derive, compare with what was frozen, project, score."""
    options = _options()
    from bench.hindcast import frozen, official, report
    from bench.hindcast.derive import derive
    from bench.hindcast.known import known

    if not official.DATA.is_dir():
        print(f"Left out: the official files are not here ({official.DATA}).")
        return 0
    if options.today:
        from bench.hindcast.today import today

        print("\n".join(f"{name:<26}{number:>12.5f}" for name, number in today().items()))
        return 0
    began = time.process_time()
    what = known()
    derived = derive(what)
    if options.freeze:
        frozen.write(derived)
        print(f"written: {frozen.FILE.name}")
        return 0
    different = frozen.differs(derived, frozen.read())
    print("parameters derived again from the files up to 2015:", _compared(different))
    if options.derive or different:
        return 1 if different else 0
    return report.score(what, frozen.read(), options.trajectories, began)


def _compared(different: list[str]) -> str:
    return f"other than frozen: {', '.join(different)}" if different else "equal to the frozen file"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.hindcast")
    parser.add_argument("--trajectories", type=int, default=1000, help="paths per district (1,000)")
    parser.add_argument("--derive", action="store_true", help="only derive the parameters and compare them")
    parser.add_argument("--freeze", action="store_true", help="write the parameters; to be done before scoring only")
    parser.add_argument("--today", action="store_true", help="only derive the processes of the end of 2024")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
