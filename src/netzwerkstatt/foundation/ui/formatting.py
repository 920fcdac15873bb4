"""Numbers and days as people read them, in the language that is active.

Lists call these hundreds of times, so they do without Django's general formatting: one lookup, one join.
German writes 13 678 (narrow no-break space), 5,9 and a real minus; every other language writes 13,678 and 5.9.
"""

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

NARROW: Final = "\u202f"
MINUS: Final = "\u2212"
MISSING: Final = "–"

_SIGNS: Final[dict[str, tuple[str, str]]] = {"de": (NARROW, ",")}
_ENGLISH: Final = (",", ".")
_MONTHS: Final[dict[str, tuple[str, ...]]] = {
    "de": (
        "Januar", "Februar", "März", "April", "Mai", "Juni",
        "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_WEEKDAYS: Final[dict[str, tuple[str, ...]]] = {
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}

Number = int | float | Decimal


def _language() -> str:
    return (get_language() or "en")[:2]


def number(value: Number | None, decimals: int | None = None) -> str:
    """13 678 and −5,9 in German, 13,678 and −5.9 in English; None is a dash.

    Without `decimals` the number keeps the places it has. Rounds half to even, like the statistical offices' tables.
    """
    if value is None:
        return MISSING
    exact = value if isinstance(value, int | Decimal) else Decimal(repr(value))
    if decimals is not None:
        exact = Decimal(exact).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)
    grouping, point = _SIGNS.get(_language(), _ENGLISH)
    text = f"{abs(exact):,f}" if isinstance(exact, Decimal) else f"{abs(exact):,}"
    if grouping != ",":
        whole, _, rest = text.partition(".")
        text = whole.replace(",", grouping) + (point + rest if rest else "")
    return MINUS + text if exact < 0 else text


def signed(value: Number | None, decimals: int | None = None) -> str:
    """A change: +128, −216, and 0 without a sign."""
    text = number(value, decimals)
    return f"+{text}" if value is not None and value > 0 else text


def _local(moment: date) -> date:
    """The day in the installation's time zone; a plain date stays what it is."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment


def day(moment: date | None) -> str:
    """12. Mai 2026 or 12 May 2026."""
    if moment is None:
        return ""
    there = _local(moment)
    language = _language()
    dot = "." if language == "de" else ""
    return f"{there.day}{dot} {_MONTHS.get(language, _MONTHS['en'])[there.month - 1]} {there.year}"


def weekday(moment: date | None) -> str:
    """Dienstag, 12. Mai 2026 or Tuesday, 12 May 2026."""
    if moment is None:
        return ""
    return f"{_WEEKDAYS.get(_language(), _WEEKDAYS['en'])[_local(moment).weekday()]}, {day(moment)}"


def clock(moment: datetime | None) -> str:
    """15.35 Uhr or 15:35."""
    if moment is None:
        return ""
    there = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    if _language() == "de":
        return f"{there.hour}.{there.minute:02}\u00a0Uhr"
    return f"{there.hour}:{there.minute:02}"


def daytime(moment: datetime | None) -> str:
    """12. Mai 2026, 15.35 Uhr or 12 May 2026, 15:35."""
    return "" if moment is None else f"{day(moment)}, {clock(moment)}"


def iso(moment: date | None) -> str:
    """For the `datetime` attribute of `<time>`: a day, or a moment in UTC."""
    if moment is None:
        return ""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return moment.astimezone(UTC).isoformat(timespec="seconds")
    return moment.isoformat()


def _days_from_today(moment: date) -> int:
    there = _local(moment)
    plain = there.date() if isinstance(there, datetime) else there
    return (plain - timezone.localdate()).days


def ago_days(moment: date | None) -> str:
    """today, yesterday, 3 days ago; after a month the day itself."""
    if moment is None:
        return ""
    days = -_days_from_today(moment)
    if days <= 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    if days > 30:
        return day(moment)
    return ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days}


def days_left(moment: date | None) -> str:
    """today, tomorrow, 80 days left, 3 days overdue: a deadline in words."""
    if moment is None:
        return ""
    days = _days_from_today(moment)
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("tomorrow")
    if days > 0:
        return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": number(days)}
    return ngettext("%(days)s day overdue", "%(days)s days overdue", -days) % {"days": number(-days)}


def in_time(seconds: int | str | None) -> str:
    """in 40 seconds, in 3 minutes, in 2 hours: how long to wait, rounded up so that it is never too early."""
    left = max(1, int(seconds or 1))
    if left <= 60:
        return ngettext("in %(number)s second", "in %(number)s seconds", left) % {"number": left}
    minutes = -(-left // 60)
    if minutes <= 60:
        return ngettext("in %(number)s minute", "in %(number)s minutes", minutes) % {"number": minutes}
    hours = -(-minutes // 60)
    return ngettext("in %(number)s hour", "in %(number)s hours", hours) % {"number": hours}


def initials(name: str) -> str:
    """Two letters for the round sign of a person: Dr. Thea Krahl is TK."""
    words = [word for word in name.replace("-", " ").split() if not word.endswith(".") and word[0].isalpha()]
    if not words:
        return name[:1].upper()
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return letters.upper()
