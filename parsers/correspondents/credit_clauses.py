"""Reads credit lines, whose clauses have a head and a list ("Reporting by Ada Lund in Oslo; Editing by Ben Oduya").

Takes a whole line, or a paragraph with a credit at its end (`block`, a CreditText: its text, neighbours, rules that may
match); gives FoundCredits (position, kind of work, persons).  A head (here "Reporting by") counts at the start of a
line, a sentence or a bracket, or after another clause, but not in the middle of a sentence.  `words` is the Lexicon,
the word lists by which names are recognised; keys such as `takes` are those of the rules in
config/rules/correspondents.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsers.correspondents.agency_tails import agencies_of
from parsers.correspondents.finding import CreditText, FoundCredit
from parsers.correspondents.named_sources import coded_agencies, is_agency_desk, named_sources
from parsers.correspondents.rule_index import GLUE, may_be_glued
from parsers.folding import caseless
from parsers.late_patterns import ScriptPattern
from parsers.people.credited_people import MAX_LIST, People, split_people
from parsers.people.lexicon import Lexicon
from parsers.people.people_groups import Person
from parsers.rules import Rule

#: Characters; in a line up to this length, a credit may be among other details (dates, sections, times).  Chosen by
#: hand.
SHORT_LINE = 200
#: Characters before a head that show whether a clause may begin there.  Chosen by hand.
_NEAR = 12
#: An editor who signs with a user name ("Editor: huaxia").
_USER_NAME = re.compile(r"[a-z]{5,16}")
#: Another label or a day in a line of labels: "Autor: PG Źródło: PAP".
_LABELLED = re.compile(r"[:：\d]")
#: The number of an editor's desk: "责任编辑：王明 SF016".
_DESK_CODE = ScriptPattern(r"(?<=[\u4e00-\u9fff]) ?[A-Z]{1,3}\d{2,6}\W*$")
_OPEN = re.compile(r"[(\[（【]")
_NO_LETTER = re.compile(r"[\W\d_]")
#: The punctuation that a clause may follow in a paragraph, and what it may follow there and in a short line.
_MARK = re.compile(r"[;.!?…()\[|•·*=—–\-\"”»（）【】〔。:]\s*")
_HARD = re.compile(rf"(?:^|{_MARK.pattern})\s*$")
_SOFT = re.compile(r"(?:^|[;.!?…()\[|•·*=—–\-\"”»（）【】〔。:\]/\d])\s*$")


def read_credits(block: CreditText) -> list[FoundCredit]:
    """Find the clauses of a text ("Reporting by ..."); gives one FoundCredit for each, with the persons in its list.

    A clause of a rule with the key `company` counts only beside another clause: empty when it is the only one.
    """
    text, heads = block.text, _heads(block)
    if not heads:
        return []
    found: list[FoundCredit] = []
    for index, (start, end, rule) in enumerate(heads):
        limit = heads[index + 1][0] if index + 1 < len(heads) else len(text)
        if not _may_begin(text, start, bool(found), block.book.words) and not _is_next_label(start, rule, block):
            continue
        stop = _clause_end(text, end, limit, block.book.around.list_end)
        persons, rest = _listed(text[end:stop], rule, block)
        if persons:
            stop = text.rfind(rest, end, stop) if rest else stop
            found.append(FoundCredit(start, stop, str(rule.data["kind"]), persons, rule=rule.id))
    shy = {rule.id for _, _, rule in heads if rule.data.get("company")}
    return [] if len(found) < 2 and all(f.rule in shy for f in found) else found


def _heads(block: CreditText) -> list[tuple[int, int, Rule]]:
    """All heads of clauses ("Reporting by") in a text, in order: start, end and rule.

    Of two that overlap, the one that begins first, else the longer one.
    """
    rules = block.rules("credit")
    if not rules or not _may_hold_clause(block.text, rules):
        return []
    starts = _word_starts(block.text)
    spans = [(m.start(), m.end(), r) for r in rules for m in _beginning_at(starts, r.pattern, block.text)]
    heads: list[tuple[int, int, Rule]] = []
    for start, end, rule in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not heads or start >= heads[-1][1]:
            heads.append((start, end, rule))
    return heads


def _may_hold_clause(text: str, rules: Sequence[Rule]) -> bool:
    """A quick test: False when a paragraph certainly holds no clause, since none begins after its punctuation."""
    if len(text) <= SHORT_LINE:
        return True
    starts = {0, *(place for mark in _MARK.finditer(text) for place in (mark.start() + 1, mark.end()))}
    return any(rule.pattern.match(text, start) for rule in rules for start in starts)


def _word_starts(text: str) -> list[int]:
    """Find the indices at which the words of a text begin, also where lost mark-up joined two ("WorldEdited by").

    A clause is looked for only there: "con" (Spanish "with") begins none in "Silicon Valley".
    """
    starts = [0, *(sign.end() for sign in _NO_LETTER.finditer(text))]
    return sorted({*starts, *(seam.start() for seam in GLUE.finditer(text))}) if may_be_glued(text) else starts


def _beginning_at(starts: Sequence[int], pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern that begin at one of the indices in `starts` and do not overlap."""
    end = 0
    for start in starts:
        if start >= end and (match := pattern.match(text, start)):
            yield match
            end = match.end()


def _may_begin(text: str, start: int, continues: bool, words: Lexicon) -> bool:
    """Whether a clause can begin at index `start`: at the start of the text or after punctuation.

    `continues`: whether an earlier clause was found; then a comma or "and" before it is enough.
    """
    before = text[max(0, start - _NEAR) : start]
    short = len(text) <= SHORT_LINE
    if before[-1:].isalpha():  # glued by lost mark-up: "WorldEdited by Ada Lund"
        return may_be_glued(text) and GLUE.match(text, start) is not None
    if continues and (before.rstrip().endswith(",") or words.trailing_joint.search(before.lower())):
        return True
    if continues and not text[start].islower() and before[-1:] == " ":  # "Reporting by Ada Lund Editing by Ben Oduya"
        return True
    return bool((_SOFT if short or continues else _HARD).search(before))


def _is_next_label(start: int, rule: Rule, block: CreditText) -> bool:
    """Whether a label of the source at index `start` follows another label or a date: "Autor: PG Źródło: PAP".

    Then a clause may begin there although no punctuation is before it.  False in longer texts.
    """
    text = block.text
    if rule.data.get("takes") != "outlets" or len(text) > SHORT_LINE or text[start].islower():
        return False
    before = text[:start]
    return before.endswith(" ") and _LABELLED.search(before) is not None and not block.book.picture.search(before)


def _clause_end(text: str, start: int, limit: int, list_end: re.Pattern[str]) -> int:
    """The index at which the list that begins at `start` ends: a stop or bar outside of brackets, or `limit`.

    `list_end`: the pattern for such an end.
    """
    limit = min(limit, start + MAX_LIST)
    depth, position = 0, start
    while match := list_end.search(text, position, limit):
        depth += len(_OPEN.findall(text, position, match.start()))
        position = match.end()
        if match[0][0] in ")]）】":
            depth -= 1
        if depth < 0 or (depth == 0 and match[0][0] not in ")]）】"):
            return match.start()
    return limit


def _listed(listed: str, rule: Rule, block: CreditText) -> tuple[tuple[Person, ...], str]:
    """The persons in `listed`, the text after "Reporting by" or the like, and what follows their list there.

    Returns ((), "") when the text does not begin with a list of persons.

    The key `takes` of the rule says who may be in the list: "agencies" only agencies, "outlets" only what certainly is
    an outlet, "named" any outlet and persons (`named_sources`).
    """
    for behind in (block.book.stamp, block.book.tail):
        if found := behind.search(listed):
            listed = listed[: found.start()]
    listed = _DESK_CODE.sub("", listed).strip(" ,;:-–—([（").lstrip(".")
    if rule.data.get("takes") in ("outlets", "named"):
        certain = rule.data["takes"] == "outlets"
        return named_sources(listed, block, certain=certain) or coded_agencies(listed, block), ""
    listed = block.book.words.trailing_joint.sub("", listed).rstrip()
    if "@" in listed:
        return (), ""
    if rule.data["kind"] == "editing" and _is_user_name(listed, block):
        return (Person(listed),), ""
    people = split_people(listed, block.book.words, language=block.context.language)
    rest = people.rest.strip(" .,")
    if rule.data.get("takes") == "agencies":
        return (agencies_of(listed, block) if rest else _agencies(people, block)), ""
    parted = listed.removesuffix(people.rest).rstrip()[-1:] in tuple(",;(|")
    if rest and not (len(block.text) <= SHORT_LINE or parted):
        return (), ""
    organisations = rule.data["kind"] in ("contribution", "agency", "reporting")
    return tuple(p for p in people.persons if p.name or (organisations and _sells(p, rule, block))), rest


def _is_user_name(listed: str, block: CreditText) -> bool:
    """Whether a line ends with the user name of its editor ("[责任编辑：adalund]").

    False for a text with one of the words no_user ("editing"): in "Editing: notes", "notes" is no user name.
    """
    if not _USER_NAME.fullmatch(listed) or not block.text.rstrip("]").endswith(listed):
        return False
    said = caseless(block.text)
    return not any(word in said for word in block.book.around.no_user)


def _sells(person: Person, rule: Rule, block: CreditText) -> bool:
    """Whether a listed organisation may have supplied the text: an agency or another outlet, but not the page's own."""
    if person.wire or person.outlet is None:
        return True
    return not block.context.owns(person.outlet) and (
        rule.data.get("takes") == "any" or block.book.words.is_paper(person.outlet)
    )


def _agencies(people: People, block: CreditText) -> tuple[Person, ...]:
    """The organisations in a list, without the page's own outlet, each as an agency.

    Empty when the list contains a person's name, or no agency.
    """
    words = block.book.words
    if any(p.name for p in people.persons) or not any(
        p.wire or is_agency_desk(p.outlet or "", words) for p in people.persons
    ):
        return ()
    own = [p for p in people.persons if p.outlet and not p.wire and block.context.owns(p.outlet)]
    return tuple(replace(p, wire=True) for p in people.persons if p not in own)
