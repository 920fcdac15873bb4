"""The same computations for numba: imported only where there is enough to do. They hold no lock of the interpreter."""

from contextlib import suppress
from functools import partial
from pathlib import Path

from numba import njit

inner = partial(njit, nogil=True, cache=True, no_cpython_wrapper=True, no_cfunc_wrapper=True)
"""For what only compiled code calls: the ways into it from Python take a third of the time that compiling takes."""


def forget_what_is_older(package: Path) -> None:
    """Remove from `package` what numba compiled before the newest of these sources.

    numba looks only at the file in which a function stands: after an update it would take what it made of the others
    before, or fail over a class that is not there any more.
    """
    newest = max(source.stat().st_mtime for source in package.parent.rglob("*.py"))
    for kept in (package / "__pycache__").glob("*.nb[ci]"):
        with suppress(OSError):  # another process was quicker, or the folder is not ours
            if kept.stat().st_mtime < newest:
                kept.unlink()


forget_what_is_older(Path(__file__).parent)
