"""Tells which lines that credit pictures stand in the result, as the credit of a caption or of a picture.

Takes the labels and the credits of the result; such a line counts as used for a field, and every other one stays cut
with its reason.  Which line credits which picture is decided in `parsers.html.figures.figures`.
"""

from __future__ import annotations

from collections.abc import Iterable

from parsers.captions.photo_credits import credit_key, normalise
from parsers.html.figures.figure_wording import Wording
from parsers.segments import CREDIT, Labels

#: The most different credits of a page of which each line may be a part; with more, it must be one of them.  Chosen by
#: hand, to bound the work.
_MOST_COMPARED = 500


def keep_told(labels: Labels, wording: Wording, told: Iterable[str]) -> None:
    """Take the reason off the credit lines whose words all stand in one of the credits told."""
    if CREDIT not in labels.of:
        return
    keys = {credit_key(credit) for credit in told}
    fuller = list(keys) if len(keys) <= _MOST_COMPARED else []
    for segment in labels.labelled(CREDIT):
        credit = wording.credit_line(segment.text) or normalise(segment.text, rules=wording.rules)
        own = frozenset(word for word in credit_key(credit) if not wording.suppliers.is_label(word))
        if own and (own in keys or any(own <= key for key in fuller)):
            labels.keep(segment.index)
