"""Finds the standfirst: the line or two between headline and story that sum it up.

Signs of it: descriptions in the metadata (`descriptions`), class names, second headings, a bold first paragraph, text
in a box of its own above the body.  One sign is seldom enough: a plain first paragraph is body, even if the page
declares it as its description.

`sheet` is the page as field readers see it, `body` where most of the body is and how it looks (`Body`), `chosen` the
candidate that has been found so far.  A key is a text normalised for comparison (`parsers.folding.key`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, takewhile
from typing import Any, Final

from parsers.captions.photo_credits import is_credit_line, split_credit
from parsers.correspondents.datelines import dateline_of
from parsers.dates.date_lines import is_reading_time
from parsers.folding import key, key_words, letters
from parsers.html.fields.badges import without_badges
from parsers.html.fields.candidate import Candidate, printed_values
from parsers.html.fields.descriptions import declared_descriptions, described
from parsers.html.fields.sheet import Sheet, bold_line
from parsers.html.fields.standfirst_signs import (
    ENDS,
    HEADING,
    Body,
    body_of,
    follows_picture,
    heading_signs,
    is_above_byline,
    is_in_other_box,
    line_box,
    shape_of,
    signs_of,
)
from parsers.late_patterns import ScriptPattern
from parsers.lines.notices import is_notice
from parsers.people.around_names import has_lead
from parsers.segments import BODY, Segment

# All limits and weights below were chosen by hand; signs are added up to a confidence.

#: Letters of the shortest standfirst; characters of the longest, and of the shortest that is a declared description.
_SHORTEST, _LONGEST, _SHORT = 20, 900, 10
#: The most characters of a standfirst of several lines that look like the body's.
_ENOUGH_LINES = 400
#: Matches a run of letters of Chinese, Japanese, Thai and other scripts that are written without spaces.
_UNSPACED = ScriptPattern(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{8}")
#: The least confidence of a standfirst, on the scale to which the signs are added up.
_ENOUGH_SIGNS = 0.5
#: With more link text a line leads to another article.
_LINKS = 0.6
#: Weight of a declared description with the same text; of being the first text; and what a line that repeats a
#: description gets on top.
_SAID, _FIRST, _LEAD = 0.4, 0.1, 0.1
#: Weight of repeating a whole description in another box than the body's: 19 of 20 such lines are standfirsts.
_WHOLE = 0.15
#: Weight of a declared description above a paragraph that opens with a dateline, as the first of a body does; and the
#: segments below in which that paragraph begins.
_ABOVE_DATELINE, _NEXT = 0.2, 5
#: Characters of the longest line with a colon at its end that is the label of what follows, not a sentence.
_LABEL = 60
#: A line with at least so many characters is text: lines below it are not the first text.
_TEXT = 60
#: The least words of a standfirst.
_FEWEST_WORDS = 3
#: The most lines of a standfirst.
_MOST_LINES = 7
#: Leading characters of a line in which its words are counted.
_OPENING = 200
#: Segments below a second title in which the standfirst is looked for.
_DECK = 3
#: The first elements of a box in which a picture is looked for; and the segments around a line that may be its credit,
#: and perhaps a button, in the same box.
_IN_PICTURE, _IN_BOX = 12, 3
#: Signs before a caption, which point at its picture: "▲ The old bridge. (Photo: Ada Lund)".
_POINTING: Final = tuple("▲▼△▽▴▾◀▶◁▷↑↓←→")
#: So many of the best lines are kept as evidence, if they were not chosen.
_OTHERS = 3
#: Weight against lines below a body paragraph; the least letters and the score of such a paragraph.
_BEGUN, _PARAGRAPH, _SURELY_BODY = 0.3, 100, 0.9


def read_standfirst(sheet: Sheet) -> Candidate[str] | None:
    """Return the standfirst with the segments that print it; None when the page has none."""
    body = body_of(sheet)
    candidates = list(_candidates(sheet, body))
    ranked = sorted(candidates, key=lambda candidate: -candidate.confidence)
    chosen = next((found for found in ranked if not is_notice(found.value, sheet.language, sheet.context.rules)), None)
    if chosen is None:
        return None
    whole = _with_neighbours(_below_a_title(chosen, candidates, sheet), sheet, body)
    whole = _with_deck(whole, candidates, sheet)
    if not _leaves_a_body(whole, sheet) or _is_opening(whole, sheet, body):
        return None
    others = [found.value for found in ranked[:_OTHERS] if found.segments[0] not in whole.segments]
    return whole._replace(found=printed_values(*others))


def _candidates(sheet: Sheet, body: Body) -> Iterator[Candidate[str]]:
    """Yield a candidate for each line of the head with enough signs of a standfirst; their sum is its confidence."""
    declared = declared_descriptions(sheet.meta)
    headline = key(sheet.labels.segments[sheet.headline].text) if sheet.headline >= 0 else ""
    first_text, begun = True, False
    for segment in sheet.head():
        if begun and segment.index > sheet.layout.last:
            return  # What stands below the body sums nothing up: comments, teasers.
        if not (_may_be(segment, sheet) and (_is_long(segment.text) or _is_whole(segment, declared))):
            begun = begun or _begins_body(segment, sheet)
            continue
        text = without_badges(segment.text, segment.node, sheet.heads.badges)
        if is_reading_time(text, sheet.heads.dates):
            continue  # What is left of "Premium, 3 min read".
        signs = signs_of(segment, sheet, body) - _BEGUN * begun
        # Most lines of the body have so few signs that even a matching description would not be enough.
        most = _SAID + max(_WHOLE, _ABOVE_DATELINE) + signs + _FIRST * first_text
        hopeful = segment.level or sheet.headline < 0 or most >= _ENOUGH_SIGNS
        own = key(text) if hopeful else ""
        if headline and headline in own:
            continue
        rule, said = described(own, declared) if own else (None, 0.0)
        if sheet.headline < 0 and not said:
            continue  # Without a printed headline, only a declared description shows a standfirst.
        if segment.level:
            signs += heading_signs(segment, sheet, said, first=first_text)
        elif said == 1 and is_in_other_box(segment, body):
            signs += _WHOLE
        elif said and not begun and _is_above_dateline(segment, sheet):
            signs += _ABOVE_DATELINE
        confidence = _SAID * said + signs + _FIRST * first_text
        signed = confidence >= _ENOUGH_SIGNS and follows_picture(segment, sheet) and _is_signed(segment, sheet)
        if confidence >= _ENOUGH_SIGNS and (segment.level or not signed):
            # A line that repeats a declared description wins over other lines that look like a standfirst.
            confidence += _LEAD * said
            yield Candidate(text, "layout", rule or "lead", confidence, (segment.index,))
        first_text = first_text and len(text) < _TEXT
        begun = begun or _begins_body(segment, sheet)


def _is_above_dateline(segment: Segment, sheet: Sheet) -> bool:
    """Whether the next paragraph of the body, but not the line itself, opens with a dateline."""
    below = sheet.labels.segments[segment.index + 1 : segment.index + 1 + _NEXT]
    following = next((line for line in below if sheet.layout.scores[line.index] > BODY and not line.level), None)
    return following is not None and _has_dateline(following, sheet) and not _has_dateline(segment, sheet)


def _has_dateline(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line opens with a dateline: "HARTSEA — The mole was closed"."""
    publisher, rules = sheet.site_name, sheet.context.rules
    return dateline_of(segment.text, None, language=sheet.language, publisher=publisher, rules=rules) is not None


def _may_be(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line can be a standfirst: long enough, without a label yet, no caption, kicker, byline or link.

    A short line that ends with a colon ("Topics:") cannot be one either.
    """
    text = segment.text
    if not _SHORT <= len(text) <= _LONGEST or segment.level == 1 or segment.link_share > _LINKS:
        return False
    if len(text) <= _LABEL and text.endswith((":", "：")):
        return False
    if segment.hint in ("figcaption", "button", "table", "quote") or sheet.labels.of[segment.index] is not None:
        return False
    if not segment.level and len(text) < HEADING and not text.endswith(ENDS) and _heads_a_title(segment, sheet):
        return False
    if _is_under_picture(segment, sheet) or _points_at_picture(segment, sheet):
        return False
    # As many spaces mean enough words; a line with fewer is split into words, or may be in a script without spaces.
    spaced = text.count(" ") >= _FEWEST_WORDS
    enough = spaced or len(key_words(text[:_OPENING])) >= _FEWEST_WORDS or _UNSPACED.search(text)
    return bool(enough) and (not has_lead(text, sheet.words) or _is_named_sentence(segment, sheet))


def _is_under_picture(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line stands in a small box with a picture and a line that is nothing but its credit: it is a caption.

    A line in an element that is named for standfirsts is none.
    """
    box = segment.node.getparent()
    if box is None or segment.level or all(inner.tag != "img" for inner in islice(box.iter(), _IN_PICTURE)):
        return False
    near = sheet.labels.segments[max(segment.index - _IN_BOX, 0) : segment.index + _IN_BOX + 1]
    inside = [other for other in near if other is not segment and box in other.node.iterancestors()]
    if not 0 < len(inside) < _IN_BOX or sheet.marked(segment.node, sheet.heads.standfirst):
        return False
    return any(is_credit_line(other.text, sheet.language, rules=sheet.context.rules) for other in inside)


def _points_at_picture(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line is a caption by its words: a sign points at the picture, and a credit ends the line."""
    return segment.text.startswith(_POINTING) and _is_signed(segment, sheet)


def _is_signed(segment: Segment, sheet: Sheet) -> bool:
    """Whether a picture's credit ends a line."""
    return split_credit(segment.text, sheet.language, rules=sheet.context.rules)[1] is not None


def _is_named_sentence(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line is a sentence in an element named for a standfirst, and so no byline, although it begins like one.

    "De" begins bylines in Romanian, and half of all sentences in Dutch.  A line with a date may be a byline: False.
    """
    text = segment.text
    if len(text) < _TEXT or not text.endswith(ENDS) or not sheet.marked(segment.node, sheet.heads.standfirst):
        return False
    return not sheet.dated(segment)


def _begins_body(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line is surely a paragraph of the body."""
    return letters(segment.text) >= _PARAGRAPH and sheet.layout.scores[segment.index] > _SURELY_BODY


def _is_long(text: str) -> bool:
    """Whether a line is long enough for a standfirst; a shorter one of East Asian characters must be a sentence."""
    return len(text) >= _SHORTEST or (letters(text) >= _SHORTEST and text.endswith(("。", ".")))


def _is_whole(segment: Segment, declared: list[tuple[str, str]]) -> bool:
    """Whether a short line, such as "We have answers.", is a sentence and equals a declared description.

    Then it may be a standfirst although it is so short.  `declared`: the result of `declared_descriptions`.
    """
    return segment.text.endswith(ENDS) and described(key(segment.text), declared)[1] == 1


def _heads_a_title(segment: Segment, sheet: Sheet) -> bool:
    """Whether a title follows directly below a line, which is then the kicker of that title and no standfirst."""
    after = sheet.labels.segments[segment.index + 1 : segment.index + 2]
    return bool(after) and after[0].level in (1, 2) and after[0].node.getparent() is segment.node.getparent()


def _below_a_title(chosen: Candidate[str], candidates: list[Candidate[str]], sheet: Sheet) -> Candidate[str]:
    """Replace a candidate that is only a second title by the sentence below it; return any other unchanged.

    Some pages have a first heading for search engines, and the real title as a second one.
    """
    segment = sheet.labels.segments[chosen.segments[0]]
    if not segment.level or chosen.rule != "lead" or segment.text.endswith(ENDS):
        return chosen
    below = (found for found in candidates if 0 < found.segments[0] - segment.index <= _DECK)
    return next((found for found in below if _is_sentence(sheet.labels.segments[found.segments[0]], sheet)), chosen)


def _is_sentence(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line is a sentence above the byline, no heading and no notice, so that it may be a standfirst."""
    if segment.level or not segment.text.endswith(ENDS) or not is_above_byline(segment, sheet):
        return False
    return not is_notice(segment.text, sheet.language, sheet.context.rules)


def _with_deck(chosen: Candidate[str], candidates: list[Candidate[str]], sheet: Sheet) -> Candidate[str]:
    """Add the heading directly below a standfirst, if it has a class for standfirsts and the byline follows."""
    index = chosen.segments[-1] + 1
    deck = next((found for found in candidates if found.segments == (index,)), None)
    if deck is None or sheet.labels.segments[chosen.segments[-1]].level:
        return chosen
    segment = sheet.labels.segments[index]
    if not (segment.level and sheet.marked(segment.node, sheet.heads.standfirst) and is_above_byline(segment, sheet)):
        return chosen
    return chosen._replace(value=f"{chosen.value} {deck.value}", segments=(*chosen.segments, index))


def _with_neighbours(chosen: Candidate[str], sheet: Sheet, body: Body) -> Candidate[str]:
    """Join a standfirst with the lines beside it in the same box that look the same, if the body looks different."""
    index = chosen.segments[0]
    first = sheet.labels.segments[index]
    like_body = shape_of(first.node) == body.shape
    if like_body and line_box(first, body) is body.home:
        return chosen
    segments = sheet.labels.segments
    before = segments[max(sheet.headline + 1, index - _MOST_LINES) : index]
    # The line closest to the byline has the most signs, which may be the last of a list.
    above = takewhile(lambda line: _continues(line, first, sheet), reversed(before))
    below = takewhile(lambda line: _continues(line, first, sheet), segments[index + 1 : index + _MOST_LINES])
    run = [*reversed([*above]), first, *below]
    # Lines in a box of their own that look like the body's are a standfirst only all together.
    if sum(len(segment.text) for segment in run) > (_ENOUGH_LINES if like_body else _LONGEST):
        return chosen
    text = " ".join(chosen.value if segment is first else segment.text for segment in run)
    return Candidate(text, chosen.method, chosen.rule, chosen.confidence, tuple(segment.index for segment in run))


def _continues(segment: Segment, first: Segment, sheet: Sheet) -> bool:
    """Whether a line belongs to a standfirst: same box, tag and classes as its surest line, no link and no notice.

    `first`: the surest line of the standfirst.
    """
    node = segment.node
    alike = _side_by_side(node, first.node) and shape_of(node) == shape_of(first.node)
    free = sheet.labels.of[segment.index] is None and segment.link_share <= _LINKS
    if not (alike and free and segment.level == first.level and bold_line(segment) == bold_line(first)):
        return False
    return not is_notice(segment.text, sheet.language, sheet.context.rules)


def _side_by_side(one: Any, other: Any) -> bool:
    """Whether two elements may be lines of one standfirst: they have the same parent.

    They may also each be the only element in an item of the same list, since some standfirsts are lists.
    """
    inner, outer = one.getparent(), other.getparent()
    if inner is outer or inner is None or outer is None:  # a line right in the root element has no parent
        return inner is outer
    return inner.tag == outer.tag == "li" and inner.getparent() is outer.getparent() and len(inner) == len(outer) == 1


def _is_opening(chosen: Candidate[str], sheet: Sheet, body: Body) -> bool:
    """Whether several lines are the beginning of the body, and so no standfirst.

    They look like its paragraphs, in a box of their own.  Behind a paywall the free beginning has such a box, and it is
    often called a teaser.
    """
    segments = [sheet.labels.segments[index] for index in chosen.segments]
    if len(segments) == 1 or chosen.rule != "lead" or is_above_byline(segments[-1], sheet):
        return False
    alike = all(shape_of(segment.node) == body.shape and not bold_line(segment) for segment in segments)
    return alike and all(letters(segment.text) >= _TEXT and segment.text.endswith(ENDS) for segment in segments)


def _leaves_a_body(chosen: Candidate[str], sheet: Sheet) -> bool:
    """Whether there is body text besides the standfirst; without any, the text is the body and no standfirst."""
    layout, labels, segments = sheet.layout, sheet.labels.of, sheet.labels.segments
    taken = [index for index in chosen.segments if layout.scores[index] > BODY]
    return not taken or any(
        layout.scores[index] > BODY and labels[index] is None and not segments[index].level
        for index in range(layout.first, layout.last + 1)
        if index not in chosen.segments
    )
