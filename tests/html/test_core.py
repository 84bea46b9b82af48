"""Core columns: how far from the box that holds most of the body, and from the texts that are surely body."""

import numpy as np
import pytest
from lxml import etree

from parsers.html.markup.tree import build
from parsers.html.markup.walk import walk
from parsers.html.scoring.core_distance import NAMES, core_columns
from parsers.html.scoring.features import Looked, Page

TEXT = "The ferry to Lunde was cancelled on Monday after its bow door failed to close, said the operator, number"
PAGE = f"""
<p>Home and away</p>
<main>
  <p>{TEXT} 1</p>
  <section><p>{TEXT} 2</p><p>{TEXT} 3</p><h2>The door</h2><p>{TEXT} 4</p></section>
</main>
<div><h2>Readers say</h2><p>{TEXT} 5</p></div>
"""
#: What a first look may say of the page's segments: the third last is a heading, the last a comment.
SCORES = [0.1, 0.9, 0.9, 0.9, 0.8, 0.9, 0.2, 0.4]


def columns(html: str, scores: list[float]) -> dict[str, list[float]]:
    root = build(f"<html><body>{html}</body></html>".encode())
    assert isinstance(root, etree._Element)
    page = Page(walk(root))
    out = np.full((len(NAMES), page.n), np.nan, dtype=np.float32)
    core_columns(page, np.array(scores), Looked(page, np.arange(page.n)), out)
    return {name: row.round(2).tolist() for name, row in zip(NAMES, out)}


def test_how_far_the_core_is() -> None:
    found = columns(PAGE, SCORES)
    # Three of four paragraphs make more than 60 per cent of the body, but not 80.
    assert found["from_core_60%"] == [-2, -1, 0, 0, 0, 0, 1, 2]
    assert found["above_core_60%"] == [2, 1, 0, 0, 0, 0, 2, 2]
    assert found["from_core_80%"] == [-1, 0, 0, 0, 0, 0, 1, 2]
    assert found["above_core_80%"] == [1, 0, 0, 0, 0, 0, 1, 1]


def test_text_between_a_segment_and_what_is_surely_body() -> None:
    found = columns(PAGE, SCORES)
    assert found["doubtful_since_sure"][1:4] == [0, 0, 0]
    assert found["doubtful_since_sure"][7] == pytest.approx(np.log1p(0.8 * len("Readers say")), abs=0.05)
    assert found["doubtful_until_sure"][:6] == [0] * 6
    # Nothing sure stands before the first, or behind the last.
    assert found["doubtful_since_sure"][0] > 13
    assert found["doubtful_until_sure"][7] > 13


def test_sections_are_told_by_what_stands_below_their_heading() -> None:
    found = columns(PAGE, SCORES)
    assert found["section_heading"] == pytest.approx([0, 0, 0, 0, 0.8, 0.8, 0.2, 0.2])
    assert found["section_body_share"][4:] == pytest.approx([0.9, 0.9, 0.4, 0.4])
    assert found["section_mean_score"][4:] == pytest.approx([0.9, 0.9, 0.4, 0.4])
    assert found["section_segments"][4:] == pytest.approx([1.1] * 4)


def test_a_page_without_body_has_its_core_everywhere() -> None:
    found = columns(PAGE, [0.1] * 8)
    assert set(found["from_core_60%"] + found["above_core_60%"]) == {0}
    assert min(found["doubtful_since_sure"]) > 13
