"""Packs what a worker needs to read a run's pages: the user's rules and the learned lines, as file contents.

The parcel is sent to each worker once, since these files need not be on its machine.  The worker writes them to a
folder of its own whose name is their hash.  Archive and staging are reached by the run's own addresses: folders that
all machines share, or stores.
"""

from __future__ import annotations

import hashlib
import os
import socket
import time
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from flows.archive.archive import INDEX
from flows.config.load_rules import rules_for
from flows.parsing.cluster.errors import NotShared, OtherRules
from flows.parsing.parse_batch import BatchReading, Destination
from parsers.rules import shipped_config

_FOLDERS: Final = ("rules", "publishers")
_LEARNED: Final = "learned.json"
#: Hexadecimal digits of the hash in a folder's name.
_DIGITS: Final = 16
#: Seconds in which a file that another machine has just written comes to be seen, on a shared disk that is slow.
_SEEN_AFTER: Final = 5.0
_STEP: Final = 0.2


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a worker on any machine needs to read and stage the pages of one run."""

    #: Its config directories and its file of learned lines are those of the machine that packed it.
    reading: BatchReading
    into: Destination
    #: Most time for one page.
    seconds: float
    #: Version of the rules that the files make together with the shipped ones.
    rules: str
    #: The files, packed by zlib, by their paths in the folder that they are written to.
    files: Mapping[str, bytes]
    #: Name of a file that the run has put into the staging folder, so that a worker can tell whether it is the same.
    mark: str


def pack(reading: BatchReading, into: Destination, *, seconds: float, mark: str) -> Parcel:
    """Make the parcel for a run's workers; reads the files that go into it.  Raises OSError for an unreadable file.

    `reading`: how the run reads its pages.  `into`: where its batches are staged.  `seconds`: most time for one page.
    `mark`: name of the file that `put_mark` has made in the staging folder.
    """
    files = {}
    for number, directory in enumerate(_own(reading.config)):
        for path in (path for name in _FOLDERS for path in sorted((directory / name).glob("*.toml"))):
            files[f"{number}/{path.parent.name}/{path.name}"] = zlib.compress(path.read_bytes())
    if reading.knowledge is not None:
        files[_LEARNED] = zlib.compress(reading.knowledge.read_bytes())
    return Parcel(reading, into, seconds, rules_for(reading.config).version, files, mark)


def _own(config: tuple[Path, ...]) -> list[Path]:
    """The config directories without the shipped one, which each machine has."""
    return [directory for directory in config if directory != shipped_config()]


def unpack(parcel: Parcel, base: Path) -> BatchReading:
    """Write the files of a parcel to a folder below `base`; gives the BatchReading with which to read pages here.

    Files that are there already stay; missing ones are written again.  Raises OSError, and OtherRules when the files
    make other rules here than on the machine of the run.
    """
    digest = hashlib.sha256()
    for name, content in sorted(parcel.files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    folder = base / f"copydesk-{digest.hexdigest()[:_DIGITS]}"
    for name, content in parcel.files.items():
        _write(folder / name, content)
    own = tuple(folder / str(number) for number, _ in enumerate(_own(parcel.reading.config)))
    config = (shipped_config(), *own)
    if (here := rules_for(config).version) != parcel.rules:
        raise OtherRules(
            f"The worker on {socket.gethostname()} reads with the rules {here}, and this run with {parcel.rules};"
            " install the same copydesk on both machines and start the worker again."
        )
    learned = folder / _LEARNED if _LEARNED in parcel.files else None
    return replace(parcel.reading, config=config, knowledge=learned)


def _write(path: Path, content: bytes) -> None:
    """Unpack a file's content to its path; a file that exists already stays."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    aside.write_bytes(zlib.decompress(content))
    aside.replace(path)


def put_mark(into: Destination, mark: str) -> None:
    """Make an empty file in the staging folder, by which workers recognise it as the run's.  Raises OSError."""
    if (folder := _folder(into.place)) is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / mark).touch()


def remove_mark(into: Destination, mark: str) -> None:
    """Remove the file of `put_mark`.  If that fails it is swept away later, with the temporary files of killed runs."""
    if (folder := _folder(into.place)) is not None:
        with suppress(OSError):
            (folder / mark).unlink(missing_ok=True)


def check_folders(parcel: Parcel) -> None:
    """Raise NotShared when this machine does not see the run's archive and staging folder.

    Other folders of the same names do not count.
    """
    for directory, name in ((parcel.reading.directory, INDEX), (parcel.into.place, parcel.mark)):
        folder = _folder(directory)
        if folder is not None and not _is_seen(folder / name):
            raise NotShared(
                f"The worker on {socket.gethostname()} does not see {directory} as the machine of this run does; share"
                " the folder with it under the same path, and run again."
            )


def _folder(directory: object) -> Path | None:
    """The path of a folder; None for the address of a store."""
    return None if "://" in str(directory) else Path(str(directory))


def _is_seen(path: Path) -> bool:
    """Whether a file exists, or comes to be seen within a few seconds, so that this machine shares its folder."""
    deadline = time.monotonic() + _SEEN_AFTER
    while not path.exists():
        if time.monotonic() > deadline:
            return False
        time.sleep(_STEP)
    return True
