"""From an official file to figures: real samples, broken files, uploads, register exports, newer figures."""

import datetime
import gzip
import html
import io
import re
import threading
import zipfile
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from netzwerkstatt.engines.official_files import Unreadable, inkar
from netzwerkstatt.engines.official_files.model import Category
from netzwerkstatt.engines.official_files.register import Choice, guess, look, read_register
from netzwerkstatt.engines.official_files.whole import read_columns, unpacked
from netzwerkstatt.evidence import store
from netzwerkstatt.evidence.actions import make_card
from netzwerkstatt.evidence.again import ask_again
from netzwerkstatt.evidence.catalogue import figures, population_by_age, population_by_age_groups, shelf, territory
from netzwerkstatt.evidence.catalogue.classify import age_of
from netzwerkstatt.evidence.catalogue.keys import key_of, number_of, same_place
from netzwerkstatt.evidence.from_store import Question, make_card_from_query
from netzwerkstatt.evidence.importing import arriving, entering, tasks
from netzwerkstatt.evidence.importing.entering import enter_statistics
from netzwerkstatt.evidence.importing.preparing import prepare
from netzwerkstatt.evidence.importing.showing import problem_of
from netzwerkstatt.evidence.models import (
    Dataset,
    EvidenceCard,
    Indicator,
    LaterFigures,
    OfficialFile,
    Series,
    StatisticsImport,
    Territory,
)
from netzwerkstatt.evidence.reading import table_of
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.problems.actions import name_problem, support_with_evidence
from tests.evidence import places
from tests.evidence.conftest import CLASSIC, FLAT, RETRIEVED, official

NEWER = datetime.date(2026, 2, 1)
REGISTER = (
    "Alter;Geschlecht;Anzahl\n"
    + "".join(f"{age};{sex};{100 + age}\n" for age in range(90) for sex in ("m", "w"))
    + "90+;m;40\n90+;w;77\n90+;d;1\n"
)


@pytest.fixture
def enter(coordinator, tmp_path):
    def run(name, data, retrieved_on=RETRIEVED, **more):
        path = tmp_path / "incoming-file"
        path.write_bytes(data)
        return enter_statistics(actor=coordinator, prepared=prepare(path, name), retrieved_on=retrieved_on, **more)

    return run


def refused(tmp_path, data, name="12411-01-01-4_de_flat.csv"):
    path = tmp_path / "broken"
    path.write_bytes(data)
    with pytest.raises(Unreadable) as caught, unpacked(path, name, limit=10_000_000) as (plain, plain_name):
        read_columns(plain, plain_name)
    return caught.value


NOT_AN_OFFICES = (
    "No table number was found. The first line of an official file reads",
    "separated by commas; official files use semicolons",
    "is not the Gemeindeverzeichnis",
)

# ── real files ──────────────────────────────────────────────────────────────


@pytest.mark.django_db
@pytest.mark.once
def test_every_real_sample_goes_the_way_of_an_upload_and_says_what_the_office_says(
    coordinator, shared_data, monkeypatch
):
    """The whole collection: what an office gave comes in whole, what somebody made of it is refused with what is expected."""
    read, entered = {}, set()
    prepared_of = tasks.prepared_of

    def once(arrival):  # the worker reads a file to show it and once more to enter it; here once is enough
        return read.pop(arrival.sha256, None) or read.setdefault(arrival.sha256, prepared_of(arrival))

    monkeypatch.setattr(tasks, "prepared_of", once)
    for path in sorted((shared_data / "demography").rglob("*.*")):
        arrival = arriving.offer_statistics(actor=coordinator, name=path.name, path=path, retrieved_on=RETRIEVED)
        arrival.refresh_from_db()
        if arrival.state == "refused":
            assert any(words in problem_of(arrival.problem) for words in NOT_AN_OFFICES), path.name
            continue
        assert arrival.state == "ready", (path.name, arrival.problem)
        preview = arrival.preview
        arriving.confirm_import(actor=coordinator, arrival=arrival)
        arrival.refresh_from_db()
        assert arrival.state == "done", (path.name, arrival.problem)
        dataset = arrival.dataset
        assert (dataset.table_code, dataset.figure_count) == (preview["table_code"], preview["figures"])
        assert dataset.figure_count > 0
        assert dataset.institution
        assert dataset.licence
        data = path.read_bytes()
        data = gzip.decompress(data) if path.suffix == ".gz" else data
        assert store.path_of(dataset.file.sha256).read_bytes() == data, "the original is kept, unpacked"
        entered.add(f"{path.parent.name}/{path.name}")
    assert len(entered) == Dataset.objects.count() == 40
    assert {one.partition("/")[0] for one in entered} == {
        "destatis", "ffcsv_samples", "gv", "inkar", "prognosen", "regio2015", "zensus2022",
    }  # fmt: skip
    assert not {one for one in entered if one.startswith(("wpp2024", "referenz", "wanderung"))}
    assert not arriving.incoming.path_of(arrival.sha256).exists() or arrival.state == "refused"

    def value(place, key, year=None, **more):
        return figures([place], key, year and [year], **more)[-1].value

    assert value("14626110", "mean_age") == 47.5
    assert value("14625240", "mean_age") == 52.1
    assert value("14626", "population_total", 2024) == 243_958
    assert value("14626110", "census_population") == 54_664
    assert value("14626110", "population_total", 2022) == 56_574, "from the Gemeindeverzeichnis"
    assert value("14626110", "area") == 67.53
    assert value("14626", "births", 2015) == 1896
    assert value("14626110", "moves_in") == 4071
    assert not figures(["14263"], "population_total", [2024]), "a district that is gone has no figures, not zero"
    assert territory("16073108").gone_by == datetime.date(2024, 6, 30), "Saalfelder Höhe is not in the directory"
    assert territory("16073077").gone_by is None
    cities = population_by_age_groups("14626110", 2015)
    assert cities.counts.sum() == 55_255
    assert population_by_age_groups("14626", 2015).counts.sum() == 260_000
    assert population_by_age("14626110") is None
    inkar = Dataset.objects.get(table_code="INKAR")
    assert inkar.series.count() == 11
    gifhorn = figures(["03151"], inkar.series.get(measure="Einwohner je Arzt").indicator.key)
    assert gifhorn[0].value == 1036.0
    shares = [row for row in figures(["05554"], "12211-lebensformen", sex=None) if row.quality]
    assert not shares or shares[0].quality == "e"


@pytest.mark.django_db
@pytest.mark.once
def test_the_demos_excerpts_are_imported(enter):
    import json
    from importlib import resources

    folder = resources.files("netzwerkstatt.site.demo").joinpath("statistics")
    for one in json.loads(folder.joinpath("index.json").read_text("utf-8")):
        enter(one["file"], folder.joinpath(one["file"]).read_bytes())
    ages = population_by_age("14626")
    assert ages.open_age == 90
    assert ages.counts.sum() == 243_958 == figures(["14626"], "population_total", [2024])[0].value
    assert ages.ages(0, 17) == ages.counts[:, :18].sum()
    assert (
        population_by_age("DG", nationality="d").counts.sum() + population_by_age("DG", nationality="a").counts.sum()
        == population_by_age("DG").counts.sum()
    )


# ── broken files ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("change", "reason", "line"),
    [
        (lambda d: d.replace(b";65367;", b";viele;"), "neither a figure", 2),
        (lambda d: d[:-30], "ends in the middle", None),
        (lambda d: d.replace(b";Anzahl;BEVSTD", b";Anzahl", 1), "columns; the header has", 2),
        (lambda d: d + d.splitlines(keepends=True)[1], "describe the same figure", None),
        (lambda d: d.replace(b";value;", b";wert;"), "lacks the column", 1),
        (lambda d: b"\xef\xbb\xbf" + "Bevölkerung".encode("cp1252") + d, "", None),
        (lambda d: b"", "empty", None),
        (lambda d: b"<!doctype html>", "web page", None),
        (lambda d: b"%PDF-1.7", "PDF", None),
        (lambda d: d.replace("ö".encode(), b"\x81\x8d", 3), "damaged at byte", None),
        (lambda d: gzip.compress(d)[:200], "compressed file is damaged", None),
        (lambda d: gzip.compress(b"0" * 20_000_000), "larger than", None),
    ],
)
def test_a_broken_file_is_refused_with_the_place(tmp_path, change, reason, line):
    objection = refused(tmp_path, change(official(FLAT)))
    assert reason in str(objection)
    if line:
        assert line <= (objection.line or 0) <= 13


def test_two_tables_in_one_file_are_refused(tmp_path):
    mixed = official(FLAT) + official(CLASSIC)
    assert refused(tmp_path, mixed).line or "damaged" in str(refused(tmp_path, mixed))


def test_an_archive_of_two_tables_and_one_that_lies_about_its_size_are_refused(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", official(FLAT))
        archive.writestr("b.csv", official(FLAT))
    assert "2 CSV files" in str(refused(tmp_path, buffer.getvalue()))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * 20_000_000)
    assert "larger than" in str(refused(tmp_path, buffer.getvalue()))


def _workbook(change=None, **parts):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Onlineprodukt_Gemeinden30062024"
    head = ["Gemeinden in Deutschland nach Fläche am 30.06.2024 (2. Quartal)", *[None] * 11]
    for row in (head, [], ["Satz-art"], [None, None, "Land"]):
        sheet.append(row)
    under = "Gebietsstand am 30.06.2024"
    sheet.append([None, None, under, *[None] * 5, "31.12.2022 (Jahr)", "am 31.12.2022 (Jahr)", None, None])
    sheet.append(["10", None, "14", None, None, None, None, "Sachsen", None, None, None, None])
    row = ["60", "63", "14", "6", "26", "0110", "110", "Görlitz, Stadt", 67.53, 56574, 27133, 29441]
    sheet.append(change(row) if change else row)
    sheet.append(["Quelle: Gemeindeverzeichnis-Informationssytem GV-ISys"])
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer, "a") as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/") + ".bin", data)
    return buffer.getvalue()


def test_the_directory_is_read_from_a_workbook_and_nothing_hides_in_it(tmp_path):
    path = tmp_path / "gv.xlsx"
    path.write_bytes(_workbook())
    columns = read_columns(path, "gv.xlsx")
    assert [place.ags for place in columns.places] == ["14", "14626110"]
    assert sorted(columns.frame["value"].to_list()) == [67.53, 27133, 29441, 56574]
    assert "macros" in str(refused(tmp_path, _workbook(xl__vbaProject=b"x"), "gv.xlsx"))
    assert "macros" in str(refused(tmp_path, _workbook(xl__externalLinks__one=b"x"), "gv.xlsx"))
    objection = refused(tmp_path, _workbook(lambda row: [*row[:9], "viele", *row[10:]]), "gv.xlsx")
    assert ("viele" in str(objection), objection.line, objection.column) == (True, 7, 10)
    objection = refused(tmp_path, _workbook(lambda row: [*row[:2], "4", *row[3:]]), "gv.xlsx")
    assert "expected is Land, 2 digits" in str(objection)
    other = io.BytesIO()
    openpyxl.Workbook().save(other)
    assert "is not the Gemeindeverzeichnis" in str(refused(tmp_path, other.getvalue(), "x.xlsx"))


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("first", ["directory", "figures"])
def test_a_directory_says_who_is_gone_and_an_excerpt_of_it_does_not(coordinator, tmp_path, monkeypatch, whole, first):
    if whole:
        monkeypatch.setattr(entering, "A_COUNTRY", 1)
    files = {"directory": ("gv.xlsx", _workbook()), "figures": ("12411-02-03-5.csv", places.age_groups(2015))}
    for name, data in sorted(files.values(), reverse=first == "directory"):
        path = tmp_path / name
        path.write_bytes(data)
        enter_statistics(actor=coordinator, prepared=prepare(path, name), retrieved_on=RETRIEVED)
    assert (territory(places.VILLAGE).gone_by is not None) is whole
    assert territory("14626110").gone_by is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('"01001";"Flensburg";"Stadt";"8,9"', "columns; the header has"),
        ('"01001";"Flensburg";"Stadt";"8,9";"viele"', "neither a figure"),
        ('"abc";"Flensburg";"Stadt";"8,9";"1"', "not the key"),
        ('"1001";"Flensburg";"Stadt";"8,9";"1.036,0"', ""),
    ],
)
def test_inkar_is_read_with_both_marks_and_its_lost_zeros(tmp_path, line, reason):
    text = f"Kennziffer;Raumeinheit;Aggregat;Quote;Einwohner je Arzt\n;;;2017;2017\n{line}\n".encode()
    if reason:
        assert reason in str(refused(tmp_path, text, "inkar.csv"))
        return
    path = tmp_path / "inkar.csv"
    path.write_bytes(text)
    columns = read_columns(path, "inkar.csv")
    assert columns.places[0].key == "01001"
    assert columns.frame["value"].to_list() == [8.9, 1036.0]


def test_the_old_flat_file_is_read(tmp_path):
    text = (
        "Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;1_Merkmal_Label;1_Auspraegung_Code;"
        "1_Auspraegung_Label;BEVSTD__Bevoelkerungsstand__Anzahl;BEVSTD__Bevoelkerungsstand__q\n"
        "12411;Fortschreibung des Bevölkerungsstandes;STAG;Stichtag;31.12.2022;KREISE;Kreise;14626;Görlitz;248273;e\n"
        "12411;Fortschreibung des Bevölkerungsstandes;STAG;Stichtag;31.12.2022;KREISE;Kreise;14263;Görlitz;-;\n"
    ).encode("cp1252")
    path = tmp_path / "old.csv"
    path.write_bytes(text)
    columns = read_columns(path, "12411-01-01-4.csv")
    assert columns.encoding == "cp1252"
    assert columns.frame.select("value", "quality", "line", "column").rows() == [(248273.0, 1, 2, 10)]
    assert columns.places[0].name == "Görlitz"
    assert columns.absent == ((1, 0),), "a district that is gone has no zero"


# ── laws ────────────────────────────────────────────────────────────────────


@given(st.text("0123456789", min_size=1, max_size=12) | st.sampled_from(["DG", "DE21H", "EU27"]))
def test_a_key_comes_back_from_its_number(key):
    assert key_of(number_of(key)) == key


@given(st.sampled_from(["02", "02000", "02000000", "11", "09162000", "09162", "14626110", "DG", "14"]))
def test_the_same_place_has_the_asked_key_first(key):
    assert same_place(key)[0] == key
    assert len(set(same_place(key))) == len(same_place(key))


@given(st.integers(0, 89), st.integers(1, 20))
def test_ages_are_understood_in_words_and_codes(first, width):
    last = first + width
    assert age_of(Category("", "", "", f"{first} bis unter {last} Jahre")) == (first, last - 1)
    assert age_of(Category("", "", "", f"{first} to under {last} years")) == (first, last - 1)
    assert age_of(Category("", "", "", f"{first} bis {last} Jahre")) == (first, last)
    assert age_of(Category("", "", "", f"{first} Jahre und mehr")) == (first, None)
    assert age_of(Category("", "", "", f"{first}-Jährige")) == (first, first)
    assert age_of(Category("", "", "", f"{first}-Jährige und Ältere")) == (first, None)
    assert age_of(Category("", "", f"ALT{first:03}B{last:02}" if last < 100 else "ALT000B15", "?")) in {
        (first, last - 1), (0, 14),
    }  # fmt: skip
    assert age_of(Category("", "", f"ALT{first:03}B{last:03}", "?")) == (first, last)
    assert age_of(Category("", "", f"ALT{first:03}UM", "?")) == (first, None)
    assert age_of(Category("", "", f"ALT{first:03}BXXX", "?")) == (first, None)
    assert age_of(Category("", "", "", f"Klassenstufe {first}")) is None


@pytest.mark.django_db
@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["14626", "15087", "02", "DG"]), st.sampled_from(["2023-12-31", "2024-12-31"])),
        st.integers(0, 10**9) | st.sampled_from([".", "...", "/", "x"]),
        min_size=1,
    )
)
def test_what_goes_into_the_store_comes_out_as_it_was(tmp_path_factory, given_figures):
    head = official(FLAT).splitlines()[0].decode("utf-8-sig")
    lines = [
        f"12411;Fortschreibung;STAG;Stichtag;{day};KREISE;Kreise;{key};Name {key};GES;Geschlecht;;Insgesamt;{value};Anzahl;BEVSTD;Bevölkerungsstand"
        for (key, day), value in given_figures.items()
    ]
    path = tmp_path_factory.mktemp("store") / "x_de_flat.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    prepared = prepare(path, "12411-01-01-4_de_flat.csv")
    rows = shelf.whole(prepared.figures_sha256).collect()
    found = {(key_of(row["territory"]), row["time"]): row for row in rows.iter_rows(named=True)}
    assert set(found) == set(given_figures)
    for slot, value in given_figures.items():
        assert found[slot]["value"] == (value if isinstance(value, int) else None)
    assert prepare(path, "12411-01-01-4_de_flat.csv").figures_sha256 == prepared.figures_sha256


# ── twice, and at the same time ─────────────────────────────────────────────


@pytest.mark.django_db(transaction=True)
def test_the_same_file_at_the_same_time_is_one_dataset(coordinator, tmp_path):
    path = tmp_path / "one"
    path.write_bytes(official(FLAT))
    prepared = prepare(path, FLAT)
    failures, made = [], []

    def run():
        try:
            made.append(enter_statistics(actor=coordinator, prepared=prepared, retrieved_on=RETRIEVED).pk)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert len(set(made)) == 1
    assert Dataset.objects.count() == 1
    assert Dataset.objects.get().series.count() == 3
    assert Event.objects.filter(type="evidence.statistics_imported").count() == 1


@pytest.mark.django_db
class TestUploads:
    def offered(self, client, person, data, name=FLAT, **more):
        client.force_login(person)
        file = io.BytesIO(data)
        file.name = name
        return client.post(
            reverse("evidence:imports"), {"file": file, "retrieved_on": "2025-11-03", **more}, follow=True
        )

    def test_a_file_is_shown_before_it_is_entered(self, client, coordinator):
        page = self.offered(client, coordinator, official(FLAT))
        assert not Dataset.objects.exists()
        [arrival] = StatisticsImport.objects.all()
        assert arrival.state == "ready"
        text = page.content.decode()
        assert "12411-01-01-4" in text
        assert "Official population" in text
        page = client.post(reverse("evidence:import_confirm", args=[arrival.public_id]), follow=True)
        assert "The figures are in the catalogue" in page.content.decode()
        dataset = Dataset.objects.get()
        assert store.path_of(dataset.file.sha256).read_bytes() == official(FLAT), "the original is kept"
        assert not arriving.incoming.path_of(arrival.sha256).exists()
        again = client.post(reverse("evidence:import_confirm", args=[arrival.public_id]), follow=True)
        assert again.status_code == 200
        assert Dataset.objects.count() == 1

    def test_a_broken_file_says_where_and_enters_nothing(self, client, coordinator):
        page = self.offered(client, coordinator, official(FLAT).replace(b";65367;", b";viele;"))
        text = page.content.decode()
        assert "“viele” in line" in text
        assert "Nothing was entered." in text
        assert "Import another file" in text
        assert not Dataset.objects.exists()
        assert not OfficialFile.objects.exists()
        assert not Territory.objects.exists()
        arrival = StatisticsImport.objects.get()
        client.post(reverse("evidence:import_give_up", args=[arrival.public_id]))
        assert not StatisticsImport.objects.exists()

    @pytest.mark.parametrize("quoted", [True, False])
    def test_the_whole_of_inkar_is_refused_with_the_way_out_however_large_it_is(
        self, client, coordinator, monkeypatch, quoted
    ):
        monkeypatch.setattr(inkar, "LARGEST", 50)
        head = "Bereich;ID;Kuerzel;Indikator;Raumbezug;Kennziffer;Name;Zeitbezug;Wert"
        line = "Demographie;11;q_bev;Bevölkerung;Kreise;1001;Flensburg;2022;92.550,0"
        lines = [";".join(f'"{cell}"' for cell in one.split(";")) if quoted else one for one in (head, line)]
        data = "\n".join(lines).encode("utf-8-sig" if quoted else "utf-8")
        text = self.offered(client, coordinator, data, "inkar_2025.csv").content.decode()
        assert "This is the whole of INKAR in one file" in text
        assert "export the table from there" in text
        assert not Dataset.objects.exists()

    def test_a_missing_table_number_is_asked_for(self, client, coordinator):
        self.offered(client, coordinator, official(FLAT), name="download.csv")
        arrival = StatisticsImport.objects.get()
        page = client.post(reverse("evidence:import_confirm", args=[arrival.public_id]))
        assert page.status_code == 422
        client.post(reverse("evidence:import_confirm", args=[arrival.public_id]), {"table_code": "12411-01-01-4"})
        assert Dataset.objects.get().table_code == "12411-01-01-4"

    def test_an_empty_or_too_large_file_is_refused_at_the_field(self, client, coordinator, settings):
        assert "The file is empty." in self.offered(client, coordinator, b"").content.decode()
        settings.MAX_STATISTICS_BYTES = 1_048_576
        assert "larger than 1 MB" in self.offered(client, coordinator, b"x" * 1_100_000).content.decode()
        assert not StatisticsImport.objects.exists()

    def test_who_may_import(self, client, coordinator, officer_of_hettstedt, invite, hettstedt, ministry_of_st):
        citizen = invite("Bea Baker", Role.CITIZEN, city=hettstedt)
        for person in (citizen, ministry_of_st):
            client.force_login(person)
            assert client.get(reverse("evidence:imports")).status_code in {403, 404}
        self.offered(client, coordinator, official(FLAT))
        arrival = StatisticsImport.objects.get()
        city_coordinator = invite("Cora Coord", Role.CITY_COORDINATOR, city=hettstedt)
        client.force_login(city_coordinator)
        assert client.get(reverse("evidence:imports")).status_code == 200
        assert client.get(reverse("evidence:import", args=[arrival.public_id])).status_code == 404
        with pytest.raises(NotAllowed):
            arriving.confirm_import(actor=city_coordinator, arrival=arrival)
        with pytest.raises(NotAllowed):
            arriving.offer_statistics(actor=citizen, name="x", path=None, retrieved_on=RETRIEVED)

    def test_an_interrupted_import_is_taken_up(self, client, coordinator):
        self.offered(client, coordinator, official(FLAT))
        StatisticsImport.objects.update(state="reading", preview=None)
        assert arriving.resume_imports(older_than=datetime.timedelta(0)) == 1
        assert StatisticsImport.objects.get().state == "ready"

    def test_progress_says_whether_it_moves(self, client, coordinator):
        self.offered(client, coordinator, official(FLAT))
        arrival = StatisticsImport.objects.get()
        address = reverse("evidence:import_progress", args=[arrival.public_id])
        assert client.get(address)["X-Moving"] == "no"
        StatisticsImport.objects.update(state="reading", read_bytes=50, all_bytes=100)
        answer = client.get(address)
        assert answer["X-Moving"] == "yes"
        assert "50 % read" in answer.content.decode()


@pytest.mark.django_db
def test_a_place_keeps_the_fullest_of_its_names_else_the_newest(enter):
    enter(FLAT, official(FLAT))
    text = official(FLAT).decode("utf-8").replace("2024-12-31", "2025-12-31").replace("Görlitz, Landkreis", "Görlitz")
    text = text.replace("15087;Mansfeld-Südharz, Landkreis", "15;Sachsen-Anhalt (BL)")
    text = text.replace("16073;Saalfeld-Rudolstadt, Landkreis", "16073;Saalekreis, Landkreis")
    text = text.replace("14625;Bautzen, Landkreis", "14625;")
    enter(FLAT, text.encode())
    names = dict(Territory.objects.values_list("key", "name"))
    assert names == {
        "14625": "Bautzen, Landkreis", "14626": "Görlitz, Landkreis", "15": "Sachsen-Anhalt",
        "15087": "Mansfeld-Südharz, Landkreis", "16073": "Saalekreis, Landkreis",
    }  # fmt: skip
    assert Territory.objects.get(key="14626").last_seen == datetime.date(2025, 12, 31)


@pytest.mark.django_db
def test_nothing_is_half_entered_when_the_last_step_fails(enter, coordinator, monkeypatch):
    monkeypatch.setattr(entering, "renew_after", lambda _keys, **_what: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        enter(FLAT, official(FLAT))
    for kind in (Dataset, OfficialFile, Territory, Series, Indicator):
        assert not kind.objects.exists(), kind
    assert not Event.objects.filter(type="evidence.statistics_imported").exists()


@pytest.mark.django_db
def test_the_command_enters_each_file_whole_or_says_where_it_is_wrong(tmp_path):
    paths = [tmp_path / name for name in (FLAT, "broken_de_flat.csv", "gone.csv")]
    paths[0].write_bytes(official(FLAT))
    paths[1].write_bytes(official(FLAT).replace(b";65367;", b";viele;"))
    out, err = io.StringIO(), io.StringIO()

    def run(*files, **options):
        call_command("import_statistics", *map(str, files), stdout=out, stderr=err, **options)

    with pytest.raises(CommandError, match=r"2 of 3 files"):
        run(*paths, retrieved_on="2025-11-03")
    dataset = Dataset.objects.get()
    assert dataset.retrieved_on == RETRIEVED
    assert f"{paths[0]}: 12411-01-01-4, {dataset.figure_count} figures" in out.getvalue()
    assert "“viele” in line" in err.getvalue()
    assert f"{paths[2]}: No such file" in err.getvalue()
    run(paths[0])
    assert "already there" in out.getvalue()
    assert Dataset.objects.count() == 1
    with pytest.raises(CommandError, match="2026-03-31"):
        run(paths[0], retrieved_on="yesterday")


# ── register exports ────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_a_register_export_names_its_columns_once(client, invite, hettstedt):
    person = invite("Cora Coord", Role.CITY_COORDINATOR, city=hettstedt)
    client.force_login(person)

    def send(text):
        file = io.BytesIO(text.encode("cp1252"))
        file.name = "bestand.csv"
        given = {"city": hettstedt.pk, "file": file, "retrieved_on": "2025-11-03"}
        return client.post(reverse("evidence:register"), given, follow=True)

    text = REGISTER.replace("Alter;Geschlecht;Anzahl", "AJ;G;Zahl")
    page = send(text)
    assert "AJ" in page.content.decode()
    arrival = StatisticsImport.objects.get()
    columns = reverse("evidence:import_columns", args=[arrival.public_id])
    assert client.post(columns, {"age": "AJ", "day": "2025-10-31"}).status_code == 422
    chosen = {"age": "AJ", "sex": "G", "count": "Zahl", "day": "2025-10-31"}
    page = client.post(columns, chosen, follow=True)
    assert "Population of the city" in page.content.decode()
    client.post(reverse("evidence:import_confirm", args=[arrival.public_id]))
    ages = population_by_age(hettstedt.ags, indicator="register_population_by_age_sex")
    assert ages.open_age == 90
    assert ages.counts[0, 0] == 100
    assert ages.counts[1, 90] == 77
    assert ages.time == "2025-10-31"
    assert population_by_age(hettstedt.ags) is None, "the register is never taken for the official population"
    page = send(text.replace("0;m;100", "0;m;101", 1))
    assert "as for the last export" in page.content.decode()
    for column in ("AJ", "G", "Zahl"):
        assert f'<option value="{column}" selected' in page.content.decode()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (REGISTER.replace("17;m;117", "siebzehn;m;117"), "is not an age"),
        (REGISTER.replace("17;m;117", "17;q;117"), "is not a sex"),
        (REGISTER.replace("17;m;117", "17;m;viele"), "not a number of people"),
        (REGISTER.replace("17;m;117", "17;m"), "columns; the header has"),
        (REGISTER.replace("17;m;117", "95;m;117"), "overlap"),
        ("Alter;Geschlecht;Anzahl\n" + "33;m;1\n44;w;1\n" * 300, "one line per person"),
    ],
)
def test_a_wrong_register_export_is_refused_with_the_place(tmp_path, text, reason):
    path = tmp_path / "r.csv"
    path.write_text(text, encoding="utf-8")
    choice = Choice("Alter", "Geschlecht", "Anzahl", day="2025-10-31")
    with pytest.raises(Unreadable) as caught:
        read_register(path, "r.csv", choice=choice, key="15087220", place="Hettstedt")
    assert reason in str(caught.value)


def test_columns_side_by_side_and_grouped_numbers_are_read(tmp_path):
    path = tmp_path / "r.csv"
    path.write_bytes("Alter,männlich,weiblich\nunter 1 Jahr,1.021,990\n1,12,13\n85 u. älter,7,20\nSumme,1,1\n".encode())
    assert guess(look(path.read_bytes()).header) == Choice("Alter", men="männlich", women="weiblich")
    choice = Choice("Alter", men="männlich", women="weiblich", day="2025-10-31")
    columns = read_register(path, "r.csv", choice=choice, key="15087220", place="Hettstedt")
    men = columns.frame.filter(columns.frame["series"] < 86)["value"].to_list()
    assert (men[0], men[1], men[2], men[85]) == (1021, 12, 0, 7)


# ── cards from the store, and newer figures ─────────────────────────────────


@pytest.mark.django_db
def test_a_view_becomes_a_card_that_keeps_question_answer_and_place(enter, officer_of_hettstedt):
    enter(CLASSIC, official(CLASSIC))
    question = Question(
        ("15087", "14626"), "population_by_age_sex", (2020,), sex="f", age=(20, 24), view="/evidence/data"
    )
    card = make_card_from_query(actor=officer_of_hettstedt, question=question, title="Women from 20 to 24")
    assert card.query["indicator"] == "population_by_age_sex"
    assert [figure.place.key for figure in card.read_figures] == ["15087", "14626"]
    data = store.fetch(card.file_sha256)
    for figure in card.read_figures:
        assert data[figure.offset : figure.offset + figure.length].decode(card.file.encoding) == figure.raw
        assert str(figure.value) == figure.raw.strip()
    assert card.sources[0]["table"] == "12411-0018"
    again = ask_again(card)
    assert again.holds
    assert again.same_today
    stored = Question.from_json(EvidenceCard.objects.get(pk=card.pk).query)
    assert stored == question


@pytest.mark.django_db
def test_unlike_things_do_not_become_one_card(enter, officer_of_hettstedt):
    enter(CLASSIC, official(CLASSIC))
    with pytest.raises(Invalid, match="no figure"):
        make_card_from_query(actor=officer_of_hettstedt, question=Question(("99999",), "births"), title="x")
    many = Question(("15087", "14626"), "population_by_age_sex", sex=None)
    with pytest.raises(Invalid, match="at most 240 figures"):
        make_card_from_query(actor=officer_of_hettstedt, question=many, title="x")


@pytest.mark.django_db
def test_the_page_of_a_view_makes_a_card_in_one_form(client, enter, officer_of_hettstedt):
    enter(FLAT, official(FLAT))
    client.force_login(officer_of_hettstedt)
    question = Question(("15087", "14626"), "population_total", (2024,), view="/evidence/data")
    assert Question.from_address(client.get(question.address).wsgi_request.GET) == question
    page = client.get(question.address)
    assert page.status_code == 200
    given = {"territory": ["15087", "14626"], "indicator": "population_total", "year": "2024", "title": "So many"}
    made = client.post(reverse("evidence:from_store"), given, follow=True)
    assert made.status_code == 200
    assert "The question behind the figures" in made.content.decode()
    assert client.get(reverse("evidence:from_store")).status_code == 422


@pytest.mark.django_db
def test_newer_figures_mark_the_card_and_what_rests_on_it_and_tell_the_owner_once(
    client, enter, officer_of_hettstedt, classic_file, young_women
):
    city = officer_of_hettstedt.memberships.get().city
    card = make_card(actor=officer_of_hettstedt, file=classic_file, refs=young_women, title="Fewer women", city=city)
    enter(CLASSIC, official(CLASSIC))
    question = Question(("15087",), "population_by_age_sex", (2020,), sex="f", age=(20, 24))
    asked = make_card_from_query(actor=officer_of_hettstedt, question=question, title="Women")
    problem = name_problem(actor=officer_of_hettstedt, city=city, statement="Young women leave", affected="all")
    support_with_evidence(actor=officer_of_hettstedt, problem=problem, card=card)
    assert not LaterFigures.objects.exists(), "the same figures change nothing"
    old = table_of(classic_file).at(young_women[-1])
    data = official(CLASSIC)
    changed = data[: old.offset] + b"999" + data[old.offset + old.length :]
    newer = changed.replace(b"Stand: 17.08.2021", b"Stand: 17.08.2025")
    enter(CLASSIC, newer, NEWER)
    assert {one.card_id for one in LaterFigures.objects.all()} == {card.pk, asked.pk}
    [change] = LaterFigures.objects.get(card=card).changes
    assert (change["before"], change["after"]) == (old.raw, "999")
    assert Event.objects.filter(type="evidence.figures_changed").count() == 2
    enter(CLASSIC, newer, NEWER)
    assert Event.objects.filter(type="evidence.figures_changed").count() == 2, "told once"
    for address in (card.get_absolute_url(), problem.get_absolute_url()):
        assert "Figure changed in the meantime" in client.get(address).content.decode()
    again = ask_again(EvidenceCard.objects.get(pk=asked.pk))
    assert (again.holds, again.same_today) == (True, False)


# ── pages ───────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_lists_cost_the_same_with_more_rows(client, enter, django_assert_max_num_queries):
    enter(FLAT, official(FLAT))
    for name in ("data", "indicators"):
        client.get(reverse(f"evidence:{name}"))
        with django_assert_max_num_queries(20):
            assert client.get(reverse(f"evidence:{name}")).status_code == 200
    for year in range(2016, 2024):
        enter(FLAT, official(FLAT).replace(b"2024-12-31", b"%d-12-31" % year))
    for name in ("data", "indicators"):
        with django_assert_max_num_queries(20):
            assert client.get(reverse(f"evidence:{name}")).status_code == 200


@pytest.mark.django_db
def test_a_dataset_shows_definition_source_licence_and_the_values_of_a_place(
    client, enter, officer_of_hettstedt, django_assert_max_num_queries
):
    dataset = enter(CLASSIC, official(CLASSIC))
    client.get(dataset.get_absolute_url())
    with django_assert_max_num_queries(20):
        text = client.get(dataset.get_absolute_url() + "?q=sudharz").content.decode()
    for part in (
        "12411-0018",
        "Statistisches Bundesamt",
        "Data licence Germany",
        "Values for Mansfeld-Südharz",
        "1,525",
    ):
        assert part in text
    assert reverse("evidence:from_store") not in text, "who makes no cards is not led to one"
    client.force_login(officer_of_hettstedt)
    page = client.get(dataset.get_absolute_url() + "?place=15087&page=2").content.decode()
    ways = [html.unescape(one) for one in re.findall(rf'href="({reverse("evidence:from_store")}[^"]+)"', page)]
    assert len(ways) == 4, "of 34 groups the last four"
    assert "Population by age and sex, women, 55 to 59 years, Mansfeld" in client.get(ways[0]).content.decode()
    sent = parse_qs(urlsplit(ways[0]).query) | {"title": "So many"}
    client.post(reverse("evidence:from_store"), sent)
    card = EvidenceCard.objects.get()
    assert [figure.date[-4:] for figure in card.read_figures] == ["2015", "2016", "2017", "2018", "2019", "2020"]
    client.logout()
    assert "No place of this dataset" in client.get(dataset.get_absolute_url() + "?q=nirgendwo").content.decode()
    lines = b"".join(client.get(reverse("evidence:dataset_csv", args=[dataset.pk])).streaming_content).decode(
        "utf-8-sig"
    )
    assert len(lines.splitlines()) == dataset.figure_count + 1
    assert "population_by_age_sex" in lines
    original = client.get(reverse("evidence:file", args=[dataset.file.sha256]))
    assert b"".join(original.streaming_content) == official(CLASSIC)
