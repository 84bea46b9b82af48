"""Challenges and refusals are recognised, articles about them are not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from flows.acquire.http.challenges import block_mark
from parsers.rules import Rule, default_rules

BLOCKS = default_rules().family("blockpages")


@pytest.mark.parametrize(
    ("status", "headers", "body", "mark"),
    [
        (403, (("Server", "cloudflare"), ("CF-Mitigated", "challenge")), b"", "cloudflare_mitigated"),
        (200, (("Date", "x"), ("X-Amzn-Waf-Action", "captcha")), b"", "aws_waf"),
        (403, (("X-DataDome", "protected"),), b"", "datadome_header"),
        (200, (("X-DataDome", "protected"),), b"<p>a page</p>", None),
        (403, (), b"<html><title>Just a moment...</title>", "cloudflare_title"),
        (200, (), b"<title>Access denied to the archive, say historians</title>", None),
        (403, (), b"<title>Access Denied</title>", "access_denied"),
        (200, (), b"<article>" + b"x" * 30_000 + b"<title>Just a moment...</title>", None),
        (200, (), b"\xff\xfe\0\0", None),
    ],
)
def test_marks(status: int, headers: tuple[tuple[str, str], ...], body: bytes, mark: str | None) -> None:
    assert block_mark(BLOCKS, status=status, headers=headers, body=body) == mark


def _told(rule: Rule, example: str, family: Any = BLOCKS) -> str | None:
    """What is told of an answer with an example of a rule among other text."""
    status = rule.data.get("statuses", [200])[0]
    if rule.data.get("part") == "header":
        name, _, value = example.partition(": ")
        return block_mark(family, status=status, headers=(("Date", "x"), (name.title(), value)), body=b"<p>A page.")
    return block_mark(family, status=status, headers=(), body=b"<p>Some text.</p>" * 300 + example.encode() + b"<p>")


SEARCHING = [rule for rule in BLOCKS.rules if rule.data.get("part") in (None, "header")]


@pytest.mark.parametrize("rule", SEARCHING, ids=lambda rule: rule.id)
def test_every_rule_finds_its_examples_in_an_answer(rule: Rule) -> None:
    assert [_told(rule, example) for example in rule.examples] == [rule.id] * len(rule.examples)
    assert [_told(rule, example.upper()) for example in rule.examples] == [rule.id] * len(rule.examples)
    assert [_told(rule, example) for example in rule.counter_examples] == [None] * len(rule.counter_examples)


@pytest.mark.parametrize("pattern", [r"\d{3}-\d{3}-\d{3}", r"ref(?:erence)? #18\.", r"<iframe[^>]+?=x|_\w+_wall"])
def test_a_rule_of_ones_own_is_found_whatever_words_it_needs(pattern: str) -> None:
    """Also one that needs no word at all, beside those that do."""
    model = next(rule for rule in SEARCHING if rule.id == "perimeterx")
    own = replace(model, id="own", source=replace(model.source, text=pattern), data={})
    family = replace(BLOCKS, rules=(*BLOCKS.rules, own))
    assert _told(own, "123-456-789 Reference #18.2 <iframe src=x> my_hard_wall", family) == "own"
    assert _told(own, "nothing", family) is None
    assert [_told(rule, rule.examples[0], family) for rule in SEARCHING] == [rule.id for rule in SEARCHING]
