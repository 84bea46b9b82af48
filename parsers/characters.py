"""Removes characters that are not text: controls, lone surrogates, noncharacters, unpaired marks of direction.

`without_controls` is for input that is still to be parsed, a page or a declared value; `clean` is for strings in the
parser's results.  Marks of direction say that text runs from right to left or from left to right.  Characters that join
letters or set the direction of a word (ZWNJ, ZWJ, LRM, RLM) are text and stay.
"""

from __future__ import annotations

import re
from typing import Final

from parsers.late_patterns import LatePattern

#: C1 control -> the character that it means on the web: windows-1252 text that was decoded as Latin-1.  The HTML
#: standard reads "&#147;" in the same way.  Five have no meaning in windows-1252; they are removed as other controls.
_MEANT: Final = {code: bytes((code,)).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
#: Controls that Unicode calls white space; they always become a blank.
_SPACES: Final = dict.fromkeys((0x0B, *range(0x1C, 0x20)), " ")
#: Both tables together, for str.translate.
_READ: Final = {code: meant for code, meant in _MEANT.items() if meant} | _SPACES

#: The controls, surrogates and noncharacters, for use in a character class.
_UNPRINTED: Final = (
    "\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x9f"
    "\ud800-\udfff"  # Surrogates, as in "\ud83d" in JSON.
    "\ufffe\uffff"
)
_ANY: Final = LatePattern(f"[{_UNPRINTED}]")
_RUN: Final = LatePattern(f"[{_UNPRINTED}][{_UNPRINTED} ]*")
#: Scripts without blanks between words: Thai, Lao, Burmese, Khmer, kana, Han.
_UNSPACED: Final = "\u0e00-\u0edf\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff"
#: Where a control is between two such characters, it separates two words: the end of one, the start of the next.
_ENDS: Final = LatePattern(f"[^\\s<>(\\[{{\"'«„“‘/=&#@{_UNSPACED}]")
_BEGINS: Final = LatePattern(f"[^\\W_{_UNSPACED}]")

#: HTML references to control characters and noncharacters.  Others need no help: lxml reads references to C1 controls
#: as the standard says, and replaces those to lone surrogates by U+FFFD.
_REFERENCE: Final = LatePattern(
    r"&#(?:0*(?:[0-8]|11|1[4-9]|2\d|3[01]|127|6553[45])(?!\d)"
    r"|[xX]0*(?:[0-8bBeEfF]|1[\da-fA-F]|7[fF]|[fF]{3}[eEfF])(?![\da-fA-F]));?",
    re.ASCII,
)

#: The marks that close embeddings and overrides, and isolates; below, each opening mark with its closing one.
_POP, _POP_ISOLATE = "\u202c", "\u2069"
_CLOSED_BY: Final = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", _POP),
    **dict.fromkeys("\u2066\u2067\u2068", _POP_ISOLATE),
}
_DIRECTIONS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")

_UNCLEAN: Final = LatePattern(f"[\r\f{_UNPRINTED}\u202a-\u202e\u2066-\u2069]")


def holds_controls(text: str) -> bool:
    """Whether a text contains anything that `without_controls` would remove or replace."""
    return _ANY.search(text) is not None


def without_controls(text: str) -> str:
    """Remove control characters, lone surrogates and noncharacters from a text; a blank replaces them between words.

    Tabs, line ends and form feeds remain, since the parsers need them to find lines; marks of direction remain, too.
    """
    return _RUN.sub(_gap, text.translate(_READ)) if holds_controls(text) else text


def without_references(page: str) -> str:
    """Replace references to control characters ("&#8;") in a page's mark-up by the characters themselves.

    So `without_controls` can remove them.
    """
    return _REFERENCE.sub(_referred, page) if "&#" in page else page


def _referred(reference: re.Match[str]) -> str:
    """The character for a reference such as "&#8;" or "&#x8;"."""
    number = reference[0].rstrip(";")[2:]
    return chr(int(number[1:], 16) if number[0] in "xX" else int(number))


def _gap(run: re.Match[str]) -> str:
    """The replacement for control characters and blanks in a row: a blank if they separate two words, else ""."""
    text, start, end = run.string, run.start(), run.end()
    before, after = text[start - 1 : start], text[end : end + 1]
    if not before or not after or before.isspace() or after.isspace():
        return ""
    if " " in run[0]:
        return " "
    if text[start - 2 : start - 1] == "\0" or text[end + 1 : end + 2] == "\0":
        return ""  # every other character is a null, as in UTF-16 text: the null does not separate words
    return " " if _ENDS.match(before) and _BEGINS.match(after) else ""


def is_clean(text: str) -> bool:
    """Whether a text contains nothing that `clean` may change; quick for texts of printable characters."""
    return text.isprintable() or _UNCLEAN.search(text) is None


def clean(text: str) -> str:
    """Make a string fit for the parser's results: without control characters except tabs and line feeds.

    Marks of direction stay only in pairs.
    """
    if is_clean(text):
        return text
    cleaned = without_controls(text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n"))
    if _DIRECTIONS.search(cleaned):
        cleaned = _paired(cleaned)
    return cleaned if cleaned == text else cleaned.rstrip(" ")


def _paired(text: str) -> str:
    """Remove those marks of direction whose closing or opening mark is missing."""
    opened: list[tuple[str, int]] = []
    kept: set[int] = set()
    isolates = 0
    for mark in _DIRECTIONS.finditer(text):
        if closing := _CLOSED_BY.get(mark[0]):
            opened.append((closing, mark.start()))
            isolates += closing == _POP_ISOLATE
        elif mark[0] == _POP_ISOLATE and isolates:
            while opened[-1][0] == _POP:  # the end of an isolate also ends everything opened inside it
                opened.pop()
            kept |= {opened.pop()[1], mark.start()}
            isolates -= 1
        elif mark[0] == _POP and opened and opened[-1][0] == _POP:
            kept |= {opened.pop()[1], mark.start()}
    return _DIRECTIONS.sub(lambda mark: mark[0] if mark.start() in kept else "", text)
