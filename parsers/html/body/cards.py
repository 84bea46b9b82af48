"""Cuts cards of other stories beside and between the paragraphs of an article: a linked title and a short text (lead).

`draft` is the page's Draft (its segments while the body is labelled), `found` its Walk (its segments and the boxes that
enclose them); segments that score as body get labels.  A box is a block element; `row`, `cards`, `whole` and `linked`
are boxes, given by their indices in `Boxes`.  No single sign is enough for a card.  Cards are in a row beside the
article, or have a class name for teasers, or have a date of their own and a title that links to another page of the
site; and they contain little of the body.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from parsers.dates.date_lines import date_words, is_furniture
from parsers.dates.read_date import may_be_date, read_date
from parsers.html.body.draft import SMALL, Draft
from parsers.html.body.regions import cut, home, in_reach, inside_box, lies_in, mass, size, small_boxes
from parsers.html.markup import tag_facts
from parsers.html.markup.story_links import lead_to_one_page, leads_to_story
from parsers.html.markup.walked import Walk
from parsers.html.metadata.values import element_text
from parsers.segments import BODY, HEADLINE, META, Segment

# All limits below were chosen by hand.

#: Characters of body text that an article has besides cards in a row.
_ARTICLE: Final = 300
#: The least number of cards in a row.
_CARDS: Final = 3
#: Segments in one card; characters of the shortest title of a story; share of link text in a title, and in a text.
_IN_CARD: Final = 10
_TITLE: Final = 20
_LINKED: Final = 0.9
_PLAIN: Final = 0.5
#: Share of link text in a title with a date in its line, and characters of the shortest lead that is link text, too.
_DATED_TITLE: Final = 0.6
_LEAD: Final = 40
#: For cards between paragraphs: the most segments in one, the most cards (nested boxes included), and the most of the
#: body that they hold, as a share.
_IN_LONE_CARD: Final = 6
_LONE_CARDS: Final = 4
_ASIDE: Final = 1 / 4
#: The share of the body that cards with a date of their own may hold, and the least characters that they leave of it.
_DATED: Final = 0.4
_LEFT: Final = 200
#: The most such cards whose date is only printed; with more they may be dated things that the article lists.
_PRINTED: Final = 2
#: Length in letters of the longest lead of a card.
_LONGEST_LEAD: Final = 300
#: A title that scores less is not the article's own: nearly all links in menus score so low.
_FOREIGN: Final = 0.05
#: Characters of the longest line with a card's date, and the letters that it may hold besides.
_DATE_LINE: Final = 60
_BESIDE_DATE: Final = 20


def cut_cards(draft: Draft, found: Walk, *, live: bool) -> None:
    """Label cards of other stories as junk.

    `live` is True for a live blog, whose posts have dates like cards: dated cards are not searched for then.
    """
    titles = [s for s in in_reach(draft, found) if s.link_share >= _DATED_TITLE and len(s.text) >= _TITLE]
    # Cards that score too low to be body are found, too: in a row, they show what the others are.
    small = small_boxes(draft, found, titles, most=_IN_CARD, beyond=SMALL)
    series = [row for row in small if _is_card(draft, found, row)]
    whole = [row for row in small if _is_linked_whole(found, row) and inside_box(draft, found, row)]
    if not (series or whole):
        return
    _cut_series(draft, found, series)
    cards = [row for row in series if _may_stand_alone(draft, found, row)]
    cards, whole = ([row for row in rows if size(found, row) <= _IN_LONE_CARD] for rows in (cards, whole))
    _cut_named_cards(draft, found, sorted((*cards, *whole)))
    if not live:
        _cut_dated_cards(draft, found, cards, whole)


def _cut_series(draft: Draft, found: Walk, cards: list[int]) -> None:
    """Label those of `cards` that stand in a row beside the article: at least _CARDS with the same parent box."""
    boxes = found.boxes
    rows = sorted(cards, key=boxes.parent.__getitem__)
    groups = (list(siblings) for _, siblings in groupby(rows, key=boxes.parent.__getitem__))
    series = [group for group in groups if len(group) >= _CARDS]
    told = {index for group in series for row in group for index in range(boxes.first[row], boxes.end[row])}
    article = [segment for segment in draft.body() if segment.index not in told]
    if not told or mass(article) < _ARTICLE:
        return
    around = home(found, article)
    for group in series:
        if not lies_in(found, boxes.parent[group[0]], around):
            for row in group:
                cut(draft, inside_box(draft, found, row), "related", "cards")


def _cut_named_cards(draft: Draft, found: Walk, linked: list[int]) -> None:
    """Label cards with a class name for teasers ("related"), if they are few and hold little text.

    `linked`: the boxes that are searched for such cards.
    """
    boxes, body = found.boxes, draft.body()
    cards = [row for row in linked if boxes.own[row] & tag_facts.RELATED_WORD]
    # Many of them, or much of the text, are what the article is about: a list of places, each with a link.
    if len(cards) > _LONE_CARDS:
        return
    told = [s for s in body if any(boxes.first[row] <= s.index < boxes.end[row] for row in cards)]
    if mass(told) <= _ASIDE * mass(body):
        cut(draft, told, "related", "card")


def _cut_dated_cards(draft: Draft, found: Walk, cards: list[int], whole: list[int]) -> None:
    """Label cards, whatever their class names, that have a date and a title that links to another page of the site.

    `cards`: all boxes built like cards.  `whole`: the boxes that are nothing but link text.  Two kinds need no date: a
    box of `whole` whose title and lead have the same link, and a card whose title scores as low as a link of a menu
    (`_scores_like_menu`).
    """
    boxes = found.boxes
    cards = [row for row in cards if _leads_to_other_page(draft, found, row)]
    declared = {row for row in cards if _holds_time(draft, found, row)}
    others = [row for row in cards if row not in declared]
    printed = [row for row in others if _prints_date(draft, found, row) or _scores_like_menu(draft, found, row)]
    printed += [row for row in whole if _is_one_link(draft, found, row)]
    # Boxes nested in one another are one card.
    firsts = {boxes.first[row] for row in printed}
    dated = [*declared, *(printed if len(firsts) <= _PRINTED else ())]
    told = {s.index: s for row in dated for s in inside_box(draft, found, row)}
    article, beside = mass(draft.body()), mass(told.values())
    if told and beside <= _DATED * article and article - beside >= _LEFT:
        cut(draft, told.values(), "related", "dated_card")


def _is_linked_whole(found: Walk, row: int) -> bool:
    """Whether a box may be a card because all of it is link text and its first segment is long enough for a title."""
    inside = found.segments[found.boxes.first[row] : found.boxes.end[row]]
    return len(inside[0].text) >= _TITLE and all(segment.link_share >= _LINKED for segment in inside)


def _is_one_link(draft: Draft, found: Walk, row: int) -> bool:
    """Whether a box is a card because its title and lead have the same link, to another page of the site.

    False for a box with list items or table rows.
    """
    inside = found.segments[found.boxes.first[row] : found.boxes.end[row]]
    if any(s.list_depth or s.hint == "table" for s in inside):
        return False
    if max(len(segment.text) for segment in inside[1:]) < _LEAD or len(set(_addresses(inside))) != 1:
        return False
    return leads_to_story(inside[0].node, draft.context.url)


def _addresses(inside: list[Segment]) -> Iterator[str]:
    """Yield the addresses of the links that enclose these segments, or else of the links inside them."""
    for segment in inside:
        around = next(segment.node.iterancestors("a"), None)
        yield from (link.get("href") or "" for link in ((around,) if around is not None else segment.node.iter("a")))


def _is_card(draft: Draft, found: Walk, row: int) -> bool:
    """Whether a box is built like a card: a linked title with text below it, and without the article's headline.

    If it has several linked titles, all must lead to the same page.
    """
    labels, scores = draft.labels.of, draft.layout.scores
    inside = found.segments[found.boxes.first[row] : found.boxes.end[row]]
    titles = [s for s in inside if s.link_share and _is_title(s)]
    if not titles or (len(titles) > 1 and not lead_to_one_page(s.node for s in titles)):
        return False
    leads = [s for s in inside if s.link_share < _PLAIN and (scores[s.index] > BODY or len(s.text) >= _LEAD)]
    if not leads or leads[0].index < titles[0].index:
        return False
    return all(labels[s.index] != HEADLINE for s in inside)


def _may_stand_alone(draft: Draft, found: Walk, row: int) -> bool:
    """Whether a box built like a card may be cut even if it is in no row of cards.

    Some of its text must score as body, and it must have only one title.
    """
    inside = found.segments[found.boxes.first[row] : found.boxes.end[row]]
    scored = any(s.link_share < _PLAIN and draft.layout.scores[s.index] > BODY for s in inside)
    return scored and sum(1 for s in inside if s.link_share and _is_title(s)) == 1


def _is_title(segment: Segment) -> bool:
    """Whether a line may be the title of a card: a link that is long enough; a date may follow in the same line."""
    if segment.link_share < _DATED_TITLE or len(segment.text) < _TITLE:
        return False
    return segment.link_share >= _LINKED or (may_be_date(segment.text) and _day_beside(segment) != "")


def _day_beside(segment: Segment) -> str:
    """Return the text of a line without its only link, if that text may be a date; "" otherwise."""
    links = list(segment.node.iter("a"))
    rest = segment.text.replace(element_text(links[0]), "") if len(links) == 1 else ""
    return rest if rest != segment.text and may_be_date(rest) else ""


def _leads_to_other_page(draft: Draft, found: Walk, row: int) -> bool:
    """Whether the title of a card links to another page of the site."""
    inside = found.segments[found.boxes.first[row] : found.boxes.end[row]]
    return leads_to_story(next(filter(_is_title, inside)).node, draft.context.url)


def _scores_like_menu(draft: Draft, found: Walk, row: int) -> bool:
    """Whether a box built like a card is one even without a date: its title scores as low as a link of a menu.

    It must also be short, stand inside the article's region, and its text must not be in boxes with the class names of
    those that hold the article's other paragraphs.
    """
    inside, scores = found.segments[found.boxes.first[row] : found.boxes.end[row]], draft.layout.scores
    title = next(filter(_is_title, inside))
    between = draft.layout.first < title.index and inside[-1].index < draft.layout.last
    short = mass(inside_box(draft, found, row)) <= _LONGEST_LEAD
    linked = title.hint != "table" and not title.list_depth and scores[title.index] < _FOREIGN
    return between and short and linked and not _is_in_own_boxes(draft, found, row)


def _is_in_own_boxes(draft: Draft, found: Walk, row: int) -> bool:
    """Whether all of a box's text is in boxes with class names, the same as those around paragraphs elsewhere."""
    inside, boxes = inside_box(draft, found, row), found.boxes
    names = {boxes.names[boxes.parent[found.box[segment.index]]] for segment in inside}
    if not inside or "" in names or any(boxes.parent[found.box[segment.index]] <= row for segment in inside):
        return False
    first, end = boxes.first[row], boxes.end[row]
    others = (s.index for s in draft.body() if not first <= s.index < end)
    return names <= {boxes.names[boxes.parent[found.box[index]]] for index in others}


def _holds_time(draft: Draft, found: Walk, row: int) -> bool:
    """Whether a box is marked as dated: it has a `time` element, or a segment labelled as META, such as a date."""
    if next(found.boxes.node[row].iter("time"), None) is not None:
        return True
    return META in draft.labels.of[found.boxes.first[row] : found.boxes.end[row]]


def _prints_date(draft: Draft, found: Walk, row: int) -> bool:
    """Whether one line of a box is a date and little else."""
    words, rules = date_words(draft.context.rules.family("heads")), draft.context.rules
    inside = found.segments[found.boxes.first[row] : found.boxes.end[row]]
    lines = (_day_beside(s) if s.link_share >= _DATED_TITLE else s.text for s in inside if not s.level)
    return any(
        len(line) <= _DATE_LINE
        and may_be_date(line)
        and is_furniture(line, words, most=_BESIDE_DATE)
        and read_date(line, language=draft.language, rules=rules) is not None
        for line in lines
    )
