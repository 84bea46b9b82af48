"""Names texts that are data or another kind of document, not the text of a page: CSV, JSON, mail, subtitles.

Takes the text of a file; gives the name of what it is and what to do with it, or None when it may be a page's text.
Reads no article out of them.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from parsers.late_patterns import LatePattern
from parsers.rules import FAMILIES_KEPT, Family, any_of

#: What stands between the cells of a table.
_SEPARATORS: Final = ",;\t|"
#: The least known names in the head of a table, the most characters of a cell of it, and the least share (0 to 1) of
#: rows that have as many cells as the head, or as the first row where there is none.
_KNOWN, _HEAD_CELL, _ROWS = 2, 40, 0.8
#: The least cells and rows of a table without a head.
_CELLS, _FEWEST = 3, 3
#: Rows of a table that are looked at.
_LOOKED_AT = 200
#: Characters at the start of a text in which its kind is looked for.
_HEAD = 4_000
_QUOTED_CELLS = re.compile(r'"[,;\t|]"|","|";"|"\t"')
_JSON = LatePattern(r'\s*(?:\{\s*(?:"(?:[^"\\\n]|\\.){1,80}"\s*:|\})|\[\s*(?:[\[{"\d]|\]))')
_ONE_FIELD = re.compile(r'\s*(?:\[\s*)?\{\s*"(?:[^"\\\n]|\\.){1,80}"\s*:')
_SAVE_AS_TEXT: Final = "save it as plain text and import that"
_BY_ARTICLE: Final = "write each article to a file of its own, or ask for it as text"
_XML = LatePattern(
    r"(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    r"<(?:\w+:)?(rss|feed|rdf|nitf|newsml|newsmessage|newsitem|urlset|sitemapindex|mediawiki|tei|teicorpus)\b",
    re.IGNORECASE | re.DOTALL,
)
#: A document that declares to be XML and whose first element is none of HTML: the elements in it may have any names.
_DECLARED_XML: Final = LatePattern(
    r"<\?xml\b[^>]*>\s*+(?:(?><!--.{0,2000}?-->|<\?[^>]*>)\s*+)*+(?:<!doctype\s++(?!html)[^>\[]*+(?:\[[^\]]*\][^>]*)?>\s*)?"
    r"<(?!(?:html|head|body|title|meta|link|base|script|noscript|style|article|section|main|header|nav|div|p|span|a|br|img"
    r"|h[1-6]|ul|ol|table|form|font|center|frameset|iframe)[\s/>])(?!\w+:html\b)[a-z]",
    re.IGNORECASE | re.DOTALL,
)
#: The beginning of a file, what it then is, and what to do.
_DOCUMENTS: Final = (
    (_XML, "a file of data in XML", _BY_ARTICLE),
    (_DECLARED_XML, "a file of data in XML", _BY_ARTICLE),
    (re.compile(r"\{\\rtf\d"), "an RTF document", _SAVE_AS_TEXT),
    (re.compile(r"WEBVTT\b|1\s*\n\d\d:\d\d:\d\d[,.]\d{3} --> "), "subtitles of a video", "import the page instead"),
    (re.compile(r"(?=(?:[^\n]*\n){0,30}?MIME-Version: \d)[A-Za-z-]{2,40}: ", re.IGNORECASE),
     "a mail or a page saved as MHTML", "open it and save its page as HTML or text"),
    (re.compile(r"TY {2}- [A-Z]+\s*\n"), "a list of references (RIS)", "export the articles' full text"),
    (re.compile(r"@(?:article|misc|online|inproceedings)\s*\{", re.IGNORECASE), "a list of references (BibTeX)",
     "export the articles' full text"),
    (re.compile(r"(?:--[^\n]*\n|/\*.*?\*/\s*|\s)*(?:INSERT INTO|CREATE TABLE|DROP TABLE)\b"), "a dump of a database",
     _BY_ARTICLE),
)  # fmt: skip


class Container(NamedTuple):
    """What a text is, if it is data or another kind of document, and what its owner should do (`advice`).

    `name`: for a sentence that begins "It is", as "a table (CSV)".
    """

    name: str
    advice: str


def container_of(text: str, words: Family) -> Container | None:
    """What a text is when it is data or another kind of document; None when it may be the text of a page.

    `words`: the rule family "text" (config/rules/text.toml), which lists names of columns.
    """
    head = text[:_HEAD].lstrip("\ufeff \t\r\n")
    if head.startswith(("{", "[")) and (kind := _json(text)):
        return Container(kind, _BY_ARTICLE)
    for pattern, name, advice in _DOCUMENTS:
        if pattern.match(head):
            return Container(name, advice)
    return _table(text, words)


def is_data(beginning: str, words: Family) -> bool:
    """Whether the beginning of a text shows that it certainly is data, such as XML or a table, and not a page.

    Tags in such a text are part of the values.  `words`: the rule family "text".
    """
    head = beginning.lstrip("\ufeff \t\r\n")
    if head.startswith("<"):
        return _XML.match(head) is not None or _DECLARED_XML.match(head) is not None
    return _ONE_FIELD.match(head) is not None or _head_of(head.split("\n", 1)[0], words) is not None


def _json(text: str) -> str | None:
    """ "JSON", "JSON Lines" or "JSON that is cut off or broken"; None for a text that is none of these."""
    if not _JSON.match(text):
        return None
    try:
        json.loads(text)
        return "JSON"
    except (ValueError, RecursionError):
        lines = [line for line in islice(text.splitlines(), _LOOKED_AT) if line.strip()]
        rows = sum(map(_is_object, lines))
        if rows > 1 or (rows and len(lines) > rows):
            return "JSON Lines"
        return "JSON that is cut off or broken" if _ONE_FIELD.match(text) else None


def _is_object(line: str) -> bool:
    """Whether a line is a JSON object or list, as each line of JSON Lines is.

    False for "[12]": it is the number of a link in a page saved by a text browser.
    """
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) or (isinstance(value, list) and not (len(value) == 1 and isinstance(value[0], int)))


def _table(text: str, words: Family) -> Container | None:
    """Recognise a table, by known names of its columns or by rows of quoted cells; None for any other text."""
    first = text.lstrip("\ufeff\r\n").split("\n", 1)[0]
    separator = _head_of(first, words)
    if separator is not None:
        cells = len(first.split(separator))
        rows = list(_rows(text, separator))
        if len(rows) > 1 and sum(len(row) == cells for row in rows) >= _ROWS * len(rows):
            return _named(separator)
    if not _QUOTED_CELLS.search(text[:_HEAD]) and "\t" not in first:
        return None
    for separator in _SEPARATORS:
        rows = list(_rows(text, separator))
        cells = len(rows[0]) if rows else 0
        same = sum(len(row) == cells for row in rows)
        quoted = separator == "\t" or len(_QUOTED_CELLS.findall(text)) >= len(rows)
        if cells >= _CELLS and len(rows) >= _FEWEST and same >= _ROWS * len(rows) and quoted:
            return _named(separator)
    return None


def _named(separator: str) -> Container:
    """Make the Container for a table whose cells are separated by this character: CSV, or TSV for a tab."""
    kind = "a table (TSV)" if separator == "\t" else "a table (CSV)"
    return Container(kind, "write each row's article to a file of its own, its title above its text")


def _head_of(line: str, words: Family) -> str | None:
    """The character between the cells of a line of column names ("title,date,text" has ",").

    None for any other line.
    """
    columns = _columns(words)
    for separator in _SEPARATORS:
        cells = [cell.strip().strip("\"'") for cell in line.strip("\r\n ").split(separator)]
        short = len(cells) > 1 and all(len(cell) <= _HEAD_CELL for cell in cells)
        if short and sum(columns.fullmatch(cell) is not None for cell in cells) >= _KNOWN:
            return separator
    return None


@lru_cache(maxsize=FAMILIES_KEPT)
def _columns(words: Family) -> re.Pattern[str]:
    """Make a pattern for the name of a column in a collection of articles, perhaps with a word before or after it."""
    return re.compile(
        rf"(?:\w+[ _-]?)?(?:{any_of(words.all_words('column')) or '(?!)'})s?(?:[ _-]?\w+)?", re.IGNORECASE
    )


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    """The first 200 rows of a text read as CSV; fewer when a cell is too long to be read."""
    rows = csv.reader(text.lstrip("\ufeff\r\n").replace("\r\n", "\n").split("\n"), delimiter=separator)
    try:
        yield from (row for row in islice(rows, _LOOKED_AT) if row)
    except csv.Error:
        return
