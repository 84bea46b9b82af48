"""Reads the names of agencies from config/rules/agencies.toml: of those that sell text, and of those for pictures.

Takes the rule family "agencies" (that file, with what users add); gives names as the Lexicon needs them, the word lists
by which names are recognised (`parsers.people.lexicon`).
"""

from __future__ import annotations

from collections.abc import Iterable

from parsers.folding import caseless
from parsers.people.name_shapes import letter_runs
from parsers.rules import Family


def text_sellers(agencies: Family) -> list[tuple[str, str, bool]]:
    """(alias, name, whether the alias is also an ordinary word) for each alias of an agency that sells text.

    Aliases of picture departments ("AP Photo") are left out.
    """
    pictures = [caseless(word) for word in agencies.all_words("picture_department")]
    return [
        (alias, entry["name"], bool(entry.get("word")))
        for entry in agencies.data.get("agency", ())
        if entry["kind"] != "photo"
        for alias in (entry["name"], *entry["aliases"])
        if not any(word in caseless(alias) for word in pictures)
    ]


def aliases(agencies: Family, kind: str) -> list[str]:
    """All names and aliases of the agencies of one kind ("photo": those that sell only pictures)."""
    entries = (e for e in agencies.data.get("agency", ()) if e["kind"] == kind)
    return [alias for entry in entries for alias in (entry["name"], *entry["aliases"])]


def by_longest(names: Iterable[str]) -> dict[str, tuple[frozenset[str], ...]]:
    """Longest word -> the sets of words of the agencies' names that have it, all in `caseless` form.

    "Agence France-Presse" gives {"agence": ({"agence", "france", "presse"},)}.  So a line is searched only for names
    whose longest word it holds.
    """
    found: dict[str, tuple[frozenset[str], ...]] = {}
    for name in names:
        words = frozenset(letter_runs(name))
        longest = max(sorted(words), key=len, default="")
        found[longest] = (*found.get(longest, ()), words)
    return found
