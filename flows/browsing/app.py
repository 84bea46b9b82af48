"""The addresses of `copydesk browse`, each with its page.

/ lists and searches stories, /story/NUMBER shows one, /story/NUMBER/changes its versions side by side,
/story/NUMBER/page each line of its page, /report the page that `copydesk report --html` writes.  Takes the data
directory and rules; gives an ASGI application.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from flows.archive.archive_errors import ArchiveError
from flows.browsing import page_queries
from flows.browsing.token_check import Guard
from flows.config.paths import Paths
from flows.errors import CopydeskError, sentence
from flows.explain.html_output import render
from flows.reporting import write_page
from parsers import Rules

#: Characters of a search that are looked at, and words.
_MOST, _MOST_WORDS = 300, 12
_HERE: Final = Path(__file__).with_name("pages")
#: Most digits of a number in an address, and one more.
_DIGITS: Final = 10
#: The highest number in ?page=; a larger one is a mistake.
_PAGES: Final = 100_000

_Endpoint = Callable[[Request], Response]


def browser(paths: Paths, rules: Rules, *, token: str, days: int) -> Guard:
    """Make the ASGI application of `copydesk browse`.

    `token`: a browser that does not send it gets no page.  `days`: how many days the report covers.
    """
    pages = _Pages(paths, rules, days)
    addresses: dict[str, _Endpoint] = {
        "/": pages.stories,
        "/story/{number:int}": pages.story,
        "/story/{number:int}/changes": pages.changes,
        "/story/{number:int}/page": pages.lines,
        "/report": pages.report,
    }
    routes = [Route(path, pages.told(endpoint), methods=["GET"]) for path, endpoint in addresses.items()]
    lost = {404: lambda request, error: pages.no_such("There is no such page here.")}
    return Guard(Starlette(routes=routes, exception_handlers=lost), token)


class _Pages:
    """Makes the pages, one method for each address.

    A request's parameters come from outside and are checked here.
    """

    def __init__(self, paths: Paths, rules: Rules, days: int) -> None:
        self._paths, self._rules, self._days = paths, rules, days
        folders = FileSystemLoader([_HERE, write_page.FOLDER])
        self._templates = Environment(loader=folders, autoescape=True, undefined=StrictUndefined)
        self._templates.filters.update(write_page.FILTERS)
        # The report takes seconds, and is the same until something is published.
        self._report_of = functools.lru_cache(maxsize=1)(self._new_report)

    def told(self, endpoint: _Endpoint) -> _Endpoint:
        """Wrap a method so that an error gives a page with status 503 that explains it."""

        def answer(request: Request) -> Response:
            try:
                return endpoint(request)
            except (CopydeskError, ArchiveError, OSError) as error:
                return self._page("problem.html", status=503, said=sentence(error))

        return answer

    def no_such(self, said: str) -> Response:
        """Make a page with status 404.  `said`: what does not exist, as a sentence."""
        return self._page("problem.html", status=404, said=said)

    def stories(self, request: Request) -> Response:
        """List the stories, or with ?words= those that hold all of the words."""
        words = request.query_params.get("words", "")[:_MOST].split()[:_MOST_WORDS]
        source = request.query_params.get("source") or None
        number = min(_whole(request.query_params.get("page")) or 1, _PAGES)
        shown: dict[str, Any] = {
            "words": " ".join(words),
            "source": source,
            "outlets": page_queries.outlets(self._paths),
            "number": number,
        }
        if words:
            hits = page_queries.found(self._paths, words)
            return self._page("stories.html", **shown, hits=hits, rows=[], more=False)
        rows = page_queries.stories(self._paths, source=source, after=(number - 1) * page_queries.PAGE)
        more = len(rows) > page_queries.PAGE
        return self._page("stories.html", **shown, hits=None, rows=rows[: page_queries.PAGE], more=more)

    def story(self, request: Request) -> Response:
        """Show one story in its latest version, or with ?version=N in an earlier one."""
        number, version = request.path_params["number"], _whole(request.query_params.get("version"))
        found = page_queries.story(self._paths, number, version)
        return (
            self._page("story.html", story=found) if found else self.no_such(f"There is no story {number} like that.")
        )

    def changes(self, request: Request) -> Response:
        """Show what changed from version to version of a story."""
        number = request.path_params["number"]
        found = page_queries.story(self._paths, number)
        if found is None:
            return self.no_such(f"There is no story {number}.")
        return self._page("changes.html", story=found, rows=page_queries.changes(self._paths, number))

    def lines(self, request: Request) -> Response:
        """Show each line of the page from which a story was read."""
        return HTMLResponse(render(page_queries.explained(self._paths, request.path_params["number"], self._rules)))

    def report(self, _: Request) -> Response:
        """Show the report on all outlets, as `copydesk report --html` writes it."""
        news = self._paths.news.stat() if self._paths.news.exists() else None
        return HTMLResponse(self._report_of((news.st_ino, news.st_mtime_ns) if news else (0, 0)))

    def _new_report(self, _: tuple[int, int]) -> str:
        return write_page.report_page(self._paths, self._rules, days=self._days)

    def _page(self, name: str, *, status: int = 200, **values: Any) -> Response:
        return HTMLResponse(self._templates.get_template(name).render(values), status)


def _whole(text: str | None) -> int | None:
    """Read a number of up to nine digits; None for any other text."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < _DIGITS else None
