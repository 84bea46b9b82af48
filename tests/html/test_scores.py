"""The scorer: its trees, its columns and the verdict on pages that are no articles."""

import numpy as np
import pytest
from lxml import etree

from parsers import Rejection, parse_page
from parsers.html import runs
from parsers.html.features import NAMES, Declared, Page, features
from parsers.html.forest import forest
from parsers.html.tree import build
from parsers.html.walk import walk

TREE = {"split": [[0, 1.0, 1, ~2], [1, 5.0, ~0, ~1]], "leaf": [-2.0, 0.5, 3.0]}


@pytest.mark.parametrize(("first", "second", "leaf"), [(1.0, 5.0, -2.0), (0.0, 6.0, 0.5), (2.0, 0.0, 3.0)])
def test_a_tree_gives_the_value_of_its_leaf(first: float, second: float, leaf: float) -> None:
    columns = np.array([[first], [second]], dtype=np.float32)
    assert forest([TREE])(columns)[0] == pytest.approx(1 / (1 + np.exp(-leaf)))
    assert forest([TREE, {"split": [], "leaf": [1.0]}])(columns)[0] == pytest.approx(1 / (1 + np.exp(-leaf - 1.0)))


@pytest.mark.parametrize(
    "body", ["<p>One</p>", "<h1>H</h1><p>Text</p><table><tr><td>a<td>b</table>", "<a href=x>x</a>"]
)
def test_every_column_has_a_name(body: str) -> None:
    root = build(f"<html><body>{body}</body></html>")
    assert isinstance(root, etree._Element)
    found = walk(root)
    page = Page(found)
    columns = features(page, found, Declared())
    assert columns.shape == (len(NAMES), len(found.segments))
    assert np.isfinite(columns).all()
    assert len(runs.run_columns(page, np.full(page.n, 0.5))) == len(runs.NAMES)


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Page not found", "soft_404"),
        ("Just a moment...", "block_page"),
        ("Before you continue to the site", "consent_page"),
    ],
)
def test_what_stands_in_place_of_an_article(title: str, reason: str) -> None:
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>Go back to the start.</p></body></html>"
    result = parse_page(page.encode(), media_type="text/html")
    assert isinstance(result, Rejection)
    assert result.reason == reason
