"""Brings the archive's index up to date with those WARC files that are only in the store, not in the archive's folder.

The store is a bucket or folder elsewhere that has the closed files.  Needed when the folder was lost with its index,
and when somebody else put files into the store.  A store that does not answer gives one sentence.  It is an error only
when it was never listed before: then nobody knows which pages it has, and all would be stored again as new.  The `name`
of a file is without suffix.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from flows.archive.archive_errors import ArchiveError
from flows.archive.catch_up import cannot_be_read, learn_file, too_short
from flows.archive.cdxj import cdxj_path
from flows.archive.index import ArchiveIndex
from flows.archive.stored_warcs import forget_read, stored_sizes
from flows.archive.warc_file import warc_path
from flows.storage.behind import store_behind
from flows.storage.errors import StoreAway, StoreRefuses
from flows.storage.store import Store
from warehouse.files import write_whole


def catch_up_stored(directory: Path, index: ArchiveIndex, *, only_new: bool) -> tuple[list[str], str | None]:
    """Index the files that are only in the store; return (sentences on unreadable files, sentence on the store).

    The sentence on the store says why it cannot be listed now; it is None when the store could be listed or there is no
    store.  `only_new`: list the store only if it was never listed before.  Raises ArchiveError when it was never listed
    before and cannot be listed now.
    """
    forget_read()
    store = store_behind(directory)
    if store is None or (only_new and index.has_listing(store.url)):
        return [], None
    try:
        return _listed(directory, index, store), None
    except (StoreAway, StoreRefuses) as error:
        if index.has_listing(store.url):
            return [], str(error)
        raise ArchiveError(f"The archive has to see first what lies in its store: {error}") from error


def _listed(directory: Path, index: ArchiveIndex, store: Store) -> list[str]:
    """Index the files that are only in the store; return one sentence for each that cannot be read.

    Raises StoreError when the store cannot be listed, or stops answering.
    """
    before = index.stored(store.url)
    notes, sizes = [], stored_sizes(store)
    for name, size in sizes.items():
        if warc_path(directory, name).exists():
            continue
        try:
            notes += _learn(directory, index, store, name, size)
        except (StoreAway, StoreRefuses):
            raise
        except OSError as error:
            notes.append(cannot_be_read(name, error))
    index.note_listing(store.url, sizes, gone=before.keys() - sizes.keys())
    return notes


def _learn(directory: Path, index: ArchiveIndex, store: Store, name: str, size: int) -> list[str]:
    """Index the records of one file that are not indexed yet; return sentences on its damaged parts.  Raises OSError.

    `size`: of the file in the store, in bytes.
    """
    known = index.indexed_end(name)
    if size < known:
        return [too_short(name, known - size)]
    if size == known:
        return []
    notes = learn_file(directory, index, name, known)
    with suppress(FileNotFoundError):  # `archive check --mend` makes it
        path = cdxj_path(directory, name)
        seen = store.look(path.name)
        if seen is not None:
            write_whole(path, store.read(path.name, 0, seen.size).decode("utf-8"))
    return notes
