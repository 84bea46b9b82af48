"""Cuts boxes that the page hides, or shows as a dialog over it: terms of use, choices of cookies, forms to sign up.

Also text that the page keeps, hidden and enciphered, for subscribers.

`draft` is the page's Draft (its segments while the body is labelled), `found` its Walk (its segments and the boxes that
enclose them).  A box is given by its index in `Boxes` (`row`).  What an article hides of itself, for "Read more", is
inside the box that holds its headline and the rest of its text; a dialog is not.
"""

from __future__ import annotations

from typing import Final

from parsers.html.body.draft import Draft
from parsers.html.body.regions import box_around, cut, holds_headline, inside_box, lies_in, mass
from parsers.html.markup import tag_facts
from parsers.html.markup.box_names import ENCRYPTED
from parsers.html.markup.walked import Walk
from parsers.segments import HEADLINE, Segment

#: Letters of body text that the article has outside of hidden boxes.  Chosen by hand.
_SHOWN: Final = 250


def cut_hidden_boxes(draft: Draft, found: Walk) -> None:
    """Label the text of hidden boxes and dialogs as junk, if they are outside the box of the article that is shown."""
    for box, bits in draft.named:
        secret = bits & ENCRYPTED and found.boxes.bits[box] & tag_facts.HIDDEN
        if secret and not holds_headline(draft, found, box):
            cut(draft, inside_box(draft, found, box), "paywall", "encrypted")
    body = draft.body()
    hidden = {segment.index: row for segment in body if (row := _hidden_box(found, segment)) is not None}
    shown = [segment for segment in body if segment.index not in hidden]
    if not hidden or mass(shown) < _SHOWN:
        return
    head = next((at for at, label in enumerate(draft.labels.of) if label == HEADLINE), shown[0].index)
    article = box_around(found, min(head, shown[0].index), max(head, shown[-1].index))
    for row in sorted(set(hidden.values())):
        if not lies_in(found, row, article) and not holds_headline(draft, found, row):
            cut(draft, inside_box(draft, found, row), "side_note", "hidden_box")


def _hidden_box(found: Walk, segment: Segment) -> int | None:
    """Return the outermost hidden box around a segment; None if the page shows it."""
    boxes, row = found.boxes, found.box[segment.index]
    if not boxes.bits[row] & tag_facts.HIDDEN:
        return None
    while boxes.bits[boxes.parent[row]] & tag_facts.HIDDEN and row:
        row = boxes.parent[row]
    return row
