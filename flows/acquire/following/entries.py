"""Decides which entries of a list become notes on pages to request.

A list is a feed or sitemap.  A note is what is remembered between runs: of a page that is still to be requested
(PageNote), or of a list (ListNote).  A page's forms are its several addresses (such as AMP), its key is what all of
them share (parsers.addresses).  `channel` is how a page was found: "feed", "sitemap", or "http" for one named in
sources.toml; `desk` is what the work on the outlet shares (desk.Desk).  Takes the entries of one list, gives the notes
to store and the entries that have no usable address.  Requests and stores nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from flows.acquire.following.clean_url import clean_url
from flows.acquire.following.desk import Desk
from flows.acquire.following.due import due, last_change
from flows.acquire.following.listings import Entry
from flows.acquire.keep import ArchiveStopped, archive_errors_stop
from flows.acquire.memory.notes import CHANGED, FAILED, GIVEN_UP, NEW, YOUNG, ListNote, PageNote
from parsers.addresses import form_marks

#: A link with a scheme that never leads to a page: mailto, javascript, tel.
_OTHER_SCHEME: Final = re.compile(r"\s*(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE | re.ASCII)


#: What a page is that this run met: to be requested, seen before, or named in sources.toml.
Met = Literal["wanted", "seen", "named"]
#: Most addresses of one page that are noted.  Chosen by hand.
_FORMS: Final = 3


@dataclass(slots=True)
class Taken:
    """What the entries of one list led to: notes on pages to request, and entries that cannot be requested."""

    channel: str
    #: Notes on pages that are due now, new or changed ones, by key.
    pages: dict[str, PageNote] = field(default_factory=dict)
    #: Entries that cannot be requested, each with the error; None where the address is simply no web address.
    refused: list[tuple[Entry, Exception | None]] = field(default_factory=list)


def take(
    entries: Iterable[Entry],
    found: Taken,
    desk: Desk,
    *,
    met: dict[str, Met],
    note: ListNote | None = None,
    base: str | None = None,
) -> None:
    """Add to `found` the notes on those pages of a list that are to be requested; count the rest in `desk.counts`.

    `met`: the pages that this run met so far, by key; those of this list are added, so that a page listed several
    times, also under several addresses, is counted once.  `note`: on the list; None for pages named in sources.toml.
    `base`: the list's address, for relative links.  Raises ArchiveStopped.
    """
    for entry in entries:
        try:
            _take(entry, desk, met, note, base, found)
        except ArchiveStopped:
            raise
        except Exception as error:  # reported: the address is noted with the reason
            found.refused.append((entry, error))


def _take(entry: Entry, desk: Desk, met: dict[str, Met], note: ListNote | None, base: str | None, found: Taken) -> None:
    """Do for one entry what `take` does for all entries of a list, with the same arguments."""
    url = clean_url(entry.url, desk.addresses.tracking, base=base)
    if url is None and not _OTHER_SCHEME.match(entry.url):
        found.refused.append((entry, None))
        return
    if url is None or not (found.channel == "http" or desk.source.wants(url)):
        desk.counts["not_wanted"] += 1
        return
    key = desk.stories.known.key(url) or url
    before = met.get(key)
    if before == "named":
        return
    with archive_errors_stop(desk.archive):
        waiting = found.pages.get(key) or desk.notes.page(key)
        page = _wanted(replace(entry, url=url), key, found.channel, desk, note, waiting)
    is_wanted = page is not None or (waiting is not None and waiting.why in (NEW, CHANGED))
    if not is_wanted and before is None:
        desk.counts["seen_before"] += 1
    elif page is not None and before == "seen":  # another form of it is held or failed, and this one is not
        desk.counts["seen_before"] -= 1
    if page is not None:
        found.pages[key] = page
    met[key] = "named" if found.channel == "http" else "wanted" if is_wanted or before == "wanted" else "seen"


def _wanted(
    entry: Entry, key: str, channel: str, desk: Desk, note: ListNote | None, waiting: PageNote | None
) -> PageNote | None:
    """Make the note to store for a listed page that is due now.

    None when the page is not due, or its stored note needs no change.  `note`: on the list.  `waiting`: the note that
    is stored for the page so far, if any.
    """
    anew = desk.everything or desk.lacks_rendering(entry.url)
    if waiting is None or channel == "http" or (anew and waiting.wanted_at < desk.moment):
        return _new(entry, key, channel, desk, note, anew=anew)
    if waiting.why in (NEW, CHANGED):
        return _with_form(waiting, entry, desk)
    latest = last_change(entry, desk.now)
    at_once = replace(waiting, wanted_at=desk.moment, failures=0, failing_since=None, next_at=desk.moment)
    tried = _forms(waiting)
    if waiting.why in (FAILED, GIVEN_UP) and entry.url not in tried and len(tried) < _FORMS:
        # A form that was not tried yet: the failure of another one says nothing about it.
        return replace(at_once, url=entry.url, forms="\n".join(tried), why=NEW)
    if waiting.why == FAILED or latest is None or latest.timestamp() <= waiting.wanted_at:
        return None
    assert waiting.why in (YOUNG, GIVEN_UP)
    return replace(at_once, why=CHANGED, told_at=latest.timestamp())


def _new(entry: Entry, key: str, channel: str, desk: Desk, note: ListNote | None, *, anew: bool) -> PageNote | None:
    """Make the first note on a page; None when the archive has the page and it is not due.

    `note`: on the list that names the page.  `anew`: request the page whatever the archive holds.
    """
    known = desk.stories.known
    found = due(entry, channel, archive=desk.archive, now=desk.now, known=known, everything=anew)
    if found is None:
        return None
    listed = note.address if note is not None else None
    at = _listed_at(entry, desk, note)
    why = NEW if found.etag is None and found.last_modified is None else CHANGED
    return PageNote(desk.source.name, key, found.url, channel, "", listed, at, why, desk.moment, next_at=desk.moment)


def _forms(note: PageNote) -> list[str]:
    """All addresses of a page, in the order in which they are tried."""
    return [note.url, *note.forms.splitlines()]


def _with_form(note: PageNote, entry: Entry, desk: Desk) -> PageNote | None:
    """Return the note on a page with the address of `entry` added, as a further one to try; None when nothing changes.

    For a page that is new the main address is put first, before AMP or mobile ones; else the added one comes last.
    Nothing changes when the note has the address already, or has enough addresses (_FORMS).
    """
    forms = _forms(note)
    if entry.url in forms or note.channel == "http":
        return None
    if note.why == NEW:
        forms = sorted([*forms, entry.url], key=lambda url: form_marks(url, desk.addresses))[:_FORMS]
    else:
        forms = [*forms, entry.url][:_FORMS]
    latest = last_change(entry, desk.now)
    times = [at for at in (note.told_at, latest.timestamp() if latest is not None else None) if at is not None]
    changed = replace(note, url=forms[0], forms="\n".join(forms[1:]), told_at=max(times, default=None))
    return changed if changed != note else None


def _listed_at(entry: Entry, desk: Desk, note: ListNote | None) -> float | None:
    """When a listed page changed last, in seconds since 1970, according to its list; None when that is not known.

    `note`: on the list.  Where the list gives no time for the page, and this is not the first reading of the list, the
    result is now: the page is new in the list.
    """
    latest = last_change(entry, desk.now)
    if latest is not None:
        return latest.timestamp()
    return desk.moment if note is not None and note.read_at is not None else None
