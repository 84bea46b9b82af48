"""Cuts lines of the body that are a row of buttons, or that begin with a bold label of other stories.

Old pages part both by br elements or bars only, so that each is one segment: "Print version | Send by e-mail", and
"RELATED STORIES" in bold with their titles below it.  `draft` is the page's Draft (its segments while the body is
labelled), `found` its Walk (its segments and the boxes that enclose them).  Labels segments as junk.
"""

from __future__ import annotations

import re
from typing import Final

from parsers.html.body.draft import LINE, Draft
from parsers.html.markup.walked import Walk
from parsers.lines.junk import is_label_of_stories
from parsers.segments import JUNK

# All limits below were chosen by hand.

#: What stands between buttons in a row.
_BARS: Final = re.compile(r"\s*[|｜¦•·‧・】【]+\s*")
#: How many there are, behind a button: "Read comments (37)".
_COUNT: Final = re.compile(r"\s*\(\d[^()]{0,20}\)$")
#: The most buttons in a row.
_BUTTONS: Final = 12
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


def _is_row_of_buttons(draft: Draft, text: str) -> bool:
    """Whether a line is two or more labels of buttons with bars between them, and nothing else."""
    parts = [_COUNT.sub("", part) for part in _BARS.split(text) if part]
    return 1 < len(parts) <= _BUTTONS and all(draft.junk(part) for part in parts)
