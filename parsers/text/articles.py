"""Divides a text that holds several articles: what LexisNexis, Factiva and ProQuest export, and files put together.

Takes the text and the rules (text.toml); gives the text of each article, one when it holds one.  It goes by what such
files print at the start or the end of each article ("Document 3 of 20", a row of "=", a labelled title), and never by
the look of a paragraph.  `known` holds the patterns of such lines (_Marks); a piece is the text between two of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from parsers.rules import FAMILIES_KEPT, Family, Rules, any_of

#: What stands around each article in files for search engines and in dumps of encyclopaedias.
_OPENED = re.compile(r"^[ \t]*<doc\b[^>\n]{0,400}>[ \t]*$", re.IGNORECASE | re.MULTILINE)
_CLOSED = re.compile(r"^[ \t]*</doc>[ \t]*$", re.IGNORECASE | re.MULTILINE)
#: A row of one sign between two articles.
_RULE = re.compile(r"^[ \t]*([=_*#~+-])\1{9,}[ \t]*$", re.M)
_LINE = re.compile(r"[^\n]+")
#: The number of an article in the line that begins it, whichever rule found that.
_NUMBER = re.compile(r"\d{1,9}")
#: Letters of the shortest article, and lines at its start that may hold its title or address.
_LEAST, _HEAD_REACH = 150, 4
#: Characters of a title.
_TITLE = range(4, 160)
_SENTENCE_END: Final = (".", "。", ":", ";", ",", "।")
_DAY = re.compile(r"\b(?:19|20)\d\d\b")
#: Lines below a title that hold its byline and its day, and lines above the first title of a file.
_BLOCK, _ABOVE = 3, 2
#: Characters that a byline or a day stays below.
_SHORT = 90


@dataclass(frozen=True, slots=True, eq=False)
class _Marks:
    """Patterns for lines that begin or end an article in files of several articles; made from the rules."""

    #: A line with the number of an article, and one that ends an article.
    numbered: re.Pattern[str]
    end: re.Pattern[str]
    #: At the start of a line: the label of an address or title, that of a day, writer or source, and a byline.
    head: re.Pattern[str]
    field: re.Pattern[str]
    byline: re.Pattern[str]


def split_articles(text: str, rules: Rules) -> list[str]:
    """Split a text into pieces, in order: its articles, and any other text between them.

    A text that holds a single article is returned whole, as a list of one piece.
    """
    text, marks = text.replace("\r\n", "\n"), _marks(rules.family("text"), rules.family("bylines"))
    for divide in (_by_number, _by_end, _by_tag, _by_rule, _by_label, _by_block):
        pieces = [piece for piece in divide(text, marks) if any(map(str.isalpha, piece))]
        if sum(map(_is_text, pieces)) > 1:
            return pieces
    return [text]


@lru_cache(maxsize=FAMILIES_KEPT)
def _marks(text: Family, bylines: Family) -> _Marks:
    """Make the _Marks from the rules of text.toml and the words of bylines.toml."""

    def lines(label: str) -> re.Pattern[str]:
        sources = [rule.source.inline() for rule in text.rules if rule.data.get("label") == label]
        return re.compile(rf"^[ \t\f]*(?:{'|'.join(sources) or '(?!)'})[ \t]*$", re.MULTILINE)

    def labelled(*names: str) -> str:
        return any_of(word for name in names for word in text.all_words(name)) or "(?!)"

    return _Marks(
        lines("article_number"),
        lines("article_end"),
        re.compile(
            rf"^[ \t]*(?:\d+[.)][ \t]+)?({labelled('label_headline', 'label_address')})[ \t]*[:：]",
            re.IGNORECASE | re.MULTILINE,
        ),
        re.compile(rf"https?://|{labelled('label_published', 'label_byline', 'source')}\s*[:：]", re.IGNORECASE),
        # A name begins with a capital: "De" is a Romanian byline's beginning, and that of many a Dutch title.
        re.compile(rf"(?i:{any_of(bylines.all_words('wrote')) or '(?!)'})[: ]\s*(?![a-zß-öø-ÿ])[^\W\d_]"),
    )


def _by_number(text: str, known: _Marks) -> list[str]:
    """Divide a text at its numbered lines ("Document 3 of 20"); [] without any, or when the numbers do not rise."""
    marks = list(known.numbered.finditer(text))
    found = (_NUMBER.search(mark[0]) for mark in marks)
    numbers = [int(number[0]) if number else 0 for number in found]
    rising = all(later > earlier for earlier, later in pairwise(numbers))
    return _between(text, [mark.end() for mark in marks], [mark.start() for mark in marks]) if marks and rising else []


def _by_end(text: str, known: _Marks) -> list[str]:
    """Divide a text at the lines that end an article ("End of Document"); without any, the text is one piece."""
    marks = list(known.end.finditer(text))
    begins = [0, *(mark.end() for mark in marks)]
    return [text[start:end] for start, end in zip(begins, [*(mark.start() for mark in marks), len(text)])]


def _by_tag(text: str, known: _Marks) -> list[str]:
    """Divide a text at the tags <doc ...> and </doc>, which enclose each article; [] when there are no such tags."""
    pieces = [_OPENED.split(piece, maxsplit=1) for piece in _CLOSED.split(text)]
    return [part for parts in pieces if len(parts) > 1 for part in parts] if len(pieces) > 1 else []


def _by_rule(text: str, known: _Marks) -> list[str]:
    """Divide a text at rows of one character ("====="); [] unless each long piece begins as an article does."""
    marks = list(_RULE.finditer(text))
    begins, ends = [0, *(mark.end() for mark in marks)], [*(mark.start() for mark in marks), len(text)]
    pieces = [text[start:end] for start, end in zip(begins, ends)]
    return pieces if marks and all(_begins_article(piece, known) for piece in pieces if _is_text(piece)) else []


def _by_label(text: str, known: _Marks) -> list[str]:
    """Divide a text that begins with the label of a title or address ("Title: ...") at each line with the same label.

    [] when the text begins otherwise, or when a piece is too short for an article.
    """
    marks = list(known.head.finditer(text))
    first = marks[0][1].lower() if marks else ""
    if not marks or text[: marks[0].start()].strip():
        return []
    begins = [mark.start() for mark in marks if mark[1].lower() == first]
    pieces = _between(text, begins, begins)[1:]
    return pieces if all(map(_is_text, pieces)) else []


def _by_block(text: str, known: _Marks) -> list[str]:
    """Divide a text at each head of an article: a title with a byline and a date below it.

    [] when there are fewer than two heads, when the first is not near the start, or when a piece is too short for an
    article.
    """
    lines = [(found.start(), found[0].strip()) for found in _LINE.finditer(text) if found[0].strip()]
    begins = [at for at, _ in enumerate(lines) if _is_block([line for _, line in lines[at : at + 1 + _BLOCK]], known)]
    if len(begins) < 2 or begins[0] > _ABOVE:
        return []
    starts = [lines[at][0] for at in begins]
    pieces = _between(text, starts, starts)
    return pieces if all(map(_is_text, pieces[1:])) else []


def _is_block(lines: list[str], known: _Marks) -> bool:
    """Whether some lines are the head of an article: a title, then short lines that hold a byline and a year."""
    below = [line for line in lines[1:] if len(line) < _SHORT]
    signed, dated = any(map(known.byline.match, below)), any(map(_DAY.search, below))
    return (
        _is_title(lines[0], known) and signed and dated and bool(known.byline.match(below[0]) or _DAY.search(below[0]))
    )


def _between(text: str, begins: list[int], ends: list[int]) -> list[str]:
    """Divide a text at its marks, the lines that begin an article.

    Gives the text above the first mark, and one piece for each mark.  `begins` and `ends` hold an index for each mark.
    `begins`: where the piece of this mark begins, at the mark or after it.  `ends`: where the mark itself begins, which
    is where the piece before it ends.
    """
    above = [text[: ends[0]]] if ends else []
    return above + [text[start:end] for start, end in zip(begins, [*ends[1:], len(text)])]


def _is_text(piece: str) -> bool:
    """Whether a piece is long enough for an article; shorter ones do not count."""
    return sum(map(str.isalpha, piece)) >= _LEAST


def _begins_article(piece: str, known: _Marks) -> bool:
    """Whether a piece begins with a labelled title or address, or with a title above a year, byline or source."""
    lines = list(_lines(piece))
    if any(known.head.match(line) for line in lines[:_HEAD_REACH]):
        return True
    below = [line for line in lines[1 : 1 + _BLOCK] if len(line) < _SHORT]
    dated = any(_DAY.search(line) or known.byline.match(line) or known.field.match(line) for line in below)
    return bool(lines) and _is_title(lines[0], known) and dated


def _is_title(line: str, known: _Marks) -> bool:
    """Whether a line can be the title of an article: of a title's length, and no sentence, byline or day."""
    return (
        len(line) in _TITLE
        and not line.endswith(_SENTENCE_END)
        and not known.byline.match(line)
        and not _DAY.search(line)
    )


def _lines(piece: str) -> Iterator[str]:
    """The lines of a text that are not blank, without white space around them."""
    return (line.strip() for line in piece.splitlines() if line.strip())
