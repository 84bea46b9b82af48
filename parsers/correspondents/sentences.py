"""Reads sentences that say who reported: whole ones ("Ada Lund contributed to this report.") and attributions.

Takes a text; gives Findings.  A whole sentence counts when its list can be read to the end; an attribution inside
a sentence ("the BBC's Ada Lund reports") only when the outlet is the page's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from parsers.correspondents.finding import CreditContext, CreditText, FoundCredit
from parsers.folding import caseless
from parsers.people.credited_people import Person, split_people
from parsers.people.lexicon import Lexicon
from parsers.people.name_parts import clean_place
from parsers.required_text import folded
from parsers.rules import Rule

#: A sentence that tells who did it is not longer; nor does one of the story matter beyond this.
MAX_SENTENCE = 900
MAX_LINE = 160
#: The sign that ends a sentence, or line breaks, with what stands behind it before the next one.  Begins with the
#: signs, so that all other letters are passed over at a glance.
_END = re.compile(
    r"[.!?。！？…\n](?:(?<!\n)[\"”’»)\]]*\s+(?=[\"“„«‘(\[—–-]*\s?[^\W\d_a-zà-ÿ])|(?<=[。！？\n])\n*)",
)
_TITLES = "Mr|Mrs|Ms|Dr|St|Jr|Sr|Prof|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Capt|Rev|Hon|No|Inc|Corp|Co|Ltd|vs|bzw|Nr|[A-ZÀ-Ý]"
_STATES = "Ala|Ariz|Ark|Calif|Colo|Conn|Fla|Ga|Ill|Ind|Ky|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn"
_SHORT = re.compile(rf"(?:\b(?:{_TITLES}|{_STATES}|Tex|Vt|Va|Wash|Wis|Wyo)|\.[A-Z])\.$")
#: What may stand around a sentence; blanks are the only white space of a block.
_FRONT = " -–—*•·_|([>"
_BACK = " )]*_|"
_OUR = re.compile(
    r"\b(?:our|unser\w{0,2}|notre|nos|nuestr[oa]s?|nostr[oaie]|noss[oa]s?|onze|vår\w?|nasz\w?|наш\w?)\b", re.I
)
_CLOCK = re.compile(r"^\d{1,2}[.:]\d{2}(?: ?[ap]\.?m\.?)?:? ")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence, abbreviations and initials passed over."""
    start = 0
    for match in _END.finditer(text):
        end = match.start() if match[0][0] == "\n" else match.start() + 1
        gap = text[end : match.end()]
        if gap and "\n" not in gap and _SHORT.search(text[max(start, end - 8) : end]):
            continue
        yield start, end
        start = match.end()
    if start < len(text):
        yield start, len(text)


def read_sentences(block: CreditText) -> list[FoundCredit]:
    """The findings of all sentences."""
    rules = block.rules("sentence", "line", "inline")
    if not rules:
        return []
    found = []
    for start, end in sentences(block.text):
        start = max(start, end - MAX_SENTENCE)
        piece = block.text[start:end]
        lowered = folded(piece)
        stirred = [rule for rule in rules if block.book.may_match(rule, lowered)]
        read = stirred and (_whole(piece, stirred, block) or _inside(piece, stirred, block))
        found += [replace(f, start=start + f.start, end=start + f.end) for f in read or ()]
    return found


def _whole(piece: str, rules: list[Rule], block: CreditText) -> list[FoundCredit]:
    bare = _CLOCK.sub("", piece.lstrip(_FRONT).rstrip(_BACK))
    for rule in rules:
        if rule.data["shape"] == "inline" or (rule.data["shape"] == "line" and len(piece) > MAX_LINE):
            continue
        match = rule.pattern.fullmatch(bare)
        persons = _persons(match, rule, block) if match else ()
        if match and persons:
            alone = not match.groupdict().get("tells")
            return [FoundCredit(0, len(piece), _kind(rule, match, block), persons, alone=alone, rule=rule.id)]
    return []


def _kind(rule: Rule, match: re.Match[str], block: CreditText) -> str:
    """The rule's kind; "our correspondent Ada Lund reports" speaks of a reporter, it hands over to nobody."""
    ours = rule.data["kind"] == "package" and not block.book.words.possessives.isdisjoint(caseless(match[0]).split())
    return "reporting" if ours else str(rule.data["kind"])


def _inside(piece: str, rules: list[Rule], block: CreditText) -> list[FoundCredit]:
    found: list[FoundCredit] = []
    for rule in rules:
        if rule.data["shape"] != "inline":
            continue
        for match in rule.pattern.finditer(piece):
            persons = _persons(match, rule, block)
            if persons and not any(f.start < match.end() and match.start() < f.end for f in found):
                kind = str(rule.data["kind"])
                found.append(FoundCredit(match.start(), match.end(), kind, persons, alone=False, rule=rule.id))
    return found


def _persons(match: re.Match[str], rule: Rule, block: CreditText) -> tuple[Person, ...]:
    """The list in the groups of a match, with role, outlet and place where the pattern names them."""
    groups = {name.rstrip("0123456789"): value for name, value in match.groupdict().items() if value}
    context = block.context
    outlet, role, place = _own_part(groups.get("outlet"), context), groups.get("role"), groups.get("place")
    place = _without_stop(clean_place(place), block.book.words) if place else None
    if "who" not in groups:
        persons: tuple[Person, ...] = (Person(None, role, outlet, place, wire=not (role or place)),)
    else:
        listed = f"{groups['who']} {groups.get('more', '')}"
        people = split_people(listed, block.book.words, language=context.language)
        if people.rest.strip(" .,"):
            return ()
        persons = tuple(
            p if p.wire else replace(p, role=p.role or role, outlet=p.outlet or outlet, place=p.place or place)
            for p in people.persons
        )
    return persons if _believed(persons, rule, context) else ()


def _without_stop(place: str, words: Lexicon) -> str:
    """A place without the full stop of its sentence; that of "Conn." and "D.C." is its own."""
    last = place.split()[-1] if place.split() else ""
    return place if "." in last[:-1] or words.is_region(last) else place.rstrip(".")


def _believed(persons: tuple[Person, ...], rule: Rule, context: CreditContext) -> bool:
    """Whether these can be whom the rule speaks of: the outlet's own people, persons for a package."""
    if rule.data.get("own") and not all(context.owns(p.outlet) for p in persons):
        return False
    if rule.data["kind"] == "package":
        return all(p.name and (" " in p.name or not p.name.isascii()) for p in persons)
    return rule.data["kind"] != "reporting" or all(p.name or p.place for p in persons)


def _own_part(outlet: str | None, context: CreditContext) -> str | None:
    """The outlet without words that only begin the sentence: "As NPR" is NPR on NPR's page."""
    words = (outlet or "").split()
    for first in range(len(words)):
        if context.owns(tail := " ".join(words[first:])):
            return tail.removeprefix("The ").removeprefix("the ")
    return outlet
