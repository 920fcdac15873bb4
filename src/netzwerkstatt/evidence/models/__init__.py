"""What the evidence room keeps: cards that quote figures, the catalogue of statistics, and files that are coming in."""

from netzwerkstatt.evidence.models.cards import EvidenceCard, OfficialFile
from netzwerkstatt.evidence.models.catalogue import Dataset, Indicator, Series, Territory, TerritoryChange
from netzwerkstatt.evidence.models.imports import LaterFigures, RegisterColumns, StatisticsImport

__all__ = [
    "Dataset",
    "EvidenceCard",
    "Indicator",
    "LaterFigures",
    "OfficialFile",
    "RegisterColumns",
    "Series",
    "StatisticsImport",
    "Territory",
    "TerritoryChange",
]
