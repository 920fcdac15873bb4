"""Mails go by SMTP: a real conversation with a server, and what arrives at its other end."""

from __future__ import annotations

import socketserver
import threading
from email import message_from_bytes
from email.policy import default

import pytest

from netzwerkstatt.config import environment
from netzwerkstatt.foundation.notifications.models import Mailing, Reach
from netzwerkstatt.foundation.notifications.notify import notify
from netzwerkstatt.foundation.notifications.telling import NEWS
from tests.notifications.conftest import go_round


class Conversation(socketserver.StreamRequestHandler):
    """What a mail server says; it knows nobody whose address begins with "gone"."""

    timeout = 20

    def handle(self):
        self.say(220)
        sender = b""
        while line := self.rfile.readline():
            match line[:4].upper():
                case b"MAIL":
                    sender = line
                case b"RCPT" if b"<gone@" in line:
                    self.say(550)
                    continue
                case b"DATA":
                    self.say(354)
                    rows = iter(self.rfile.readline, b".\r\n")
                    self.server.received.append((sender, b"".join(row.removeprefix(b".") for row in rows)))
                case b"QUIT":
                    self.say(221)
                    return
            self.say(250)

    def say(self, code):
        self.wfile.write(b"%d 5.1.1 so be it\r\n" % code)


@pytest.fixture
def received(monkeypatch, settings, tmp_path):
    """What a mail server on this machine was given, with the installation's address set to it."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        server.daemon_threads, server.received = True, []
        monkeypatch.setenv("NETZWERKSTATT_MAIL_URL", f"smtp://127.0.0.1:{server.server_address[1]}")
        for name, value in environment.mail(tmp_path).items():
            setattr(settings, name, value)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server.received
        server.shutdown()


def test_a_mail_server_is_given_a_mail_that_reads_as_plain_text_and_one_it_refuses_stops_no_other(
    received, officer_of_hettstedt, officer_of_saalfeld, problem, settings
):
    settings.BOUNCE_ADDRESS = "returned@example.org"
    officer_of_hettstedt.email = "gone@example.org"
    officer_of_hettstedt.save()
    for person in (officer_of_hettstedt, officer_of_saalfeld):
        notify(person, NEWS, about=problem, text="Bitte prüfen: „Größe“ – bis Montag.", url="/desk", waits=True)
    assert go_round() == 1

    ((sender, raw),) = received
    assert b"<returned@example.org>" in sender
    assert max(len(row) for row in raw.splitlines()) <= 998
    mail = message_from_bytes(raw, policy=default)
    assert mail["To"] == officer_of_saalfeld.email
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    words = mail.get_body(("plain",)).get_content()
    assert "Bitte prüfen: „Größe“ – bis Montag." in words
    assert "http://testserver" in words
    assert "<" not in words
    assert list(Mailing.objects.order_by("person__email").values_list("state", flat=True)) == ["refused", "sent"]
    assert [reach.person for reach in Reach.objects.all()] == [officer_of_hettstedt]


@pytest.mark.parametrize(
    ("address", "port"), [("smtp://m", 25), ("smtp://m?tls=1", 587), ("smtps://m", 465), ("smtp://m:2525", 2525)]
)
def test_a_mail_server_has_the_port_of_its_kind(address, port, monkeypatch, tmp_path):
    monkeypatch.setenv("NETZWERKSTATT_MAIL_URL", address)
    assert environment.mail(tmp_path)["EMAIL_PORT"] == port


@pytest.mark.parametrize(
    "address", ["mail.example.org", "https://mail.example.org", "smtp://m:many", "smtps://m?tls=1"]
)
def test_an_address_that_is_none_of_a_mail_server_is_said_at_the_start(address, monkeypatch, tmp_path):
    monkeypatch.setenv("NETZWERKSTATT_MAIL_URL", address)
    with pytest.raises(SystemExit, match="NETZWERKSTATT_MAIL_URL"):
        environment.mail(tmp_path)
