"""Letters that Matplotlib's font lacks still stand in the report, and no warning about fonts is printed."""

from __future__ import annotations

import logging
import warnings

import pytest

from flows.reporting.plots import bars

NAMES = ("毎日新聞", "الخليج", "ไทยรัฐ", "Tagesspiegel", "🗞")


def test_a_plot_with_names_in_other_scripts_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    rows = [{"outlet": name, "stories": number} for number, name in enumerate(NAMES, 1)]
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        plot = bars("stories", rows, "outlet", "stories", said="stories by outlet")
    assert plot is not None and all(name in plot.wide and name in plot.narrow for name in NAMES)
    # of fonts and of folders for them, as where a service has no home
    logging.getLogger("matplotlib.font_manager").warning("findfont: not found")
    assert [str(one.message) for one in told] == [] and caplog.records == []
