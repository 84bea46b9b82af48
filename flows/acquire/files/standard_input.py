"""Reads standard input like a file: a page, a list of addresses, a crawl, whatever it holds.

Standard input is copied to a temporary file first, since its first bytes decide what it is.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from flows.acquire.files.file_address import file_address
from flows.acquire.files.formats import Found, Wishes
from flows.archive.captures import Capture

#: The name that stands for standard input among the files to read, as in other programs.
NAME: Final = Path("-")
#: The address under which its content is known when that names none.
URI: Final = "file:///dev/stdin"
_SHOWN: Final = "standard input"


def read_standard_input(read: Callable[[Path, Wishes], Iterator[Found]], wishes: Wishes) -> Iterator[Found]:
    """Yield the pages in standard input.

    `read`: reads one file, called with its path and `wishes`, the options of the import.  Raises OSError when the
    temporary directory is full.
    """
    import tempfile  # here, since most commands read files and it is slow to load

    named = replace(wishes, told=lambda _, what: wishes.told(Path(_SHOWN), what))
    with tempfile.TemporaryDirectory() as folder:
        aside = Path(folder) / _SHOWN
        with aside.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        for found in read(aside, named):
            url = found.url.replace(file_address(aside), URI)
            if isinstance(found, Capture):
                yield replace(found, url=url, detail=found.detail.replace(str(aside), aside.name))
            else:
                yield replace(found, url=url)
