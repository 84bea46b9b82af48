"""Which pages are one story: decided from their addresses, from those that they declare as theirs, and their texts.

A page's own address tells which story it is.  A declared (canonical) one joins pages only where their texts say the
same: sections, front pages and mistakes are declared, too.  The result depends on the
pages, not on the order in which they came.  Takes plain values; warehouse.assign reads and writes the warehouse.
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

#: A page's address and the one that it declares, None when that is the same.
Pair = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class StoryCandidate:
    """An address, one address that its pages declared, and the texts read from it while they declared that one."""

    own: str
    said: str | None
    first_seen: datetime
    #: Headline and body of its versions.
    texts: tuple[str, ...] = ()
    #: The key that it keeps, when the address that it declares is not being decided now; else None.
    settled: str | None = None

    @property
    def claim(self) -> str | None:
        """The declared address, where it may stand for the page's own; else None."""
        return self.said if self.settled is None and may_stand_for(self.said, self.own) else None


def decide(candidates: Sequence[StoryCandidate], below: Collection[str]) -> dict[Pair, str]:
    """The key of each candidate's story.

    below: declared addresses under which other pages lie.  Candidates are all pages that declare one of the addresses
    in question or were read from it.
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
    """Declared addresses from which no page was read and that one address alone declares."""
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
    """The claimants, pages that declare this address as their own, that really belong to its story.

    If a page was read from the address itself: the claimants with that page's text.  If not: all of them, provided that
    they have one text among them; and if a single address declares it, that no page lies below it, as with a section.
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
    """The key of a story, chosen among the addresses of its pages."""
    settled = {one.settled for one in group if one.settled}
    if settled:
        return min(settled)
    self_told = {one.own for one in group if one.claim is None}
    if trusted:
        return min(trusted, key=lambda key: (key not in self_told, key))
    return min(group, key=lambda one: (one.own not in self_told, one.first_seen, one.own)).own


def _by(candidates: Sequence[StoryCandidate], name: str) -> dict[str, list[int]]:
    """Indices of the candidates by one of their addresses (`name` is the attribute)."""
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
        """Enough pairs of equal texts to connect all equal texts of a group."""
        return list(self._links(combinations(group, 2)))

    def near(self, group: Sequence[int], to: Sequence[int]) -> list[tuple[int, int]]:
        """Pairs of equal texts, one from a large group and one from the pages it is compared with."""
        return list(self._links((n, other) for n in group for other in to))

    def _links(self, pairs: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        for one, other in pairs:
            if any(same_text(a, b) for a in self._readings(one) for b in self._readings(other)):
                yield one, other
