"""Hostile and broken mark-up ends in a Rejection or an article, soon, and never in an exception."""

import time

import pytest

from parsers import Rejection, parse_page
from parsers.html.markup.size_limits import refuse_size

TEXT = "<p>The harbour was closed on Monday after the storm tore two cranes from the quay, the port said.</p>"


@pytest.mark.parametrize(
    ("tag", "reason"),
    [
        ("<p " + " ".join(f"a{i}=1" for i in range(20_000)) + ">", "too_many_attributes"),
        ("<p " + " ".join(f"a{i}='<>'" for i in range(60_000)) + ">", "too_many_attributes"),
        ("<p " + " a" * 60_000 + ">", "too_many_attributes"),
        ("<p a='>'" + " b" * 60_000 + ">", "too_many_attributes"),
        ('<p a =\n\t"><i>"' + " b" * 60_000 + ">", "too_many_attributes"),
        ("<p " + "b='><i>' " * 60_000 + ">", "too_many_attributes"),
        (TEXT * 1_000 + "<p a=\"'>\" b='\">'" + "c=' ' " * 30_000, "too_many_attributes"),
        ("<p a='" + "<b>" * 60_000 + "'>", None),
        ('<img src="data:image/png;base64,' + "A/b=" * 50_000 + '">', None),
        ("<p>" * 500_000, "time_budget"),
        ("<script>if (a<b) {" + "x = [1, 2, 3]; " * 1_000 + "}</script>" + TEXT * 1_000, None),
    ],
)
def test_refused_before_the_tree(tag: str, reason: str | None) -> None:
    refused = refuse_size((tag + TEXT).encode())
    assert (refused.reason if refused else None) == reason


@pytest.mark.parametrize("piece", ["x", ">", '"', '="', '=">', "= ", "<a='\">"])
def test_looks_at_a_page_once(piece: str) -> None:
    """Two megabytes of anything take milliseconds; looking back for each ">" would take minutes."""
    started = time.process_time()
    refuse_size(piece.encode() * (2_000_000 // len(piece)))
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"<html></html>" + b" " * 300, "empty"),
        (b"<div>" * 100_000 + b"x", "too_deep"),
        (b"%PDF-1.7 \x00\x01\x02", "not_text"),
    ],
)
def test_rejected(body: bytes, reason: str) -> None:
    result = parse_page(body, media_type="text/html")
    assert isinstance(result, Rejection)
    assert result.reason == reason


@pytest.mark.parametrize(
    "page",
    [
        TEXT * 60_000,
        "<b><p>x" * 1_500,
        "<div>" * 1_000 + TEXT * 3,
        "<html><body>" + TEXT.replace("Monday", "Mon\0day") * 3,
        TEXT * 3 + "&#xFFFFFFFF; &bogus; &#0; &",
        "<p><b><i><table><tr><td><p>" + TEXT * 3 + "</b></td></i>",
        "<p title='" + TEXT * 3,
    ],
)
def test_never_an_internal_error(page: str) -> None:
    result = parse_page(page.encode(), media_type="text/html")
    assert not isinstance(result, Rejection) or result.reason != "internal_error"
