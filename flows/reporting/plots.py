"""Draws the plots of the report's page.

Each function takes rows of one Answer (warehouse.ask) and gives a Plot; None when there is nothing to draw.  What a
plot shows also stands in a table of the page.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import sqrt
from typing import TYPE_CHECKING, Any, Final

from rich.cells import cell_len, set_cell_size

from flows.reporting.drawing import GRID, GROUND, INK, SERIES, SOFT, Plot, drawn
from flows.reporting.places import City, coastlines

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Rows = Sequence[Mapping[str, Any]]

#: Most series of a plot by outlet, the last of which is all others; and most bars of a plot of bars.
_SERIES: Final = 8
_BARS: Final = 15
#: Pixels for one bar, and around all of them.
_BAR, _AROUND = 26, 56
_OTHERS: Final = "all others"
#: Longest label, on a wide screen and on a phone, in letters; a character of Chinese, Japanese or Korean is two wide.
_LABEL, _SHORT_LABEL = 40, 20
#: Pixels across the mark of the place with most stories, and of a place with one.
_LARGEST, _SMALLEST = 34, 6
#: Latitudes of the map: nobody reports from further south.
_SOUTH, _NORTH = -57, 84
#: Marks of a scale of delays, in minutes.
_TIMES: Final = (
    (1, "1 min"), (2, "2 min"), (5, "5 min"), (10, "10 min"), (20, "20 min"), (30, "30 min"), (60, "1 h"), (120, "2 h"),
    (360, "6 h"), (720, "12 h"), (1440, "1 day"), (2880, "2 days"), (10080, "1 week"),
)  # fmt: skip
#: A delay below it is drawn here, since the scale has no zero; in minutes.
_LEAST_DELAY: Final = 0.5


def stories_a_day(rows: Rows, since: date, until: date) -> Plot | None:
    """Draw the stories of each day, stacked by outlet.  `since`, `until`: first and last day."""
    totals: Counter[str] = Counter()
    for row in rows:
        totals[row["outlet"]] += row["stories"]
    if not totals.total():
        return None
    named = [outlet for outlet, _ in totals.most_common(_SERIES - (len(totals) > _SERIES))]
    days = [since + timedelta(days=number) for number in range((until - since).days + 1)]
    counted: dict[str, Counter[date]] = defaultdict(Counter)
    for row in rows:
        counted[row["outlet"] if row["outlet"] in named else _OTHERS][row["day"]] += row["stories"]
    shown = [*named, _OTHERS] if _OTHERS in counted else named

    def draw(axes: Axes, narrow: bool) -> None:
        bottom = [0] * len(days)
        for colour, outlet in zip(SERIES, shown):
            heights = [counted[outlet][day] for day in days]
            axes.bar(days, heights, 0.8, bottom, color=colour, label=_short(outlet, narrow))  # type: ignore[arg-type]
            bottom = [below + height for below, height in zip(bottom, heights)]
        _day_axis(axes, narrow)
        axes.grid(axis="y", linewidth=0.7)
        axes.locator_params(axis="y", integer=True)
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=1 if narrow else 4, borderaxespad=0)

    said = f"Stories a day by outlet: {totals.total():,} in {len(days)} days."
    return drawn("stories", draw, said=said, height=lambda narrow: 240 + (20 * len(shown) if narrow else 60))


def delays(rows: Rows) -> Plot | None:
    """Draw the time from publication to the first fetch, for each outlet, on a logarithmic scale.

    Shown are the median and the 90th percentile.
    """
    timed = [row for row in rows if row["timed_stories"]][:_BARS]
    if not timed:
        return None

    def draw(axes: Axes, narrow: bool) -> None:
        places = range(len(timed), 0, -1)
        middle = [max(row["minutes_to_fetch"], _LEAST_DELAY) for row in timed]
        late = [max(row["minutes_to_fetch_p90"], _LEAST_DELAY) for row in timed]
        axes.hlines(places, middle, late, color=GRID, linewidth=6)
        axes.plot(middle, places, "o", color=SERIES[0], markersize=9, label="half of the stories")
        axes.plot(late, places, "|", color=INK, markersize=12, label="nine in ten")
        axes.set_xscale("log")
        low, high = min(middle) / 1.5, max(late) * 1.5
        within = [tick for tick in _TIMES if low <= tick[0] <= high]
        within = within[:: 1 + len(within) // (4 if narrow else 8)]
        axes.set_xticks([at for at, _ in within], [text for _, text in within], minor=False)
        axes.minorticks_off()
        axes.set_xlim(low, high)
        axes.set_yticks(list(places), [_short(row["outlet"], narrow) for row in timed])
        axes.grid(axis="x", linewidth=0.7)
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=1 if narrow else 2, borderaxespad=0)

    said = "Time from publication to the first fetch, by outlet."
    return drawn("delays", draw, said=said, height=lambda narrow: _BAR * len(timed) + _AROUND + (50 if narrow else 30))


def bars(name: str, rows: Rows, label: str, value: str, *, said: str) -> Plot | None:
    """Draw horizontal bars, the longest first, each with its number.

    `name`: of the plot, unique in the page.  `label`, `value`: names of columns of the rows.  `said`: one sentence on
    what the plot shows.
    """
    shown = [row for row in rows if row[value]][:_BARS]
    if not shown:
        return None

    def draw(axes: Axes, narrow: bool) -> None:
        labels = [_short(str(row[label]), narrow) for row in shown]
        # By place and not by label: two long labels may begin alike.
        places = range(len(shown), 0, -1)
        drawn_bars = axes.barh(list(places), [float(row[value]) for row in shown], 0.7, color=SERIES[0])
        axes.set_yticks(list(places), labels)
        axes.bar_label(drawn_bars, [f"{row[value]:,.0f}" for row in shown], padding=4, color=SOFT)
        axes.spines["bottom"].set_visible(False)
        axes.set_xticks([])
        axes.margins(x=0.12)

    return drawn(name, draw, said=said, height=lambda narrow: _BAR * len(shown) + 16)


def agency_shares(rows: Rows) -> Plot | None:
    """Draw, for each outlet, the share of its stories that name an agency, stacked by agency."""
    by_outlet: dict[str, dict[str, float]] = defaultdict(dict)
    totals: Counter[str] = Counter()
    for row in rows:
        by_outlet[row["outlet"]][row["agency"]] = float(row["share"])
        totals[row["agency"]] += row["stories"]
    if not totals:
        return None
    agencies = [agency for agency, _ in totals.most_common(_SERIES)]
    outlets = sorted(by_outlet, key=lambda outlet: -sum(by_outlet[outlet].values()))[:_BARS]

    def draw(axes: Axes, narrow: bool) -> None:
        places = list(range(len(outlets), 0, -1))
        left = [0.0] * len(outlets)
        for colour, agency in zip(SERIES, agencies):
            widths = [100 * by_outlet[outlet].get(agency, 0.0) for outlet in outlets]
            axes.barh(places, widths, 0.7, left, color=colour, label=_short(agency, narrow))
            left = [before + width for before, width in zip(left, widths)]
        axes.set_yticks(places, [_short(outlet, narrow) for outlet in outlets])
        axes.xaxis.set_major_formatter("{x:.0f} %")
        axes.grid(axis="x", linewidth=0.7)
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=1 if narrow else 4, borderaxespad=0)

    said = "Share of each outlet's stories that name an agency."
    extra = 20 * len(agencies)
    return drawn(
        "agencies", draw, said=said, height=lambda narrow: _BAR * len(outlets) + _AROUND + (extra if narrow else 40)
    )


def world(found: Mapping[City, int]) -> Plot | None:
    """Draw a map of the places from which correspondents worked; the area of a mark grows with the stories.

    `found`: place -> number of stories.
    """
    if not found:
        return None
    most = max(found.values())
    named = sorted(found, key=lambda place: -found[place])

    def draw(axes: Axes, narrow: bool) -> None:
        for ring in coastlines():
            axes.fill(*zip(*ring), facecolor=GROUND, edgecolor=GRID, linewidth=0.5)
        scale = 0.5 if narrow else 1.0
        sizes = [(scale * max(_SMALLEST, _LARGEST * sqrt(count / most))) ** 2 for count in found.values()]
        east, north = [place.longitude for place in found], [place.latitude for place in found]
        axes.scatter(east, north, sizes, color=SERIES[0], alpha=0.65, edgecolors=INK, linewidths=0.5)
        for place in named[: 3 if narrow else 8]:
            beside = scale * max(_SMALLEST, _LARGEST * sqrt(found[place] / most)) / 2 + 2
            at = (place.longitude, place.latitude)
            axes.annotate(place.name, at, (beside, 0), textcoords="offset points", size=11, va="center")
        axes.set(xlim=(-170, 180), ylim=(_SOUTH, _NORTH), aspect="equal", xticks=[], yticks=[])
        axes.spines["bottom"].set_visible(False)

    said = f"Map of {len(found)} places from which correspondents worked; most stories from {named[0].name}."
    return drawn("world", draw, said=said, height=lambda narrow: 145 if narrow else 360)


def _day_axis(axes: Axes, narrow: bool) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator = AutoDateLocator(minticks=3, maxticks=4 if narrow else 9)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]


def _short(label: str, narrow: bool) -> str:
    """Shorten a label to the room next to a plot."""
    most = _SHORT_LABEL if narrow else _LABEL
    return label if cell_len(label) <= most else set_cell_size(label, most - 1).rstrip() + "…"
