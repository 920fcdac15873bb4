"""The settings of an installation, and one address more: the bare post that contributions are measured against."""

from netzwerkstatt.config.settings import *  # noqa: F403 – all of them, then changed

ROOT_URLCONF = "bench.write.urls"
