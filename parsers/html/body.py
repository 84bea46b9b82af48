"""Which segments of an HTML page are body, of what kind, and why the others are not.

Works on what the field and caption readers left unclaimed.  Scores choose, then what is known for certain corrects
them: junk lines, credit lines, repeats, pull quotes, headings with nothing under them.  Every segment between the first
and the last block ends with a label; what is cut carries its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from parsers.assemble import region
from parsers.cleaning import junk_reason, points_elsewhere
from parsers.corrections import corrections
from parsers.correspondents import classify_block
from parsers.credits import is_credit_line
from parsers.html.layout import Layout
from parsers.html.subheads import box_headings, hidden_subheads
from parsers.html.walk import Walk
from parsers.model import Correspondent
from parsers.page import Context
from parsers.segments import (
    BLOCK_LABELS,
    BODY,
    BYLINE,
    CORRECTION,
    CORRESPONDENT,
    CREDIT,
    JUNK,
    LIST_ITEM,
    LIVE_POST,
    META,
    PARAGRAPH,
    PREFORMATTED,
    QUOTE,
    SUBHEAD,
    TABLE,
    Desk,
    Segment,
)

_KIND_OF_HINT: Final = {"quote": QUOTE, "table": TABLE, "preformatted": PREFORMATTED, "subhead": SUBHEAD}

#: A line of credits stands below the body's own threshold more often than not.
_MAY_BE_CREDIT: Final = 0.15
#: Longer texts that stand twice are no coincidence.
_REPEATED: Final = 40
#: Longer text that is surely body is not asked whether it is a line of junk.
_LINE: Final = 140
_SURE: Final = 0.9
#: Paragraphs at either end of the body that may be about something else than the story.
_FIRST: Final = 2
_LAST: Final = 3
#: A name or a credit is no longer than this.
_SIGNATURE: Final = 90
#: A note of the editors is no longer than this.
_LONGEST_NOTE: Final = 1_200
#: Shorter words are quoted again without being a pull quote.
_SENTENCE: Final = 25
_QUOTES: Final = " \"'“”„‟«»‹›‘’「」『』.…"
#: Before the name of whoever said a quotation.
_DASHES: Final = ("—", "–", "- ", "― ")
#: Words of a line that credits pictures; one of sources alone is the article's.
_PICTURED: Final = re.compile(
    r"\W*(?:\w+ )?(?:photo|image|picture|video|illustration|foto|bild|题图|題圖|图片|圖片|写真)", re.IGNORECASE
)
#: A heading this long is a paragraph that somebody made large.
_LONGEST_SUBHEAD: Final = 200
#: Segments around the ends of the article in which credits are looked for, also in and after longer text.
_TAIL: Final = 8
#: Share of link text from which a line that ends like no sentence is taken for a menu.
_MENU: Final = 0.7
#: Share of link text from which a line is a link.
_LINKED: Final = 0.9
_SENTENCE_ENDS: Final = tuple(".!?…:;\"”»')。！？؟।")
#: Segments right below the article that are read for credits, however they score.
_BELOW: Final = 3


@dataclass(frozen=True, slots=True)
class _Page:
    desk: Desk
    layout: Layout
    language: str | None
    publisher: str | None
    context: Context
    #: The segments that score as body, and those up to some way below it that may be the article's, in reading order.
    scored: list[Segment]
    near: list[Segment]
    #: What was found in lines that were asked about: many stand more than once on a page.
    told: dict[str, tuple[str, str] | None] = field(default_factory=dict)

    def people(self, segment: Segment) -> tuple[list[Correspondent], bool]:
        """The correspondents that a segment names, and whether it says nothing else."""
        segments, at = self.desk.segments, segment.index
        return classify_block(
            segment.text,
            before=segments[at - 1].text if at else None,
            after=segments[at + 1].text if at + 1 < len(segments) else None,
            language=self.language,
            publisher=self.publisher,
            rules=self.context.rules,
        )

    def body(self) -> list[Segment]:
        """The segments that score as body and that nobody claimed yet."""
        labels = self.desk.labels
        return [s for s in self.scored if labels[s.index] is None]

    def around(self) -> list[Segment]:
        """The segments that may be the article's and that nobody claimed yet."""
        labels = self.desk.labels
        return [s for s in self.near if labels[s.index] is None]

    def junk(self, text: str) -> tuple[str, str] | None:
        """What `junk_reason` says of a line."""
        if text not in self.told:
            self.told[text] = junk_reason(text, self.language, self.context.rules)
        return self.told[text]


def _scored(desk: Desk, layout: Layout) -> list[Segment]:
    inside = slice(layout.first, layout.last + 1)
    return [s for s, score in zip(desk.segments[inside], layout.scores[inside]) if score > BODY]


def _near(desk: Desk, layout: Layout) -> list[Segment]:
    last = layout.last
    until = slice(last + _TAIL + 1)
    near = zip(desk.segments[until], layout.scores[until])
    return [s for s, score in near if score >= _MAY_BE_CREDIT or (s.index > last and _is_below(s, last))]


def _is_below(segment: Segment, last: int) -> bool:
    """Where agencies are named in a line of their own, which nothing else makes look like the article's."""
    return segment.index <= last + _BELOW and segment.link_share < 0.5


def label_body(
    found: Walk,
    desk: Desk,
    layout: Layout,
    context: Context,
    *,
    language: str | None,
    publisher: str | None,
    authors: Iterable[str],
    posted: Mapping[int, str],
) -> tuple[Correspondent, ...]:
    """Claim the blocks and the cuts of the article; gives the correspondents that its lines name.

    language, publisher and authors are the page's own; posted holds the segments of a live blog's posts.
    """
    page = _Page(desk, layout, language, publisher, context, _scored(desk, layout), _near(desk, layout))
    _set_times_aside(page, posted)
    _keep_corrections(page)
    _cut_junk(page)
    _cut_first_lines(page, tuple(authors))
    _cut_last_credits(page)
    _cut_author_notes(page, tuple(authors))
    _cut_links(page)
    _cut_repeats(page)
    _cut_pull_quotes(page)
    correspondents = _read_credits(page, tuple(authors))
    _cut_headings(page, found)
    for index in hidden_subheads(found, desk, layout, page.body(), context.rules):
        desk.claim(index, SUBHEAD)
    for segment in page.body():
        own = kind(segment)
        desk.claim(segment.index, LIVE_POST if own == PARAGRAPH and segment.index in posted else own)
    _cut_rest(page)
    return correspondents


def kind(segment: Segment) -> str:
    """The kind of block that a segment is, when it is body."""
    if segment.hint == "subhead" and len(segment.text) > _LONGEST_SUBHEAD:
        return PARAGRAPH
    if segment.hint in _KIND_OF_HINT:
        return _KIND_OF_HINT[segment.hint]
    return LIST_ITEM if segment.list_depth else PARAGRAPH


def _set_times_aside(page: _Page, posted: Mapping[int, str]) -> None:
    """The printed time of a post in a live blog: its block says it."""
    for index in posted:
        if not any(map(str.isalpha, page.desk.segments[index].text)):
            page.desk.claim(index, META, rule="time_of_post")


def _keep_corrections(page: _Page) -> None:
    """Lines that say the article was changed, also below its end."""
    first, scores = page.layout.first, page.layout.scores
    known = corrections(page.context.rules, page.language)
    for segment in page.around():
        may_be = segment.index >= first and scores[segment.index] > _MAY_BE_CREDIT
        if may_be and len(segment.text) < _LONGEST_NOTE:
            rule = known.rule_of(segment.text)
            if rule is not None:
                page.desk.claim(segment.index, CORRECTION, rule=rule)


def _cut_junk(page: _Page) -> None:
    scores, body = page.layout.scores, page.body()
    ends = {segment.index for segment in (*body[:_FIRST], *body[-_LAST:])}
    for segment in body:
        if len(segment.text) < _LINE or scores[segment.index] < _SURE or segment.index in ends:
            found = page.junk(segment.text)
            if found:
                page.desk.claim(segment.index, JUNK, reason=found[0], rule=found[1])


def _cut_first_lines(page: _Page, authors: tuple[str, ...]) -> None:
    """Lines at the very beginning that sign the article or its picture: the body begins with its first sentence."""
    for segment in page.body()[:_FIRST]:
        text = segment.text
        if len(text) > _SIGNATURE or segment.hint or segment.list_depth:
            return
        if text.casefold() in (name.casefold() for name in authors):
            page.desk.claim(segment.index, BYLINE, rule="first_line")
        elif is_credit_line(text, page.language, rules=page.context.rules):
            page.desk.claim(segment.index, CREDIT, reason="photo_credit", rule="first_line")
        else:
            return


def _cut_last_credits(page: _Page) -> None:
    """Lines at the very end that credit the article's pictures: "[Featured image by Ada Lund/Reuters]"."""
    for segment in reversed(page.body()[-_LAST:]):
        if len(segment.text) >= _LINE or segment.hint or segment.list_depth or not _PICTURED.match(segment.text):
            return
        if not is_credit_line(segment.text, page.language, rules=page.context.rules):
            return
        page.desk.claim(segment.index, CREDIT, reason="photo_credit", rule="last_line")


def _cut_author_notes(page: _Page, authors: tuple[str, ...]) -> None:
    """Who the author is, told below the article: "Ada Lund is a reporter in Oslo."."""
    for segment in reversed(page.body()[-_LAST:]):
        name = next((name for name in authors if " " in name and segment.text.startswith(name)), None)
        told = segment.text[len(name) : len(name) + 2] if name else ""
        if not (told[:1] == " " and told[1:].islower() and len(segment.text) < _LONGEST_NOTE):
            return
        page.desk.claim(segment.index, JUNK, reason="author_box", rule="author_note")


def _cut_links(page: _Page) -> None:
    """Links side by side are a menu, even where an old page writes it as text between line breaks."""
    for segment in page.body():
        if segment.link_share >= _LINKED and points_elsewhere(segment.text, page.context.rules):
            page.desk.claim(segment.index, JUNK, reason="related", rule="link_with_label")
        # One link alone is all of its text; several leave at least the blanks between them.
        several = _MENU <= segment.link_share < 1 and not segment.hint and not segment.list_depth
        if several and not segment.text.endswith(_SENTENCE_ENDS):
            page.desk.claim(segment.index, JUNK, reason="navigation", rule="links_only")


def _cut_repeats(page: _Page) -> None:
    """A long text that stands twice stays where it scores best."""
    best: dict[str, Segment] = {}
    scores = page.layout.scores
    for segment in page.body():
        if len(segment.text) < _REPEATED:
            continue
        other = best.setdefault(segment.text, segment)
        if other is not segment:
            worse = min(other, segment, key=lambda s: (scores[s.index], -s.index))
            best[segment.text] = other if worse is segment else segment
            page.desk.claim(worse.index, JUNK, reason="repeat")


def _cut_pull_quotes(page: _Page) -> None:
    """A quote set apart that repeats a sentence of the body."""
    segments = page.body()
    quotes = [s for s in segments if s.hint == "quote"]
    if not quotes:
        return
    body = "\n".join(s.text for s in segments)
    for segment in quotes:
        core = segment.text.strip(_QUOTES)
        if len(core) >= _SENTENCE and body.count(core) > 1:
            page.desk.claim(segment.index, JUNK, reason="pull_quote")
            speaker = next((s for s in quotes if s.index == segment.index + 1), None)
            if speaker is not None and len(speaker.text) < _SIGNATURE and speaker.text.startswith(_DASHES):
                page.desk.claim(speaker.index, JUNK, reason="pull_quote", rule="speaker")


def _read_bylines(page: _Page, authors: tuple[str, ...]) -> list[Correspondent]:
    """Who a byline names with a place, a job or an outlet; one that is printed twice is read once."""
    known = {None, *(name.casefold() for name in authors)}
    desk = page.desk
    signed = [desk.segments[at] for at, label in enumerate(desk.labels) if label == BYLINE]
    distinct = {segment.text: segment for segment in reversed(signed)}
    rows = [row for segment in reversed(distinct.values()) for row in page.people(segment)[0]]
    rows = [row for row in rows if (row.name and row.name.casefold()) in known]
    return [row for row in rows if row.kind != "reporting" or row.role or row.outlet or row.location]


def _read_credits(page: _Page, authors: tuple[str, ...]) -> tuple[Correspondent, ...]:
    desk, layout = page.desk, page.layout
    found = _read_bylines(page, authors)
    for segment in page.around():
        at, text = segment.index, segment.text
        # In the middle of an article only short lines are credits, and no headings, list items and rows of tables.
        inner = at - layout.first > _TAIL and layout.last - at > _TAIL
        if inner and (len(text) > _LINE or segment.level or segment.list_depth or segment.hint == "table"):
            continue
        people, alone = page.people(segment)
        if alone:
            desk.claim(at, CORRESPONDENT)
        if alone or layout.scores[at] > BODY:
            found.extend(people)
    return tuple(found)


def _cut_headings(page: _Page, found: Walk) -> None:
    """Headings with no body under them introduce what is no part of the article."""
    for segment in box_headings(found, page.desk, page.body()):
        page.desk.claim(segment.index, JUNK, reason="related", rule="heading_of_box")
    follows = False
    for segment in reversed(page.body()):
        if segment.hint != "subhead":
            follows = True
        elif not follows:
            page.desk.claim(segment.index, JUNK, reason="related", rule="heading_without_text")


def _cut_rest(page: _Page) -> None:
    """What is left inside the article, from the first thing that was read as a part of it to the last."""
    desk = page.desk
    first, last = region(desk)
    blocks = [index for index, label in enumerate(desk.labels) if label in BLOCK_LABELS]
    end = blocks[-1] if blocks else -1
    # Headings above the first text that are not sure enough to begin the article were taken for body, too.
    unsure = (index for index, score in enumerate(page.layout.scores[: page.layout.first]) if score > BODY)
    for index in (*unsure, *range(first, last + 1)):
        if desk.labels[index] is None:
            reason, rule = _why(page, desk.segments[index].text)
            desk.claim(index, JUNK, reason=reason or ("low_score" if index < end else "after_end"), rule=rule)


def _why(page: _Page, text: str) -> tuple[str | None, str | None]:
    """What a line says of itself, when it says anything: the cut tells it."""
    found = page.junk(text) if len(text) < _LINE else None
    return found or (None, None)
