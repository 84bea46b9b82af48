"""Reads robots.txt (RFC 9309): which addresses a site forbids to robots, and the pause that it asks for.

Takes the answer to the client's request for the file.  No file (4xx) permits everything; a file that cannot be fetched
(5xx, no connection) permits nothing in this run (section 2.3.1).  Fetches nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from protego import Protego

from flows.acquire.http.retries import NO_ANSWER
from flows.archive.captures import Capture
from flows.errors import error_words

#: The name in robots.txt rules and the first word of the User-Agent.
ROBOT: Final = "copydesk"
#: Bytes of a robots.txt that are read; RFC 9309 section 2.5 asks for at least 500 KiB.
ROBOTS_BYTES: Final = 512_000
#: Outcomes of a file that is there and could not be read as a whole: what is missing may forbid anything.
_HALF: Final = frozenset({"truncated", "damaged", "unreadable"})


@dataclass(frozen=True, slots=True)
class Robots:
    """The permissions of one origin."""

    #: None when there is no file, or it could not be fetched (see refusal).
    file: Protego | None = None
    #: Outcome and sentence for every address when the file could not be fetched or read; else None.
    refusal: tuple[str, str] | None = None

    def objection(self, url: str) -> tuple[str, str] | None:
        """Outcome and sentence when an address must not be requested; None when it may."""
        if self.refusal is not None:
            return self.refusal
        if self.file is None or self.file.can_fetch(url, ROBOT):
            return None
        return "robots_denied", "The site's robots.txt asks robots to leave this address alone."

    def crawl_delay(self) -> float:
        """Seconds that the site asks for between two requests; 0 when it does not say."""
        try:
            return max(0.0, float(self.file.crawl_delay(ROBOT) or 0.0)) if self.file is not None else 0.0
        except (ValueError, OverflowError):  # "a while", or a number with 400 digits
            return 0.0

    def sitemaps(self) -> tuple[str, ...]:
        """The addresses in the file's Sitemap lines, each once, in its order."""
        return tuple(dict.fromkeys(self.file.sitemaps)) if self.file is not None else ()


def read_robots(answer: Capture) -> Robots:
    """The permissions of an origin, from the answer to the request for its robots.txt."""
    if answer.body is not None:
        try:
            return Robots(Protego.parse(answer.body.decode("utf-8", "replace")))
        except Exception as error:
            said = f"The site's robots.txt cannot be read ({error_words(error)}); until it can be, nothing is fetched."
            return Robots(refusal=("robots_denied", said))
    if answer.outcome in NO_ANSWER or answer.outcome == "refused_address":
        return Robots(refusal=(answer.outcome, answer.detail))
    if answer.outcome in _HALF:
        said = f"The site's robots.txt came damaged ({answer.outcome}); until it can be read, nothing is fetched."
        return Robots(refusal=("robots_denied", said))
    if answer.status is not None and (answer.status == 429 or answer.status >= 500):
        said = f"The site's robots.txt answered {answer.status}; until it can be read, nothing is fetched."
        return Robots(refusal=("robots_denied", said))
    return Robots()
