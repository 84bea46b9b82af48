"""Labels as junk the lines that an outlet is known to print on many of its pages.

One page cannot show that "Route 6" is a footer, but two hundred pages can.  `Rules.boilerplate` holds this knowledge,
which comes from the warehouse: for each host, its lines and the number of pages with each.  Labels holds the page's
segments (paragraphs, headings ...) with their labels.  A line with a correspondent in it is never junk.
"""

from __future__ import annotations

from collections.abc import Mapping

from parsers.addresses import address_rules, outlet_host
from parsers.context import Context
from parsers.correspondents import read_correspondents
from parsers.folding import line_key
from parsers.segments import JUNK, Labels

#: The level of headings that may be the headline; these are kept, since an outlet may publish many articles with the
#: same headline ("Corrections").
_HEADLINE = 1


def claim_boilerplate(labels: Labels, context: Context, *, language: str | None, publisher: str | None) -> None:
    """Label as junk the segments without a label that the outlet is known to print on many of its pages.

    `language`: a BCP 47 code.  `publisher`: the name of the page's outlet, whose own journalists a line may credit.
    """
    known = _lines_of(context)
    if not known:
        return
    for segment in labels.free():
        pages = known.get(line_key(segment.text))
        if not pages or segment.level == _HEADLINE:
            continue
        if not read_correspondents(segment.text, language=language, publisher=publisher, rules=context.rules):
            labels.claim(segment.index, JUNK, reason="site_boilerplate", rule=f"seen on {pages} pages")


def _lines_of(context: Context) -> Mapping[str, int]:
    """Return the lines that the page's outlet is known to print, each with the number of pages that printed it.

    The lines are in the form that `line_key` gives.
    """
    if not context.rules.boilerplate:
        return {}
    return context.rules.boilerplate.get(outlet_host(context.url, address_rules(context.rules)) or "", {})
