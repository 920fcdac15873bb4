"""The reader's sentences and words, listed so that this room's catalogue has them. The reader itself knows no Django."""

from django.utils.translation import gettext_noop as _

MESSAGES = (
    _("The file is empty."),
    _("The file is larger than %(limit)s bytes. Download the table with fewer years or fewer places."),
    _("This is not a text file but %(kind)s. Download the table as CSV or as flat file (ffcsv)."),
    _("The compressed file is damaged and cannot be unpacked."),
    _("The archive holds %(count)s CSV files; exactly one is needed. Unpack it and choose the table."),
    _("This is a web page, not a table. Save the table itself from the download menu of the portal."),
    _("The text is damaged at byte %(offset)s: it is neither whole UTF-8 nor whole Windows-1252."),
    _("The columns are separated by %(found)s; official files use semicolons. Do not save the file anew."),
    _("No table number was found. The first line of an official file reads “Tabelle: 12411-0018” or similar."),
    _("This is the flat file as it was until 2024. Download the table anew; the columns are named differently today."),
    _("The flat file lacks the column “%(name)s”."),
    _("Under the title there is no line that names the columns."),
    _("The file has a header but no line with figures."),
    _("Line %(line)s has %(got)s columns; the header has %(expected)s."),
    _("Line %(line)s has a quotation mark that is not closed."),
    _("“%(raw)s” in line %(line)s, column %(column)s is neither a figure nor one of the signs - . ... / x."),
    _("Lines %(first)s and %(line)s describe the same figure."),
    _("Columns %(first)s and %(column)s describe the same figures."),
    _("The file ends in the middle: after line %(line)s something is missing. Download it again."),
    _("Line %(line)s is a heading that does not fit the headings before it."),
    _("The file holds no table number; “%(code)s” is the number of the statistic. Add the table number."),
    _(
        "This is the whole of INKAR in one file. Choose places and indicators on www.inkar.de and export the table from there."
    ),
    _("Column %(cell)s has no name in the first line."),
    _(
        "“%(raw)s” in line %(line)s, column %(column)s is not a year; the second line of an INKAR export holds the years."
    ),
    _("“%(raw)s” in line %(line)s, column %(column)s is not the key of a territory."),
    _("This workbook holds macros or links to other files. Take the file as the office published it."),
    _("This workbook is not the Gemeindeverzeichnis (GV-ISys quarterly extract). Save other tables as CSV."),
    _("The workbook is damaged and cannot be read."),
    _("“%(raw)s” in line %(line)s, column %(column)s does not fit; expected is %(expected)s."),
    _("The table has %(count)s different series; at most %(most)s can be read. Download it with fewer features."),
    _("“%(raw)s” is not the key of a territory."),
    _("The first line must name the columns, each with another name."),
    _("“%(raw)s” in line %(line)s, column %(column)s is not an age such as 17 or 90+."),
    _("“%(raw)s” in line %(line)s, column %(column)s is not a sex such as m, w or d."),
    _("“%(raw)s” in line %(line)s, column %(column)s is not a number of people."),
    _("There are people older than the last age group (%(age)s and more): the ages overlap."),
    _("This looks like one line per person. Please let the register count: age, sex, number."),
    _("%(count)s people are of another or unknown sex; they count in the total only."),
    _(
        "This is not GeoJSON with territories (a FeatureCollection). In a geographic information system such as QGIS, export the layer as GeoJSON."
    ),
    _("This is TopoJSON. Export the layer as GeoJSON."),
    _("The text is damaged at byte %(offset)s: it is not UTF-8."),
    _("The file is damaged in line %(line)s, column %(column)s."),
    _("The coordinates (%(raw)s) are not degrees of longitude and latitude. Export the layer in WGS 84 (EPSG:4326)."),
    _("Shape %(number)s is no area but “%(raw)s”. Needed are polygons."),
    _("In shape %(number)s, “%(raw)s” is not a point with two numbers."),
    _("In shape %(number)s a ring has %(count)s points; at least four are needed."),
    _("The file holds no area."),
    _("The file holds %(count)s shapes; at most %(most)s can be read."),
    _(
        "No property of the shapes holds official keys (AGS with 2, 5 or 8 digits, or ARS with 12). The properties are: %(names)s."
    ),
    _(
        "This workbook is not the yearly list of changes of names, borders and keys (GV-ISys): no line begins with the number of a change, as in 16/2019/0012-G."
    ),
    _("%(count)s letters of this copy are damaged; take names from a fresh download."),
)

SIGNS = (
    _("exactly zero, or nothing there (a territory that no longer exists)"),
    _("unknown or kept secret"),
    _("to come later"),
    _("not given because it is too uncertain"),
    _("not given because it would have no meaning"),
    _("zero, or less than half of the unit"),
    _("left empty in the file"),
)

QUALITIES = (
    _("final"),
    _("provisional"),
    _("corrected"),
    _("estimated"),
    _("uncertain"),
)

WORDS = frozenset(
    {
        _("a PDF document"),
        _("an old Excel workbook"),
        _("a picture"),
        _("a text in UTF-16"),
        _("an Excel or Word document"),
        _("something with binary content"),
        _("commas"),
        _("tabs"),
        _("vertical bars"),
    }
)

LICENCES = {
    "dl-de/by-2-0": (
        _("Data licence Germany – attribution – version 2.0"),
        "https://www.govdata.de/dl-de/by-2-0",
    ),
    "reproduction-with-source": (_("Reproduction and distribution permitted with the source named"), ""),
    "own": (_("the city's own figures"), ""),
}
