"""Finds bylines in author boxes below the article: a name in a line of its own, and a paragraph that begins with it.

Takes the segments near the end of the body; the names in neighbouring boxes give one byline.  Used only when no other
byline is better.  A biography without the name in a line of its own does not say who wrote the article.
"""

from __future__ import annotations

from collections.abc import Iterator

from parsers.folding import key
from parsers.html.fields.bylines.byline_parts import Byline, is_foreign
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.sheet import Sheet
from parsers.people.byline_names import person_alone
from parsers.segments import Segment

# All limits and the confidence (0 to 1) below were chosen by hand.

#: Segments before and after the last one of the body in which a name stands; characters of the longest name.
_BEFORE, _AFTER, _LONGEST = 3, 8, 40
#: Segments below a name in which the biography begins: a job may stand between; characters of the shortest biography.
_BELOW, _SHORTEST = 3, 50
#: Segments from one name to the next in boxes of one article.
_APART = 5
_CONFIDENCE = 0.35
#: Elements outwards in which a class name may say that a box is about an author.
_LEVELS = 5
#: Characters that may follow the name in a biography: a blank, a comma, the Chinese word for "is".
_BEHIND = " ,、是"


def author_boxes(sheet: Sheet) -> Iterator[Candidate[Byline]]:
    """Yield one candidate with the names of all author boxes below the article; nothing without a box."""
    last, segments = sheet.layout.last, sheet.labels.segments
    found: list[Segment] = []
    for segment in segments[max(last - _BEFORE, sheet.headline + 1, 0) : last + 1 + _AFTER]:
        if found and segment.index - found[-1].index > _APART:
            break
        if _is_named_box(segment, sheet):
            found.append(segment)
    if found:
        names = tuple(dict.fromkeys(segment.text for segment in found))
        yield Candidate(Byline(", ".join(names), names), "layout", "author box", _CONFIDENCE, _indices(found))


def _indices(segments: list[Segment]) -> tuple[int, ...]:
    """The indices of some segments."""
    return tuple(segment.index for segment in segments)


def _is_named_box(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line is just one person's name, and a paragraph below it is about that person: an author box."""
    text = segment.text
    if not 0 < len(text) <= _LONGEST or segment.hint in ("figcaption", "quote") or text[0].islower():
        return False
    below = sheet.labels.segments[segment.index + 1 : segment.index + 1 + _BELOW]
    told = next((line.text for line in below if len(line.text) >= _SHORTEST), "")
    called = sheet.marked(segment.node, sheet.heads.author_boxes, _LEVELS)
    if not _is_about(told, (text, *text.split()) if called else (text,)):
        return False
    names = person_alone(text, sheet.words)
    return len(names) == 1 and key(names[0]) == key(text) and not is_foreign(segment.node, sheet)


def _is_about(told: str, names: tuple[str, ...]) -> bool:
    """Whether a paragraph begins with one of the names and goes on in lower case: "Ann Lister is ...".

    `told`: the paragraph, which then is the person's biography.
    """
    for said in names:
        following = told[len(said) :].lstrip(" ,、")[:1] if told.startswith(said) else ""
        if following and told[len(said)] in _BEHIND and not (following.isupper() or following.isdigit()):
            return True
    return False
