"""How long a form takes somebody who knows what to say: the keystroke-level model, with what it does not count.

The model counts what hands and head do one after the other. Its times are those of Card, Moran and Newell ("The
keystroke-level model for user performance time with interactive systems", Communications of the ACM 23 (7), 1980,
396–410; The Psychology of Human-Computer Interaction, 1983, chapter 8), its typist the average one who is no secretary
(40 words a minute), and a click is a keystroke. It does not count reading and writing, so these are added:

- who writes something new composes 19 words of five letters a minute, typing and thinking together; who copies, 32.5
  (Karat, Halverson, Horn and Karat, "Patterns of entry and correction in large vocabulary continuous speech recognition
  systems", CHI '99, 568–575);
- the whole page is read, at 238 words a minute (Brysbaert, "How many words do we read per minute?", Journal of Memory
  and Language 109, 2019: silent reading of non-fiction).

Mental preparation stands before every pointing, which is more often than the model's own rules have it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import lxml.html
from django.test import Client

KEY, POINT, HOME, PREPARE = 0.28, 1.10, 0.40, 1.35
PAGE = 1.0  # until the next page is there; ours take a fifth of that
COMPOSED, READ = 60 / (19 * 5), 60 / 238  # seconds for a letter, and for a word
IN_VIEW = ".//main"


@dataclass
class Somebody:
    """At a desk with a mouse and a keyboard. `seconds` says for what the time went."""

    client: Client
    seconds: dict[str, float] = field(default_factory=dict)
    pages: int = 0
    page: Any = None

    @property
    def minutes(self) -> float:
        return sum(self.seconds.values()) / 60

    @property
    def told(self) -> str:
        """Where the minutes went."""
        parts = ", ".join(f"{what} {seconds / 60:.1f}" for what, seconds in self.seconds.items())
        return f"{self.minutes:.1f} minutes on {self.pages} pages: {parts}"

    def opens(self, address: str) -> None:
        """A page by its link."""
        self._clicks()
        self._meets(self.client.get(address, follow=True))

    def chooses(self, name: str, value: str) -> None:
        """One click for a button or a box; a list is opened first."""
        (thing, *_more) = self._form().xpath(f".//*[@name='{name}']")
        if thing.tag == "select":
            self._clicks()
        self._clicks()
        self._form().fields[name] = value

    def writes(self, name: str, text: str, *, known: bool = False) -> None:
        """In one's own words, or – where it is `known` by heart – letter by letter."""
        self._clicks()
        self._takes("to the keyboard and back", 2 * HOME)
        self._takes("typing" if known else "composing", len(text) * (KEY if known else COMPOSED))
        self._form().fields[name] = text

    def suggests(self, name: str) -> str:
        """What stands in a field before anybody typed."""
        return str(self._form().fields[name] or "").strip()

    def checks(self) -> None:
        """What stands there already and is right: it was read with the page, now it is thought about."""
        self._takes("thinking", PREPARE)

    def sends(self, button: str = "", value: str = "") -> None:
        """The form as it is now, by its button."""
        self._clicks()
        form = self._form()
        said = [*form.form_values(), *([(button, value)] if button else [])]
        answer = self.client.post(form.action or self.address, _by_name(said), follow=True)
        assert answer.status_code == 200, self._errors(answer)
        self._meets(answer)

    def _form(self) -> Any:
        return next(
            form for form in self.page.forms if form.method == "POST" and form.xpath(f"ancestor::{IN_VIEW[3:]}")
        )

    def _clicks(self) -> None:
        self._takes("thinking", PREPARE)
        self._takes("pointing", POINT)
        self._takes("clicking", KEY)

    def _meets(self, answer: Any) -> None:
        assert answer.status_code == 200, answer.status_code
        self.address = answer.request["PATH_INFO"]
        self.page = lxml.html.fromstring(answer.content.decode(), base_url=self.address)
        self.pages += 1
        self._takes("waiting", PAGE)
        self._takes("reading", len(self.page.find(IN_VIEW).text_content().split()) * READ)

    def _takes(self, what: str, seconds: float) -> None:
        self.seconds[what] = self.seconds.get(what, 0.0) + seconds

    @staticmethod
    def _errors(answer: Any) -> str:
        return lxml.html.fromstring(answer.content.decode()).find(IN_VIEW).text_content()


def _by_name(said: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in said:
        found.setdefault(name, []).append(value)
    return found
