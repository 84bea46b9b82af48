"""Characters that are no text: control characters, halves of surrogate pairs, noncharacters, lone marks of direction.

`without_controls` mends what is still to be read, a page or a declared value; `clean` mends a string that is to leave
the parser.  What joins letters or turns one word (ZWNJ, ZWJ, LRM, RLM) is text and stays.
"""

from __future__ import annotations

import re
from typing import Final

#: What C1 controls mean on the web, where nobody prints them: text in windows-1252 that was taken for Latin-1.  The
#: HTML standard reads "&#147;" so.  The five that windows-1252 does not have go like other controls.
_MEANT: Final = {code: bytes((code,)).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
#: Controls that part words wherever they stand: what Unicode calls white space.
_SPACES: Final = dict.fromkeys((0x0B, *range(0x1C, 0x20)), " ")
_READ: Final = {code: meant for code, meant in _MEANT.items() if meant} | _SPACES

_UNPRINTED: Final = (
    "\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x9f"
    "\ud800-\udfff"  # halves of pairs: "\ud83d" in JSON
    "\ufffe\uffff"
)
_ANY: Final = re.compile(f"[{_UNPRINTED}]")
_RUN: Final = re.compile(f"[{_UNPRINTED}][{_UNPRINTED} ]*")
#: Scripts that set no blanks between words: Thai, Lao, Burmese, Khmer, kana, Han.
_UNSPACED: Final = "\u0e00-\u0edf\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff"
#: What a word may end with, and begin with, when only a control stands between it and the next.
_ENDS: Final = re.compile(f"[^\\s<>(\\[{{\"'«„“‘/=&#@{_UNSPACED}]")
_BEGINS: Final = re.compile(f"[^\\W_{_UNSPACED}]")

#: References of HTML to control characters and noncharacters.  lxml reads those to C1 controls as the standard says,
#: and makes U+FFFD of halves of pairs.
_REFERENCE: Final = re.compile(
    r"&#(?:0*(?:[0-8]|11|1[4-9]|2\d|3[01]|127|6553[45])(?!\d)"
    r"|[xX]0*(?:[0-8bBeEfF]|1[\da-fA-F]|7[fF]|[fF]{3}[eEfF])(?![\da-fA-F]));?",
    re.ASCII,
)

#: Embeddings, overrides and isolates, by what closes them.
_POP, _POP_ISOLATE = "\u202c", "\u2069"
_CLOSED_BY: Final = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", _POP),
    **dict.fromkeys("\u2066\u2067\u2068", _POP_ISOLATE),
}
_DIRECTIONS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")

_UNCLEAN: Final = re.compile(f"[\r\f{_UNPRINTED}\u202a-\u202e\u2066-\u2069]")


def holds_controls(text: str) -> bool:
    """Whether anything stands in a text that `without_controls` would take out."""
    return _ANY.search(text) is not None


def without_controls(text: str) -> str:
    """A text without control characters, halves of surrogate pairs and noncharacters; words that they part stay apart.

    Tabs, ends of lines and form feeds stay, which readers of lines need; so do marks of direction.
    """
    return _RUN.sub(_gap, text.translate(_READ)) if holds_controls(text) else text


def without_references(page: str) -> str:
    """The mark-up of a page, with control characters themselves in place of references to them ("&#8;")."""
    return _REFERENCE.sub(_referred, page) if "&#" in page else page


def _referred(reference: re.Match[str]) -> str:
    number = reference[0].rstrip(";")[2:]
    return chr(int(number[1:], 16) if number[0] in "xX" else int(number))


def _gap(run: re.Match[str]) -> str:
    """What is left of a run of controls with the blanks among it: a blank where it parts two words, else nothing."""
    text, start, end = run.string, run.start(), run.end()
    before, after = text[start - 1 : start], text[end : end + 1]
    if not before or not after or before.isspace() or after.isspace():
        return ""
    if " " in run[0]:
        return " "
    if text[start - 2 : start - 1] == "\0" or text[end + 1 : end + 2] == "\0":
        return ""  # every other character is a null: letters of two bytes each, no words
    return " " if _ENDS.match(before) and _BEGINS.match(after) else ""


def is_clean(text: str) -> bool:
    """Whether `clean` would leave a text as it is; quick where no sign in it is an odd one."""
    return text.isprintable() or _UNCLEAN.search(text) is None


def clean(text: str) -> str:
    """A string as it may leave the parser: no controls but tabs and line feeds, marks of direction in pairs."""
    if is_clean(text):
        return text
    cleaned = without_controls(text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n"))
    if _DIRECTIONS.search(cleaned):
        cleaned = _paired(cleaned)
    return cleaned if cleaned == text else cleaned.rstrip(" ")


def _paired(text: str) -> str:
    """A text without the marks of direction that open what nothing closes, or close what nothing opened."""
    opened: list[tuple[str, int]] = []
    kept: set[int] = set()
    isolates = 0
    for mark in _DIRECTIONS.finditer(text):
        if closing := _CLOSED_BY.get(mark[0]):
            opened.append((closing, mark.start()))
            isolates += closing == _POP_ISOLATE
        elif mark[0] == _POP_ISOLATE and isolates:
            while opened[-1][0] == _POP:  # the end of an isolate ends what was opened inside it
                opened.pop()
            kept |= {opened.pop()[1], mark.start()}
            isolates -= 1
        elif mark[0] == _POP and opened and opened[-1][0] == _POP:
            kept |= {opened.pop()[1], mark.start()}
    return _DIRECTIONS.sub(lambda mark: mark[0] if mark.start() in kept else "", text)
