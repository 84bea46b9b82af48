"""Decides which of the lists found are the outlet's own, and which of those to follow.

A list is a feed or a sitemap; the site of an outlet is its registrable domain, "herald.example".  Takes lists that were
requested and read; gives all of them, with the reason for each that is not to be followed.  A news sitemap or a feed,
which has what is new, is preferred to a sitemap of a whole site, which also has its past.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from flows.acquire.discovering.list_hints import NEWS, Hints
from flows.acquire.discovering.try_list import TriedList
from flows.acquire.following.clean_url import url_key
from parsers.addresses import AddressRules, page_key, site

#: A list without anything newer is left aside when another has it.  Our choice: no outlet is silent for so long.
_FORGOTTEN: Final = timedelta(days=180)
#: Why a list of what readers wrote is left aside.
COMMENTS: Final = "It lists comments of readers."


@dataclass(frozen=True, slots=True)
class Judged:
    """One list that was tried, where it was found, and, for a list that is not followed, why it is not."""

    tried: TriedList
    #: Where it was found, for a sentence: "the page's head", "robots.txt", "a usual place".
    where: str
    #: Why it is not followed, in one sentence; "" for one that is.
    aside: str = ""
    #: Whether it lists stories of the outlet, also where others list them as well.
    own: bool = True


def commonest_site(tried: TriedList, addresses: AddressRules) -> str | None:
    """Return the site to which most pages of a list belong; None for a list without pages."""
    sites = Counter(site(key) for entry in tried.entries if (key := page_key(entry.url, addresses)))
    return sites.most_common(1)[0][0] if sites else None


def objection(tried: TriedList, *, outlet: str, title: str, hints: Hints, addresses: AddressRules) -> str:
    """Say in one sentence why a list does not hold this outlet's stories; "" for a list that does.

    `outlet`: the site of the outlet.  `title`: of the link that led to the list.
    """
    if tried.outcome != "fetched":
        return tried.said or f"It cannot be had ({tried.outcome})."
    if tried.inner is not None and tried.inner.outcome != "fetched":
        return f"Its sitemap {tried.inner.url} cannot be had: {tried.inner.said or tried.inner.outcome}"
    if not tried.entries:
        return "It lists no page."
    if tried.comments or hints.say("comments", "title", title):
        return COMMENTS
    theirs = commonest_site(tried, addresses)
    return "" if theirs == outlet else f"It lists pages of {theirs}, not of {outlet}."


def choose_lists(found: Sequence[Judged], addresses: AddressRules, *, now: datetime | None = None) -> list[Judged]:
    """Return all these lists in their order; each list that is not to be followed has the reason in `aside`.

    `found`: the lists that were read; some may have a reason in `aside` already.  `now`: the present time; None: by the
    clock.
    """
    fresh = (now or datetime.now(UTC)) - _FORGOTTEN
    good = [one for one in found if not one.aside]
    chosen = [one for one in good if _brings_what_is_new(one.tried)] or good
    alive = [one for one in chosen if one.tried.newest is None or one.tried.newest >= fresh] or chosen
    kept = _without_repeats(alive, addresses)
    return [_decided(one, kept, chosen=chosen, alive=alive) for one in found]


def _brings_what_is_new(tried: TriedList) -> bool:
    """Whether a list has only new pages, as a feed or a news sitemap has, and not all pages of a site."""
    return tried.kind in ("feed", "json", NEWS) or (tried.inner is not None and tried.inner.kind == NEWS)


def _without_repeats(lists: Iterable[Judged], addresses: AddressRules) -> list[Judged]:
    """Return the lists to keep: each has a page that no list kept before it has.

    Sitemaps come first, and of each kind those with the most pages.
    """
    kept: list[Judged] = []
    covered: set[str] = set()
    for one in sorted(lists, key=lambda one: (one.tried.channel != "sitemap", -len(one.tried.entries))):
        keys = {url_key(entry.url, addresses) for entry in one.tried.entries}
        if keys - covered:
            kept.append(one)
            covered |= keys
    return kept


def _decided(one: Judged, kept: Sequence[Judged], *, chosen: Sequence[Judged], alive: Sequence[Judged]) -> Judged:
    """Return `one`, with the reason why it is not followed if it is not among `kept`.

    `kept`: the lists to follow.  `chosen`: the lists that bring what is new; where no list does, all good lists.
    `alive`: the lists in `chosen` whose newest page is not too old.
    """
    if one.aside or one in kept:
        return one
    if one not in chosen:
        said = "It lists the pages of the whole site; what is new is in the others. Add it for the past stories."
    elif one not in alive:
        said = f"It lists nothing newer than {one.tried.newest:%Y-%m-%d}."
    else:
        said = "The others list all of its pages."
    return replace(one, aside=said)
