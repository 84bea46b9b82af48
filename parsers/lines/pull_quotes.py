"""Words of an article that are set apart and printed again: what of a line is compared with the text.

Takes the line, gives its words without the quotes around them.  Where such a line may stand is the front door's to say:
mark-up tells a quotation from a heading, lines do not.
"""

from __future__ import annotations

from typing import Final

#: Shorter words are said again without being a pull quote.
_SENTENCE: Final = 25
_QUOTES: Final = " \"'“”„‟«»‹›‘’「」『』.…"


def quoted_words(line: str) -> str | None:
    """The words that a pull quote repeats letter by letter; None for a line that is too short to be one."""
    core = line.strip(_QUOTES)
    return core if len(core) >= _SENTENCE else None
