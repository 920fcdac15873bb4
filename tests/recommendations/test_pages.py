"""The pages of recommendations, from the first paragraph to the answer."""

from __future__ import annotations

import html
import io
import re
import uuid

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from netzwerkstatt.foundation.documents.models import Rendering
from netzwerkstatt.foundation.documents.queries import pdf_of, rendering_of
from netzwerkstatt.foundation.documents.text import to_text
from netzwerkstatt.foundation.entries.offers import offers_on, panels_on
from netzwerkstatt.foundation.texts.models import Paragraph
from netzwerkstatt.recommendations import actions
from netzwerkstatt.recommendations.models import Answer, Recommendation, Release
from tests.documents.reading import joined, read_aloud
from tests.recommendations.conftest import CLAIM, FIRST, SECOND, TITLE, in_days

pytestmark = pytest.mark.django_db


def url(name, recommendation, *more):
    return reverse(f"recommendations:{name}", args=[recommendation.public_id, *more])


def read(response):
    """What a person reads on a page, as one line."""
    body = re.sub(r"(?s)<(script|style|svg).*?</\1>", " ", response.content.decode())
    main = body[body.index("<main") : body.index("</main>")]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def in_order(lines, text):
    """The first line that does not follow in the text, if any."""
    squeezed, at = re.sub(r"\s", "", text), 0
    for line in lines:
        wanted = re.sub(r"\s", "", line)
        at = squeezed.find(wanted, at)
        if at < 0:
            return line
        at += len(wanted)
    return None


# ── reading ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["en", "de"])
def test_page_and_pdf_say_the_same_in_the_same_order(
    client, coordinator, officer_of_hettstedt, project, card, idea, alliance, language
):
    with translation.override(language):
        draft = actions.draft_recommendation(actor=officer_of_hettstedt, title=TITLE, projects=[project])
        for text, grounds in ((FIRST, [project, card]), (SECOND, [card, idea])):
            actions.add_paragraph(actor=officer_of_hettstedt, recommendation=draft, text=text, rests_on=grounds)
        for state in (alliance.st, alliance.sn):
            actions.address_to(actor=officer_of_hettstedt, recommendation=draft, state=state, due=in_days(80))
    actions.release(actor=coordinator, recommendation=draft)
    rendering = rendering_of(draft.public_id)
    lines = to_text(rendering.document)

    page = client.get(draft.get_absolute_url(), headers={"accept-language": language})

    assert {TITLE, FIRST} <= {line.removeprefix("1 ") for line in lines}
    assert in_order(lines, read(page)) is None
    spoken = [one.text for one in read_aloud(pdf_of(rendering))]
    assert joined(spoken) == joined(lines)
    assert rendering.document.language == language


def test_the_pdf_is_accessible_and_holds_every_line(client, released):
    response = client.get(url("pdf", released))
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo["/Title"]).endswith(TITLE) or TITLE in str(pdf.docinfo["/Title"])
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
    assert response["Content-Type"] == "application/pdf"
    assert "E-1.pdf" in response["Content-Disposition"]
    assert not response.cookies


def test_the_page_shows_text_thread_figures_addressees_file_and_checksum(client, released):
    text = read(client.get(released.get_absolute_url()))

    rendering = rendering_of(released.public_id)
    for words in (
        TITLE, FIRST, SECOND, CLAIM, "A guide for coming back", "80 days left", "no answer yet", "Sachsen-Anhalt",
        released.release.sha256, rendering.pdf_sha256, "12411-0018",
    ):  # fmt: skip
        assert words in text
    size = len(pdf_of(rendering))
    assert f"{size / 1024:.1f}" in text


def test_visitors_read_without_a_cookie(client, released, answered):
    for address in (
        released.get_absolute_url(), answered.get_absolute_url(), reverse("recommendations:list"), url("json", released)
    ):  # fmt: skip
        response = client.get(address)
        assert response.status_code == 200
        assert not response.cookies


@pytest.mark.parametrize(
    ("state", "reason", "words"),
    [("waiting", "", "The files wait for their turn"), ("failed", "Out of paper", "The files could not be made")],
)
def test_until_the_pdf_is_there_the_page_says_how_far_it_is(
    client, signed_in, coordinator, released, settings, state, reason, words
):
    Rendering.objects.all().delete()
    Rendering.objects.create(public_id=released.public_id, version="1", content="{}", state=state, reason=reason)

    assert words in read(client.get(released.get_absolute_url()))
    assert client.get(url("pdf", released)).url == released.get_absolute_url()
    assert client.post(url("retry-pdf", released), headers={"sec-fetch-site": "same-origin"}).status_code == 302
    if state == "failed":
        assert reason in read(client.get(released.get_absolute_url()))
        signed_in(coordinator).post(url("retry-pdf", released))
        assert rendering_of(released.public_id).state != state or rendering_of(released.public_id).reason != reason


def test_an_answer_stands_beside_the_recommendation_and_on_its_own_page(client, released, answered):
    beside = read(client.get(released.get_absolute_url()))
    alone = read(client.get(answered.get_absolute_url()))

    for words in ("We accept 1 and try 2.", "1 accepted", "2 to be tried"):
        assert words in beside
    for words in ("We accept 1 and try 2.", "from next year on", FIRST, SECOND, "to be tried", "E-1"):
        assert words in alone
    assert "aria-current" in client.get(answered.get_absolute_url()).content.decode()


def test_what_people_wrote_is_never_markup(
    client, signed_in, coordinator, officer_of_hettstedt, project, card, alliance
):
    attack = "<script>alert('x')</script> {{ 7*7 }} {% now 'Y' %} #let x = 1 \\u0000"
    draft = actions.draft_recommendation(actor=officer_of_hettstedt, title=attack, projects=[project])
    actions.add_paragraph(actor=officer_of_hettstedt, recommendation=draft, text=attack, rests_on=[card])
    actions.address_to(actor=officer_of_hettstedt, recommendation=draft, state=alliance.st, due=in_days(20))
    actions.release(actor=coordinator, recommendation=draft)

    for address in (draft.get_absolute_url(), reverse("recommendations:list")):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "{{ 7*7 }}" in html.unescape(page)
    assert rendering_of(draft.public_id).state == Rendering.State.READY


def test_the_list_shows_the_answers_of_each_land_and_can_be_narrowed(client, released, answered):
    text = read(client.get(reverse("recommendations:list")))
    assert TITLE in text
    assert "answered" in text
    assert "80 days left" in text
    assert TITLE in read(client.get(reverse("recommendations:list"), {"land": "ST"}))
    assert TITLE not in read(client.get(reverse("recommendations:list"), {"land": "SN"}))


def test_drafts_are_listed_for_the_alliance_alone(client, signed_in, officer_of_saalfeld, ministry_of_st, draft):
    assert TITLE in read(signed_in(officer_of_saalfeld).get(reverse("recommendations:list")))
    for someone in (client, signed_in(ministry_of_st)):
        assert TITLE not in read(someone.get(reverse("recommendations:list")))


@pytest.mark.once
def test_list_and_page_cost_the_same_with_more_rows(
    client, coordinator, officer_of_hettstedt, project, card, alliance, released
):
    def make(number, paragraphs):
        draft = actions.draft_recommendation(
            actor=officer_of_hettstedt, title=f"Number {number}", projects=[project], themes=[alliance.youth]
        )
        for place in range(paragraphs):
            actions.add_paragraph(
                actor=officer_of_hettstedt, recommendation=draft, text=f"Paragraph {place}", rests_on=[card, project]
            )
        for state in (alliance.st, alliance.th, alliance.sn):
            actions.address_to(actor=officer_of_hettstedt, recommendation=draft, state=state, due=in_days(30))
        actions.release(actor=coordinator, recommendation=draft)
        return draft

    def queries(address):
        client.get(address)  # what each process knows for some seconds
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    small = make(1, 1)
    few = queries(reverse("recommendations:list"))
    large, *_ = [make(number, 6) for number in range(2, 9)]

    assert queries(reverse("recommendations:list")) == few
    assert few <= 10
    assert queries(large.get_absolute_url()) == queries(small.get_absolute_url())
    assert queries(large.get_absolute_url()) <= 22


def test_empty_lists_say_what_belongs_there(client, alliance):
    assert "No recommendation yet" in read(client.get(reverse("recommendations:list")))


# ── offers and panels ───────────────────────────────────────────────────────


def test_a_project_offers_a_draft_to_the_alliance_and_shows_what_rests_on_it(
    officer_of_saalfeld, ministry_of_st, project, released, draft
):
    offers = {offer.verb: offer for offer in offers_on("project", project, officer_of_saalfeld)}
    assert (
        offers["draft-recommendation"].url(project) == f"{reverse('recommendations:new')}?project={project.public_id}"
    )
    for person in (ministry_of_st, None):
        assert "draft-recommendation" not in {offer.verb for offer in offers_on("project", project, person)}
    assert "recommendations/panels/on_project.html" in {p.template for p in panels_on("project", "main", project, None)}


def test_the_projects_page_shows_its_recommendations(client, project, released):
    text = read(client.get(project.get_absolute_url()))
    assert TITLE in text
    assert "E-1" in text


# ── writing ─────────────────────────────────────────────────────────────────


def test_a_recommendation_goes_from_project_to_answer_through_pages_alone(
    signed_in, officer_of_hettstedt, coordinator, ministry_of_st, project, card, alliance
):
    author = signed_in(officer_of_hettstedt)
    new = f"{reverse('recommendations:new')}?project={project.public_id}"
    assert CLAIM in read(author.get(new))
    began = author.post(
        new,
        {"client_id": str(uuid.uuid4()), "title": TITLE, "projects": [project.public_id], "evidence": [card.public_id]},
    )
    draft = Recommendation.objects.get()
    assert began.url == url("edit", draft)
    assert "There is no paragraph yet." in read(author.get(began.url))

    author.post(url("add-paragraph", draft), {"text": FIRST, "rests_on": [project.public_id, card.public_id]})
    author.post(url("address", draft), {"state": alliance.st.pk, "due": in_days(20).isoformat()})
    overview = read(author.get(url("edit", draft)))
    assert FIRST in overview
    assert "Sachsen-Anhalt" in overview
    assert "seen by the alliance alone" in read(author.get(draft.get_absolute_url()))

    chief = signed_in(coordinator)
    assert "From then on nobody changes a word" in read(chief.get(url("release", draft)))
    done = chief.post(url("release", draft))
    again = chief.post(url("release", draft))
    assert done.url == again.url == draft.get_absolute_url()
    assert Release.objects.count() == 1

    ministry = signed_in(ministry_of_st)
    assert "Answer for Sachsen-Anhalt" in read(ministry.get(draft.get_absolute_url()))
    form = {"client_id": str(uuid.uuid4()), "text": "Gladly.", "stance_1": "accepted", "words_1": ""}
    sent = ministry.post(url("give-answer", draft, "ST"), form)
    resent = ministry.post(url("give-answer", draft, "ST"), form)
    assert sent.url == resent.url == Answer.objects.get().get_absolute_url()
    assert ministry.get(url("give-answer", draft, "ST")).url == sent.url
    assert "Answer for Sachsen-Anhalt" not in read(ministry.get(draft.get_absolute_url()))


def test_two_who_write_at_once_see_both_texts_and_lose_none(signed_in, officer_of_hettstedt, coordinator, draft, card):
    paragraph = actions.add_paragraph(actor=officer_of_hettstedt, recommendation=draft, text=FIRST, rests_on=[card])
    page = url("rewrite-paragraph", draft, paragraph.pk)
    actions.rewrite_paragraph(actor=coordinator, paragraph=paragraph, text="Theirs entirely", rests_on=[card], base=1)

    author = signed_in(officer_of_hettstedt)
    conflict = author.post(page, {"text": "Mine alone", "rests_on": [], "base": "1"})

    assert conflict.status_code == 409
    body = conflict.content.decode()
    assert "Theirs entirely" in body
    assert "Mine alone" in body
    assert 'name="base" value="2"' in body
    assert Paragraph.objects.get().text == "Theirs entirely"
    settled = author.post(page, {"text": "Ours", "rests_on": [card.public_id], "base": "2"})
    assert settled.status_code == 302
    assert Paragraph.objects.get().text == "Ours"


def test_a_paragraph_is_removed_after_a_look_at_it(signed_in, officer_of_hettstedt, draft):
    paragraph = actions.add_paragraph(actor=officer_of_hettstedt, recommendation=draft, text=FIRST)
    author, page = signed_in(officer_of_hettstedt), url("remove-paragraph", draft, paragraph.pk)
    assert FIRST in read(author.get(page))
    assert Paragraph.objects.exists()
    assert [author.post(page).status_code for _ in range(2)] == [302, 302]
    assert not Paragraph.objects.exists()
    assert author.get(page).status_code == 404


def test_a_project_or_figure_is_found_by_words_or_number_and_added(signed_in, officer_of_hettstedt, draft, card):
    author, page = signed_in(officer_of_hettstedt), url("sources", draft)
    for asked in (card.entry.code, "women 2020", ""):
        assert CLAIM in read(author.get(page, {"q": asked}))
    assert "Nothing found" in read(author.get(page, {"q": "elephants"}))
    assert author.get(page, {"q": "B-" + "9" * 40}).status_code == 200

    for _ in range(2):
        assert author.post(page, {"origin": card.public_id}).status_code == 302
    assert draft.entry.links_in.filter(source=card.entry, kind="supported-by").count() == 1
    assert CLAIM not in read(author.get(page))


def test_a_title_is_changed_and_a_conflict_keeps_what_was_typed(signed_in, officer_of_hettstedt, draft):
    author = signed_in(officer_of_hettstedt)
    assert author.post(url("retitle", draft), {"title": "Come back", "base": TITLE}).status_code == 302
    late = author.post(url("retitle", draft), {"title": "Return", "base": TITLE})
    assert "Come back" in read(late)
    assert 'value="Return"' in late.content.decode()


def test_an_addressee_can_be_taken_back(signed_in, officer_of_hettstedt, complete):
    author = signed_in(officer_of_hettstedt)
    for _ in range(2):
        assert author.post(url("withdraw-address", complete, "ST")).status_code == 302
    assert [address.state.code for address in complete.addresses.all()] == ["TH"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"due": "2020-01-01"}, "at least 14 days"),
        ({"due": "some day"}, "valid date"),
        ({}, "still missing"),
    ],
)
def test_a_wrong_day_is_said_at_its_field(signed_in, officer_of_hettstedt, draft, alliance, data, words):
    page = signed_in(officer_of_hettstedt).post(url("address", draft), {"state": alliance.st.pk, **data})
    assert words in read(page)
    assert not draft.addresses.exists()


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_a_broken_paragraph_is_kept_in_the_form(signed_in, officer_of_hettstedt, draft, text):
    page = signed_in(officer_of_hettstedt).post(url("add-paragraph", draft), {"text": text, "rests_on": ["nothing"]})
    assert page.status_code == 200
    assert text.strip() in page.content.decode()
    assert not Paragraph.objects.exists()


def test_release_names_what_is_missing_and_has_no_button_before(signed_in, coordinator, draft):
    chief = signed_in(coordinator)
    before = read(chief.get(url("release", draft)))
    refused = chief.post(url("release", draft))

    assert "Release it for good" not in before
    assert refused.status_code == 422
    for words in ("There is no paragraph yet.", "No Land is addressed yet."):
        assert words in before
        assert words in read(refused)


def test_no_page_writes_at_a_released_recommendation(signed_in, coordinator, officer_of_hettstedt, released, alliance):
    paragraph = Paragraph.objects.filter(entry=released.entry).first()
    for client in (signed_in(coordinator), signed_in(officer_of_hettstedt)):
        attempts = [
            client.get(url("edit", released)),
            client.get(url("add-paragraph", released)),
            client.get(url("rewrite-paragraph", released, paragraph.pk)),
            client.post(url("retitle", released), {"title": "Other", "base": TITLE}),
            client.post(url("sources", released), {"origin": "x"}),
            client.post(url("move-paragraph", released, paragraph.pk), {"to": "down"}),
            client.post(url("who-writes", released), {"paragraph": paragraph.pk}),
            client.get(url("offer-amendment", released)),
            client.post(url("remove-paragraph", released, paragraph.pk)),
            client.post(url("address", released), {"state": alliance.sn.pk, "due": in_days(30).isoformat()}),
            client.post(url("withdraw-address", released, "ST")),
        ]
        assert {answer.status_code for answer in attempts} == {403}
    assert released.release.data["title"] == TITLE


def test_pages_for_writing_are_closed_to_everybody_else(
    client, signed_in, officer_of_saalfeld, ministry_of_st, draft, complete
):
    for name in ("edit", "retitle", "sources", "add-paragraph", "address"):
        assert signed_in(officer_of_saalfeld).get(url(name, draft)).status_code == 403
        assert signed_in(ministry_of_st).get(url(name, draft)).status_code == 404
        assert client.get(url(name, draft)).status_code == 302
    assert signed_in(officer_of_saalfeld).get(url("release", draft)).status_code == 403
    assert signed_in(ministry_of_st).get(reverse("recommendations:new")).status_code == 403


def test_the_ministry_of_another_land_is_refused_on_the_page(signed_in, ministry_of_th, officer_of_hettstedt, released):
    form = {"text": "Mine", "stance_1": "accepted", "stance_2": "accepted", "words_1": "", "words_2": ""}
    assert signed_in(ministry_of_th).post(url("give-answer", released, "ST"), form).status_code == 403
    assert signed_in(officer_of_hettstedt).post(url("give-answer", released, "ST"), form).status_code == 403
    assert signed_in(ministry_of_th).get(url("give-answer", released, "SN")).status_code == 404
    assert not Answer.objects.exists()


def test_an_answer_without_words_is_said_at_its_field_and_typed_text_stays(signed_in, ministry_of_st, released):
    form = {
        "text": "",
        "stance_1": "other",
        "words_1": "",
        "stance_2": "nonsense",
        "words_2": "Because <b>of</b> money",
    }
    page = signed_in(ministry_of_st).post(url("give-answer", released, "ST"), form)
    assert page.status_code == 200
    assert "Because &lt;b&gt;of&lt;/b&gt; money" in page.content.decode()
    assert not Answer.objects.exists()
