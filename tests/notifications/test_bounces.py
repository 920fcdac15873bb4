"""Reports of mail servers, in the shapes they really have."""

from __future__ import annotations

import mailbox
from email.message import EmailMessage

import pytest
from django.core.management import CommandError, call_command

from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.foundation.notifications import actions, bounces, queries
from netzwerkstatt.foundation.notifications.bounces import read_bounces, read_report, take_in
from netzwerkstatt.foundation.notifications.models import Mailing, Reach
from netzwerkstatt.foundation.notifications.notify import notify
from netzwerkstatt.foundation.notifications.telling import NEWS
from tests.notifications.conftest import go_round

POSTFIX = """\
Return-Path: <>
Received: by mx.example.org (Postfix) id 5D1F; Mon, 2 Mar 2026 09:00:12 +0100 (CET)
Date: Mon, 2 Mar 2026 09:00:12 +0100 (CET)
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: netzwerkstatt@localhost
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="5D1F.1772438412/mx.example.org"
Message-Id: <20260302080012.5D1F@mx.example.org>

This is a MIME-encapsulated message.

--5D1F.1772438412/mx.example.org
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.org.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients.

<{address}>: host mail.example.org[192.0.2.7] said: {diagnostic}

--5D1F.1772438412/mx.example.org
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
X-Postfix-Queue-ID: 5D1F
X-Postfix-Sender: rfc822; netzwerkstatt@localhost
Arrival-Date: Mon, 2 Mar 2026 09:00:10 +0100 (CET)

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.org
Diagnostic-Code: smtp; {diagnostic}

--5D1F.1772438412/mx.example.org
Content-Description: Undelivered Message
Content-Type: message/rfc822

Return-Path: <netzwerkstatt@localhost>
Message-ID: {message_id}
From: netzwerkstatt@localhost
To: {address}
Subject: =?utf-8?q?Eine_Einladung_f=C3=BCr_Sie?=
Content-Type: text/plain; charset="utf-8"

Guten Tag

--5D1F.1772438412/mx.example.org--
"""

EXCHANGE = """\
From: <postmaster@stadt.example.org>
To: <netzwerkstatt@localhost>
Subject: Unzustellbar: Eine Einladung
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="_000_A"

--_000_A
Content-Type: multipart/alternative; differences=Content-Type; boundary="_001_A"

--_001_A
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

Fehler bei der Nachrichten=FCbermittlung an folgende Empf=E4nger.

--_001_A--

--_000_A
Content-Type: message/delivery-status

Reporting-MTA: dns;EX01.stadt.example.org

Final-recipient: RFC822;{address}
Action: failed
Status: {status}
Diagnostic-Code: smtp;{diagnostic}

--_000_A
Content-Type: text/rfc822-headers

From: netzwerkstatt@localhost
To: {address}
Message-ID: <rewritten-by-the-relay@elsewhere.example>
X-Netzwerkstatt-Mail: {mark}

--_000_A--
"""


def report(mailing: Mailing, status="5.1.1", *, shape=POSTFIX, action="failed", diagnostic="550 5.1.1 User unknown"):
    return shape.format(
        address=mailing.person.email, status=status, action=action, diagnostic=diagnostic,
        message_id=mailing.message_id, mark=mailing.message_id.strip("<>").split("@")[0],
    ).encode()  # fmt: skip


@pytest.fixture
def mailing(officer_of_saalfeld):
    notify(officer_of_saalfeld, NEWS, about=None, text="Please answer", url="/desk", waits=True)
    go_round()
    return Mailing.objects.get()


@pytest.fixture
def reach(officer_of_saalfeld):
    return lambda: Reach.objects.filter(person=officer_of_saalfeld).values_list("hard", "soft", "status").first()


def test_an_address_that_does_not_exist_is_lost_at_once(mailing, reach, officer_of_saalfeld):
    assert take_in(report(mailing))
    assert reach() == (1, 0, "5.1.1")
    assert queries.lost_address(officer_of_saalfeld)


def test_a_report_that_returns_headers_only_is_known_by_our_own_mark(mailing, reach):
    assert take_in(report(mailing, "5.1.10", shape=EXCHANGE, diagnostic="550 5.1.10 RESOLVER.ADR.RecipientNotFound"))
    assert reach() == (1, 0, "5.1.10")


def test_a_full_mailbox_is_lost_only_after_several_times(mailing, officer_of_saalfeld, reach):
    for number in range(5):
        assert not queries.lost_address(officer_of_saalfeld)
        notify(officer_of_saalfeld, NEWS, about=None, text=f"{number}", url="/desk", waits=True)
        go_round()
        take_in(report(Mailing.objects.latest("pk"), "5.2.2", diagnostic="552 5.2.2 Mailbox full"))
    assert reach() == (0, 5, "5.2.2")
    assert queries.lost_address(officer_of_saalfeld)


def test_a_status_that_says_nothing_is_read_from_the_words_of_the_server(mailing, reach):
    assert take_in(report(mailing, "5.0.0", diagnostic="550 5.1.1 <x@example.org>: no such mailbox"))
    assert reach() == (1, 0, "5.1.1")


def test_a_server_that_still_tries_has_reported_nothing_yet(mailing, reach):
    assert not take_in(report(mailing, "4.4.1", action="delayed", diagnostic="451 4.4.1 timed out"))
    assert reach() is None


def test_the_same_report_counts_once(mailing, reach):
    assert take_in(report(mailing))
    assert not take_in(report(mailing))
    assert reach() == (1, 0, "5.1.1")


def test_nobody_can_declare_an_address_dead_without_a_mail_of_ours(mailing, reach):
    mailing.message_id = "<guessed@testserver>"
    assert not take_in(report(mailing))
    assert reach() is None


@pytest.mark.parametrize(
    "raw",
    [b"", b"\x00\xff\xfe", b"Subject: Out of office\n\nI am away.", b"Content-Type: multipart/report; boundary=x\n\n--x",
     b"Content-Type: message/delivery-status\n\nAction", b'Content-Type: multipart/report; boundary="\n\n' + b"a" * 4000],
)  # fmt: skip
def test_what_is_no_report_is_none(db, raw):
    assert not take_in(raw)


def test_a_huge_message_is_not_read(mailing):
    assert read_report(report(mailing) + b"x" * bounces.LARGEST) is None


def test_a_maildir_is_read_once(mailing, tmp_path, reach):
    box = mailbox.Maildir(tmp_path / "box")
    box.add(report(mailing))
    answer = EmailMessage()
    answer["Subject"] = "Out of office"
    answer.set_content("I am away.")
    box.add(answer)
    assert read_bounces(f"maildir:{tmp_path / 'box'}") == (2, 1)
    assert read_bounces(f"maildir:{tmp_path / 'box'}") == (0, 0)
    assert reach() == (1, 0, "5.1.1")


def test_an_mbox_is_read_once(mailing, tmp_path):
    box = mailbox.mbox(tmp_path / "box")
    box.add(report(mailing))
    box.close()
    assert read_bounces(f"mbox:{tmp_path / 'box'}") == (1, 1)
    assert read_bounces(f"mbox:{tmp_path / 'box'}") == (0, 0)


class OneImapServer:
    """As much of an IMAP server as reading needs; remembers what was marked."""

    def __init__(self, messages):
        self.unseen, self.said = dict(enumerate(messages, 1)), []

    def __call__(self, host, port, timeout):
        self.said.append((host, port))
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def login(self, user, password):
        self.said.append((user, password))

    def select(self, name):
        self.said.append(name)

    def close(self):
        pass

    def uid(self, command, *words):
        if command == "SEARCH":
            return "OK", [b" ".join(str(number).encode() for number in self.unseen)]
        if command == "FETCH":
            return "OK", [(b"1 (BODY[] {9}", self.unseen[int(words[0])]), b")"]
        self.unseen.pop(int(words[0]))
        return "OK", [None]


def test_a_mailbox_on_a_server_is_read_once(mailing, monkeypatch, reach):
    server = OneImapServer([report(mailing), b"Subject: hello\n\nhello"])
    monkeypatch.setattr(bounces.imaplib, "IMAP4_SSL", server)
    assert read_bounces("imaps://bounces%40example.org:p%2Fw@mail.example.org/Reports") == (2, 1)
    assert read_bounces("imaps://bounces%40example.org:p%2Fw@mail.example.org/Reports") == (0, 0)
    assert server.said[:3] == [("mail.example.org", 993), ("bounces@example.org", "p/w"), "Reports"]


def test_the_command_says_what_it_read_and_never_the_address_of_the_mailbox(mailing, tmp_path, capsys):
    box = mailbox.Maildir(tmp_path / "box")
    box.add(report(mailing))
    call_command("read_bounces", f"maildir:{tmp_path / 'box'}")
    assert capsys.readouterr().out.startswith("1 new messages, 1 of them")
    with pytest.raises(CommandError) as error:
        call_command("read_bounces", "imap://user:secret@127.0.0.1:1/INBOX")
    assert "secret" not in str(error.value)
    with pytest.raises(CommandError):
        call_command("read_bounces", "pop3://somewhere")


def test_coordinators_see_whom_of_theirs_no_mail_reaches(
    mailing, coordinator, officer_of_saalfeld, officer_of_hettstedt, invite, saalfeld
):
    take_in(report(mailing))
    colleague = invite("Colleague", Role.CITY_COORDINATOR, city=saalfeld)
    seen = {person: [one.person for one in queries.unreachable(person)] for person in (coordinator, colleague)}
    assert seen == {coordinator: [officer_of_saalfeld], colleague: [officer_of_saalfeld]}
    assert queries.unreachable(officer_of_hettstedt) == []
    actions.confirm_address(actor=officer_of_saalfeld)
    assert queries.unreachable(coordinator) == []
