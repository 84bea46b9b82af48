"""Finds the feeds and sitemaps of an outlet: those that its page declares or its robots.txt names, and at usual paths.

A list is a feed or a sitemap; the site of an outlet is its registrable domain, "herald.example".  Takes the address of
an outlet, or of one of its lists, and a client; gives every list that was tried, and which to follow.  Each step is
taken only for what the steps before it did not find, and the requests of a search are bounded. feedsearch-crawler and
ultimate-sitemap-parser look at the same places, but are not used: they have HTTP clients of their own, make many
requests at a time, or read every sitemap of an index.  Stores nothing.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urljoin, urlsplit

from flows.acquire.discovering.header_links import header_links
from flows.acquire.discovering.judge_lists import COMMENTS, Judged, choose_lists, commonest_site, objection
from flows.acquire.discovering.list_hints import FEED, NEWS, SITEMAP, Hints
from flows.acquire.discovering.page_links import Link, SitePage, declared_language, read_site_page
from flows.acquire.discovering.try_list import TriedList, Trying
from flows.acquire.following.clean_url import clean_url, url_key
from flows.acquire.following.listings import UnreadableListing, unpacked_list
from flows.acquire.following.read_list import kind_of_list
from flows.acquire.http.client import Client
from flows.acquire.http.leads_on import leads_on
from flows.acquire.http.response import Ask
from flows.acquire.http.stand_ins import is_elsewhere
from flows.acquire.kinds import is_page_type
from flows.archive.captures import Capture
from flows.config.settings import Limits
from parsers.addresses import AddressRules, address_rules, page_key, site
from parsers.rules import Rules

#: Most requests of one search, besides robots.txt.  Our choice: half a minute with a second between two.
MOST_REQUESTS: Final = 40
#: Seconds after which a search begins no further request.  Our choice: as long as somebody waits.
_MOST_SECONDS: Final = 180.0
#: Most lists of one step.  Some heads declare a feed for each section, some robots.txt name a sitemap for each month.
_DECLARED: Final = 12
_NAMED: Final = 6
_LINKED: Final = 8
#: What stands between the name of an outlet and the rest of a title.
_DIVIDES: Final = re.compile(r"\s+[|–—·•»«:/-]+\s+|:\s+|\s*\|\s*")
#: Most characters of an outlet's title; longer ones are slogans.
_TITLE: Final = 80
#: What the content of a list tells of it (flows.acquire.following.read_list).
_LISTS: Final = ("feed", "sitemap", "json")
_FEEDS: Final = ("feed", "json")
#: Outcomes after which no other address of the site would answer.
_HOPELESS: Final = ("unreachable", "timeout", "refused_address")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLists:
    """The result of a search: an outlet's feeds and sitemaps, and what was learned of the outlet itself."""

    #: The page from which it began, after redirects, and the answer to the request for it, without its body.
    url: str
    outcome: str
    said: str
    #: The site of the outlet: its registrable domain.
    site: str
    #: Every list that was tried, in order; those to follow have no reason against them.
    lists: tuple[Judged, ...] = ()
    #: How many requests it took, and whether it ended because there were too many, or they took too long.
    requests: int = 0
    ended_early: bool = False
    title: str | None = None
    language: str | None = None
    timezone: str | None = None

    @property
    def followed(self) -> tuple[TriedList, ...]:
        """The lists found that are to be followed: those without a reason against them."""
        return tuple(one.tried for one in self.lists if not one.aside)


async def find_lists(
    url: str, *, client: Client, limits: Limits, rules: Rules, on_request: Callable[[str], None] = lambda _: None
) -> FoundLists:
    """Find an outlet's feeds and sitemaps.

    `url`: of its front page, a section or a list.  `on_request`: called with each address right before it is requested.
    """
    hints, addresses = Hints(rules.family("discovery")), address_rules(rules)
    search = _Search(client=client, limits=limits, hints=hints, addresses=addresses, on_request=on_request)
    return await search.search(url)


@dataclass(slots=True, kw_only=True)
class _Search:
    """One search for an outlet's lists: what it uses, what it has found so far, and its steps as methods.

    `where`, in the methods: where a link or list was found, for the user, such as "robots.txt".
    """

    client: Client
    limits: Limits
    hints: Hints
    addresses: AddressRules
    on_request: Callable[[str], None]
    #: When it began, in seconds of the event loop's clock.
    began: float = field(default_factory=lambda: asyncio.get_running_loop().time())
    requests: int = 0
    #: The site of the outlet.
    outlet: str = ""
    page: SitePage = field(default_factory=SitePage)
    lists: list[Judged] = field(default_factory=list)
    #: Keys of the lists that were tried.
    seen: set[str] = field(default_factory=set)

    async def search(self, url: str) -> FoundLists:
        """Take the steps of the search in order, and return what was found.  `url`: where the search begins."""
        start = self._checked(await self._page_at(url))
        self.outlet = self._site(start.url)
        if start.outcome not in _HOPELESS:
            await self._begin(start)
            await self._named_in_robots(start.url)
            if not self._has(*_FEEDS):
                await self._linked(start.url)
            await self._usual_places(start.url)
        return self._found(start)

    async def _begin(self, start: Capture) -> None:
        """Try the lists that the first answer declares, or that answer if it is a list; then the front page's lists.

        `start`: the answer for the address from which the search begins.
        """
        if start.outcome != "fetched":
            await self._front_unless(start.url)
        elif self._kind(start.body or b"") in _LISTS:
            tried = await self._list_in(start, "feed")
            self.outlet = commonest_site(tried, self.addresses) or self.outlet
            self._judge(tried, "your address", "")
            await self._front(tried.entries[0].url if tried.entries else start.url)
        else:
            await self._declared(start)
            await self._front_unless(start.url)

    async def _front_unless(self, url: str) -> None:
        """Read the front page of the site to which `url` belongs, unless `url` is that front page itself."""
        if urlsplit(url).path.strip("/"):
            await self._front(url)

    async def _front(self, url: str) -> None:
        """Request the front page of the site to which `url` belongs.

        Take the title and language of that page, and try the lists that it declares.
        """
        front = await self._page_at(urljoin(url, "/"))
        if front.outcome == "fetched" and self._site(front.url) == self.outlet:
            await self._declared(front)

    async def _declared(self, answer: Capture) -> None:
        """Take a page's title and language; try the lists that its head and the Link headers of the answer declare."""
        self.page, url = self._read(answer), answer.url
        await self._try(url, self.page.declared[:_DECLARED], "feed", "the page's head")
        await self._try(url, self.page.sitemaps[:_NAMED], "sitemap", "the page's head")
        told = header_links((value for name, value in answer.headers if name.lower() == "link"), url)
        feeds = [link for link in told.feeds if not self.hints.say("other", "address", link.url)]
        await self._try(url, feeds[:_DECLARED], "feed", "the page's Link header")
        await self._try(url, told.sitemaps[:_NAMED], "sitemap", "the page's Link header")

    async def _named_in_robots(self, url: str) -> None:
        """Try the sitemaps that robots.txt names; those whose address looks like a news sitemap's come first."""
        named = (await self.client.robots(url)).sitemaps()
        first = sorted(named, key=lambda one: not self.hints.say("news", "address", one))
        await self._try(url, [Link(one) for one in first[:_NAMED]], "sitemap", "robots.txt")

    async def _linked(self, url: str) -> None:
        """Try links of the page that look like feeds; where one leads to an HTML page, try the feeds linked there."""
        for link in self.page.linked[:_LINKED]:
            # Another site's address may look like a feed's by chance; "RSS" says that it is one of this outlet.
            if self._site(link.url) != self.outlet and not self.hints.say("feed", "title", link.title):
                continue
            target = self._new(urljoin(url, link.url))
            if target is None or self._is_for_comments(target, "a link of the page", link.title):
                continue
            answer = await self._get(target, self._page_ask())
            if self._is_page(answer):
                await self._listed_there(answer)
            else:
                self._judge(await self._list_in(answer, "feed"), "a link of the page", link.title)

    async def _usual_places(self, url: str) -> None:
        """Try the usual paths of news sitemaps, feeds and other sitemaps, each kind only if none was found before."""
        for wanted, kinds in ((NEWS, (NEWS,)), (FEED, _FEEDS), (SITEMAP, ())):
            channel = "feed" if wanted == FEED else "sitemap"
            for path in self.hints.places(wanted):
                if self._has(*kinds):
                    break
                await self._try(url, [Link(path)], channel, "a usual place")

    async def _try(
        self, base: str, links: Iterable[Link], channel: str, where: str, *, from_page_of_feeds: bool = False
    ) -> None:
        """Request and judge each list that was not tried before; where a feed is a page of feeds, try those, too.

        `base`: the address to which relative links refer.  `channel`: "feed" or "sitemap", for a list whose content
        does not say which it is.  `where`: where the links were found, for the user: "robots.txt".
        `from_page_of_feeds`: True: pages among these links are not searched for more.
        """
        for link in links:
            target = self._new(urljoin(base, link.url))
            if target is None or self._is_for_comments(target, where, link.title):
                continue
            answer = await self._get(target, self._page_ask())
            self._judge(await self._list_in(answer, channel), where, link.title)
            if channel == "feed" and not from_page_of_feeds and self._is_page(answer):
                await self._listed_there(answer)

    async def _listed_there(self, answer: Capture) -> None:
        """Try the feeds that a page declares or links: some outlets link such a page in place of a feed."""
        there = self._read(answer)
        links, where = (*there.declared, *there.linked)[:_DECLARED], f"the page {answer.requested_url}"
        await self._try(answer.url, links, "feed", where, from_page_of_feeds=True)

    def _is_for_comments(self, url: str, where: str, title: str) -> bool:
        """Whether a link leads to a feed of readers' comments, by its address (`url`) or its `title`.

        If so, adds that feed to `lists`, as one that was not requested because it is of comments.  `where`: where the
        link was found, for the user: "robots.txt".
        """
        said = self.hints.is_for_comments(address=url, title=title, entries=())
        if said:
            tried = TriedList(url=url, channel="feed", outcome="not_asked")
            self.lists.append(Judged(tried, where, COMMENTS, own=False))
        return said

    def _new(self, url: str) -> str | None:
        """Return the cleaned address to request; None for an address tried before, or for text that is no web address.

        None also when the search is at its limit of requests or time.  Remembers the address as tried.
        """
        target = clean_url(url, self.addresses.tracking)
        key = url_key(target, self.addresses) if target else ""
        if target is None or key in self.seen or self._is_enough():
            return None
        self.seen.add(key)
        return target

    def _is_enough(self) -> bool:
        """Whether the search must end: it has made too many requests, or lasted too long.

        It lasts long on a site that asks for long pauses between requests.
        """
        took = asyncio.get_running_loop().time() - self.began
        return self.requests >= MOST_REQUESTS or took > _MOST_SECONDS

    def _judge(self, tried: TriedList, where: str, title: str) -> None:
        """Add a list to those found, together with the reason if it is not to be followed.

        If the list is an index with a news sitemap, that sitemap is added, too, to be followed in its place.  `where`:
        where the list was found.  `title`: of the link that led to it.
        """
        self.seen.add(url_key(tried.url, self.addresses))
        said = objection(tried, outlet=self.outlet, title=title, hints=self.hints, addresses=self.addresses)
        inner, own = tried.inner, not said
        # The news sitemap of an index is followed alone, unless its name changes with the date.
        if (
            not said
            and inner is not None
            and inner.kind == NEWS
            and not any(map(str.isdigit, urlsplit(inner.url).path))
        ):
            self.lists.append(Judged(inner, f"the index {tried.url}"))
            said = f"Its news sitemap {inner.url} has what is new."
        self.lists.append(Judged(tried, where, said, own))

    def _has(self, *kinds: str) -> bool:
        """Whether a list of one of these kinds was found that is to be followed; without `kinds`: any list."""
        good = [one.tried for one in self.lists if not one.aside]
        return any(not kinds or {one.kind, one.inner.kind if one.inner else None} & set(kinds) for one in good)

    async def _page_at(self, url: str) -> Capture:
        """Request a page; where it only leads on to another one of its site, by a refresh or script, request that."""
        answer = await self._get(url, self._page_ask())
        may_lead_on = answer.outcome == "fetched" and self._kind(answer.body or b"") not in _LISTS
        onward = leads_on(answer) if may_lead_on else None
        if onward is None or onward.url is None or is_elsewhere(onward.url, answer.url):
            return answer
        return await self._get(onward.url, self._page_ask())

    async def _list_in(self, answer: Capture, channel: str) -> TriedList:
        """Read the list in an answer, and of an index its sitemaps; `channel`: as for Trying.read."""
        return await self._trying().with_inner(await self._trying().read(answer, channel))

    def _is_page(self, answer: Capture) -> bool:
        """Whether an answer is an HTML page."""
        return answer.outcome == "fetched" and self._kind(answer.body or b"") == "html"

    async def _get(self, url: str, ask: Ask) -> Capture:
        self.requests += 1
        self.on_request(url)
        return await self.client.get(url, ask)

    def _page_ask(self) -> Ask:
        return Ask(limit=max(self.limits.page_bytes, self.limits.feed_bytes), pages_only=False)

    def _trying(self) -> Trying:
        return Trying(get=self._get, tracking=self.addresses.tracking, hints=self.hints, limit=self.limits.feed_bytes)

    def _read(self, answer: Capture) -> SitePage:
        return read_site_page(answer.body or b"", url=answer.url, charset=answer.charset, hints=self.hints)

    def _checked(self, start: Capture) -> Capture:
        """Return the first answer; with the outcome "wrong_type" when it is neither a page nor a list."""
        if start.outcome != "fetched" or self._kind(start.body or b"") or is_page_type(start.media_type):
            return start
        said = f"It is {start.media_type or 'a file'}, neither a page nor a feed or sitemap."
        return replace(start, outcome="wrong_type", detail=said)

    def _kind(self, body: bytes) -> str | None:
        """Tell what a document is: "feed", "json" (a JSON feed), "sitemap" or "html"; None for anything else."""
        try:
            return kind_of_list(unpacked_list(body, self.limits.feed_bytes))
        except UnreadableListing:
            return None

    def _site(self, url: str) -> str:
        key = page_key(url, self.addresses)
        return site(key) if key else url

    def _found(self, start: Capture) -> FoundLists:
        """Return what the search found, with the outlet's title, language and time zone.  `start`: the first answer."""
        lists = choose_lists(self.lists, self.addresses)
        feeds = [one.tried for one in lists if not one.aside]
        titles = (self.page.name, *(one.title for one in feeds), self.page.title)
        languages = (self.page.language, *(declared_language(one.language) for one in feeds))
        return FoundLists(
            url=start.url,
            outcome=start.outcome,
            said=start.detail,
            site=self.outlet,
            lists=tuple(lists),
            requests=self.requests,
            ended_early=self._is_enough(),
            title=own_title(_first(titles) or "", self.outlet),
            language=_first(languages),
            timezone=self.page.timezone,
        )


def own_title(said: str, outlet: str) -> str | None:
    """Return the part of a title that names the outlet; None for an empty title.

    It is the part with the name of the site in it, else the first: "Latest | The Herald" gives "The Herald".  `said`:
    the title as a page or list gives it.  `outlet`: the outlet's site, "herald.example".
    """
    parts = [part for part in _DIVIDES.split(" ".join(said.split())) if part]
    name = outlet.partition(".")[0]
    named = (part for part in parts if name in re.sub(r"\W", "", part).lower())
    return (next(named, None) or (parts[0] if parts else ""))[:_TITLE] or None


def _first(values: Sequence[str | None]) -> str | None:
    return next((value for value in values if value), None)
