"""ScriptData, which all readers of scripts return: the data of one script, and how references in it are followed.

Holds the name of the script on the page ("__NEXT_DATA__") and the decoded value.  Nothing is read or decided here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


def itself(value: Any) -> Any:
    """Return `value` unchanged; the default of ScriptData.follow, since most data have no references."""
    return value


@dataclass(frozen=True, slots=True)
class ScriptData:
    """The data of one script, decoded, with the script's name and a way to follow references in it."""

    #: Its name on the page: the id of the script, or the variable that it sets.
    name: str
    #: Plain JSON types.  It may contain itself, where references are already followed.
    value: Any
    #: Gives the object that a value refers to; the value itself unless it is a reference.
    follow: Callable[[Any], Any] = itself
