"""Pages that nobody would write: pieces of the project's own pages, cut, doubled, swapped and joined at random.

The material is what this project wrote itself: golden pages, mark-up in its tests, examples of its rules.  `mixed_page`
gives the page of a number, always the same one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from functools import cache
from itertools import chain
from pathlib import Path
from random import Random
from typing import Final

from parsers.rules import default_rules
from tests.golden import cases

TESTS: Final = Path(__file__).parent
#: Tests whose strings hold mark-up in the patterns of news pages.
MARKED_UP: Final = ("fields", "html", "faults")
#: Characters of the longest string of a test that is used: those that are longer test the limits of size.
LONGEST: Final = 5_000
#: The share of pages out of which a piece is cut anywhere, even inside a letter.
BROKEN: Final = 0.1
TAG: Final = re.compile(r"(<[^<>]*>)")
OPENING: Final = re.compile(r"<(\w+)([^<>]*)>")
#: A value in JSON, behind the sign before it.
VALUE: Final = re.compile(r'([:\[,]\s*)("(?:[^"\\]|\\.)*"|-?\d+|true|false|null)(?=\s*[,\]}])')
OTHER_VALUES: Final = ("null", "[]", "{}", "0", "-1", "true", '""', '" "', "[null]", '[{"name": []}]', '{"@id": 1}')

#: Families of rules whose words stand in bylines and credits.
OF_PEOPLE: Final = ("agencies", "bylines", "correspondents", "credits", "people")
#: Names of people and agencies, as they stand in a line.
NAMES: Final = (
    *("Ada Lund", "Ben O'Duya", "김철수", "山田太郎", "Иван Петров", "B. Kvist", "ÅSA BERG", "de la Cruz", "in Oslo"),
    *("AP", "dpa", "SDA/Keystone", "(AFP)", "Reuters", "Norwire"),
)
#: What stands between two pieces of a line.
BETWEEN: Final = (" ", " ", ", ", " and ", " / ", "/", " – ", "; ", " | ", ": ", " (", ") ", "")
#: What stands around the text of a page that is made of pieces alone.
AROUND: Final = ("<html><body><article>{}</article></body></html>", "<noscript>{}</noscript>", "<li>{}", "<p>{}", "{}")


@cache
def golden(suffix: str) -> tuple[str, ...]:
    """The golden pages with mark-up (".html") or of plain text (".txt")."""
    found = [(case.page, case.about.get("charset") or "utf-8") for case in cases() if case.page.suffix == suffix]
    return tuple(page.read_bytes().decode(charset, "replace") for page, charset in found)


@cache
def lines() -> tuple[str, ...]:
    """Examples and counter-examples of all rules: credits, bylines, junk and what only looks so, in all languages."""
    rules = [rule for family in default_rules().families.values() for rule in family.rules]
    return tuple(line for rule in rules for line in (*rule.examples, *rule.counter_examples))


@cache
def vocabulary() -> tuple[str, ...]:
    """Words for bylines and credits in all languages (jobs, prepositions, agencies, labels), and some names."""
    families = (default_rules().family(name) for name in OF_PEOPLE)
    found = (words for family in families for languages in family.words.values() for words in languages.values())
    return (*chain.from_iterable(found), *NAMES)


def mixed_line(chance: Random) -> str:
    """A line of pieces of rules' examples, words for bylines and credits, and names, in any order."""
    line = ""
    for _ in range(chance.randint(1, 7)):
        example = chance.choice(lines()).split(" ")
        start = chance.randrange(len(example))
        piece = " ".join(example[start : start + chance.randint(1, 4)])
        line += chance.choice((piece, chance.choice(vocabulary()), chance.choice(NAMES))) + chance.choice(BETWEEN)
    return line.strip()


@cache
def snippets() -> tuple[str, ...]:
    """Strings of mark-up in the project's tests."""
    files = [path for folder in MARKED_UP for path in sorted((TESTS / folder).rglob("*.py"))]
    nodes = [node for path in files for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    found = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return tuple(dict.fromkeys(text for text in found if OPENING.search(text) and len(text) < LONGEST))


def mixed_page(number: int) -> tuple[bytes, str]:
    """The page of a number, and its media type."""
    chance = Random(number)
    way = chance.choice(WAYS)
    body = way(chance).encode("utf-8", "replace")
    if chance.random() < BROKEN and body:
        body = body[: chance.randrange(len(body))] + body[chance.randrange(len(body)) :]
    return body, "text/plain" if way is dumped else "text/html"


def torn(chance: Random) -> str:
    """A page whose tags and texts are taken out, doubled, or replaced by others."""
    parts, others = TAG.split(chance.choice(golden(".html"))), TAG.split(chance.choice(golden(".html")))
    for _ in range(chance.choice((1, 5, 20, 80))):
        at = chance.randrange(len(parts))
        parts[at] = chance.choice(("", "", parts[at] * 2, chance.choice(parts), chance.choice(others)))
    return "".join(parts)


def joined(chance: Random) -> str:
    """The beginning of one page and the end of another, each cut anywhere."""
    first, second = chance.choice(golden(".html")), chance.choice(golden(".html"))
    return first[: chance.randrange(len(first))] + second[chance.randrange(len(second)) :]


def renamed(chance: Random) -> str:
    """A page some of whose elements have the names or the attributes of elements of another page or a test."""
    known = OPENING.findall(chance.choice((chance.choice(golden(".html")), "".join(chance.sample(snippets(), 20)))))

    def other(found: re.Match[str]) -> str:
        if chance.random() > 0.15:
            return found[0]
        name, attributes = chance.choice(known)
        return f"<{chance.choice((name, found[1]))}{chance.choice((attributes, found[2]))}>"

    return OPENING.sub(other, chance.choice(golden(".html")))


def redeclared(chance: Random) -> str:
    """A page with one more script of a test, whose data, as that of its own scripts, have values of other types."""

    def other(found: re.Match[str]) -> str:
        return found[1] + (chance.choice(OTHER_VALUES) if chance.random() < 0.2 else found[2])

    scripts = [text for text in snippets() if "<script" in text]
    return VALUE.sub(other, chance.choice(golden(".html")).replace("</head>", f"{chance.choice(scripts)}</head>"))


def filled(chance: Random) -> str:
    """A page with lines of rules and mark-up of tests between its elements."""
    parts = TAG.split(chance.choice(golden(".html")))
    for _ in range(chance.randint(1, 10)):
        line = chance.choice((" ".join(chance.sample(lines(), chance.randint(1, 3))), mixed_line(chance)))
        marked = (f"<p>{line}</p>", f"<div>{line}</div>", f"<div class=byline>{line}</div>", line)
        piece = chance.choice((*marked, chance.choice(snippets())))
        parts.insert(chance.randrange(len(parts) + 1), piece)
    return "".join(parts)


def heaped(chance: Random) -> str:
    """A page that is made of mark-up of tests, lines of rules and paragraphs of a golden page alone."""
    story = re.findall(r"<p[^<>]*>.*?</p>", chance.choice(golden(".html")), re.DOTALL) or ["<p>"]
    pieces: list[Callable[[], str]] = [
        lambda: chance.choice(snippets()),
        lambda: f"<p>{chance.choice(lines())}</p>",
        lambda: f"<p>{mixed_line(chance)}</p>",
        lambda: chance.choice(story),
    ]
    inside = "".join(chance.choice(pieces)() for _ in range(chance.randint(2, 20)))
    heading = chance.choice(("", f"<h1>{chance.choice(lines())}</h1>"))
    return chance.choice(AROUND).format(heading + inside)


def dumped(chance: Random) -> str:
    """A text with lines of rules between its own, some of which are doubled or taken out."""
    printed = chance.choice(golden(".txt")).split("\n")
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(printed))
        others = ("", chance.choice(printed), chance.choice(lines()), mixed_line(chance))
        printed[at : at + chance.randint(0, 1)] = [chance.choice(others)]
    return "\n".join(printed)


#: How pages are made; two of them twice as often, since most errors showed in their pages.
WAYS: Final = (torn, joined, renamed, redeclared, filled, filled, heaped, dumped, dumped)
