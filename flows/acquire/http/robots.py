"""Reads robots.txt (RFC 9309): which addresses a site forbids to robots, and the pause that it asks for.

Takes the answer to the client's request for the file, and the copy of the file that earlier runs kept.  A missing file
(4xx) permits everything; a file that cannot be fetched (5xx, no connection) permits what its last known copy permits,
else nothing (section 2.3.1).  An origin is a scheme and host with its own robots.txt; `memory` keeps the copies between
runs.  Fetches nothing.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Final

from protego import Protego

from flows.acquire.http.freshness import stated_lifetime
from flows.acquire.memory.memory import Memory
from flows.archive.captures import Capture
from flows.errors import error_words

#: The name in robots.txt rules and the first word of the User-Agent.
ROBOT: Final = "copydesk"
#: Bytes of a robots.txt that are read; RFC 9309 section 2.5 asks for at least 500 KiB.
ROBOTS_BYTES: Final = 512_000
#: RFC 9309 section 2.4: a copy is used for 24 hours at most, unless the file cannot be reached.
_GOOD_FOR: Final = 86_400.0
#: Section 2.3.1.4: after 30 days without an answer the site may be treated as one without a robots.txt.
_UNDEFINED_FOR: Final = 30 * 86_400.0
#: Seconds after which a file that cannot be reached is asked for again.  Our choice: a run every minute asks no more.
_ASKED_AGAIN: Final = 600.0
#: Outcomes that say nothing about the file, since the site was not asked.
_SAYS_NOTHING: Final = ("refused_address", "host_resting")
#: Outcomes of a file that is there but could not be read as a whole: the missing part may forbid anything.
_HALF: Final = frozenset({"truncated", "damaged", "unreadable"})


@dataclass(frozen=True, slots=True)
class Robots:
    """What one origin's robots.txt permits."""

    #: The parsed file; None when there is no file, or it could not be fetched (see `refusal`).
    file: Protego | None = None
    #: Outcome and sentence for every address when the file could not be fetched or read; else None.
    refusal: tuple[str, str] | None = None

    def objection(self, url: str) -> tuple[str, str] | None:
        """Outcome and sentence when an address must not be requested; None when it may be."""
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
        """The addresses in the Sitemap lines of the file, each once, in the order of the file."""
        return tuple(dict.fromkeys(self.file.sitemaps)) if self.file is not None else ()


@dataclass(frozen=True, slots=True)
class Copy:
    """The copy of an origin's robots.txt that is kept between runs; times in seconds since 1970."""

    origin: str
    #: The content of the file; None when there is no such file, or nothing is known of it.
    text: str | None = None
    #: Whether the file was ever read, or found missing.
    known: bool = False
    #: Until when it is not requested again, and how long its last answer was good, in seconds.
    good_until: float = 0.0
    lifetime: float = _GOOD_FOR
    etag: str | None = None
    last_modified: str | None = None
    #: Since when it cannot be reached; None while it can.
    undefined_since: float | None = None

    def is_good(self, now: float) -> bool:
        """Whether this copy can be used, so that no new request is needed.

        A copy that is good for more than 24 hours was stored by a wrong clock, and does not count.
        """
        return self.known and now < self.good_until <= now + _GOOD_FOR

    def permissions(self) -> Robots:
        """What this copy permits."""
        return _parsed(self.text) if self.text is not None else Robots()


def remembered(memory: Memory, origin: str) -> Copy:
    """The kept copy of an origin's robots.txt; where no copy is kept, a Copy that is not `known`."""
    row = memory.row("robots", origin=origin)
    return Copy(**{**row, "known": bool(row["known"])}) if row is not None else Copy(origin)


def learn(memory: Memory, copy: Copy, answer: Capture, now: float) -> Robots:
    """Tell what an origin's robots.txt permits after a request for it, and store what the answer says for later runs.

    `copy`: what was stored before.  `answer`: to the request.  `now`: in seconds since 1970.
    """
    if _defines(answer, copy):
        copy = _defined(copy, answer, now)
    elif answer.outcome not in _SAYS_NOTHING and (answer.status is None or _is_busy(answer.status)):
        copy = replace(copy, undefined_since=_undefined_since(copy, now), good_until=now + _ASKED_AGAIN)
    else:
        # Nor does a redirect in a circle, or an answer that cannot be unpacked.
        return copy.permissions() if copy.known else read_robots(answer)
    memory.do("keep_robots", **asdict(copy))
    if copy.known or (copy.undefined_since is not None and now - copy.undefined_since > _UNDEFINED_FOR):
        return copy.permissions()
    return read_robots(answer)


def _undefined_since(copy: Copy, now: float) -> float:
    """Since when an origin's robots.txt has been unreachable, in seconds since 1970; call it when a request has failed.

    After 30 unreachable days, a file that was never read counts as missing (RFC 9309, 2.3.1.4).  The result is now when
    no time is stored, and when the stored time lies in the future, by a clock that was ahead.  It is also now when no
    request was made for 30 days: nobody knows whether the file could be reached meanwhile.
    """
    if copy.undefined_since is None or now - copy.good_until > _UNDEFINED_FOR:
        return now
    return min(copy.undefined_since, now)


def _is_busy(status: int) -> bool:
    """Whether an HTTP status says that the server cannot answer now, which tells nothing about robots.txt."""
    return status == 429 or status >= 500


def _defines(answer: Capture, copy: Copy) -> bool:
    """Whether an answer tells what the file says, or that there is no file, so that the answer can be stored.

    False for errors, and for redirects that never end at a file.
    """
    if answer.outcome == "not_modified":
        return copy.known
    missing = answer.status is not None and 400 <= answer.status < 500 and answer.status != 429
    has_body = answer.body is not None and answer.outcome == "fetched"
    return has_body or answer.outcome == "empty" or missing


def _defined(copy: Copy, answer: Capture, now: float) -> Copy:
    """Make the copy to store after an answer that tells what the file says, or that there is no file."""
    stated = stated_lifetime(answer)
    if answer.outcome == "not_modified":
        lifetime = copy.lifetime if stated is None else min(stated, _GOOD_FOR)
        return replace(copy, good_until=now + lifetime, lifetime=lifetime, undefined_since=None)
    lifetime = _GOOD_FOR if stated is None else min(stated, _GOOD_FOR)
    has_file = answer.status is None or answer.status < 400
    return Copy(
        copy.origin,
        text=(answer.body or b"").decode("utf-8", "replace") if has_file else None,
        known=True,
        good_until=now + lifetime,
        lifetime=lifetime,
        etag=answer.header("ETag") if has_file else None,
        last_modified=answer.header("Last-Modified") if has_file else None,
    )


def _parsed(text: str) -> Robots:
    """Read what the text of a robots.txt permits; a text that cannot be parsed forbids everything."""
    try:
        # Protego would read a byte order mark as part of the first line, and so pass over the first rules.
        return Robots(Protego.parse(text.removeprefix("\ufeff")))
    except Exception as error:
        said = f"The site's robots.txt cannot be read ({error_words(error)}); until it can be, nothing is fetched."
        return Robots(refusal=("robots_denied", said))


def read_robots(answer: Capture) -> Robots:
    """Tell what an origin's robots.txt permits by one answer to a request for it; kept copies do not count."""
    if answer.body is not None and answer.outcome == "fetched":
        return _parsed(answer.body.decode("utf-8", "replace"))
    if answer.outcome in _HALF:
        said = f"The site's robots.txt came damaged ({answer.outcome}); until it can be read, nothing is fetched."
        return Robots(refusal=("robots_denied", said))
    if answer.status is None and answer.outcome != "too_many_redirects":
        return Robots(refusal=(answer.outcome, answer.detail))
    if answer.status is not None and _is_busy(answer.status):
        said = f"The site's robots.txt answered {answer.status}; until it can be read, nothing is fetched."
        return Robots(refusal=("robots_denied", said))
    return Robots()
