"""Finds the subheads among the lines of the body that no heading element shows.

They are bold or otherwise prominent, or plain lines in an element of another kind than the paragraphs.  A bold line is
a subhead if text, a list or a table follows it, and it is no sentence; a row of equal bold lines shows that even those
above a short text are.  `found` is the page's Walk, `body` the segments without a label that score as body, in reading
order.  Gives indices of segments; labels nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from parsers.folding import letters
from parsers.html.body.prominent_lines import is_bold, stands_out
from parsers.html.figures.class_names import SUBHEAD, Namer
from parsers.html.markup.lines_apart import is_signed_heading
from parsers.html.markup.walked import Walk
from parsers.segments import Segment

#: The tag and class of an element.
_Looks = tuple[str, str]

# All limits below were chosen by hand.

#: Characters of the longest subhead, and of the longest with a number before it; a longer bold line is a paragraph.
_LONGEST: Final = 100
_LONGEST_NUMBERED: Final = 200
#: The least length, in letters of an alphabet, of the text below a subhead that stands alone.
_TEXT: Final = 60
#: So many lines of one kind are a series: what the first is, the others are as well.
_SERIES: Final = 3
#: What follows a subhead besides text.
_FOLLOWS: Final = frozenset(("table", "preformatted"))
#: Elements for what stands beside the text.
_ASIDE: Final = frozenset(("aside", "caption", "figcaption", "label", "small", "address", "td", "th", "dt", "dd"))
#: The most words of a person's name; the least length of a subhead in an element of its own.
_NAME_WORDS: Final = 3
_SHORTEST: Final = 4
_QUOTES: Final = "\"'”“’‘»«„"
#: The ends of lines that are no subheads: of sentences, except questions and calls, and of what goes on below.
_ENDS: Final = tuple("；;…,、，.。")
_COLON: Final = (":", "：")
#: The time in a recording behind a speaker's name: "Ada Lund 2m 8s", "Ada Lund [00:14:07]".
_TIMED: Final = re.compile(r"\d\s?(?:m\s?\d+\s?s|:\d\d)[)\]]?$")
#: The number before a line of a series: "1. A harbour", "2) The quay".
_NUMBERED: Final = re.compile(r"[(#]?\d{1,3}\s?[.):\-–—]\s?\S|[#№]\s?\d{1,3}\b")


def subhead_lines(found: Walk, body: Sequence[Segment], namer: Namer) -> list[int]:
    """Return the indices of the lines of the body that are subheads by their looks and by what stands around them."""
    lines = [at for at in range(1, len(body) - 1) if _is_set_apart(at, body, found, namer)]
    heads = _with_text(lines, body, found).union(_in_other_boxes(body, found))
    return [body[at].index for at in heads if not _TIMED.search(body[at].text)]


def _with_text(lines: Sequence[int], body: Sequence[Segment], found: Walk) -> set[int]:
    """Return those of the lines set apart, places in the body, that are no sentences and have text, a list or a table
    below them.

    Lines of a series may have a short text below; in a series with numbers they may be sentences.
    """
    kinds = {at: _looks(body[at], found) for at in lines}
    alike = Counter(kinds[at] for at in lines if not is_bold(body[at + 1], found))
    numbered = Counter(kinds[at] for at in lines if _NUMBERED.match(body[at].text))
    pairs = [at for at in lines if kinds.get(at + 1) == kinds[at] and not is_bold(body[at - 1], found)]
    several = len(pairs) > 1 and not all(_may_be_name(body[at].text) for at in pairs)
    labels = {at for at in pairs if several and at + 2 < len(body) and not is_bold(body[at + 2], found)}
    heads = set[int]()
    for at in reversed(lines):
        line, below, kind = body[at], body[at + 1], kinds[at]
        counted = numbered[kind] >= _SERIES and _NUMBERED.match(line.text) is not None
        if len(line.text) > (_LONGEST_NUMBERED if counted else _LONGEST) or (is_sentence(line.text) and not counted):
            continue
        if is_bold(body[at - 1], found) and at - 1 not in labels:
            continue
        series = alike[kind] >= _SERIES and not is_bold(below, found) and below.hint != "subhead"
        if (at in labels and at + 1 in heads) or _is_set(below) or _is_text(below, found) or series:
            heads.add(at)
    return heads


def _may_be_name(text: str) -> bool:
    """Whether a line may be a person's name: a few words, each with a capital."""
    words = text.split()
    return 1 < len(words) <= _NAME_WORDS and all(word[0].isupper() and not word.isupper() for word in words)


def _in_other_boxes(body: Sequence[Segment], found: Walk) -> list[int]:
    """Return the short lines, as places in the body, whose element differs from that of the paragraphs around them.

    The paragraphs' is that of most of the body's text: `<p>...</p><div>Night in the terminal</div><p>...</p>`.
    """
    held = Counter[_Looks]()
    for segment in body:
        if not segment.hint and not segment.list_depth:
            held[_looks(segment, found)] += len(segment.text)
    usual = max(held, key=held.__getitem__, default=("", ""))
    pictures = {spot.before for spot in found.pictures}
    return [
        at
        for at in range(1, len(body) - 1)
        if body[at].index not in pictures  # A line right below one may be its caption.
        and _differs(body[at], usual, found)
        and _is_paragraph(body[at + 1], body[at], usual, found)
        and (_looks(body[at - 1], found) == usual or body[at - 1].list_depth or body[at - 1].hint in _FOLLOWS)
        and not is_bold(body[at - 1], found)
    ]


def _differs(line: Segment, usual: _Looks, found: Walk) -> bool:
    """Whether a line is short and no sentence, and in an element of another kind than `usual`, for subheads."""
    if not is_short_line(line) or is_sentence(line.text):
        return False
    looks = _looks(line, found)
    return looks != usual and looks[0] not in _ASIDE and letters("".join(filter(str.isalpha, line.text))) >= _SHORTEST


def _is_paragraph(below: Segment, line: Segment, usual: _Looks, found: Walk) -> bool:
    """Whether a segment is a paragraph of the usual kind in the same box as a line; a credit has a box of its own."""
    around = found.boxes.parent
    beside = around[found.box[line.index]] == around[found.box[below.index]]
    return beside and _looks(below, found) == usual and _is_text(below, found)


def _looks(segment: Segment, found: Walk) -> _Looks:
    """The tag and class of a segment's box, by which style sheets choose."""
    row = found.box[segment.index]
    return found.boxes.tag[row], str(found.boxes.node[row].get("class") or "")


def is_called_subhead(segment: Segment, found: Walk, namer: Namer) -> bool:
    """Whether the names of a segment's box call it a subhead."""
    return bool(namer.bits_of(found.boxes.names[found.box[segment.index]]) & SUBHEAD)


def is_short_line(segment: Segment) -> bool:
    """Whether a segment is a line of a subhead's length, no link, no heading and in no list."""
    return not (segment.hint or segment.list_depth or segment.link_share or len(segment.text) > _LONGEST)


def is_sentence(text: str) -> bool:
    """Whether a line ends like a sentence or a label; a question, a call and words in quotation marks do not."""
    return text.rstrip(_QUOTES).endswith((*_ENDS, *_COLON))


def _is_set_apart(at: int, body: Sequence[Segment], found: Walk, namer: Namer) -> bool:
    """Whether a line is set apart from the text around it, by bold or otherwise, or is a subhead by its class or sign.

    A sign is the first character of a subhead in East Asian papers ("■").
    """
    before, line, below = body[at - 1 : at + 2]
    if line.hint or line.list_depth or line.link_share or len(line.text) > _LONGEST_NUMBERED:
        return False
    if is_bold(line, found) or is_called_subhead(line, found, namer) or is_signed_heading(line.text):
        return True
    return stands_out(line, found, namer) and not any(stands_out(beside, found, namer) for beside in (before, below))


def _is_set(below: Segment) -> bool:
    """Whether a segment is of a list or a table."""
    return below.list_depth > 0 or below.hint in _FOLLOWS


def _is_text(segment: Segment, found: Walk) -> bool:
    return letters(segment.text) >= _TEXT and not segment.hint and not is_bold(segment, found)
