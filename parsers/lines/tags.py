"""Reads the tags (topics) of an article from lists of them, as declared in metadata or printed.

Takes texts that hold one tag or several with separators between them; gives each tag once, as it is first written.  Its
key (`parsers.folding.key`) is equal for all spellings.  Which lists of a page are the article's is decided by the HTML
and the text parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from parsers.folding import caseless, key
from parsers.late_patterns import ScriptPattern
from parsers.rules import Family

_SEPARATOR = re.compile(r"\s*[,;،、|]\s*")
_PATH = re.compile(r"^[#\ue000-\uf8ff\s]+|^[a-z_]{3,15}/(?=\S)")
#: Words of a script without spaces with spaces between them: a list.
_UNSPACED_LIST = ScriptPattern(r"[\u3040-\u30ff\u3400-\u9fff]+(?:\s[\u3040-\u30ff\u3400-\u9fff]+){2,}")
#: What a system says to itself: "contentId: 4711", "locale: US".
_SETTING = re.compile(r"^[a-z][a-zA-Z-]*: ")
#: Characters; what is longer is no topic, and one that is printed and not declared is shorter.
_LONGEST, LONGEST_PRINTED = 80, 40
#: The ids of the rules for `TagWords`.
_RULES = ("tag-label", "no-tag")


@dataclass(frozen=True, slots=True)
class TagWords:
    """Patterns for the label before a tag ("Tags:"), and for words that are no tag."""

    label: re.Pattern[str]
    none: re.Pattern[str]


@cache
def tag_words(heads: Family) -> TagWords:
    """Make the TagWords (patterns for labels of tags) from the rule family "heads".

    A pattern that its files leave out matches nothing.
    """
    patterns = {rule.id: rule.pattern for rule in heads.rules if rule.id in _RULES}
    nothing = re.compile(r"(?!)")
    return TagWords(*(patterns.get(name, nothing) for name in _RULES))


def topics(texts: Iterable[str], host: str, words: TagWords) -> dict[str, str]:
    """Map the key of each tag in the texts to the tag as written.

    Settings of programs and the page's own `host` are left out.
    """
    found: dict[str, str] = {}
    hosts = (host, host.removeprefix("www."))
    for text in texts:
        for tag in _split(text):
            tag = words.label.sub("", tag)
            if (said := key(tag)) and len(tag) <= _LONGEST and not _is_a_systems(tag, hosts, words):
                found.setdefault(said, tag)
    return found


def _split(text: str) -> Iterator[str]:
    """Yield the tags in a text of one tag or several: "ferry, storm" has two; "topic/ferries" is the tag "ferries"."""
    parts = _SEPARATOR.split(text)
    if len(parts) == 1 and _UNSPACED_LIST.fullmatch(text):
        parts = text.split()
    for tag in parts:
        # "topic/ferries": a system's path before the word that readers see; icons are letters of fonts.
        yield _PATH.sub("", tag) if "/" in tag or "#" in tag or not tag[:1].isalnum() else tag


def _is_a_systems(tag: str, hosts: tuple[str, str], words: TagWords) -> bool:
    """Whether a tag is one that a program uses and no visitor reads, so that it is left out.

    Such a tag is a setting ("locale: US"), matches TagWords.none, or is one of `hosts`, the names of the page's host.
    """
    if (": " in tag and _SETTING.match(tag)) or words.none.search(tag):
        return True
    return caseless(tag) in hosts
