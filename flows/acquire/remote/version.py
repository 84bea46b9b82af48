"""Which version of a file a web server has: its validators (ETag, Last-Modified) and its size, read from HTTP headers.

Takes headers, gives a value that can be compared.  Requests nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_RANGE: Final = re.compile(r"bytes\s+(\d{1,18})-\d{1,18}/(\d{1,18}|\*)", re.IGNORECASE | re.ASCII)
_LENGTH: Final = re.compile(r"\d{1,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Version:
    """What a server says of one version of a file, to notice when it has another one."""

    etag: str | None = None
    last_modified: str | None = None
    #: Bytes of the whole file; None when the server does not say.
    size: int | None = None

    @property
    def is_sure(self) -> bool:
        """Whether the server identifies this version (ETag, Last-Modified), so that a later one can be recognised."""
        return bool(self.etag or self.last_modified)

    @property
    def condition(self) -> str | None:
        """The value for an If-Range header, by which the server sends a changed file anew; None without a validator.

        It is the ETag unless that is weak, else Last-Modified (RFC 9110 section 13.1.5).
        """
        return self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified

    def is_same_as(self, other: Version) -> bool:
        """Whether two versions may be the same: of ETag, Last-Modified and size, those known of both are equal."""
        mine = (self.etag, self.last_modified, self.size)
        theirs = (other.etag, other.last_modified, other.size)
        return all(one == two for one, two in zip(mine, theirs) if one is not None and two is not None)


def version_of(headers: Mapping[str, str]) -> Version:
    """Return the version that the headers of an answer tell, whether the answer has the whole file or a part."""
    found = _RANGE.match(headers.get("Content-Range", ""))
    length = found[2] if found else headers.get("Content-Length", "")
    size = int(length) if _LENGTH.fullmatch(length) else None
    return Version(headers.get("ETag"), headers.get("Last-Modified"), size)


def part_begins(headers: Mapping[str, str]) -> int | None:
    """Return the offset in the file at which a partial answer begins (Content-Range); None when no header says so."""
    found = _RANGE.match(headers.get("Content-Range", ""))
    return int(found[1]) if found else None
