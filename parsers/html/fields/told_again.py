"""Tells how much of a line the body below it tells again, as that below a standfirst does.

A standfirst sums the story up, so that most of its longer words come again in the story.  The first paragraph of a body
goes on instead, and a caption or a note is about something else.  This needs no names of the page's elements.
"""

from __future__ import annotations

from itertools import islice

from parsers.folding import key_words
from parsers.html.fields.sheet import Sheet
from parsers.segments import BODY, Segment

# Chosen by hand: on pages with a known standfirst these limits part it best from other lines in a box of their own.

#: Letters of the shortest word that counts: shorter ones are in every text.
_WORD = 5
#: The fewest such words of a line that can be judged.
_FEWEST = 4
#: With so many words, all in one line of the body, that line is the same text again.
_REPEATED = 8
#: Lines of the body in which they are looked for.
_LINES = 60


def told_again(segment: Segment, sheet: Sheet) -> float:
    """Return the share (0 to 1) of a line's longer words that come again in the body below it.

    It is 0 for a line with few of them, as one in a script without spaces has, and for one that the body prints again.
    """
    words = {word for word in key_words(segment.text) if len(word) >= _WORD}
    if len(words) < _FEWEST:
        return 0.0
    scores = sheet.layout.scores
    below = sheet.labels.segments[segment.index + 1 : sheet.layout.last + 1]
    body = (line for line in below if scores[line.index] > BODY and not line.level)
    left = set(words)
    for line in islice(body, _LINES):
        said = words.intersection(key_words(line.text))
        if len(said) == len(words) >= _REPEATED:
            return 0.0
        left -= said
    return 1 - len(left) / len(words)
