import datetime
import gzip
import hashlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netzwerkstatt.engines.official_files import MESSAGES, QUALITY_MEANINGS, SIGN_MEANINGS
from netzwerkstatt.evidence import sentences, store
from netzwerkstatt.evidence.actions import safe_name, upload_file
from netzwerkstatt.evidence.models import OfficialFile
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.models import Event
from tests.conftest import last_event
from tests.evidence.conftest import CLASSIC, FLAT, RETRIEVED, official


@pytest.mark.django_db
class TestUpload:
    def test_a_file_is_kept_byte_for_byte_under_its_fingerprint(self, classic_file):
        data = official(CLASSIC)
        assert classic_file.sha256 == hashlib.sha256(data).hexdigest()
        assert store.path_of(classic_file.sha256).read_bytes() == data
        assert (classic_file.name, classic_file.size, classic_file.format) == (CLASSIC, len(data), "classic")
        assert classic_file.table_code == "12411-0018"
        assert last_event().type == "evidence.file_uploaded"

    def test_the_same_bytes_are_the_same_file(self, officer_of_goerlitz, classic_file):
        events = Event.objects.count()
        again = upload_file(actor=officer_of_goerlitz, name="other.csv", data=official(CLASSIC), retrieved_on=RETRIEVED)
        assert again == classic_file
        assert Event.objects.count() == events

    @pytest.mark.parametrize("pack", ["gz", "zip"])
    def test_a_packed_file_is_kept_unpacked_with_both_fingerprints(self, officer_of_hettstedt, pack):
        data = official(FLAT)
        if pack == "gz":
            packed = gzip.compress(data)
        else:
            buffer = io.BytesIO()
            with zipfile.ZipFile(buffer, "w") as archive:
                archive.writestr(FLAT, data)
            packed = buffer.getvalue()
        file = upload_file(actor=officer_of_hettstedt, name=f"{FLAT}.{pack}", data=packed, retrieved_on=RETRIEVED)
        assert store.fetch(file.sha256) == data
        assert file.packed_sha256 == hashlib.sha256(packed).hexdigest()
        assert file.name == FLAT
        assert file.table_code == "12411-01-01-4"

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", "empty"),
            (b"%PDF-1.7 ...", "a PDF document"),
            (b"<!doctype html><p>Error", "web page"),
            (b"a,b,c\n1,2,3\n", "commas"),
            (b"\x00\x01" * 50, "binary"),
            (b"hello", "No table number"),
            (official(CLASSIC).replace(b";4007;", b";viele;"), "line 7"),
            (official(CLASSIC)[:4000], "The file ends"),
            (gzip.compress(official(CLASSIC))[:500], "damaged"),
        ],
    )
    def test_what_is_no_official_table_is_refused_with_the_reason(self, officer_of_hettstedt, data, reason, tmp_path):
        with pytest.raises(Invalid) as caught:
            upload_file(actor=officer_of_hettstedt, name="x.csv", data=data, retrieved_on=RETRIEVED)
        assert reason in str(caught.value.fields["file"])
        assert not OfficialFile.objects.exists()
        assert not [path for path in tmp_path.rglob("*") if path.is_file()]

    def test_a_file_that_unpacks_too_large_is_refused(self, officer_of_hettstedt, settings):
        settings.MAX_UPLOAD_BYTES = 100_000
        bomb = gzip.compress(official(CLASSIC) + b" " * 10_000_000)
        with pytest.raises(Invalid):
            upload_file(actor=officer_of_hettstedt, name="x.csv.gz", data=bomb, retrieved_on=RETRIEVED)

    def test_a_file_that_is_too_large_is_refused(self, officer_of_hettstedt, settings):
        settings.MAX_UPLOAD_BYTES = 1024 * 1024
        with pytest.raises(Invalid, match="larger than 1 MB"):
            upload_file(actor=officer_of_hettstedt, name="x.csv", data=b"x" * 1024 * 1025, retrieved_on=RETRIEVED)

    @pytest.mark.parametrize("day", [datetime.date(2999, 1, 1), datetime.date(1066, 1, 1)])
    def test_a_day_that_cannot_be_is_refused(self, officer_of_hettstedt, day):
        with pytest.raises(Invalid) as caught:
            upload_file(actor=officer_of_hettstedt, name=CLASSIC, data=official(CLASSIC), retrieved_on=day)
        assert list(caught.value.fields) == ["retrieved_on"]

    @pytest.mark.parametrize(
        "address", ["javascript:alert(1)", "genesis", "ftp://example.org/x", "https://x.org/" + "a" * 600]
    )
    def test_an_address_that_leads_nowhere_is_refused(self, officer_of_hettstedt, address):
        with pytest.raises(Invalid) as caught:
            upload_file(
                actor=officer_of_hettstedt, name=CLASSIC, data=official(CLASSIC), retrieved_on=RETRIEVED,
                source_address=address,
            )  # fmt: skip
        assert list(caught.value.fields) == ["source_address"]

    def test_nothing_is_recorded_where_the_store_fails(self, officer_of_hettstedt, tmp_path):
        (tmp_path / "files").write_text("a file where the folder should be")
        events = Event.objects.count()
        with pytest.raises(OSError, match="files"):
            upload_file(actor=officer_of_hettstedt, name=CLASSIC, data=official(CLASSIC), retrieved_on=RETRIEVED)
        assert not OfficialFile.objects.exists()
        assert Event.objects.count() == events

    def test_uploading_again_heals_a_damaged_file(self, officer_of_hettstedt, classic_file):
        store.path_of(classic_file.sha256).write_bytes(b"x" * classic_file.size)
        with pytest.raises(store.DamagedError):
            store.fetch(classic_file.sha256)
        upload_file(actor=officer_of_hettstedt, name=CLASSIC, data=official(CLASSIC), retrieved_on=RETRIEVED)
        assert store.fetch(classic_file.sha256) == official(CLASSIC)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Jana\\12411-0018.csv", "12411-0018.csv"),
        ("\u202efdp.csv", "fdp.csv"),
        ("a\nb\r.csv", "ab.csv"),
        ("", "table.csv"),
        (".htaccess", "htaccess"),
        ("<script>alert(1)</script>.csv", "script>.csv"),
        ('x";filename="evil.exe', 'x";filename="evil.exe'),
    ],
)
def test_a_malicious_name_becomes_a_plain_one(given, kept):
    assert safe_name(given) == kept


@given(st.text(max_size=400))
def test_every_name_becomes_short_visible_and_without_folders(name):
    kept = safe_name(name)
    assert 0 < len(kept) <= 120
    assert "/" not in kept
    assert "\\" not in kept
    assert kept.isprintable()
    assert safe_name(kept) == kept


def test_every_sentence_of_the_reader_is_in_our_catalogue():
    assert set(MESSAGES) == set(sentences.MESSAGES)
    assert set(SIGN_MEANINGS.values()) == set(sentences.SIGNS)
    assert set(QUALITY_MEANINGS.values()) == set(sentences.QUALITIES)
