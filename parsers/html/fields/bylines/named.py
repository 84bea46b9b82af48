"""The byline of an article whose authors are declared: the lines of its head that open with one of their names.

Many bylines neither say "by" nor call themselves one ("Ann Lister · Harbour Post · Posted: 3 May 2024"); a declared
name tells them.  Captions, credits and paragraphs are none.
"""

from __future__ import annotations

from parsers.captions.photo_credits import is_credit_line
from parsers.folding import key
from parsers.html.fields.authors import Names
from parsers.html.fields.bylines.byline_parts import HEAD, Byline, is_lead, names_in, pieces_of, said_of
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.sheet import Sheet
from parsers.people.byline_names import lead_end
from parsers.segments import Segment

#: A line with names, outlet and dates is seldom longer; no more letters follow the name, nor words in small letters.
_LONGEST, _REST, _SMALL = 140, 70, 5
#: What scores higher is body.
_BODY = 0.8
_CONFIDENCE = 0.7
#: Bylines that are less sure are lines which look like a name.
_SURE = 0.5


def named_byline(sheet: Sheet, authors: Names) -> Candidate[Byline] | None:
    """The line or lines right below the headline that name declared authors; None when there is none."""
    own = [said for name in authors if " " in name or not name.isascii() if (said := key(name))]
    start = sheet.headline + 1
    if not own or not start:
        return None
    lines: list[Segment] = []
    for segment in sheet.labels.segments[start : start + HEAD]:
        if _opens_with(segment, own, sheet):
            lines.append(segment)
        elif lines and len(segment.text) > 3:
            break
    return _byline(lines, authors, sheet) if lines else None


def is_sure_of(byline: Candidate[Byline], authors: Names) -> bool:
    """Whether a byline is more than a bare name, and names one of the declared authors."""
    said = key(byline.value.text)
    return byline.confidence >= _SURE and any(key(name) in said for name in authors)


def _opens_with(segment: Segment, own: list[str], sheet: Sheet) -> bool:
    """Whether a line begins with one of the names, and goes on as bylines do."""
    text = segment.text
    if len(text) > _LONGEST or segment.level == 1 or segment.hint in ("figcaption", "quote"):
        return False
    said = key(text[lead_end(text, sheet.words) :])
    name = next((name for name in own if said.startswith(name)), "")
    if not name or len(said) - len(name) > _REST or sheet.labels.of[segment.index] is not None:
        return False
    if sum(word[:1].islower() for word in text.split()) > _SMALL:
        return False
    rules = sheet.context.rules
    return (
        sheet.layout.scores[segment.index] <= _BODY
        and not sheet.marked(segment.node, sheet.heads.pictures | sheet.heads.menus)
        and (len(said) == len(name) or is_credit_line(text, sheet.language, rules=rules) is None)
    )


def _byline(lines: list[Segment], authors: Names, sheet: Sheet) -> Candidate[Byline]:
    """The lines as one byline, with the lead-in that stands alone above them."""
    names = tuple(dict.fromkeys(name for line in lines for name in _names(line, authors, sheet)))
    text = ", ".join(dict.fromkeys(_text(line, names, sheet) for line in lines))
    indices = [line.index for line in lines]
    above = sheet.labels.segments[indices[0] - 1]
    if above.index != sheet.headline and is_lead(above.text, sheet):
        text, indices = f"{above.text} {text}", [above.index, *indices]
    return Candidate(Byline(text, names), "layout", "named", _CONFIDENCE, tuple(indices))


def _names(line: Segment, authors: Names, sheet: Sheet) -> Names:
    """The names of a line as printed; the declared ones where it prints them together with something else."""
    said = key(line.text)
    declared = tuple(name for name in authors if key(name) in said)
    printed = names_in(line.text, sheet)
    return printed if {key(name) for name in declared} <= {key(name) for name in printed} else declared


def _text(line: Segment, names: Names, sheet: Sheet) -> str:
    """What a line says of its names, where its pieces stand apart in the page; else the whole line."""
    pieces = pieces_of(line.node)
    if len(pieces) > 1 and "".join(pieces).replace(" ", "") == line.text.replace(" ", ""):
        own = tuple(name for name in names if key(name) in key(line.text))
        return said_of(pieces, own, sheet).rstrip(" |,;·•–—-")
    return line.text
