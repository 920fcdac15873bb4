"""Settings of an installation with a board to follow: for tests against the real server."""

from netzwerkstatt.config.settings import *  # noqa: F403 - all of them, then changed

ROOT_URLCONF = "tests.live.site_urls"
