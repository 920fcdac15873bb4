"""`make wheel`: builds the wheel, looks into it, installs it in a clean environment and starts its command."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tools.paths import ROOT, SRC

UV = ROOT / ".boot" / "bin" / "uv"
DIST = ROOT / "dist"
CLEAN = ROOT / "build" / "wheel-check"
_PACKAGED = {
    ".py",
    ".html",
    ".txt",
    ".po",
    ".mo",
    ".css",
    ".js",
    ".svg",
    ".woff2",
    ".ttf",
    ".json",
    ".csv",
    ".toml",
    ".typ",
    ".png",
    ".md",
}


def main() -> int:
    """0 with the wheel's name when it holds what the checkout holds and starts."""
    shutil.rmtree(DIST, ignore_errors=True)
    _run(
        str(UV),
        "build",
        "--quiet",
        "--wheel",
        "--no-build-isolation",
        "--python",
        sys.executable,
        "--out-dir",
        str(DIST),
    )
    (wheel,) = DIST.glob("*.whl")
    if absent := left_out(wheel):
        print("Not in the wheel, but in src/:\n  " + "\n  ".join(absent))
        return 1
    _try_out(wheel)
    print(f"{wheel.relative_to(ROOT)}: {wheel.stat().st_size / 1e6:.1f} MB, starts in a clean environment")
    return 0


def left_out(wheel: Path) -> list[str]:
    """What lies in src/ – templates, built assets, compiled translations, demo data – and did not come along."""
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    wanted = (file.relative_to(SRC.parent).as_posix() for file in SRC.rglob("*") if file.suffix in _PACKAGED)
    needed = [
        f"netzwerkstatt/foundation/ui/static/ui/vendor/{name}" for name in ("kern.css", "fonts.css", "LICENSES.txt")
    ]
    return sorted({*wanted, *needed} - packed)


def _try_out(wheel: Path) -> None:
    """Only what is locked, then the wheel alone; started outside the checkout, so that nothing comes from there."""
    shutil.rmtree(CLEAN, ignore_errors=True)
    python = CLEAN / "bin" / "python"
    _run(str(UV), "venv", "--quiet", "--python", sys.executable, str(CLEAN))
    _run(
        str(UV),
        "pip",
        "install",
        "--quiet",
        "--python",
        str(python),
        "--require-hashes",
        "-r",
        str(ROOT / "requirements.lock"),
    )
    _run(str(UV), "pip", "install", "--quiet", "--python", str(python), "--no-deps", str(wheel))
    _run(str(CLEAN / "bin" / "netzwerkstatt"), "--help", where=CLEAN)


def _run(*command: str, where: Path = ROOT) -> None:
    subprocess.run(command, cwd=where, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as error:
        sys.exit(f"{' '.join(map(str, error.cmd))} ended with {error.returncode}")
