import datetime
import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netzwerkstatt.evidence import queries, store
from netzwerkstatt.evidence.actions import make_card, upload_file
from netzwerkstatt.evidence.figures import Figure, Place
from netzwerkstatt.evidence.models import EvidenceCard
from netzwerkstatt.evidence.reading import table_of
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.guard import NeverChangedError
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import Role
from tests.conftest import last_event
from tests.evidence.conftest import CLAIM, CLASSIC, FLAT, RETRIEVED, official

pytestmark = pytest.mark.django_db


def quotes_of(card):
    proof = queries.proof(card)
    return [*proof.first, *proof.rest]


def test_a_card_says_what_is_counted_where_when_and_by_whom(card, classic_file):
    assert card.entry.code == "B-1"
    assert card.table_code == "12411-0018"
    assert card.measure == "Bevölkerungsstand"
    assert card.unit == "Anzahl"
    assert card.definition.endswith("20 bis unter 25 Jahre")
    assert card.territories == [{"key": "15087", "name": "Mansfeld-Südharz, Landkreis", "level": "district"}]
    assert card.reference_dates == [f"31.12.{year}" for year in range(2015, 2021)]
    assert card.institution == "Statistisches Bundesamt (Destatis)"
    assert card.licence == "dl-de/by-2-0"
    assert card.retrieved_on == RETRIEVED
    assert card.as_of == datetime.date(2021, 8, 17)
    assert card.file_sha256 == classic_file.sha256
    assert [figure.raw for figure in card.read_figures][:2] == ["1746", "1660"]
    assert last_event().type == "evidence.card_made"


def test_the_bytes_at_a_figures_place_are_its_raw_text(card):
    data = store.fetch(card.file_sha256)
    for figure in card.read_figures:
        assert data[figure.offset : figure.offset + figure.length].decode(card.file.encoding) == figure.raw
    assert all(quote.holds for quote in quotes_of(card))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.data())
def test_whatever_one_chooses_stands_in_the_file_word_for_word(officer_of_hettstedt, classic_file, flat_file, at):
    file = at.draw(st.sampled_from([classic_file, flat_file]))
    table = table_of(file)
    place = at.draw(st.sampled_from(table.territories()))
    row = at.draw(st.sampled_from(table.grid(place).rows))
    cells = at.draw(st.lists(st.sampled_from(row.cells), min_size=1, max_size=6, unique_by=lambda cell: cell.ref))
    made = make_card(actor=officer_of_hettstedt, file=file, refs=[cell.ref for cell in cells], title="A finding")

    stored = EvidenceCard.objects.get(pk=made.pk)
    data = store.fetch(stored.file_sha256)
    assert {figure.ref for figure in stored.read_figures} == {cell.ref for cell in cells}
    for figure in stored.read_figures:
        assert data[figure.offset : figure.offset + figure.length].decode(file.encoding) == figure.raw
        assert table.at(figure.ref).value == figure.value
        assert table.find(figure.coordinates).ref == figure.ref
    assert all(quote.holds for quote in quotes_of(stored))
    assert queries.shown(stored).drawing.wide


texts = st.text(max_size=20)
places = st.none() | st.builds(Place, texts, texts, texts)


@given(
    st.builds(
        Figure,
        raw=texts,
        value=st.none() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False),
        sign=texts,
        quality=texts,
        date=texts,
        iso=texts,
        place=places,
        categories=st.lists(st.tuples(texts, texts, texts), max_size=3).map(tuple),
        line=st.integers(1, 10**6),
        column=st.integers(1, 500),
        offset=st.integers(0, 10**9),
        length=st.integers(0, 50),
        coordinates=st.dictionaries(texts, texts, max_size=3),
    )
)
def test_a_figure_comes_back_from_json_as_it_went_in(figure):
    assert Figure.from_json(figure.to_json()) == figure


def test_a_decimal_keeps_every_digit():
    figure = Figure("5,90", Decimal("5.90"), "", "", "", "", None, (), 1, 1, 0, 4, {})
    assert str(Figure.from_json(figure.to_json()).value) == "5.90"


def test_the_model_refuses_to_change_a_card(card):
    card.claim = "Something else"
    with pytest.raises(NeverChangedError):
        card.save()


@pytest.mark.parametrize(
    "change",
    [
        lambda card: EvidenceCard.objects.filter(pk=card.pk).update(claim="Something else"),
        lambda card: EvidenceCard.objects.bulk_update([_with(card, claim="Something else")], ["claim"]),
        lambda card: EvidenceCard.objects.filter(pk=card.pk).update(figures=[]),
        lambda card: Entry.objects.filter(pk=card.pk).update(title="Something else"),
        lambda card: _sql("UPDATE evidence_evidencecard SET unit = 'Euro' WHERE entry_id = %s", card.pk),
    ],
)
def test_the_database_refuses_to_change_a_card(card, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change(card)
    assert EvidenceCard.objects.get(pk=card.pk).claim == Entry.objects.get(pk=card.pk).title == CLAIM


def _with(thing, **values):
    for name, value in values.items():
        setattr(thing, name, value)
    return thing


def _sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_what_comes_of_a_card_can_still_be_counted(card):
    Entry.objects.filter(pk=card.pk).update(outcomes=F("outcomes") + 1)
    assert Entry.objects.get(pk=card.pk).outcomes == 1


def test_a_repeated_post_makes_one_card(officer_of_hettstedt, classic_file, young_women):
    client_id = uuid.uuid4()
    wanted = {"actor": officer_of_hettstedt, "file": classic_file, "refs": young_women, "client_id": client_id}
    first = make_card(title=CLAIM, **wanted)
    events = Event.objects.count()
    assert make_card(title=CLAIM, **wanted) == first
    assert Event.objects.count() == events


def test_somebody_elses_client_id_does_not_give_their_card(
    officer_of_hettstedt, officer_of_goerlitz, classic_file, young_women
):
    client_id = uuid.uuid4()
    wanted = {"file": classic_file, "refs": young_women, "title": CLAIM, "client_id": client_id}
    make_card(actor=officer_of_hettstedt, **wanted)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_card(actor=officer_of_goerlitz, **wanted)


@pytest.mark.parametrize(
    ("refs", "reason"),
    [
        ([], "at least one"),
        (["1:1"], "no figure at 1:1"),
        (["8:99"], "no figure"),
        (["'; DROP TABLE x"], "no figure"),
        (["9" * 5000 + ":1"], "no figure"),
        ([f"{line}:{column}" for line in range(8, 20) for column in range(4, 14)], "at most 60"),
        ([f"{line}:{column}" for line in (8, 12) for column in range(4, 11)], "at most 6 rows"),
    ],
)
def test_what_cannot_stand_on_one_card_is_said(officer_of_hettstedt, classic_file, refs, reason):
    with pytest.raises(Invalid) as caught:
        make_card(actor=officer_of_hettstedt, file=classic_file, refs=refs, title=CLAIM)
    assert reason in str(caught.value.fields["refs"])
    assert not EvidenceCard.objects.exists()


@pytest.mark.parametrize("title", ["", "   ", "x" * 241])
def test_a_claim_is_one_sentence(officer_of_hettstedt, classic_file, young_women, title):
    with pytest.raises(Invalid) as caught:
        make_card(actor=officer_of_hettstedt, file=classic_file, refs=young_women, title=title)
    assert list(caught.value.fields) == ["title"]


def test_a_ministry_reads_and_makes_no_cards(ministry_of_st, classic_file, young_women):
    with pytest.raises(NotAllowed):
        make_card(actor=ministry_of_st, file=classic_file, refs=young_women, title=CLAIM)
    with pytest.raises(NotAllowed):
        upload_file(actor=ministry_of_st, name=CLASSIC, data=official(CLASSIC), retrieved_on=RETRIEVED)


def test_an_expert_makes_cards(expert_of_goerlitz, classic_file, young_women):
    assert make_card(actor=expert_of_goerlitz, file=classic_file, refs=young_women, title=CLAIM)


def test_a_citizen_makes_none(invite, hettstedt, classic_file, young_women):
    citizen = invite("Bea Baker", Role.CITIZEN, city=hettstedt)
    with pytest.raises(NotAllowed):
        make_card(actor=citizen, file=classic_file, refs=young_women, title=CLAIM)


def test_a_file_without_table_number_asks_for_it(officer_of_hettstedt):
    file = upload_file(actor=officer_of_hettstedt, name="download.csv", data=official(FLAT), retrieved_on=RETRIEVED)
    assert file.table_code == ""
    cell = table_of(file).select("15087")[0]
    wanted = {"actor": officer_of_hettstedt, "file": file, "refs": [cell.ref], "title": CLAIM}
    for typed in ("", "hello", "99999-0001"):
        with pytest.raises(Invalid) as caught:
            make_card(**wanted, table_code=typed)
        assert list(caught.value.fields) == ["table_code"]
    assert make_card(**wanted, table_code=" 12411-01-01-4 ").table_code == "12411-01-01-4"


def test_the_files_own_table_number_counts_more_than_a_typed_one(officer_of_hettstedt, classic_file, young_women):
    made = make_card(
        actor=officer_of_hettstedt, file=classic_file, refs=young_women, title=CLAIM, table_code="99999-0001"
    )
    assert made.table_code == "12411-0018"
