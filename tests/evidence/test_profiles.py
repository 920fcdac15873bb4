"""A place's people now and later: estimated where nobody counts, computed once, shown to everybody with its limits."""

import io
import json
import re
from dataclasses import replace
from html import unescape

import numpy as np
import pikepdf
import pytest
from django.urls import reverse

from netzwerkstatt.evidence import adapter
from netzwerkstatt.evidence.catalogue import population_by_age
from netzwerkstatt.evidence.comparing import queries as comparing
from netzwerkstatt.evidence.importing.entering import enter_statistics
from netzwerkstatt.evidence.importing.preparing import prepare
from netzwerkstatt.evidence.models import EvidenceCard, Projection, ScenarioEntry, Territory
from netzwerkstatt.evidence.profiles.actions import project_place
from netzwerkstatt.evidence.profiles.basis import Missing, basis_of
from netzwerkstatt.evidence.profiles.document import document_of
from netzwerkstatt.evidence.profiles.queries import profile_of
from netzwerkstatt.evidence.profiles.renewing import renew
from netzwerkstatt.evidence.profiles.tasks import compute
from netzwerkstatt.evidence.scenarios.actions import make_scenario
from netzwerkstatt.evidence.scenarios.drawing import services
from netzwerkstatt.foundation.documents.pdf import to_pdf
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import City
from tests.evidence import places
from tests.evidence.conftest import FEWER, FLAT, RETRIEVED, official
from tests.evidence.futures import few as few_futures
from tests.evidence.futures import futures_of
from tests.ui_drawings.drawn import SVG, parsed

pytestmark = pytest.mark.django_db


def test_a_towns_ages_are_estimated_from_its_groups_and_its_districts_ages_and_say_so(store):
    basis = basis_of(places.TOWN)
    assert basis.estimated
    assert "fitted" in basis.methods
    assert basis.year == 2024
    district = population_by_age(places.DISTRICT).counts
    assert (basis.people <= district + 1e-6).all()
    assert basis.total == pytest.approx(sum(places.people(places.TOWN, 2015)) * 2, rel=0.001)
    assert any("12411-02-03-5" in line for line in basis.sources)


def test_a_district_is_counted_not_estimated(store):
    basis = basis_of(places.DISTRICT)
    assert not basis.estimated
    assert np.array_equal(basis.people[0], places.people(places.DISTRICT, 2024))


def test_what_is_missing_is_named(store):
    with pytest.raises(Missing, match="place"):
        basis_of("99999999")


def test_the_same_question_has_the_same_answer_and_is_asked_once(projected, officer_of_hettstedt):
    again = project_place(actor=officer_of_hettstedt, key=places.TOWN)
    assert again.pk == projected.pk
    assert Projection.objects.count() == 1
    futures = adapter.project(adapter.Basis.of(projected.basis), adapter.Scenario(), **FEWER)
    assert json.loads(json.dumps(futures.plain)) == projected.outcome


def test_nobody_without_a_part_in_the_alliance_has_a_future_computed(store):
    with pytest.raises(NotAllowed):
        project_place(actor=None, key=places.TOWN)


@pytest.mark.once
def test_persons_add_up_and_more_births_are_more_children(store):
    basis = basis_of(places.TOWN)
    usual, more = (adapter.project(basis, adapter.Scenario(fertility=percent), **FEWER) for percent in (0, 30))
    for year in (2030, 2050):
        assert more.at("0-17", year) > usual.at("0-17", year)
        assert more.at("65+", year) == usual.at("65+", year) or year == 2050
        people = usual.ages(year)
        assert people.min() >= 0
    low, middle, high = (usual.at("total", 2050, one) for one in (0.1, 0.5, 0.9))
    assert low < middle < high
    assert usual.at("total", 2024) == pytest.approx(basis.total, abs=1)
    groups = sum(usual.at(adapter.group_name(span), 2024) for span in adapter.GROUPS)
    assert groups == pytest.approx(basis.total, abs=1)


@pytest.mark.once
def test_bands_allow_for_few_births_and_what_was_kept_before_then_comes_out_as_it_was(store):
    basis = basis_of(places.TOWN)
    assert basis.born is not None
    before = replace(basis, born=None)
    kept = {name: value for name, value in before.plain.items() if name != "born"}
    assert adapter.Basis.of(kept).born is None
    assert adapter.fingerprint(adapter.Basis.of(kept), adapter.Scenario()) != adapter.fingerprint(
        basis, adapter.Scenario()
    )
    few, many, none = (
        adapter.project(replace(basis, born=born), adapter.Scenario(), whole=False) for born in (0.0, 1e6, None)
    )
    width_few, width_many, width_none = (
        one.at("0-2", 2030, 0.9) - one.at("0-2", 2030, 0.1) for one in (few, many, none)
    )
    assert width_few > width_many > width_none
    assert few.at("0-2", 2030) == pytest.approx(none.at("0-2", 2030), rel=0.02)
    assert few.middle == none.middle


@pytest.mark.parametrize(
    ("scenario", "name", "sign"),
    [
        (adapter.Scenario(life=3), "80+", 1),
        (adapter.Scenario(moves_in=(0, 50, 50, 0, 0, 0)), "18-24", 1),
        (adapter.Scenario(moves_out=(0, 50, 50, 0, 0, 0)), "18-24", -1),
        (adapter.Scenario(dwellings=50), "total", 1),
        (adapter.Scenario(home=100), "80+", 1),
        (adapter.Scenario(home=-100), "80+", -1),
    ],
)
@pytest.mark.once
def test_what_is_assumed_moves_the_figures_its_way(store, scenario, name, sign):
    basis = basis_of(places.TOWN)
    usual, here = (adapter.project(basis, one, **FEWER) for one in (adapter.Scenario(), scenario))
    assert sign * (here.at(name, 2035) - usual.at(name, 2035)) > 0


@pytest.mark.once
def test_everybody_reads_a_profile_with_its_estimate_its_sources_and_its_limits(
    client, projected, django_assert_max_num_queries
):
    address = reverse("evidence:profile", args=[places.TOWN])
    client.get(address)
    with django_assert_max_num_queries(20):
        page = client.get(f"{address}?year=2040").content.decode()
    assert "Hettstedt" in page
    assert "estimated" in page
    assert "12411-02-03-5" in page
    assert "What these figures do not show" in page
    assert page.count('role="img"') >= 6
    assert "80 of 100" in page
    assert "95 of 100" in page
    figures = page[page.index('class="beside"') : page.index('class="beside__legend"')]
    for beside in ("Mansfeld-Südharz", "Sachsen-Anhalt", "Deutschland"):
        assert beside in figures
    for words in ("Sum of the ages of all residents", "as a share of all", "for each 100 people of 20 to 64 years"):
        assert words in figures
    assert page.count("own computation") == 1, "the source is said once for the figures and pictures that rest on it"
    alike = page[page.index("Twin cities") : page.index("How this was found")]
    assert "Sangerhausen" in alike
    assert "per cent are the same" in alike
    assert "Alike:" in alike
    assert "Least alike:" in alike
    part = client.get(reverse("evidence:profile-charts", args=[places.TOWN]) + "?year=2031").content.decode()
    assert "2031, middle assumption" in part
    assert "<html" not in part


def test_the_network_stands_beside_its_city_as_soon_as_two_of_its_cities_are_computed(
    client, projected, officer_of_hettstedt, hettstedt
):
    address = reverse("evidence:profile", args=[places.TOWN])
    assert [one.mark for one in profile_of(places.TOWN).among] == ["own", "other", "land", "other"], (
        "one city is no network"
    )
    City.objects.create(
        network=hettstedt.network, name="Sangerhausen", slug="sangerhausen", ags=places.OTHER, population=25_000,
        latitude=51.47, longitude=11.3, district=hettstedt.district,
    )  # fmt: skip
    compute.func(project_place(actor=officer_of_hettstedt, key=places.OTHER).pk)
    among = profile_of(places.TOWN).among
    assert [(one.mark, one.name) for one in among[:2]] == [("own", "Hettstedt, Stadt"), ("network", "City network")]
    own, other = (basis_of(key).people for key in (places.TOWN, places.OTHER))
    assert among[1].people == pytest.approx(own + other)
    page = client.get(address).content.decode()
    share = (own + other)[:, 65:].sum() / (own + other).sum() * 100
    assert f'<span>City network</span><b class="num">{share:.1f}</b>' in page


@pytest.mark.once
def test_small_places_show_groups_rounded_to_ten(client, store, few, officer_of_hettstedt):
    made = project_place(actor=officer_of_hettstedt, key=places.VILLAGE)
    compute.func(made.pk)
    text = client.get(reverse("evidence:profile-chart", args=[places.VILLAGE, "pyramid", "csv"])).content.decode()
    rows = [line.split(";") for line in text.splitlines()[1:20]]
    assert rows[0][0] == "0–4"
    assert all(int(cell) % 10 == 0 for row in rows for cell in row[1:3])
    page = client.get(reverse("evidence:profile", args=[places.VILLAGE])).content.decode()
    by_age = page[page.index("People by age, middle of all futures") : page.index("own computation")]
    figures = re.findall(r'<td class="r num">([\d,]+)</td>', by_age)
    assert len(figures) == 27
    assert all(one.endswith("0") for one in figures), figures


@pytest.mark.once
def test_a_place_without_a_future_says_so_and_offers_it_to_partners(client, store, officer_of_hettstedt):
    address = reverse("evidence:profile", args=[places.TOWN])
    assert "No future of this place has been computed yet" in client.get(address).content.decode()
    client.force_login(officer_of_hettstedt)
    assert "Compute the future" in client.get(address).content.decode()
    refused = client.post(reverse("evidence:project", args=[places.LAND]))
    assert refused.status_code in {302, 422}


@pytest.mark.once
def test_a_member_city_without_figures_has_a_page_that_says_where_they_come_from(client, hettstedt):
    address = reverse("evidence:profile", args=[hettstedt.ags])
    assert address in client.get(hettstedt.get_absolute_url()).text, "the way to it stands on the city's page"
    assert address in client.get(reverse("evidence:places")).text
    page = client.get(address)
    assert page.status_code == 200
    assert "No figures of this city yet" in page.text
    assert reverse("evidence:data") in page.text


@pytest.mark.parametrize("page", ["list", "places", "compare", "map", "data"])
@pytest.mark.once
def test_from_each_page_of_figures_the_others_are_one_click_away(client, page):
    text = client.get(reverse(f"evidence:{page}")).text
    (ways,) = re.findall(r'<nav class="tabs".*?</nav>', text)
    assert re.findall(r'href="([^"]+)"', ways) == [
        reverse(f"evidence:{name}") for name in ("list", "places", "compare", "map", "data")
    ]
    assert re.findall(r'href="([^"]+)" aria-current="page"', ways) == [reverse(f"evidence:{page}")]


def test_newer_figures_renew_the_futures_that_rest_on_them_by_themselves(client, projected, coordinator, tmp_path):
    path = tmp_path / "d.csv"
    path.write_bytes(places.age_groups(2015))
    renew.func([places.TOWN])
    assert Projection.objects.count() == 1, "the same figures are the same question"
    path.write_bytes(places.single_ages(2025))
    enter_statistics(actor=coordinator, prepared=prepare(path, "d.csv"), retrieved_on=RETRIEVED)
    newest = Projection.objects.latest("pk")
    assert (Projection.objects.count(), newest.year, newest.state) == (2, 2025, "ready")
    assert Event.objects.filter(type="evidence.projection_renewed").count() == 1
    page = client.get(reverse("evidence:profile", args=[places.TOWN])).content.decode()
    assert "When newer figures arrive, it is computed anew by itself" in page
    assert "On 31 December 2025" in page
    renew.func(["00000000"])
    assert Projection.objects.count() == 2


def test_a_job_that_fails_keeps_its_reason_and_can_be_tried_again(store, officer_of_hettstedt, monkeypatch):
    monkeypatch.setattr(adapter, "project", lambda *_args, **_more: 1 / 0)
    made = project_place(actor=officer_of_hettstedt, key=places.TOWN)
    compute.func(made.pk)
    made.refresh_from_db()
    assert (made.state, made.reason) == ("failed", "division by zero")
    monkeypatch.setattr(adapter, "project", few_futures)
    again = project_place(actor=officer_of_hettstedt, key=places.TOWN)
    assert (again.pk, again.reason) == (made.pk, "")


@pytest.mark.once
def test_the_profile_on_paper_is_two_pages_with_tables_and_pictures(projected):
    # as long as names and sources of the real cities are: what is short fits anyway
    tables = ("12411-04-02-4", "12411-02-03-5", "12612-01-01-4", "12613-02-02-4", "22543-01-02-4", "22411-02-03-4")
    lines = [f"Statistische Ämter des Bundes und der Länder\t{table}\tdl-de/by-2-0" for table in tables]
    projected.basis["sources"] += [*lines, "Statistisches Bundesamt (Destatis)\tGV-ISys\treproduction-with-source"]
    projected.basis["methods"] = ["fitted", "borders", "moves-of-the-district", "leaving-of-the-place"]
    projected.save()
    Territory.objects.filter(key=places.TOWN).update(name="Lutherstadt Hettstedt / Budyšin, Stadt")
    document = document_of(profile_of(places.TOWN))
    assert len(pikepdf.open(io.BytesIO(to_pdf(document))).pages) == 2


@pytest.mark.once
def test_a_moving_slider_gets_its_picture_and_wrong_assumptions_a_reason(client, projected):
    address = reverse("evidence:what-if-picture", args=[places.TOWN])
    usual = client.get(address).content.decode()
    more = client.get(f"{address}?f=20&d=40").content.decode()
    assert "as on the middle path" in usual
    assert "more than on the middle path" in more
    assert "New homes: 40 a year" in more
    wrong = client.get(f"{address}?f=500&df=2040&dt=2030")
    assert wrong.status_code == 422
    assert "One of the assumptions cannot be" in wrong.content.decode()
    assert client.get(reverse("evidence:what-if", args=[places.DISTRICT])).status_code == 404


def test_a_scenario_is_kept_with_its_assumptions_discussed_and_compared(
    client, projected, officer_of_hettstedt, hettstedt
):
    client.force_login(officer_of_hettstedt)
    keep = reverse("evidence:keep-scenario", args=[places.TOWN]) + "?d=40&f=10"
    made = []
    for title in ("Forty homes a year", "Forty homes and more children"):
        answer = client.post(
            keep,
            {
                "title": title,
                "reasons": "The old works",
                "client_id": "5b0cba2c-2a66-4d6f-8a8a-00000000000" + str(len(made)),
            },
        )
        assert answer.status_code == 302
        made.append(ScenarioEntry.objects.latest("pk"))
    first, second = made
    assert first.entry.city == hettstedt
    assert first.projection == second.projection
    assert adapter.Scenario.of(first.projection.scenario).dwellings == 40
    page = client.get(first.get_absolute_url()).content.decode()
    assert "New homes: 40 a year" in page
    assert "The old works" in page
    beside = client.get(reverse("evidence:beside") + f"?a={first.public_id}&b={second.public_id}").content.decode()
    assert beside.count("more than on the middle path") >= 2
    for words in ("Forty homes a year", "Forty homes and more children", "24 to a class"):
        assert words in beside
    assert "do not fit together" not in beside


@pytest.mark.once
def test_nothing_assumed_is_no_scenario(projected, officer_of_hettstedt):
    with pytest.raises(Invalid):
        make_scenario(actor=officer_of_hettstedt, usual=projected, scenario=adapter.Scenario(), title="As ever")


def test_places_beside_each_other_on_one_scale_and_unlike_groups_are_refused(client, store):
    address = reverse("evidence:compare")
    query = f"?place={places.TOWN}&place={places.VILLAGE}&from=2010&to=2024"
    page = client.get(f"{address}{query}&indicator=share:65-").content.decode()
    assert page.count('class="chart chart--') == 2
    assert "Hettstedt" in page
    refused = client.get(f"{address}{query}&place={places.DISTRICT}&indicator=share:75-").content.decode()
    assert "do not fit together" not in refused
    assert client.get(
        reverse("evidence:compare-file", args=[0, "csv"]) + f"{query}&indicator=share:65-"
    ).content.startswith(b"\xef\xbb\xbf")
    assert client.get(f"{address}?place=nowhere&indicator=nothing&from=x&to=99999").status_code == 200


def test_one_indicator_in_two_units_is_refused_with_the_reason_and_the_way_out(client, coordinator, tmp_path):
    counted = official(FLAT).decode("utf-8-sig")
    header, *lines = counted.splitlines()
    thousands = [
        line.replace(";Anzahl;", ";1000;").replace("2024-12-31", "2023-12-31") for line in lines if ";15087;" in line
    ]
    for name, text in (("counted.csv", counted), ("thousands.csv", "\n".join([header, *thousands]))):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8-sig")
        enter_statistics(
            actor=coordinator, prepared=prepare(path, name), retrieved_on=RETRIEVED, table_code="12411-01-01-4"
        )
    address = f"{reverse('evidence:compare')}?place=15087&place=14626&indicator=population_total&to=2024&from="
    page = client.get(f"{address}2023").content.decode()
    assert "These figures do not fit together" in page
    assert "The units differ: “1000” and “Anzahl”" in unescape(page) or "“Anzahl” and “1000”" in unescape(page)
    assert "Choose a table that gives all places in the same unit." in page
    assert 'class="chart chart--' not in page
    assert 'class="chart chart--' in client.get(f"{address}2024").content.decode(), "one year has one unit"


@pytest.mark.once
def test_shares_of_ages_that_a_place_has_no_groups_for_are_refused_with_what_to_do(client, store, monkeypatch):
    monkeypatch.setattr(comparing, "SHARES", ((0, 69),))
    address = reverse("evidence:compare")
    query = f"?place={places.DISTRICT}&place={places.TOWN}&from=2010&to=2024&indicator=share:0-69"
    page = client.get(address + query).content.decode()
    assert 'class="chart chart--' not in page
    assert "Of Hettstedt, Stadt there are only age groups that do not begin and end at" in page
    assert "or import a table with single years of age" in page
    assert client.get(reverse("evidence:compare-file", args=[0, "csv"]) + query).status_code == 404


def test_official_figures_of_a_comparison_become_one_card_and_nothing_becomes_none(client, store, officer_of_hettstedt):
    address = reverse("evidence:keep-card")
    asked = {
        "place": [places.TOWN, places.DISTRICT],
        "indicator": "population_by_age_sex",
        "from": "2015",
        "to": "2015",
        "title": "People of the town and its district",
        "client_id": "5b0cba2c-2a66-4d6f-8a8a-000000000077",
    }
    assert client.post(address, asked).status_code in {302, 403}
    assert not EvidenceCard.objects.exists()
    client.force_login(officer_of_hettstedt)
    refused = client.post(address, asked | {"indicator": "nothing"})
    assert refused.status_code == 422
    assert not EvidenceCard.objects.exists()
    for _again in range(2):
        kept = client.post(address, asked)
        assert kept.status_code == 302, kept.content.decode()
    card = EvidenceCard.objects.get()
    assert kept["Location"] == card.get_absolute_url()


def _ticks(svg):
    """What stands at the scale of a drawing, and how high."""
    return [
        (one.text, one.attrib["y"]) for one in parsed(svg).iter(f"{SVG}text") if one.attrib.get("text-anchor") == "end"
    ]


def test_two_scenarios_stand_on_one_scale_and_those_of_other_figures_are_not_compared(
    client, few, officer_of_hettstedt, hettstedt
):
    usual, scenario = futures_of(actor=officer_of_hettstedt, city=hettstedt)
    other = make_scenario(
        actor=officer_of_hettstedt, usual=usual, scenario=adapter.Scenario(moves_out=(90,) * 6), title="Many leave"
    )
    compute.func(other.projection_id)
    address = reverse("evidence:beside")
    page = client.get(f"{address}?a={scenario.public_id}&b={other.public_id}")
    first, second = (_ticks(one["fan"].wide) for one in page.context["pair"])
    assert first == second
    assert page.content.decode().count("own computation") == 1
    newer = Projection.objects.get(pk=usual.pk)
    newer.pk, newer.fingerprint = None, "0" * 64
    newer.save(force_insert=True)
    ScenarioEntry.objects.filter(pk=other.pk).update(usual=newer)
    page = client.get(f"{address}?a={scenario.public_id}&b={other.public_id}").content.decode()
    assert "These scenarios do not fit together" in page
    assert "Choose two that depart from the same middle path" in page


@pytest.mark.once
def test_services_beside_a_scenario_name_the_year_of_their_rates(officer_of_hettstedt, hettstedt):
    usual, _scenario = futures_of(actor=officer_of_hettstedt, city=hettstedt)
    basis = replace(adapter.Basis.of(usual.basis), kita=(0.6, 0.95, 0.5), kita_year=2016)
    said = {one.label: one for one in services(basis, few_futures(basis, adapter.Scenario()), 2040)}
    assert list(said) == ["Children in day care", "Classes of primary school", "People in need of care"]
    assert "2016" in said["Children in day care"].rests_on
    assert "2015" in said["People in need of care"].rests_on
    for one in said.values():
        assert one.now != "0"
        assert "in 80 of 100 futures" in one.band
