"""Tries a followed outlet end to end: each of its lists, robots.txt, and its newest stories; stores nothing.

A list is a feed or a sitemap.  A source is an outlet as sources.toml describes it.  A Trial (trial.py) holds the client
with which to try it.  Takes a source and a trial; gives what was found, with a verdict in one sentence that says what
to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from flows.acquire.discovering.list_hints import Hints
from flows.acquire.discovering.trial import SAMPLES, Trial
from flows.acquire.discovering.try_list import TriedList, Trying
from flows.acquire.discovering.try_story import TriedStory, newest_stories
from flows.acquire.following.clean_url import clean_url
from flows.archive.captures import OUTCOMES
from flows.config.sources import Source
from flows.errors import error_words
from flows.printing.progress import number
from parsers.addresses import address_rules
from parsers.reasons import NEEDS_SCRIPTS

#: An outlet without anything newer has probably moved.  Our choice: weeklies and holidays are shorter.
_SILENT: Final = timedelta(days=30)
#: What to do when a list cannot be had, by its outcome.
_REMEDIES: Final = {
    "http_error": "`copydesk sources add` on its front page finds where its lists are now",
    "unreadable": "`copydesk sources add` on its front page finds where its lists are now",
    "robots_denied": "take this out of sources.toml, or ask the outlet for leave",
    "blocked": "copydesk does not get around that; ask the outlet for access, or set active = false",
    "refused_address": "correct the address, or set allow_private for an outlet in your own network",
    "too_large": "raise limits.feed_bytes in copydesk.toml",
}
_LATER: Final = "try again later"
#: The same for stories; for others that were fetched but are no articles, _EXPLAIN is the advice.
_RENDER: Final = 'set render = "when needed" for it in sources.toml, and a browser runs the scripts'
_REMEDIES_FOR_STORIES: Final = {
    **{name: _REMEDIES[name] for name in ("robots_denied", "blocked")},
    NEEDS_SCRIPTS: _RENDER,
    "script_redirect": _RENDER,
    "no_browser": "`copydesk doctor` says which browser is used",
    "render_failed": "look at the page in a browser of yours, and at [browser] in copydesk.toml",
}
_EXPLAIN: Final = "`copydesk explain` on one shows why"


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedOutlet:
    """The result of trying one source: its lists, its newest stories, and what is wrong."""

    name: str
    lists: tuple[TriedList, ...] = ()
    stories: tuple[TriedStory, ...] = ()
    #: How many listed pages include and exclude admit.
    wanted: int = 0
    #: What robots.txt says, in half a sentence, and the seconds that are kept between two requests.
    robots: str = ""
    delay: float = 0.0
    #: Why nothing new comes from it, and what may be looked at although something does; sentences.
    failures: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """One line for the user: whether following this outlet works, and what to do where it does not."""
        if self.failures:
            further = len(self.failures) - 1
            return f"fails: {self.failures[0]}" + (f" ({further} more, above)" if further else "")
        pages = f"fine: {number(self.wanted, 'page')} listed" if self.lists else "fine"
        return f"{pages}. {' '.join(self.notes)}".strip() if self.notes else pages


async def try_outlet(trial: Trial, source: Source) -> TriedOutlet:
    """Try one source: its lists, robots.txt and newest stories.  Faults are in the result; it never raises for them."""
    try:
        return await _tried(replace(trial, source=source), source)
    except Exception as error:  # told as the verdict: no outlet stops another
        return TriedOutlet(name=source.name, failures=(f"Trying it ended early ({error_words(error)}).",))


async def _tried(trial: Trial, source: Source) -> TriedOutlet:
    """Request the lists of a source, then its newest stories, and put together what was found."""
    tracking = address_rules(trial.rules).tracking
    trying = Trying(
        get=trial.get,
        tracking=tracking,
        hints=Hints(trial.rules.family("discovery")),
        limit=trial.settings.limits.feed_bytes,
        delay=source.delay,
    )
    named = [(url, "feed") for url in source.feeds] + [(url, "sitemap") for url in source.sitemaps]
    lists = [await trying.list_at(url, channel) for url, channel in named]
    entries = [entry for one in lists for entry in one.entries]
    wanted = [entry for entry in entries if source.wants(entry.url)]
    singles = [url for url in (clean_url(page, tracking) for page in source.pages) if url]
    samples = (*newest_stories(wanted, SAMPLES, trial.rules), *singles[:SAMPLES])
    stories = await trial.stories(samples, delay=source.delay)
    robots, delay = await _robots(trial, source, next(iter((*source.feeds, *source.sitemaps, *source.pages)), None))
    return TriedOutlet(
        name=source.name,
        lists=tuple(lists),
        stories=stories,
        wanted=len(wanted),
        robots=robots,
        delay=delay,
        failures=tuple(_failures(lists, stories, listed=len(entries), wanted=len(wanted))),
        notes=tuple(_notes(lists, stories)),
    )


async def _robots(trial: Trial, source: Source, url: str | None) -> tuple[str, float]:
    """Return what the outlet's robots.txt says, and the seconds that will be kept between two requests to the outlet.

    What it says is half a sentence, such as "there is one, asks for 10 s".  `url`: of the outlet's first list or page;
    None for an outlet that has neither: then nothing is requested, and the half sentence is "".
    """
    fetch = trial.settings.fetch
    least = max(fetch.delay, source.delay)
    if url is None:
        return "", least
    robots = await trial.client.robots(url, allow_private=source.allow_private)
    asked = robots.crawl_delay()
    said = robots.refusal[1] if robots.refusal else "there is one" if robots.file else "there is none"
    return said + (f", asks for {asked:g} s" if asked else ""), max(least, min(asked, fetch.longest_crawl_delay))


def _failures(lists: list[TriedList], stories: tuple[TriedStory, ...], *, listed: int, wanted: int) -> Iterator[str]:
    """Yield a sentence for each reason why following the outlet would not work, with what to do.

    `listed`: how many pages the lists name.  `wanted`: how many of these the source's `include` and `exclude` let
    through.
    """
    for one in lists:
        broken = one.inner if one.inner is not None and one.inner.outcome != "fetched" else one
        if broken.outcome != "fetched":
            remedy = _REMEDIES.get(broken.outcome, _LATER)
            yield f"{broken.url}: {(broken.said or broken.outcome).rstrip('.')}; {remedy}."
        elif one.comments:
            yield f"{one.url} lists comments of readers; take it out of sources.toml."
    if not lists and not stories:
        yield "It names no feed, sitemap or page; `copydesk sources add` finds them."
    elif listed and not wanted:
        yield f"include and exclude admit none of the {listed:,} pages that are listed; correct them in sources.toml."
    elif lists and not listed and all(one.outcome == "fetched" for one in lists):
        yield "Its lists name no page; `copydesk sources add` on its front page finds others."
    if stories and all(one.refused for one in stories):
        first = stories[0]
        remedy = _REMEDIES_FOR_STORIES.get(first.refused or "", _LATER if first.refused in OUTCOMES else _EXPLAIN)
        yield f"None of {len(stories)} stories could be read ({first.refused}: {first.said.rstrip('.')}); {remedy}."


def _notes(lists: list[TriedList], stories: tuple[TriedStory, ...]) -> Iterator[str]:
    """Yield a sentence for each thing that looks odd, though the outlet can be followed all the same."""
    for one in lists:
        if one.flaw:
            yield f"{one.url} is not well-formed ({one.flaw}); it is read as far as it goes."
    newest = max((one.newest for one in lists if one.newest), default=None)
    if newest is not None and newest < datetime.now(UTC) - _SILENT:
        yield f"Its newest page is of {newest:%Y-%m-%d}; look whether the outlet has moved."
    read = [one for one in stories if not one.refused]
    if refused := [one for one in stories if one.refused]:
        yield f"{len(refused)} of {len(stories)} stories were refused ({refused[0].refused})."
    for what, there in (
        ("headline", [one.headline for one in read]),
        ("body", [one.words for one in read]),
        ("date", [one.published_at for one in read]),
    ):
        if there and not any(there):
            yield f"No story has a {what}; docs/adding-a-publisher.md says how to teach it."
