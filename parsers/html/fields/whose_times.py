"""Tells whether a date on the page is this article's: not that of a picture, a quoted post, an imprint or a teaser.

Takes a segment, or an element and the index of its segment, and the Sheet (the page as field readers see it); answers
by the class names, links and headings around it.  Reads no dates.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from parsers.captions.photo_credits import split_credit
from parsers.dates.date_lines import is_imprint, label_above, tells_other
from parsers.html.fields.sheet import Sheet
from parsers.html.metadata.values import raw_text
from parsers.lines.junk import junk_reason
from parsers.segments import Segment

# All limits below were chosen by hand.

#: Within so many segments above and below the headline, a line is the article's whatever class its element has.
_ABOVE, _BELOW = 3, 8
#: Class names that the foot of an article may have as well as that of the page.
_OWN_FOOT = frozenset(("footer",))
#: Lines of a thread of comments above one of its dates, and characters of its heading.
_THREAD, _HEADING = 12, 40
#: Share (0 to 1) of link text above which a line is a link.
_LINKED = 0.9
#: Characters of a box with a link to another story, and words of that link.
_CARD_TEXT, _STORY_WORDS = 200, 5
#: The most links of such a box that are looked at.
_FEW = 2
#: A label and a credit in brackets at the end of a line, and the least letters of the caption before them.
_SIGNED, _CAPTION = re.compile(r"[(（\[][^()（）\[\]:：=＝]{1,20}[:：=＝]([^()（）\[\]]+)[)）\]]$"), 12
#: Elements around a time that are checked for being a figure or a quotation.
_QUOTE_LEVELS = 3
_SET_APART = ("blockquote", "figure", "figcaption")


def label_of(segment: Segment, sheet: Sheet) -> str:
    """Return the line just above if it can be the label of a date ("Updated:"); "" otherwise."""
    above = segment.index - 1
    return label_above(sheet.labels.segments[above].text) if above >= 0 and above != sheet.headline else ""


def is_of_article(segment: Segment, sheet: Sheet) -> bool:
    """Whether the date of a line is the article's: not a picture's, an imprint's, or another article's."""
    if is_imprint(segment.text, sheet.context.rules):
        return False
    if tells_other(segment.text, label_of(segment, sheet), sheet.heads.dates):
        return False
    if (
        is_quoted(segment.node, sheet)
        or sheet.words.life.search(segment.text)
        or is_signed_caption(segment.text, sheet)
    ):
        return False
    if segment.hint == "note" or (segment.hint in ("quote", "figcaption") and not _holds_headline(segment.node, sheet)):
        return False
    if _is_comment(segment, sheet):
        return False
    return not (is_about_others(segment.index, segment.node, sheet) or _ends_a_teaser(segment, sheet))


def is_signed_caption(text: str, sheet: Sheet) -> bool:
    """Whether a line is a caption with its day and credit: "A boat at the quay. 2026.03.03. (Photo: Harbour Wire)"."""
    signed = _SIGNED.search(text)
    if signed is None:
        return False
    caption, credit = split_credit(text, sheet.language, rules=sheet.context.rules)
    return credit == signed[1].strip() and sum(map(str.isalpha, caption)) >= _CAPTION


def _is_comment(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line below the body stands under "3 comments": its date is a reader's, unless it says "Posted"."""
    start = max(sheet.layout.last, sheet.headline) + 1
    if segment.index <= start or sheet.heads.dates.published.match(segment.text):
        return False
    above = (line.text for line in sheet.labels.segments[max(start, segment.index - _THREAD) : segment.index])
    rules = sheet.context.rules
    return any(
        reason is not None and reason[0] == "comments"
        for text in above
        if len(text) <= _HEADING and (reason := junk_reason(text, sheet.language, rules))
    )


def _ends_a_teaser(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line is the date of a teaser: it is a link, and the subhead right above it is a link, too.

    Such a date is not the article's.
    """
    above = sheet.labels.segments[segment.index - 1] if segment.index else segment
    linked = min(segment.link_share, above.link_share) > _LINKED
    return linked and above.hint == "subhead" and above.index != sheet.headline


def is_about_others(index: int, node: Any, sheet: Sheet) -> bool:
    """Whether an element is in a part of the page about other articles, so that its date is not this article's.

    Class names for teasers and links say so, but not close to the headline.  There a date is another article's only if
    it is in or beside the link of a teaser, or in a box below the body whose class names say that it is about other
    articles.  `index`: that of the element's segment.
    """
    if -_ABOVE <= index - sheet.headline <= _BELOW and not _under_a_heading(index, sheet):
        below = index > max(sheet.layout.last, sheet.headline)
        return (
            _in_teaser(node, sheet)
            or _beside_story(node, sheet)
            or _in_inner_article(node, sheet)
            or (below and sheet.marked(node, sheet.others - _OWN_FOOT))
        )
    # A date inside a link, or beside one, belongs to a teaser for another article.
    return sheet.marked(node, sheet.others) or link_around(node) is not None or _in_other_article(node, sheet)


def link_around(node: Any) -> Any:
    """Return the link that an element is, or is inside of; None outside of links."""
    return node if node.tag == "a" else next(node.iterancestors("a"), None)


def _under_a_heading(index: int, sheet: Sheet) -> bool:
    """Whether a heading is between the end of the body and the segment with this index.

    Then the segment most likely belongs to another article.
    """
    below = sheet.labels.segments[max(sheet.layout.last, sheet.headline) + 1 : index]
    return any(segment.hint == "subhead" for segment in below)


def _in_teaser(node: Any, sheet: Sheet) -> bool:
    """Whether an element is in a link that holds a heading: a teaser for another article."""
    link = link_around(node)
    heading = next(link.iter("h1", "h2", "h3", "h4", "h5", "h6"), None) if link is not None else None
    return heading is not None and sheet.index_of(heading) != sheet.headline


def _in_inner_article(node: Any, sheet: Sheet) -> bool:
    """Whether an element is in an `article` element that is a comment or a teaser, by the HTML standard.

    Such an `article` is inside a list item or another `article`, and holds neither headline nor story.
    """
    inner = next(node.iterancestors("article"), None)
    if inner is None or next(inner.iterancestors("article", "li"), None) is None:
        return False
    return not _holds_story(inner, sheet)


def _in_other_article(node: Any, sheet: Sheet) -> bool:
    """Whether an element is in an `article` element with a heading of its own, and neither the headline nor the story.

    Cards of other stories are such elements, whatever the box around them is called.
    """
    inner = next(node.iterancestors("article"), None)
    return (
        inner is not None
        and next(inner.iter("h1", "h2", "h3", "h4", "h5", "h6"), None) is not None
        and not _holds_story(inner, sheet)
    )


def _holds_story(box: Any, sheet: Sheet) -> bool:
    """Whether a box holds the headline or the first line of the body."""
    own = (sheet.labels.segments[index].node for index in (sheet.headline, sheet.layout.first) if index >= 0)
    return any(box in line.iterancestors() for line in own)


def _beside_story(node: Any, sheet: Sheet) -> bool:
    """Whether a time element is in a small box with a link of several words: a teaser of another article."""
    box = node.getparent()
    if node.tag != "time" or box is None or len(raw_text(box)) > _CARD_TEXT:
        return False
    links = (link for link in islice(box.iter("a"), _FEW) if link not in node.iterancestors("a"))
    own = [sheet.labels.segments[sheet.headline].node, *sheet.labels.segments[sheet.headline].node.iterancestors()]
    return box not in own and any(len(raw_text(link).split()) >= _STORY_WORDS for link in links)


def is_quoted(node: Any, sheet: Sheet) -> bool:
    """Whether an element is in a quotation or figure without headline or author: then its date is of something else."""
    around = islice(node.iterancestors(), _QUOTE_LEVELS)
    return any(
        outer.tag in _SET_APART and not _holds_headline(outer, sheet) and not _holds_author(outer) for outer in around
    )


def _holds_author(outer: Any) -> bool:
    """Whether a figure holds the byline: some systems print it as the caption of the author's portrait."""
    return outer.tag != "blockquote" and any(
        inner.tag == "address" or "author" in inner.get("rel", "").split()
        for inner in islice(outer.iter("address", "a"), _FEW)
    )


def _holds_headline(node: Any, sheet: Sheet) -> bool:
    """Whether the figure or quotation that encloses an element holds the headline, so that dates in it may count.

    Some sites print the headline over the picture, and old ones indent the whole article by a blockquote.
    """
    if sheet.headline < 0:
        return False
    outer = node if node.tag in _SET_APART else next(node.iterancestors(*_SET_APART), node)
    if outer.tag == "figcaption":
        outer = next(outer.iterancestors("figure"), outer)
    return outer in sheet.labels.segments[sheet.headline].node.iterancestors()
