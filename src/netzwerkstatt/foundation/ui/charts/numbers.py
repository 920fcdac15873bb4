"""Numbers as people read them: German with a narrow space and a comma, English the other way round."""

from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

Number: TypeAlias = int | float | Decimal

NARROW_SPACE = "\u202f"
MINUS = "\u2212"
MISSING = "\u2013"


def as_decimal(value: Number) -> Decimal | None:
    """The exact value; None for what is no number (NaN, infinity)."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact if exact.is_finite() else None


def decimals_of(value: Number) -> int:
    """How many decimals a value was given with: 12.10 has two."""
    exact = as_decimal(value)
    if exact is None:
        return 0
    exponent = exact.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def format_number(value: Number, locale: str = "de", *, decimals: int | None = None, signed: bool = False) -> str:
    """A value in the reader's language; a value that is no number is shown as missing, never as NaN."""
    if isinstance(value, float) and decimals == 0 and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    if isinstance(value, int) and not decimals:  # most figures: nothing to round
        return _sign(value, signed=signed) + _in_language(locale, f"{abs(value):,}")
    exact = as_decimal(value)
    if exact is None:
        return MISSING
    places = decimals_of(exact) if decimals is None else decimals
    rounded = _rounded(abs(exact), places)
    digits = _in_language(locale, f"{rounded:,.{places}f}")
    return _sign(exact if rounded else 0, signed=signed) + digits


def _in_language(locale: str, digits: str) -> str:
    """Digits as English has them, in the reader's language."""
    if locale.lower().startswith("en"):
        return digits
    return digits.replace(",", NARROW_SPACE).replace(".", ",")


def _sign(value: Decimal | int, *, signed: bool) -> str:
    if value < 0:
        return MINUS
    return "+" if signed and value else ""


def _rounded(value: Decimal, places: int) -> Decimal:
    if value.adjusted() + places >= 27:  # beyond the precision of the decimal context there is nothing to round
        return value
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
