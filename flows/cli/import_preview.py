"""Shows what an import would find: of each file its format, columns, rows and first addresses; for `import --dry-run`.

Reads the files as an import does, and writes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from flows.acquire.files.formats import Found
from flows.acquire.files.owner import Owner
from flows.acquire.files.table import TableWishes
from flows.acquire.files.wanted import Passed, WarcFilter, also_passed
from flows.acquire.opening import printable
from flows.acquire.remote.whats import CC_NEWS, Whats
from flows.archive.captures import Capture
from flows.config.settings import load_settings
from flows.import_pages import PASSED, counts_by_kind
from flows.printing.progress import listed

#: Addresses, and reasons, that are shown of each file.
_SHOWN: Final = 3


def preview(
    whats: Sequence[str],
    wanted: WarcFilter,
    table: TableWishes,
    owner: Owner,
    *config: Path,
    memory: Path | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Iterator[str]:
    """Yield the lines for `import --dry-run`.  Pages that the archive holds already are counted like new ones.

    `whats`: files, folders, addresses, "cc-news".  `wanted`: which pages of crawls and tables are taken.  `table`: what
    the user said of a table's columns.  `owner`: the outlet or address that the user named for the pages.  `config`:
    config directories.  `memory`: the folder that notes how far files on web servers were read.  `say`: called with
    each message.  Raises what an import would raise before it writes anything.
    """
    settings, owner = load_settings(*config), owner.checked(*config)
    if CC_NEWS in whats:
        with Whats([CC_NEWS], settings, config, wanted, memory=memory, say=say) as crawl:
            yield from crawl.preview_cc_news()
    others = [what for what in whats if what != CC_NEWS]
    if not others:
        return
    lines: list[str] = []
    outcomes: Counter[str] = Counter()
    shown: Counter[str] = Counter()

    def told(path: Path, what: str) -> None:
        lines.append(f"{printable(path)}: {what}")
        shown.clear()

    with Whats(others, settings, config, wanted, told, table, delay=owner.outlet(*config).delay) as named:
        for one in owner.of_all(named.read()):
            outcomes[PASSED + one.why if isinstance(one, Passed) else one.outcome] += 1
            # Many such files lie in folders; they are counted.
            if isinstance(one, Passed) and one.why == "no page column":
                lines.clear()
            is_told = isinstance(one, Capture) and one.detail.removesuffix(".") in lines
            yield from _emptied(lines)
            yield from () if is_told else _sample(one, shown)
    yield from _emptied(lines)
    taken, passed = counts_by_kind(outcomes)
    counted = {("pages" if name == "fetched" else name): n for name, n in taken.items()}
    counted |= {"addresses": passed.pop("address")} if "address" in passed else {}
    yield f"Would import: {listed(counted) or 'nothing'}{also_passed(passed)}."


def _emptied(lines: list[str]) -> Iterator[str]:
    yield from lines
    lines.clear()


def _sample(one: Found, shown: Counter[str]) -> Iterator[str]:
    """Yield a line with the address of a page, or with what is wrong with it; only for the first few of each file.

    `shown`: counts the lines of the file by kind.
    """
    if isinstance(one, Capture):
        kind = "page" if one.body is not None else "problem"
        shown[kind] += 1
        if shown[kind] <= _SHOWN:
            yield "    " + printable(one.url if one.body is not None else _problem_line(one))


def _problem_line(problem: Capture) -> str:
    """Say what went wrong: for a request its address and the reason; for a file only the reason, which names it."""
    return f"{problem.requested_url}: {problem.detail}" if problem.channel == "http" else problem.detail
