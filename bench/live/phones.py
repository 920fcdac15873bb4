"""Thousands of telephones in one process: raw sockets and epoll, so that what is measured is the server.

    python -m bench.live.phones PORT STREAM TICKET COUNT

Reads commands, one in a line, and answers each with one line of JSON: `connect`, `hear MESSAGES SECONDS`,
`back SECONDS`, `quit`. A telephone that loses its stream comes back as `live.js` does: after up to two seconds, and where nobody
answers after a second, two, four, eight, each with as much chance again.
"""

from __future__ import annotations

import errno
import heapq
import json
import random
import re
import resource
import select
import socket
import sys
import time
from typing import Any

SAID_AT = re.compile(rb'(?:"at":|\(at )([0-9.]+)')  # a broadcast says when it was said
SPREAD = 2.0
AT_ONCE = 500
REST = 2.0


class Phone:
    """One connection: the last number it heard, how often a number came twice or was left out."""

    __slots__ = ("failures", "heard", "number", "rest", "sock", "waits")

    def __init__(self) -> None:
        self.sock: socket.socket | None = None
        self.number = -1
        self.heard = False
        self.waits = False
        self.failures = 0
        self.rest = b""


class Phones:
    """All of them."""

    def __init__(self, port: int, stream: str, ticket: str, count: int) -> None:
        self.address = ("127.0.0.1", port)
        self.stream, self.ticket = stream, ticket
        self.phones = [Phone() for _ in range(count)]
        self.poll = select.epoll()
        self.by_file: dict[int, Phone] = {}
        self.due: list[tuple[float, int, Phone]] = []
        self.delays: list[float] = []
        self.twice = self.missed = self.refused = 0
        self.comes_back = False
        self.serial = 0

    # ------------------------------------------------------------ one telephone

    def open(self, phone: Phone) -> None:
        sock = socket.socket()
        sock.setblocking(False)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        code = sock.connect_ex(self.address)
        if code not in {0, errno.EINPROGRESS}:
            sock.close()
            self.later(phone)
            return
        phone.sock, phone.heard, phone.waits, phone.rest = sock, False, True, b""
        self.by_file[sock.fileno()] = phone
        self.poll.register(sock.fileno(), select.EPOLLOUT)

    def ask(self, phone: Phone) -> None:
        """The socket can be written to: connected, or refused."""
        assert phone.sock
        if phone.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            self.lose(phone)
            return
        after = f"?after={phone.number}" if phone.number >= 0 else ""
        request = f"GET /live/{self.stream}{after} HTTP/1.1\r\nHost: 127.0.0.1\r\nLive-Ticket: {self.ticket}\r\n\r\n"
        phone.sock.send(request.encode())
        phone.waits = False
        self.poll.modify(phone.sock.fileno(), select.EPOLLIN)

    def lose(self, phone: Phone) -> None:
        assert phone.sock
        del self.by_file[phone.sock.fileno()]
        self.poll.unregister(phone.sock.fileno())
        phone.sock.close()
        phone.sock = None
        self.later(phone)

    def later(self, phone: Phone) -> None:
        if not self.comes_back:
            return
        pause = random.random() * SPREAD
        if not phone.heard:
            phone.failures += 1
            pause = min(0.5 * 2**phone.failures, 8) * (0.5 + random.random())
        phone.heard = False
        self.serial += 1
        heapq.heappush(self.due, (time.time() + pause, self.serial, phone))

    def read(self, phone: Phone) -> None:
        assert phone.sock
        try:
            data = phone.sock.recv(65536)
        except OSError:
            data = b""
        if not data:
            self.lose(phone)
            return
        now = time.time()
        if not phone.heard:
            if data.startswith(b"HTTP/1.1 200") or b"event: beat" in data:
                phone.heard, phone.failures = True, 0
            elif data.startswith(b"HTTP/1.1"):
                self.refused += 1
                self.lose(phone)
                return
        text = phone.rest + data
        *messages, phone.rest = text.split(b"\n\n")
        for message in messages:
            self.take(phone, message, now)

    def take(self, phone: Phone, message: bytes, now: float) -> None:
        start = message.find(b"id: ")
        if start < 0:
            return
        number = int(message[start + 4 :].split(b"\n", 1)[0])
        if said := SAID_AT.search(message):
            if number <= phone.number:
                self.twice += 1
            elif phone.number >= 0 and number > phone.number + 1 and not self.comes_back:
                self.missed += number - phone.number - 1
            self.delays.append(now - float(said[1]))
        elif b"event: beat" in message and phone.number >= 0 and number > phone.number and not self.comes_back:
            self.missed += number - phone.number
        phone.number = max(phone.number, number)

    # ------------------------------------------------------------ all of them

    def turn(self, until: float) -> None:
        now = time.time()
        opened = 0
        while self.due and self.due[0][0] <= now and opened < AT_ONCE:
            self.open(heapq.heappop(self.due)[2])
            opened += 1
        wait = min(until, self.due[0][0] if self.due else until) - time.time()
        for number, _event in self.poll.poll(max(0.0, min(wait, 0.1)), 2000):
            phone = self.by_file.get(number)
            if phone is None:
                continue
            if phone.waits:
                self.ask(phone)
            else:
                self.read(phone)

    def connect(self) -> dict[str, Any]:
        """All of them, a few hundred at a time; until each heard its first word."""
        begun = time.time()
        waiting = list(self.phones)
        while time.time() - begun < 120:
            open_now = sum(1 for phone in self.phones if phone.sock and not phone.heard)
            for _ in range(min(len(waiting), AT_ONCE - open_now)):
                self.open(waiting.pop())
            self.turn(time.time() + 0.05)
            if not waiting and all(phone.heard for phone in self.phones):
                break
        return {"connected": sum(phone.heard for phone in self.phones), "seconds": round(time.time() - begun, 2)}

    def hear(self, messages: float, seconds: float) -> dict[str, Any]:
        """Until each heard so many messages, at most so long; and how long after its commit each came.

        Then it listens a little longer: what comes twice comes late.
        """
        self.delays, self.twice, self.missed = [], 0, 0
        end = time.time() + seconds
        while time.time() < end:
            self.turn(end)
            if len(self.delays) - self.twice >= messages * len(self.phones):
                end = min(end, time.time() + REST)
        delays = sorted(self.delays)
        at = (
            {
                name: round(delays[int(len(delays) * part)] * 1000)
                for name, part in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
            }
            if delays
            else {}
        )
        return {"heard": len(delays), "twice": self.twice, "missed": self.missed, **at}

    def back(self, seconds: float) -> dict[str, Any]:
        """Until all are back after the server went, at most so long; from now on they come back by themselves."""
        self.comes_back, self.twice, self.refused = True, 0, 0
        end = time.time() + seconds
        first = last = 0.0
        lost_all = False
        while time.time() < end:
            self.turn(time.time() + 0.05)
            there = sum(phone.heard for phone in self.phones)
            lost_all = lost_all or there == 0
            if lost_all and there and not first:
                first = time.time()
            if lost_all and there == len(self.phones):
                last = time.time()
                break
        self.comes_back = False
        numbers = {phone.number for phone in self.phones}
        return {
            "back": sum(phone.heard for phone in self.phones),
            "first": first,
            "last": last,
            "twice": self.twice,
            "refused": self.refused,
            "numbers": sorted(numbers)[-3:],
        }


def main() -> None:
    port, stream, ticket, count = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    phones = Phones(port, stream, ticket, count)
    for line in sys.stdin:
        name, _space, rest = line.strip().partition(" ")
        if name == "quit":
            return
        answer = phones.connect() if name == "connect" else getattr(phones, name)(*map(float, rest.split()))
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
