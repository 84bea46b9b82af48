"""The line of text that the walk is collecting, until a block or a line break ends it.

Takes the text nodes of the page one after the other (`add`), and is told of links, bold elements and notes as they open
and close; gives the line's raw text (`take`), how many of its characters are in links and in bold, and whether it is a
heading so far.  A note is an aside inside the line: while one is open, its text is collected apart.  What becomes of
the text is decided in `parsers.html.markup.walk`.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from parsers.folding import key, letters
from parsers.html.markup import lines_apart

# A heading that a br ends: the least share of bold characters, the most characters, and the signs with which it does
# not end.  Chosen by hand.
_ALL_BOLD: Final = 0.9
_LONGEST_HEADING: Final = 100
#: Characters of the longest line, and letters of the shortest, that may be the headline by the page's title.
_LONGEST_TITLE: Final = 200
_SHORTEST_TITLE: Final = 15
_SENTENCE_ENDS: Final = tuple('.,;:…。、，;»”"')


class OpenLine:
    """The text of a line so far, and what is known of the place where the next text node stands."""

    __slots__ = ("bold", "bolds", "broke", "linked", "linkend", "links", "mute", "note_starts", "notes", "parts")

    def __init__(self) -> None:
        #: The text nodes collected so far.  The same list all the time: the walk keeps hold of it.
        self.parts: list[str] = []
        #: Characters of the current segment in links and in bold, and how many link and bold elements are open.
        self.linked = self.bold = self.links = self.bolds = 0
        #: Number of open noscript elements; text inside them is not shown.
        self.mute = 0
        #: Whether a line break has just been read, and no text since.
        self.broke = False
        #: Whether a link has just ended, and no text has been read since.
        self.linkend = False
        #: For each open note, the number of parts collected before it; and the finished notes (element, text), which
        #: become segments when the line that they are in ends.
        self.note_starts: list[int] = []
        self.notes: list[tuple[etree._Element, str]] = []

    def add(self, text: str) -> None:
        """Add text that is not only white space to the current segment."""
        if self.mute:
            return
        parts = self.parts
        # Style sheets set neighbouring elements apart ("Ann Lister" and "Published"); the text needs a blank instead.
        if parts and text[0].isupper() and (parts[-1][-1:].islower() or parts[-1][-1:] == ":"):
            parts.append(" ")
        parts.append(text)
        self.broke = self.linkend = False
        if self.links:
            self.linked += len(text.strip())
        if self.bolds:
            self.bold += len(text.strip())

    def take(self) -> str:
        """Remove from `self.parts` the raw text of the innermost open note, else of the current line, and return it."""
        parts, start = self.parts, self.note_starts[-1] if self.note_starts else 0
        raw = "".join(parts[start:] if start else parts)
        del parts[start:]
        return raw

    def is_heading(self, closing: bool) -> bool:
        """Whether the current segment, so far, is a short line in bold that does not end like a sentence.

        `closing` is True when the bold element ends at the br that is read.
        """
        if self.is_longer(_LONGEST_HEADING):
            return False  # found out without a look at a long line, which may have thousands of breaks
        text = "".join(self.parts[self.note_starts[-1] if self.note_starts else 0 :]).strip()
        bold = self.bolds == closing and not self.linked and self.bold >= _ALL_BOLD * len(text)
        return bold and len(text) <= _LONGEST_HEADING and not text.endswith(_SENTENCE_ENDS)

    def is_signed_heading(self) -> bool:
        """Whether the current line, so far, is a subhead by its first sign."""
        parts = self.parts[self.note_starts[-1] if self.note_starts else 0 :]
        return len(parts) == 1 and lines_apart.is_signed_heading(parts[0])

    def says_title(self, titles: frozenset[str]) -> bool:
        """Whether the current line, so far, is one of `titles`, what the page's title may be made of, as keys."""
        if not titles or self.linked or self.is_longer(_LONGEST_TITLE):
            return False
        said = key("".join(self.parts[self.note_starts[-1] if self.note_starts else 0 :]))
        return letters(said) >= _SHORTEST_TITLE and said in titles

    def is_longer(self, limit: int) -> bool:
        """Whether the text of the innermost open note, or of the line without one, has more than `limit` characters.

        White space at the ends of its parts is not counted.
        """
        shown = 0
        for at in range(self.note_starts[-1] if self.note_starts else 0, len(self.parts)):
            shown += len(self.parts[at].strip())
            if shown > limit:
                return True
        return False
