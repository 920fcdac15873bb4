"""Forms as they stand on a page: what a browser would send, and what came back."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

WRITTEN = {"text", "textarea", "email", "url", "search", "tel", "password", "number", "date", "time"}
WORDS = {"text", "textarea", "search", "tel"}


@dataclass
class Field:
    """One control: its kind and what stands in it."""

    name: str
    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    is_invalid: bool = False


@dataclass
class Paper:
    """One form of a page."""

    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)

    @property
    def sent(self) -> dict[str, str | list[str]]:
        """What a browser sends if nobody types anything."""
        kept = {
            f.name: f.chosen if f.kind in {"select", "radio", "checkbox"} else f.value for f in self.fields.values()
        }
        return {name: value for name, value in kept.items() if value != [] and self.fields[name].kind != "submit"}

    @property
    def words(self) -> list[str]:
        """Names of the fields that take free text."""
        return [f.name for f in self.fields.values() if f.kind in WORDS]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.papers: list[Paper] = []
        self.paper: Paper | None = None
        self.open: Field | None = None
        self.alerts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.alerts += "kern-alert--danger" in given.get("class", "") or "error-summary" in given.get("class", "")
        if tag == "form":
            self.paper = Paper(given.get("action", ""), given.get("method", "get").lower())
            self.papers.append(self.paper)
        elif self.paper is not None and tag in {"input", "textarea", "select", "button"} and given.get("name"):
            self._control(tag, given)
        elif tag == "option" and self.open is not None:
            value = given.get("value", "")
            self.open.choices.append(value)
            if "selected" in given:
                self.open.chosen.append(value)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text") if tag == "input" else tag
        if kind == "button":
            kind = "submit"
        assert self.paper is not None
        one = self.paper.fields.setdefault(given["name"], Field(given["name"], kind))
        one.is_invalid = one.is_invalid or given.get("aria-invalid") == "true"
        if kind in {"radio", "checkbox", "submit"}:
            one.choices.append(given.get("value", "on"))
            if "checked" in given:
                one.chosen.append(given.get("value", "on"))
        else:
            one.value = given.get("value", one.value)
        self.open = one if tag in {"textarea", "select"} else self.open

    def handle_data(self, data: str) -> None:
        if self.open is not None and self.open.kind == "textarea":
            self.open.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.paper = None
        elif tag in {"textarea", "select"} and self.open is not None:
            # a browser drops the first line break of a textarea, and takes the first option of a list
            self.open.value = self.open.value.removeprefix("\n")
            if tag == "select" and not self.open.chosen:
                self.open.chosen = self.open.choices[:1]
            self.open = None


@dataclass(frozen=True)
class Sheet:
    """The posting forms of a page, and whether it says that something is wrong: a marked field, or an alert."""

    papers: list[Paper]
    objects: bool


def read(html: str) -> Sheet:
    """What of a page concerns who fills in its forms."""
    reader = _Reader()
    reader.feed(html)
    marked = any(f.is_invalid for paper in reader.papers for f in paper.fields.values())
    return Sheet([paper for paper in reader.papers if paper.method == "post"], bool(reader.alerts) or marked)
