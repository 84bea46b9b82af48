"""Recognises an answer that is a bot challenge or a refusal instead of a page.

Takes status, headers and body; the rules are in config/rules/blockpages.toml.  Does nothing to get around a challenge.
"""

from __future__ import annotations

from typing import Final

from parsers.rules import Family

#: Bytes of a body that the rules search; challenge pages are short and say so early.
_HEAD: Final = 20_000


def block_mark(blocks: Family, *, status: int, headers: tuple[tuple[str, str], ...], body: bytes) -> str | None:
    """Id of the first rule that recognises a challenge or refusal; None for an answer that may be a page.

    A rule searches the body's first 20,000 bytes, or with `part = "header"` the headers as lines "name: value" in lower
    case.  A rule with `statuses` applies to these only.
    """
    text = [body[:_HEAD].decode("utf-8", "replace")]
    lines = [f"{name}: {value}".lower() for name, value in headers]
    for rule in blocks.rules:
        looked_at = lines if rule.data.get("part") == "header" else text
        if status in rule.data.get("statuses", (status,)) and any(rule.pattern.search(part) for part in looked_at):
            return rule.id
    return None
