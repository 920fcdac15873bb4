"""Outlines come in as a file, are checked by what they hold, and carry figures that say where they do not fit."""

import datetime
import json
import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from netzwerkstatt.engines.official_files import Unreadable, errors
from netzwerkstatt.engines.official_files.outlines import read_outlines
from netzwerkstatt.evidence.importing.border_list import note_border_change
from netzwerkstatt.evidence.importing.entering import enter_statistics
from netzwerkstatt.evidence.importing.preparing import prepare
from netzwerkstatt.evidence.mapping import arriving, queries
from netzwerkstatt.evidence.models import Boundaries, EvidenceCard, Outline
from tests.evidence import places
from tests.evidence.conftest import RETRIEVED

pytestmark = pytest.mark.django_db
SQUARE = [[11.0, 51.0], [12.0, 51.0], [12.0, 52.0], [11.0, 52.0], [11.0, 51.0]]


def shape(ring=SQUARE, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def collection(*features, **more):
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


def test_keys_are_found_under_any_usual_name_and_parts_of_one_territory_are_put_together():
    found = read_outlines(
        collection(
            shape(GEN="Hettstedt", ARS="150875051220", GF=4),
            shape(GEN="Hettstedt", ARS="150875051220", GF=2),
            shape(GEN="Arnstein", ARS="150870031031", GF=4),
            {"type": "Feature", "properties": {"ARS": "150870031031"}, "geometry": None},
        )
    )
    assert [(one.key, one.name, len(one.rings)) for one in found.areas] == [
        ("15087031", "Arnstein", 1),
        ("15087220", "Hettstedt", 2),
    ]
    assert (found.key_property, found.digits, found.left_out) == ("ARS", 8, 1)
    as_numbers = read_outlines(collection(shape(id=1, krs=1001), shape(id=2, krs=15087)))
    assert [one.key for one in as_numbers.areas] == ["01001", "15087"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", errors.EMPTY),
        (b"AGS;Name\n1;2", errors.NOT_GEOJSON),
        (b"{" * 100_000, errors.BROKEN_JSON),
        (b'{"type": "FeatureCollection", "features": [' + b"[" * 100_000, errors.NOT_GEOJSON),
        (collection(shape(ags="15087"))[:-40], errors.TRUNCATED),
        (b'{"type": "FeatureCollection", "features": "\xff"}', errors.NOT_UTF8),
        (json.dumps({"type": "Topology", "objects": {}}).encode(), errors.TOPOJSON),
        (json.dumps(shape(ags="15087")).encode(), errors.NOT_GEOJSON),
        (collection(shape(name="A"), shape(name="B")), errors.NO_KEYS),
        (collection(shape([[690000.0, 5700000.0]] * 4, ags="15087")), errors.OTHER_COORDINATES),
        (collection(shape(ags="15087"), crs={"properties": {"name": "EPSG:25832"}}), errors.OTHER_COORDINATES),
        (collection(shape([[11.0, 51.0], [12.0, 51.0]], ags="15087")), errors.NOT_A_RING),
        (collection(shape([[11.0, 51.0], "x", [1, 2], [1, 2]], ags="15087")), errors.NOT_A_POINT),
        (collection(shape([[11.0, True], [1, 2], [1, 2], [1, 2]], ags="15087")), errors.NOT_A_POINT),
        (collection({"type": "Feature", "geometry": {"type": "Point", "coordinates": [11, 51]}}), errors.NOT_A_SHAPE),
        (collection({"type": "Feature", "geometry": None}), errors.NO_OUTLINES),
        (collection().replace(b"[]", b"[NaN]"), errors.NOT_GEOJSON),
    ],
)  # fmt: skip
def test_what_is_no_outlines_is_refused_with_the_reason(data, message):
    with pytest.raises(Unreadable) as refused:
        read_outlines(data)
    assert refused.value.message_key == message


def test_neighbours_keep_the_border_they_share():
    lot = random.Random(7)  # noqa: S311 - the same border each time
    border = [[11.5 + lot.uniform(-0.05, 0.05), 51 + at / 400] for at in range(401)]
    left = [[11.0, 51.0], *border, [11.0, 52.0], [11.0, 51.0]]
    right = [[12.0, 52.0], *border[::-1], [12.0, 51.0], [12.0, 52.0]]
    one, other = read_outlines(collection(shape(left, ags="15087"), shape(right, ags="15088"))).areas
    shared = [point for point in one.rings[0] if point[0] > 11.2]
    assert len(shared) > 300
    assert set(shared) == {point for point in other.rings[0] if point[0] < 11.8}


# ── the pages ───────────────────────────────────────────────────────────────


@pytest.fixture
def store(coordinator, tmp_path):
    """People by age of a district and two towns in 2015."""
    path = tmp_path / "c.csv"
    path.write_bytes(places.age_groups(2015))
    enter_statistics(actor=coordinator, prepared=prepare(path, "c.csv"), retrieved_on=RETRIEVED)


def brought(client, data, **more):
    given = {
        "file": SimpleUploadedFile("towns.geojson", data), "name": "Towns of 2024", "status_on": "2024-01-01",
        "source": "© GeoBasis-DE / BKG 2024", "licence": "dl-de/by-2-0", **more,
    }  # fmt: skip
    answer = client.post(reverse("evidence:outlines"), given)
    for one in Boundaries.objects.filter(state=Boundaries.State.WAITING):
        arriving.read.func(one.pk)
    return answer


TOWNS = collection(
    shape(ags=places.TOWN, gen="Hettstedt"),
    shape([[x + 1, y] for x, y in SQUARE], ags=places.VILLAGE, gen="Arnstein"),
    shape([[x + 2, y] for x, y in SQUARE], ags="15087370", gen="Sangerhausen"),
)


def test_a_file_of_outlines_becomes_a_map_with_table_source_and_gaps(
    client, store, coordinator, django_assert_max_num_queries
):
    client.force_login(coordinator)
    assert brought(client, TOWNS).status_code == 302
    assert brought(client, TOWNS).status_code == 302
    assert Boundaries.objects.count() == 1
    assert Outline.objects.count() == 3
    client.logout()
    address = reverse("evidence:map")
    client.get(address)
    with django_assert_max_num_queries(20):
        page = client.get(f"{address}?indicator=share:65-").content.decode()
    assert "from" in page
    assert "<title>Hettstedt: " in page
    assert "<title>Sangerhausen: –</title>" in page
    assert "1 territory without a figure" in page
    assert "© GeoBasis-DE / BKG 2024, as on" in page
    assert "12411-02-03-5" in page
    table = client.get(reverse("evidence:map-file", args=["csv"]) + "?indicator=share:65-").content.decode()
    assert [line.partition(";")[0] for line in table.splitlines()[1:4]] == ["Hettstedt", "Arnstein", "Sangerhausen"]
    assert client.get(reverse("evidence:map-file", args=["png"]) + "?indicator=share:65-").content[:4] == b"\x89PNG"
    assert "No figure on this map" not in page
    assert client.get(f"{address}?indicator=nothing&year=x&outlines=y&land=z").status_code == 200


def test_a_map_offers_the_years_of_its_outlines_and_asks_for_one(client, store, coordinator, tmp_path, monkeypatch):
    path = tmp_path / "b.csv"
    path.write_bytes(places.single_ages(2024))  # of the district, not of the towns
    enter_statistics(actor=coordinator, prepared=prepare(path, "b.csv"), retrieved_on=RETRIEVED)
    client.force_login(coordinator)
    brought(client, TOWNS)
    asked, gather = [], queries.gather
    monkeypatch.setattr(
        queries, "gather", lambda keys, choice, years: asked.append(years) or gather(keys, choice, years)
    )
    page = client.get(reverse("evidence:map") + "?indicator=share:65-").content.decode()
    assert '<option value="2015"' in page
    assert '<option value="2024"' not in page
    assert asked == [[2015]]


def test_a_map_says_when_borders_changed_between_its_outlines_and_its_figures(client, store, coordinator):
    client.force_login(coordinator)
    brought(client, TOWNS)
    address = reverse("evidence:map") + "?indicator=share:65-"
    assert "Borders have changed" not in client.get(address).content.decode()
    note_border_change(
        actor=coordinator, before="15087999", before_name="Walbeck", after=places.TOWN, after_name="Hettstedt",
        on=datetime.date(2020, 1, 1), kind="incorporated", source="A law",
    )  # fmt: skip
    page = client.get(address).content.decode()
    assert "Borders have changed" in page
    assert "Walbeck → Hettstedt, Stadt" in page


def test_wrong_files_are_kept_out_with_the_reason_and_removed_outlines_are_gone(client, store, coordinator, settings):
    client.force_login(coordinator)
    brought(client, collection(shape(name="A")))
    page = client.get(reverse("evidence:outlines")).content.decode()
    assert "No property of the shapes holds official keys" in page
    assert not Outline.objects.exists()
    assert "No outlines yet" in client.get(reverse("evidence:map")).content.decode()
    empty = brought(client, b"")
    assert empty.status_code == 422
    ahead = brought(client, TOWNS, status_on="2999-01-01")
    assert ahead.status_code == 422
    assert "This day lies ahead" in ahead.content.decode()
    brought(client, TOWNS)
    made = Boundaries.objects.get(state=Boundaries.State.READY)
    client.post(reverse("evidence:outlines-remove", args=[made.public_id]))
    assert not Outline.objects.exists()


def test_only_who_imports_statistics_brings_outlines_in(client, store, invite, hettstedt):
    assert brought(client, TOWNS).status_code in {302, 403}
    assert not Boundaries.objects.exists()


def test_numbers_say_that_they_are_none_of_shares_and_become_a_card(client, coordinator, tmp_path):
    path = tmp_path / "b.csv"
    path.write_bytes(places.single_ages(2024))
    enter_statistics(actor=coordinator, prepared=prepare(path, "b.csv"), retrieved_on=RETRIEVED)
    client.force_login(coordinator)
    brought(client, collection(shape(ags=places.DISTRICT, gen="Mansfeld-Südharz")))
    page = client.get(reverse("evidence:map") + "?indicator=population_total").content.decode()
    assert "numbers, not shares" in page
    assert "everywhere" in page
    answer = client.post(
        reverse("evidence:keep-card"),
        {
            "place": [places.DISTRICT], "indicator": "population_by_age_sex", "from": "2024", "to": "2024",
            "title": "From the map", "client_id": "5b0cba2c-2a66-4d6f-8a8a-000000000078",
        },
    )  # fmt: skip
    assert answer.status_code == 302
    assert EvidenceCard.objects.get().claim == "From the map"
