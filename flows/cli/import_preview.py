"""What an import would find: of each file its format, columns, rows and first addresses; for `import --dry-run`.

Reads the files as an import does, and writes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from flows.acquire.files.formats import Found
from flows.acquire.files.owner import Owner
from flows.acquire.files.read_files import read_inputs
from flows.acquire.files.table import TableWishes
from flows.acquire.files.wanted import Passed, WarcFilter, also_passed
from flows.acquire.opening import printable
from flows.archive.captures import Capture
from flows.config.settings import load_settings
from flows.import_pages import PASSED, parted
from flows.printing.progress import listed

#: Addresses, and reasons, that are shown of each file.
_SHOWN: Final = 3


def preview(paths: Iterable[str], wanted: WarcFilter, table: TableWishes, owner: Owner, *config: Path) -> Iterator[str]:
    """The lines to print; does not check which pages the archive holds already.

    config: directories.  Raises what an import would raise before it writes anything.
    """
    limit = load_settings(*config).limits.page_bytes
    owner = owner.checked(*config)
    lines: list[str] = []
    outcomes: Counter[str] = Counter()
    shown: Counter[str] = Counter()

    def told(path: Path, what: str) -> None:
        lines.append(f"{printable(path)}: {what}")
        shown.clear()

    found = read_inputs(map(Path, paths), page_bytes=limit, wanted=wanted, told=told, table=table)
    for one in owner.of_all(found):
        outcomes[PASSED + one.why if isinstance(one, Passed) else one.outcome] += 1
        if isinstance(one, Passed) and one.why == "no page column":  # many such files lie in folders; they are counted
            lines.clear()
        is_told = isinstance(one, Capture) and one.detail.removesuffix(".") in lines
        yield from _emptied(lines)
        yield from () if is_told else _sample(one, shown)
    yield from _emptied(lines)
    taken, passed = parted(outcomes)
    counted = {("pages" if name == "fetched" else name): n for name, n in taken.items()}
    counted |= {"addresses": passed.pop("address")} if "address" in passed else {}
    yield f"Would import: {listed(counted) or 'nothing'}{also_passed(passed)}."


def _emptied(lines: list[str]) -> Iterator[str]:
    yield from lines
    lines.clear()


def _sample(one: Found, shown: Counter[str]) -> Iterator[str]:
    """The address of a page, or what is wrong with it, for the first few since the last file."""
    if isinstance(one, Capture):
        kind = "page" if one.body is not None else "problem"
        shown[kind] += 1
        if shown[kind] <= _SHOWN:
            yield "    " + printable(one.url if one.body is not None else one.detail)
