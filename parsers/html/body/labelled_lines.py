"""Cuts lines of the body that are a row of buttons, a linked title, or begin with a bold label of other stories.

Old pages part buttons and such lists by br elements or bars only, so that each is one segment: "Print version | Send by
e-mail", and "RELATED STORIES" in bold with their titles below it.  `draft` is the page's Draft (its segments while the
body is labelled), `found` its Walk (its segments and the boxes that enclose them).  Labels segments as junk.
"""

from __future__ import annotations

import re
from typing import Final

from parsers.html.body.draft import LINE, Draft
from parsers.html.markup.story_links import leads_to_story
from parsers.html.markup.walked import Walk
from parsers.lines.junk import is_label_of_stories
from parsers.segments import JUNK, Segment

# All limits below were chosen by hand.

#: What stands between buttons in a row.
_BARS: Final = re.compile(r"\s*[|｜¦•·‧・】【]+\s*")
#: How many there are, behind a button: "Read comments (37)".
_COUNT: Final = re.compile(r"\s*\(\d[^()]{0,20}\)$")
#: The most buttons in a row.
_BUTTONS: Final = 12
#: The share of link text from which a title is a link, and the most such titles that are no part of the article.
_LINKED: Final = 0.9
_TITLES: Final = 2
#: Number of characters of the longest label.
_LABEL: Final = 40


def cut_labelled_lines(draft: Draft, found: Walk) -> None:
    """Label rows of buttons, and lines that begin with a bold label of other stories."""
    rules = draft.context.rules
    for segment in draft.body():
        text, bold = segment.text, int(found.bold[segment.index])
        if len(text) < LINE and not segment.level and _is_row_of_buttons(draft, text):
            draft.labels.claim(segment.index, JUNK, reason="navigation", rule="row_of_buttons")
        elif 0 < bold <= _LABEL and bold < len(text) and is_label_of_stories(text[:bold], rules):
            draft.labels.claim(segment.index, JUNK, reason="related", rule="bold_label")


def cut_linked_titles(draft: Draft) -> None:
    """Label the linked title of another story, alone in an element between two paragraphs that stand in none.

    With more than a few of them they are the article's: a list of reviews, say.
    """
    body = draft.body()
    told = [
        segment
        for above, segment, below in zip(body, body[1:], body[2:])
        if segment.level and segment.link_share >= _LINKED and _stands_between(segment, above, below)
    ]
    address = draft.context.url
    if 0 < len(told) <= _TITLES:
        for segment in told:
            if leads_to_story(segment.node, address):
                draft.labels.claim(segment.index, JUNK, reason="related", rule="linked_title")


def _stands_between(title: Segment, above: Segment, below: Segment) -> bool:
    """Whether two segments stand side by side, and a title between them in an element of its own."""
    beside, around = above.node.getparent(), title.node.getparent()
    while around is not None and around.tag == "a":
        around = around.getparent()
    return beside is not None and beside is below.node.getparent() and around is not beside


def _is_row_of_buttons(draft: Draft, text: str) -> bool:
    """Whether a line is two or more labels of buttons with bars between them, and nothing else."""
    parts = [_COUNT.sub("", part) for part in _BARS.split(text) if part]
    return 1 < len(parts) <= _BUTTONS and all(draft.junk(part) for part in parts)
