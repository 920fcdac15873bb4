"""What the evidence room keeps: cards that quote figures, the catalogue of statistics, futures and scenarios."""

from netzwerkstatt.evidence.models.boundaries import Boundaries, Outline
from netzwerkstatt.evidence.models.cards import EvidenceCard, OfficialFile
from netzwerkstatt.evidence.models.catalogue import Dataset, Indicator, Series, Territory, TerritoryChange
from netzwerkstatt.evidence.models.imports import LaterFigures, RegisterColumns, StatisticsImport
from netzwerkstatt.evidence.models.projections import Projection, ScenarioEntry

__all__ = [
    "Boundaries",
    "Dataset",
    "EvidenceCard",
    "Indicator",
    "LaterFigures",
    "OfficialFile",
    "Outline",
    "Projection",
    "RegisterColumns",
    "ScenarioEntry",
    "Series",
    "StatisticsImport",
    "Territory",
    "TerritoryChange",
]
