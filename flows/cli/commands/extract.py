"""copydesk extract: parses pages and prints the articles; needs no warehouse and no Prefect, and writes no files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows.acquire.files.wanted import also_passed
from flows.acquire.opening import printable
from flows.acquire.remote.whats import Whats, is_on_the_web
from flows.archive.captures import Capture
from flows.cli import ending
from flows.cli.commands.completing import files
from flows.cli.commands.session import DONE, FAILED, REJECTED, Session, Verb, complain, put, with_session
from flows.cli.extract_pages import Extracted, is_unfetched, read_all
from flows.config.check_configuration import configured
from flows.config.settings import Settings, load_settings
from flows.errors import NothingToRead
from flows.parsing.fallback.tally import Tally
from flows.printing.json_text import document, json_text

if TYPE_CHECKING:
    from flows.parsing.fallback.hook import Fallback


@click.command("extract", cls=Verb)
@click.argument("paths", nargs=-1, required=True, metavar="PATH|DIR|URL|-...", shell_complete=files)
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "jsonl", "markdown"]),
    default="json",
    show_default=True,
    help="json: one document; an object for a single page, else a list.  jsonl: one article a line.",
)
@click.option("--jsonl", is_flag=True, help="Same as --format jsonl.")
@click.option("--url", help="Address of the page, when it is a single file: links and dates are read better with it.")
@click.option("--charset", help="Charset of the page as its server declared it.")
@with_session
def command(
    session: Session, paths: tuple[str, ...], form: str, *, jsonl: bool, url: str | None, charset: str | None
) -> int:
    """Parse pages and print the articles.

    PATH is a file, a folder, or - for standard input; the content of a file says what it is: a page in HTML or text, a
    page that a browser saved, an archive, or a crawl (docs/imports.md names all).  URL is the address of such a file,
    or of a page, which is fetched as politely as those of followed outlets.  Several can be named together.  A page
    that is not an article gives {"rejected": {"reason", "detail"}}; a file or address that cannot be read is named on
    standard error, and the others are parsed.

    Exit code 0: all pages are articles; 3: some pages were rejected; 1: something could not be read or fetched.
    """
    config = configured(session.config)
    settings = load_settings(*config)
    limits = settings.limits
    seen: list[str] = []
    passed: Counter[str] = Counter()
    found = _captures(paths, settings, config, passed)
    captures = (_with_address(c, url, charset) for c in found if not _unreadable(c, seen))
    handed = Tally()
    read = read_all(captures, config, seconds=limits.page_seconds, fallback=_fallback(settings))
    single = len(paths) == 1 and (is_on_the_web(paths[0]) or not Path(paths[0]).is_dir())
    _write(_counted(read, seen, handed), "jsonl" if jsonl else form, single=single)
    ending.nothing_is_open()
    for told in handed.sentences(settings.fallback, then="the parsers' own body stays."):
        complain(told)
    if not seen:
        named = ", ".join(map(printable, paths))
        raise NothingToRead(f"There are no pages in {named}{also_passed(passed)}; name pages, archives or crawls.")
    return FAILED if "unreadable" in seen else REJECTED if "rejected" in seen else DONE


def _fallback(settings: Settings) -> Fallback | None:
    """Make the Fallback for unsure pages; None when the settings name no program.

    The modules for it are imported only when a program is named.
    """
    if not settings.fallback.command:
        return None
    from flows.parsing.fallback.hook import fallback_of

    return fallback_of(settings, None, "extract")


def _captures(
    paths: tuple[str, ...], settings: Settings, config: tuple[Path, ...], passed: Counter[str]
) -> Iterator[Capture]:
    """Yield the captures to parse; what is skipped is counted by kind in `passed`.  Raises UsageError."""
    with Whats(paths, settings, config) as whats:
        for found in whats.read():
            if isinstance(found, Capture):
                yield found
            else:
                passed[found.why] += 1


def _unreadable(capture: Capture, seen: list[str]) -> bool:
    """Whether a capture is only an error (unreadable file, failed request), so that there is nothing to parse.

    If so, prints the error and adds "unreadable" to `seen`.
    """
    if capture.outcome != "unreadable" and not is_unfetched(capture):
        return False
    seen.append("unreadable")
    complain(capture.detail if capture.channel != "http" else f"{printable(capture.requested_url)}: {capture.detail}")
    return True


def _with_address(capture: Capture, url: str | None, charset: str | None) -> Capture:
    if url is None and charset is None:
        return capture
    return replace(capture, url=url or capture.url, charset=charset or capture.charset)


def _counted(read: Iterator[Extracted], seen: list[str], handed: Tally) -> Iterator[dict[str, Any]]:
    """Yield the results to print.

    Notes in `seen` whether each is an article, and in `handed` where the user's program failed.
    """
    for one in read:
        seen.append("rejected" if "rejected" in one.result else "article")
        if one.lacking:
            handed.add(str(one.result["source"]), one.lacking)
        yield one.result


def _write(results: Iterator[dict[str, Any]], form: str, *, single: bool) -> None:
    if form == "json":
        _write_document(results, single=single)
    elif form == "jsonl":
        for result in results:
            put(json_text(result))
    else:
        from flows.printing.markdown import markdown

        for number, result in enumerate(results):
            put(("\n---\n\n" if number else "") + markdown(result), end="")


def _write_document(results: Iterator[dict[str, Any]], *, single: bool) -> None:
    """Print one JSON document, article by article.

    It is a list, unless `single` is true and there is only one result.  `single`: whether the input was a single file
    or address.
    """
    first = list(islice(results, 2))
    if single and len(first) < 2:
        put("".join(document(result) + "\n" for result in first), end="")
        return
    put("[", end="")
    for number, result in enumerate(chain(first, results)):
        put(("," if number else "") + "\n" + document(result), end="")
    put("\n]")
