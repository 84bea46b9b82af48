"""Folding: the form in which two lines count as the same line, and text without what only typesetters need.

Takes a line as printed and gives the key under which lists of lines (junk words, boilerplate, repeats) hold
it: compatibility form, case folded, white space collapsed, symbols at either end away.  Nothing here decides.
"""

from __future__ import annotations

import re
import unicodedata

#: Soft hyphen, word joiner, byte order mark: they say where a line may or may not break, and hide words from a search.
_BREAK_MARKS = ("\u00ad", "\u2060", "\ufeff")

_WORD = re.compile(r"[^\W_]+")
#: ASCII characters as a key's bytes: letters small, what is neither letter nor digit left out.
_ALNUM = frozenset(b"0123456789abcdefghijklmnopqrstuvwxyz")
_SIGNS = bytes(code for code in range(128) if bytes((code,)).lower()[0] not in _ALNUM)


def unbroken(text: str) -> str:
    """A text without marks of possible line breaks; joiners that change how letters look stay."""
    if not text.isascii():
        for mark in _BREAK_MARKS:
            text = text.replace(mark, "")
    return text


def fold_line(text: str) -> str:
    """The key of a line; empty for a line without a letter or digit."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'")
    line = " ".join(text.casefold().split())
    # By hand: a pattern for the end of a line is tried at each of its characters.
    start, end = 0, len(line)
    while start < end and not line[start].isalnum():
        start += 1
    while end > start and not line[end - 1].isalnum():
        end -= 1
    return line[start:end]


def key(text: str) -> str:
    """Letters and digits of a text, case folded."""
    # Keys are made of hundreds of texts of a page: translating bytes is many times as fast as searching for words.
    if text.isascii():
        return text.encode().lower().translate(None, _SIGNS).decode()
    folded = text.casefold().encode("utf-8", "surrogatepass").translate(None, _SIGNS).decode("utf-8", "surrogatepass")
    return folded if folded.isalnum() else "".join(_WORD.findall(folded))


def words(text: str) -> list[str]:
    """Words of a text, case folded."""
    return _WORD.findall(text.casefold())
