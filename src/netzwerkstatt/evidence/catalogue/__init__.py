"""The store of official statistics: figures in Parquet files, the catalogue in the database, one way to ask.

from netzwerkstatt.evidence.catalogue import figures, population_by_age, definitions_differ
"""

from netzwerkstatt.evidence.catalogue.cells import Source
from netzwerkstatt.evidence.catalogue.definitions import Definition, Difference, definitions_differ
from netzwerkstatt.evidence.catalogue.questions import (
    AgeGroups,
    AgeStructure,
    Break,
    Plain,
    Row,
    age_groups,
    breaks_among,
    breaks_between,
    figures,
    find_territories,
    indicators,
    latest_year,
    plain_figures,
    population_by_age,
    population_by_age_groups,
    territory,
    years_of,
)

__all__ = [
    "AgeGroups",
    "AgeStructure",
    "Break",
    "Definition",
    "Difference",
    "Plain",
    "Row",
    "Source",
    "age_groups",
    "breaks_among",
    "breaks_between",
    "definitions_differ",
    "figures",
    "find_territories",
    "indicators",
    "latest_year",
    "plain_figures",
    "population_by_age",
    "population_by_age_groups",
    "territory",
    "years_of",
]
