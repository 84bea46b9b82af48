"""Reads lines that tell when an article was published or changed.

Says which part of a line is about which date, and whether a line holds more than that.  Takes lines as printed and the
words of config/rules/heads.toml, for pages of any kind.  Which lines of a page are the article's is decided by the HTML
and the text parser; dates are read in `parsers.dates.read_date`.  `words` are the patterns made from these words
(DateWords); a label is what is printed before a date or above it: "Published", "Updated:".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from parsers.dates.read_date import may_be_date
from parsers.required_index import SearchedRules, searched_rules
from parsers.rules import FAMILIES_KEPT, Family, Rule, Rules, any_of

#: What stands between a date and its neighbours.
EDGE = " \t\n-–—|·•,;:/"
#: Letters of a line of the article's head besides its date: a name and a place, or a label.
MOST_LETTERS = 45
#: The most characters of such a line; and the least of a part of one that holds a date.
LONGEST, SHORTEST = 160, 6
#: The most characters of a label ("Updated:") in a line of its own.
LONGEST_LABEL = 25
#: Segments below the article in which lines such as "Published on 3 May 2024" are looked for.
FOOT = 40
#: The most other letters in a line with a date, with a label in front (an office, a notice may follow) and without.
_LABELLED, _PLAIN = 60, 30
#: The most characters of a label for the day of publication, in the line above it; and of a line with a reading time.
_LONGEST_PUBLISHED, _LONGEST_READING = 30, 79
#: Characters at the start of a line in which its label is looked for, and the last of them where it may begin.
_LABEL_IN, _LABEL_AT = 20, 5
#: Letters between what a sentence says of publication and the first number of the date after it: a week day, a month
#: and prepositions.
_BETWEEN = 22
#: The id of the rule about days of something else.
_OTHER_DAY = "other-day"
#: A year at the end of a date, with the time of day behind it; and the most letters between it and the next year: the
#: name of a month, a clock's words.
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?![\d/.-])(?:\D{1,8}?\d{1,2}[:.h]\d\d(?!\d))?")
_BETWEEN_DATES = 14
#: A reading time at the end of a line, whose full stop ends no sentence: "Published 3 May, 4 min."
_MINUTES = re.compile(r"\d\s?min\.$", re.IGNORECASE)
#: A sentence before the date, as at the end of a brief: "... 三倍に増やす。[2003年11月26日]".
_SENTENCE_BEFORE = re.compile(r"。\s*[\[(（【〔]?\s*\d|^(?:\S+\s+){3,}\S{3,}[.!?][\"”»]?\s*[\[(（]")
_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class DateWords:
    """Patterns for the words that tell what the date in a line is of: "Published", "Updated", "3 min read"."""

    #: At the start of a line: its date is that of publication.
    published: re.Pattern[str]
    #: Anywhere in a line: the date after it is that of a change.
    modified: re.Pattern[str]
    #: What may stand beside a date and is no other text: labels, week days, clocks.
    furniture: re.Pattern[str]
    reading_time: re.Pattern[str]
    #: At the start of a sentence: the date after it is that of publication.
    sentence: re.Pattern[str]
    #: At the start of a line, or all of a label: the date is that of a membership, an offer and the like.  Its many
    #: words in forty languages take long to compile, and few pages hold one.
    other: SearchedRules


@cache
def date_words(heads: Family) -> DateWords:
    """Make the DateWords (patterns for "Published", "Updated" and the like) from the rule family "heads".

    A pattern that its files leave out matches nothing.
    """
    patterns = {rule.id: rule.pattern for rule in heads.rules if rule.id != _OTHER_DAY}
    nothing = re.compile(r"(?!)")
    return DateWords(
        published=patterns.get("published", nothing),
        modified=patterns.get("modified", nothing),
        furniture=patterns.get("date-furniture", nothing),
        reading_time=patterns.get("reading-time", nothing),
        sentence=patterns.get("published-sentence", nothing),
        other=searched_rules(searched_patterns(heads)),
    )


def searched_patterns(heads: Family) -> Iterator[tuple[Rule, str]]:
    """The rule "other-day", which recognises dates that are not the article's, with its pattern, for `searched_rules`.

    Nothing when a user's rules have removed it.
    """
    return ((rule, rule.source.expanded()) for rule in heads.rules if rule.id == _OTHER_DAY)


def part_about(line: str, label: str, words: DateWords, *, modified: bool) -> str:
    """The part of a line that tells the date of publication, or of the last change if `modified`; else "".

    "3 May 2024 - Updated 5 May 2024" has both: "3 May 2024 - ", and " 5 May 2024" if `modified`.  `label`: the text
    right above the line, as `label_above` gives it.
    """
    match = words.modified.search(line)
    if match is None:
        changed = words.modified.search(label) is not None
        return line if changed == modified else ""
    before, after = line[: match.start()], line[match.end() :]
    # "2024年5月3日 更新": the word may follow its date.
    if not _DIGIT.search(after):
        return line if modified else ""
    if not _DIGIT.search(before) and (published := _published_from(after, words) or _second_from(after)):
        return after[:published] if modified else after[published:]
    return after if modified else before


def _published_from(text: str, words: DateWords) -> int | None:
    """The index of the first word such as "Published" that has a number before it in a text; None without one.

    `text`: the part of a line after "Updated": "5 May 2024. Published 3 May 2024".
    """
    starts = (match.start() for match in _WORD.finditer(text) if _DIGIT.search(text, 0, match.start()))
    return next((start for start in starts if words.published.match(text[start:])), None)


def _second_from(text: str) -> int | None:
    """The index at which the second of two dates begins in a text; None unless there are two, with little between them.

    `text`: the part of a line after "Updated": "5 May 2024, 11:40 3 May 2024, 15:47" has the day of publication last.
    """
    first = _YEAR.search(text)
    second = _YEAR.search(text, first.end()) if first else None
    if first is None or second is None or _letters(text[first.end() : second.start()]) > _BETWEEN_DATES:
        return None
    return first.end()


def label_above(text: str) -> str:
    """A line if it can be the label ("Updated:") of a date in the line below it: short and without digits.

    "" for any other line.
    """
    return text if len(text) <= LONGEST_LABEL and not _DIGIT.search(text) else ""


def tells_publication(line: str, above: str, words: DateWords) -> bool:
    """Whether a line, or the label above it (`above`), says that its date is that of publication."""
    return bool(words.published.match(line) or (len(above) <= _LONGEST_PUBLISHED and words.published.fullmatch(above)))


def tells_when(sentence: str, words: DateWords) -> bool:
    """Whether a sentence says when the article was published ("This article was published on 3 May").

    The date must follow at once: if another outlet's name comes first, the sentence is about that outlet's article.
    """
    match = words.sentence.match(sentence)
    date = _DIGIT.search(sentence, match.end()) if match else None
    return match is not None and date is not None and _letters(sentence[match.end() : date.start()]) <= _BETWEEN


def tells_other(line: str, above: str, words: DateWords) -> bool:
    """Whether a line, or the label above it (`above`), says that its date is of something else: a membership, an offer.

    Then it is not the article's date.
    """
    begins = any(rule.pattern.match(line) for rule in words.other.likely(line))
    return begins or any(rule.pattern.fullmatch(above) for rule in words.other.likely(above))


def is_imprint(line: str, rules: Rules) -> bool:
    """Whether a line holds a copyright notice ("© 2024 Harbour Post"), whose date is not the article's.

    A line that begins with a day and ends with the reservation of rights tells the article's day: "3 May 2024 © All
    rights reserved".
    """
    found = _imprint(rules.family("credits")).search(line)
    if found is None:
        return False
    dated = line[:1].isdecimal() and may_be_date(line[: found.start()])
    return not (dated and _rights(rules.family("credits")).fullmatch(line, found.start()))


@lru_cache(maxsize=FAMILIES_KEPT)
def _rights(credits: Family) -> re.Pattern[str]:
    """A pattern for a reservation of rights, with or without a sign before it: "© All rights reserved"."""
    return re.compile(rf"(?:©|\(c\))?\W*(?:{any_of(credits.all_words('rights')) or '(?!)'})\W*", re.IGNORECASE)


@lru_cache(maxsize=FAMILIES_KEPT)
def _imprint(credits: Family) -> re.Pattern[str]:
    """A pattern for the words and signs of a copyright notice."""
    said = any_of((*credits.all_words("copyright"), *credits.all_words("rights"))) or "(?!)"
    return re.compile(rf"©|\(c\)|{said}", re.IGNORECASE)


def is_reading_time(line: str, words: DateWords) -> bool:
    """Whether a line is only a reading time ("3 min read"), which is metadata and no text."""
    short = len(line) <= _LONGEST_READING
    return short and _DIGIT.search(line) is not None and words.reading_time.match(line) is not None


def says_little_else(line: str, words: DateWords) -> bool:
    """Whether a line with a date says little besides it, so that the line is not text but about the article.

    Little is at most 30 letters, or 60 after a label ("Published").
    """
    if _SENTENCE_BEFORE.search(line):
        return False
    ended = line.endswith((".", "。")) and not _MINUTES.search(line)
    labelled = not ended and _begins_with_label(line, words)
    return is_furniture(line, words, most=_LABELLED if labelled else _PLAIN)


def _begins_with_label(line: str, words: DateWords) -> bool:
    """Whether a line begins with a label for its date ("Published ...", "Updated: ..."), so that more may follow."""
    changed = words.modified.search(line, 0, _LABEL_IN)
    return words.published.match(line) is not None or (changed is not None and changed.start() <= _LABEL_AT)


def is_furniture(line: str, words: DateWords, *, most: int) -> bool:
    """Whether a line with a date holds little else: few letters are not part of words for dates, days and times.

    `most`: the greatest number of such other letters.
    """
    # Most lines with a date are short enough as they are, and what is left is never more.
    return _letters(line) <= most or _letters(words.furniture.sub("", line)) <= most


def _letters(text: str) -> int:
    """The number of letters in a text."""
    return sum(map(str.isalpha, text))
