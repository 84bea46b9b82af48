"""Draws a plot twice, for a wide screen and for a phone, as SVG that takes its colours from the page's style sheet.

Takes a function that draws on Matplotlib's axes.  Matplotlib is used without its global state (pyplot).  SVG needs no
script, is sharp in print, can be shown in light or dark colours, and its text can be copied and read aloud.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Pixels; the widths for which a plot is drawn.
WIDE: Final = 860
NARROW: Final = 340
#: Matplotlib counts in points, 72 an inch; here a point is a pixel.
_INCH: Final = 72
#: Colours that stand for the style sheet's: Matplotlib wants real ones, and they are replaced in its SVG.
INK, SOFT, GRID, GROUND, ALARM = "#010201", "#010202", "#010203", "#010204", "#010205"
#: Colours of series.
SERIES: Final = tuple(f"#0103{number:02x}" for number in range(10))
_VARIABLES: Final = {
    INK: "ink", SOFT: "soft", GRID: "grid", GROUND: "ground", ALARM: "alarm",
    **{colour: f"series-{number}" for number, colour in enumerate(SERIES)},
}  # fmt: skip
_COLOUR: Final = re.compile("|".join(_VARIABLES))
#: What Matplotlib writes before the <svg>, and its metadata.
_BEFORE: Final = re.compile(r"\A.*?(?=<svg\b)|<metadata>.*?</metadata>\s*", re.DOTALL)
_SIZE: Final = re.compile(r'(<svg [^>]*?)width="[^"]*"|(?<=<svg )height="[^"]*"')
_FONT: Final = re.compile(r"font(?:-family)?: [^;\"]*sans-serif[^;\"]*")

_STYLE: Final[dict[Any, Any]] = {
    "svg.fonttype": "none", "font.size": 12, "text.color": INK, "axes.edgecolor": GRID, "axes.labelcolor": SOFT,
    "xtick.color": SOFT, "ytick.color": SOFT, "xtick.labelcolor": SOFT, "ytick.labelcolor": INK, "grid.color": GRID,
    "axes.spines.top": False, "axes.spines.right": False, "axes.spines.left": False, "axes.axisbelow": True,
    "legend.frameon": False, "legend.labelcolor": INK, "ytick.major.size": 0, "figure.facecolor": "none",
    "axes.facecolor": "none", "savefig.facecolor": "none", "text.parse_math": False,
}  # fmt: skip

#: Draws on axes; the second argument says whether the plot is narrow.
Draw = Callable[["Axes", bool], None]


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawn plot: its SVG for both widths, and one sentence for those who cannot see it."""

    wide: str
    narrow: str
    said: str


def drawn(name: str, draw: Draw, *, said: str, height: Callable[[bool], float]) -> Plot:
    """Draw a plot for both widths.

    `name`: of the plot, unique in the page.  `draw`: called with Matplotlib's axes and whether the drawing is the
    narrow one.  `said`: one sentence on what the plot shows.  `height`: gives the height in pixels; called with True
    for the narrow drawing, False for the wide one.
    """
    wide, narrow = (_svg(f"{name}-{width}", draw, width, height(width == NARROW), said) for width in (WIDE, NARROW))
    return Plot(wide, narrow, said)


def _svg(name: str, draw: Draw, width: int, height: float, said: str) -> str:
    """Draw a plot of this width and height in pixels; gives SVG whose colours are those of the style sheet."""
    _keep_quiet()
    # Imported here: most commands draw nothing, and it takes a third of a second.
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    # The salt names the clips of this plot: two plots of a page share none, and the same numbers give the same page.
    with mpl.rc_context({**_STYLE, "svg.hashsalt": name}):
        figure = Figure(figsize=(width / _INCH, height / _INCH), dpi=_INCH, layout="constrained")
        FigureCanvasSVG(figure)
        draw(figure.add_subplot(), width == NARROW)
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None})
    text = _BEFORE.sub("", out.getvalue())
    text = _COLOUR.sub(lambda found: f"var(--{_VARIABLES[found[0]]})", text)
    text = _FONT.sub("font-family: inherit", text)
    return text.replace("<svg ", f'<svg role="img" aria-label="{escape(said)}" ', 1)


def _keep_quiet() -> None:
    """Suppress two warnings of Matplotlib about which users can do nothing.

    One says that Matplotlib's font lacks the letters of many scripts.  Here that font only measures texts; the reader's
    browser draws them.  The other says at each start that a temporary cache folder was made, as in a service without a
    home directory.
    """
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", message=r"Glyph \d+ .*missing from", category=UserWarning)
