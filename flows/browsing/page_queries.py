"""Asks the published file for what the pages of `copydesk browse` show.

Each question opens the file anew, so that the newest published state is shown, and changes nothing.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final

from flows.archive.archive import INDEX, read_archived
from flows.archive.mend_index import to_read
from flows.config.paths import Paths
from flows.errors import NothingToRead
from flows.explain.account import Account, account
from parsers import Rules
from parsers.reasons import CUTS
from warehouse.ask import ask, body_of_article
from warehouse.connect import reader
from warehouse.search import Hit, search

#: Stories of one page of the list.
PAGE: Final = 50
_WORDS: Final = re.compile(r"\s+|\w+|[^\w\s]+")

#: The parts of a version, each with its query.
_PARTS: Final = {
    "blocks": "browse_blocks",
    "captions": "browse_captions",
    "pictures": "browse_pictures",
    "correspondents": "browse_correspondents",
    "cuts": "browse_cuts",
    "fields": "browse_fields",
}

#: A piece of a text: whether the other version has it, and its words.
Piece = tuple[bool, str]


@dataclass(frozen=True, slots=True)
class Story:
    """One version of a story with all that was found in it, and all that was cut."""

    article: dict[str, Any]
    versions: list[dict[str, Any]]
    shown: dict[str, Any]
    parts: dict[str, list[dict[str, Any]]]


def outlets(paths: Paths) -> list[dict[str, Any]]:
    """List the outlets that have stories, each with the number of them."""
    with reader(paths.news) as connection:
        return ask(connection, "browse_sources").dicts()


def stories(paths: Paths, *, source: str | None, after: int) -> list[dict[str, Any]]:
    """Give one page of the list of stories, the latest first: PAGE of them, and one more when further ones follow.

    `source`: only stories of this outlet; None: all.  `after`: how many stories to skip.
    """
    asked = {"source": source, "most": PAGE + 1, "after": after}
    with reader(paths.news) as connection:
        return ask(connection, "browse_stories", asked).dicts()


def found(paths: Paths, words: Sequence[str]) -> list[Hit]:
    """Find the stories that hold all of the words, the best first."""
    with reader(paths.news) as connection:
        return search(connection, words, limit=PAGE)


def story(paths: Paths, number: int, version: int | None = None) -> Story | None:
    """Give one version of a story.  `version`: its number; None: the latest.

    Gives None when there is no such story or version.
    """
    with reader(paths.news) as connection:
        articles = ask(connection, "browse_story", {"article": number}).dicts()
        versions = ask(connection, "browse_versions", {"article": number}).dicts()
        shown = next((one for one in versions if version in (None, one["version"])), None)
        if not articles or shown is None:
            return None
        one = {"revision": shown["revision_id"]}
        parts = {part: ask(connection, query, one).dicts() for part, query in _PARTS.items()}
    for cut in parts["cuts"]:
        cut["why"] = CUTS.get(cut["reason"], "")
    return Story(articles[0], versions, shown, parts)


def changes(paths: Paths, number: int) -> list[dict[str, Any]]:
    """List the fields that changed from one version of a story to the next, each as a row.

    The key `was` has the old text and `is` the new one, both in the pieces that `compared` gives.
    """
    with reader(paths.news) as connection:
        rows = ask(connection, "browse_changes", {"article": number}).dicts()
    return [row | dict(zip(("was", "is"), compared(row["before"] or "", row["after"] or ""))) for row in rows]


def compared(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Compare two texts word by word; gives the pieces of the first and those of the second.

    A piece is (whether the other text has the same words there, the words).  "a b c" and "a d c" give (True, "a "),
    (False, "b"), (True, " c") and (True, "a "), (False, "d"), (True, " c").
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for side, words in zip(sides, (old[a:b], new[c:d])):
            if words:
                side.append((tag == "equal", "".join(words)))
    return sides


def explained(paths: Paths, number: int, rules: Rules) -> Account:
    """Explain each line of the page from which the latest version of a story was read.

    Raises NothingToRead when there is no such story or page, and errors of the archive.
    """
    with reader(paths.news) as connection:
        body = body_of_article(connection, number)
    if body is None:
        raise NothingToRead(f"There is no story {number}.")
    sha256, url = body
    with closing(to_read(paths.archive / INDEX)) as known:
        page = known.page(sha256)
    if page is None:
        raise NothingToRead("The archive does not hold its page.")
    return account(read_archived(paths.archive, page), name=url or f"article {number}", rules=rules)
