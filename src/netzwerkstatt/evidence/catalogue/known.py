"""The indicators that the product knows by name: their keys, names and definitions in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from netzwerkstatt.evidence.models.catalogue import Indicator

STOCK, FLOW, RATIO = Indicator.Kind.STOCK, Indicator.Kind.FLOW, Indicator.Kind.RATIO


@dataclass(frozen=True)
class Known:
    """One indicator: its key, kind, name and what exactly it counts."""

    key: str
    kind: str
    name: str
    definition: str


KNOWN: Final = {
    one.key: one
    for one in (
        Known(
            "population_total", STOCK, gettext_noop("Official population"),
            gettext_noop("People with their only or main residence here on 31 December, carried forward from the last census."),
        ),
        Known(
            "population_by_age_sex", STOCK, gettext_noop("Population by age and sex"),
            gettext_noop("People with their only or main residence here on 31 December, by completed years of age, carried forward from the last census."),
        ),
        Known(
            "census_population", STOCK, gettext_noop("Population of the census"),
            gettext_noop("People counted by the census on its reference date; later figures are carried forward from it."),
        ),
        Known(
            "census_population_by_age", STOCK, gettext_noop("Population of the census by age"),
            gettext_noop("People counted by the census on its reference date, by completed years of age."),
        ),
        Known(
            "register_population_by_age_sex", STOCK, gettext_noop("Population of the city's own register by age and sex"),
            gettext_noop("People in the city's own register of residents on the day of the export, by completed years of age. It differs from the official population: other rules for second homes, corrections and dates."),
        ),
        Known(
            "births", FLOW, gettext_noop("Live births"),
            gettext_noop("Children born alive in the year, by the mother's place of residence."),
        ),
        Known(
            "births_by_age_of_mother", FLOW, gettext_noop("Live births by age of the mother"),
            gettext_noop("Children born alive in the year, by the mother's place of residence and age."),
        ),
        Known(
            "deaths", FLOW, gettext_noop("Deaths"),
            gettext_noop("People who died in the year, by their last place of residence."),
        ),
        Known(
            "deaths_by_age", FLOW, gettext_noop("Deaths by age"),
            gettext_noop("People who died in the year, by their last place of residence and age."),
        ),
        Known(
            "moves_in", FLOW, gettext_noop("Moves in, over the municipality's border"),
            gettext_noop("Moves from another municipality or from abroad in the year. Moves between municipalities of one district count."),
        ),
        Known(
            "moves_out", FLOW, gettext_noop("Moves out, over the municipality's border"),
            gettext_noop("Moves to another municipality or abroad in the year. Moves between municipalities of one district count."),
        ),
        Known(
            "moves_in_by_age", FLOW, gettext_noop("Moves in by age, over the municipality's border"),
            gettext_noop("Moves from another municipality or from abroad in the year, by age. Moves between municipalities of one district count."),
        ),
        Known(
            "moves_out_by_age", FLOW, gettext_noop("Moves out by age, over the municipality's border"),
            gettext_noop("Moves to another municipality or abroad in the year, by age. Moves between municipalities of one district count."),
        ),
        Known(
            "district_moves_in", FLOW, gettext_noop("Moves in, over the district's border"),
            gettext_noop("Moves from another district or from abroad in the year. Moves within the district do not count."),
        ),
        Known(
            "district_moves_out", FLOW, gettext_noop("Moves out, over the district's border"),
            gettext_noop("Moves to another district or abroad in the year. Moves within the district do not count."),
        ),
        Known(
            "district_moves_in_by_age", FLOW, gettext_noop("Moves in by age, over the district's border"),
            gettext_noop("Moves from another district or from abroad in the year, by age. Moves within the district do not count."),
        ),
        Known(
            "district_moves_out_by_age", FLOW, gettext_noop("Moves out by age, over the district's border"),
            gettext_noop("Moves to another district or abroad in the year, by age. Moves within the district do not count."),
        ),
        Known(
            "area", STOCK, gettext_noop("Area"), gettext_noop("Area of the territory on the reference date."),
        ),
        Known(
            "mean_age", RATIO, gettext_noop("Mean age"),
            gettext_noop("Sum of the ages of all residents, each with half a year added to the completed years, divided by their number."),
        ),
        Known(
            "care_recipients", STOCK, gettext_noop("People in need of care"),
            gettext_noop("People who receive benefits of the long-term care insurance, on 15 or 31 December of every second year."),
        ),
        Known(
            "childcare_places", STOCK, gettext_noop("Approved places in day care for children"),
            gettext_noop("Places for which day-care centres have permission, on 1 March."),
        ),
        Known(
            "children_in_care", STOCK, gettext_noop("Children in day care"),
            gettext_noop("Children cared for in day-care centres, on 1 March, by age."),
        ),
        Known(
            "pupils", STOCK, gettext_noop("Pupils at general schools"),
            gettext_noop("Pupils at schools of general education in the place of the school, in the school year."),
        ),
        Known(
            "hospital_beds", STOCK, gettext_noop("Hospital beds"),
            gettext_noop("Beds set up in hospitals in the place of the hospital."),
        ),
    )
}  # fmt: skip


def name_of(key: str) -> str:
    """The indicator's name in the language of the page; empty for one that only a file names."""
    known = KNOWN.get(key)
    return _(known.name) if known else ""


def definition_of(key: str) -> str:
    """What exactly is counted; empty for an indicator that only a file names."""
    known = KNOWN.get(key)
    return _(known.definition) if known else ""
