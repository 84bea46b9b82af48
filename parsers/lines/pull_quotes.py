"""Words of an article that are set apart and printed again: what of a line is compared with the text.

Takes the line, gives its words without the quotes around them.  Where such a line may stand is the front door's to say:
mark-up tells a quotation from a heading, lines do not.
"""

from __future__ import annotations

import re
from typing import Final

#: Shorter words are said again without being a pull quote.
_SENTENCE: Final = 25
_QUOTES: Final = " \"'“”„‟«»‹›‘’「」『』.…"


#: Words in quotes and who said them, in one line.
_WITH_SPEAKER: Final = re.compile(r"[\"“”„‟«»‹‘「『](?P<said>[^\n]{25,})[\"“”»«›’」』]\W{0,4}[^\W\d_][^.!?\n]{0,60}")


def words_before_speaker(line: str) -> str | None:
    """The quoted words of a line that goes on with the name of who said them; None for any other line."""
    found = _WITH_SPEAKER.fullmatch(line.strip())
    return found["said"] if found else None


def quoted_words(line: str) -> str | None:
    """The words that a pull quote repeats letter by letter; None for a line that is too short to be one."""
    core = line.strip(_QUOTES)
    return core if len(core) >= _SENTENCE else None
