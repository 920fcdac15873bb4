"""The CSV that people click together in GENESIS-Online and the Regionaldatenbank: title, header, figures, footer.

The head names nothing but words, so `layout.py` concludes from them which column says what; this module finds the
parts of the file and walks over its lines.
"""

import re
from array import array
from collections.abc import Iterator, MutableSequence
from dataclasses import dataclass, field

from netzwerkstatt.engines.official_files import errors, layout, provenance, words
from netzwerkstatt.engines.official_files.errors import Unreadable
from netzwerkstatt.engines.official_files.model import Format, Head, Notice
from netzwerkstatt.engines.official_files.source import Source, split
from netzwerkstatt.engines.official_files.table import Table

FIRST_LINE = re.compile(r'"?(?:GENESIS-)?(Tabelle|Table) ?: ?([0-9A-Z]{1,6}(?:-[0-9A-Z]{1,6}){1,4})"?')
FOOTER = b"_____"
ONLY_DASHES = re.compile(rb'[-;" ]*')
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

DAMAGED_LETTERS = "%(count)s letters of this copy are damaged; take names from a fresh download."


@dataclass(slots=True)
class Preamble:
    """What stands above the figures. `meta` are the title lines, `header` the lines that name the columns."""

    code: str
    language: str
    meta: list[str]
    header: list[list[str]]
    keys: int
    width: int
    first: tuple[int, int]


@dataclass(slots=True)
class Scan:
    """The lines with figures: per key column its distinct texts, numbered as they come, and one number per line."""

    known: list[dict[bytes, int]]
    keys: list[MutableSequence[int]]
    starts: MutableSequence[int] = field(default_factory=lambda: array("Q"))
    numbers: MutableSequence[int] = field(default_factory=lambda: array("Q"))
    there: MutableSequence[int] = field(default_factory=lambda: array("B"))
    seen: dict[tuple[int, ...], int] = field(default_factory=dict)
    footer: int = -1
    last: int = 0

    def take(self, keys: tuple[bytes, ...], figures: bytes, start: int, number: int) -> None:
        coordinates = tuple([known.setdefault(text, len(known)) for known, text in zip(self.known, keys, strict=True)])
        first = self.seen.setdefault(coordinates, number)
        if first != number:
            raise Unreadable(errors.DUPLICATE, {"first": first}, number)
        for column, index in zip(self.keys, coordinates, strict=True):
            column.append(index)
        self.starts.append(start)
        self.numbers.append(number)
        self.there.append(not ONLY_DASHES.fullmatch(figures))


def is_classic(first: str) -> bool:
    return FIRST_LINE.match(first) is not None


def read_classic(source: Source) -> Table:
    preamble = _preamble(source)
    columns = layout.columns(preamble.header, preamble.keys)
    sections = _sections(source, preamble)
    scan = _scan(source, preamble, columns, sections)
    if not scan.starts:
        raise Unreadable(errors.NO_ROWS, line=preamble.first[1])
    if scan.footer < 0:
        raise Unreadable(errors.TRUNCATED, line=scan.last)
    footer = source.text(source.data[scan.footer :])
    described = layout.describe(preamble.meta)
    texts = [[source.text(text) for text in known] for known in scan.known]
    body = layout.body(
        described,
        columns,
        texts,
        scan.keys,
        scan.there,
        scan.starts,
        scan.numbers,
        english=preamble.language == "en",
    )
    head = Head(
        code=preamble.code,
        title=described.title,
        statistic=described.statistic,
        language=preamble.language,
        attribution=provenance.attribution(preamble.code, footer),
        as_of=provenance.as_of(footer),
        notes=_notes(footer),
        warnings=_warnings(source),
    )
    return Table(Format.CLASSIC, head, source, body)


# ---------------------------------------------------------------------- above the figures


def _preamble(source: Source) -> Preamble:
    lines = source.lines()
    number, _start, line = next(lines)
    match = FIRST_LINE.match(source.text(line))
    assert match, "asked only after is_classic"  # noqa: S101 - the caller's contract
    meta: list[str] = []
    header: list[list[str]] = []
    for number, start, line in lines:
        if line.startswith(FOOTER):
            break
        cells = [source.text(part).strip() for part in split(line, number)]
        if not any(cells):
            continue
        if not cells[0]:
            header.append(cells)
        elif not header:
            meta.append(" ".join(cell for cell in cells if cell))
        else:
            _same_width(header, number)
            keys = min(_leading_blanks(row) for row in header)
            return Preamble(match[2], _language(match[1]), meta, header, keys, len(header[0]), (start, number))
    _refuse_without_header(source, number, has_header=bool(header))
    raise Unreadable(errors.NO_ROWS, line=number)


def _refuse_without_header(source: Source, number: int, *, has_header: bool) -> None:
    if has_header:
        return
    lines = list(source.lines())[1:]
    if not any(b";" in line for _n, _s, line in lines):
        for mark, found in ((b"\t", "tabs"), (b",", "commas")):
            if sum(line.count(mark) > 1 for _n, _s, line in lines) > len(lines) // 2:
                raise Unreadable(errors.WRONG_SEPARATOR, {"found": found}, line=2)
    raise Unreadable(errors.NO_HEADER, line=number)


def _language(word: str) -> str:
    return "en" if word == "Table" else "de"


def _leading_blanks(row: list[str]) -> int:
    return next((at for at, cell in enumerate(row) if cell), len(row))


def _same_width(header: list[list[str]], line: int) -> None:
    widths = {len(row) for row in header}
    if len(widths) > 1:
        row = next(row for row in header if len(row) != len(header[0]))
        raise Unreadable(
            errors.RAGGED_ROW, {"got": len(row), "expected": len(header[0])}, line - len(header) + header.index(row)
        )


# ---------------------------------------------------------------------- the figures


def _sections(source: Source, preamble: Preamble) -> int:
    """How many headings stand one under the other before the first line with figures (a year, a place)."""
    depth = 0
    for _number, _start, line in source.lines(*preamble.first):
        if not _is_heading(line):
            break
        depth += 1
    return depth


def _is_heading(line: bytes) -> bool:
    """A line that says one thing in its first column and nothing else."""
    first, _, rest = line.partition(b";")
    return bool(first.strip()) and not rest.strip(b'; "')


def _scan(source: Source, preamble: Preamble, columns: list[layout.HeaderColumn], sections: int) -> Scan:
    """One walk over the lines: columns counted, figures checked, key texts numbered, no line twice."""
    scan = Scan([{} for _ in range(sections + preamble.keys)], [array("I") for _ in range(sections + preamble.keys)])
    fits = re.compile(_figures(columns, preamble.language)).fullmatch
    headings: list[bytes] = []
    fresh: list[bytes] = []
    for number, start, line in _data_lines(source, preamble, scan):
        if _is_heading(line) and (sections or (preamble.keys > 1 and line.count(b";") + 1 == preamble.width)):
            fresh.append(split(line, number)[0])
            continue
        if fresh:
            headings, fresh = _stack(headings, fresh, sections, number), []
        keys, figures = _cut(source, preamble, line, number)
        if not fits(figures):
            raise _not_a_number(source, columns, preamble, split(line, number), number)
        scan.take((*headings, *keys), figures, start, number)
    if fresh and scan.starts and scan.footer >= 0:
        raise Unreadable(errors.UNCLEAR_SECTION, line=scan.last)
    return scan


def _cut(source: Source, preamble: Preamble, line: bytes, number: int) -> tuple[list[bytes], bytes]:
    """The key columns of a line, and its figures as they stand, semicolons and all."""
    keys = preamble.keys
    if b'"' not in line and line.count(b";") + 1 == preamble.width:
        *first, figures = line.split(b";", keys)
        return first, figures
    parts = split(line, number)
    _check_width(source, number, len(parts), preamble.width)
    return parts[:keys], b";".join(parts[keys:])


def _data_lines(source: Source, preamble: Preamble, scan: Scan) -> Iterator[tuple[int, int, bytes]]:
    for number, start, line in source.lines(*preamble.first):
        scan.last = number
        if line.startswith(FOOTER):
            scan.footer = start
            return
        if line.strip(b"; "):
            yield number, start, line


def _figures(columns: list[layout.HeaderColumn], language: str) -> bytes:
    figure = words.figure_pattern(language)
    one = b"(?:" + figure + b")"
    cells = [one + b";(?:" + words.QUALITY_BYTES + b")" if column.quality is not None else one for column in columns]
    return b";".join(cells)


def _stack(headings: list[bytes], fresh: list[bytes], depth: int, number: int) -> list[bytes]:
    """New headings replace the innermost ones; those further out stay."""
    if len(fresh) > depth or len(headings) + len(fresh) < depth:
        raise Unreadable(errors.UNCLEAR_SECTION, line=number - 1)
    return [*headings[: depth - len(fresh)], *fresh]


def _check_width(source: Source, number: int, got: int, width: int) -> None:
    if got == width:
        return
    rest = source.data.count(b"\n", source.start) + 1
    if got < width and number == rest and not source.data.endswith(b"\n"):
        raise Unreadable(errors.TRUNCATED, line=number)
    raise Unreadable(errors.RAGGED_ROW, {"got": got, "expected": width}, number)


def _not_a_number(
    source: Source, columns: list[layout.HeaderColumn], preamble: Preamble, parts: list[bytes], number: int
) -> Unreadable:
    figure = re.compile(words.figure_pattern(preamble.language)).fullmatch
    quality = re.compile(words.QUALITY_BYTES).fullmatch
    for column in columns:
        if not figure(parts[column.field]):
            return _bad(source, parts, column.field, number)
        if column.quality is not None and not quality(parts[column.quality]):
            return _bad(source, parts, column.quality, number)
    return Unreadable(errors.RAGGED_ROW, {"got": len(parts), "expected": preamble.width}, number)


def _bad(source: Source, parts: list[bytes], at: int, number: int) -> Unreadable:
    return Unreadable(errors.NOT_A_NUMBER, {"raw": source.text(parts[at])[:60]}, number, at + 1)


# ---------------------------------------------------------------------- below the figures


def _notes(footer: str) -> str:
    """The footer as text: without its rule, the padding semicolons and the quotation marks around paragraphs."""
    lines = [line.rstrip(";\r ") for line in footer.splitlines()[1:]]
    return "\n".join(line.strip('"').replace('""', '"') for line in lines).strip()


def _warnings(source: Source) -> tuple[Notice, ...]:
    if source.encoding != "utf-8":
        return ()
    damaged = source.text(source.data).count(REPLACEMENT)
    return (Notice(DAMAGED_LETTERS, (("count", damaged),)),) if damaged else ()
