"""Sets the outlet of all pages of an import, and the address of a single page, where the user gives them.

Takes what the readers of files found (`found`: Captures, and Passed for what is skipped on purpose); gives the same,
with the outlet and the address set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from flows.acquire.files.formats import Found
from flows.acquire.web_address import page_address
from flows.archive.captures import Capture
from flows.config.sources import Source, choose, load_sources
from flows.errors import UsageError


@dataclass(frozen=True, slots=True)
class Owner:
    """What the user said of all pages of an import: which outlet they are of, at which address."""

    #: Name of the outlet in sources.toml; None: not said.
    source: str | None = None
    #: Address of the page, which must be a single one; None: not said.
    url: str | None = None

    def checked(self, *config: Path) -> Owner:
        """Return this Owner with its address normalised, after a check of both its outlet and its address.

        `config`: directories of settings.  Raises ConfigError for an outlet that sources.toml does not have, and
        UsageError for an address that cannot be a page's.
        """
        if self.source is not None:
            choose(load_sources(*config), [self.source])
        if self.url is None:
            return self
        address = page_address(self.url)
        if address is None or not address.startswith(("http://", "https://")):
            raise UsageError(f"--url {self.url} is no address of a page; give one that begins with https://.")
        return replace(self, url=address)

    def outlet(self, *config: Path) -> Source:
        """Return the outlet as sources.toml has it; a Source without a name when the user gave no outlet.

        Raises ConfigError.
        """
        return choose(load_sources(*config), [self.source])[0] if self.source is not None else Source(name="")

    def of_all(self, found: Iterable[Found]) -> Iterator[Found]:
        """Yield all of `found`, with the outlet and the address that the user gave (`source`, `url`) set in the pages.

        Raises UsageError when the user gave an address and there are several pages, since it can be the address of only
        one.
        """
        named = self._addressed(found) if self.url is not None else found
        for one in named:
            yield replace(one, source=self.source) if self.source and isinstance(one, Capture) else one

    def _addressed(self, found: Iterable[Found]) -> Iterator[Found]:
        """Yield all that was found, with the user's address on the only page."""
        page = None
        for one in found:
            if not isinstance(one, Capture) or one.body is None:
                yield one
            elif page is None:
                page = one
            else:
                raise UsageError("--url is the address of a single page, and here are several; import it alone.")
        if page is not None:
            yield replace(page, url=self.url or page.url, redirects=(), url_declared=False)
