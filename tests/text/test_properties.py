"""What holds for every text: nothing is lost or doubled, the same input gives the same article, nothing raises."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsers import Article, parse_page
from parsers.page import trace_page
from parsers.rules import default_rules
from parsers.segments import (
    BLOCK_LABELS,
    BYLINE,
    CAPTION,
    CORRESPONDENT,
    CREDIT,
    HEADLINE,
    JUNK,
    KICKER,
    META,
    STANDFIRST,
)
from parsers.text.lines import read_lines
from parsers.text.unwrap import segments

TEXT = default_rules().family("text")

LABELS = BLOCK_LABELS | {BYLINE, CAPTION, CORRESPONDENT, CREDIT, HEADLINE, JUNK, KICKER, META, STANDFIRST}

SENTENCES = st.sampled_from(
    [
        "The harbour master closed the eastern pier on Monday after the storm had torn two boats from their moorings.",
        "“We had an hour to get everybody out,” said Ada Lund, who runs the ferry. “Nobody was hurt.”",
        "Officials in Hartsea expect the repairs to take until spring and to cost about four million crowns.",
        "Der Stadtrat berät am Donnerstag über die Kosten, wie die Bürgermeisterin am Abend mitteilte.",
        "港口管理局周一表示，东码头因风暴关闭，预计维修将持续到春天，费用约四百万克朗。",
    ]
)
SHORT = st.sampled_from(
    [
        "Storm closes eastern pier in Hartsea", "Share", "Advertisement", "Read more", "Loading...", "By Ada Lund",
        "Photo: Bo Kvist/Harbour Wire", "3 May 2024", "The pier on Monday.", "* Home", "## What comes next", "Route 9",
        "---", "(Reporting by Ada Lund in Hartsea)", "4 min read", "> quoted", "Tags:", "#", "*", "0",
    ]
)  # fmt: skip
DUMPS = st.lists(st.tuples(st.one_of(SENTENCES, SHORT), st.sampled_from(["\n", "\n\n", "\n   "])), min_size=1).map(
    lambda parts: "".join(text + gap for text, gap in parts)
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(DUMPS)
def test_every_line_ends_with_one_label(dump: str) -> None:
    trace = trace_page(dump.encode(), media_type="text/plain")
    if not trace.lines:
        return
    assert {line.label for line in trace.lines} <= LABELS
    printed = Counter(word for line in read_lines(dump) for word in line.text.split())
    assert Counter(word for line in trace.lines for word in line.text.split()) == printed


@QUICK
@given(DUMPS)
def test_what_is_no_part_of_the_article_is_in_dropped(dump: str) -> None:
    trace = trace_page(dump.encode(), media_type="text/plain")
    if not isinstance(trace.result, Article):
        return
    always = (JUNK, META, CREDIT, CORRESPONDENT)
    cut = [line.text for line in trace.lines if line.label in always or (line.label == BYLINE and line.reason)]
    assert Counter(d.text for d in trace.result.dropped) == Counter(cut)
    assert all(d.reason for d in trace.result.dropped)
    body = [line.text for line in trace.lines if line.label in BLOCK_LABELS]
    assert [block.text for block in trace.result.blocks] == body


@QUICK
@given(st.text(max_size=400))
def test_never_raises(text: str) -> None:
    result = parse_page(text.encode("utf-8", "ignore"), media_type="text/plain")
    assert result == parse_page(text.encode("utf-8", "ignore"), media_type="text/plain")
    assert getattr(result, "reason", "") != "internal_error", getattr(result, "detail", "")


@QUICK
@given(st.lists(SENTENCES, min_size=3, max_size=8, unique=True))
def test_paragraphs_of_a_plain_article_stay_as_they_are(paragraphs: list[str]) -> None:
    dump = "\n\n".join(["Storm closes eastern pier in Hartsea", "By Ada Lund", *paragraphs])
    article = parse_page(dump.encode(), media_type="text/plain")
    assert isinstance(article, Article)
    assert [block.text for block in article.blocks] == paragraphs
    again = parse_page("\n\n".join([article.headline or "", "By Ada Lund", *paragraphs]).encode())
    assert isinstance(again, Article)
    assert again.blocks == article.blocks


@QUICK
@given(st.lists(SENTENCES.filter(str.isascii), min_size=6, max_size=9), st.integers(58, 80))
def test_wrapping_is_undone(paragraphs: list[str], width: int) -> None:
    import textwrap

    wrapped = "\n\n".join(textwrap.fill(text, width) for text in paragraphs)
    assert [segment.text for segment in segments(read_lines(wrapped), TEXT)] == paragraphs
