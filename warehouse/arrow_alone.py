"""Lets pyarrow make arrays of plain values without loading pandas, where that happens to be installed.

pyarrow looks once in a process, at its first array, whether pandas is there, since a value may be one of pandas'.  Ours
are not, and loading pandas takes half a second.  For processes that are copydesk's own: programs that use it as a
library may hand such values to pyarrow.
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
    """Says, in the thread that made it, that there is no pandas; others find it meanwhile."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        """None, as of a finder that does not know the module; raises ModuleNotFoundError for pandas."""
        if fullname == _PANDAS and threading.get_ident() == self._thread:
            raise ModuleNotFoundError("pandas is not looked for", name=fullname)


def without_pandas() -> None:
    """Have pyarrow take no value for one of pandas' from now on; does nothing when pandas is loaded, or pyarrow is not.

    What asks pyarrow for a table of pandas gets it as before: then it looks again.
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
