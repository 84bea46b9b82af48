"""Reads what meta tags declare as JSON: Parse.ly's object, and JSON-LD that Next.js has put into a meta tag.

Parse.ly is a statistics service of many outlets.  Takes meta elements; gives author and day from its object as if
they were meta tags of their own, and JSON-LD texts.  Decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from parsers.html.metadata.repair import load_json
from parsers.html.metadata.values import strings

#: The name of the day of publication in the object, which is less sure than a printed time: its zone is often wrong.
DAY: Final = "parsely-page:pub_date"
#: Names of the tag that holds the object; the second is a slip that some sites made.
PAGES: Final = frozenset(("parsely-page", "parsey-page"))
#: Its keys, with the names under which readers find them.  Sections and tags are left out: many sites put there what
#: their systems call them ("topNews", "template65").
_NAMES: Final = {"pub_date": DAY, "author": "parsely-author", "authors": "parsely-author"}
#: The name of a meta tag that Next.js makes of a script which the site's developers listed among the meta tags.
SCRIPT: Final = "script:ld+json"
#: Characters of the longest content that is read.  Chosen by hand.
_LONGEST: Final = 20_000


def parsely_facts(elements: Iterable[Any]) -> dict[str, tuple[str, ...]]:
    """Return the author and day of publication in Parse.ly's object, as if they were the contents of meta tags.

    For example {"parsely-author": ("Ann Lister",), DAY: ("2024-05-03",)}; {} without such an object.
    """
    found: dict[str, tuple[str, ...]] = {}
    for element in elements:
        content = element.get("content") or ""
        if element.get("name") in PAGES and "{" in content[:10] and len(content) <= _LONGEST:
            page = load_json(content)
            for name, value in page.items() if isinstance(page, dict) else ():
                if name in _NAMES and (said := tuple(strings(value))):
                    found.setdefault(_NAMES[name], said)
    return found


def scripts_in_meta(elements: Iterable[Any]) -> Iterator[str]:
    """Yield the JSON-LD texts that some pages have in meta tags instead of script elements."""
    for element in elements:
        if element.get("name") == SCRIPT and (content := element.get("content")):
            yield content
