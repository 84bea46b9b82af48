"""One alarm: what is wrong just now, in a sentence that says what to do.

An alarm has a key that stays the same for as long as the same thing is wrong, so that it is told once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: Kind of an alarm -> its heading in lists and messages.
KINDS: Final = {
    "run": "run failed",
    "outlet": "outlet",
    "blocked": "outlet refuses",
    "lock": "warehouse held",
    "disk": "disk low",
    "schedule": "schedule missed",
    "unknown": "cannot be looked at",
}


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that is wrong, with what to do about it."""

    #: A key of KINDS.
    kind: str
    #: What it is about: a flow, an outlet, a host.  With the kind it says which alarm this is.
    about: str
    #: What is wrong and what to do; one or two sentences.
    sentence: str
    #: The command that helps or shows more.
    command: str = ""
    #: Seconds for which it must last before anybody is told.
    patience: float = 0.0

    @property
    def key(self) -> str:
        """A name that stays the same while the same thing is wrong: "outlet:herald/articles"."""
        return f"{self.kind}:{self.about}"
