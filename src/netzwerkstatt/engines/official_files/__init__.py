"""Official statistics, read from the files in which the offices hand them out."""

from netzwerkstatt.engines.official_files.classic import DAMAGED_LETTERS
from netzwerkstatt.engines.official_files.errors import MESSAGES as ERROR_MESSAGES
from netzwerkstatt.engines.official_files.errors import Unreadable
from netzwerkstatt.engines.official_files.flat import NO_NUMBER_INSIDE
from netzwerkstatt.engines.official_files.model import (
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
from netzwerkstatt.engines.official_files.reader import DEFAULT_LIMIT, read
from netzwerkstatt.engines.official_files.table import Table

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
