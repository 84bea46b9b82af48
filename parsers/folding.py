"""Folding: the form in which two lines count as the same line.

Takes a line as printed and gives the key under which lists of lines (junk words, boilerplate, repeats) hold
it: compatibility form, case folded, white space collapsed, symbols at either end away.  Nothing here decides.
"""

from __future__ import annotations

import unicodedata


def fold_line(text: str) -> str:
    """The key of a line; empty for a line without a letter or digit."""
    line = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    # By hand: a pattern for the end of a line is tried at each of its characters.
    start, end = 0, len(line)
    while start < end and not line[start].isalnum():
        start += 1
    while end > start and not line[end - 1].isalnum():
        end -= 1
    return line[start:end].replace("’", "'").replace("‘", "'")
