"""Finds bylines by the declared authors (those in the metadata): lines below the headline that begin with their names.

Many bylines have neither "by" nor a telling class name ("Ann Lister · Harbour Post · Posted: 3 May 2024"); a declared
name reveals them.  Captions, credits and paragraphs are left out.  A key is a text normalised for comparison
(`parsers.folding.key`).
"""

from __future__ import annotations

from parsers.captions.photo_credits import is_credit_line
from parsers.folding import key
from parsers.html.fields.authors import Names
from parsers.html.fields.bylines.byline_parts import HEAD, Byline, is_lead, names_in, said_of
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.pieces import pieces_of
from parsers.html.fields.sheet import Sheet
from parsers.people.around_names import lead_end
from parsers.segments import Segment

# All limits below were chosen by hand.

#: Characters of the longest line; letters that may follow the name; words in lower case that the line may hold.
_LONGEST, _REST, _SMALL = 140, 70, 5
#: Score above which a line is body text.
_BODY = 0.8
#: Confidence (0 to 1) of bylines found here.
_CONFIDENCE = 0.7
#: Characters; a line as short as this between lines of the byline is a bar or a dot.
_BAR = 3
#: Confidence below which a byline is only a line that looks like a name.
_SURE = 0.5


def named_byline(sheet: Sheet, authors: Names) -> Candidate[Byline] | None:
    """Return the byline in the lines just below the headline that begin with a declared author; None without one."""
    own = [said for name in authors if " " in name or not name.isascii() if (said := key(name))]
    start = sheet.headline + 1
    if not own or not start:
        return None
    lines: list[Segment] = []
    for segment in sheet.labels.segments[start : start + HEAD]:
        if _opens_with(segment, own, sheet):
            lines.append(segment)
        elif lines and len(segment.text) > _BAR:
            break
    return _byline(lines, authors, sheet) if lines else None


def is_sure_of(byline: Candidate[Byline], authors: Names) -> bool:
    """Whether a byline has enough confidence and names one of the declared authors, so that it needs no replacement."""
    said = key(byline.value.text)
    return byline.confidence >= _SURE and any(key(name) in said for name in authors)


def _opens_with(segment: Segment, own: list[str], sheet: Sheet) -> bool:
    """Whether a line is a byline: it begins with a name of a declared author and has few other words.

    `own`: the keys of these names.
    """
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
    """Make one byline of `lines`; a line above them that is only "By" or the like becomes part of it."""
    names = tuple(dict.fromkeys(name for line in lines for name in _names(line, authors, sheet)))
    text = ", ".join(dict.fromkeys(_text(line, names, sheet) for line in lines))
    indices = [line.index for line in lines]
    above = sheet.labels.segments[indices[0] - 1]
    if above.index != sheet.headline and is_lead(above.text, sheet):
        text, indices = f"{above.text} {text}", [above.index, *indices]
    return Candidate(Byline(text, names), "layout", "named", _CONFIDENCE, tuple(indices))


def _names(line: Segment, authors: Names, sheet: Sheet) -> Names:
    """Return the names in a line as printed if all declared authors in it are among them; else the authors as declared.

    The printed names cannot always be told from the words around them.
    """
    said = key(line.text)
    declared = tuple(name for name in authors if key(name) in said)
    printed = names_in(line.text, sheet)
    return printed if {key(name) for name in declared} <= {key(name) for name in printed} else declared


def _text(line: Segment, names: Names, sheet: Sheet) -> str:
    """Return the text of a line for the byline, without dates and the like that are in elements of their own."""
    pieces = pieces_of(line.node)
    if len(pieces) > 1 and "".join(pieces).replace(" ", "") == line.text.replace(" ", ""):
        own = tuple(name for name in names if key(name) in key(line.text))
        return said_of(pieces, own, sheet).rstrip(" |,;·•–—-")
    return line.text
