"""What the evidence room keeps: cards that quote figures, the catalogue of statistics, and files that are coming in."""

from netzwerkstatt.evidence.models.cards import EvidenceCard, OfficialFile
from netzwerkstatt.evidence.models.catalogue import Dataset, Indicator, Series, Territory, TerritoryChange

__all__ = ["Dataset", "EvidenceCard", "Indicator", "OfficialFile", "Series", "Territory", "TerritoryChange"]
