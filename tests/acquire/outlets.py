"""Small outlets on a loopback port, with feeds, sitemaps and stories, for tests of finding and trying lists."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from tests.acquire.loopback import Handler, Site, site

NOW = datetime.now(UTC)
_PARAGRAPH = (
    "The harbour council of Hartsea voted on Monday to close the eastern pier to cars from the first of May, after an"
    " engineer told the meeting that number {number} of its piles had moved by four centimetres since the winter."
)


def text(body: str, content_type: str = "text/xml", **options: Any) -> Handler:
    """A handler that answers with this text, in which {site} stands for the address of the server."""

    async def handler(request: web.Request) -> web.Response:
        said = body.replace("{site}", f"{request.scheme}://{request.host}")
        return web.Response(text=said, content_type=content_type, **options)

    return handler


def story(number: int) -> Handler:
    """A story in English that the parsers take for one."""
    paragraphs = "".join(f"<p>{_PARAGRAPH.format(number=n)}</p>" for n in range(number, number + 5))
    day = f"{NOW - timedelta(hours=number):%Y-%m-%dT%H:%M:%SZ}"
    return text(
        f"""<!doctype html><html lang="en"><head><title>Pier {number} closes - The Herald</title>
        <meta property="og:type" content="article"><meta property="og:title" content="Pier {number} closes to cars">
        <meta property="article:published_time" content="{day}"></head><body><main><article>
        <h1>Pier {number} closes to cars</h1><p class="byline">By Ada Quill</p>{paragraphs}
        </article></main></body></html>""",
        "text/html",
    )


def rss(numbers: Any, *, title: str = "The Herald", host: str = "{site}", ending: str = "", age: int = 0) -> str:
    """An RSS feed of stories.  ending: of their addresses.  age: days by which all are older."""
    items = "".join(
        f"<item><title>Pier {n}</title><link>{host}/news/pier-{n}{ending}</link>"
        f"<pubDate>{NOW - timedelta(days=age, hours=n):%a, %d %b %Y %H:%M:%S +0000}</pubDate></item>"
        for n in numbers
    )
    return f'<rss version="2.0"><channel><title>{title}</title><language>en-gb</language>{items}</channel></rss>'


def sitemap(numbers: Any, *, news: bool = False) -> str:
    """A sitemap of stories, or a news sitemap."""
    day = "<lastmod>{0:%Y-%m-%dT%H:%M:%SZ}</lastmod>"
    if news:
        day = "<n:news><n:title>x</n:title><n:publication_date>{0:%Y-%m-%dT%H:%M:%SZ}</n:publication_date></n:news>"
    items = "".join(
        f"<url><loc>{{site}}/news/pier-{n}</loc>{day.format(NOW - timedelta(hours=n))}</url>" for n in numbers
    )
    spaces = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    )
    return f"<urlset {spaces}>{items}</urlset>"


def index(*paths: str) -> str:
    """A sitemap index that names these paths."""
    return f"<sitemapindex>{''.join(f'<sitemap><loc>{{site}}{path}</loc></sitemap>' for path in paths)}</sitemapindex>"


def front(head: str = "", foot: str = "") -> Handler:
    """The front page of The Herald, with more in its head and foot."""
    return text(
        f'<!doctype html><html lang="en-GB"><head><title>News | The Herald</title>'
        f'<meta property="og:site_name" content="The Herald">{head}</head>'
        f'<body><h1>News</h1><a href="/news/pier-1">Pier 1</a><footer>{foot}</footer></body></html>',
        "text/html",
    )


def alternate(path: str, title: str = "", kind: str = "application/rss+xml") -> str:
    """A link to a feed as it stands in the head of a page."""
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{path}">'


STORIES: dict[str, Handler] = {f"/news/pier-{number}": story(number) for number in range(1, 7)}


@contextmanager
def serving(table: dict[str, Any]) -> Iterator[Site]:
    """A server with these answers and STORIES in a thread of its own, for the length of a block."""
    ready, done = threading.Event(), threading.Event()
    served: list[Site] = []

    async def serve() -> None:
        async with site({**STORIES, **table}) as here:
            served.append(here)
            ready.set()
            await asyncio.to_thread(done.wait)

    thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
    thread.start()
    try:
        assert ready.wait(10)
        yield served[0]
    finally:
        done.set()
        thread.join(10)
