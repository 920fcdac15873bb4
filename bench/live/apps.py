"""What makes the kind of stream that is measured known to every process, as the rooms do it."""

from django.apps import AppConfig


class BenchLiveConfig(AppConfig):
    name = "bench.live"
    label = "bench_live"

    def ready(self) -> None:
        from bench.live import board  # noqa: F401 - registers itself
