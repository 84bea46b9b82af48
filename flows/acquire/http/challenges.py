"""Recognise an answer that is a challenge or a refusal instead of a page.

The marks are rules (config/rules/blockpages.toml).  Nothing is done to get around them.
"""

from __future__ import annotations

from typing import Final

from parsers.rules import Family

_HEAD: Final = 20_000


def block_mark(blocks: Family, *, status: int, headers: tuple[tuple[str, str], ...], body: bytes) -> str | None:
    """Id of the rule that recognises a challenge or refusal; None for an answer that may be a page.

    A rule looks at the body's first 20,000 bytes, or with `part = "header"` at lines "name: value" in lower case; with
    `statuses` it holds for these only.
    """
    text = [body[:_HEAD].decode("utf-8", "replace")]
    lines = [f"{name}: {value}".lower() for name, value in headers]
    for rule in blocks.rules:
        looked_at = lines if rule.data.get("part") == "header" else text
        if status in rule.data.get("statuses", (status,)) and any(rule.pattern.search(part) for part in looked_at):
            return rule.id
    return None
