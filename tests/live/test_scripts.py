"""The scripts that follow and send, on a poor net: `test_scripts.mjs`, run by Node with a clock of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
STORIES = Path(__file__).with_name("test_scripts.mjs")


def test_scripts_follow_and_send_on_a_poor_net() -> None:
    node = shutil.which("node", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    assert node, "the Node that checks the scripts' types is there after `make ready`"
    done = subprocess.run(
        [node, "--test-reporter=spec", str(STORIES)], check=False, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
