"""What can go wrong with a store, in sentences that say what to do.

StoreError
├── StoreAway     it does not answer for now: nothing is lost, the next run goes on
├── StoreRefuses  it answers and says no: credentials, the bucket, or a permission are missing
└── OtherContent  it has a file of the same name with other content

They are OSErrors, so that code which copes with a disk that fails copes with a store that fails, too; `strerror` is the
reason alone, for use in brackets.  No message holds what a library said word for word, which may hold a signed address.
"""

from __future__ import annotations

import errno

from flows.errors import CopydeskError, UsageError


class StoreError(CopydeskError, OSError):
    """Raised when a store could not do what it was asked.

    `store`: its address.  `why`: the reason, for use in brackets.  `advice`: what to do, as the end of the sentence.
    """

    number = errno.EIO

    def __init__(self, store: str, why: str, advice: str) -> None:
        OSError.__init__(self, self.number, why)
        self.store, self.why, self.advice = store, why, advice

    def __str__(self) -> str:
        return f"{self.store} {self.verb} ({self.why}); {self.advice}."

    @property
    def verb(self) -> str:
        """What a message says of the store, between its address and the reason: "cannot be used"."""
        return "cannot be used"


class StoreAway(StoreError):
    """Raised when the store does not answer for now, or says that it cannot serve."""

    number = errno.EHOSTUNREACH

    def __init__(self, store: str, why: str, advice: str = "nothing is lost, run again when it does") -> None:
        super().__init__(store, why, advice)

    @property
    def verb(self) -> str:
        """What a message says of the store, between its address and the reason: "does not answer"."""
        return "does not answer"


class StoreRefuses(StoreError):
    """Raised when the store answers and says no; somebody must change something."""

    number = errno.EACCES

    @property
    def verb(self) -> str:
        """What a message says of the store, between its address and the reason: "refuses"."""
        return "refuses"


class OtherContent(StoreError):
    """Raised when the store already has a file `name` with other content; that file is not changed."""

    number = errno.EEXIST

    def __init__(self, store: str, name: str) -> None:
        advice = "compare both, and move the wrong one away; the next run uploads what is missing"
        super().__init__(f"{store}/{name}", "another file of this name lies there", advice)
        self.name = name

    @property
    def verb(self) -> str:
        """What a message says of the file, between its address and the reason: "is not the file of this machine"."""
        return "is not the file of this machine"


class NoStore(UsageError):
    """Raised when a text is no address of a store, or the library to open it is not installed."""
