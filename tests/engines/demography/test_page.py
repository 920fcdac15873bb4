"""The page from official figures to bands runs as it stands."""

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[3] / "docs" / "demography.md"


def test_the_code_of_the_page_runs(shared_data):
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    names = {"official": shared_data / "demography" / "destatis"}

    exec(compile("\n".join(blocks), str(PAGE), "exec"), names)  # noqa: S102 - our own page

    assert names["population"].sum() > 200_000
    assert 70 < names["lives"].ex[0, 0] < 85
    low, middle, high = names["bands"].measures[0, -1, 0]
    assert 0.5 < middle / names["population"].sum() < 1.2
    assert 0.02 < (high - low) / middle < 0.5
