"""Finds what `copydesk doctor` says of the browser: whether sources need one, and which one is there.

Takes the config directories; gives a fault or a remark as one sentence.  Starts the browser only to ask its version.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from flows.acquire.browser.find_browser import find_browser, has_sandbox, is_root, missing_for_browser, version
from flows.config.settings import load_settings
from flows.config.sources import load_sources
from flows.config.toml_tables import ConfigError


def browser_fault(directories: tuple[Path, ...]) -> str | None:
    """Say why the browser cannot render pages, although some source has `render` set.

    None when it can, and when no source has `render` set.
    """
    with suppress(ConfigError):  # a mistake in the files is a fault of its own
        names, settings = _rendered(directories), load_settings(*directories).browser
        why = missing_for_browser(settings) if names else None
        if names and why:
            return f"{', '.join(names)} in sources.toml say `render`: {why}"
        found = find_browser(settings)
        if names and found is not None and version(found) is None:
            return f"{found} is to render pages and does not say its version; try `{found} --version`."
    return None


def browser_remark(directories: tuple[Path, ...]) -> str | None:
    """Say which browser renders pages.

    None when neither sources nor settings ask for a browser, and when the browser cannot be used.
    """
    with suppress(ConfigError):
        settings = load_settings(*directories).browser
        found = find_browser(settings)
        if not (_rendered(directories) or settings.path) or missing_for_browser(settings) or found is None:
            return None
        said = version(found)
        if said is not None:
            why = "since you are root: use another account" if is_root() else "as [browser] says"
            bare = "" if has_sandbox(settings) else f"; it runs without its sandbox, {why}"
            return f"Pages are rendered by {said} ({found}){bare}."
    return None


def _rendered(directories: tuple[Path, ...]) -> list[str]:
    return [source.name for source in load_sources(*directories) if source.render and source.active]
