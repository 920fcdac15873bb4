"""Translations: one catalogue per room and language, without gettext's own programs.

    python -m tools.messages update     take new texts in, keep translations, throw out what no text uses any more
    python -m tools.messages compile    write the .mo files that are older than their .po
    python -m tools.messages check      name what is missing, uncertain, superfluous, has other placeholders or says two things

English is the language of the msgids. A room is a folder that has a `locale/`, or texts.
"""

import io
import re
import string
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import django
from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from tools.paths import SRC, shown

LANGUAGES = ("de",)
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_TEXT_FILES = {".py": "python", ".html": "template", ".txt": "template", ".svg": "template", ".js": "javascript"}
_NOT_OURS = ("vendor", "migrations", "locale")
_COMMENT = "Translators:"


@dataclass(frozen=True)
class Room:
    """A folder whose texts lie in its own catalogue."""

    path: Path

    @property
    def name(self) -> str:
        """As a person says it: `foundation/ballots`."""
        return self.path.relative_to(SRC).as_posix()

    def catalogue(self, language: str) -> Path:
        """Where the translation lies, whether or not it is there yet."""
        return self.path / "locale" / language / "LC_MESSAGES" / "django.po"


def main(arguments: list[str]) -> int:
    """The named step; `check` returns 1 when something has to be done."""
    steps = {"update": update, "compile": compile_all, "check": check}
    if len(arguments) != 1 or arguments[0] not in steps:
        print(__doc__)
        return 2
    return steps[arguments[0]]()


def update() -> int:
    """Every catalogue gets the texts of its room; a changed text starts without translation, never with a guess."""
    for room in rooms(SRC):
        template = texts(room.path)
        for language in LANGUAGES:
            file = room.catalogue(language)
            if not len(template) and not file.exists():
                continue
            catalogue = read(file, language)
            catalogue.update(template, no_fuzzy_matching=True)
            catalogue.obsolete.clear()
            write(file, catalogue)
    return 0


def compile_all() -> int:
    """Every .po whose .mo is missing or older."""
    for file in sorted(SRC.rglob("*.po")):
        compiled = file.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= file.stat().st_mtime:
            continue
        buffer = io.BytesIO()
        write_mo(buffer, read(file, file.parents[1].name))
        compiled.write_bytes(buffer.getvalue())
    return 0


def check() -> int:
    """Prints every fault as `file: what and which`, then how many texts were looked at."""
    faults, count = [], 0
    for room in rooms(SRC):
        template = texts(room.path)
        count += len(template)
        for language in LANGUAGES:
            file = room.catalogue(language)
            if len(template) or file.exists():
                faults += [f"{shown(file)}: {fault}" for fault in compare(template, read(file, language))]
    faults += [fault for language in LANGUAGES for fault in clashes(rooms(SRC), language)]
    print("\n".join(faults) or f"{count} texts, each in {', '.join(LANGUAGES)}")
    if faults:
        print("\n`make messages` takes new texts in and throws old ones out; the translation is yours to write.")
    return 1 if faults else 0


def rooms(source: Path) -> list[Room]:
    """Every folder with an `apps.py`, and what else has a catalogue of its own."""
    marks = [*source.rglob("apps.py"), *source.rglob("locale")]
    return [Room(path) for path in sorted({mark.parent for mark in marks})]


def texts(room: Path) -> Catalog:
    """All translatable texts of the room's Python, templates and scripts."""
    found = Catalog(charset="UTF-8")
    for file in _files(room):
        method = _TEXT_FILES[file.suffix]
        source = file.read_text(encoding="utf-8")
        if method == "template":
            source, method = _as_python(source, file.name), "python"
        for _, message, comments, context in extract(
            method, io.BytesIO(source.encode()), keywords=KEYWORDS, comment_tags=(_COMMENT,)
        ):
            found.add(
                message, locations=[(file.relative_to(room).as_posix(), 0)], auto_comments=comments, context=context
            )
    return found


def _files(room: Path) -> Iterator[Path]:
    """The room's own files, without those of rooms inside it."""
    inner = {other.path for other in rooms(room) if other.path != room}
    for file in sorted(room.rglob("*")):
        parts = file.relative_to(room).parts
        if file.suffix in _TEXT_FILES and not set(parts) & set(_NOT_OURS) and not inner & set(file.parents):
            yield file


def _as_python(source: str, name: str) -> str:
    """A template's texts as calls of gettext, as Django itself finds them."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    return str(templatize(source, origin=name))


def read(file: Path, language: str) -> Catalog:
    """The catalogue, or an empty one."""
    if not file.exists():
        return Catalog(locale=language, charset="UTF-8", header_comment="")
    with file.open("rb") as lines:
        return read_po(lines, locale=language, charset="UTF-8")


def write(file: Path, catalogue: Catalog) -> None:
    """In the order of the room's files and without line numbers, so that a change shows only what changed."""
    catalogue.fuzzy = False
    catalogue.charset = "UTF-8"
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, include_lineno=False, ignore_obsolete=True)
    kept = [line for line in buffer.getvalue().decode().splitlines() if not _HEADERS_THAT_ONLY_AGE.match(line)]
    file.parent.mkdir(parents=True, exist_ok=True)
    content = "\n".join(kept) + "\n"
    if not file.exists() or file.read_text(encoding="utf-8") != content:
        file.write_text(content, encoding="utf-8")


_HEADERS_THAT_ONLY_AGE = re.compile(
    r'"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By|Project-Id-Version|Report-Msgid-Bugs-To):'
)


# ---------------------------------------------------------------- faults


def compare(template: Catalog, catalogue: Catalog) -> Iterator[str]:
    """What keeps the catalogue from being complete."""
    wanted = {_key(message): message for message in template if message.id}
    present = {_key(message): message for message in catalogue if message.id}
    for key in sorted(wanted.keys() - present.keys()):
        yield f"missing: {_shown(key)}"
    for key in sorted(present.keys() - wanted.keys()):
        yield f"used nowhere: {_shown(key)}"
    for key in sorted(wanted.keys() & present.keys()):
        yield from (f"{fault}: {_shown(key)}" for fault in faults(present[key]))
    for message in catalogue.obsolete.values():
        yield f"obsolete: {_shown(_key(message))}"


def clashes(rooms: Iterable[Room], language: str) -> Iterator[str]:
    """Texts that rooms translate differently: all catalogues become one, so one room would speak for the others."""
    said: dict[tuple[str, str, bool], dict[tuple[str, ...], str]] = {}
    for room in rooms:
        for message in read(room.catalogue(language), language):
            if message.id and all(_all(message.string)):
                meanings = said.setdefault((*_key(message), message.pluralizable), {})
                meanings.setdefault(tuple(_all(message.string)), room.name)
    for (context, text, _), meanings in sorted(said.items()):
        if len(meanings) > 1:
            each = ", ".join(f"“{words[0]}” in {name}" for words, name in meanings.items())
            yield f"{language}: two translations of {_shown((context, text))}, give one of them a context: {each}"


def faults(message: Message) -> Iterator[str]:
    """Of one translation: empty, uncertain, or with other placeholders than its text."""
    translations = _all(message.string)
    if not all(translations):
        yield "not translated"
        return
    if message.fuzzy:
        yield "marked as uncertain"
    originals = [placeholders(text) for text in _all(message.id)]
    for translation in translations:
        own = placeholders(translation)
        # A plural may name what the singular says as a word ("one idea", "%(count)s ideas"), and the other way round.
        if own not in originals and not (len(originals) > 1 and own <= set().union(*originals)):
            yield f"placeholders {_listed(own)} instead of {_listed(originals[-1])}"


def placeholders(text: str) -> frozenset[str]:
    """`%(name)s`, `%s` and `{name}`, as written."""
    percent = re.findall(r"%\([^)]*\)[-#0+]*\d*(?:\.\d+)?[a-zA-Z]|%[sd]\b", text.replace("%%", ""))
    try:
        braces = [f"{{{name}}}" for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    except ValueError:  # a brace on its own is text
        braces = []
    return frozenset([*percent, *braces])


def _key(message: Message) -> tuple[str, str]:
    return (message.context or "", _all(message.id)[0])


def _all(value: str | Iterable[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _shown(key: tuple[str, str]) -> str:
    context, text = key
    return f"“{text}”" + (f" ({context})" if context else "")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
