"""Files in a browser: coming in by a form, going out only to those who may see the item."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from netzwerkstatt.foundation.attachments import store
from netzwerkstatt.foundation.attachments.actions import attach, hide, remove
from netzwerkstatt.foundation.attachments.models import Attachment
from netzwerkstatt.foundation.attachments.receiving import receive
from netzwerkstatt.foundation.entries.models import Visibility
from netzwerkstatt.foundation.events.personal import all_personal
from netzwerkstatt.foundation.moderation.registry import reportable
from tests.attachments.samples import samples

SAMPLES = samples()


@pytest.fixture
def browser():
    def of(person=None):
        client = Client(headers={"sec-fetch-site": "same-origin", "accept-language": "en"})
        if person:
            client.force_login(person)
        return client

    return of


@pytest.fixture
def hang(entry, jana):
    def make(code, **words):
        more = {"alt": "What it shows"} if code in {"png", "jpeg", "webp"} and not words else words
        return attach(actor=jana, entry=entry, file=receive(*SAMPLES[code]), **more)

    return make


def upload(client, entry, file_name, data, **fields):
    sent = {"file": SimpleUploadedFile(file_name, data), **fields}
    return client.post(reverse("attachments:add", args=[entry.public_id]), sent)


def test_a_file_comes_in_by_the_form_and_stands_on_the_page(problem, entry, jana, browser):
    client = browser(jana)
    assert client.get(reverse("attachments:add", args=[entry.public_id])).status_code == 200
    response = upload(client, entry, "Minutes.pdf", SAMPLES["pdf"][1], name="The minutes")

    assert response.headers["Location"] == f"{problem.get_absolute_url()}#attachments"
    html = browser().get(problem.get_absolute_url()).content.decode()
    assert "The minutes.pdf" in html
    assert "Attach a file" not in html
    assert "Attach a file" in client.get(problem.get_absolute_url()).content.decode()


def test_a_wrong_file_is_refused_at_its_field_and_nothing_is_kept(entry, jana, browser, shelf):
    response = upload(browser(jana), entry, "Report.pdf", SAMPLES["pdf"][1][:-100], name="My report")
    html = response.content.decode()

    assert response.status_code == 422
    assert "damaged or not complete" in html
    assert "My report" in html
    assert not Attachment.objects.exists()
    assert not shelf.exists()


def test_a_picture_without_words_is_asked_for_them_and_for_the_file_again(entry, jana, browser):
    response = upload(browser(jana), entry, "Hall.jpg", SAMPLES["jpeg"][1])
    html = response.content.decode()
    assert response.status_code == 422
    assert "Say in one sentence what the picture shows" in html
    assert "choose the file once more" in html
    assert upload(browser(jana), entry, "Hall.jpg", SAMPLES["jpeg"][1], is_decoration="on").status_code == 302


def test_too_large_a_file_is_not_even_read(entry, jana, browser, settings):
    settings.MAX_ATTACHMENT_BYTES = 1024 * 1024
    response = upload(browser(jana), entry, "x.txt", b"x" * (1024 * 1024 + 1))
    assert "larger than 1 MB" in response.content.decode()


@pytest.mark.parametrize("code", SAMPLES)
def test_a_file_goes_out_sandboxed_pictures_to_be_seen_others_to_be_saved(code, hang, browser):
    found = hang(code)
    response = browser().get(found.get_absolute_url())

    assert response.status_code == 200
    assert response.content == store.fetch(found.sha256)
    assert response.headers["Content-Security-Policy"].endswith("sandbox")
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Type"] == found.about.content_type
    kept = response.headers["Content-Disposition"]
    assert kept.startswith("inline" if code in {"png", "jpeg", "webp"} else "attachment")
    assert found.file_name in kept


def test_asked_again_with_its_fingerprint_only_who_may_see_it_hears_that_it_is_the_same(entry, jana, hang, browser):
    found = hang("pdf")
    tag = browser().get(found.get_absolute_url()).headers["ETag"]
    assert browser().get(found.get_absolute_url(), headers={"if-none-match": tag}).status_code == 304
    entry.visibility = Visibility.CITY
    entry.save()
    for address in (found.get_absolute_url(), f"{found.get_absolute_url()}/small"):
        assert browser().get(address, headers={"if-none-match": tag}).status_code == 404
    assert browser(jana).get(found.get_absolute_url()).status_code == 200


def test_only_who_may_attach_gets_to_the_forms(entry, jana, citizen, hang, browser):
    found = hang("pdf")
    addresses = [reverse(f"attachments:{name}", args=[found.public_id]) for name in ("describe", "remove")]
    for address in (*addresses, reverse("attachments:add", args=[entry.public_id])):
        assert browser(jana).get(address).status_code == 200
        assert browser(citizen).get(address).status_code == 403
        assert browser().get(address).status_code == 302


def test_a_file_is_renamed_and_removed_without_a_script(hang, jana, browser):
    found = hang("jpeg")
    client = browser(jana)
    address = reverse("attachments:describe", args=[found.public_id])
    assert client.post(address, {"name": "Hall", "alt": ""}).status_code == 422
    client.post(address, {"name": "Hall", "alt": "Forty chairs"})
    found.refresh_from_db()
    assert (found.name, found.alt) == ("Hall", "Forty chairs")
    client.post(reverse("attachments:remove", args=[found.public_id]))
    assert browser().get(found.get_absolute_url()).status_code == 410
    assert browser().get(f"{found.get_absolute_url()}/small").status_code == 404
    assert client.get(address).status_code == 404


def test_a_picture_stands_small_with_its_words_in_the_list(problem, hang, browser):
    found = hang("jpeg")
    hang("png", is_decoration=True)
    html = browser().get(problem.get_absolute_url()).content.decode()
    assert f'src="/attachments/{found.public_id}/small" width="60" height="30" alt="What it shows"' in html
    assert 'alt=""' in html
    response = browser().get(f"/attachments/{found.public_id}/small")
    assert response.headers["Content-Type"] == "image/webp"


def test_the_list_costs_one_query_however_long_it_is(problem, hang, browser):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            browser().get(problem.get_absolute_url())
        return [q["sql"] for q in seen if "attachments_" in q["sql"]], len(seen)

    queries()
    (_, none), _ = queries(), hang("pdf")
    (mine, one), _ = queries(), [hang(code) for code in SAMPLES]
    (_, many) = queries()
    assert len(mine) == 1
    assert none == one == many


def test_a_damaged_file_is_said_to_be_damaged(hang, browser):
    found = hang("pdf")
    store.path_of(found.sha256).write_bytes(b"something else")
    response = browser().get(found.get_absolute_url())
    assert (response.status_code, "on our side" in response.content.decode()) == (500, True)


def test_moderation_finds_and_hides_a_file(hang, jana, citizen, browser):
    found = hang("jpeg")
    kind = reportable("attachment")
    thing = kind.find(found.public_id)
    assert (kind.author(thing), kind.words(thing)) == (jana, "Hall.jpg\n\nWhat it shows")
    assert kind.may_see(None, thing)
    kind.hide(thing, True)
    assert (kind.may_see(citizen, thing), kind.may_see(jana, thing)) == (False, True)
    for address in (found.get_absolute_url(), f"{found.get_absolute_url()}/small"):
        assert browser().get(address).status_code == 404
        assert browser(jana).get(address).status_code == 200
    assert (
        f"/moderation/attachment/{found.public_id}/own"
        in browser(jana).get(found.entry.get_absolute_url()).content.decode()
    )
    hide(found, False)
    remove(actor=jana, attachment=found)
    assert kind.find(found.public_id) is None


def test_what_somebody_attached_is_in_her_data(hang, jana):
    hang("pdf")
    declared = next(one for one in all_personal() if one.model == "attachments.Attachment")
    assert [row["file"] for row in declared.export(jana)] == ["Minutes.pdf"]
