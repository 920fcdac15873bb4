"""The settings of an installation, and one kind of stream more: what is measured."""

from netzwerkstatt.config.settings import *  # noqa: F403 – all of them, then changed

ROOT_URLCONF = "bench.live.urls"
