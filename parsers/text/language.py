"""The language of a text that does not declare one, by its running text.

Takes the longest pieces of a page up to a fixed length and asks py3langid; gives a code, or None when there is too
little to go by.
"""

from __future__ import annotations

from collections.abc import Sequence

from parsers.text.shapes import weight

#: Enough for a sure answer; more only costs time.
_ENOUGH = 1500
_LEAST = 40


def guess_language(texts: Sequence[str]) -> str | None:
    """BCP 47 code of the language that most of the texts are in."""
    longest = sorted(range(len(texts)), key=lambda i: (-len(texts[i]), i))[:12]
    sample = " ".join(texts[i] for i in sorted(longest))[:_ENOUGH]
    if weight(sample) < _LEAST:
        return None
    from py3langid import langid  # 0.1 s to import: pages that declare a language never need it

    return str(langid.classify(sample)[0])
