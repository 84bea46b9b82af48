"""Challenges and refusals are recognised, articles about them are not."""

from __future__ import annotations

import pytest

from flows.acquire.http.challenges import block_mark
from parsers.rules import default_rules

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
