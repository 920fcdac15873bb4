"""A browser in plain words. Only these words are kept, never what the browser says about itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

# The first word found wins: Edge and Opera also say Chrome, Chrome also says Safari, an iPad also says Mac.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("CrOS", "ChromeOS"), ("Macintosh", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True)
class Named:
    """Browser and system, each "" where it is not known."""

    browser: str
    system: str

    @property
    def stored(self) -> str:
        return f"{self.browser}|{self.system}"

    @classmethod
    def read(cls, stored: str) -> Named:
        browser, _bar, system = stored.partition("|")
        return cls(browser, system)

    @property
    def words(self) -> str:
        """As in "Firefox on Windows"."""
        if self.browser and self.system:
            return _("%(browser)s on %(system)s") % {"browser": self.browser, "system": self.system}
        return self.browser or self.system or _("a browser we do not know")


def named(user_agent: str) -> Named:
    """What kind of browser this is, from the line it sends about itself."""
    return Named(_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent))


def _first(names: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for sign, name in names if sign in text), "")
