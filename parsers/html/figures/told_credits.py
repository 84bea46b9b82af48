"""Sees to it that a printed credit line is not listed as cut when a caption or picture of the result has the credit.

Credits in the result are called told.  Every line labelled CREDIT has a reason for being cut at first; `keep_told`
takes the labels and the told credits, and removes the reason from each line whose credit is among these.  Which line
credits which picture is decided in `parsers.html.figures.figures`.
"""

from __future__ import annotations

from collections.abc import Iterable

from parsers.captions.normalised_credits import credit_key, normalise
from parsers.html.figures.figure_wording import Wording
from parsers.segments import CREDIT, Labels

#: A line may be a part of a credit; on a page with more different credits than this, it must be one of them.  Chosen by
#: hand, to bound the work.
_MOST_COMPARED = 500


def keep_told(labels: Labels, wording: Wording, told: Iterable[str]) -> None:
    """Remove the reason for cutting from each segment labelled CREDIT whose words are all in one credit of `told`.

    `told`: the credits of the captions and pictures in the result.  Labels ("Photo:") are not compared.  `wording`
    reads a credit out of a line.
    """
    if CREDIT not in labels.of:
        return
    keys = {credit_key(credit) for credit in told}
    fuller = list(keys) if len(keys) <= _MOST_COMPARED else []
    for segment in labels.labelled(CREDIT):
        credit = wording.credit_line(segment.text) or normalise(segment.text, rules=wording.rules)
        own = frozenset(word for word in credit_key(credit) if not wording.suppliers.is_label(word))
        if own and (own in keys or any(own <= key for key in fuller)):
            labels.keep(segment.index)
