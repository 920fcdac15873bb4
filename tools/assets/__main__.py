"""`python -m tools.assets`: from the locked npm package into the static files that pages and PDFs use.

Skipped when the inputs are those of the last time; `--again` builds anyway.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.assets import fonts, kern
from tools.paths import NODE_MODULES, ROOT, TOOLS, VENDOR, VENV_BIN, shown

PACKAGE = NODE_MODULES / "@kern-ux" / "native"
INPUTS = [
    ROOT / "package-lock.json",
    *sorted((TOOLS / "assets").glob("*.py")),
    *sorted((TOOLS / "licences").glob("*.txt")),
]
STAMP = VENDOR / "built-from"


def main(arguments: list[str]) -> int:
    """0 when the assets are there, 1 with what is missing to build them."""
    state = fingerprint()
    if "--again" not in arguments and STAMP.is_file() and STAMP.read_text(encoding="ascii") == state:
        return 0
    print("· KERN, fonts and licences (package-lock.json)", flush=True)
    try:
        fetch_package()
    except (OSError, subprocess.CalledProcessError) as error:
        print(
            f"The npm package could not be fetched: {error}\nIs there a way to the npm registry from here?",
            file=sys.stderr,
        )
        return 1
    build(VENDOR)
    STAMP.write_text(state, encoding="ascii")
    print(f"  {shown(VENDOR)}: " + ", ".join(f"{file.name} {file.stat().st_size / 1000:.0f} kB" for file in _shipped()))
    return 0


def fingerprint() -> str:
    """What the assets depend on, as one hash."""
    digest = hashlib.sha256()
    for file in INPUTS:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def fetch_package() -> None:
    """npm puts exactly what package-lock.json names into node_modules, and checks its hashes."""
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    if PACKAGE.is_dir() and _version() == locked["node_modules/@kern-ux/native"]["version"]:
        return
    path = f"{os.environ.get('PATH', '')}:{VENV_BIN}"  # npm looks for node there
    npm = shutil.which("npm") or str(VENV_BIN / "npm")
    subprocess.run(
        [npm, "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=ROOT, check=True, env={**os.environ, "PATH": path}, stdout=subprocess.DEVNULL,
    )  # fmt: skip


def build(vendor: Path) -> None:
    """Everything into the folder, from scratch."""
    shutil.rmtree(vendor, ignore_errors=True)
    vendor.mkdir(parents=True)
    sheet = (PACKAGE / "dist" / "kern.css").read_text(encoding="utf-8")
    (vendor / "kern.css").write_text(kern.build(sheet, version=_version()), encoding="utf-8")
    copyright_line = fonts.build(PACKAGE / "dist" / "fonts" / "fira-sans", vendor)
    (vendor / "LICENSES.txt").write_text(_licences(copyright_line), encoding="utf-8")


def _licences(fira_copyright: str) -> str:
    """Who made what lies here, and under which terms, with the terms' full texts."""
    texts = [
        ("European Union Public Licence 1.2", ROOT / "LICENSE"),
        ("SIL Open Font License 1.1", TOOLS / "licences" / "OFL-1.1.txt"),
        ("Apache License 2.0", TOOLS / "licences" / "Apache-2.0.txt"),
    ]
    head = f"""What lies in this folder was made by others, and changed by the build as described.

kern.css: KERN UX {_version()}, Dataport and the KERN team, https://kern-ux.de
  European Union Public Licence 1.2. Changed: put into a cascade layer, colours converted from OKLCH to sRGB, mixtures
  worked out, automatic dark mode, grid, utility classes and most icons left out.
  Its icons are Material Symbols, copyright Google LLC. Apache License 2.0.

fonts/, fonts-ttf/: Fira Sans, Carrois Corporate and Edenspiekermann AG
  {fira_copyright}
  SIL Open Font License 1.1. Changed: fewer characters, no hints; spaces, hyphens and ● ○ ■ ▲ ▸ added.
"""
    rule = "\n" + "-" * 80 + "\n"
    return head + "".join(f"{rule}{name}{rule}\n{file.read_text(encoding='utf-8').strip()}\n" for name, file in texts)


def _version() -> str:
    return str(json.loads((PACKAGE / "package.json").read_text(encoding="utf-8"))["version"])


def _shipped() -> list[Path]:
    return [file for file in sorted(VENDOR.rglob("*")) if file.suffix in {".css", ".woff2", ".ttf"}]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
