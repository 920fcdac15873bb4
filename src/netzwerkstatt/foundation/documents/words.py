"""The few words a document prints of its own, in the language of the document, whoever asks for it."""

import datetime

from django.utils import dateformat, timezone, translation
from django.utils.translation import gettext as _

DIGITS_SHOWN = 12


def day(date: datetime.date, language: str) -> str:
    """6. November 2026, 6 November 2026."""
    with translation.override(language):
        # Translators: the order of day, month and year, in the letters of Django's date format.
        return dateformat.format(date, _("j F Y"))


def page_of(language: str) -> str:
    """Page and pages as the footer says it; `{page}` and `{pages}` are filled in by the writer, page by page."""
    with translation.override(language):
        return _("Page {page} of {pages}")


def version_line(*, number: str, version: str, dated_words: str, date: datetime.date, language: str) -> str:
    """E-06 · Version 3 · decided on 6 November 2026."""
    with translation.override(language):
        said = _("Version {version}").format(version=version) if version else ""
    when = f"{dated_words} {day(date, language)}".strip()
    return " · ".join(part for part in (number, said, when) if part)


def checksum_line(fingerprint: str, check_at: str, language: str) -> str:
    """The beginning of the checksum in groups of four, short enough to compare by eye, and where to compare it."""
    shown = " ".join(fingerprint[at : at + 4] for at in range(0, min(len(fingerprint), DIGITS_SHOWN), 4))
    with translation.override(language):
        said = _("Checksum {checksum}").format(checksum=shown)
        where = _("can be checked at {address}").format(address=without_scheme(check_at)) if check_at else ""
    return " · ".join(part for part in (said, where) if part)


def whole_checksum(fingerprint: str, language: str) -> str:
    """The whole checksum, for a machine or a patient person."""
    with translation.override(language):
        return _("Checksum (SHA-256) {checksum}").format(checksum=fingerprint)


def permanent_address(address: str, language: str) -> str:
    """Where the document stays."""
    with translation.override(language):
        return _("permanently at {address}").format(address=without_scheme(address))


def redacted_title(language: str) -> str:
    """Above the versions that were issued because passages had to be blackened."""
    with translation.override(language):
        return _("Blackened passages")


def redaction_line(version: int, at: datetime.datetime, reason: str, before: str, language: str) -> str:
    """Which version, since when, why, and the checksum of the one before."""
    on = day(timezone.localtime(at).date(), language)
    with translation.override(language):
        said = _("Version {version} of {day}: passages are blackened. {reason} Checksum before: {checksum}")
        return said.format(version=version, day=on, reason=reason, checksum=before)


def unprintable_note(language: str) -> str:
    """Why there are empty boxes."""
    with translation.override(language):
        return _("□ stands for a character that cannot be printed here; the page shows it.")


def without_scheme(address: str) -> str:
    """An address as people write it on paper."""
    return address.removeprefix("https://").removeprefix("http://").removeprefix("mailto:").removesuffix("/")
