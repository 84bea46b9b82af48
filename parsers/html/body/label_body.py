"""Labels the segments of an HTML page that are body, with their kind, and gives every cut segment its reason.

`draft` is the page's Draft (its segments while the body is labelled), `found` its Walk (its segments and the boxes that
enclose them).  Works on the segments that the modules for fields and captions have left without a label.  Scores say
what is body; rules then correct them: corrections are found here, credit lines in `credit_lines`, text that is not body
in `cuts`.  A segment labelled as body becomes a block of the article; every segment between the first and the last
block ends with a label.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from parsers.assemble import region
from parsers.context import Context
from parsers.html.body.cards import cut_cards
from parsers.html.body.counted_comments import cut_counted_comments
from parsers.html.body.credit_lines import read_credit_lines
from parsers.html.body.cuts import cut_headings, cut_lines
from parsers.html.body.dialogs import cut_dialogs
from parsers.html.body.draft import LINE, MAY_BE_CREDIT, Draft, draft_of
from parsers.html.body.embeds import says_something
from parsers.html.body.fact_boxes import cut_fact_boxes
from parsers.html.body.hidden_boxes import cut_hidden_boxes
from parsers.html.body.kept_items import keep_items
from parsers.html.body.lines_between import with_lines_between
from parsers.html.body.outside_text import cut_outside_text
from parsers.html.body.reader_comments import cut_comment_boxes, cut_comments
from parsers.html.body.regions import article_end, end_beside
from parsers.html.body.shop_boxes import cut_shop_boxes
from parsers.html.body.side_boxes import cut_side_boxes
from parsers.html.body.subheads import hidden_subheads
from parsers.html.body.tables import keep_tables
from parsers.html.body.timed_lists import cut_timed_lists
from parsers.html.markup import tag_facts
from parsers.html.markup.embedded_posts import is_post
from parsers.html.markup.walk_names import walk_names
from parsers.html.markup.walked import Walk
from parsers.html.scoring.body_scores import Layout
from parsers.lines.corrections import LONGEST_NOTE, corrections
from parsers.model import Correspondent
from parsers.segments import (
    BLOCK_LABELS,
    BODY,
    CORRECTION,
    JUNK,
    LIST_ITEM,
    LIVE_POST,
    META,
    PARAGRAPH,
    PREFORMATTED,
    QUOTE,
    SUBHEAD,
    TABLE,
    Labels,
    Segment,
)

_KIND_OF_HINT: Final = {"quote": QUOTE, "table": TABLE, "preformatted": PREFORMATTED, "subhead": SUBHEAD}

#: Characters; a longer heading is really a paragraph in large type.  Chosen by hand.
_LONGEST_SUBHEAD: Final = 200


def label_body(
    found: Walk,
    labels: Labels,
    layout: Layout,
    context: Context,
    *,
    language: str | None,
    publisher: str | None,
    authors: Iterable[str],
    posted: Mapping[int, str],
) -> tuple[Correspondent, ...]:
    """Label what is body and what is cut from the article; return the correspondents named in its lines.

    `posted`: for a live blog, the index of each segment in a post -> the time of that post; empty for other pages.
    """
    authors = tuple(authors)
    layout = with_lines_between(found, labels, layout, language, context.rules)
    draft = draft_of(found, labels, layout, context, language=language, publisher=publisher)
    keep_tables(draft, found)
    _keep_posts(draft)
    _set_times_aside(draft, posted)
    _keep_corrections(draft)
    cut_counted_comments(draft, found)
    cut_dialogs(draft, found)
    if not posted:
        # First, since the article's own box is found more surely without its readers' words.
        cut_comment_boxes(draft, found)
    cut_hidden_boxes(draft, found)
    cut_cards(draft, found, live=bool(posted))
    if not posted:
        cut_timed_lists(draft, found)
    cut_shop_boxes(draft, found)
    cut_fact_boxes(draft, found)
    keep_items(draft, found)
    cut_side_boxes(draft, found)
    if not posted:
        cut_comments(draft, found)
        cut_outside_text(draft, found, authors)
    cut_lines(draft, found, authors)
    correspondents = read_credit_lines(draft, authors)
    cut_headings(draft, found)
    for index in hidden_subheads(found, labels, layout, draft.body(), context.rules):
        labels.claim(index, SUBHEAD)
    lists, quoted = _lists_around(found, draft.scored), _quoted_whole(found, draft.scored)
    for segment in draft.body():
        own = PARAGRAPH if quoted and segment.hint == "quote" else kind(segment, lists)
        labels.claim(segment.index, LIVE_POST if own == PARAGRAPH and segment.index in posted else own)
    _cut_rest(draft, found)
    return correspondents


def kind(segment: Segment, lists: int = 0) -> str:
    """Return the label of a body segment: paragraph, subhead, quote, list item and so on.

    `lists`: how many lists enclose the whole article, as on some old pages (`_lists_around`).  A segment that is in no
    further list is an ordinary paragraph.
    """
    if segment.hint == "subhead" and len(segment.text) > _LONGEST_SUBHEAD:
        return PARAGRAPH
    if segment.hint in _KIND_OF_HINT:
        return _KIND_OF_HINT[segment.hint]
    return LIST_ITEM if segment.list_depth > lists else PARAGRAPH


def _lists_around(found: Walk, body: Sequence[Segment]) -> int:
    """Count the lists that enclose the whole body: some old pages put their columns into list items."""
    if len(body) < 2 or not body[0].list_depth:
        return 0
    boxes, row = found.boxes, found.box[body[0].index]
    while row and boxes.end[row] <= body[-1].index:
        row = boxes.parent[row]
    return boxes.inside[row][2] - (boxes.tag[row] in ("ul", "ol"))


def _quoted_whole(found: Walk, body: Sequence[Segment]) -> bool:
    """Whether one blockquote encloses the whole body: some pages indent their text so.  It is no quotation then."""
    if len(body) < 2 or body[0].hint != "quote":
        return False
    boxes, row = found.boxes, found.box[body[0].index]
    while row and boxes.end[row] <= body[-1].index:
        row = boxes.parent[row]
    return bool(boxes.inside[row][0] & tag_facts.QUOTE)


def _keep_posts(draft: Draft) -> None:
    """Label embedded posts of social networks, whatever they score: as quotes if they have own words, else as junk."""
    rules, layout = draft.context.rules, draft.layout
    classes = walk_names(rules).posts
    for segment in draft.labels.segments[layout.first : layout.last + 1]:
        if segment.hint == "quote" and is_post(segment.node, classes):
            if says_something(segment.text, rules):
                draft.labels.claim(segment.index, QUOTE, rule="embedded_post")
            else:
                draft.labels.claim(segment.index, JUNK, reason="placeholder", rule="embedded_post")


def _set_times_aside(draft: Draft, posted: Mapping[int, str]) -> None:
    """Label the printed times of live-blog posts as META: each block of a post has the time anyway.

    `posted`: the index of each segment in a post -> the time of that post.
    """
    for index in posted:
        if not any(map(str.isalpha, draft.labels.segments[index].text)):
            draft.labels.claim(index, META, rule="time_of_post")


def _keep_corrections(draft: Draft) -> None:
    """Label as CORRECTION the lines about a correction or change of the article, also right below its end."""
    first, scores = draft.layout.first, draft.layout.scores
    known = corrections(draft.context.rules, draft.language)
    for segment in draft.around():
        # Below the end the score does not count, since text in a footer always scores 0.
        likely = scores[segment.index] > MAY_BE_CREDIT or segment.index > draft.layout.last
        may_be = segment.index >= first and likely
        if may_be and len(segment.text) < LONGEST_NOTE:
            rule = known.rule_of(segment.text)
            if rule is not None:
                draft.labels.claim(segment.index, CORRECTION, rule=rule)


def _cut_rest(draft: Draft, found: Walk) -> None:
    """Label everything in the article that has no label yet as junk, with the reason for the cut."""
    labels = draft.labels
    first, _ = region(labels)
    blocks = [index for index, label in enumerate(labels.of) if label in BLOCK_LABELS]
    end = blocks[-1] if blocks else -1
    last = article_end(found, labels)
    close = end_beside(found, end)
    # Headings that score as body, but too low to begin the article, stand above its region and are cut as well.
    unsure = (index for index, score in enumerate(draft.layout.scores[: draft.layout.first]) if score > BODY)
    for index in (*unsure, *range(first, last + 1)):
        if labels.of[index] is None:
            # Farther below the end nothing is lost that could be the article's: its words are not looked up.
            reason, rule = _why(draft, labels.segments[index].text) if index <= close else (None, None)
            labels.claim(index, JUNK, reason=reason or ("low_score" if index < end else "after_end"), rule=rule)


def _why(draft: Draft, text: str) -> tuple[str | None, str | None]:
    """Give (reason, id of the rule) if a short line is junk by its words; (None, None) when no rule applies."""
    found = draft.junk(text) if len(text) < LINE else None
    return found or (None, None)
