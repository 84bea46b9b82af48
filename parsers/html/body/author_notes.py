"""Cuts notes about the people or companies behind an article: biographies of authors, company descriptions.

`draft` is the page's Draft (its segments while the body is labelled), `found` its Walk (its segments and the boxes that
enclose them), `authors` the names of the article's authors; segments that score as body get labels.  A note about an
author must end the article or fill a box with a name such as "bio".  A note about a company, as press releases have it
at the end, has a heading with the company's name ("About Harbour Ltd") and names it again; only other such notes may
follow.  `family` has the rules of config/rules/author_notes.toml; a user's files may remove them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from parsers.folding import key, key_words
from parsers.html.body.draft import Draft
from parsers.html.body.regions import cut, mass, size
from parsers.html.markup.box_names import AUTHOR
from parsers.html.markup.walked import Walk
from parsers.people.build_lexicon import lexicon
from parsers.rules import FAMILIES_KEPT, Family
from parsers.segments import Segment

# All limits below were chosen by hand.

#: The rules by which a line is known as a note about a writer, whoever wrote the article.
_TOLD: Final = ("author", "contact", "the_author")
#: Number of segments at the end in which notes are looked for.
_LAST: Final = 5
#: Characters of the longest note about an author.
_LONGEST: Final = 1_200
#: The most segments in a box about authors, and the share of the body's text that it may hold.
_IN_BOX: Final = 12
_BESIDE: Final = 1 / 4
#: Letters of body text above a box about authors with which one at the end of the article may hold more.
_BRIEF: Final = 150
#: Letters of body text that remain when notes about companies are cut, and the share of it that they may hold.
_ARTICLE: Final = 300
_COMPANIES: Final = 1 / 2
#: Characters of the longest heading of a note about an author.
_HEAD: Final = 40
#: Words beside the name in a heading that has one: "Author: Ada Lund, Editor".
_MORE: Final = 2
#: Characters of the shortest given name by which a note may call an author, as "Ada is a lawyer in Vardal" does.
_GIVEN: Final = 3
#: The first so many characters of a note must name the company, by at least so many characters of its name.
_NAMED_WITHIN: Final = 160
_NAME: Final = 2


@lru_cache(maxsize=FAMILIES_KEPT)
def _pattern(family: Family, rule_id: str) -> re.Pattern[str]:
    """Return the pattern of the rule with this id in author_notes.toml; without the rule, one that matches nothing."""
    return next((rule.pattern for rule in family.rules if rule.id == rule_id), re.compile(r"(?!)"))


def cut_author_notes(draft: Draft, found: Walk, authors: tuple[str, ...]) -> None:
    """Label as junk the notes on companies and authors at the end of the article, and boxes about authors anywhere."""
    family = draft.context.rules.family("author_notes")
    if cuts_author_notes(draft):
        _cut_boxes(draft, found, authors, family)
    if any(rule.id == "company_heading" for rule in family.rules):
        _cut_companies(draft, authors, family)
    if cuts_author_notes(draft):
        # Texts by a company often end with what it offers.
        people = tuple(filter(lexicon(draft.context.rules).is_person, authors))
        _cut_headed(draft, people)
        _cut_notes(draft, authors, people, family)


def cuts_author_notes(draft: Draft) -> bool:
    """Whether notes about authors are cut; a user may take the rule "author" away to keep them."""
    return any(rule.id == "author" for rule in draft.context.rules.family("author_notes").rules)


def _cut_notes(draft: Draft, authors: tuple[str, ...], people: tuple[str, ...], family: Family) -> None:
    """Label notes about the author at the end ("Ada Lund is a reporter in Oslo. ...", "She joined ...").

    `people`: those of the authors that are known as persons by their names.
    """
    more, told = _pattern(family, "goes_on"), []
    for segment in reversed(draft.body()[1:][-_LAST:]):
        told.append(segment)
        if _is_note(segment, authors, family) or _tells_of(segment, people, family):
            cut(draft, told, "author_box", "author")
            told = []
        elif not more.match(segment.text) or len(segment.text) > _LONGEST:
            return


def _is_note(segment: Segment, authors: tuple[str, ...], family: Family) -> bool:
    """Whether a segment is a note about one of the article's authors, or about somebody with a writer's job."""
    text = segment.text
    if len(text) > _LONGEST or segment.hint:
        return False
    if any(_pattern(family, told).match(text) for told in _TOLD):
        return True
    name = next((name for name in authors if " " in name and text.startswith(name)), None)
    told = text[len(name) : len(name) + 2] if name else ""
    return told[:1] == " " and told[1:].islower()


def _cut_headed(draft: Draft, people: tuple[str, ...]) -> None:
    """Label what stands at the end below a heading such as "About the author", or below one with the author's name.

    In an article by several people, their names may head what each of them wrote.
    """
    body, names = draft.body(), people if len(people) == 1 else ()
    for at in range(max(1, len(body) - _LAST), len(body)):
        head, rest = draft.labels.segments[body[at].index - 1], body[at:]
        said, is_heading = key(head.text) if len(head.text) <= _HEAD else "", head.hint == "subhead"
        if not said or any(segment.hint or len(segment.text) > _LONGEST for segment in rest):
            continue
        by_name = is_heading and any(key(n) in said and len(head.text.split()) <= len(n.split()) + _MORE for n in names)
        if by_name or ((is_heading or len(rest) == 1) and (draft.junk(head.text) or ("",))[0] == "author_box"):
            if mass(rest) <= _BESIDE * mass(body):
                cut(draft, (head, *rest), "author_box", "headed")
            return


def _tells_of(segment: Segment, people: tuple[str, ...], family: Family) -> bool:
    """Whether a segment tells what an author is or does, with the job behind a comma or the given name alone.

    The last lines of an article may be about somebody with the author's given name, so that it must tell what such
    notes do ("Ada is ...").
    """
    text = segment.text
    if len(text) > _LONGEST or segment.hint:
        return False
    says, job = _pattern(family, "of_author"), _pattern(family, "has_job")
    for name in people:
        given = name.partition(" ")[0]
        if " " in name and text.startswith(name) and job.match(text[len(name) :]):
            return True
        # One in capitals is the beginning of a company's name.
        called = given != name and len(given) >= _GIVEN and not given.isupper()
        if called and text.startswith(given) and says.match(text[len(given) :]):
            return True
    return False


def _cut_boxes(draft: Draft, found: Walk, authors: tuple[str, ...], family: Family) -> None:
    """Label small boxes with a class name such as "author" or "bio", if they name an author or describe a writer.

    Below a short article such a box may be as long as the article.
    """
    rows = [row for row, bits in draft.named if bits & AUTHOR and size(found, row) <= _IN_BOX]
    most = _BESIDE * mass(draft.body()) if rows else 0
    for row in rows:
        first, end = found.boxes.first[row], found.boxes.end[row]
        body = draft.body()
        inside = [segment for segment in body if first <= segment.index < end]
        if not inside or any(segment.hint == "quote" for segment in inside):
            continue
        ends = inside[-1] is body[-1] and mass(body[: -len(inside)]) >= _BRIEF
        if mass(inside) > most and not ends:
            continue
        said = [segment.text for segment in found.segments[first:end]]
        if any(names_author(text, authors) for text in said) or any(_is_note(s, authors, family) for s in inside):
            cut(draft, inside, "author_box", "box")


def names_author(text: str, authors: tuple[str, ...]) -> bool:
    """Whether a text starts with the name of one of the authors; a short text may also end with it."""
    said = key(text)
    short = len(text) <= _NAMED_WITHIN
    return any(said.startswith(name) or (short and said.endswith(name)) for name in map(key, authors))


def _cut_companies(draft: Draft, authors: tuple[str, ...], family: Family) -> None:
    """Label notes about companies at the end of the article, from the heading of the first such note on."""
    body, heading = draft.body(), _pattern(family, "company_heading")
    heads = [(at, match) for at, s in enumerate(body) if (match := heading.match(s.text)) and at]
    for place, (at, match) in enumerate(heads):
        until = heads[place + 1][0] if place + 1 < len(heads) else len(body)
        rest = body[at:]
        if mass(rest) > _COMPANIES * mass(body) or mass(body) - mass(rest) < _ARTICLE:
            continue
        if _describes_company(match, body[at + 1 : until], family):
            name, known = match["name"].strip(), lexicon(draft.context.rules)
            is_author = key(name) in map(key, authors) and known.is_person(name)
            cut(draft, rest, "author_box" if is_author else "about_company", "company_heading")
            return


def _describes_company(heading: re.Match[str], below: list[Segment], family: Family) -> bool:
    """Whether the text below a heading such as "About Harbour Ltd" names and describes the company, so that it is cut.

    `heading`: the match of that heading's line, which may go on with text after the name.  `below`: the segments up to
    the next such heading.
    """
    told = " ".join(filter(None, (heading["told"], *(segment.text for segment in below))))
    name = next(iter(key_words(heading["name"])), "")
    named = len(name) >= _NAME and name in key(told[:_NAMED_WITHIN])
    return named and _pattern(family, "company_says").search(told) is not None
