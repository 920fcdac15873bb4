"""What the evidence room keeps: cards that quote figures, the catalogue of statistics, futures, scenarios and boundaries."""

from netzwerkstatt.evidence.models.cards import EvidenceCard, OfficialFile
from netzwerkstatt.evidence.models.catalogue import Dataset, Indicator, Series, Territory, TerritoryChange
from netzwerkstatt.evidence.models.imports import LaterFigures, RegisterColumns, StatisticsImport
from netzwerkstatt.evidence.models.projections import Boundary, Projection, ScenarioEntry

__all__ = [
    "Boundary",
    "Dataset",
    "EvidenceCard",
    "Indicator",
    "LaterFigures",
    "OfficialFile",
    "Projection",
    "RegisterColumns",
    "ScenarioEntry",
    "Series",
    "StatisticsImport",
    "Territory",
    "TerritoryChange",
]
