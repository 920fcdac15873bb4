"""How long documents take: `python bench/documents.py` prints a table. First and best of five, one process."""

import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netzwerkstatt.config.settings")
os.environ.setdefault("NETZWERKSTATT_DATA_DIR", tempfile.mkdtemp(prefix="netzwerkstatt-bench-"))

ROUNDS = 5


def main() -> None:
    """Time the PDF writer on three documents and print pages, size and seconds."""
    import django

    django.setup()
    from netzwerkstatt.foundation.documents.pdf import to_pdf
    from tests.documents import samples

    print(f"{'document':<34}{'pages':>6}{'kB':>8}{'first s':>10}{'best s':>10}")
    for name, document in (
        ("recommendation with a figure", samples.recommendation()),
        ("30 paragraphs, 3 sources each", samples.long_document()),
        ("300 paragraphs, 3 sources each", samples.long_document(paragraphs=300)),
    ):
        seconds = []
        data = b""
        for _round in range(ROUNDS):
            begun = time.perf_counter()
            data = to_pdf(document)
            seconds.append(time.perf_counter() - begun)
        pages = data.count(b"/Type/Page/")
        print(f"{name:<34}{pages:>6}{len(data) / 1000:>8.0f}{seconds[0]:>10.3f}{min(seconds):>10.3f}")


if __name__ == "__main__":
    main()
