from decimal import Decimal

import pytest

from netzwerkstatt.evidence.drawing import Words, chart_of, short_dates
from netzwerkstatt.evidence.figures import Figure, Place, distinct_labels
from netzwerkstatt.evidence.queries import readable_date
from netzwerkstatt.evidence.reading import CENSUS
from netzwerkstatt.foundation.ui.charts import ChartKind, draw

WORDS = Words("The finding", "what, where, when", "© office", "Bevölkerungsstand", "Anzahl")
MANSFELD, BAUTZEN = Place("15087", "Mansfeld-Südharz", "district"), Place("14625", "Bautzen", "district")


def figure(year=2020, value=1, *, place=MANSFELD, raw=None, **categories):
    return Figure(
        raw if raw is not None else str(value), value, "", "", f"31.12.{year}", f"{year}-12-31", place,
        tuple((name, name, label) for name, label in categories.items()), year, len(categories), 0, 1, {},
    )  # fmt: skip


def test_one_figure_is_written_large():
    chart = chart_of(WORDS, [figure(value=1746)])
    assert chart.kind is ChartKind.FIGURE
    assert chart.unit == "Bevölkerungsstand"
    assert "1746" in draw(chart).alt.replace("\u202f", "").replace(",", "")


def test_a_few_dates_become_columns_named_by_year():
    chart = chart_of(WORDS, [figure(year) for year in (2017, 2015, 2016)])
    assert (chart.kind, chart.categories) == (ChartKind.COLUMNS, ("2015", "2016", "2017"))


def test_many_dates_become_a_line():
    assert chart_of(WORDS, [figure(year) for year in range(1990, 2020)]).kind is ChartKind.LINE


def test_the_line_breaks_where_a_new_census_begins():
    chart = chart_of(WORDS, [figure(year) for year in range(2008, 2025)], census_years=[2011, 2022])
    assert chart.kind is ChartKind.LINE
    assert [chart.categories[at] for at in sorted(chart.breaks)] == ["2011", "2022"]


@pytest.mark.parametrize("years", [range(2012, 2020), range(2000, 2010)])
def test_a_census_outside_of_the_years_breaks_nothing(years):
    chart = chart_of(WORDS, [figure(year) for year in years], census_years=[2011])
    assert chart.breaks == frozenset()


def test_men_and_women_over_time_are_two_lines_and_what_is_not_there_is_a_gap():
    figures = [figure(2015, 1, sex="m"), figure(2016, 2, sex="m"), figure(2016, 3, sex="f")]
    chart = chart_of(WORDS, figures)
    assert chart.kind is ChartKind.LINE
    assert [(row.label, row.values) for row in chart.series] == [("m", (1, 2)), ("f", (None, 3))]


def test_a_total_that_only_one_of_two_tables_writes_parts_nothing():
    figures = [
        one
        for place in (MANSFELD, BAUTZEN)
        for one in (figure(2015, 1, place=place, sex="Insgesamt"), figure(2022, 2, place=place))
    ]
    chart = chart_of(WORDS, figures)
    assert chart.kind is ChartKind.LINE
    assert [(row.label, row.values) for row in chart.series] == [("Mansfeld-Südharz", (1, 2)), ("Bautzen", (1, 2))]


def test_categories_of_one_date_become_bars():
    chart = chart_of(WORDS, [figure(age=age) for age in ("0–17", "18–24", "25–29")])
    assert (chart.kind, chart.categories) == (ChartKind.BARS, ("0–17", "18–24", "25–29"))


def test_men_and_women_by_age_are_grouped():
    chart = chart_of(WORDS, [figure(sex=sex, age=age) for sex in "mf" for age in ("0–17", "18–24", "25–29")])
    assert chart.kind is ChartKind.GROUPED
    assert [row.label for row in chart.series] == ["m", "f"]
    assert chart.categories == ("0–17", "18–24", "25–29")


def test_places_are_compared():
    chart = chart_of(WORDS, [figure(place=MANSFELD), figure(place=BAUTZEN)])
    assert (chart.kind, chart.categories) == (ChartKind.COMPARE, ("Mansfeld-Südharz", "Bautzen"))


def test_what_varies_in_every_way_is_named_in_full():
    figures = [figure(place=p, sex=s, age=a) for p in (MANSFELD, BAUTZEN) for s in "mf" for a in ("18–24", "25–29")]
    chart = chart_of(WORDS, figures)
    assert chart.kind is ChartKind.BARS
    assert len(set(chart.categories)) == len(figures)


def test_a_sign_is_printed_as_it_stands():
    chart = chart_of(WORDS, [figure(2015, 3), figure(2016, None, raw=" . ")])
    assert chart.series[0].values == (3, ".")


def test_decimals_stay():
    assert chart_of(WORDS, [figure(value=Decimal("5.90"))]).places == 2


@pytest.mark.parametrize(
    ("dates", "shown"),
    [
        (["31.12.2015", "31.12.2016"], ("2015", "2016")),
        (["2015-12-31", "2016-12-31"], ("2015", "2016")),
        (["30.06.2015", "31.12.2015"], ("30.06.2015", "31.12.2015")),
        (["2015", "2016"], ("2015", "2016")),
        (["Januar 2015"], ("Januar 2015",)),
    ],
)
def test_dates_are_shortened_only_where_nothing_is_lost(dates, shown):
    assert short_dates(dates) == shown


def test_a_date_is_written_out_however_the_file_writes_it():
    assert readable_date("2024-12-31") == "31 December 2024"
    assert readable_date("31.12.2024") == "31 December 2024"


@pytest.mark.parametrize(
    ("notes", "years"),
    [
        ("Ab 2011: Ergebnisse auf Grundlage des Zensus 2011.", ["2011"]),
        ("Ab 31.12.2022: Ergebnisse auf Grundlage des Zensus 2022.", ["2022"]),
        ("From 2022: results based on the 2022 census.", ["2022"]),
        ("Neue Länder ab 1990.\n\nAb 2011: Ergebnisse auf Grundlage des Zensus 2011.", ["2011"]),
        ("Ab 2016: Gesamtzahl der Sterbefälle.", []),
        ("", []),
    ],
)
def test_the_file_tells_from_when_a_new_census_counts(notes, years):
    assert CENSUS.findall(notes) == years


def test_a_label_says_what_differs():
    figures = [figure(2015, sex="m"), figure(2016, sex="m")]
    assert list(distinct_labels(figures).values()) == ["31.12.2015", "31.12.2016"]
    assert list(distinct_labels(figures[:1]).values()) == ["m · Mansfeld-Südharz · 31.12.2015"]
