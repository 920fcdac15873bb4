"""Somebody who sends idea after idea as fast as the server answers, and somebody who means it, at the same workshop."""

from __future__ import annotations

import http.client
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import uuid4

AT_ONCE = 4
OWN = {
    "Sec-Fetch-Site": "same-origin", "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded",
}  # fmt: skip


@dataclass
class Sender:
    """A guest without a browser, who writes into the first phase."""

    port: int
    place: str
    cookie: str = ""
    line: http.client.HTTPConnection | None = None

    def comes_in(self, key: str) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        line.request("POST", "/join", urlencode({"key": key, "client_id": str(uuid4())}), OWN)
        answer = line.getresponse()
        assert answer.status == 302, answer.status
        self.cookie = str(answer.headers["Set-Cookie"]).partition(";")[0]
        line.close()

    def writes(self, text: str) -> int:
        """The status of the answer; 0 where the server was not there. The line is kept, as a browser keeps it."""
        body = urlencode({"phase": "1", "text": text, "client_id": str(uuid4())})
        try:
            self.line = self.line or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            self.line.request("POST", f"/w/{self.place}", body, OWN | {"Cookie": self.cookie})
            answer = self.line.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            self.line = None
            return 0
        return answer.status

    def hangs_up(self) -> None:
        if self.line is not None:
            self.line.close()


@dataclass
class Joker:
    """So many ideas over four lines at once, in threads of their own, and what was answered; `meant` is how long whoever
    means it waited for an answer, in seconds.
    """

    port: int
    place: str
    key: str
    number: int
    answers: Counter[int] = field(default_factory=Counter)
    honest: Counter[int] = field(default_factory=Counter)
    meant: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def begin(self) -> None:
        joker, honest = Sender(self.port, self.place), Sender(self.port, self.place)
        joker.comes_in(self.key)
        honest.comes_in(self.key)
        left = iter(range(self.number))
        guard = threading.Lock()

        def send() -> None:
            mine = Sender(self.port, self.place, joker.cookie)
            while (which := next(left, None)) is not None:
                status = mine.writes(f"Joke {which}")
                with guard:
                    self.answers[status] += 1
            mine.hangs_up()

        def mean_it() -> None:
            """An idea every two seconds while the joker is at it, which is as many as one may write."""
            began = time.monotonic()
            while any(one.is_alive() for one in self._threads[:AT_ONCE]):
                asked = time.monotonic()
                self.honest[honest.writes(f"Meant {len(self.meant)}")] += 1
                self.meant.append(time.monotonic() - asked)
                self.seconds = time.monotonic() - began
                time.sleep(2)
            honest.hangs_up()

        self._threads = [threading.Thread(target=send, daemon=True) for _ in range(AT_ONCE)]
        self._threads.append(threading.Thread(target=mean_it, daemon=True))
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        for thread in self._threads:
            thread.join(600)
