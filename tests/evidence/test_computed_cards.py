"""What a page computes becomes a card in one click: with its question, so that it can be computed again years later."""

import json
import re
from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse

from netzwerkstatt.evidence import adapter
from netzwerkstatt.evidence.again import ask_again
from netzwerkstatt.evidence.computed.asking import Asked
from netzwerkstatt.evidence.computed.twins import answer_of_twins
from netzwerkstatt.evidence.document import document_of
from netzwerkstatt.evidence.from_store import Question, make_card_from_query
from netzwerkstatt.evidence.importing.entering import enter_statistics
from netzwerkstatt.evidence.importing.preparing import prepare
from netzwerkstatt.evidence.models import Dataset, EvidenceCard, LaterFigures, Projection
from netzwerkstatt.evidence.profiles import drawing
from netzwerkstatt.evidence.profiles.alike import Alike, alike
from netzwerkstatt.evidence.profiles.queries import profile_of
from netzwerkstatt.evidence.profiles.tasks import compute
from netzwerkstatt.evidence.queries import shown
from netzwerkstatt.evidence.scenarios.actions import make_scenario
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.ui.charts import Multiples, draw
from tests.evidence import places
from tests.evidence.conftest import RETRIEVED, TOWNS

pytestmark = pytest.mark.django_db
FORM = re.compile(r'<form class="keep".*?</form>', re.DOTALL)
HIDDEN = re.compile(r'name="(\w+)" value="([^"]*)"')
MARK = "Figure changed in the meantime"


def forms_on(page):
    """Each form below a picture: its address, and what it carries."""
    found = []
    for form in FORM.findall(page.content.decode()):
        address = unescape(re.search(r'action="([^"]*)"', form)[1])
        found.append((address, {name: unescape(value) for name, value in HIDDEN.findall(form)}))
    return found


def newer(coordinator, tmp_path, data, name="newer.csv"):
    path = tmp_path / name
    path.write_bytes(data)
    return enter_statistics(actor=coordinator, prepared=prepare(path, name), retrieved_on=RETRIEVED)


@pytest.mark.once
def test_every_picture_and_key_figure_of_a_profile_becomes_a_card_in_one_click(client, projected, officer_of_hettstedt):
    address = reverse("evidence:profile", args=[places.TOWN])
    assert not forms_on(client.get(address)), "who makes no cards is offered none"
    client.force_login(officer_of_hettstedt)
    offered = forms_on(client.get(f"{address}?year=2035"))
    total = offered.pop()
    assert total[1]["indicator"] == "population_total"
    charts = [given["chart"] for _address, given in offered]
    assert charts[:6] == [f"measure-{key}" for key in ("mean", "young", "old", "ratio", "women", "leavers")]
    assert sorted(charts[6:]) == ["ages", "fan", "groups", "pyramid", "twins"]
    seen = profile_of(places.TOWN)
    for action, given in offered:
        page = client.post(action, given, follow=True)
        assert page.status_code == 200, given
        card = EvidenceCard.objects.latest("pk")
        text = page.content.decode()
        assert card.is_computed
        assert card.entry.city.ags == places.TOWN
        assert card.claim in unescape(text)
        of_twins = given["chart"] == "twins"
        assert ("Evidence, computed" if of_twins else "Evidence, estimated") in text
        for words in ("How this was computed", "Fingerprint of the question", card.data_sha256, card.query["asked"]):
            assert words in text, (given["chart"], words)
        for dataset in Dataset.objects.filter(figures_sha256__in=[one["figures_sha256"] for one in card.sources]):
            assert dataset.file.sha256 in text
        tables = {one["table"] for one in card.sources}
        assert tables == ({"12411-02-03-5"} if of_twins else {"12411-02-03-5", "12411-04-02-4"})
        assert "own computation" in shown(card).source
        again = ask_again(card)
        assert (again.holds, again.same_today) == (True, True), given["chart"]
        csv = client.get(reverse("evidence:csv", args=[card.public_id])).content.decode()
        assert len(csv.splitlines()) == len(card.figures) + 1
        assert document_of(card.entry).checksum == card.data_sha256
        client.post(action, given)
    assert EvidenceCard.objects.count() == len(offered) == 11, "a second click makes no second card"
    each_is_drawn_as_the_page_drew_it({card.query["computed"]: card for card in EvidenceCard.objects.all()}, seen)


def each_is_drawn_as_the_page_drew_it(by_chart, seen):
    fan = shown(by_chart["fan"])
    drawn = drawing.fan(seen.basis, seen.futures, seen.history, mark=2035)
    assert fan.drawing.chart.bands == drawn.bands
    assert fan.drawing.chart.middle == drawn.middle
    assert fan.drawing.chart.observed == drawn.observed
    assert fan.headline.value == f"about {drawn.middle[drawn.years.index(2035)]:,.0f}"
    pyramid = shown(by_chart["pyramid"]).drawing.chart
    same = drawing.pyramid(seen.basis, seen.futures, 2035)
    assert (pyramid.left, pyramid.right, pyramid.outline_left) == (same.left, same.right, same.outline_left)
    stacked = drawing.ages_over_time(seen.basis, seen.futures, drawing.few(seen.years))
    assert shown(by_chart["ages"]).drawing.rows == draw(stacked).rows
    mean = by_chart["measure-mean"]
    assert [figure.place.name for figure in mean.read_figures][:2] == [
        "Hettstedt, Stadt",
        "Mansfeld-Südharz, Landkreis",
    ]
    assert shown(mean).headline.value.startswith(seen.beside[0].value)
    twins = shown(by_chart["twins"])
    [nearest] = seen.twins
    found = alike(places.TOWN)
    turned = json.loads(json.dumps(found), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert (
        answer_of_twins(places.TOWN, "", turned).fingerprint == answer_of_twins(places.TOWN, "", found).fingerprint
    ), "a database may give keys back in an order of its own"
    assert twins.card.claim == "By size and ages most like Hettstedt: Arnstein; least like it: Sangerhausen"
    assert twins.headline.value == f"{nearest.overlap}\u202f%"
    assert nearest.alike.name in twins.headline.meta
    head, rows = twins.account.behind
    assert head[:2] == ("Place", "number of people")
    assert [row[0] for row in rows] == ["Hettstedt", "Arnstein", "Sangerhausen"]
    for label, here, there in nearest.reasons:
        assert (rows[0][head.index(label)], rows[1][head.index(label)]) == (here, there)


def test_a_card_in_english_says_in_german_what_it_is(client, projected, officer_of_hettstedt):
    client.force_login(officer_of_hettstedt)
    address = reverse("evidence:keep-computed", args=[places.TOWN])
    made = client.post(address, {"chart": "fan", "year": "2040", "client_id": uuid4()})
    page = client.get(made["Location"], headers={"accept-language": "de"}).content.decode()
    assert "80 von 100" in page
    assert "eigene Berechnung" in page
    assert "Beleg, geschätzt" in page


@pytest.mark.once
def test_sliders_and_kept_scenarios_become_cards_with_their_assumptions(client, projected, officer_of_hettstedt):
    client.force_login(officer_of_hettstedt)
    address = reverse("evidence:what-if", args=[places.TOWN])
    assert not forms_on(client.get(f"{address}?d=400000")), "what cannot be is not kept"
    middle = forms_on(client.get(address))
    offered = forms_on(client.get(f"{address}?d=40&f=10"))
    for forms in (middle, offered):
        assert [given["chart"] for _action, given in forms] == ["fan", "changes", "service-pupils"]
    action, given = offered[0]
    text = client.post(action, given, follow=True).content.decode()
    card = EvidenceCard.objects.get()
    assert "more than on the middle path" in card.claim
    for words in ("New homes: 40 a year", "Births per woman: +10 per cent", "without the chance of single persons"):
        assert words in text
    assert Asked.of(card.query).scenario.dwellings == 40
    assert f"{address}?d=40&amp;f=10" in text, "back to the view, with its assumptions"
    again = ask_again(card)
    assert (again.holds, again.same_today) == (True, True)
    asked_again = client.get(f"{card.get_absolute_url()}?again=1").content.decode()
    assert "The same figures come out" in asked_again
    claims, headlines = [], []
    for action, given in (*offered[1:], *middle[1:]):
        assert client.post(action, given, follow=True).status_code == 200
        card = EvidenceCard.objects.latest("pk")
        again = ask_again(card)
        assert (again.holds, again.same_today) == (True, True), given["chart"]
        seen, year = shown(card), {one.iso[:4] for one in card.read_figures}
        assert {"2024", "2040"} <= year
        assert document_of(card.entry).blocks
        claims.append(card.claim)
        headlines.append((seen.headline.value, seen.headline.meta))
    text = unescape(client.get(f"{address}?d=40&f=10").content.decode())
    by_age = [re.findall(r"<t[hd][^>]*>([^<]*)</t", row) for row in re.findall(r"<tr>.*?</tr>", text)]
    rows = {row[0]: row[1:] for row in by_age if len(row) == 5}
    largest = max(
        (row for row in rows if row not in {"Age", "All"}),
        key=lambda row: abs(int(rows[row][3].replace(",", "").replace("\u2212", "-"))),
    )
    assert headlines[0] == (rows[largest][3], f"{largest} · Hettstedt, Stadt · 2040 · estimated")
    assert f"more people aged {largest} than on the middle path" in claims[0]
    drawn = shown(EvidenceCard.objects.get(claim=claims[0])).drawing
    assert drawn.head == ("Age", "2024", "2040, middle path", "2040, scenario")
    assert {row[0]: list(row[1:]) for row in drawn.rows} == {
        row: cells[:3] for row, cells in rows.items() if row != "Age"
    }
    classes = re.search(r"Classes of primary school</dt><dd class=\"num\">(\d+) → (\d+)<", text)
    assert headlines[1][0] == f"about {classes[2]}"
    assert claims[1] == f"Hettstedt, Stadt, Classes of primary school: about {classes[2]} in 2040, {classes[1]} in 2024"
    assert "24 to a class" in EvidenceCard.objects.get(claim=claims[1]).definition
    assert "than in 2024" in claims[2]

    kept = make_scenario(
        actor=officer_of_hettstedt, usual=projected, scenario=adapter.Scenario(dwellings=40), title="Forty homes"
    )
    compute.func(kept.projection_id)
    for action, given in forms_on(client.get(kept.get_absolute_url())):
        assert "with the chance of single persons" in client.post(action, given, follow=True).content.decode()
        of_kept = EvidenceCard.objects.latest("pk")
        assert of_kept.query["computed"] == given["chart"]
        assert [entry.pk for entry in thread.sources(of_kept.entry)] == [kept.pk], "the card came from the scenario"
        assert ask_again(of_kept).holds


@pytest.mark.once
def test_two_scenarios_beside_each_other_become_one_card_and_each_part_of_them_one_of_its_own(
    client, projected, officer_of_hettstedt, settings
):
    pair = []
    for homes, title in ((40, "Forty homes"), (10, "Ten homes")):
        scenario = adapter.Scenario(dwellings=homes)
        pair.append(make_scenario(actor=officer_of_hettstedt, usual=projected, scenario=scenario, title=title))
        compute.func(pair[-1].projection_id)
    address = f"{reverse('evidence:beside')}?a={pair[0].public_id}&b={pair[1].public_id}"
    assert not forms_on(client.get(address)), "who makes no cards is offered none"
    client.force_login(officer_of_hettstedt)
    offered = forms_on(client.get(address))
    assert [given["chart"] for _action, given in offered] == ["fan", "changes", "service-pupils"] * 2 + ["two"]
    action, given = offered[-1]
    text = client.post(action, given, follow=True).content.decode()
    card = EvidenceCard.objects.get()
    assert {entry.pk for entry in thread.sources(card.entry)} == {one.pk for one in pair}
    assert "more people with “Forty homes” than with “Ten homes”" in card.claim
    assert "A: “Forty homes”, B: “Ten homes”" in unescape(text)
    for words in ("A: New homes: 40 a year", "B: New homes: 10 a year", "with the chance of single persons"):
        assert words in text
    fans = [adapter.Futures.of(one.projection.outcome).at("total", 2040) for one in pair]
    chart = shown(card).drawing.chart
    at = chart.years.index(2040)
    assert (chart.middle[at], chart.others[0].values[at]) == tuple(round(one / 100) * 100 for one in fans)
    assert shown(card).headline.value.replace(",", "") == f"+{chart.middle[at] - chart.others[0].values[at]:.0f}"
    again = ask_again(card)
    assert (again.holds, again.same_today) == (True, True)
    settings.LANGUAGE_CODE = "de"
    assert "Mittlerer Weg" in client.get(card.get_absolute_url(), headers={"accept-language": "de"}).content.decode()
    client.logout()
    assert client.post(action, given).status_code in {302, 403}


def test_what_cannot_be_kept_is_refused_with_the_reason(client, projected, officer_of_hettstedt):
    address = reverse("evidence:keep-computed", args=[places.TOWN])
    assert client.post(address, {"chart": "fan"}).status_code in {302, 403}
    client.force_login(officer_of_hettstedt)
    for query, given, reason in (
        ("", {"chart": "pie"}, "names no figures"),
        ("", {"chart": "measure-luck"}, "names no figures"),
        ("?f=500", {"chart": "fan"}, "assumptions cannot be"),
        ("?f=5", {"chart": "two", "year": "2040"}, "names no figures"),
        ("", {"chart": "service-care", "year": "2040"}, "no figure for these"),
    ):
        refused = client.post(address + query, given | {"view": "javascript:alert(1)"})
        assert refused.status_code == 422
        assert reason in refused.content.decode()
        assert "javascript:" not in refused.content.decode()
    assert client.post(reverse("evidence:keep-computed", args=[places.VILLAGE]), {"chart": "fan"}).status_code == 404
    Projection.objects.update(basis=projected.basis | {"sources": ["Office\t99999-01-01-1\tdl-de/by-2-0"]})
    gone = client.post(address, {"chart": "fan", "year": "2040"})
    assert gone.status_code == 422
    assert "not in the store any more" in gone.content.decode()
    assert not EvidenceCard.objects.exists()


def test_newer_figures_mark_computed_cards_once_and_what_was_kept_still_comes_out(
    client, projected, officer_of_hettstedt, coordinator, tmp_path
):
    client.force_login(officer_of_hettstedt)
    keep = reverse("evidence:keep-computed", args=[places.TOWN])
    one, two = (
        make_scenario(
            actor=officer_of_hettstedt,
            usual=projected,
            scenario=adapter.Scenario(dwellings=homes),
            title=f"{homes} homes",
        )
        for homes in (40, 10)
    )
    both = {"scenario": one.public_id, "other": two.public_id}
    for query, chart, year, more in (
        ("", "fan", 2040, {}), ("", "measure-old", 2024, {}), ("?d=40", "fan", 2040, {}), ("?d=40", "changes", 2040, {}),
        ("?d=40", "service-pupils", 2040, {}), ("", "two", 2040, both),
    ):  # fmt: skip
        given = {"chart": chart, "year": year, "client_id": uuid4()} | more
        assert client.post(keep + query, given).status_code == 302, chart
    cards = list(EvidenceCard.objects.order_by("pk"))
    fan = cards[0]
    newer(coordinator, tmp_path, places.age_groups(2015))
    assert not LaterFigures.objects.exists(), "the same figures change nothing"

    more = []
    for line in places.single_ages(2024).decode().splitlines():
        parts = line.split(";")
        if parts[0] == "31.12.2024" and parts[1] in {places.DISTRICT, places.LAND} and "80" in parts[3]:
            parts[4:] = [str(int(value) + 400) for value in parts[4:]]
        more.append(";".join(parts))
    newer(coordinator, tmp_path, "\n".join(more).encode(), "corrected.csv")
    assert Projection.objects.filter(middle=True).count() == 2
    assert {one.card_id for one in LaterFigures.objects.all()} == {card.pk for card in cards}
    assert Event.objects.filter(type="evidence.figures_changed").count() == len(cards)
    for card in cards:
        text = client.get(card.get_absolute_url()).content.decode()
        assert MARK in text
        assert "computed from them, other figures come out" in text
        again = ask_again(EvidenceCard.objects.get(pk=card.pk))
        assert (again.holds, again.same_today) == (True, False)
    assert "today the answer is another one" in client.get(f"{fan.get_absolute_url()}?again=1").content.decode()


def test_twins_are_looked_up_anew_when_the_ages_of_another_city_change_and_their_card_says_so(
    client, projected, officer_of_hettstedt, coordinator, tmp_path
):
    client.force_login(officer_of_hettstedt)
    keep = reverse("evidence:keep-computed", args=[places.TOWN])
    assert client.post(keep, {"chart": "twins", "client_id": uuid4()}).status_code == 302
    card = EvidenceCard.objects.get()
    again = ask_again(card)
    assert (again.holds, again.same_today) == (True, True)
    before = {name: one for name, one in projected.alike.items() if name not in {"keys", "cited"}}
    Projection.objects.update(alike=before)
    assert client.post(keep, {"chart": "twins", "client_id": uuid4()}).status_code == 302, (
        "found before they said what of"
    )
    same = EvidenceCard.objects.exclude(pk=card.pk).get()
    assert same.data_sha256 == card.data_sha256
    newer(coordinator, tmp_path, places.age_groups(2015, (places.OTHER,)))
    assert not LaterFigures.objects.exists(), "the same figures change nothing"
    older = places.age_groups(2015, (places.OTHER,)).decode().splitlines()
    at = next(number for number, line in enumerate(older) if line.startswith(places.OTHER))
    cells = older[at].split(";")
    for column in (18, 19, 36, 37, 54, 55):  # the last age group and the sum, of all and of each sex
        cells[column] = str(int(cells[column]) + (9000 if column < 20 else 4500))
    older[at] = ";".join(cells)
    newer(coordinator, tmp_path, "\n".join(older).encode(), "corrected.csv")
    later, _of_the_same = LaterFigures.objects.order_by("card")
    assert later.card_id == card.pk
    assert any("Sangerhausen" in one["label"] for one in later.changes)
    shown_now = profile_of(places.TOWN)
    contrast = Alike.of(projected.alike["contrast"])
    assert (contrast.name, shown_now.contrast.alike.name) == ("Sangerhausen, Stadt", "Sangerhausen, Stadt")
    assert shown_now.contrast.alike.overlap < contrast.overlap
    assert MARK in client.get(card.get_absolute_url()).content.decode()
    again = ask_again(EvidenceCard.objects.get(pk=card.pk))
    assert (again.holds, again.same_today) == (True, False)


def test_shares_of_a_comparison_and_of_many_places_over_years_become_cards(
    client, store, officer_of_hettstedt, coordinator, tmp_path
):
    client.force_login(officer_of_hettstedt)
    address = f"{reverse('evidence:compare')}?place={places.TOWN}&place={places.OTHER}&from=2010&to=2024"
    [(action, given)] = forms_on(client.get(f"{address}&indicator=share:65-"))
    page = client.post(action, given | {"territory": [places.TOWN, places.OTHER]}, follow=True).content.decode()
    card = EvidenceCard.objects.get()
    assert "Evidence, computed" in page
    assert [figure.place.key for figure in card.read_figures] == [places.TOWN, places.OTHER]
    counts = [sum(places.people(places.TOWN, 2015)[first:end]) for first, end in ((65, None), (0, None))]
    assert float(card.read_figures[0].value) == round(counts[0] / counts[1] * 100, 1)
    assert card.sources[0]["table"] == "12411-02-03-5"
    again = ask_again(card)
    assert (again.holds, again.same_today) == (True, True)
    older = places.age_groups(2015, (places.TOWN, places.OTHER)).decode().splitlines()
    at = next(number for number, line in enumerate(older) if line.startswith(places.TOWN))
    cells = older[at].split(";")
    for column in (18, 36, 54):  # the last age group, of both sexes and of each; the sums stay
        cells[column] = str(int(cells[column]) + 500)
    older[at] = ";".join(cells)
    newer(coordinator, tmp_path, "\n".join(older).encode(), "corrected.csv")
    assert [one.card_id for one in LaterFigures.objects.all()] == [card.pk]
    again = ask_again(EvidenceCard.objects.get(pk=card.pk))
    assert (again.holds, again.same_today) == (True, False)
    refused = client.post(action, given | {"indicator": "share:1-2", "client_id": uuid4()})
    assert refused.status_code == 422
    assert EvidenceCard.objects.count() == 1


def test_more_rows_over_several_dates_than_one_drawing_holds_stand_beside_each_other(
    client, store, officer_of_hettstedt, coordinator, tmp_path
):
    newer(coordinator, tmp_path, places.age_groups(2024, TOWNS), "later.csv")
    question = Question((places.TOWN,), "population_by_age_sex", (2015, 2024), sex="f", view="/evidence/data")
    card = make_card_from_query(actor=officer_of_hettstedt, question=question, title="Women by age")
    chart = shown(card).drawing.chart
    assert isinstance(chart, Multiples)
    assert len(chart.panels) == len(places.GROUPS)
    assert chart.categories == ("2015", "2024")
    assert client.get(card.get_absolute_url()).status_code == 200
    assert document_of(card.entry).blocks
