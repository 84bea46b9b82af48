"""Makes the address by which a file is known in the archive: its absolute path as a URI.

Takes a path as somebody typed it; the same file has the same address in whichever folder the command was typed.
"""

from __future__ import annotations

import os
from pathlib import Path


def file_address(path: Path) -> str:
    """Return the address of a file: "file:///pages/a.html", also for "../pages/a.html".

    A symbolic link keeps its own name.
    """
    whole = path.absolute()
    if ".." in whole.parts:  # "link/.." is the folder above where the link leads, so that the disk has to be asked
        whole = Path(os.path.realpath(whole.parent)) / whole.name
    return whole.as_uri()
