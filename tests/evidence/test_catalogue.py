"""The store of statistics: what is asked comes back with definition, date and source; unlike things stay apart."""

import datetime

import pytest

from netzwerkstatt.evidence.catalogue import (
    definitions_differ,
    figures,
    find_territories,
    indicators,
    plain_figures,
    population_by_age,
    population_by_age_groups,
    shelf,
    territory,
    years_of,
)
from netzwerkstatt.evidence.catalogue.browsing import csv_lines
from netzwerkstatt.evidence.catalogue.keys import number_of
from netzwerkstatt.evidence.importing.entering import enter_statistics
from netzwerkstatt.evidence.importing.preparing import prepare
from netzwerkstatt.evidence.models import Dataset, Territory
from tests.evidence.conftest import CLASSIC, FLAT, RETRIEVED, official

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(coordinator, tmp_path):
    """Import bytes under a name, as the administrator."""

    def run(name, data, retrieved_on=RETRIEVED, **more):
        path = tmp_path / "incoming"
        path.write_bytes(data)
        return enter_statistics(actor=coordinator, prepared=prepare(path, name), retrieved_on=retrieved_on, **more)

    return run


def test_figures_come_with_definition_date_territory_and_source(enter):
    dataset = enter(FLAT, official(FLAT))
    [row] = figures(["15087"], "population_total")
    assert (row.time, row.year) == ("2024-12-31", 2024)
    assert row.value == 129_029
    assert row.name == "Mansfeld-Südharz, Landkreis"
    assert row.definition.indicator == "population_total"
    assert row.source.table_code == "12411-01-01-4"
    assert row.source.file_sha256 == dataset.file.sha256
    assert "12411-01-01-4" in row.source.line
    assert row.unit == "Anzahl"
    assert row.definition.sentence
    assert (row.line, row.column) > (1, 1)
    assert row.source.licence == dataset.licence == "dl-de/by-2-0"
    assert row.source.retrieved_on == RETRIEVED
    assert row.source.figures_sha256 == dataset.figures_sha256
    assert row.source.territory_status == dataset.territory_status


def test_quality_and_the_state_of_the_borders_come_with_the_figure_and_stand_in_its_csv(enter):
    data = official(FLAT).replace(b";value_variable_label\n", b";value_variable_label;value_q\n")
    data = b"\n".join(line + b";p" if b";Anzahl;" in line else line for line in data.split(b"\n"))
    data = data.replace("Fortschreibung des Bevölkerungsstandes".encode(), b"Fortschreibung (Gebietsstand 15.05.2022)")
    dataset = enter(FLAT, data)
    [row] = figures(["15087"], "population_total")
    assert row.quality == "p"
    assert row.source.territory_status.endswith("15.05.2022")
    head, *lines = "".join(csv_lines(dataset)).removeprefix("\ufeff").splitlines()
    line = dict(zip(head.split(";"), next(one for one in lines if ";15087;" in one).split(";"), strict=True))
    assert (line["quality"], line["licence"], line["retrieved_on"]) == ("p", "dl-de/by-2-0", "2025-11-03")
    assert line["territory_status"].endswith("15.05.2022")
    assert (line["unit"], line["file_sha256"], line["definition"] != "") == ("Anzahl", dataset.file.sha256, True)


def test_the_same_file_twice_changes_nothing(enter):
    first = enter(FLAT, official(FLAT))
    territories = list(Territory.objects.values_list())
    assert enter("another_name.csv", official(FLAT)) == first
    assert Dataset.objects.count() == 1
    assert list(Territory.objects.values_list()) == territories


def test_age_groups_come_as_the_file_has_them(enter):
    enter(CLASSIC, official(CLASSIC))
    groups = population_by_age_groups("15087", datetime.date(2020, 12, 31))
    assert groups.starts[:4] == (0, 3, 6, 10)
    assert groups.counts.shape == (2, 17)
    assert groups.ages(18, 24) == groups.counts[:, 5:7].sum()
    assert groups.ages(0, 17) is not None
    assert groups.ages(0, 18) is None, "the groups do not end there"
    assert population_by_age("15087") is None, "groups are no single years"


def test_questions_cost_two_queries(enter, django_assert_max_num_queries):
    enter(FLAT, official(FLAT))
    enter(CLASSIC, official(CLASSIC))
    with django_assert_max_num_queries(4):
        figures(["15087", "14626"], ["population_total", "population_by_age_sex"], sex=None)
    with django_assert_max_num_queries(2):
        figures(["15087", "14626"], ["population_total", "population_by_age_sex"], sex=None)


def test_the_figures_of_a_comparison_are_those_that_are_asked_one_by_one(enter):
    enter(FLAT, official(FLAT))
    enter(CLASSIC, official(CLASSIC))
    places, keys = ["15087", "14626"], ["population_total", "population_by_age_sex"]
    rows = [row for row in figures(places, keys, sex=None) if row.definition.is_whole]
    plain = plain_figures(places, keys, sorted({row.year for row in rows}))
    assert rows
    assert sorted(one[:4] for one in plain) == sorted((row.territory, row.year, row.time, row.value) for row in rows)


def test_series_that_do_not_follow_each_other_are_read_together(enter):
    dataset = enter(CLASSIC, official(CLASSIC))
    known = figures(["15087"], "population_by_age_sex", sex=None)
    apart = {row.series for row in known if row.series % 2}
    assert len(apart) > shelf.FEW
    found = shelf.scan(dataset.figures_sha256, series=apart, territories=[number_of("15087")], years=None).collect()
    asked = [(row.series, row.time, row.value) for row in known if row.series in apart]
    assert sorted(found.select("series", "time", "value").iter_rows()) == sorted(asked)


def test_definitions_that_differ_are_named_with_the_way_out(enter):
    enter(CLASSIC, official(CLASSIC))
    rows = figures(["15087"], "population_by_age_sex", [2020], sex="m")
    assert not definitions_differ([rows[0].definition, rows[0].definition])
    [difference] = definitions_differ([rows[0].definition, rows[1].definition])
    assert difference.aspect == "age"
    assert "under 3 years" in difference.reason
    assert difference.way_out


def test_the_catalogue_lists_keysyears_and_places(enter):
    enter(CLASSIC, official(CLASSIC))
    assert [one.key for one in indicators()] == ["population_by_age_sex"]
    assert years_of("population_by_age_sex") == (2015, 2016, 2017, 2018, 2019, 2020)
    assert territory("15087").name.startswith("Mansfeld")
    assert [one.key for one in find_territories("sudharz")] == ["15087"]
