"""Sets up the process from which workers are forked, which imports this module first.

Import it nowhere else: it changes how the process handles errors and signals.
"""

import signal
import sys
from types import TracebackType

#: Errors of a worker whose parent ended while the worker started; nobody needs to see them.
_PARENT_GONE = (EOFError, FileNotFoundError, ConnectionError)


def _quiet(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, _PARENT_GONE):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _quiet
for _number in (signal.SIGINT, signal.SIGHUP):
    signal.signal(_number, signal.SIG_IGN)
