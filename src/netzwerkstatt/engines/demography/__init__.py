"""Demography: official statistics, read from the files in which the offices hand them out."""

from netzwerkstatt.engines.demography.classic import DAMAGED_LETTERS
from netzwerkstatt.engines.demography.errors import MESSAGES as ERROR_MESSAGES
from netzwerkstatt.engines.demography.errors import Unreadable
from netzwerkstatt.engines.demography.flat import NO_NUMBER_INSIDE
from netzwerkstatt.engines.demography.model import (
    QUALITY_MEANINGS,
    SIGN_MEANINGS,
    Attribution,
    Category,
    Cell,
    Dimension,
    Format,
    Grid,
    GridRow,
    Level,
    Measure,
    Moment,
    Notice,
    Role,
    Sign,
    Statistic,
    Territory,
)
from netzwerkstatt.engines.demography.reader import DEFAULT_LIMIT, read
from netzwerkstatt.engines.demography.table import Table

MESSAGES = (*ERROR_MESSAGES, NO_NUMBER_INSIDE, DAMAGED_LETTERS)

__all__ = [
    "DEFAULT_LIMIT",
    "MESSAGES",
    "QUALITY_MEANINGS",
    "SIGN_MEANINGS",
    "Attribution",
    "Category",
    "Cell",
    "Dimension",
    "Format",
    "Grid",
    "GridRow",
    "Level",
    "Measure",
    "Moment",
    "Notice",
    "Role",
    "Sign",
    "Statistic",
    "Table",
    "Territory",
    "Unreadable",
    "read",
]
