import csv
import io
import uuid
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from netzwerkstatt.engines.official_files import MESSAGES
from netzwerkstatt.evidence import store
from netzwerkstatt.evidence.actions import make_card
from netzwerkstatt.evidence.export import csv_of, harmless
from netzwerkstatt.evidence.models import EvidenceCard, OfficialFile
from netzwerkstatt.evidence.reading import table_of
from tests.evidence.conftest import CLAIM, CLASSIC, FLAT, official

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, officer_of_hettstedt):
    client.force_login(officer_of_hettstedt)
    return client


def sent(data=None, name=CLASSIC, **more):
    file = SimpleUploadedFile(name, official(CLASSIC) if data is None else data)
    return {"file": file, "retrieved_on": "2025-11-03", "client_id": str(uuid.uuid4())} | more


def html_of(response, status=200):
    assert response.status_code == status
    return response.content.decode()


# ── the way from a file to a card ───────────────────────────────────────────


def test_a_person_goes_from_a_file_to_a_card(officer, hettstedt):
    choose = officer.post(reverse("evidence:upload"), sent()).url
    assert "Mansfeld-Südharz" in html_of(officer.get(choose, {"q": "sudharz"}))

    page = html_of(officer.get(choose, {"territory": "15087", "rows": "weiblich 20 25"}))
    assert page.count('type="checkbox"') == 6
    cells = table_of(OfficialFile.objects.get()).select("15087", where={}, date="2015-12-31")
    ref = next(cell.ref for cell in cells if cell.raw == "1746")
    assert f'value="{ref}"' in page

    claim = choose.replace("/choose", "/claim")
    page = html_of(officer.get(claim, {"ref": ref}))
    assert f'<option value="{hettstedt.pk}" selected' in page
    assert "1,746" in page

    made = officer.post(claim, {"ref": ref, "title": CLAIM, "city": hettstedt.pk, "client_id": str(uuid.uuid4())})
    card = EvidenceCard.objects.get()
    assert made.url == card.get_absolute_url()
    page = html_of(officer.get(made.url))
    for words in (CLAIM, "B-1", "1746", card.file_sha256, "12411-0018", "own selection", "Mansfeld-Südharz"):
        assert words in page
    assert "<mark>1746</mark>" in page


def test_the_choice_survives_filters_other_places_and_errors(officer, classic_file):
    choose = reverse("evidence:choose", args=[classic_file.sha256])
    page = html_of(officer.get(choose, {"territory": "15087", "rows": "männlich", "ref": ["8:4", "9:21"]}))
    assert page.count('name="ref" value="8:4"') >= 1
    assert page.count('name="ref" value="9:21"') >= 1
    assert "2 figures chosen" in page

    claim = reverse("evidence:claim", args=[classic_file.sha256])
    page = html_of(officer.post(claim, {"ref": ["9:4", "9:21"], "title": "", "explanation": "kept <b>"}), 422)
    assert 'name="ref" value="9:4"' in page
    assert "kept &lt;b&gt;" in page


@pytest.mark.parametrize("refs", [[], ["1:1"], ["x"], [f"{line}:4" for line in range(1, 80)]])
def test_a_choice_that_cannot_stand_leads_back_with_what_was_chosen(officer, classic_file, refs):
    page = html_of(officer.get(reverse("evidence:claim", args=[classic_file.sha256]), {"ref": refs}), 422)
    assert "do not fit on one card" in page
    assert all(f"ref={ref.replace(':', '%3A')}" in page for ref in refs[:60])


def test_a_double_click_makes_one_card(officer, classic_file, young_women):
    wanted = {"ref": young_women, "title": CLAIM, "client_id": str(uuid.uuid4())}
    claim = reverse("evidence:claim", args=[classic_file.sha256])
    first, second = (officer.post(claim, wanted) for _ in range(2))
    assert first.url == second.url
    assert EvidenceCard.objects.count() == 1


def test_a_flat_file_without_number_asks_for_it_on_the_page(officer):
    choose = officer.post(reverse("evidence:upload"), sent(official(FLAT), "download.csv")).url
    assert "Add the table number" in html_of(officer.get(choose))
    ref = table_of(OfficialFile.objects.get()).select("15087")[0].ref
    claim = choose.replace("/choose", "/claim")
    assert "Table number" in html_of(officer.get(claim, {"ref": ref}))
    page = html_of(officer.post(claim, {"ref": ref, "title": CLAIM, "table_code": "?"}), 422)
    assert "looks like 12411-0018" in page
    officer.post(claim, {"ref": ref, "title": CLAIM, "table_code": "12411-01-01-4"})
    assert EvidenceCard.objects.get().table_code == "12411-01-01-4"


@pytest.mark.parametrize(
    "query",
    [
        "territory=nowhere",
        "territory=15087&page=999999999999",
        "territory=15087&page=-1",
        "window=x",
        "rows=zebra&territory=15087",
    ],
)
def test_strange_addresses_are_no_crash(officer, classic_file, query):
    html_of(officer.get(f"{reverse('evidence:choose', args=[classic_file.sha256])}?{query}"))


def test_a_zero_byte_in_the_address_is_refused(officer, classic_file):
    assert officer.get(f"{reverse('evidence:choose', args=[classic_file.sha256])}?q=%00").status_code == 400


def test_signs_are_explained_and_places_that_are_gone_are_named_so(officer, shared_data):
    file = (shared_data / "demography/destatis/22411-02-03-4_pflege_kreise_2019.csv").read_bytes()
    choose = officer.post(reverse("evidence:upload"), sent(file, "22411-02-03-4.csv")).url
    gone = next(place for place in table_of(OfficialFile.objects.get()).territories() if not place.present)
    assert "no longer exists" in html_of(officer.get(choose, {"q": gone.name}))
    assert "exactly zero, or nothing there" in html_of(officer.get(choose, {"territory": gone.key}))


def test_a_large_table_is_shown_in_parts(officer, shared_data):
    file = (shared_data / "demography/destatis/12411-0012_laender_alter_1967-2022.csv").read_bytes()
    choose = officer.post(reverse("evidence:upload"), sent(file, "12411-0012.csv")).url
    page = html_of(officer.get(choose, {"territory": "15"}))
    assert page.count('type="checkbox"') <= 240
    assert "page 1 of 4" in page
    assert "31.12.2022" in page
    assert "31.12.2022" not in html_of(officer.get(choose, {"territory": "15", "window": "7"}))


# ── wrong files ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "german"),
    [
        (b"", "Die Datei ist leer."),
        (b"%PDF-1.7", "ein PDF-Dokument"),
        (official(CLASSIC).replace(b";4007;", b";viele;"), "Zeile 7"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_german_at_its_field(officer, data, german):
    with translation.override("de"):
        response = officer.post(reverse("evidence:upload"), sent(data), headers={"accept-language": "de"})
    page = html_of(response, 422)
    assert german in page
    assert 'id="id_file"' in page
    assert not OfficialFile.objects.exists()


def test_every_objection_of_the_reader_has_a_german_sentence():
    with translation.override("de"):
        for message in MESSAGES:
            assert translation.gettext(message) != message


def test_a_missing_day_keeps_the_address_and_asks_for_the_file_again(officer):
    page = html_of(
        officer.post(reverse("evidence:upload"), sent(retrieved_on="", source_address="https://example.org/t")), 422
    )
    assert "https://example.org/t" in page
    assert "choose the file once more" in page


def test_too_large_a_file_is_refused_at_its_field(officer, settings):
    settings.MAX_UPLOAD_BYTES = 1000
    assert "larger than" in html_of(officer.post(reverse("evidence:upload"), sent()), 422)


def test_no_file_at_all_is_said(officer):
    wanted = sent()
    del wanted["file"]
    html_of(officer.post(reverse("evidence:upload"), wanted), 422)


def test_a_malicious_file_name_is_only_text(officer):
    officer.post(reverse("evidence:upload"), sent(name='"><img src=x onerror=alert(1)>.csv'))
    file = OfficialFile.objects.get()
    page = html_of(officer.get(reverse("evidence:choose", args=[file.sha256])))
    assert "<img src=x" not in page


# ── who may ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["upload", "choose", "claim"])
def test_only_partners_make_evidence(name, classic_file, ministry_of_st):
    address = reverse(f"evidence:{name}", args=[] if name == "upload" else [classic_file.sha256])
    visitor, ministry = Client(), Client()
    ministry.force_login(ministry_of_st)
    assert visitor.get(address).url.startswith(reverse("account_login"))
    assert ministry.get(address).status_code == 403


def test_a_file_is_for_everybody_once_a_card_quotes_it(classic_file, officer_of_hettstedt, young_women):
    address = reverse("evidence:file", args=[classic_file.sha256])
    assert Client().get(address).status_code == 404
    partner = Client()
    partner.force_login(officer_of_hettstedt)
    assert partner.get(address).status_code == 200
    make_card(actor=officer_of_hettstedt, file=classic_file, refs=young_women, title=CLAIM)
    response = Client().get(address)
    assert b"".join(response.streaming_content) == official(CLASSIC)
    assert response["Content-Type"].startswith("text/plain")
    assert response["Content-Disposition"] == f'attachment; filename="{CLASSIC}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies


@pytest.mark.parametrize("name", ["card", "csv", "file", "choose", "claim"])
def test_what_is_not_there_is_not_found(officer, name):
    assert officer.get(reverse(f"evidence:{name}", args=["nothing"])).status_code == 404


def test_a_damaged_file_is_not_handed_out_and_the_card_says_so(card):
    path = store.path_of(card.file_sha256)
    path.write_bytes(path.read_bytes().replace(b"1746", b"9999"))
    html_of(Client().get(reverse("evidence:file", args=[card.file_sha256])), 500)
    page = html_of(Client().get(card.get_absolute_url()))
    assert "the stored file is damaged here" in page
    path.unlink()
    page = html_of(Client().get(card.get_absolute_url()))
    assert "not where it was put" in page
    assert CLAIM in page


# ── lists and exports ───────────────────────────────────────────────────────


def test_the_csv_says_where_each_figure_stands(card):
    response = Client().get(reverse("evidence:csv", args=[card.public_id]))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    data = store.fetch(card.file_sha256)
    assert len(rows) == 6
    for row in rows:
        offset, length = int(row["offset"]), int(row["length"])
        assert data[offset : offset + length].decode("cp1252") == row["raw"]
        assert row["file_sha256"] == card.file_sha256
    assert csv_of(card).startswith("\ufeff")


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("+1", "'+1"),
        ("-", "-"),
        ("-5,9", "-5,9"),
        ("-2+3", "'-2+3"),
        ("1746", "1746"),
        ("", ""),
    ],
)
def test_no_cell_becomes_a_formula(cell, kept):
    assert harmless(cell) == kept


def test_the_list_is_filtered_by_words_theme_and_city(card):
    shown = lambda query: Client().get(f"/evidence/?{query}").content.decode()  # noqa: E731
    for query in ("q=WOMEN", "q=mansfeld", "q=12411", "city=hettstedt", "theme=unknown", "page=x"):
        assert CLAIM in shown(query), query
    for query in ("q=zebra", "theme=youth", "city=goerlitz"):
        assert CLAIM not in shown(query), query
    assert "Nothing found" in shown("q=zebra")


def test_an_empty_list_says_what_belongs_here(alliance, officer_of_hettstedt):
    partner = Client()
    partner.force_login(officer_of_hettstedt)
    assert "Make the first piece of evidence" in partner.get("/evidence/").content.decode()
    assert "Make the first piece of evidence" not in Client().get("/evidence/").content.decode()


def _queries(address):
    client = Client()
    with CaptureQueriesContext(connection) as caught:
        response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    return len(caught)


def test_the_list_costs_the_same_with_many_cards(card, officer_of_hettstedt, classic_file, young_women, hettstedt):
    few = _queries("/evidence/")
    for number in range(19):
        make_card(
            actor=officer_of_hettstedt, file=classic_file, refs=young_women[:1], title=f"No {number}", city=hettstedt
        )
    assert _queries("/evidence/") == few <= 10
    assert _queries(card.get_absolute_url()) <= 15


def test_the_address_of_the_next_step_carries_the_choice(officer, classic_file):
    page = html_of(
        officer.get(reverse("evidence:choose", args=[classic_file.sha256]), {"q": "gorlitz", "ref": ["9:4"]})
    )
    link = next(part.split('"')[0] for part in page.split('href="') if part.startswith("?territory=14626"))
    assert parse_qs(urlsplit(link.replace("&amp;", "&")).query)["ref"] == ["9:4"]
