"""Keeps pyarrow from importing pandas, where that happens to be installed: it saves half a second at each start.

At its first array pyarrow imports pandas, to recognise pandas objects among the values.  copydesk never passes any.
Only for processes that are copydesk's own: a program that uses it as a library may well pass pandas objects to pyarrow.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType
from typing import Final

_PANDAS: Final = "pandas"


class _NotHere(MetaPathFinder):
    """An import hook that hides pandas from the thread that made it; other threads can import it meanwhile."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        """Raise ModuleNotFoundError for pandas in the thread that made this hook.

        Else give None: then other hooks look for the module.
        """
        if fullname == _PANDAS and threading.get_ident() == self._thread:
            raise ModuleNotFoundError("pandas is not looked for", name=fullname)


def without_pandas() -> None:
    """Make pyarrow decide now, while pandas is hidden, that no value is a pandas object.

    Does nothing when pandas is loaded already or pyarrow is not.  Explicit conversions such as `to_pandas` still work:
    pyarrow looks for pandas again then.
    """
    pyarrow = sys.modules.get("pyarrow")
    if pyarrow is None or _PANDAS in sys.modules:
        return
    hides = _NotHere()
    sys.meta_path.insert(0, hides)
    try:
        pyarrow.array([True])
    finally:
        sys.meta_path.remove(hides)
