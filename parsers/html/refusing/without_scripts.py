"""Recognises a page that is empty until its scripts have run: the shell of an application that fills it in.

Takes `found`, the Walk (segments and tree), of a page without an article; gives a Rejection, or None.  Such a page
prints hardly any text, and says that it needs scripts, or has scripts and an empty element in which applications put
their page.  Articles in the data of scripts have been looked for before (`parsers.html.state`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from parsers.context import Context
from parsers.html.markup import tag_facts
from parsers.html.markup.walked import Walk
from parsers.lines.refusals import refusal_rules
from parsers.model import Rejection
from parsers.reasons import NEEDS_SCRIPTS
from parsers.rules import Rules

# All limits below were chosen by hand.

#: Characters of text outside of menus, headers and footers; a page with more of it is no empty shell.
_LITTLE: Final = 300
#: Characters of all text, menus included; a page with more of it is a list and no shell.
_MENUS: Final = 3_000
#: Share of link text from which a text is a link.
_LINKED: Final = 0.5
#: Characters of the longest message that asks for scripts.
_MESSAGE: Final = 400
#: Characters of the longest text inside an element that waits for its page: "Loading, please wait".
_WAITING: Final = 60
_AROUND: Final = tag_facts.NAV | tag_facts.HEADER | tag_facts.FOOTER
#: Types of scripts that run.
_RUNS: Final = frozenset(("", "module", "text/javascript", "application/javascript"))
#: The elements of a page that have an id, or are of an application's own kind ("app-root").
_WITH_ID: Final = etree.XPath("//body//*[@id or contains(name(), '-')]")
_SHOWN_TEXT: Final = etree.XPath(
    ".//text()[not(ancestor::script or ancestor::style or ancestor::noscript or ancestor::template)]"
)
#: Most elements that are looked at for each question.
_MOST: Final = 200


def says_only_that(texts: Iterable[str], rules: Rules) -> bool:
    """Whether a body is nothing but messages that the page needs scripts; True also for no texts at all.

    Such a page may be a shell, for which `needs_scripts` has the last word.
    """
    return all(_asks(text, rules) for text in texts)


def needs_scripts(found: Walk, context: Context) -> Rejection | None:
    """Return the Rejection of a page that shows no article without its scripts; None for any other."""
    if sum(len(segment.text) for segment in found.segments) > _MENUS:
        return None
    copies = _for_others(found.root)
    own = sum(len(text) for text in (*_own(found), *copies) if not _asks(text, context.rules))
    if own > _LITTLE:
        return None
    for text in (*(segment.text for segment in found.segments), *copies):
        if _asks(text, context.rules):
            return Rejection(NEEDS_SCRIPTS, f"It says so: {text[:80]!r}.")
    waiting = _waiting(found.root, context.rules, ("shell",) if own else ("shell", "bare_shell"))
    if waiting is not None and _has_scripts(found.root):
        return Rejection(NEEDS_SCRIPTS, f"Its scripts have yet to fill the element '{waiting}'.")
    return None


def _own(found: Walk) -> Iterator[str]:
    """Yield the texts of the page that are neither links nor in a menu, header or footer."""
    bits = found.boxes.inside
    for segment, box, linked in zip(found.segments, found.box, found.linked):
        if not bits[box][0] & _AROUND and linked < _LINKED * len(segment.text):
            yield segment.text


def _for_others(root: etree._Element) -> list[str]:
    """Return the texts in noscript elements, for browsers without scripts; some pages put all their text there."""
    texts = (" ".join("".join(map(str, element.itertext())).split()) for element in list(root.iter("noscript"))[:_MOST])
    return [text for text in texts if text]


def _asks(text: str, rules: Rules) -> bool:
    """Whether a text is a message like "Please enable JavaScript", which says that the page needs scripts."""
    return len(text) <= _MESSAGE and any(
        rule.pattern.search(text) for rule in refusal_rules(rules.family("refusals"), "scripts")
    )


def _waiting(root: etree._Element, rules: Rules, parts: Iterable[str]) -> str | None:
    """Find an empty element in which an application will put its page; return its id, or its tag if it has no id.

    None without such an element.  `parts`: the groups of rules in config/rules/refusals.toml for such ids ("root"):
    "shell", and "bare_shell" for pages without any text.
    """
    names = [rule for part in parts for rule in refusal_rules(rules.family("refusals"), part)]
    elements: list[etree._Element] = _WITH_ID(root)  # type: ignore[assignment]
    for element in elements[:_MOST]:
        name = element.get("id") or str(element.tag)
        if any(rule.pattern.search(name) for rule in names) and _is_empty(element):
            return name
    return None


def _is_empty(element: etree._Element) -> bool:
    """Whether an element shows hardly any text ("Loading, please wait", or nothing), so that a script may fill it."""
    texts: list[str] = _SHOWN_TEXT(element)  # type: ignore[assignment]
    return sum(len(text.strip()) for text in texts) <= _WAITING


def _has_scripts(root: etree._Element) -> bool:
    """Whether the page has a script that runs and may fill it."""
    scripts = list(root.iter("script"))[:_MOST]
    return any(script.get("type", "").strip().lower() in _RUNS for script in scripts)
