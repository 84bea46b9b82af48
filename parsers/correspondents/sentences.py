"""Reads sentences that name reporters: whole ones ("Ada Lund contributed to this report.") and attributions.

Takes a block (`block`, a CreditText: its text, neighbours, rules that may match); gives FoundCredits (position, kind of
work, persons).  A whole sentence counts if its list of persons can be read to the end; an attribution inside a sentence
("the BBC's Ada Lund reports") counts only if the outlet is the page's own.  `piece` is the text of one sentence;
`words` is the Lexicon, the word lists by which names are recognised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from parsers.correspondents.finding import CreditContext, CreditText, FoundCredit
from parsers.correspondents.named_sources import named_sources
from parsers.correspondents.rule_index import Grammar
from parsers.folding import caseless
from parsers.people.credited_people import split_people
from parsers.people.lexicon import Lexicon
from parsers.people.name_parts import clean_place
from parsers.people.people_groups import Person
from parsers.rules import Rule

#: Characters; of a longer sentence, only so many at its end are read.  Chosen by hand.
MAX_SENTENCE = 900
#: The most characters in a line for rules of shape "line".  Chosen by hand.
MAX_LINE = 160
#: Characters at the end of a sentence in which an abbreviation is looked for.
_ABBREVIATION = 8
#: The punctuation at the end of a sentence, or a line break, with everything up to the next sentence.  The blank may be
#: lost with the mark-up ("... this report.Follow us").  It begins with a character class, so that most places fail.
_END = re.compile(
    r"[.!?。！？…\n](?:(?<!\n)[\"”’»)\]]*\s+(?=[\"“„«‘(\[—–-]*\s?(?:[^\W_a-zà-ÿ]|[©•·|#*_@]|c\) ))|(?<=[。！？\n])\n*"
    r"|(?<=[a-zà-ÿ]{2}[.!?])[\"”’»)]*(?=©|[A-Z][\w'’]+ ))",
)
#: Characters that are removed before and after a sentence; of white space, a block contains blanks only.
_FRONT = " -–—*•·_|([>"
_BACK = " )]*_|"
_CLOCK = re.compile(r"^\d{1,2}[.:]\d{2}(?: ?[ap]\.?m\.?)?:? ")


def sentences(text: str, book: Grammar) -> Iterator[tuple[int, int]]:
    """Yield the start and end index of each sentence; the full stops of abbreviations and initials do not end one."""
    start = 0
    for match in _END.finditer(text):
        end = match.start() if match[0][0] == "\n" else match.start() + 1
        gap = text[end : match.end()]
        last = text[max(start, end - _ABBREVIATION) : end]
        if gap and "\n" not in gap and book.abbreviation.search(last):
            continue
        if text[match.end() : match.end() + 1].isdigit() and book.before_number.search(last):
            continue
        yield start, end
        start = match.end()
    if start < len(text):
        yield start, len(text)


def read_sentences(block: CreditText) -> list[FoundCredit]:
    """The credits in all sentences of a block, in order."""
    rules = block.rules("sentence", "line", "inline")
    if not rules:
        return []
    found: list[FoundCredit] = []
    for start, end in sentences(block.text, block.book):
        # What may follow a credit without a full stop ("... this report © 2024") may belong to it ("Sources • AP").
        mark = block.book.tail.search(block.text, start + 1, end)
        parted = mark and [*_read(start, mark.start(), rules, block), *_read(mark.start(), end, rules, block)]
        found += parted or _read(start, end, rules, block)
    return found


def _read(start: int, end: int, rules: list[Rule], block: CreditText) -> list[FoundCredit]:
    """The credits in the sentence from `start` to `end` (indices in the block); of a long one, only its end is read."""
    start = max(start, end - MAX_SENTENCE)
    piece = block.text[start:end]
    # The rules were found for the whole text, so that a text of one sentence needs no second look.
    stirred = rules if piece == block.text else [rule for rule in block.book.likely(piece) if rule in rules]
    read = (_whole(piece, stirred, block) or _inside(piece, stirred, block)) if stirred else []
    return [replace(f, start=start + f.start, end=start + f.end) for f in read]


def _whole(piece: str, rules: list[Rule], block: CreditText) -> list[FoundCredit]:
    """Read a whole sentence by the first rule that matches it: a list of one FoundCredit; else empty."""
    bare = _CLOCK.sub("", piece.lstrip(_FRONT).rstrip(_BACK))
    for rule in rules:
        if rule.data["shape"] == "inline" or (rule.data["shape"] == "line" and len(piece) > MAX_LINE):
            continue
        match = rule.pattern.fullmatch(bare)
        persons = _persons(match, rule, block) if match else ()
        if match and persons:
            alone = not match.groupdict().get("tells")
            return [FoundCredit(0, len(piece), _kind(rule, match, persons, block), persons, alone=alone, rule=rule.id)]
    return []


def _kind(rule: Rule, match: re.Match[str], persons: tuple[Person, ...], block: CreditText) -> str:
    """The kind of work that a sentence tells: that of the rule, with one exception.

    A rule of the kind "package" finds sentences that introduce a reporter's recorded piece.  If such a sentence has
    "our" and a place, it tells where she reported, and is "reporting": "Our correspondent Ada Lund reports from Oslo".
    """
    ours = rule.data["kind"] == "package" and not block.book.words.possessives.isdisjoint(caseless(match[0]).split())
    return "reporting" if ours and any(p.place for p in persons) else str(rule.data["kind"])


def _inside(piece: str, rules: list[Rule], block: CreditText) -> list[FoundCredit]:
    """The attributions inside a sentence ("the BBC's Ada Lund reports"), by rules of shape "inline"."""
    found: list[FoundCredit] = []
    for rule in rules:
        if rule.data["shape"] != "inline":
            continue
        for match in rule.pattern.finditer(piece):
            persons = _persons(match, rule, block)
            start, end = match.span("credit" if "credit" in match.re.groupindex else 0)
            if persons and not any(f.start < end and start < f.end for f in found):
                kind, alone = str(rule.data["kind"]), bool(rule.data.get("alone"))
                start = 0 if alone and caseless(piece[:start].strip(_FRONT)) in block.book.leads else start
                found.append(FoundCredit(start, end, kind, persons, alone=alone, rule=rule.id))
    return found


def _persons(match: re.Match[str], rule: Rule, block: CreditText) -> tuple[Person, ...]:
    """The persons in a match, with role, outlet and place from its named groups.

    Empty when they do not fit the rule.
    """
    matched = [name for name in match.re.groupindex if match[name]]
    groups = {name.rstrip("0123456789"): _whole_place(match, name, block) for name in matched}
    context = block.context
    outlet, place = _own_part(groups.get("outlet"), context), groups.get("place")
    role = _job(groups["role"], block.book.words) if "role" in groups else None
    place = _without_stop(clean_place(place, block.book.words), block.book.words) if place else None
    if "source" in groups:
        certain, people_too = rule.data.get("takes") != "named", rule.data["kind"] != "agency"
        named = named_sources(groups["source"], block, certain=certain, people=people_too) or ()
        persons = tuple(replace(p, place=p.place or place) for p in named)
    elif "who" not in groups:
        name = groups.get("handle") or (_name_above(context, block.book.words) if rule.data.get("below") else None)
        if rule.data.get("below") and not name:
            return ()
        persons = (Person(name, role, outlet, place, wire=not (name or role or place)),)
    else:
        listed = f"{groups['who']} {block.book.again.sub('', groups.get('more', ''))}"
        people = split_people(listed, block.book.words, language=context.language)
        if people.rest.strip(" .,"):
            return ()
        persons = tuple(
            p if p.wire else replace(p, role=p.role or role, outlet=p.outlet or outlet, place=_named(p.place or place))
            for p in people.persons
        )
    return persons if _believed(persons, rule, context) else ()


def _job(role: str, words: Lexicon) -> str:
    """A job without the word "our", if more is left: "Vår korrespondent" gives "korrespondent"."""
    parts = role.split()
    kept = [part for part in parts if caseless(part) not in words.possessives]
    return " ".join(kept or parts)


def _named(place: str | None) -> str | None:
    """A place if it has a name; None for words in lower case such as "the scene"."""
    return None if place and place.isascii() and place.islower() else place


def _whole_place(match: re.Match[str], group: str, block: CreditText) -> str:
    """The text of a group, with the full stop after it if that ends an abbreviated region: "from Trenton, N.J."."""
    text, end = match[group], match.end(group)
    stopped = match.string[end : end + 1] == "." and block.book.words.is_region(text.rpartition(" ")[2] + ".")
    return text + "." if stopped else text


def _name_above(context: CreditContext, words: Lexicon) -> str | None:
    """The name in the block before, if that block is nothing but a person's name; else None."""
    before = (context.before or "").strip()
    return before if words.is_person(before) else None


def _without_stop(place: str, words: Lexicon) -> str:
    """Remove the sentence's full stop from a place; that of an abbreviation ("Conn.", "D.C.") stays."""
    last = place.split()[-1] if place.split() else ""
    return place if "." in last[:-1] or words.is_region(last) else place.rstrip(".")


def _believed(persons: tuple[Person, ...], rule: Rule, context: CreditContext) -> bool:
    """Whether the persons in a match are what its rule requires; else it is no credit.

    By the rule's `kind`: "package" requires full names, "reporting" a name or a place of each person, "agency"
    organisations without a name.  A rule with `own` requires that their outlet is the page's.
    """
    if rule.data["kind"] == "agency" and any(p.name for p in persons):
        return False
    foreign = rule.data.get("own") and not all(context.owns(p.outlet) for p in persons)
    if foreign and (context.publisher or not rule.data.get("unknown")):
        return False
    if rule.data["kind"] == "package":
        return all(p.name and (" " in p.name or not p.name.isascii()) for p in persons)
    return rule.data["kind"] != "reporting" or all(p.name or p.place for p in persons)


def _own_part(outlet: str | None, context: CreditContext) -> str | None:
    """The page's own outlet at the end of a text: "As NPR" on NPR's page gives "NPR".

    Any other text is given unchanged.
    """
    words = (outlet or "").split()
    for first in range(len(words)):
        if context.owns(tail := " ".join(words[first:])):
            return context.bare(tail)
    return outlet.strip() if outlet else None
