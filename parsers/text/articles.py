"""Divides a text that holds several articles: what LexisNexis, Factiva and ProQuest export, and files put together.

Takes the text; gives the text of each article, one when it holds one.  It goes by what such files print at the
beginning or the end of each article, and never by the look of a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

#: A line that begins each article, with its number: "1 of 3 DOCUMENTS", "Dokument 2 von 3", "Document 2 of 3".
_NUMBERED = re.compile(
    r"^[ \t\f]*(?:(?:document|dokument|documento|articolo|article|artikel|record|result)[ \t]+)?(\d{1,5})[ \t]+"
    r"(?:of|von|de|sur|di|van|af|av|z|из)[ \t]+\d{1,5}(?:[ \t]+(?:documents?|dokumente?n?|documentos?|documenti"
    r"|documenten|articles?|records?|results?))?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_LABELLED = re.compile(
    r"^[ \t\f]*(?:document|dokument|documento|articolo|article|artikel|record|result)\b|documents?|dokument|documenti"
    r"|documenten|records?[ \t]*$|results?[ \t]*$",
    re.IGNORECASE,
)
#: A line that ends each article: that of Nexis, and the number that Factiva gives a document.
_END = re.compile(
    r"^[ \t]*(?:End of Document|Ende des Dokuments|Fin du document|Document [A-Z]{2,8}\d{8,}\w{4,16})[ \t]*$", re.M
)
#: What stands around each article in files for search engines and in dumps of encyclopaedias.
_OPENED = re.compile(r"^[ \t]*<doc\b[^>\n]{0,400}>[ \t]*$", re.IGNORECASE | re.MULTILINE)
_CLOSED = re.compile(r"^[ \t]*</doc>[ \t]*$", re.IGNORECASE | re.MULTILINE)
#: A row of one sign between two articles.
_RULE = re.compile(r"^[ \t]*([=_*#~+-])\1{9,}[ \t]*$", re.M)
#: The label of an article's address or title at its head, and of its first line in front matter.
_HEAD = re.compile(
    r"^[ \t]*(?:\d+[.)][ \t]+)?(title|headline|url|link|hd|titel|titre|título|titolo|標題|标题)[ \t]*[:：]", re.I
)
_HEAD_LINES = re.compile(_HEAD.pattern, re.I | re.M)
_LINE = re.compile(r"[^\n]+")
#: Letters of the least text of an article, and lines at its beginning that may hold its head.
_LEAST, _HEAD_REACH = 150, 4
#: Characters of a title.
_TITLE = range(4, 160)
_SENTENCE_END: Final = (".", "。", ":", ";", ",", "।")
_DAY = re.compile(r"\b(?:19|20)\d\d\b")
_NAME = re.compile(r"(?:by|von|par|por|di|door|av|af|od|автор)[: ]\s*[^\W\d_]", re.I)
_FIELD = re.compile(r"https?://|(?:date|author|source|byline)\s*:", re.I)
#: Lines below a title that hold its byline and its day, and lines above the first title of a file.
_BLOCK, _ABOVE = 3, 2
#: Characters that a byline or a day stays below.
_SHORT = 90


def split_articles(text: str) -> list[str]:
    """The text of each article in order, and what stands around them; the text alone when it holds one article."""
    text = text.replace("\r\n", "\n")
    for divide in (_by_number, _by_end, _by_tag, _by_rule, _by_label, _by_block):
        pieces = [piece for piece in divide(text) if any(map(str.isalpha, piece))]
        if sum(map(_is_text, pieces)) > 1:
            return pieces
    return [text]


def _by_number(text: str) -> list[str]:
    marks = [mark for mark in _NUMBERED.finditer(text) if _LABELLED.search(mark[0])]
    numbers = [int(mark[1]) for mark in marks]
    rising = all(later > earlier for earlier, later in pairwise(numbers))
    return _between(text, [mark.end() for mark in marks], [mark.start() for mark in marks]) if marks and rising else []


def _by_end(text: str) -> list[str]:
    marks = list(_END.finditer(text))
    begins = [0, *(mark.end() for mark in marks)]
    return [text[start:end] for start, end in zip(begins, [*(mark.start() for mark in marks), len(text)])]


def _by_tag(text: str) -> list[str]:
    pieces = [_OPENED.split(piece, maxsplit=1) for piece in _CLOSED.split(text)]
    return [part for parts in pieces if len(parts) > 1 for part in parts] if len(pieces) > 1 else []


def _by_rule(text: str) -> list[str]:
    """The pieces between rows of one sign, when each begins as an article does."""
    marks = list(_RULE.finditer(text))
    begins, ends = [0, *(mark.end() for mark in marks)], [*(mark.start() for mark in marks), len(text)]
    pieces = [text[start:end] for start, end in zip(begins, ends)]
    return pieces if marks and all(_begins_article(piece) for piece in pieces if _is_text(piece)) else []


def _by_label(text: str) -> list[str]:
    """The pieces from one labelled title or address to the next, when the label recurs with text between."""
    marks = list(_HEAD_LINES.finditer(text))
    first = marks[0][1].lower() if marks else ""
    if not marks or text[: marks[0].start()].strip():
        return []
    begins = [mark.start() for mark in marks if mark[1].lower() == first]
    pieces = _between(text, begins, begins)[1:]
    return pieces if all(map(_is_text, pieces)) else []


def _by_block(text: str) -> list[str]:
    """The pieces from one title with its byline and day to the next such block; the first block opens the text."""
    lines = [(found.start(), found[0].strip()) for found in _LINE.finditer(text) if found[0].strip()]
    begins = [at for at, _ in enumerate(lines) if _is_block([line for _, line in lines[at : at + 1 + _BLOCK]])]
    if len(begins) < 2 or begins[0] > _ABOVE:
        return []
    starts = [lines[at][0] for at in begins]
    pieces = _between(text, starts, starts)
    return pieces if all(map(_is_text, pieces[1:])) else []


def _is_block(lines: list[str]) -> bool:
    """Whether lines are a title with a byline and a day below it."""
    below = [line for line in lines[1:] if len(line) < _SHORT]
    signed, dated = any(map(_NAME.match, below)), any(map(_DAY.search, below))
    return _is_title(lines[0]) and signed and dated and bool(_NAME.match(below[0]) or _DAY.search(below[0]))


def _between(text: str, begins: list[int], ends: list[int]) -> list[str]:
    above = [text[: ends[0]]] if ends else []
    return above + [text[start:end] for start, end in zip(begins, [*ends[1:], len(text)])]


def _is_text(piece: str) -> bool:
    """Whether a piece is long enough for an article."""
    return sum(map(str.isalpha, piece)) >= _LEAST


def _begins_article(piece: str) -> bool:
    """Whether a piece begins with a labelled head, or with a title, a day, address or byline, and then text."""
    lines = list(_lines(piece))
    if any(_HEAD.match(line) for line in lines[:_HEAD_REACH]):
        return True
    below = [line for line in lines[1 : 1 + _BLOCK] if len(line) < _SHORT]
    dated = any(_DAY.search(line) or _NAME.match(line) or _FIELD.match(line) for line in below)
    return bool(lines) and _is_title(lines[0]) and dated


def _is_title(line: str) -> bool:
    return len(line) in _TITLE and not line.endswith(_SENTENCE_END) and not _NAME.match(line) and not _DAY.search(line)


def _lines(piece: str) -> Iterator[str]:
    return (line.strip() for line in piece.splitlines() if line.strip())
