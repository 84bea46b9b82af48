"""How the archive stores: when a file is closed, how tightly records are packed, how much of an error page is kept.

Takes the values of `[archive]` in copydesk.toml; gives one value that is passed to the archive.  Reads no file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

#: Most bytes that are kept of what a site said instead of a page, unless the settings say otherwise.
ERROR_BYTES: Final = 64_000

#: The levels of gzip when the settings name none: the usual one, and the one while more than _MANY come in a second, or
#: they come faster than they are packed.
#: The second one takes a quarter of the time, for files that are an eighth larger.
USUAL_LEVEL: Final = 4
_HURRIED_LEVEL: Final = 2
#: Captures a second: more than come when hosts are asked with pauses.  A page of 280 kB takes 1.7 ms: so many of them
#: take a third of a processor.
_MANY: Final = 200
#: So many captures wait when they come faster than they are packed; with pauses, hardly ever more than one waits.
_WAITING: Final = 2

#: What becomes of closed files: they stay in the folder ("here"), a copy goes to the folder's store ("copied"), or
#: they go there and are removed here ("moved").  Files that are only in the store are read there in any case.
Closed = Literal["here", "copied", "moved"]


@dataclass(frozen=True, slots=True)
class Storing:
    """The settings of the archive; sizes in bytes, times in seconds."""

    #: A file is closed, and another one begun, when it has this size or this age.
    file_bytes: int = 1_000_000_000
    file_seconds: float = 86_400.0
    #: Level of gzip, 1 (fast) to 9 (small); 0: as time allows.
    level: int = 0
    #: Most bytes of what a site said instead of a page; 0: none are kept.
    error_bytes: int = ERROR_BYTES
    #: Name and version of the program, for the first record of each file.
    software: str = "copydesk"
    closed: Closed = "here"

    def level_when(self, a_second: float, waiting: int) -> int:
        """The gzip level for packing now: lower when many captures come in or wait, so that packing keeps up.

        `a_second`: captures that come in each second.  `waiting`: captures that wait to be packed.
        """
        return self.level or (_HURRIED_LEVEL if a_second > _MANY or waiting >= _WAITING else USUAL_LEVEL)
