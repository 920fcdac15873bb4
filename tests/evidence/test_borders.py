"""Changes of borders are history: noted with their source, shown where figures of two territories meet, never joined."""

import datetime
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from netzwerkstatt.evidence.catalogue import breaks_among, breaks_between
from netzwerkstatt.evidence.models import OfficialFile, Territory, TerritoryChange

pytestmark = pytest.mark.django_db

HEAD = [
    ["Gebietsänderungen vom 01.01. bis 31.12.2019"],
    [None],
    ["Lfd. Nr.", "Regionale Einheit", "Regionalschlüssel", "AGS", "Name", "Art", "Fläche", "Einwohner", "Regionalschlüssel", "AGS", "Name", "juristisch", "statistisch"],
]  # fmt: skip


def line(number, before, after, kind="1", unit="Gemeinde", day="01.01.2019"):
    (key, name), (new, new_name) = before, after
    return [number, unit, "", key, name, kind, 10, 20, "", new, new_name, day, day]


SAALFELD, RUDOLSTADT = ("16073077", "Saalfeld/Saale, Stadt"), ("16073076", "Rudolstadt, Stadt")
LINES = [
    line("16/2019/0001-G", ("16073068", "Reichmannsdorf"), SAALFELD),
    line("16/2019/0001-G", ("16073079", "Schmiedefeld"), SAALFELD),
    line("16/2019/0002-G", ("16073105", "Remda-Teichel, Stadt"), RUDOLSTADT),
    line("01/2019/0003-G", (1051001, "Albersdorf"), ("01051002", "Averlak"), kind="2"),
    line("16/2019/0004-K", ("16056", "Eisenach"), ("16063", "Wartburgkreis"), unit="Kreis"),
    line("16/2019/0005-G", ("16073112", "Königsee-Rottenbach"), ("16073112", "Königsee"), kind="4"),
    line("16/2019/0006-V", ("16", "VG"), ("16", "VG"), unit="Verband"),
]


def workbook(lines):
    book = openpyxl.Workbook()
    for row in [*HEAD, *lines]:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def sent(client, data):
    given = {"file": SimpleUploadedFile("2019.xlsx", data), "retrieved_on": "2025-11-03"}
    return client.post(reverse("evidence:borders-list"), given, follow=True)


@pytest.fixture
def known(db):
    """The two cities are in the catalogue, as figures of 2015 brought them in."""
    for key, name in (SAALFELD, RUDOLSTADT):
        Territory.objects.create(
            key=key, name=name, folded=name.casefold(), level=Territory.Level.MUNICIPALITY,
            first_seen=datetime.date(2015, 12, 31), last_seen=datetime.date(2022, 12, 31),
        )  # fmt: skip


def test_a_list_is_noted_once_with_its_lines_as_source(client, coordinator, known):
    client.force_login(coordinator)
    page = sent(client, workbook(LINES)).content.decode()
    assert "5 changes of borders noted." in page
    assert "2 lines were left out" in page
    assert "Reichmannsdorf" in page
    kinds = dict(TerritoryChange.objects.values_list("before__key", "kind"))
    assert kinds == {
        "16073068": "incorporated", "16073079": "incorporated", "16073105": "incorporated", "01051001": "split",
        "16056": "incorporated",
    }  # fmt: skip
    assert Territory.objects.get(key="16073068").gone_by == datetime.date(2019, 1, 1)
    assert Territory.objects.get(key="01051001").gone_by is None
    change = TerritoryChange.objects.get(before__key="16073105")
    assert change.file == OfficialFile.objects.get()
    assert "16/2019/0002-G" in change.source

    again = sent(client, workbook(LINES)).content.decode()
    assert "5 were known already" in again
    assert TerritoryChange.objects.count() == 5


def test_profiles_and_comparisons_know_of_it(client, coordinator, known):
    client.force_login(coordinator)
    sent(client, workbook(LINES))
    first, last = datetime.date(2015, 12, 31), datetime.date(2022, 12, 31)
    assert [one.before for one in breaks_between("16073077", first, last)] == ["Reichmannsdorf", "Schmiedefeld"]
    assert breaks_between("16073077", datetime.date(2019, 1, 1), last) == ()
    assert set(breaks_among(["16073077", "16073076", "14"], first, last)) == {"16073077", "16073076"}
    client.logout()
    found = client.get(reverse("evidence:borders") + "?q=remda").content.decode()
    assert "Remda-Teichel" in found
    assert "Schmiedefeld" not in found


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The file is empty"),
        (b"no workbook", "damaged"),
        (workbook([]), "is not the yearly list of changes"),
        (workbook([line("16/2019/0001-G", ("1607x068", "A"), SAALFELD)]), "“1607x068” in line 4, column 4 does not fit"),
        (workbook([*LINES, line("16/2019/0009-G", ("16073068", "A"), SAALFELD, day="31.02.2019")]), "in line 11, column 13"),
        (workbook([line("16/2019/0001-G", ("16073068", "A"), SAALFELD, kind="9")]), "expected is 1, 2, 3, 4"),
    ],
)  # fmt: skip
def test_a_wrong_list_is_refused_with_row_and_cell_and_leaves_nothing(client, coordinator, data, reason):
    client.force_login(coordinator)
    answer = sent(client, data)
    assert answer.status_code == 422
    assert reason in answer.content.decode()
    assert not TerritoryChange.objects.exists()
    assert not OfficialFile.objects.exists()


def test_one_change_by_hand_needs_two_keys_and_a_source(client, coordinator, known):
    client.force_login(coordinator)
    address = reverse("evidence:borders-note")
    given = {
        "before": "16073108", "before_name": "Saalfelder Höhe", "after": "16073077", "after_name": "Saalfeld/Saale",
        "kind": "incorporated", "on": "2018-07-06", "source": "A law",
    }  # fmt: skip
    wrong = client.post(address, given | {"after": "16073", "source": ""})
    assert wrong.status_code == 422
    assert "Both keys must be of the same kind" in client.post(address, given | {"after": "16073"}).content.decode()
    assert client.post(address, given).status_code == 302
    assert client.post(address, given).status_code == 302
    assert TerritoryChange.objects.count() == 1
    client.logout()
    assert client.post(address, given).status_code in {302, 403}
