"""Fractions as people read them, without a detour over binary numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def rounded(value: Fraction | int | None, places: int = 1) -> Decimal | None:
    """The nearest decimal with so many places; halves go away from zero, as on every pocket calculator."""
    if value is None:
        return None
    scaled = abs(Fraction(value)) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-whole if value < 0 else whole).scaleb(-places)
