"""Common parts of the readers of bylines: the Byline, its confidence by its place on the page, the names in texts.

Takes elements, texts and the Sheet (the page as field readers see it).  Each function is used by several readers.

A key is a text normalised for comparison (`parsers.folding.key`).  Pieces are the text nodes of an element
(`pieces_of`).  A foreign name is one in a teaser, comment, quotation or caption.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import Any, NamedTuple

from parsers.folding import key
from parsers.html.fields.authors import Names
from parsers.html.fields.levels import levels_without_headline
from parsers.html.fields.pieces import pieces_of
from parsers.html.fields.sheet import Sheet
from parsers.html.metadata.values import raw_text
from parsers.people.around_names import has_lead, lead_end, without_checkers
from parsers.people.byline_names import read_names
from parsers.people.name_kinds import people

# All limits and confidences (0 to 1) below were chosen by hand.

#: Properties of schema.org that have another work than the article as value, in lower case.
_OTHER_WORKS = frozenset(("itemreviewed", "comment", "citation", "mentions", "about", "ispartof"))
#: Characters of the longest byline, with names, roles and a date.
LONGEST = 220
#: The highest confidence of a byline that is not below the headline.
ELSEWHERE = 0.75
#: Segments below the headline in which the byline is looked for first, and above it.
HEAD, _ABOVE = 12, 8
#: Confidence of a byline right below the headline, and what it loses for each segment farther down.
_RIGHT_BELOW, _EACH_SEGMENT = 0.85, 0.005
#: Confidence near the beginning of the body (_INTO_BODY segments below it at most), and near its end (_AFTER_END).
_AT_BEGINNING, _INTO_BODY, _AT_END, _AFTER_END = 0.7, 3, 0.4, 6
#: Confidence when no headline is printed: near the beginning of the body (so many segments below it), and elsewhere.
_UNHEADED, _UNHEADED_INTO_BODY, _UNHEADED_ELSEWHERE = 0.6, 5, 0.3
#: How many elements from a name outwards may be a teaser's box; the most characters in it; and the fewest words of its
#: headline.
_CARD, _CARD_TEXT, _STORY_WORDS = 4, 400, 5
#: Words of the shortest headline that a columnist's name stands above.
_TEASED_WORDS = 3
#: Links above a name that are looked at.
_LINKS = 5
#: Factor for the confidence of names after "Reviewed by": lower than for the outlet's own name.
_CHECKED = 0.25
#: What may stand before "Reviewed by": in East Asia the editor of a text is named in brackets.
_OPENING = "([（【［〔 "
#: Elements around a name that are checked for a caption, those whose class names may speak of one, or of a picture.
_CAPTION_LEVELS, _CAPTION_NAMES, _PICTURE_LEVELS = 4, 2, 3
_FOOT = frozenset(("footer",))
#: Characters of the shortest part of a name that is spread over several elements.
_NAME_PART = 3


class Byline(NamedTuple):
    """A byline: its text as printed, and the names in it."""

    text: str
    names: Names


def near(index: int, sheet: Sheet) -> float:
    """Return the confidence (0 to 1) of a byline in the segment with this index, by how near headline and body are."""
    distance = index - sheet.headline
    if sheet.headline < 0:
        near_body = index <= max(sheet.layout.first, 0) + _UNHEADED_INTO_BODY
        return _UNHEADED if near_body else _UNHEADED_ELSEWHERE
    if -_ABOVE <= distance < 0:
        return ELSEWHERE
    ended = sheet.headline < sheet.layout.last < index  # the whole article may be shorter than HEAD
    if 0 <= distance <= HEAD and not ended:
        return _RIGHT_BELOW - distance * _EACH_SEGMENT
    if index <= sheet.layout.first + _INTO_BODY:
        return _AT_BEGINNING
    return _AT_END if index <= sheet.layout.last + _AFTER_END else 0.0


def checkers_factor(text: str, sheet: Sheet) -> float:
    """Return a factor (0 to 1) for a byline's confidence: low for "Reviewed by ...", which names no author; else 1."""
    text = text.lstrip(_OPENING)
    return _CHECKED if sheet.words.checker.match(text) and without_checkers(text, sheet.words) == text else 1.0


def is_foreign(element: Any, sheet: Sheet) -> bool:
    """Whether a name in this element is no byline of the article: it is in a teaser, comment, quotation or caption."""
    if is_caption(element, sheet):
        return True
    for outer in islice(chain((element,), element.iterancestors()), _CAPTION_LEVELS + 1):
        if outer.tag == "figcaption":
            # The caption of the author's portrait begins with "By".
            return not has_lead(" ".join(pieces_of(element)), sheet.words)
        if outer.tag == "blockquote":
            return True
    if _signs_quotation(element) or _is_beside(element) or _is_of_another_work(element):
        return True
    apart = levels_without_headline(element, sheet)
    if is_others(element, sheet, apart):
        return True
    return not _is_declared(element) and sheet.marked(element, sheet.heads.pictures, min(apart, _PICTURE_LEVELS))


def _is_of_another_work(element: Any) -> bool:
    """Whether an author in microdata is that of a reviewed book, a comment or the like, not of the article."""
    item = next((outer for outer in element.iterancestors() if outer.get("itemscope") is not None), None)
    return item is not None and not _OTHER_WORKS.isdisjoint(item.get("itemprop", "").lower().split())


def _is_declared(element: Any) -> bool:
    """Whether mark-up by schema.org says that an element names the author, whatever its class says."""
    return "author" in element.get("itemprop", "").split()


def is_caption(element: Any, sheet: Sheet) -> bool:
    """Whether an element is, or is in, a picture's caption, by its tag or class, and so names no author.

    Not so below the author's portrait: HTML has the author of a page in an `address` and behind rel="author", and
    schema.org in itemprop="author".
    """
    if _is_declared(element) or any("author" in link.get("rel", "").split() for link in element.iter("a")):
        return False
    for outer in islice(chain((element,), element.iterancestors()), _CAPTION_LEVELS + 1):
        if outer.tag == "address":
            return False
        if outer.tag == "figcaption":
            return True
    return sheet.marked(element, sheet.heads.captions, _CAPTION_NAMES)


def is_others(element: Any, sheet: Sheet, levels: int) -> bool:
    """Whether the class names of an element, or of those around it, say that it is about another article.

    Below the text, a class for the foot of a post ("post-footer") does not say so: there blogs print who wrote the
    post; nor does "footer" alone between headline and text, where some systems have the foot of the headline.
    `levels`: how many elements are looked at, `element` included.
    """
    if not sheet.marked(element, sheet.others, levels):
        return False
    index = sheet.index_of(element) or 0
    if not sheet.headline < index < sheet.layout.first and index <= sheet.layout.last:
        return True
    for outer in islice(chain((element,), element.iterancestors()), levels):
        own = sheet.marks(outer, 1)
        told = own & sheet.others
        below = index >= sheet.layout.first
        if told and not (told <= _FOOT and (own & sheet.heads.own_foot if below else own == _FOOT)):
            return True
    return False


def under_other_story(element: Any, index: int, sheet: Sheet) -> bool:
    """Whether an element below the body is in another story's teaser: above it is a link as long as a headline.

    Then it holds no byline of the article.  `index`: that of the element's segment.
    """
    if index <= sheet.layout.last:
        return False
    text = sheet.labels.segments[index].text
    loose = element is sheet.labels.segments[index].node and len(raw_text(element)) <= _CARD_TEXT
    if loose and _longest_link(element, key(text)) >= _STORY_WORDS:
        return True  # the line stands loose in the box that holds the link
    own, inner, box = key(" ".join(pieces_of(element))), element, element.getparent()
    for _ in range(min(levels_without_headline(element, sheet), _CARD) - 1):
        if box is None or len(raw_text(box)) > _CARD_TEXT:
            return False
        above = (link for sibling in inner.itersiblings(preceding=True) for link in sibling.iter("a"))
        for link in islice(above, _LINKS):
            words = " ".join(pieces_of(link)).split()
            if len(words) >= _STORY_WORDS and key(" ".join(words)) not in own:
                return True
        inner, box = box, box.getparent()
    return False


def teases(element: Any, index: int, sheet: Sheet) -> bool:
    """Whether a name below the body is a columnist's in a list: a link to a story follows it in its box.

    Several boxes stand side by side, so that the story is not the author's other one.  `index`: that of the element's
    segment.
    """
    box = element.getparent()
    if index <= sheet.layout.last or box is None or len(raw_text(box)) > _CARD_TEXT:
        return False
    beside = [*box.itersiblings(preceding=True), *box.itersiblings()]
    alike = any((other.tag, other.get("class")) == (box.tag, box.get("class")) for other in beside)
    following = (sibling for sibling in element.itersiblings() if isinstance(sibling.tag, str))
    return alike and any(_is_one_link(sibling) for sibling in islice(following, _LINKS))


def _is_one_link(element: Any) -> bool:
    """Whether all text of an element is one link of several words: the headline of a story."""
    link = element if element.tag == "a" else next(element.iter("a"), None)
    said = " ".join(pieces_of(link)) if link is not None else ""
    return len(said.split()) >= _TEASED_WORDS and said == " ".join(pieces_of(element))


def _longest_link(box: Any, own: str) -> int:
    """Return how many words the longest link in a box has; 0 without links.

    A link as long as a headline leads to another story.  Only the first links are looked at.  `own`: the key of the
    byline's text; links whose text is part of it do not count.
    """
    links = (" ".join(pieces_of(link)) for link in islice(box.iter("a"), _LINKS))
    return max((len(text.split()) for text in links if key(text) not in own), default=0)


def _is_beside(element: Any) -> bool:
    """Whether an element is no byline: a link to a topic, or in the page's footer or in a list beside the article."""
    around = [outer.tag for outer in element.iterancestors("article", "main", "footer", "aside", "li")]
    outside = not {"article", "main"}.intersection(around)
    return "tag" in element.get("rel", "").split() or (
        outside and ("footer" in around or {"aside", "li"} <= set(around))
    )


def _signs_quotation(element: Any) -> bool:
    """Whether an element names the speaker of a quotation, not an author: a blockquote is right above it.

    The parent must hold several blockquotes.
    """
    above, parent = element.getprevious(), element.getparent()
    quoted = above is not None and above.tag == "blockquote" and parent is not None
    return quoted and len(list(islice(parent.iterchildren("blockquote"), 2))) > 1


def names_in(text: str, sheet: Sheet) -> Names:
    """Return the names in a text; groups and sections are left out if persons are named as well."""
    return people(read_names(text, sheet.words), sheet.words)


def is_lead(text: str, sheet: Sheet) -> bool:
    """Whether a text is only the word before the names of a byline, such as "By" or "Written by".

    Then the names are in the next line or element.
    """
    return lead_end(f"{text} Xx", sheet.words) > len(text)


def said_of(pieces: list[str], names: Names, sheet: Sheet) -> str:
    """Make the text of a byline from the pieces of its element: "By", the names, and the jobs after the last name.

    ["3 May", "By", "Ann Lister", "political editor", "12 comments"] gives "By Ann Lister political editor": dates,
    places and buttons before the names are left out, and so are captions of portraits, numbers and biographies after
    them.
    """
    own = [key(name) for name in names]
    first = next((number for number, piece in enumerate(pieces) if _names_one(key(piece), own)), 0)
    end, said = first, ""
    while end < len(pieces) and (end == first or not all(name in said for name in own)):
        said += key(pieces[end])
        end += 1
    while end < len(pieces) and _is_role(pieces[end], sheet) and not _names_one(key(pieces[end]), own):
        end += 1
    leads = first > 0 and is_lead(pieces[first - 1], sheet)
    return " ".join(pieces[first - leads : end])


def _names_one(piece: str, names: list[str]) -> bool:
    """Whether a piece holds one of the names, or is a part of one, so that it belongs to the byline.

    A name may be spread over several elements.  `piece` and `names` are keys.
    """
    return any(name in piece or (len(piece) >= _NAME_PART and piece in name) for name in names)


def _is_role(piece: str, sheet: Sheet) -> bool:
    """Whether a piece has a word for a job ("political editor"), and so belongs to the byline."""
    return sheet.words.roles.search(piece) is not None
