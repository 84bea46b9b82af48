"""Shows what `copydesk sources add` found of an outlet: its lists (feeds, sitemaps) and stories, or why there are none.

Takes the result of a search; prints lines, or gives JSON types.  Requests and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from flows.acquire.discovering.find_lists import FoundLists
from flows.acquire.discovering.judge_lists import Judged
from flows.acquire.discovering.try_list import KINDS, TriedList
from flows.acquire.discovering.try_story import TriedStory
from flows.cli.commands.session import put, tell
from flows.printing.progress import number

#: What a person can do when the first page could not be had, by its outcome.
_REMEDIES: Final = {
    "unreachable": "Check the address, and the network.",
    "timeout": "Try again later.",
    "robots_denied": "Nothing of it is fetched; give the address of a feed that it allows, if there is one.",
    "blocked": "copydesk does not get around that; give the address of a feed, or ask the outlet for access.",
    "host_resting": "Try again later.",
    "wrong_type": "Give the address of the outlet's front page, or of a feed.",
}
#: What a person can do when the page was read and no list (feed, sitemap) was found.
_OTHERWISE: Final = "Give the address of a feed or sitemap, or name single pages under `pages` in sources.toml."


def show_found(found: FoundLists, stories: Sequence[TriedStory]) -> None:
    """Print the lists (feeds, sitemaps) and stories that were found; nothing when there is no list."""
    followed = [one for one in found.lists if not one.aside]
    aside = [one for one in found.lists if one.aside and not _is_miss(one)]
    misses = sum(_is_miss(one) for one in found.lists)
    if not followed and not aside:
        return
    put(f"{found.title or found.site}, {found.url}")
    if found.outcome != "fetched":
        tell(f"The page itself was not read: {found.said}")
    if followed:
        put("\nIt would follow:")
        for one in followed:
            put(f"  {one.tried.url}\n      {_content(one.tried)}; found in {one.where}")
    if aside:
        put("\nIt would leave aside:")
        for one in aside:
            put(f"  {one.tried.url}\n      {one.aside}")
    if misses:
        put(f"\n{number(misses, 'usual place')} where such lists lie had none.")
    if found.ended_early:
        put(f"\nThe search ended after {number(found.requests, 'request')}; there may be more lists.")
    if stories:
        put("\nIts newest stories:")
        show_stories(stories)


def show_lists(lists: Sequence[TriedList]) -> None:
    """Print the lists (feeds, sitemaps) that were tried, one a line, with what is wrong with them."""
    for one in lists:
        wrong = one.said or one.flaw or (one.inner.said if one.inner else "")
        content = (_content(one),) if one.kind else ()
        tell(f"  {one.url}\n      {'; '.join((str(one.status or one.outcome), *content, *([wrong] if wrong else [])))}")


def show_stories(stories: Sequence[TriedStory]) -> None:
    """Print the stories that were tried: date, headline and size, or why a story was refused."""
    for one in stories:
        if one.refused:
            tell(f"  refused, {one.refused}: {one.said}\n      {one.url}")
            continue
        day = (one.published_at or "no date")[:16].replace("T", " ")
        quality = "" if one.quality is None else f", quality {one.quality:.2f}"
        put(f"  {day}  {one.headline or 'no headline'}\n      {number(one.words, 'word')}{quality}  {one.url}")


def _content(tried: TriedList) -> str:
    """Describe a list (feed, sitemap) for a line of output: kind, number of pages, and time of the newest page."""
    inside = f" of {number(len(tried.further), 'sitemap')}" if tried.further else ""
    newest = f", the newest of {tried.newest:%Y-%m-%d %H:%M}" if tried.newest else ""
    return f"{KINDS.get(tried.kind or '', 'no list')}{inside}, {number(len(tried.entries), 'page')}{newest}"


def _is_miss(one: Judged) -> bool:
    """Whether a list (feed, sitemap) was only guessed at a usual place and does not exist; it is not shown."""
    return one.where == "a usual place" and one.tried.kind is None


def nothing_found(found: FoundLists) -> str:
    """Say why an outlet cannot be followed, in a sentence or two that say what to do."""
    if found.outcome != "fetched":
        tried = "" if found.requests <= 1 else f" No feed or sitemap was found, either, in {_tried(found)}."
        remedy = f" {_REMEDIES[found.outcome]}" if found.outcome in _REMEDIES else ""
        return f"{found.url}: {found.said or found.outcome}{tried}{remedy}"
    return f"No feed or sitemap of {found.site} was found in {_tried(found)}. {_OTHERWISE}"


def _tried(found: FoundLists) -> str:
    """Say what a search looked at, as part of a sentence: how many requests, and where."""
    bound = ", the most that one search makes or waits for" if found.ended_early else ""
    return (
        f"{number(found.requests, 'request')}{bound}: the page's head and links, robots.txt, and"
        f" {number(sum(one.where == 'a usual place' for one in found.lists), 'usual place')}"
    )


def found_json(found: FoundLists, stories: Iterable[TriedStory]) -> dict[str, Any]:
    """Describe the result of the search for an outlet's lists and stories, as JSON types."""
    return {
        "url": found.url,
        "outcome": found.outcome,
        "detail": found.said,
        "site": found.site,
        "title": found.title,
        "requests": found.requests,
        "lists": [list_json(one.tried) | {"found_in": one.where, "left_aside": one.aside} for one in found.lists],
        "stories": [story_json(one) for one in stories],
    }


def list_json(tried: TriedList) -> dict[str, Any]:
    """Describe what was found out about one list (feed or sitemap), as JSON types."""
    return {
        "url": tried.url,
        "followed_as": tried.channel,
        "kind": tried.kind,
        "outcome": tried.outcome,
        "status": tried.status,
        "detail": tried.said,
        "entries": len(tried.entries),
        "newest": tried.newest.isoformat() if tried.newest else None,
        "sitemaps": len(tried.further),
        "flaw": tried.flaw,
    }


def story_json(story: TriedStory) -> dict[str, Any]:
    """Describe what was found out about one story, as JSON types."""
    names = ("url", "refused", "headline", "published_at", "words", "quality", "language")
    return {name: getattr(story, name) for name in names} | {"detail": story.said}
