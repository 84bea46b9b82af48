"""Reads the correspondents of an HTML page: in its bylines, its standfirst, and in lines and paragraphs of the article.

`draft` is the page's Draft (its segments while the body is labelled), in which fields and junk have labels already.
Gives the Correspondents, and labels lines that are nothing but credits.  `known` has the authors' names as keys
(`parsers.folding.key`), `people` the correspondents that were read in one line.  `parsers.correspondents` reads a line;
which lines of a page are read is decided here.  The head is the part from the headline to the start of the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from parsers.correspondents.datelines import may_name_agency
from parsers.folding import caseless, key
from parsers.html.body.draft import LINE, MAY_BE_CREDIT, MOSTLY_LINKS, TAIL, Draft
from parsers.model import Correspondent
from parsers.people.build_lexicon import lexicon
from parsers.segments import BODY, BYLINE, CORRESPONDENT, HEADLINE, JUNK, META, STANDFIRST, Segment

# All limits below were chosen by hand.

#: Segments above the article in which its head begins when no headline is printed.
_HEAD: Final = 12
#: Characters of the longest line in the head of an article that says who wrote it.
_HEAD_LINE: Final = 100
#: Share of link text from which a line in the head is a menu or a button.
_ALL_LINKS: Final = 0.9
#: The least letters of an agency's name that stands alone in the head; shorter ones are initials or buttons ("AA").
_LEAST_AGENCY: Final = 3


def read_credit_lines(draft: Draft, authors: tuple[str, ...]) -> tuple[Correspondent, ...]:
    """Return the correspondents named in bylines and lines of the article; label lines that are nothing but credits."""
    known = frozenset(map(key, authors))
    found = [*_in_bylines(draft, known), *_in_head(draft, known), *_in_standfirst(draft), *_in_article(draft, known)]
    return tuple(_once([*found, *_below(draft)]))


def _once(rows: list[Correspondent]) -> Iterator[Correspondent]:
    """Yield the correspondents without those that repeat an earlier one in all fields, whatever the name's spelling."""
    told: set[tuple[str | None, ...]] = set()
    for row in rows:
        says = (row.kind, key(row.name or ""), row.role, row.outlet, row.location, row.text)
        if says not in told:
            yield row
        told.add(says)


def _in_bylines(draft: Draft, known: frozenset[str]) -> Iterator[Correspondent]:
    """Yield the correspondents for whom a byline gives more than the name: role, outlet, place, kind of work.

    A byline that is printed twice is read once.  Reporters who are not among the article's authors are left out, unless
    the same line also names somebody with another task, such as an editor.
    """
    labels = draft.labels
    signed = [labels.segments[at] for at, label in enumerate(labels.of) if label == BYLINE]
    distinct = {segment.text: segment for segment in reversed(signed)}
    words, leads = lexicon(draft.context.rules), draft.context.rules.family("people").all_words("by")
    for segment in reversed(distinct.values()):
        lead, _, name = segment.text.partition(" ")
        # Nothing more can be read in "By" and the name of an author.
        if caseless(lead) in leads and key(name) in known and not words.is_wire(name):
            continue
        rows = draft.people(segment, byline=True)[0]
        credited = any(row.kind not in ("reporting", "agency") for row in rows)
        wired = any(row.kind == "agency" for row in rows)  # "Ada Lund and AP"
        for row in rows:
            sure = row.name is None or credited or _is_author(row.name, known)
            if sure and (row.kind != "reporting" or wired or row.role or row.outlet or row.location):
                yield row


def _is_author(name: str, known: frozenset[str]) -> bool:
    """Whether a name is that of an author of the article, who may have a degree after the name."""
    return key(name) in known or any(author.startswith(key(name)) for author in known)


def _in_head(draft: Draft, known: frozenset[str]) -> Iterator[Correspondent]:
    """Yield the correspondents in short lines near headline and byline whose score is too low for `_in_article`."""
    labels, scores = draft.labels, draft.layout.scores
    first = draft.layout.first
    headline = labels.of.index(HEADLINE) if HEADLINE in labels.of else first
    start = headline + 1 if first - TAIL < headline < first else max(0, first - _HEAD)
    for segment in labels.segments[start : first + TAIL + 1]:
        at = segment.index
        if labels.of[at] not in (None, JUNK, META) or len(segment.text) > _HEAD_LINE:
            continue
        if segment.link_share > _ALL_LINKS and not _beside_date(at, draft) and not _is_below_author(at, draft, known):
            continue
        if labels.of[at] is None and scores[at] >= MAY_BE_CREDIT:
            continue
        people, alone = draft.people(segment)
        if people and (alone or labels.of[at] == META) and _worked_on_article(people, segment, draft, known):
            labels.claim(at, CORRESPONDENT)
            yield from people


def _worked_on_article(people: list[Correspondent], segment: Segment, draft: Draft, known: frozenset[str]) -> bool:
    """Whether the people in a line near the headline worked on this article, so that the line is a credit of it.

    They did if one of them has another task than reporting (an editor), or if all are among the authors.  An agency
    named without a person did if it is among the authors, if the line says more than the agency's name, or if the line
    is above the text and next to the date.
    """
    named = [row.name for row in people if row.name]
    if named:
        return any(row.kind != "reporting" for row in people) or all(_is_author(name, known) for name in named)
    outlet = people[0].outlet or ""
    if key(outlet) in known:
        return True
    more = len(segment.text) > len(outlet) + _LEAST_AGENCY
    above = segment.index < draft.layout.first
    return (more or (above and len(outlet) >= _LEAST_AGENCY and _beside_date(segment.index, draft))) and (
        above or "/" not in segment.text
    )


def _is_below_author(index: int, draft: Draft, known: frozenset[str]) -> bool:
    """Whether the line above the segment `index` is short and names an author: a link in this place may be a credit."""
    above = draft.labels.segments[index - 1].text if index else ""
    return len(above) <= _HEAD_LINE and any(author in key(above) for author in known)


def _beside_date(index: int, draft: Draft) -> bool:
    """Whether the segment right before or after the one with this index is labelled headline, byline or META (date)."""
    labels = draft.labels.of
    beside = [labels[at] for at in (index - 1, index + 1) if 0 <= at < len(labels)]
    return not {HEADLINE, BYLINE, META}.isdisjoint(beside)


def _in_standfirst(draft: Draft) -> Iterator[Correspondent]:
    """Yield the agency in the dateline with which the standfirst starts, and reporters named in the standfirst."""
    labels, marks = draft.labels, _reporter_marks(draft)
    for at, label in enumerate(labels.of):
        if label == STANDFIRST:
            text = labels.segments[at].text
            if may_name_agency(text, draft.context.rules) or _holds_any(text, marks):
                yield from draft.people(labels.segments[at])[0]


def _in_article(draft: Draft, known: frozenset[str]) -> Iterator[Correspondent]:
    """Yield the correspondents in the article's paragraphs, and in lines in or near it that score high enough."""
    labels, layout = draft.labels, draft.layout
    marks = _reporter_marks(draft)
    for segment in draft.around():
        at, text = segment.index, segment.text
        # In the middle of an article only short lines can be credits; headings, list items and table rows cannot.
        inner = at - layout.first > TAIL and layout.last - at > TAIL
        if inner and (segment.level or segment.list_depth or segment.hint == "table"):
            continue
        if inner and len(text) > LINE and not _holds_any(text, marks):
            continue
        people, alone = draft.people(segment)
        if alone and not (
            _is_job_of_other(people, text, known) or _is_agency_out_of_place(people, segment, draft, known)
        ):
            labels.claim(at, CORRESPONDENT)
            yield from people
        elif people and not alone and layout.scores[at] > BODY:
            yield from people


def _is_job_of_other(people: list[Correspondent], text: str, known: frozenset[str]) -> bool:
    """Whether a line is only the job of the person in the line above, and that person is not among the authors.

    Such a line is no credit.
    """
    return any(row.name and row.name not in text and not _is_author(row.name, known) for row in people)


def _is_agency_out_of_place(people: list[Correspondent], segment: Segment, draft: Draft, known: frozenset[str]) -> bool:
    """Whether a line is only an agency's name, in a place where agencies do not sign articles.

    They sign above the text or in its last lines.  Elsewhere the name credits a picture.  A name of fewer than three
    letters above the text is a button ("AA").
    """
    if not people:  # a credit for support, such as a translation, which gives no correspondent
        return False
    outlet = people[0].outlet or ""
    if people[0].name or len(people) > 1 or len(segment.text) > len(outlet) + _LEAST_AGENCY or key(outlet) in known:
        return False
    first, last = draft.layout.first, draft.layout.last
    return len(outlet) < _LEAST_AGENCY if segment.index <= first else segment.index < last - _LEAST_AGENCY


def _reporter_marks(draft: Draft) -> tuple[str, ...]:
    """Return the strings by which longer paragraphs name reporters ("Our ", the outlet's name); case counts.

    Longer paragraphs without such a string are not searched.  If the page's language is known, only strings of that
    language and of English are given: those of further languages would only take time.
    """
    listed, own = draft.context.rules.family("correspondents").words.get("told_of", {}), _own_name(draft)
    code = (draft.language or "").split("-")[0].lower()
    spoken = ("*", "en", code) if code else listed
    return own, *(word for language in spoken for word in listed.get(language, ()))


def _holds_any(text: str, marks: tuple[str, ...]) -> bool:
    """Whether a text contains one of the strings of `_reporter_marks`."""
    return any(mark in text for mark in marks)


def _own_name(draft: Draft) -> str:
    """Return the start of the outlet's name, with which its articles name its reporters ("Harbour's Ada Lund").

    That is the first word, or two when the first one is short.  When the name is unknown, return a line break, which no
    paragraph contains.
    """
    words = lexicon(draft.context.rules).articles.dropped.sub("", draft.publisher or "").split()
    short = bool(words) and len(words[0]) <= _LEAST_AGENCY and not words[0].isupper()  # "Die Zeit", but "BBC News"
    return " ".join(words[: 1 + short]) or "\n"


def _below(draft: Draft) -> Iterator[Correspondent]:
    """Yield the correspondents in credit lines just below the article that score too low for `_in_article`."""
    labels, last = draft.labels, draft.layout.last
    read = {segment.index for segment in draft.near}
    for segment in labels.segments[last + 1 : last + TAIL + 1]:
        if (
            segment.index in read
            or labels.of[segment.index] is not None
            or segment.link_share >= MOSTLY_LINKS
            or len(segment.text) > LINE
        ):
            continue
        people, alone = draft.people(segment)
        named = any(row.name for row in people) and any(row.kind != "reporting" for row in people)
        if alone and (named or not people):
            labels.claim(segment.index, CORRESPONDENT)
            yield from people
