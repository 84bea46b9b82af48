"""Finds the browser that renders pages, and says what is missing to use one.

Takes the settings under [browser]; gives a path, or a sentence that says what to install.  Starts a browser only with
`--version`; loads nothing of the extra copydesk[browser], which may not be installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from flows.config.settings import Browser

#: Names under which systems install Chromium and the browsers made of it.
NAMES: Final = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
#: The library that drives the browser.
_LIBRARY: Final = "playwright"
#: Seconds in which a browser says its version.
_SAYS_VERSION: Final = 10.0
#: Characters of what a program says that are shown.
_SHOWN: Final = 100


def find_browser(settings: Browser) -> Path | None:
    """Return the path of the browser: that in the settings, else the first of NAMES that is installed, else None."""
    names = (str(Path(settings.path).expanduser()),) if settings.path else NAMES
    return next((Path(found) for name in names if (found := shutil.which(name))), None)


def missing_for_browser(settings: Browser) -> str | None:
    """Say in one sentence what to install before pages can be rendered; None when nothing is missing."""
    if find_spec(_LIBRARY) is None:
        return "The extra `browser` is missing; install it with: pip install 'copydesk[browser]'."
    if find_browser(settings) is not None:
        return None
    if settings.path:
        return f"'{settings.path}', the path in [browser], is no program that can be run; name Chromium there."
    return "No browser was found; install Chromium (apt install chromium), or name one under [browser] path."


def version(browser: Path) -> str | None:
    """Return what a browser says of itself, such as "Chromium 130.0.6723.91"; None when it does not answer."""
    try:
        # Its own session: a browser that hangs must not be left over by the wrapper that started it.
        said = subprocess.run(
            [str(browser), "--version"],
            capture_output=True, text=True, errors="replace", timeout=_SAYS_VERSION, check=True, start_new_session=True,
        ).stdout  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return " ".join(said.split())[:_SHOWN] or None


def has_sandbox(settings: Browser) -> bool:
    """Whether Chromium is to run with its own sandbox.

    It does not when the settings turn the sandbox off, nor when root runs it, for whom Chromium refuses its sandbox.
    """
    return settings.sandbox and not is_root()


def is_root() -> bool:
    """Whether this process runs as root, the system's administrator, for whom Chromium refuses its sandbox."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
