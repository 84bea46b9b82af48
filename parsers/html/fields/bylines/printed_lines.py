"""Finds bylines in lines that begin like bylines ("By ...", "Von ..."), and in lines near the headline that are a name.

Takes segments near the headline or just below the body; gives each such line with the names in it.  Paragraphs that
begin in the same way and entries of menus are left out.

`sheet` is the page as field readers see it.  `lead` is where the names begin after "By", as a position in a line;
`below` is True for a line below the body.  Pieces are the text nodes of an element (`pieces_of`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.dates.date_lines import is_imprint
from parsers.folding import caseless
from parsers.html.fields.authors import Names
from parsers.html.fields.bylines.bare_names import NEAR, bears_no_name, beside_date, in_dated_list, name_only
from parsers.html.fields.bylines.byline_parts import (
    HEAD,
    Byline,
    checkers_factor,
    is_caption,
    is_foreign,
    is_lead,
    is_others,
    near,
    under_other_story,
)
from parsers.html.fields.bylines.times_beside import lead_behind_time
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.levels import levels_without_headline
from parsers.html.fields.pieces import pieces_of, spaced
from parsers.html.fields.sheet import Sheet
from parsers.people.around_names import has_lead, lead_end, may_lead, without_checkers
from parsers.people.byline_names import BARS, read_names
from parsers.people.name_kinds import is_group, is_person, people
from parsers.segments import Segment

# All limits and confidences (0 to 1) below were chosen by hand.

#: Segments; a line so near the end of the body is below it.
_LAST_LINES = 3
#: Confidence of a line with "By" in the head, and below the body.
_LED, _LED_BELOW = 0.8, 0.5
#: Confidence of names under a "By" in a line of its own: low, since `named` may find more lines below.
_ALONE, _ALONE_BELOW = 0.49, 0.4
#: Characters of the longest line of names under a "By"; words of a link that is more than a name.
_NAMES, _TITLE = 90, 4
#: Where links follow the byline in its line: the most text nodes of "By" and the name.
_NAME_PIECES = 3
#: What a line with "By" loses for each segment between it and the headline, and the most segments that count.
_EACH_SEGMENT, _MOST_SEGMENTS = 0.01, 30
#: Segments above the headline in which a line may hold a date before "By"; characters of the longest such line.
_ABOVE, _LONGEST_DATED = 4, 120
#: Elements that are a line of their own where they stand between line breaks.
_INLINE = ("font", "span", "i", "b", "em", "strong", "small")
#: The text after "By" is a sentence if, of its first _SENTENCE words, the first and _SMALL others are in lower case.
_SENTENCE, _SMALL = 8, 3
#: Elements from a line below the body outwards whose names may be those of teasers; "footer" may be the article's own.
_CARD, _OWN_FOOT = 3, frozenset(("footer",))
#: Share of a line's characters that are in links, from which on the line is a link.
_ALL_LINK = 0.9
#: Characters of the longest single word that is a name after "By".
_LONGEST_WORD = 20
#: Characters of a line in which "By" may be joined to the name.
_BEGINNING = 30
#: A line with more characters than _LINE and a higher score than _BODY is a paragraph.
_LINE, _BODY = 100, 0.8


def line_bylines(segments: list[Segment], sheet: Sheet) -> Iterator[Candidate[Byline]]:
    """Yield a candidate for each of the segments that is a byline, in their order."""
    bottom = max(sheet.layout.last - _LAST_LINES, min(sheet.headline + HEAD, sheet.layout.last - 1))
    for segment in segments:
        if segment.level == 1 or _is_text(segment, sheet):
            continue
        below = segment.index > bottom
        text, lead = _lead(segment, sheet) if may_lead(segment.text, sheet.words) else (segment.text, 0)
        if lead and lead == len(text):
            yield from _two_lines(segment, sheet, below=below)
            continue
        if lead and _is_others_lead(segment, sheet, below=below):
            continue
        if not lead and _may_be_led_inside(segment, sheet) and (inner := _inner_lead(spaced(segment), segment, sheet)):
            text, lead = spaced(segment), inner
        if lead and not _opens_sentence(text[lead:], sheet):
            distance = min(abs(segment.index - max(sheet.headline, 0)), _MOST_SEGMENTS) * _EACH_SEGMENT
            confidence = (_LED_BELOW if below else _LED) - distance * (not below)
            said, names = segment.text, _names_after_by(text[lead:], sheet) or _login(text[lead:], segment, sheet)
            if not names:
                said, names = _before_button(segment, sheet)
            confidence *= checkers_factor(text, sheet)
        elif bears_no_name(segment, sheet) or (segment.list_depth and not in_dated_list(segment, sheet)):
            # Without "By", an entry of a menu would look like a name: two capitalised words.
            continue
        else:
            said, (confidence, names) = segment.text, name_only(segment, sheet, below=below)
        if names and confidence and near(segment.index, sheet) > 0:
            yield Candidate(Byline(said, names), "text", "lead", confidence, (segment.index,))


def _is_others_lead(segment: Segment, sheet: Sheet, *, below: bool) -> bool:
    """Whether a line with "By" is no byline of the article: it is a caption, or it is about another story.

    A link in a list of the site ("Most read") is the headline of another story; below the body its box may tell.
    """
    node, heads = segment.node, sheet.heads
    if is_caption(node, sheet) or sheet.marked(node, heads.pictures - heads.credits, 1):
        return True
    if segment.link_share > _ALL_LINK and is_others(node, sheet, levels_without_headline(node, sheet)):
        return True
    return below and (_under_headline(segment, sheet) or sheet.marked(node, sheet.others - _OWN_FOOT, _CARD))


def _opens_sentence(text: str, sheet: Sheet) -> bool:
    """Whether the text after "By" is a sentence, not names: "fax you may send ..." is mostly in lower case."""
    first, *others = text.split()[:_SENTENCE] or [""]
    if not first[:1].islower() or caseless(first) in sheet.words.particles:
        return False
    return sum(word[:1].islower() for word in others) >= _SMALL


def _two_lines(lead: Segment, sheet: Sheet, *, below: bool) -> Iterator[Candidate[Byline]]:
    """Yield the byline that is printed in two lines: `lead`, which is only "By" or the like, and the names below it.

    Here `lead` is the line itself, not a position.
    """
    following = sheet.labels.segments[lead.index + 1 : lead.index + 2]
    if not following or len(following[0].text) > _NAMES or near(lead.index, sheet) <= 0:
        return
    names = read_names(following[0].text, sheet.words, led=True)
    named = names and all(is_person(name, sheet.words) or is_group(name, sheet.words) for name in names)
    if named and not is_foreign(following[0].node, sheet):
        confidence = (_ALONE_BELOW if below else _ALONE) * checkers_factor(lead.text, sheet)
        text = f"{lead.text} {following[0].text}"
        yield Candidate(Byline(text, tuple(names)), "text", "lead", confidence, (lead.index, lead.index + 1))


def _under_headline(segment: Segment, sheet: Sheet) -> bool:
    """Whether a byline below the body is another story's: that story's headline is right above it or in its box.

    Such a headline is a link of several words.
    """
    if under_other_story(segment.node, segment.index, sheet):
        return True
    above = sheet.labels.segments[segment.index - 1]
    links = list(above.node.iter("a")) if above.index > sheet.layout.last - 1 else []
    return any(
        len(words := " ".join(pieces_of(link)).split()) > _TITLE and " ".join(words) == above.text for link in links
    )


def _is_text(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line is a paragraph and no byline, even if it begins like one ("Author Ann Lister said on ...")."""
    text = segment.text
    return "。" in text or (len(text) > _LINE and sheet.layout.scores[segment.index] > _BODY)


def _lead(segment: Segment, sheet: Sheet) -> tuple[str, int]:
    """Return (text of a line, position of the names after "By" in it); the position is 0 without "By".

    The text has blanks between elements.  For a line that is nothing but "By" the position is its end.
    """
    text = without_checkers(_spaced(segment, sheet), sheet.words)
    end = lead_end(text, sheet.words)
    return text, end or (len(text) if is_lead(text, sheet) else 0)


def _may_be_led_inside(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line may have "By" behind a date (`_inner_lead`): a quick test, which is False for most lines."""
    text, near = segment.text, -_ABOVE <= segment.index - sheet.headline <= NEAR
    if not near or len(text) > _LONGEST_DATED or segment.hint == "figcaption":
        return False
    return not text.isascii() or _DIGIT.search(text) is not None


def _inner_lead(text: str, segment: Segment, sheet: Sheet) -> int:
    """Return the position of the names in a line with a date before "By"; 0 for any other line.

    It is 15 in "3 May 2024, by Ann Lister".
    """
    if len(text) > _LONGEST_DATED:
        return 0
    if not text.isascii() and (label := sheet.words.inner_label.search(text)):
        empty = lead_end(text[label.end() :], sheet.words)  # "作者： 责任编辑：李四"
        return 0 if empty else label.end()
    if is_imprint(text, sheet.context.rules):
        return 0  # "© 2024, made by Tom Hall"
    inner = sheet.words.inner_lead.search(text)
    if inner and (not sheet.words.leads(inner[0]) or sheet.marked(segment.node, sheet.heads.pictures)):
        return 0
    if inner and _DIGIT.search(text[: inner.start()]):
        return inner.end()
    return 0 if sheet.marked(segment.node, sheet.heads.pictures) else lead_behind_time(text, sheet.words)


def _names_after_by(text: str, sheet: Sheet) -> Names:
    """Return the names in the text after "By", where a single capitalised word counts as a name, too."""
    names = people(read_names(text, sheet.words, led=True), sheet.words)
    if ended := sheet.words.end.search(text):
        text = text[: ended.start()].strip(" ·•|,–—-")
    text = BARS.split(text)[0].strip()
    alone = len(text) <= _LONGEST_WORD and text[:1].isupper() and " " not in text
    return names or (tuple(read_names(text, sheet.words, declared=True)) if alone else ())


def _login(text: str, segment: Segment, sheet: Sheet) -> Names:
    """Return the login that is the whole text after "By" ("by alister"), as a tuple of one; () for any other text.

    `segment`: the line.  It must be just below the headline, and beside the date or right above the text.
    """
    word = text.strip()
    login = word.isalpha() and word.islower() and len(word) <= _LONGEST_WORD and not is_group(word, sheet.words)
    if not login or not 0 < segment.index - sheet.headline <= NEAR:
        return ()
    beside = segment.index + 1 == sheet.layout.first or beside_date(segment, sheet)
    return tuple(read_names(word, sheet.words, declared=True)) if beside else ()


def _before_button(segment: Segment, sheet: Sheet) -> tuple[str, Names]:
    """Return (byline, its names) for a line with a button, link or line break: the byline is what comes before that.

    "By Ann Lister <a>View in print</a>" gives "By Ann Lister".  For any other line: (the whole line, ()).
    """
    box = segment.node
    # A font element loose in a page is one line.
    loose = (child for child in box.iterchildren(*_INLINE) if " ".join(pieces_of(child)) == segment.text)
    node = next(loose, box)
    pieces = pieces_of(node) if next(node.iter("a", "button", "br"), None) is not None else []
    for number in range(1, min(len(pieces), _NAME_PIECES + 1)):
        text = " ".join(pieces[:number])
        lead = lead_end(text, sheet.words)
        names = people(read_names(text[lead:], sheet.words, led=True), sheet.words) if 0 < lead < len(text) else ()
        if names:
            return text, names if all(is_person(name, sheet.words) for name in names) else ()
    return segment.text, ()


_DIGIT = re.compile(r"\d")


def _spaced(segment: Segment, sheet: Sheet) -> str:
    """Return a segment's text; if it is a byline, with blanks between its elements: `By<b>Ann Lister</b>`."""
    if not len(segment.node):
        return segment.text
    first = (segment.node.text or "").strip() or segment.text[:_BEGINNING]
    return spaced(segment) if has_lead(f"{first} X", sheet.words) else segment.text
