"""Decides which pages are one story, by their own addresses, the addresses that they declare, and their texts.

All addresses are keys of parsers.addresses ("host/path?query").  A page belongs to the story at its own address, unless
it declares another (canonical) one.  Pages that declare the same address are one story only where their texts are the
same: outlets also declare sections, front pages and wrong addresses.  The result depends on the pages, not on the order
in which they came.  Takes plain values; warehouse.assign reads and writes the warehouse.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import combinations
from typing import Final

from parsers.addresses import lies_below
from warehouse.components import components
from warehouse.shingles import ShingledText, same_text, shingled
from warehouse.urls import may_stand_for

#: An address that more pages than this declare as theirs is taken for a section, whatever their texts are.
SECTION: Final = 50

#: A page's own address and the one that it declares; None when the page declares no other one.
Pair = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class StoryCandidate:
    """All pages with the same own address and the same declared address, with their texts."""

    own: str
    said: str | None
    first_seen: datetime
    #: Headline and body of its versions.
    texts: tuple[str, ...] = ()
    #: The key that the story keeps, when the declared address is not being decided now; else None.
    settled: str | None = None

    @property
    def claim(self) -> str | None:
        """The declared address, if this candidate's story may have it as key; else None.

        None also for a story that keeps its key (`settled`).
        """
        return self.said if self.settled is None and may_stand_for(self.said, self.own) else None


def decide(candidates: Sequence[StoryCandidate], below: Collection[str]) -> dict[Pair, str]:
    """Decide which candidates are one story: (own, declared) address -> key of the story.

    `candidates`: all pages that were read from the addresses to decide on, or declare one of them.  `below`: declared
    addresses that other pages lie below ("example.org/news" with "example.org/news/1"), as with a section.
    """
    links: list[tuple[int, int]] = [(n, n) for n in range(len(candidates))]
    trusted: dict[int, str] = {}
    texts = _Texts(candidates)
    owners, claimants = _by(candidates, "own"), _by(candidates, "claim")
    for group in owners.values():
        links += texts.alike(group) if len(group) <= SECTION else []
    for key, group in claimants.items():
        holders = owners.get(key, [])
        found = texts.near(group, holders) if len(group) > SECTION else texts.alike([*holders, *group])
        links += found
        trusted.update(dict.fromkeys(_believed(key, group, holders, found, candidates, below), key))
    return _keys(candidates, components(links), trusted)


def unheld_alone(candidates: Sequence[StoryCandidate]) -> set[str]:
    """Find declared addresses from which no page was read, if all pages that declare one have the same own address.

    They may be sections.
    """
    owners, claimants = _by(candidates, "own"), _by(candidates, "claim")
    said_by = {key: {candidates[n].own for n in group} for key, group in claimants.items() if key not in owners}
    return {key for key, owns in said_by.items() if len(owns) == 1}


def _believed(
    key: str,
    claimants: list[int],
    holders: list[int],
    links: list[tuple[int, int]],
    candidates: Sequence[StoryCandidate],
    below: Collection[str],
) -> list[int]:
    """Find which of the pages that declare an address really belong to the story at that address; gives their indices.

    `key`: the declared address.  `claimants`: indices of the candidates that declare it.  `holders`: indices of those
    read from it.  `links`: pairs of candidates with the same text.  `below`: see `decide`.

    If there are holders, the claimants that have the text of one of them belong there.  If not, all claimants belong
    there if they have one text or the same own address, and otherwise none does.  With the same own address, none does
    either when a page lies below `key`: then `key` is the address of a section.
    """
    group_of = components([(n, n) for n in (*holders, *claimants)] + links)
    if holders:
        held = {group_of[n] for n in holders}
        return [n for n in claimants if group_of[n] in held]
    owns = {candidates[n].own for n in claimants}
    alone = len(owns) == 1
    if alone and (key in below or any(lies_below(own, key) for own in owns)):
        return []
    one_text = alone or len({group_of[n] for n in claimants}) == 1
    return claimants if one_text else []


def _keys(
    candidates: Sequence[StoryCandidate], group_of: Mapping[int, int], trusted: Mapping[int, str]
) -> dict[Pair, str]:
    """Give the result of `decide`: each group of candidates is one story.

    `group_of`: index of a candidate -> its group.  `trusted`: index of a candidate -> the declared address that
    `_believed` confirmed.
    """
    members: defaultdict[int, list[int]] = defaultdict(list)
    for n, group in group_of.items():
        members[group].append(n)
    return {
        (candidates[n].own, candidates[n].said): key
        for group in members.values()
        for key in [_key([candidates[n] for n in group], {trusted[n] for n in group if n in trusted})]
        for n in group
    }


def _key(group: Sequence[StoryCandidate], trusted: Collection[str]) -> str:
    """Choose the key of a story, one of its pages' addresses.

    It is the key that the story has already (`settled`), else a trusted one, else the one seen first.  `trusted`:
    declared addresses that `_believed` confirmed.
    """
    settled = {one.settled for one in group if one.settled}
    if settled:
        return min(settled)
    self_told = {one.own for one in group if one.claim is None}
    if trusted:
        return min(trusted, key=lambda key: (key not in self_told, key))
    return min(group, key=lambda one: (one.own not in self_told, one.first_seen, one.own)).own


def _by(candidates: Sequence[StoryCandidate], name: str) -> dict[str, list[int]]:
    """Map each address to the indices of the candidates that have it.  `name`: which address, "own" or "claim"."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for n, candidate in enumerate(candidates):
        if (key := getattr(candidate, name)) is not None:
            found[key].append(n)
    return found


class _Texts:
    """Compares the texts of candidates; each text is split into shingles once, when first needed."""

    def __init__(self, candidates: Sequence[StoryCandidate]) -> None:
        @cache
        def readings(n: int) -> tuple[ShingledText, ...]:
            return tuple(shingled(text) for text in candidates[n].texts)

        self._readings = readings

    def alike(self, group: Sequence[int]) -> list[tuple[int, int]]:
        """List all pairs of candidates of a group that have the same text, as indices."""
        return list(self._links(combinations(group, 2)))

    def near(self, group: Sequence[int], to: Sequence[int]) -> list[tuple[int, int]]:
        """List the pairs of candidates with the same text, one of `group` and one of `to`, as indices.

        For groups too large to compare each member with each.
        """
        return list(self._links((n, other) for n in group for other in to))

    def _links(self, pairs: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        for one, other in pairs:
            if any(same_text(a, b) for a in self._readings(one) for b in self._readings(other)):
                yield one, other
