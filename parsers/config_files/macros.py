"""The two ways in which a macro of patterns is written: one pattern, or a table by language with a pattern each.

    [macros]
    colon = '\\s*[:：]'

    [macros.story_goes_on]
    en = 'continue reading\\b'
    de = 'weiterlesen\\b'

"{{colon}}" in a pattern stands for the first, "{{story_goes_on}}" for any pattern of the second.
"""

from __future__ import annotations

from collections.abc import Mapping

WrittenMacro = str | Mapping[str, str]


def in_every_language(macro: WrittenMacro) -> str:
    """The pattern of a macro; of one that is written by language, a pattern for any of its languages."""
    return macro if isinstance(macro, str) else "|".join(macro.values())
