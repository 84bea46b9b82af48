"""Labels of plots in scripts with wide characters leave room for the plot, and stay text, which a browser draws."""

from __future__ import annotations

import re

import pytest

from flows.reporting.drawing import NARROW, Plot
from flows.reporting.plots import bars

#: A label's text, and where it ends at the left of the bars.
LABEL = re.compile(r'text-anchor: end[^>]* x="([\d.]+)"[^>]*>([^<]*)</text>')


@pytest.mark.parametrize(
    ("outlet", "wide", "narrow"),
    [
        ("Harbour Post", "Harbour Post", "Harbour Post"),
        ("The Harbour Post and Coast Gazette", "The Harbour Post and Coast Gazette", "The Harbour Post an…"),
        ("海港日报", "海港日报", "海港日报"),
        ("海港日报北方海岸新闻编辑部驻外记者站", "海港日报北方海岸新闻编辑部驻外记者站", "海港日报北方海岸新…"),
        ("白崎灯台新聞社" * 4, "白崎灯台新聞社" * 2 + "白崎灯台新…", "白崎灯台新聞社白崎…"),
        ("항구일보 북쪽 해안 특파원", "항구일보 북쪽 해안 특파원", "항구일보 북쪽 해안…"),
        ("صحيفة الميناء", "صحيفة الميناء", "صحيفة الميناء"),
        ("बंदरगाह समाचार", "बंदरगाह समाचार", "बंदरगाह समाचार"),
    ],
)
def test_a_label_fits(outlet: str, wide: str, narrow: str) -> None:
    plot = bars("copies", [{"outlet": outlet, "copies": 3}], "outlet", "copies", said="Copies.")
    assert isinstance(plot, Plot)
    for drawn, label in ((plot.wide, wide), (plot.narrow, narrow)):
        assert LABEL.findall(drawn)[0][1] == label
    assert float(LABEL.findall(plot.narrow)[0][0]) < 0.6 * NARROW, "the bars have room"
