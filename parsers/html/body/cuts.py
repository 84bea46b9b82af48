"""Cuts lines that score as body but are not: junk, signatures, menus, repeats, pull quotes, stray headings.

`draft` is the page's Draft (its segments while the body is labelled), `found` its Walk (its segments and the boxes that
enclose them), `authors` the names of the article's authors.  Labels segments, each with the reason for the cut.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby, islice, takewhile
from typing import Final

from parsers.captions.photo_credits import is_credit_line
from parsers.folding import key
from parsers.html.body.author_notes import cut_author_notes
from parsers.html.body.draft import LINE, Draft
from parsers.html.body.foreign_lists import cut_foreign_lists
from parsers.html.body.labelled_lines import cut_labelled_lines, cut_linked_titles
from parsers.html.body.regions import indices, lies_in, size
from parsers.html.body.repeats import cut_repeats
from parsers.html.body.subheads import box_headings
from parsers.html.figures.figure_wording import says
from parsers.html.markup.box_names import PULL_QUOTE
from parsers.html.markup.misused_tags import is_hidden
from parsers.html.markup.story_links import is_other_page, leads_to_story
from parsers.html.markup.walked import Walk
from parsers.html.metadata.values import element_text
from parsers.lines.junk import points_elsewhere, surely_junk
from parsers.lines.pull_quotes import SENTENCE, quoted_words, words_before_speaker
from parsers.rules import Rules
from parsers.segments import BYLINE, CREDIT, JUNK, Segment
from parsers.sentence_ends import SENTENCE_ENDS

# All limits below were chosen by hand.

#: Score; a text that scores less is checked for junk even if it is long.
_SURE: Final = 0.9
#: The reasons for which a subhead is not cut: "Comment", "Home", "Audio" and "Back to ..." may be its topic.
_TOPICS: Final = ("comments", "navigation", "player")
#: Number of paragraphs at the beginning and the end of the body that are checked more strictly.
_FIRST: Final = 2
_LAST: Final = 3
#: Characters of the longest line that is a name or a credit.
_SIGNATURE: Final = 90
#: Dashes before the name of the speaker.
_DASHES: Final = ("—", "–", "- ", "― ")
#: Share of link text from which a line that does not end like a sentence is a menu.
_MENU: Final = 0.7
#: Share of link text from which a line counts as a link.
_LINKED: Final = 0.9
#: Characters of a title and a lead that are one link, and the links of an element that may be it: a card has few.
_CARD, _LONGEST_CARD, _LINKS = 60, 400, 4
#: Characters of the shortest title in capitals.
_IN_CAPITALS: Final = 25
#: Characters of the shortest quotation in a box that is named as a pull quote.
_NAMED: Final = 15
#: Folded characters of the shortest paragraph that may be a pull quote, and the most segments in its box.
_PULLED: Final = 20
_IN_PULL_QUOTE: Final = 3
#: The most characters that are searched for pull quotes; a page with more is searched for marked quotations only.
_MOST_COMPARED: Final = 50_000_000
#: So many headings on buttons, one right after the other, do not belong to the article.
_TITLES: Final = 3
#: The fewest headings below the last text that are a series, and the share of link text from which a heading is a link.
_SERIES: Final = 4
_PLAIN: Final = 0.5
_SENTENCE_ENDS: Final = (*SENTENCE_ENDS, *":;\"”»')")


def cut_lines(draft: Draft, found: Walk, authors: tuple[str, ...]) -> None:
    """Label the lines that score as body but do not belong to it, except headings."""
    _cut_side_notes(draft)
    _cut_hidden(draft)
    _cut_junk(draft, found)
    cut_labelled_lines(draft, found)
    cut_linked_titles(draft)
    cut_foreign_lists(draft, found)
    _cut_first_lines(draft, authors)
    _cut_last_credits(draft)
    cut_author_notes(draft, found, authors)
    _cut_links(draft)
    cut_repeats(draft, found)
    _cut_pull_quotes(draft, found)


def cut_headings(draft: Draft, found: Walk) -> None:
    """Label headings without body text below them: they introduce something that is not part of the article."""
    _cut_titles(draft)
    for segment in box_headings(found, draft.labels, draft.body()):
        draft.labels.claim(segment.index, JUNK, reason="related", rule="heading_of_box")
    _cut_last_headings(draft)


def _cut_last_headings(draft: Draft) -> None:
    """Label headings below the last text of the body, but for a series of them, which is text itself.

    Each heading of a series describes a picture, or is a question whose answer a click shows.
    """
    last = list(takewhile(lambda segment: segment.hint == "subhead", reversed(draft.body())))
    plain = {segment.index for segment in last if segment.link_share < _PLAIN}
    for segment in last:
        if segment.index not in plain or len(plain) < _SERIES:
            draft.labels.claim(segment.index, JUNK, reason="related", rule="heading_without_text")


def _cut_titles(draft: Draft) -> None:
    """Label headings inside buttons, at least _TITLES in a row: the titles that a video player shows next."""
    for on_buttons, run in groupby(draft.body(), key=_is_on_a_button):
        titles = list(run) if on_buttons else []
        if len(titles) >= _TITLES:
            for segment in titles:
                draft.labels.claim(segment.index, JUNK, reason="related", rule="titles_on_buttons")


def _is_on_a_button(segment: Segment) -> bool:
    """Whether a segment is a heading inside a button."""
    return segment.hint == "subhead" and next(segment.node.iterancestors("button"), None) is not None


def _cut_side_notes(draft: Draft) -> None:
    """Label notes: asides inside a line of text, hidden or set in the margin.

    The walk of the page's tree has made each a segment of its own, with the hint "note".
    """
    for segment in draft.labels.segments:
        if segment.hint == "note":
            draft.labels.claim(segment.index, JUNK, reason="side_note")


def _cut_hidden(draft: Draft) -> None:
    """Label single hidden paragraphs between two that are shown.

    Several hidden paragraphs in a row stay: they are text that a click unfolds.
    """
    body = draft.body()
    for above, segment, below in zip(body, body[1:], body[2:]):
        box = segment.node.getparent()
        beside = box is above.node.getparent() and box is below.node.getparent()
        if beside and is_hidden(segment.node) and not (is_hidden(above.node) or is_hidden(below.node)):
            draft.labels.claim(segment.index, JUNK, reason="side_note", rule="hidden")


def _cut_junk(draft: Draft, found: Walk) -> None:
    """Label lines that are junk by their words.

    Most rules can be wrong about long lines.  So a long line with a high score, unless it is near an end of the body,
    is checked only by the rules that hold for long lines, too (`surely_junk`).
    """
    scores, body = draft.layout.scores, draft.body()
    ends = {segment.index for segment in (*body[:_FIRST], *body[-_LAST:])}
    for segment in body:
        checked = len(segment.text) < LINE or scores[segment.index] < _SURE or segment.index in ends
        text = segment.text
        junk = draft.junk(text) if checked else surely_junk(text, draft.language, draft.context.rules)
        if junk and not (junk[0] in _TOPICS and _is_sure_subhead(draft, found, segment)):
            draft.labels.claim(segment.index, JUNK, reason=junk[0], rule=junk[1])


def _is_sure_subhead(draft: Draft, found: Walk, segment: Segment) -> bool:
    """Whether a segment is a heading between two texts of the body, one of them in its box; all three are sure."""
    at, scores = segment.index, draft.layout.scores
    beside = (at - 1, at + 1)
    if segment.hint != "subhead" or not draft.layout.first < at < draft.layout.last or scores[at] <= _SURE:
        return False
    own = found.boxes.parent[found.box[at]]
    texts = all(scores[text] > _SURE and draft.labels.segments[text].hint != "subhead" for text in beside)
    return texts and any(lies_in(found, found.box[text], own) for text in beside)


def _cut_first_lines(draft: Draft, authors: tuple[str, ...]) -> None:
    """Label lines at the very start of the body that name the author or credit a picture."""
    for segment in draft.body()[:_FIRST]:
        text = segment.text
        if len(text) > _SIGNATURE or segment.hint or segment.list_depth:
            return
        if draft.labels.key_of(segment) in map(key, authors):
            draft.labels.claim(segment.index, BYLINE, rule="first_line")
        elif is_credit_line(text, draft.language, rules=draft.context.rules):
            draft.labels.claim(segment.index, CREDIT, reason="photo_credit", rule="first_line")
        else:
            return


def _cut_last_credits(draft: Draft) -> None:
    """Label lines at the very end that credit the article's pictures ("[Featured image by Ada Lund/Reuters]")."""
    for segment in reversed(draft.body()[-_LAST:]):
        text, rules = segment.text, draft.context.rules
        if len(text) >= LINE or segment.hint or segment.list_depth:
            return
        if not (_credits_pictures(text, rules) and is_credit_line(text, draft.language, rules=rules)):
            return
        draft.labels.claim(segment.index, CREDIT, reason="photo_credit", rule="last_line")


def _credits_pictures(text: str, rules: Rules) -> bool:
    """Whether a line starts like a picture credit ("Photo by ..."), not like a list of the article's sources."""
    return says(rules, "credits_pictures", text)


def _cut_links(draft: Draft) -> None:
    """Label links that point to other articles ("Read more: ..."), and lines of several links: menus on old pages."""
    for segment in draft.body():
        if segment.link_share >= _LINKED and points_elsewhere(segment.text, draft.context.rules):
            draft.labels.claim(segment.index, JUNK, reason="related", rule="link_with_label")
        elif segment.link_share >= _LINKED and _is_picture_card(segment, draft.context.url):
            draft.labels.claim(segment.index, JUNK, reason="related", rule="picture_card")
        elif segment.link_share >= _LINKED and _is_title_in_capitals(segment, draft.context.url):
            draft.labels.claim(segment.index, JUNK, reason="related", rule="title_in_capitals")
        # With several links the share stays below 1, because of the blanks between them.
        several = _MENU <= segment.link_share < 1 and not segment.hint and not segment.list_depth
        if several and not segment.text.endswith(_SENTENCE_ENDS):
            draft.labels.claim(segment.index, JUNK, reason="navigation", rule="links_only")


def _is_title_in_capitals(segment: Segment, address: str | None) -> bool:
    """Whether a line between paragraphs is the title of another story of the site, set in capitals and linked."""
    title = not segment.hint and not segment.list_depth and len(segment.text) >= _IN_CAPITALS
    return title and segment.text.isupper() and leads_to_story(segment.node, address)


def _is_picture_card(segment: Segment, address: str | None) -> bool:
    """Whether all of a line is one link around a picture, a title and a lead, to another page of the site."""
    if segment.hint or segment.list_depth or not _CARD <= len(segment.text) <= _LONGEST_CARD:
        return False
    said, around = key(segment.text), next(segment.node.iterancestors("a"), None)
    links = (around,) if around is not None else segment.node.iter("a")
    link = next((link for link in islice(links, _LINKS) if key(element_text(link)) == said), None)
    shows = link is not None and next(link.iter("img", "picture", "amp-img"), None) is not None
    return shows and link is not None and is_other_page(link.get("href") or "", address)


def _cut_pull_quotes(draft: Draft, found: Walk) -> None:
    """Label pull quotes, which repeat words of the text; if the line below a quote names its speaker, label it, too."""
    segments, boxes = draft.body(), [row for row, bits in draft.named if row and bits & PULL_QUOTE]
    named = {at for row in boxes if size(found, row) <= _IN_PULL_QUOTE for at in indices(found, row)}
    told = [segment for segment in segments if _may_be_pull_quote(segment, named)]
    if not told:
        return
    keys = list(map(draft.labels.key_of, segments))
    whole, printed = "\n".join(keys), Counter(keys)
    folded_of = ((segment, draft.labels.key_of(segment)) for segment in told)
    apart = [(s, folded) for s, folded in folded_of if len(folded) >= (1 if s.hint else _PULLED)]
    if len(apart) * len(whole) > _MOST_COMPARED:
        apart = [(s, folded) for s, folded in apart if s.hint == "quote"][: _MOST_COMPARED // len(whole)]
    for segment, folded in apart:
        # A line that is said again as a whole (a refrain, the name below a post) is no part of another one.
        if whole.count(folded) > printed[folded]:
            draft.labels.claim(segment.index, JUNK, reason="pull_quote")
            _cut_speaker(draft, segments, segment)
        elif (said := words_before_speaker(segment.text)) and whole.count(key(said)) > 1:
            draft.labels.claim(segment.index, JUNK, reason="pull_quote", rule="with_speaker")


def _may_be_pull_quote(segment: Segment, named: set[int]) -> bool:
    """Whether a segment may be a pull quote: a quotation, or a paragraph in a small box with a class like "pullquote".

    `named` has the indices of the segments in boxes with such a class.
    """
    if segment.hint == "quote":
        return quoted_words(segment.text, _NAMED if segment.index in named else SENTENCE) is not None
    return segment.index in named and not segment.hint and not segment.list_depth


def _cut_speaker(draft: Draft, segments: list[Segment], quote: Segment) -> None:
    """Label the line below `quote`, a pull quote, if it names the speaker; `segments` are those of the body."""
    speaker = next((s for s in segments if s.index == quote.index + 1), None)
    if speaker is None or speaker.hint != quote.hint or len(speaker.text) >= _SIGNATURE:
        return
    if speaker.text.startswith(_DASHES):
        draft.labels.claim(speaker.index, JUNK, reason="pull_quote", rule="speaker")
