"""The standfirst: the line or two between headline and story that sum it up.

What the page offers: descriptions in metadata, class names, second headings under the headline, a bold first
paragraph, text that stands in a container of its own above the body.  One sign is seldom enough: a plain first
paragraph is body, even when the page declares it as its description.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, Any

from parsers.cleaning import junk_reason
from parsers.credits import is_credit_line
from parsers.fields.candidate import Candidate
from parsers.fields.compare import key, words
from parsers.fields.names import has_lead
from parsers.fields.sheet import Sheet, bold_line
from parsers.fields.values import strings
from parsers.segments import BYLINE, META, Segment

if TYPE_CHECKING:
    from parsers.html.metadata import Metadata

#: What an element looks like to a style sheet: its tag and classes.
Shape = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Body:
    """What sets a standfirst apart from the body, where there is one."""

    #: The element that most of the body's text stands in, and whether that is in a header.
    home: Any
    in_header: bool
    #: The shape of most of its paragraphs.
    shape: Shape | None


_SHORTEST, _LONGEST = 20, 900
#: Several lines that look like the body's are no longer together.
_ENOUGH_LINES = 400
#: A lede is no shorter and ends as a sentence; scores above the second are body, between the two nearly so.
_LEDE, _ENDS = 80, (".", "!", "?", "”", "。")
_NEARLY, _BODY_SCORE = 0.4, 0.5
#: A line of letters in a script without spaces.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{8}")
_ADDRESS = re.compile(r"\w@[\w-]+\.\w")
_BOLD = frozenset(("bold", "semibold", "medium", "strong"))
#: Declared descriptions are cut off by search engines' limits; this much of one is enough to know the text by.
_ENOUGH = 50
_ENOUGH_SIGNS = 0.5
#: A credit that is longer than this is a sentence.
_CREDIT = 90
#: With more link text a line leads to another article.
_LINKS = 0.6
#: What it counts that a declared description says the same.
_SAID = 0.4
#: As much of a line is looked at for its first three words.
_OPENING = 200
#: So many segments tell where the body stands and what it looks like.
_MANY = 200
#: A second heading is longer than this, and has fewer words in common with the first.
_HEADING, _SAME_WORDS = 40, 0.6
#: Words that some outlets put before a description ("Island news: ...").
_BEFORE = 40
#: So far below a second title, in segments, the standfirst stands.
_DECK = 3
#: What it counts against a line that a paragraph of so many characters that scores so high stands above it.
_BEGUN, _PARAGRAPH, _SURELY_BODY = 0.3, 100, 0.9
#: A line that a description begins with is its first line, in a standfirst of several.
_BEGINNING = 25


def read_standfirst(sheet: Sheet) -> Candidate[str] | None:
    """The standfirst with its segments; None when the page has none."""
    body = _body(sheet)
    candidates = list(_candidates(sheet, body))
    ranked = sorted(candidates, key=lambda candidate: -candidate.confidence)
    chosen = next((found for found in ranked if not _is_notice(found.value, sheet)), None)
    if chosen is None:
        return None
    whole = _with_neighbours(_below_a_title(chosen, candidates, sheet), sheet, body)
    whole = _with_deck(whole, candidates, sheet)
    return whole if _leaves_a_body(whole, sheet) else None


def _below_a_title(chosen: Candidate[str], candidates: list[Candidate[str]], sheet: Sheet) -> Candidate[str]:
    """The sentence below a second title that sums nothing up: pages whose first heading is made for search engines."""
    segment = sheet.desk.segments[chosen.segments[0]]
    if not segment.level or chosen.rule != "lead" or segment.text.endswith(_ENDS):
        return chosen
    below = (found for found in candidates if 0 < found.segments[0] - segment.index <= _DECK)
    return next((found for found in below if _is_sentence(sheet.desk.segments[found.segments[0]], sheet)), chosen)


def _is_sentence(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line is a sentence, no heading and no notice, and stands above the byline: the body begins below."""
    if segment.level or not segment.text.endswith(_ENDS) or not _above_byline(segment, sheet):
        return False
    return not _is_notice(segment.text, sheet)


def _with_deck(chosen: Candidate[str], candidates: list[Candidate[str]], sheet: Sheet) -> Candidate[str]:
    """A standfirst together with the heading right below it that calls itself one and stands above the byline, too."""
    index = chosen.segments[-1] + 1
    deck = next((found for found in candidates if found.segments == (index,)), None)
    if deck is None or sheet.desk.segments[chosen.segments[-1]].level:
        return chosen
    segment = sheet.desk.segments[index]
    if not (segment.level and sheet.marked(segment.node, sheet.heads.standfirst) and _above_byline(segment, sheet)):
        return chosen
    return chosen._replace(value=f"{chosen.value} {deck.value}", segments=(*chosen.segments, index))


def _leaves_a_body(chosen: Candidate[str], sheet: Sheet) -> bool:
    """Whether there is text besides: all that a short piece of news says is its body."""
    layout, labels, segments = sheet.layout, sheet.desk.labels, sheet.desk.segments
    taken = [index for index in chosen.segments if layout.scores[index] > _BODY_SCORE]
    return not taken or any(
        layout.scores[index] > _BODY_SCORE and labels[index] is None and not segments[index].level
        for index in range(layout.first, layout.last + 1)
        if index not in chosen.segments
    )


def _is_notice(text: str, sheet: Sheet) -> bool:
    """Whether a line is a photo credit or a notice of the site's: such lines stand there, too."""
    rules = sheet.context.rules
    return (
        sheet.heads.notice.search(text) is not None
        or ("@" in text and _ADDRESS.search(text) is not None)
        or junk_reason(text, sheet.language, rules) is not None
        or (len(text) <= _CREDIT and is_credit_line(text, sheet.language, rules=rules) is not None)
    )


def descriptions(meta: Metadata) -> list[tuple[str, str]]:
    """(rule, text) of the descriptions that the page declares, each text once."""
    return list(_described_by(meta).values())


def _described_by(meta: Metadata) -> dict[str, tuple[str, str]]:
    """The descriptions by their keys."""
    article = meta.json_ld.article
    # Most of them are the same text.
    rules: dict[str, str] = {}
    for property_ in ("description", "abstract"):
        for text in strings(article.get(property_)) if property_ in article else ():
            rules.setdefault(text, property_)
    for name in ("og:description", "description", "twitter:description", "dc.description", "dcterms.abstract", "lead"):
        for text in meta.meta.get(name, ()):
            rules.setdefault(text, name)
    found: dict[str, tuple[str, str]] = {}
    for text, rule in rules.items():
        found.setdefault(key(text), (rule, text))
    return found


def _candidates(sheet: Sheet, body: _Body) -> Iterator[Candidate[str]]:
    declared = [(rule, own) for own, (rule, _) in _described_by(sheet.meta).items()]
    headline = key(sheet.desk.segments[sheet.headline].text) if sheet.headline >= 0 else ""
    first_text, begun = True, False
    for segment in sheet.head():
        text = segment.text
        if not _may_be(segment, sheet):
            continue
        signs = _signs(segment, sheet, body) - _BEGUN * begun
        # Where no description could help, as with most of the body, nothing more is asked.
        own = (
            key(text)
            if segment.level or sheet.headline < 0 or _SAID + signs + 0.1 * first_text >= _ENOUGH_SIGNS
            else ""
        )
        if headline and headline in own:
            continue
        rule, described = _described(own, declared) if own else (None, 0.0)
        if sheet.headline < 0 and not described:
            continue  # where the page prints no headline, nothing stands below it
        if segment.level:
            signs += _heading_signs(segment, sheet, described, first=first_text)
        confidence = _SAID * described + signs + 0.1 * first_text
        if confidence >= _ENOUGH_SIGNS:
            # What the page declares as its description wins over other lines that look like a standfirst.
            confidence += 0.1 * described
            yield Candidate(text, "layout", rule or "lead", confidence, (segment.index,))
        first_text = first_text and len(text) < 60
        begun = begun or (len(text) >= _PARAGRAPH and sheet.layout.scores[segment.index] > _SURELY_BODY)


def _may_be(segment: Segment, sheet: Sheet) -> bool:
    text = segment.text
    if not _SHORTEST <= len(text) <= _LONGEST or segment.level == 1 or segment.link_share > _LINKS:
        return False
    if segment.hint in ("figcaption", "button", "table", "quote") or sheet.desk.labels[segment.index] is not None:
        return False
    # Scripts without spaces are asked for their words or letters; all others have as many as spaces.
    if not segment.level and len(text) < _HEADING and not text.endswith(_ENDS) and _heads_a_title(segment, sheet):
        return False
    enough = text.count(" ") > 2 or len(words(text[:_OPENING])) >= 3 or _UNSPACED.search(text)
    return bool(enough) and not has_lead(text, sheet.words)


def _heads_a_title(segment: Segment, sheet: Sheet) -> bool:
    """Whether a second title follows right below a line: the line is its kicker."""
    after = sheet.desk.segments[segment.index + 1 : segment.index + 2]
    return bool(after) and after[0].level in (1, 2) and after[0].node.getparent() is segment.node.getparent()


def _described(own: str, declared: list[tuple[str, str]]) -> tuple[str | None, float]:
    """The description that says the same as a text, and how surely: whole, or cut off."""
    for rule, text in declared:
        if own == text:
            return rule, 1.0
    opening = own[:_BEGINNING]
    for rule, text in declared:
        if not text.startswith(opening):
            if len(own) >= _ENOUGH and own[:_ENOUGH] in text[: _ENOUGH + _BEFORE]:
                return rule, 0.8
            continue
        shorter, longer = (own, text) if len(own) < len(text) else (text, own)
        if len(shorter) >= _ENOUGH and longer.startswith(shorter[: max(_ENOUGH, len(shorter) - 12)]):
            return rule, 0.9
        if len(own) >= _BEGINNING and text.startswith(own):
            return rule, 0.8
    return None, 0.0


def _signs(segment: Segment, sheet: Sheet, body: _Body) -> float:
    """What the surroundings say for (above 0) or against a standfirst."""
    node = segment.node
    parent = node.getparent()
    found = sheet.marks(node)
    signs = 0.0
    if not found.isdisjoint(sheet.heads.standfirst):
        signs += 0.45
    if not found.isdisjoint(sheet.heads.elsewhere):
        signs -= 0.4
    distance = segment.index - sheet.headline
    if not segment.level and (not found.isdisjoint(_BOLD) or (len(node) and bold_line(segment))):
        signs += 0.45
    if _above_byline(segment, sheet):
        signs += 0.3
    if body.shape is not None and not segment.level and _shape(node) != body.shape:
        signs += 0.2
    if body.home is not None and parent is not body.home and not segment.list_depth:
        signs += 0.15 + 0.3 * (distance <= 3 and _is_lede(segment, sheet))
    if body.in_header if parent is body.home else _in_header(parent):
        signs += 0.15
    return signs - min(distance, 20) * 0.01


def _is_lede(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line is a whole sentence that scores nearly as body, though not enough to be it."""
    score = sheet.layout.scores[segment.index]
    return len(segment.text) >= _LEDE and segment.text.endswith(_ENDS) and _NEARLY < score <= _BODY_SCORE


def _above_byline(segment: Segment, sheet: Sheet) -> bool:
    """Whether the byline or date line follows within three lines: the body does not begin above it."""
    after = sheet.desk.labels[segment.index + 1 : segment.index + 4]
    return BYLINE in after or META in after


def _heading_signs(segment: Segment, sheet: Sheet, described: float, *, first: bool) -> float:
    """A second heading right under the headline sums up, or is the declared description; others are subheads.

    first says that no text stands between the two: a whole sentence in a heading sums up from further below, too.
    """
    if segment.level > 4:
        return 0.0
    right_below = segment.index - sheet.headline <= 3 or (first and segment.text.endswith("."))
    if not ((right_below and len(segment.text) >= _HEADING) or described >= 0.8):
        found = sheet.marks(segment.node)
        return -0.2 if found.isdisjoint(sheet.heads.standfirst) or found & sheet.heads.elsewhere else 0.1
    if not described and sheet.headline >= 0:
        # The headline of the print edition, or of the teaser: nearly the same words.
        own, above = (frozenset(words(text)) for text in (segment.text, sheet.desk.segments[sheet.headline].text))
        if len(own & above) >= _SAME_WORDS * min(len(own), len(above)):
            return -0.2
    return 0.42


def _in_header(node: Any) -> bool:
    """Whether an element or one of the three around it is a header."""
    for _ in range(4):
        if node is None:
            return False
        if node.tag == "header":
            return True
        node = node.getparent()
    return False


def _body(sheet: Sheet) -> _Body:
    """Where the text that scores say is body stands, and what it looks like."""
    homes: dict[Any, int] = {}
    shapes: dict[Shape, int] = {}
    start = max(sheet.headline, 0)
    stop = min(sheet.layout.last + 1, start + _MANY)
    body = map(_BODY_SCORE.__lt__, sheet.layout.scores[start:stop])
    for segment in compress(sheet.desk.segments[start:stop], body):
        node, length = segment.node, len(segment.text)
        home, shape = node.getparent(), (node.tag, node.get("class", ""))
        homes[home] = homes.get(home, 0) + length
        shapes[shape] = shapes.get(shape, 0) + length
    home = max(homes, key=homes.__getitem__, default=None)
    return _Body(home, _in_header(home), max(shapes, key=shapes.__getitem__, default=None))


def _with_neighbours(chosen: Candidate[str], sheet: Sheet, body: _Body) -> Candidate[str]:
    """A standfirst of several lines: those that follow in the same container and look the same, where body does not."""
    index = chosen.segments[0]
    first = sheet.desk.segments[index]
    like_body = _shape(first.node) == body.shape
    if like_body and first.node.getparent() is body.home:
        return chosen
    run = [first]
    for segment in sheet.desk.segments[index + 1 : index + 7]:
        if not _continues(segment, first, sheet):
            break
        run.append(segment)
    # A container of its own, whose lines look like the body's, is a standfirst only as a whole.
    if sum(len(segment.text) for segment in run) > (_ENOUGH_LINES if like_body else _LONGEST):
        return chosen
    text = " ".join(segment.text for segment in run)
    return Candidate(text, chosen.method, chosen.rule, chosen.confidence, tuple(segment.index for segment in run))


def _continues(segment: Segment, first: Segment, sheet: Sheet) -> bool:
    """Whether a line is of one kind with the first of a standfirst: same container, same looks, no link elsewhere."""
    node = segment.node
    alike = _side_by_side(node, first.node) and _shape(node) == _shape(first.node)
    free = sheet.desk.labels[segment.index] is None and segment.link_share <= _LINKS
    return alike and free and segment.level == first.level and bold_line(segment) == bold_line(first)


def _side_by_side(one: Any, other: Any) -> bool:
    """Whether two elements stand in the same container, or in entries of the same list."""
    inner, outer = one.getparent(), other.getparent()
    return inner is outer or (
        inner.tag == outer.tag == "li" and inner.getparent() is outer.getparent() and len(inner) == len(outer) == 1
    )


def _shape(node: Any) -> Shape:
    """What an element looks like to a style sheet: its tag and classes."""
    return str(node.tag), node.get("class", "")
