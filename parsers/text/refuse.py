"""Rejects plain texts that are clearly not articles: program code, tables of values, logs.

Takes the lines of a text; gives a Rejection that says what the text is, or None when it may be an article.  A TextSheet
is the text in segments, with their labels.  Doubtful texts are not rejected here, but later, if no body is found in
them.
"""

from __future__ import annotations

import re

from parsers.decoding.containers import container_of
from parsers.lines.consent_walls import consent_wall
from parsers.lines.refusals import LITTLE_TEXT, in_its_place
from parsers.model import Rejection
from parsers.rules import Rules
from parsers.text.articles import split_articles
from parsers.text.lines import TextLine
from parsers.text.shapes import shape
from parsers.text.text_sheet import TextSheet

_CODE = re.compile(
    r"""[{};]\s*$ | =>$ | =>\s | \w+\(.*\)\s*[{;:]\s*$
      | ^\s*(?:def\s|class\s|import\s|from\s\w+\simport|function\b|const\s|var\s|let\s|return\b|public\s|private\s)
      | ^\s*(?:\#include|if\s?\(|for\s?\(|</?\w+>|\$\s|>>>\s)""",
    re.VERBOSE,
)
_LOG = re.compile(
    r"""^\[?\d{4}-\d\d-\d\d[T\s]\d\d:\d\d | \b(?:INFO|DEBUG|WARN|WARNING|ERROR|TRACE)\b
      | ^\d+\.\d+\.\d+\.\d+\s-\s- | ^[A-Z][a-z]{2}\s+\d+\s\d\d:\d\d:\d\d\s""",
    re.VERBOSE,
)
# All limits below were chosen by hand.

#: Lines; a shorter text is not checked for code, logs and tables.
_FEW = 6
#: So many lines of a page without a headline may be its title.
_FIRST = 5
#: The most lines of an article.
_MOST_LINES = 8000
#: Characters of the longest line and the longest word of an article; data files and attacks have longer ones.
_LONGEST_LINE, _LONGEST_WORD = 60_000, 3_000
#: Share of lines (0 to 1) that look like code or like a log, above which the whole text is one.
_MOST = 0.6
#: A table: the least separators in a line, the share of lines with as many, and the share of sentences that it stays
#: below.
_SEPARATORS, _ROWS, _SENTENCES = 2, 0.8, 0.2


def refuse_file(text: str, rules: Rules) -> Rejection | None:
    """Reject a text that is data of another format ("data_file") or several articles; None for any other text."""
    if container := container_of(text, rules.family("text")):
        return Rejection("data_file", f"It is {container.name}; {container.advice}.")
    articles = len(split_articles(text, rules))
    if articles > 1:
        return Rejection(
            "several_articles", f"The text holds some {articles} articles; import the file, which divides it."
        )
    return None


def refuse_text(lines: list[TextLine]) -> Rejection | None:
    """Reject a text without a word ("empty"), and one that cannot be an article ("not_an_article").

    That is a log, program code, a table, or a text with too many lines or a line or word that is too long.  None for
    any other text.
    """
    texts = [line.text for line in lines if not line.wordless]
    if not texts:
        return Rejection("empty", "The text holds no word.")
    if len(texts) > _MOST_LINES:
        return Rejection("not_an_article", f"The text has {len(texts):,} lines; no article is that long.")
    if (
        max(map(len, texts)) > _LONGEST_LINE
        or max(len(word) for text in texts for word in text.split()) > _LONGEST_WORD
    ):
        return Rejection("not_an_article", "The text has a line or a word longer than any article's.")
    if len(texts) < _FEW:
        return None
    if _share(texts, _is_log) > _MOST:
        return Rejection("not_an_article", "The text is a log.")
    if _share(texts, lambda text: bool(_CODE.search(text))) > _MOST:
        return Rejection("not_an_article", "The text is program code.")
    if _is_table(texts):
        return Rejection("not_an_article", "The text is a table of values.")
    return None


def refuse_place(sheet: TextSheet, headline: int | None) -> Rejection | None:
    """Reject a page that shows something else in place of its article: a consent form, an error, a bot check.

    A consent form is recognised by all of the text, anything else by the titles of a page with little text.  None when
    the page shows an article.  `headline`: the index of the headline's segment, or None.
    """
    titles = _titles(sheet, headline)
    asked = consent_wall([s.text for s in sheet.segments], titles, dated=True, rules=sheet.context.rules)
    if asked:
        return asked
    text = sum(len(s.text) for s in sheet.segments if sheet.free(s.index) and sheet.shapes[s.index].prose)
    if text >= LITTLE_TEXT:
        return None
    return in_its_place(titles, sheet.context.rules)


def _titles(sheet: TextSheet, headline: int | None) -> list[str]:
    """The headline and the main headings; of a page without a headline, the first lines that may be a title."""
    first = range(_FIRST if headline is None else 0)
    return [
        s.text
        for s in sheet.segments
        if s.level == 1 or s.index == headline or (s.index in first and sheet.shapes[s.index].title)
    ]


def _share(texts: list[str], test: object) -> float:
    """The share (0 to 1) of texts that pass `test`, a function that takes a text."""
    assert callable(test)
    return sum(bool(test(text)) for text in texts) / len(texts)


def _is_log(text: str) -> bool:
    """Whether a line looks like one of a log."""
    return bool(_LOG.search(text))


def _is_table(texts: list[str]) -> bool:
    """Whether a text is a table: few lines are sentences, and most lines have the same number of separators.

    Separators are ";", tab, "," and "|".
    """
    for separator in (";", "\t", ",", "|"):
        counts = [text.count(separator) for text in texts]
        common = max(set(counts), key=counts.count)
        if common >= _SEPARATORS and counts.count(common) > _ROWS * len(texts):
            return sum(shape(text).prose for text in texts) < _SENTENCES * len(texts)
    return False
