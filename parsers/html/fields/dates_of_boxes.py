"""Tells how doubtful the place of a date near the headline is: a box of events, a promoted story, a reader's comment.

Takes the element with the date and the Sheet (the page as field readers see it); gives what the date loses by it.  It
is no more than that, since sites give boxes any names: where no other date is printed, such a date counts.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

from parsers.html.fields.levels import levels_without_headline
from parsers.html.fields.sheet import Sheet
from parsers.html.metadata.values import raw_text

# All limits below were chosen by hand.

#: What a date loses in a box with a telling name; beside a link, and in a list, above the headline.
_NAMED, _BESIDE_LINK, _IN_LIST = 0.2, 0.15, 0.15
#: Elements outwards whose names are looked at; characters of a box with a link; its links, and words of one.
_LEVELS, _BOX, _LINKS, _WORDS = 4, 200, 2, 3


def doubts(node: Any, index: int, sheet: Sheet) -> float:
    """Return by how much (0 to 1) the box of a date, around the element `node`, lowers its confidence.

    `index`: that of the element's segment.
    """
    levels = min(levels_without_headline(node, sheet), _LEVELS)
    if levels and sheet.marked(node, sheet.heads.apart, levels):
        return _NAMED
    if not 0 <= index < sheet.headline:
        return 0.0
    if levels and next(node.iterancestors("li"), None) is not None:
        return _IN_LIST
    box = node.getparent() if levels > 1 else None
    return _BESIDE_LINK if box is not None and len(raw_text(box)) <= _BOX and _leads_on(box, node) else 0.0


def _leads_on(box: Any, node: Any) -> bool:
    """Whether a box holds a link of several words beside the element with the date."""
    links = (link for link in islice(box.iter("a"), _LINKS) if link is not node and node not in link.iter())
    return any(len(raw_text(link).split()) >= _WORDS for link in links)
