"""The real files: published values, plausible sums, and every figure where the reader says it is."""

import gzip
import random
import time
import tracemalloc
from decimal import Decimal
from pathlib import Path

import pytest

from netzwerkstatt.engines.official_files import Format, Level, Sign, Table, Unreadable, read

OFFICIAL = (
    "destatis/12411-0006.csv",
    "destatis/12411-0012_laender_alter_1967-2022.csv",
    "destatis/12411-0013.csv",
    "destatis/12411-0018_kreise_2015-2020.csv",
    "destatis/12612-0002.csv",
    "destatis/12613-0004.csv",
    "destatis/12621-0001_sterbetafel_2016-2018.csv",
    "destatis/12621-0001_sterbetafel_2020-2022.csv",
    "destatis/12621-0001_sterbetafel_2022-2024.csv",
    "destatis/22411-02-03-4_pflege_kreise_2019.csv",
    "ffcsv_samples/1000A-2022_deq_flat.csv",
    "ffcsv_samples/11111-02-01-4_de_flat.csv",
    "ffcsv_samples/12211-0001_de_flat.csv",
    "ffcsv_samples/12211-0001_en_flat.csv",
    "ffcsv_samples/12211-Z-11_deq_flat.csv",
    "ffcsv_samples/12411-01-01-4_de_flat.csv",
    "ffcsv_samples/2000S-2003_de_flat.csv",
    "ffcsv_samples/23111-0001_de_flat.csv",
    "ffcsv_samples/4000W-2030_de_flat.csv",
    "ffcsv_samples/AI-N-01-2-5_de_flat_head2000.csv",
    "prognosen/12421-0002_deutschland_varianten_2021_2050_2060.csv",
    "regio2015/12411-02-03-5.csv.gz",
    "regio2015/12411-04-01-4.csv.gz",
    "regio2015/12411-04-02-4.csv.gz",
    "regio2015/12411-07-01-5.csv",
    "regio2015/12612-01-01-4.csv",
    "regio2015/12612-02-01-4.csv",
    "regio2015/12613-01-01-4.csv",
    "regio2015/12613-02-02-4.csv",
    "regio2015/12711-01-03-5.csv.gz",
    "regio2015/12711-02-02-4.csv",
    "regio2015/12711-04-02-4.csv",
    "regio2015/21111-01-03-4.csv",
    "regio2015/22411-02-02-4.csv",
    "regio2015/22541-01-04-4.csv",
    "regio2015/22543-01-02-4.csv",
    "regio2015/23111-01-04-4.csv",
    "zensus2022/1000A-0000_de_flat.csv",
)
OTHER_SHAPES = {
    "destatis/12612-0001_births_by_sex_1950-2024.csv": "No table number",
    "destatis/12612-0008_asfr_1972-2024.csv": "No table number",
    "destatis/kreise_einzelalter_2024-12-31.csv.gz": "separated by commas",
    "destatis/sterbetafel-2018-2020.xlsx": "an Excel or Word document",
    "gv/AuszugGV2Q_2024-06-30.xlsx": "an Excel or Word document",
    "gv/gemeinden_2024-06-30.csv": "separated by commas",
    "inkar/inkar_export_kreise_2017_muster.csv": "No table number",
    "prognosen/12421-0003_laender_varianten_15kbv.csv": "No table number",
    "prognosen/12421-0004_laender_alter_varianten_2019-2060.csv.gz": "No table number",
}
KREISE = "destatis/12411-0018_kreise_2015-2020.csv"


def opened(shared_data: Path, name: str) -> Table:
    path = shared_data / "demography" / name
    return read(path.read_bytes(), path.name)


@pytest.mark.parametrize("name", OFFICIAL)
def test_an_official_file_is_read_and_each_figure_stands_where_the_cell_says(shared_data, name):
    table = opened(shared_data, name)

    assert name.rpartition("/")[2].startswith(table.code)
    assert table.title
    assert table.dates
    assert table.territories()
    assert all(measure.label for measure in table.measures)
    chance = random.Random(name)  # noqa: S311 - the same cells every time, nothing secret
    rows, columns = table.body.rows, table.body.columns
    for _ in range(200):
        row, column = chance.randrange(len(rows.starts)), chance.choice(columns)
        cell = table.at(f"{rows.numbers[row]}:{column.field + 1}")
        assert table.data[cell.offset : cell.offset + cell.length].decode(table.encoding) == cell.raw
        assert table.data.count(b"\n", 0, cell.offset) == cell.line - 1
        assert (cell.value is None) == (cell.sign not in (None, Sign.ZERO))
        assert cell.territory
        assert cell.date


@pytest.mark.parametrize(("name", "reason"), OTHER_SHAPES.items())
def test_a_file_of_another_shape_is_refused_with_its_reason(shared_data, name, reason):
    with pytest.raises(Unreadable, match=reason):
        opened(shared_data, name)


# ---------------------------------------------------------------------- published values


def test_flensburg_had_1143_boys_under_three_at_the_end_of_2015(shared_data):
    table = opened(shared_data, KREISE)

    [cell] = table.select("01001", "31.12.2015", {"sex": "männlich", "age": "unter 3 Jahre"})

    assert (cell.raw, cell.value, cell.sign) == ("1143", 1143, None)
    assert (cell.line, cell.column) == (7, 4)
    assert cell.definition == "Bevölkerungsstand (Anzahl) · Geschlecht: männlich · Altersgruppe: unter 3 Jahre"
    assert table.format is Format.CLASSIC
    assert table.encoding == "cp1252"
    assert table.statistic.label == "Fortschreibung des Bevölkerungsstandes"
    assert table.attribution.institution == "Statistisches Bundesamt (Destatis)"
    assert table.attribution.from_file
    assert table.as_of is not None
    assert table.as_of.isoformat() == "2021-08-17T13:26:54"


def test_a_district_is_a_grid_of_34_groups_and_six_dates(shared_data):
    table = opened(shared_data, KREISE)

    grid = table.grid("14626")

    assert [str(date) for date in grid.columns][::5] == ["31.12.2015", "31.12.2020"]
    assert len(grid.rows) == 34
    assert grid.rows[0].label == "männlich · unter 3 Jahre"
    assert sum(row.cells[0].value for row in grid.rows) == 260_000
    assert sum(row.cells[5].value for row in grid.rows) == 250_558


def test_the_districts_add_up_to_the_country(shared_data):
    table = opened(shared_data, KREISE)

    total = sum(cell.value for cell in table.select(date="2015-12-31"))

    assert total == 82_175_684  # 12411-02-03-5 gives the same for Germany


def test_the_municipalities_of_a_district_add_up_to_the_district(shared_data):
    table = opened(shared_data, "regio2015/12411-02-03-5.csv.gz")
    everybody = {"sex": "Insgesamt", "age": "Insgesamt"}

    [district] = table.select("14626", where=everybody)
    places = [p for p in table.territories("14626") if p.level is Level.MUNICIPALITY and p.present]

    assert len(places) > 50
    assert sum(table.select(place, where=everybody)[0].value for place in places) == district.value == 260_000


def test_a_dissolved_district_is_known_by_its_dashes_and_none_becomes_a_zero(shared_data):
    table = opened(shared_data, "ffcsv_samples/12411-01-01-4_de_flat.csv")

    gone = table.territory("14263")

    assert gone is not None
    assert not gone.present
    assert [cell.value for cell in table.select(gone)] == [None] * 3
    assert {cell.sign for cell in table.select(gone)} == {Sign.NOTHING}
    assert sum(not place.present for place in table.territories()) == 74


def test_the_flat_file_has_goerlitz_at_the_end_of_2024(shared_data):
    table = opened(shared_data, "ffcsv_samples/12411-01-01-4_de_flat.csv")

    [cell] = table.select("14626", "2024-12-31", {"GES": "Insgesamt"})

    assert cell.raw == "243958"
    assert cell.definition == "Bevölkerungsstand (Anzahl) · Geschlecht: Insgesamt"
    assert cell.coordinates == {"measure": "BEVSTD", "date": "2024-12-31", "territory": "14626", "GES": "Insgesamt"}
    assert table.attribution.institution == "Statistische Ämter des Bundes und der Länder"
    assert not table.attribution.from_file


def test_the_census_counts_the_city_of_goerlitz_under_its_municipality_key(shared_data):
    table = opened(shared_data, "zensus2022/1000A-0000_de_flat.csv")

    [cell] = table.select("14626110")

    assert cell.territory.key == "146260110110"
    assert cell.raw == "54664"
    municipalities = sum(c.value for c in table if c.territory.level is Level.MUNICIPALITY)
    assert municipalities == pytest.approx(table.select("DG")[0].value, rel=2e-4)  # the census blurs small places


def test_german_and_english_downloads_hold_the_same_figures(shared_data):
    german = opened(shared_data, "ffcsv_samples/12211-0001_de_flat.csv")
    english = opened(shared_data, "ffcsv_samples/12211-0001_en_flat.csv")

    assert (german.language, english.language) == ("de", "en")
    assert [cell.value for cell in german] == [cell.value for cell in english]
    assert english.measures[0].label == "Population in primary residence households"


def test_a_quality_sign_belongs_to_the_figure_before_it(shared_data):
    table = opened(shared_data, "destatis/12621-0001_sterbetafel_2022-2024.csv")

    [cell] = table.select(
        where={"sex": "weiblich", "age": "0 Jahre"}, measure="Durchschnittliche Lebenserwartung [e(x)]"
    )

    assert (cell.raw, cell.value, cell.quality) == ("83,19", Decimal("83.19"), "e")
    assert cell.measure.unit == "Jahre"
    assert str(cell.date) == "2022/24"
    assert len(table.measures) == 7


def test_uncertain_and_unknown_figures_keep_their_signs(shared_data):
    table = opened(shared_data, "ffcsv_samples/12211-Z-11_deq_flat.csv")

    assert sum(cell.sign is Sign.UNCERTAIN for cell in table) == 29
    assert sum(cell.sign is Sign.NOTHING for cell in table) == 1_020
    assert sum(cell.quality == "()" for cell in table) == 14


def test_laender_in_the_header_are_places_with_their_keys(shared_data):
    table = opened(shared_data, "destatis/12411-0013.csv")

    [cell] = table.select("14", "31.12.2015", {"sex": "weiblich", "age": "unter 1 Jahr"})

    assert cell.territory.name == "Sachsen"
    assert len(table.territories()) == 16


def test_dates_in_the_header_are_dates(shared_data):
    table = opened(shared_data, "prognosen/12421-0002_deutschland_varianten_2021_2050_2060.csv")

    assert [str(date) for date in table.dates] == ["31.12.2021", "31.12.2050", "31.12.2060"]
    assert table.measures[0].unit == "1000"
    [cell] = table.select("DG", "31.12.2050", {"d1": "BEV-VARIANTE-01", "sex": "männlich", "age": "unter 1 Jahr"})
    assert cell.raw == "339"


def test_damaged_letters_in_a_copy_are_said(shared_data):
    table = opened(shared_data, "destatis/12411-0006.csv")

    assert "damaged" in str(table.warnings[0])


# ---------------------------------------------------------------------- finding


def test_a_place_is_found_without_umlauts_by_key_and_by_part_of_its_name(shared_data):
    table = opened(shared_data, KREISE)

    assert [place.key for place in table.territories("gorlitz")] == ["14626"]
    assert [place.key for place in table.territories("1508")] == [
        "15081",
        "15082",
        "15083",
        "15084",
        "15085",
        "15086",
        "15087",
        "15088",
        "15089",
    ]
    assert "Mansfeld-Südharz, Landkreis" in [place.name for place in table.territories("SÜDHARZ")]
    assert table.territories("Atlantis") == ()


def test_a_figure_is_found_again_in_another_download_by_its_coordinates(shared_data):
    table = opened(shared_data, KREISE)
    text = (shared_data / "demography" / KREISE).read_bytes().decode("cp1252")
    rotated = text.splitlines(keepends=True)
    newer = read("".join([*rotated[:6], *rotated[400:-4], *rotated[6:400], *rotated[-4:]]).encode(), "12411-0018.csv")
    cell = table.at("391:20")

    found = newer.find(cell.coordinates)

    assert found.raw == cell.raw
    assert found.line != cell.line
    assert newer.encoding == "utf-8"


@pytest.mark.parametrize("name", ["regio2015/12411-02-03-5.csv.gz", "zensus2022/1000A-0000_de_flat.csv", KREISE])
def test_the_largest_files_open_in_under_a_second_and_150_megabytes(shared_data, name):
    data = (shared_data / "demography" / name).read_bytes()
    durations = []
    for _ in range(2):
        start = time.perf_counter()
        table = read(data, name)
        table.grid(table.territories()[5])
        durations.append(time.perf_counter() - start)
    tracemalloc.start()
    read(data, name)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert min(durations) < 1
    assert peak < 150_000_000


def test_a_compressed_file_is_the_same_table(shared_data):
    data = (shared_data / "demography" / KREISE).read_bytes()

    assert read(gzip.compress(data), "a.csv.gz").sha256 == read(data, "a.csv").sha256
