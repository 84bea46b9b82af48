"""Reads the agencies at the end of a text: "(dpa/gem)", "mit dpa", "rs/nm (AP, AFP)", "– AFP", "/TASS/".

Takes a block (`block`, a CreditText: its text, neighbours, rules that may match); gives a FoundCredit (position, kind
of work, persons) when the text after the last sentence (its "tail"), or the whole line, consists of agencies and the
initials of editors only.  A text that mentions a photo is skipped, since picture credits look the same.  `words` is the
Lexicon, the word lists by which names are recognised.
"""

from __future__ import annotations

import re

from parsers.correspondents.finding import CreditText, FoundCredit
from parsers.correspondents.named_sources import coded_agencies, is_sure_wire
from parsers.folding import key
from parsers.people.lexicon import Lexicon
from parsers.people.name_shapes import CAPITALS, HOST_END, SMALL, letter_runs
from parsers.people.people_groups import Person

#: Characters at the end of a text in which a tail is looked for.  Chosen by hand.
_ENDING = 100
#: Characters at the end and at the start of a text in which the mention of a photo is looked for.  Chosen by hand.
_PICTURE_NEAR = 300
_PICTURE_FIRST = 120
#: Characters before a tail in which the initials of editors are looked for.  Chosen by hand.
_CODES_NEAR = 20
#: Characters at the end of a text of which one is the bracket that a tail ends with; full stops and blanks may follow.
_LAST = 3
#: Characters of the longest line that is a tail as a whole ("mfh/dpa/AFP", "4 sty 12 11:54, KDP | PAP").  Chosen by
#: hand.
_LONGEST_CODED = 64
#: Names in brackets or between slashes, after a dash, and initials before them.
_BRACKET = re.compile(r"[(\[（/]([^()\[\]（）/]{2,60}(?:/[^()\[\]（）/]{1,20}){0,4})[)\]）/]\s*\.?$")
_DASHED = re.compile(r"(?:^|[.!?”\"»]\s*)(?:--|[–—-])\s*([^\W\d_][\w ./-]{1,40})\.?$")
_CODES = re.compile(rf"(?:^|[.!?”\"»]\s*)((?:[{SMALL}]{{2,4}}/)*[{SMALL}]{{2,4}})\s*$")
_SPLIT = re.compile(rf"\s*[/,;+|&]\s*|\s+(?=[{SMALL}]{{2,3}}(?:$|/))")
#: The initials of an editor or a desk.
_CODE = re.compile(rf"[{SMALL}]{{2,4}}\d?|[{CAPITALS}]{{2,3}}")
_CLOSING = frozenset(")]/）")
#: The dashes of _DASHED; most texts have none near their end.
_DASHES = "–—-"
#: An agency's initials in capitals after the last sentence, without a mark: "... on Monday. PTI".
_BARE = re.compile(rf"[.!?…”\"»][’']?\s+([{CAPITALS}]{{2,8}})(?: [A-Z]{{2,3}}){{0,4}}\.?$")
#: Characters at the end of a text in which they are looked for.
_BARE_NEAR = 34
#: An agency's initials and those of its editors, alone in a line: "PTI SKD NSK NSK".
_INITIALS = re.compile(r"([A-Z]{2,8})(?: [A-Z]{2,3}){1,5}")
_DOMAIN = re.compile(rf"[\w-]+{HOST_END}")
_STOP = re.compile(r"[.!?…”\"“»’'。:)]\s*$")


def may_be_tail(text: str, words: Lexicon) -> bool:
    """A quick test: False when a text certainly names no agency at its end.

    True for any text that ends with a bracket, with a dash and a word, or with capitals; also for a short line that
    holds an agency's name.
    """
    if text[-_LAST:].rstrip(" .")[-1:] in _CLOSING or _may_be_coded(text, words):
        return True
    ending = text[-_ENDING:]
    dashed = any(map(ending.__contains__, _DASHES)) and _DASHED.search(ending) is not None
    return dashed or _BARE.search(text[-_BARE_NEAR:]) is not None


def _may_be_coded(text: str, words: Lexicon) -> bool:
    """Whether a line is short and holds an agency's name, so that it may be nothing but agencies and initials."""
    return len(text) <= _LONGEST_CODED and words.names_wire(letter_runs(text))


def read_tail(block: CreditText) -> list[FoundCredit]:
    """Find the agencies at the end of a text; gives a list of one FoundCredit, or an empty one."""
    text = block.text
    if _may_be_coded(text, block.book.words) and (agencies := _coded(text, block)):
        return [FoundCredit(0, len(text), "agency", agencies, rule="tail")]
    ending = text[-_ENDING:]
    match = _BRACKET.search(ending) or _DASHED.search(ending) or _bare(ending, block)
    if not match or any(map(block.book.picture.search, (text[-_PICTURE_NEAR:], text[:_PICTURE_FIRST]))):
        return []
    before = text[: len(text) - len(ending) + match.start(1) - 1].rstrip(" -–—(")
    codes = _CODES.search(before[-_CODES_NEAR:])
    if codes and "/" in codes[1]:
        before = before[: len(before) - len(before[-_CODES_NEAR:]) + codes.start(1)].rstrip()
    # Another picture credit in brackets before the tail: "(Ada Lund/dpa via AP, file) (Associated Press)".
    if before and (not _STOP.search(before) or block.book.lent.search(before)):
        return []
    agencies = agencies_of(match[1], block)
    return [FoundCredit(len(before), len(text), "agency", agencies, rule="tail")] if agencies else []


def _coded(text: str, block: CreditText) -> tuple[Person, ...]:
    """The agencies in a line of agencies and initials only ("mfh/dpa/AFP"); empty for any other line.

    A line that is only the name of one agency ("Reuters") gives nothing here: `byline_roles.find_byline` reports it.
    Only if the name is also a common word, the line is read here.
    """
    words = block.book.words
    edited = _INITIALS.fullmatch(text)
    if edited and is_sure_wire(edited[1], words):
        return (Person(outlet=edited[1], wire=True),)
    alone = words.is_wire(text) and key(text) not in words.ambiguous
    return () if alone or block.book.picture.search(text) else coded_agencies(text, block)


def _bare(ending: str, block: CreditText) -> re.Match[str] | None:
    """The match of an agency's initials after the last sentence ("... on Monday. PTI").

    None when these may be another word.  `ending`: the last characters of the text.
    """
    match = _BARE.search(ending)
    return match if match and match[1] not in block.book.pictured and is_sure_wire(match[1], block.book.words) else None


def agencies_of(listed: str, block: CreditText) -> tuple[Person, ...]:
    """The agencies in a list: "dpa/gem" gives "dpa"; empty when the list names no agency or holds other words.

    Initials of editors, web domains and the page's own outlet may be in the list, and are left out.
    """
    words = block.book.words
    parts = [p for joined in words.joint.split(listed.strip(" .")) for p in _SPLIT.split(joined) if p]
    wires = [p for p in parts if words.is_wire(p) and p not in words.codes.initials]
    others = [p for p in parts if p not in wires and not _CODE.fullmatch(p) and not _DOMAIN.fullmatch(p)]
    if not wires or not all(block.context.owns(p) or words.is_unnamed_wire(p) for p in others):
        return ()
    return tuple(Person(outlet=p, wire=True) for p in wires)
