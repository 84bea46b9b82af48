"""Imported first by the process that workers are forked from, to set up what they inherit.

Import it nowhere else: it changes how the process handles errors.
"""

import signal
import sys
from types import TracebackType

#: Errors of a worker whose parent ends while it starts: nobody is left to report them to.
_PARENT_GONE = (EOFError, FileNotFoundError, ConnectionError)


def _quiet(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, _PARENT_GONE):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _quiet
for _number in (signal.SIGINT, signal.SIGHUP):
    signal.signal(_number, signal.SIG_IGN)
