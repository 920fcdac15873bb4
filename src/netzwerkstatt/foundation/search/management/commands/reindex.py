"""`manage reindex`: read everything that can be searched anew."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from netzwerkstatt.foundation.search import index


class Command(BaseCommand):
    """Builds the index of the search again, some entries at a time; the search goes on answering meanwhile."""

    help = "Read everything that can be searched anew. Stopped on the way, it goes on where it was."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="from the beginning, whatever was done before")

    def handle(self, *args: Any, **options: Any) -> None:
        def tell(step: str, last: int) -> None:
            if options["verbosity"] > 1:
                self.stdout.write(f"{step}: entry {last}")

        index.rebuild(again=options["again"], tell=tell)
        if options["verbosity"] > 0:
            self.stdout.write("The index is new.")
