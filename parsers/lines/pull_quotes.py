"""Reads pull quotes: words of an article that are set apart and printed again.

Takes a line; gives the words in it that must be in the article's text if the line is a pull quote.  Which lines may be
one is decided by the HTML and the text parser, since only mark-up tells a quotation from a heading.
"""

from __future__ import annotations

import re
from typing import Final

#: Shorter words are said again without being a pull quote.
SENTENCE: Final = 25
_QUOTES: Final = " \"'“”„‟«»‹›‘’「」『』.…"


#: Words in quotes and who said them, in one line.
_WITH_SPEAKER: Final = re.compile(r"[\"“”„‟«»‹‘「『](?P<said>[^\n]{25,})[\"“”»«›’」』]\W{0,4}[^\W\d_][^.!?\n]{0,60}")


def words_before_speaker(line: str) -> str | None:
    """Take the quoted words from a line that ends with the speaker ('"The pier is safe ..." Ada Lund'); else None."""
    found = _WITH_SPEAKER.fullmatch(line.strip())
    return found["said"] if found else None


def quoted_words(line: str, least: int = SENTENCE) -> str | None:
    """Remove the quotation marks and dots at both ends of a line; None for a line too short to be a pull quote.

    `least`: characters of the shortest one.
    """
    core = line.strip(_QUOTES)
    return core if len(core) >= least else None
