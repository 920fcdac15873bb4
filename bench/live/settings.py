"""The settings of an installation, and one kind of stream more: what is measured."""

from netzwerkstatt.config.settings import *  # noqa: F403 – all of them, then changed
from netzwerkstatt.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "bench.live.apps.BenchLiveConfig"]
