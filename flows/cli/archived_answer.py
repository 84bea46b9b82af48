"""Reads what a site answered from the archive: headers, and the bytes of a page, an error or a refusal.

Takes an open archive and one capture; gives an ArchivedAnswer.  Parses no page.
"""

from __future__ import annotations

from dataclasses import dataclass

from flows.archive.archive import Archive
from flows.archive.index_rows import CaptureRow
from parsers.decoding.decode import Decoded, decode


@dataclass(frozen=True, slots=True)
class ArchivedAnswer:
    """What a site answered to one request: headers and body."""

    headers: tuple[tuple[str, str], ...]
    #: The page, or the first bytes of what was said in its place; None when nothing is kept.
    body: bytes | None
    charset: str | None

    def text(self) -> str | None:
        """Decode the body; None without a body.

        If the body as a whole cannot be decoded, its invalid bytes become U+FFFD, the replacement character.
        """
        if self.body is None:
            return None
        found = decode(self.body, charset=self.charset)
        return found.text if isinstance(found, Decoded) else self.body.decode("utf-8", "replace")


def answer_of(archive: Archive, row: CaptureRow) -> ArchivedAnswer:
    """Read the answer of one capture.

    A page that came a second time unchanged has no body of its own: it gets the stored one.  Raises ArchiveError when
    the answer cannot be read.
    """
    record = archive.record(row)
    body = record.capture.body if record.capture.body is not None else record.capture.error_body
    if body is None and record.sha256 is not None:
        body = archive.read(record.sha256).body
    capture = record.capture
    told = (("Status", str(capture.status or "")), ("Rendered-By", capture.rendered_by))
    return ArchivedAnswer((*(one for one in told if one[1]), *capture.headers), body, row.charset)
