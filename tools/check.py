"""Everything that can be said about the code without running it. `python -m tools.check [NAME …]`."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tools.paths import NODE_MODULES, ROOT, VENV_BIN

_WIDTH = 14
_LINES = 40


@dataclass(frozen=True)
class Check:
    """A question and the command that answers it: silent or short when all is well."""

    name: str
    command: tuple[str, ...]
    mend: str = ""


CHECKS = [
    Check("types", ("mypy", "--no-error-summary"), "types everywhere; an exception needs its reason in pyproject.toml"),
    Check("format", ("ruff", "format", "--check", "--quiet", "."), "`make fix` does it"),
    Check("lint", ("ruff", "check", "--quiet", "."), "`make fix` mends some"),
    Check("habits", ("python", "-m", "tools.lint"), "tools/lint.py"),
    Check("floors", ("lint-imports", "--no-cache", "--no-logo"), "the contracts stand in pyproject.toml"),
    Check("templates", ("djlint", "src", "--lint", "--quiet"), "the rules left out stand in pyproject.toml"),
    Check("scripts", ("node", str(NODE_MODULES / "typescript" / "bin" / "tsc"), "--project", ".", "--pretty", "false")),
    Check("translations", ("python", "-m", "tools.messages", "check")),
    Check("settings", ("python", "-m", "django", "check", "--fail-level", "WARNING")),
    Check(
        "migrations",
        ("python", "-m", "django", "makemigrations", "--check", "--dry-run", "--skip-checks"),
        "`manage makemigrations`",
    ),
]


@dataclass(frozen=True)
class Answer:
    """What a check said, and how long it took."""

    check: Check
    passed: bool
    said: str
    seconds: float


def main(names: list[str]) -> int:
    """Runs the named checks or all, two at a time; the answers come in the order above, the objections last."""
    unknown = set(names) - {check.name for check in CHECKS}
    if unknown:
        print(f"No such check: {', '.join(sorted(unknown))}. There are: {', '.join(check.name for check in CHECKS)}")
        return 2
    chosen = [check for check in CHECKS if not names or check.name in names]
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for answer in pool.map(_ask, chosen):
            mark = "✓" if answer.passed else "✗"
            print(f"{mark} {answer.check.name:<{_WIDTH}}{answer.seconds:5.1f} s", flush=True)
            if not answer.passed:
                failed.append(answer)
    for answer in failed:
        print(f"\n── {answer.check.name} " + "─" * (76 - len(answer.check.name)))
        print(answer.said if names else _beginning(answer))
        if answer.check.mend:
            print(f"→ {answer.check.mend}")
    print(f"\n{len(chosen) - len(failed)} checks passed, {len(failed)} failed")
    return 1 if failed else 0


def _beginning(answer: Answer) -> str:
    lines = answer.said.splitlines()
    rest = f'\n… {len(lines) - _LINES} lines more: make check ARGS="{answer.check.name}"' if len(lines) > _LINES else ""
    return "\n".join(lines[:_LINES]) + rest


def _ask(check: Check) -> Answer:
    start = time.monotonic()
    program, *arguments = check.command
    done = subprocess.run(
        [program, *arguments],
        cwd=ROOT, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    return Answer(check, done.returncode == 0, done.stdout.strip(), time.monotonic() - start)


def _environment() -> dict[str, str]:
    """Nothing of the person's own installation, and a data folder that may be thrown away."""
    own = {key: value for key, value in os.environ.items() if not key.startswith(("NETZWERKSTATT_", "DATABASE_URL"))}
    return {
        **own,
        "PATH": f"{VENV_BIN}{os.pathsep}{own.get('PATH', '')}",
        "DJANGO_SETTINGS_MODULE": "netzwerkstatt.config.settings",
        "NETZWERKSTATT_DATA_DIR": str(ROOT / "build" / "check-data"),
        "COLUMNS": "120",
        "NO_COLOR": "1",
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
