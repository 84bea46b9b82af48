"""Folding: the form in which two lines count as the same line.

Takes a line as printed and gives the key under which lists of lines (junk words, boilerplate, repeats) hold
it: compatibility form, case folded, white space collapsed, symbols at either end away.  Nothing here decides.
"""

from __future__ import annotations

import re
import unicodedata

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def fold_line(text: str) -> str:
    """The key of a line; empty for a line without a letter or digit."""
    line = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return _EDGES.sub("", line.replace("’", "'").replace("‘", "'"))
