"""Why a file cannot be read: one exception, plain reasons, and the place in the file."""

from collections.abc import Mapping

EMPTY = "The file is empty."
TOO_LARGE = "The file is larger than %(limit)s bytes. Download the table with fewer years or fewer places."
NOT_TEXT = "This is not a text file but %(kind)s. Download the table as CSV or as flat file (ffcsv)."
DAMAGED_ARCHIVE = "The compressed file is damaged and cannot be unpacked."
ARCHIVE_CONTENT = "The archive holds %(count)s CSV files; exactly one is needed. Unpack it and choose the table."
WEB_PAGE = "This is a web page, not a table. Save the table itself from the download menu of the portal."
BROKEN_ENCODING = "The text is damaged at byte %(offset)s: it is neither whole UTF-8 nor whole Windows-1252."
WRONG_SEPARATOR = "The columns are separated by %(found)s; official files use semicolons. Do not save the file anew."
NO_TABLE_CODE = "No table number was found. The first line of an official file reads “Tabelle: 12411-0018” or similar."
OLD_FLAT = (
    "This is the flat file as it was until 2024. Download the table anew; the columns are named differently today."
)
MISSING_COLUMN = "The flat file lacks the column “%(name)s”."
NO_HEADER = "Under the title there is no line that names the columns."
NO_ROWS = "The file has a header but no line with figures."
RAGGED_ROW = "Line %(line)s has %(got)s columns; the header has %(expected)s."
OPEN_QUOTE = "Line %(line)s has a quotation mark that is not closed."
NOT_A_NUMBER = "“%(raw)s” in line %(line)s, column %(column)s is neither a figure nor one of the signs - . ... / x."
DUPLICATE = "Lines %(first)s and %(line)s describe the same figure."
DUPLICATE_COLUMN = "Columns %(first)s and %(column)s describe the same figures."
TRUNCATED = "The file ends in the middle: after line %(line)s something is missing. Download it again."
UNCLEAR_SECTION = "Line %(line)s is a heading that does not fit the headings before it."

INKAR_BULK = "This is the whole of INKAR in one file. Choose places and indicators on www.inkar.de and export the table from there."
MISSING_NAME = "Column %(cell)s has no name in the first line."
NOT_A_YEAR = (
    "“%(raw)s” in line %(line)s, column %(column)s is not a year; the second line of an INKAR export holds the years."
)
NOT_A_KEY = "“%(raw)s” in line %(line)s, column %(column)s is not the key of a territory."
MACROS = "This workbook holds macros or links to other files. Take the file as the office published it."
WORKBOOK = "This workbook is not the Gemeindeverzeichnis (GV-ISys quarterly extract). Save other tables as CSV."
DAMAGED_WORKBOOK = "The workbook is damaged and cannot be read."
NOT_IN_DIRECTORY = "“%(raw)s” in line %(line)s, column %(column)s does not fit; expected is %(expected)s."
TOO_MANY_SERIES = (
    "The table has %(count)s different series; at most %(most)s can be read. Download it with fewer features."
)
NO_KEY = "“%(raw)s” is not the key of a territory."
REGISTER_HEADER = "The first line must name the columns, each with another name."
NOT_AN_AGE = "“%(raw)s” in line %(line)s, column %(column)s is not an age such as 17 or 90+."
NOT_A_SEX = "“%(raw)s” in line %(line)s, column %(column)s is not a sex such as m, w or d."
NOT_A_COUNT = "“%(raw)s” in line %(line)s, column %(column)s is not a number of people."
BEYOND_OPEN_AGE = "There are people older than the last age group (%(age)s and more): the ages overlap."
ONE_LINE_PER_PERSON = "This looks like one line per person. Please let the register count: age, sex, number."
OTHERS_COUNTED = "%(count)s people are of another or unknown sex; they count in the total only."

NOT_GEOJSON = "This is not GeoJSON with territories (a FeatureCollection). In a geographic information system such as QGIS, export the layer as GeoJSON."
TOPOJSON = "This is TopoJSON. Export the layer as GeoJSON."
NOT_UTF8 = "The text is damaged at byte %(offset)s: it is not UTF-8."
BROKEN_JSON = "The file is damaged in line %(line)s, column %(column)s."
OTHER_COORDINATES = (
    "The coordinates (%(raw)s) are not degrees of longitude and latitude. Export the layer in WGS 84 (EPSG:4326)."
)
NOT_A_SHAPE = "Shape %(number)s is no area but “%(raw)s”. Needed are polygons."
NOT_A_POINT = "In shape %(number)s, “%(raw)s” is not a point with two numbers."
NOT_A_RING = "In shape %(number)s a ring has %(count)s points; at least four are needed."
NO_OUTLINES = "The file holds no area."
TOO_MANY_OUTLINES = "The file holds %(count)s shapes; at most %(most)s can be read."
NO_KEYS = "No property of the shapes holds official keys (AGS with 2, 5 or 8 digits, or ARS with 12). The properties are: %(names)s."
NO_CHANGES = "This workbook is not the yearly list of changes of names, borders and keys (GV-ISys): no line begins with the number of a change, as in 16/2019/0012-G."
NOT_IN_CHANGES = NOT_IN_DIRECTORY

MESSAGES = (
    EMPTY, TOO_LARGE, NOT_TEXT, DAMAGED_ARCHIVE, ARCHIVE_CONTENT, WEB_PAGE, BROKEN_ENCODING, WRONG_SEPARATOR,
    NO_TABLE_CODE, OLD_FLAT, MISSING_COLUMN, NO_HEADER, NO_ROWS, RAGGED_ROW, OPEN_QUOTE, NOT_A_NUMBER, DUPLICATE,
    DUPLICATE_COLUMN, TRUNCATED, UNCLEAR_SECTION, INKAR_BULK, MISSING_NAME, NOT_A_YEAR, NOT_A_KEY, MACROS, WORKBOOK,
    DAMAGED_WORKBOOK, NOT_IN_DIRECTORY, TOO_MANY_SERIES, NO_KEY,
    REGISTER_HEADER, NOT_AN_AGE, NOT_A_SEX, NOT_A_COUNT, BEYOND_OPEN_AGE, ONE_LINE_PER_PERSON, OTHERS_COUNTED,
    NOT_GEOJSON, TOPOJSON, NOT_UTF8, BROKEN_JSON, OTHER_COORDINATES, NOT_A_SHAPE, NOT_A_POINT, NOT_A_RING, NO_OUTLINES,
    TOO_MANY_OUTLINES, NO_KEYS, NO_CHANGES,
)  # fmt: skip


class Unreadable(Exception):
    """The file is not a table we can vouch for.

    `message_key` is an English msgid with named placeholders, `params` fill them; `line` and `column` count from
    one, a column being what stands between two semicolons. The room above translates; `str()` is the English.
    """

    def __init__(
        self,
        message_key: str,
        params: Mapping[str, str | int] | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        self.message_key = message_key
        self.line = line
        self.column = column
        self.params: dict[str, str | int] = {"line": line or 0, "column": column or 0, **(params or {})}
        super().__init__(message_key % self.params)
