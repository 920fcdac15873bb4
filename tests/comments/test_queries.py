"""What a discussion shows to whom, in which order, a page at a time."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netzwerkstatt.foundation.comments.actions import answer, comment_on, delete_comment, hide
from netzwerkstatt.foundation.comments.models import Comment
from netzwerkstatt.foundation.comments.queries import (
    A_THREAD,
    ANSWERED,
    FIRST_ANSWERS,
    NEWEST,
    OLDEST,
    ORDERS,
    THREADS,
    counts,
    thread_of,
    whole_thread,
)
from netzwerkstatt.foundation.comments.words import as_html
from tests.comments.talking import talk


def all_pages(entry, order):
    after, threads = "", []
    while True:
        page = thread_of(entry, None, order, after)
        threads += page.threads
        if not (after := page.after):
            return threads


def words(html):
    return re.sub(r"<[^>]+>", "", html)


@pytest.mark.parametrize("order", ORDERS)
def test_page_after_page_every_thread_comes_once_in_order(entry, jana, order):
    number = 3 * THREADS + 4
    talk(entry, jana, number, answers=lambda n: n % 3)
    threads = all_pages(entry, order)

    numbers = [thread.number for thread in threads]
    assert sorted(numbers) == list(range(1, number + 1))
    if order == ANSWERED:
        assert [thread.count for thread in threads] == sorted((thread.count for thread in threads), reverse=True)
    else:
        assert numbers == sorted(numbers, reverse=order == NEWEST)


def test_a_page_takes_one_query_with_five_comments_and_with_five_thousand(entry, jana, django_assert_num_queries):
    talk(entry, jana, 1250, answers=lambda n: 3)
    thread_of(entry, None)
    for order in ORDERS:
        with django_assert_num_queries(1):
            page = thread_of(entry, None, order, "")
            assert (len(page.lines), page.count) == (THREADS * (1 + FIRST_ANSWERS), 5000)
    with django_assert_num_queries(1):
        assert len(thread_of(entry, jana, OLDEST, "1000").threads) == THREADS


def test_a_thread_shows_its_first_answers_and_says_how_many_more_there_are(entry, jana):
    head, *_ = talk(entry, jana, 1, answers=lambda n: A_THREAD * 2 + 5)
    page = thread_of(entry, None)
    assert [line.more for line in page.lines] == [0] * FIRST_ANSWERS + [A_THREAD * 2 + 5 - FIRST_ANSWERS]

    first = whole_thread(head, None)
    assert (len(first.answers), first.before, first.after) == (A_THREAD, None, A_THREAD + 1)
    second = whole_thread(head, None, at=first.after)
    assert (len(second.answers), second.before, second.after) == (A_THREAD, 1, 2 * A_THREAD + 1)
    last = whole_thread(Comment.objects.get(thread=head.public_id, position=A_THREAD * 2 + 5), None)
    assert (words(last.answers[-1].html), last.after) == (f"Comment 1.{A_THREAD * 2 + 5}", None)
    assert words(last.head.html) == "Comment 1.0"


@pytest.mark.parametrize("key", ["", "x", "-1", "1.2.3", "9" * 30, "٣", "\x00", "1,5"])
@pytest.mark.parametrize("order", [*ORDERS, "", "upside down"])
def test_a_key_that_makes_no_sense_begins_at_the_beginning(entry, jana, order, key):
    talk(entry, jana, 2)
    assert len(thread_of(entry, None, order, key).threads) in {0, 2}


def test_an_answer_to_an_answer_says_whom_it_answers_also_from_a_later_page(entry, jana, citizen):
    head, *_ = talk(entry, jana, 1, answers=lambda n: A_THREAD + 1)
    second = Comment.objects.get(thread=head.public_id, position=2)
    late = answer(actor=citizen, parent=second, text="To the second one")

    shown = whole_thread(late, None).answers[-1]
    assert (words(shown.html), shown.to.public_id) == ("To the second one", second.public_id)
    assert whole_thread(late, None).answers[0].to is None


def test_hidden_words_go_to_their_author_alone_and_deleted_ones_to_nobody(entry, jana, citizen, ole):
    secret = comment_on(actor=citizen, entry=entry, text="The secret words")
    gone = comment_on(actor=citizen, entry=entry, text="The deleted words")
    answer(actor=ole, parent=gone, text="Why?")
    hide(secret, True)
    delete_comment(actor=citizen, comment=gone)

    for viewer in (None, jana, ole):
        page = thread_of(entry, viewer)
        assert "secret" not in str(page)
        assert "Selma" not in str(page)
        assert [line.is_hidden for line in page.lines] == [True, False, False]
    own = thread_of(entry, citizen).lines
    assert words(own[0].html) == "The secret words"
    assert (own[1].is_deleted, own[1].html, own[1].name) == (True, "", "")


def test_the_words_of_somebody_who_has_left_stay_without_the_name(entry, citizen, jana):
    comment_on(actor=citizen, entry=entry, text="One of us")
    Comment.objects.update(author=None)

    line = thread_of(entry, jana).lines[0]
    assert (words(line.html), line.name, line.is_own) == ("One of us", "", False)
    assert not thread_of(entry, None).lines[0].is_own


def test_lists_read_the_number_of_comments_in_one_query(entry, citizen, django_assert_num_queries):
    comment_on(actor=citizen, entry=entry, text="One")
    with django_assert_num_queries(1):
        assert counts([entry]) == {entry.pk: 1}


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One line", "<p>One line</p>"),
        ("One\ntwo\n\nthree", "<p>One<br>two</p><p>three</p>"),
        ("<b>& 'so'", "<p>&lt;b&gt;&amp; &#x27;so&#x27;</p>"),
        (
            "See https://example.org/a?b=1&c=2.",
            '<p>See <a href="https://example.org/a?b=1&amp;c=2" rel="nofollow ugc noopener">example.org/a?b=1&amp;c=2</a>.</p>',
        ),
        (
            "(https://example.org/a_(b))",
            '<p>(<a href="https://example.org/a_(b)" rel="nofollow ugc noopener">example.org/a_(b)</a>)</p>',
        ),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
        ("https://", "<p>https://</p>"),
        ("https://...", "<p>https://...</p>"),
        ('https://a"onclick=x', '<p><a href="https://a" rel="nofollow ugc noopener">a</a>&quot;onclick=x</p>'),
    ],
)
def test_words_become_paragraphs_and_links_and_nothing_else(text, html):
    assert as_html(text) == html


MARKUP = st.text(alphabet="ab<>&\"'/ \n.:()", max_size=60)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.one_of(MARKUP, st.just("https://e.org/"), st.just("http://"), st.just("<a href=")), max_size=6))
def test_law_no_letter_of_a_comment_is_lost_and_none_becomes_markup(parts):
    text = "".join(parts)
    html = str(as_html(text))
    tags = set(re.findall(r"<[^>]*>", html))
    assert all(
        re.fullmatch(r'</?p>|<br>|</a>|<a href="https?://[^"<>\s]+" rel="nofollow ugc noopener">', t) for t in tags
    )
    whole = re.sub(r'<a href="([^"]*)"[^>]*>[^<]*</a>', r"\1", html)  # a long address is shown shortened
    letters = unescape(re.sub(r"<[^>]*>", "", whole))
    assert re.sub(r"\s", "", letters) == re.sub(r"\s", "", text)
