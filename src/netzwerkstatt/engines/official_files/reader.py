"""One door for all official files: what the content shows decides, not the name."""

from netzwerkstatt.engines.official_files import classic, errors, flat
from netzwerkstatt.engines.official_files.errors import Unreadable
from netzwerkstatt.engines.official_files.source import open_source
from netzwerkstatt.engines.official_files.table import Table

DEFAULT_LIMIT = 64 * 1024 * 1024
SEPARATORS = {",": "commas", "\t": "tabs", "|": "vertical bars"}


def read(data: bytes, name: str = "", *, limit: int = DEFAULT_LIMIT) -> Table:
    """An official file as a table: the classic CSV or the flat file, also packed (.gz, .zip with one table).

    `name` only helps where the content is silent: flat files hold no table number. `limit` holds for the file as it
    comes and unpacked, in bytes. Raises `Unreadable` with the reason and the place, and nothing else.
    """
    if len(data) > limit:
        raise Unreadable(errors.TOO_LARGE, {"limit": limit})
    source = open_source(data, name, limit)
    first = source.text(next(source.lines())[2])
    if flat.is_flat(first):
        return flat.read_flat(source)
    if classic.is_classic(first):
        return classic.read_classic(source)
    raise _unknown(first)


def _unknown(first: str) -> Unreadable:
    for mark, found in SEPARATORS.items():
        flat_header = first.startswith((flat.FIRST_COLUMN + mark, flat.OLD_FIRST_COLUMN + mark))
        if flat_header or (";" not in first and first.count(mark) > 1):
            return Unreadable(errors.WRONG_SEPARATOR, {"found": found}, line=1)
    return Unreadable(errors.NO_TABLE_CODE, line=1)
