"""Imported first of all by the process that workers are forked from: what they are to be born with.

Only there; importing it elsewhere would change the manners of that process.
"""

import signal
import sys
from types import TracebackType

#: What a worker meets when its parent goes while it is being started: nobody is left whom it could tell.
_PARENT_GONE = (EOFError, FileNotFoundError, ConnectionError)


def _quiet(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, _PARENT_GONE):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _quiet
for _number in (signal.SIGINT, signal.SIGHUP):
    signal.signal(_number, signal.SIG_IGN)
