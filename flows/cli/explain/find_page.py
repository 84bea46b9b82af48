"""Finds the page to explain: a file, an address in the archive or on the web, or an article by its number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from flows.acquire.files.owner import Owner
from flows.acquire.opening import printable
from flows.acquire.remote.place import Place
from flows.acquire.remote.whats import Whats, is_web_address
from flows.acquire.web_address import page_address
from flows.archive.archive import Archive
from flows.archive.captures import OUTCOMES, Capture
from flows.cli.extract_pages import path_or_address
from flows.config.paths import Paths
from flows.config.settings import load_settings
from flows.errors import NothingToRead, UsageError
from parsers import RawPage
from parsers.decoding.decode import MAX_BYTES
from warehouse.ask import body_of_article
from warehouse.connect import reader


def find(wanted: str, paths: Paths, *, url: str | None = None, config: tuple[Path, ...] = ()) -> tuple[str, RawPage]:
    """Find the page to explain; gives a name to show for it, and the page.

    `wanted`: a path, an http or https address, or an article_id of the published file.  An address that the archive
    does not hold is fetched.  `url`: for a file, the address of its page, or which of its several pages is meant.
    `config`: config directories.  Raises UsageError for a folder, and for a url without a file, NothingToRead when
    there is no such page, and errors of the archive or warehouse.
    """
    if url is not None:
        if not (is_web_address(wanted) and Place(wanted).looks_like_a_file) and not Path(wanted).exists():
            raise UsageError(
                f"--url says the address of a page in a file, and there is no file {wanted}; leave it out."
            )
        return _file(wanted, config, Owner(url=url).checked().url)
    if wanted.isdecimal() and not Path(wanted).exists():
        return _article(int(wanted), paths)
    if is_web_address(wanted):
        return _archived(wanted, paths) or _file(wanted, config)
    return _file(wanted, config)


def _file(name: str, config: tuple[Path, ...], url: str | None = None) -> tuple[str, RawPage]:
    """Read the page of a file, or fetch an address; gives a name to show and the page.  `url`: see `find`."""
    if not is_web_address(name) and Path(name).is_dir():
        raise UsageError(f"{name} is a folder; name one page of it.")
    problems: list[str] = []
    settings = load_settings(*config)
    limits = replace(settings.limits, page_bytes=MAX_BYTES)
    with Whats([name], replace(settings, limits=limits), config) as whats:
        pages = _pages(whats, problems)
        page = next(pages, None) if url is None else _page_of(pages, url, name)
    if page is not None and page.body is not None:
        known = None if page.url.startswith("file:") else page.url
        return path_or_address(page.url), RawPage(
            page.body, url or known, page.media_type, page.charset, page.fetched_at
        )
    if problems:
        raise NothingToRead(problems[0])
    raise NothingToRead(f"There is no page in {name}; name an HTML or text file, an address, or an article's number.")


def _pages(whats: Whats, problems: list[str]) -> Iterator[Capture]:
    """Yield the pages that were read or fetched.

    For a page that could not be read, a sentence is added to `problems` instead.
    """
    for found in whats.read():
        if isinstance(found, Capture) and (found.body is None or found.outcome != "fetched"):
            problems.append(
                found.detail if found.channel != "http" else f"{printable(found.requested_url)}: {found.detail}"
            )
        elif isinstance(found, Capture):
            yield found


def _page_of(pages: Iterator[Capture], url: str, name: str) -> Capture | None:
    """Find the page with this address among the pages of a file; None for a file without pages.

    If the file has only one page, that page is given whatever its address.  Raises NothingToRead when the file `name`
    has several pages and none of them has this address.
    """
    first = next(pages, None)
    if first is None or page_address(first.url) == url:
        return first
    second = next(pages, None)
    if second is None:
        return first
    for page in chain([second], pages):
        if page_address(page.url) == url:
            return page
    raise NothingToRead(f"{name} holds several pages and none of {url}; check the address.")


def _archived(url: str, paths: Paths) -> tuple[str, RawPage] | None:
    """Give the name and page of an address that the archive holds; None when it does not hold the address.

    Raises NothingToRead when it holds only an error or a refusal.
    """
    if not paths.archive.exists():
        return None
    with Archive(paths.archive) as archive:
        row = archive.latest(url)
        if row is None and (last := archive.latest(url, tuple(OUTCOMES))) is not None:
            said = f"The archive holds no page of {url}: {OUTCOMES.get(last.outcome, last.outcome)}"
            raise NothingToRead(f"{said}; `copydesk archive show {url}` prints what the site said.")
        if row is None or row.sha256 is None:
            return None
        return url, archive.read(row.sha256)


def _article(number: int, paths: Paths) -> tuple[str, RawPage]:
    with reader(paths.news) as connection:
        found = body_of_article(connection, number)
    if found is None:
        raise NothingToRead(
            f"The published file has no article {number}; `copydesk sql` on current_articles lists them."
        )
    sha256, url = found
    with Archive(paths.archive) as archive:
        return url or f"article {number}", archive.read(sha256)
