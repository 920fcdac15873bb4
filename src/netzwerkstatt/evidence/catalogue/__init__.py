"""The store of official statistics: figures in Parquet files, the catalogue in the database, one way to ask.

from netzwerkstatt.evidence.catalogue import figures, population_by_age, definitions_differ
"""

from netzwerkstatt.evidence.catalogue.definitions import Definition, Difference, definitions_differ
from netzwerkstatt.evidence.catalogue.questions import (
    ALL_AGES,
    AgeGroups,
    AgeStructure,
    Break,
    Row,
    Source,
    breaks_among,
    breaks_between,
    figures,
    find_territories,
    indicators,
    latest_year,
    population_by_age,
    population_by_age_groups,
    territory,
    years_of,
)

__all__ = [
    "ALL_AGES",
    "AgeGroups",
    "AgeStructure",
    "Break",
    "Definition",
    "Difference",
    "Row",
    "Source",
    "breaks_among",
    "breaks_between",
    "definitions_differ",
    "figures",
    "find_territories",
    "indicators",
    "latest_year",
    "population_by_age",
    "population_by_age_groups",
    "territory",
    "years_of",
]
