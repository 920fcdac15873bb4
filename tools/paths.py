"""Where things lie."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src" / "netzwerkstatt"
TOOLS = ROOT / "tools"
NODE_MODULES = ROOT / "node_modules"
VENDOR = SRC / "foundation" / "ui" / "static" / "ui" / "vendor"
VENV_BIN = ROOT / ".venv" / "bin"


def shown(path: Path) -> str:
    """The path as a person in the checkout would type it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
