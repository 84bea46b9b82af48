"""Collects what the scripts of a page hand to one function, call by call: the pieces of a stream.

Frameworks write a page's data as it becomes ready, so that one value may be cut anywhere and stand in several scripts.
Takes the texts of the scripts; gives the decoded first argument of each call, in order.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

_DECODER: Final = json.JSONDecoder(strict=False)
#: The most calls whose argument cannot be decoded before the stream is given up; servers write none.
_BROKEN: Final = 20


def handed_to(call: re.Pattern[str], scripts: Iterable[str]) -> Iterator[Any]:
    """Yield the first argument, as plain JSON types, of each call in the scripts that `call` matches.

    `call` must match up to the argument's first character.  Arguments that are no JSON are left out.
    """
    broken = 0
    for script in scripts:
        for found in call.finditer(script):
            try:
                yield _DECODER.raw_decode(script, found.end())[0]
            except (ValueError, RecursionError):
                # An error counts the lines before it, which takes long in a long script.
                broken += 1
                if broken > _BROKEN:
                    return
