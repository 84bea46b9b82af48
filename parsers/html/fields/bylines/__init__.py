"""Finds the byline as printed, and the names in it.

Nine readers, one file each, look for it in different places:

- `signed`: elements whose class, rel or microdata says author or byline;
- `printed_lines`: lines near the headline that begin like bylines ("By ...", "Von ..."), and lone names;
- `last_lines`: lines at the end of the text that are a name with its mail address or job;
- `in_brackets`: names in brackets at the beginning or the end of the text;
- `author_boxes`: a name in a line below the article, and a paragraph about it;
- `foot_labels`: a label and names among the facts at the foot of the article;
- `linked`: links to an author's page;
- `told`: the end of a standfirst ("writes Ann Lister");
- `named`: lines that begin with the name of a declared author, once the authors are known.

Their common parts are in `byline_parts`; the choice among their results is made here.  The byline nearest to the
headline wins; author boxes below the article come second; names in comments and teasers never count.  `sheet` is the
page as field readers see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from parsers.folding import key
from parsers.html.fields.authors import Names, is_own
from parsers.html.fields.bylines.author_boxes import author_boxes
from parsers.html.fields.bylines.byline_parts import ELSEWHERE, HEAD, LONGEST, Byline, checkers_factor, names_in
from parsers.html.fields.bylines.foot_labels import FOOT, foot_bylines
from parsers.html.fields.bylines.in_brackets import bracketed_bylines
from parsers.html.fields.bylines.last_lines import last_bylines
from parsers.html.fields.bylines.linked import linked_bylines
from parsers.html.fields.bylines.named import is_sure_of, named_byline
from parsers.html.fields.bylines.printed_lines import line_bylines
from parsers.html.fields.bylines.signed import signed_bylines
from parsers.html.fields.bylines.told import told_bylines
from parsers.html.fields.candidate import Candidate, best, first, printed_values
from parsers.html.fields.sheet import Sheet
from parsers.people.around_names import has_lead, lead_end
from parsers.people.name_kinds import is_agency, is_group, is_person

__all__ = ["Byline", "read_byline", "with_authors"]

#: The most lines that are kept as evidence.
_MOST: Final = 8
#: Segments below the beginning of the body in which a byline is the article's.  Chosen by hand.
_INTO_BODY: Final = 4
#: Segments above the headline in which a link to an author's page is looked for.  Chosen by hand.
_LINKED_ABOVE: Final = 3


def read_byline(sheet: Sheet) -> Candidate[Byline] | None:
    """Return the byline that the page prints, with its names; None without one."""
    # Most bylines are just below the headline; the rest of the page is searched only when none is found there.
    head = range(sheet.headline, sheet.headline + HEAD + 1) if sheet.headline >= 0 else range(0)
    lines = sheet.own(sheet.labels.segments[head.start : head.stop])
    short = [segment for segment in lines if len(segment.text) <= LONGEST]
    printed = []
    for candidate in signed_bylines(short, sheet):
        # Candidates come in page order, so the first one is nearest to the headline.
        if candidate.value.names and checkers_factor(candidate.value.text, sheet) == 1:
            return _whole(candidate, sheet)
        printed += [candidate] if candidate.value.names else []
    for candidate in line_bylines(short, sheet):
        if candidate.confidence > ELSEWHERE and not _is_desk(candidate, sheet):
            return candidate
        printed.append(candidate)
    rest = [segment for segment in sheet.around() if segment.index not in head and len(segment.text) <= LONGEST]
    signed = [candidate for candidate in signed_bylines(rest, sheet) if candidate.value.names]
    printed = _without_signatures([*printed, *line_bylines(rest, sheet)], sheet)
    elsewhere = [*last_bylines(sheet), *bracketed_bylines(sheet), *author_boxes(sheet), *foot_bylines(sheet)]
    found = [*signed, *printed, *elsewhere]
    near = [*short, *(line for line in rest if 0 < sheet.headline - line.index <= _LINKED_ABOVE)]
    chosen = best(found) or first(linked_bylines(near, sheet)) or first(told_bylines(lines, sheet))
    if chosen and _is_desk(chosen, sheet):
        # "By Harbour Post Staff" at the top, and below the text "Written by Ann Lister".
        chosen = best(candidate for candidate in found if _says_who_wrote(candidate, sheet)) or chosen
    return chosen and _beside(chosen, found)


def _without_signatures(bylines: list[Candidate[Byline]], sheet: Sheet) -> list[Candidate[Byline]]:
    """Leave out bylines that sign several texts: those of readers' comments, or of the parts of a digest.

    They begin with the same words ("Posted by") before different names.  A byline above the text or near its beginning
    is kept, since it is the article's.
    """
    signed: dict[str, set[str]] = {}
    leads = [key(byline.value.text[: lead_end(byline.value.text, sheet.words)]) for byline in bylines]
    for lead, byline in zip(leads, bylines, strict=True):
        signed.setdefault(lead, set()).update(map(key, byline.value.names[:1]))
    return [
        byline
        for lead, byline in zip(leads, bylines, strict=True)
        if not lead or len(signed[lead]) == 1 or byline.segments[0] <= sheet.layout.first + _INTO_BODY
    ]


def _is_desk(byline: Candidate[Byline], sheet: Sheet) -> bool:
    """Whether a byline names only the outlet or groups ("By Harbour Post Staff"); then an author is sought elsewhere.

    An agency is no such group.  False for a byline without names.
    """
    names = byline.value.names
    return bool(names) and all(
        is_own(name, sheet) or (is_group(name, sheet.words) and not is_agency(name, sheet.words)) for name in names
    )


def _says_who_wrote(byline: Candidate[Byline], sheet: Sheet) -> bool:
    """Whether a byline begins with words that only precede an author ("Written by"), and names nothing but persons."""
    text, names = byline.value
    wrote = key(text[: lead_end(text, sheet.words)]) in sheet.words.wrote
    return wrote and all(is_person(name, sheet.words) and not is_own(name, sheet) for name in names)


def with_authors(printed: Candidate[Byline] | None, authors: Names, sheet: Sheet) -> Candidate[Byline] | None:
    """Return the byline after a second search, for lines that begin with the names of the `authors`; None without any.

    Such a line below the headline replaces `printed`, the byline found so far, if that is missing, uncertain or printed
    at the foot of the article.
    """
    if printed and printed.rule != FOOT and is_sure_of(printed, authors):
        return printed
    named = named_byline(sheet, authors)
    return _beside(named, [printed]) if named and printed else named or printed


def _beside(chosen: Candidate[Byline], others: Sequence[Candidate[Byline]]) -> Candidate[Byline]:
    """Add the texts of the other bylines to the chosen one, as evidence for people who ask why it was chosen."""
    texts = dict.fromkeys((chosen.value.text, *(one.value.text for one in others)))
    return chosen._replace(found=printed_values(*list(texts)[:_MOST])) if len(texts) > 1 else chosen


def _whole(signed: Candidate[Byline], sheet: Sheet) -> Candidate[Byline]:
    """Extend a byline from a marked element to its whole line, if the line begins with "By" and has more names.

    `signed`: the byline in an element whose class or the like says byline.  It is returned unchanged in all other
    cases.
    """
    line = sheet.labels.segments[signed.segments[0]].text
    if len(signed.segments) > 1 or len(line) > LONGEST or not has_lead(line, sheet.words):
        return signed
    names = names_in(line, sheet)
    if len(names) > len(signed.value.names) and set(map(key, names)) > set(map(key, signed.value.names)):
        return signed._replace(value=Byline(line, names))
    return signed
