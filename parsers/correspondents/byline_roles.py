"""Reads bylines with more than names: "By Ada Lund, CNN", "Von Ada Lund, Zürich", "AFP, MANILA"; a job below "By ...".

Takes one short line (`block`, a CreditText: its text, neighbours, rules that may match); gives a FoundCredit (position,
kind of work, persons) when there is a role, an outlet, an agency or a place next to the names.  A byline with a name
only ("By Ada Lund") is not reported here; it gives the article's authors.
"""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.correspondents.finding import CreditText, FoundCredit
from parsers.correspondents.named_sources import coded_agencies
from parsers.dates.read_date import may_be_date
from parsers.dates.regular_forms import begins_with_day
from parsers.folding import caseless, key
from parsers.people.byline_words import words_of
from parsers.people.credited_people import split_people
from parsers.people.name_parts import QUOTES
from parsers.people.people_groups import Person
from parsers.required_text import folded

#: A job that is printed twice: "Journalist i Paris Journalist i Paris".
_DOUBLED = re.compile(r"(?<= )(\w.{5,60}) \1$")
#: The most characters in a line with a job and a place below a name.  Chosen by hand.
_MAX_ROLE_LINE = 60
#: Characters after a name of which the mark before the job is the first, after blanks.  Chosen by hand.
_MARK = 3
#: The most characters in the time of publication after a byline, and in a line that tells when.  Chosen by hand.
_MAX_TIME = 90
_MAX_DAY = 60
#: Punctuation that is removed before and after a line whose time of publication was cut off.
_FRONT = " ,;|•·–—-/["
_EDGES = " ,;|•·–—-/(["


def find_byline(block: CreditText) -> list[FoundCredit]:
    """Read a text that is a byline with more than names ("By Ada Lund, CNN"): a list of one FoundCredit; else empty.

    A text that is only a job, an outlet or a place is read, too, when the block before it names the persons.
    """
    text, words = _without_time_and_user_name(block), block.book.words
    if text.endswith(("?", "!", ":")):
        return []
    if below := _role_line(text, block):
        return below
    head = _match_by(text, block)
    led = head is not None or block.context.byline
    if not led and block.book.around.heading.search(text):
        return []  # saves reading a list of names in most lines that are not bylines
    names = text[head.end() :] if head else text
    listed, own = _without_own(names, block) if led else (names, None)
    people = split_people(listed, words, language=block.context.language)
    if people.rest.strip(" .,") and not _is_time(people.rest, block):
        agencies = coded_agencies(text[head.end() :], block) if head else ()
        return [FoundCredit(0, len(block.text), "agency", agencies, rule="byline")] if agencies else []
    named = tuple(p for p in people.persons if p.name or p.wire or (p.outlet and words.is_newsroom(p.outlet)))
    persons = tuple(p for p in named if not _is_own_desk(p, block))
    if own:
        persons = tuple(replace(p, outlet=p.outlet or own) if p.name else p for p in persons)
    if block.book.around.on_day.match(block.text[len(text) :]):  # "by Ada Lund in Film Festivals on May 3, 2024"
        persons = tuple(p if words.is_place(p.place or "") else replace(p, place=None) for p in persons)
    if (led and any(_says_more_than_a_name(p, block) for p in persons)) or (not led and _is_line(text, persons, block)):
        return [FoundCredit(0, len(block.text), "reporting", persons, rule="byline")]
    return []


def _without_own(text: str, block: CreditText) -> tuple[str, str | None]:
    """Split (names, outlet) a byline that ends with "for" and the page's own outlet.

    "Ada Lund For Harbour Online" gives ("Ada Lund", "Harbour Online").  Any other text is given unchanged, with None.
    """
    tokens = text.split()
    for at in range(2, len(tokens) - 1):
        if caseless(tokens[at]) in block.book.words.before_outlets:
            outlet = block.book.words.articles.without(" ".join(tokens[at + 1 :]))
            if not block.context.owns(outlet) or block.book.words.joint.search(outlet):
                return text, None
            return block.book.around.in_small_letters(" ".join(tokens[:at])), outlet
    return text, None


def _match_by(text: str, block: CreditText) -> re.Match[str] | None:
    """The match of "By" in any language at the start of a line; None when there is none."""
    return next((match for rule in block.book.bylines if (match := rule.pattern.match(text))), None)


def _without_time_and_user_name(block: CreditText) -> str:
    """Remove user names ("@adalund") and a time at its end from a line.

    "Ada Lund, AP Writer 1 hour ago" gives "Ada Lund, AP Writer".  Of a job that is printed twice ("Journalist i Paris
    Journalist i Paris"), one is removed.
    """
    text = block.book.around.handle.sub(",", block.text).strip(" ,") if "@" in block.text else block.text
    parts = text.split()
    if parts and parts[-1] in parts[:-1]:
        text = _DOUBLED.sub(r"\1", text)
    words = words_of(block.book.source, block.context.language)
    time = words.end.search(text) if words.may_end.search(folded(text)) else None
    if not time or not _is_stamp(text[time.start() :]):
        return text
    text = text[: time.start()].lstrip(_FRONT).rstrip(_EDGES)
    return text[1:-1] if text.startswith("(") and text.endswith(")") else text


def _is_stamp(text: str) -> bool:
    """Whether the end of a line is a time ("Updated 3:15 p.m. May 3"), which is then no part of the byline.

    Only a few words may stand beside the numbers; with more words it is a sentence.
    """
    words = text.split()
    numbers = sum(any(map(str.isdigit, word)) for word in words)
    others = sum(any(map(str.isalpha, word)) for word in words) - numbers
    stopped = text.endswith(".") and not text.lower().endswith("m.")
    return numbers > 0 and others <= 2 * numbers + 1 and len(text) <= _MAX_TIME and not stopped


def _is_own_desk(person: Person, block: CreditText) -> bool:
    """Whether this "person" is the page's own outlet, which is not reported: "By Harbour Post staff" on its page."""
    return not person.wire and block.context.owns(person.name or person.outlet)


def _is_time(rest: str, block: CreditText) -> bool:
    """Whether the text after the names of a byline begins with a date or a word such as "Updated", and so ends them."""
    stamp = block.book.stamp.search(rest)
    if stamp is not None and not any(map(str.isalnum, rest[: stamp.start()])):
        return True
    return begins_with_day(rest, block.context.language, block.book.source.family("dates"))


def _says_more_than_a_name(person: Person, block: CreditText) -> bool:
    """Whether a byline says more of this person than a name, so that it is reported: a role, a place, a known outlet.

    True of an agency, too.
    """
    outlet, words = person.outlet or "", block.book.words
    paper = words.is_paper(outlet) or words.is_paper_behind(outlet) or words.is_branch(outlet)
    known = paper or block.context.owns(outlet) or words.special.search(block.text) is not None
    if not person.name and block.context.publisher and words.is_newsroom(outlet):
        return True
    return person.wire or bool(person.name and (person.role or person.place or (outlet and known)))


def _is_line(text: str, persons: tuple[Person, ...], block: CreditText) -> bool:
    """Whether a line without "By" is a byline: agencies only, or names with an agency, the page's outlet or a job.

    `text`: the line without its time.  `persons`: those read from it.
    """
    if not persons or block.book.around.heading.search(text) or not all(p.name or p.wire for p in persons):
        return False
    if all(p.outlet is None and not p.name for p in persons):
        return False
    marked = text.replace("/", " ") if text != block.text else text  # a day says that it is a byline
    pictured = block.book.around.picture.search(marked) or block.book.picture.search(marked)
    if not any(p.name for p in persons):
        return not pictured and not any(key(p.outlet or "") in block.book.words.ambiguous for p in persons)
    if not persons[0].name or block.book.words.is_listed_outlet(persons[0].name):
        return False
    if any(p.role and _job_behind(text, p, block) for p in persons):
        return True
    return not pictured and any(_is_known_outlet(p, block) and _is_separate_outlet(p, text, block) for p in persons)


def _is_separate_outlet(person: Person, text: str, block: CreditText) -> bool:
    """Whether the outlet at the end of a line is apart from the name before it, as a byline requires.

    The heading "Trending on Reuters" is no name and outlet, but a single phrase.  True if anything but a blank is
    between the two, if the outlet is an agency with a name of several words, or if a time ended the line; also for an
    agency without a person's name.
    """
    outlet = person.outlet or ""
    long = " " in outlet and block.book.words.is_wire(outlet)
    return person.wire or long or text != block.text or f"{person.name} {outlet}" not in text


def _is_known_outlet(person: Person, block: CreditText) -> bool:
    """Whether the outlet next to a name certainly is one: listed, an agency or the page's own.

    Two letters are not enough: "PA" after a comma is Pennsylvania.
    """
    if person.wire:
        return True
    words, outlet = block.book.words, person.outlet or ""
    if len(outlet) > 2 and (words.is_wire(outlet) or words.is_listed_outlet(outlet) or block.context.owns(outlet)):
        return True
    foreign = not (block.context.language or "en").startswith("en")
    return words.is_branch(outlet) or (foreign and words.is_newsroom(outlet.strip(QUOTES)))


def _job_behind(text: str, person: Person, block: CreditText) -> bool:
    """Whether the job after a person's name makes the line a byline: "Ada Lund, Reporter".

    The job must not be one of a guest, such as "analyst".  A mark must be before it ("Ada Lund, Reporter"), or lost
    mark-up has joined it to the name ("Ada LundReporter"), or a date is at the end of the line or in the next line.
    """
    behind = text.partition(person.name)[2] if person.name else ""
    if not behind.strip() or block.book.words.is_guest_role(person.role or ""):
        return False
    after = block.context.after or ""
    dated = text != block.text or (len(after) <= _MAX_DAY and may_be_date(after))
    parted = behind[:_MARK].strip()[:1] in tuple(",|–—-•·(") or behind[0].isalpha()
    return parted or dated or _runs_on(behind, person)


def _runs_on(behind: str, person: Person) -> bool:
    """Whether a job in lower case and its place follow the name without a mark: "Ada Lund correspondant à Pékin".

    Then the line is a byline.  `behind`: the text after the name.
    """
    role = person.role or ""
    return bool(person.place) and role.islower() and behind.lstrip().startswith(role)


def _role_line(text: str, block: CreditText) -> list[FoundCredit]:
    """Read a text that is the job ("Corresponsal en Atenas") of those named in the block before it.

    Gives a list of one FoundCredit; else empty.  If the block before begins with "By", the text may also be only an
    outlet or a place.
    """
    above, words = (block.context.before or "").strip(), block.book.words
    if not above or len(above) > _MAX_ROLE_LINE or len(text) > _MAX_ROLE_LINE or "." in text.rstrip("."):
        return []
    head = _match_by(above, block)
    names = above[head.end() :] if head else above
    language = block.context.language
    signed = split_people(names, words, language=language) if head else None
    if signed and (signed.rest or not all(p == Person(p.name) for p in signed.persons)):
        return []
    if not (signed.persons if signed else words.is_person(names)):
        return []
    lead = _match_by(text, block)
    post = text[lead.end() :] if lead else text
    people = split_people(f"{names}, {post.strip(' .')}", words, language=language)
    persons = people.persons
    if people.rest or len(persons) != (len(signed.persons) if signed else 1) or persons[0].name is None:
        return []
    if not all(_has_post(p, block, led=signed is not None) for p in persons):
        return []
    if not signed:
        persons = (replace(persons[0], name=names),)
    edits = words.editing_jobs.get((language or "").split("-")[0], frozenset())
    if caseless(text) in edits:
        return [FoundCredit(0, len(block.text), "editing", tuple(Person(p.name) for p in persons), rule="role_line")]
    return [FoundCredit(0, len(block.text), "reporting", persons, rule="role_line")]


def _has_post(person: Person, block: CreditText, *, led: bool) -> bool:
    """Whether the line below a name gives this person a journalist's job, so that it is read as part of the byline.

    `led`: whether the line with the name begins with "By"; then an outlet is enough.
    """
    words = block.book.words
    outlet = person.outlet or ""
    # "Harbour News" alone may be the name of a section; with a place behind it, it is an outlet.
    placed = bool(person.place) and words.is_outlet(outlet)
    named = len(outlet) > 2 and (placed or words.is_paper(outlet) or words.special.search(block.text) is not None)
    if led and (named or _is_known_outlet(person, block)) and not person.wire:
        return True
    role = person.role or ""
    return bool(role) and not words.is_guest_role(role) and (led or not words.is_plural_role(role))
