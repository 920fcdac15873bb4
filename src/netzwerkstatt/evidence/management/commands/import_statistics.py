"""`netzwerkstatt import-statistics FILE…`: official statistics into the catalogue, each file whole or not at all."""

from __future__ import annotations

import datetime
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from netzwerkstatt.engines.official_files import Unreadable
from netzwerkstatt.evidence.importing.entering import enter_statistics
from netzwerkstatt.evidence.importing.preparing import prepare
from netzwerkstatt.evidence.models import Dataset
from netzwerkstatt.evidence.reading import said
from netzwerkstatt.evidence.rules import Console
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid


class Command(BaseCommand):
    help = "Import files of official statistics: flat files, classic CSV, INKAR exports, the Gemeindeverzeichnis."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--retrieved-on", default=None, help="when they were downloaded (2026-03-31); today")
        parser.add_argument("--table", default="", help="table number, where a file does not carry it")

    def handle(self, *args: Any, **options: Any) -> str | None:
        try:
            day = datetime.date.fromisoformat(options["retrieved_on"]) if options["retrieved_on"] else clock.today()
        except ValueError:
            raise CommandError("--retrieved-on wants a day such as 2026-03-31.") from None
        failed = sum(not self._one(Path(name), day, options["table"]) for name in options["files"])
        if failed:
            raise CommandError(f"{failed} of {len(options['files'])} files could not be imported.")
        return None

    def _one(self, path: Path, day: datetime.date, table: str) -> bool:
        began = time.monotonic()
        known = Dataset.objects.count()
        try:
            prepared = prepare(path, path.name)
            dataset = enter_statistics(actor=Console(), prepared=prepared, retrieved_on=day, table_code=table)
        except OSError as error:
            self.stderr.write(f"{path}: {error.strerror}")
        except Unreadable as objection:
            self.stderr.write(f"{path}: {said(objection)}")
        except Invalid as invalid:
            self.stderr.write(f"{path}: {'; '.join(str(text) for text in invalid.fields.values())}")
        else:
            new = Dataset.objects.count() > known
            words = f"{dataset.figure_count} figures" if new else "already there"
            self.stdout.write(f"{path}: {dataset.table_code}, {words}, {time.monotonic() - began:.1f} s")
            return True
        return False
