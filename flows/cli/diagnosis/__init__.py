"""Makes the checks of `copydesk doctor`: versions, configuration, disk, archive, staging, warehouse, runs.

Each check yields one sentence for each fault; such a sentence is called a finding.  A remark is a sentence about what
could be better.  A check that fails itself is a finding, too.  The checks are in `installation` and `data`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from typing import Final

from flows.archive.archive import INDEX
from flows.archive.archive_errors import IndexUnusable
from flows.archive.mend_index import to_read
from flows.cli.browser_there import browser_remark
from flows.cli.diagnosis import data, installation
from flows.cli.diagnosis.checked_place import CheckedPlace
from flows.config.load_rules import reading_version
from flows.config.settings import config_directories, load_settings
from flows.errors import UsageError, sentence
from flows.printing.progress import number
from parsers import PARSER_VERSION
from parsers.config_files.toml_file import Mistakes

__all__ = ["CHECKS", "CheckedPlace", "findings", "remarks"]

#: All checks, in the order in which they are made.
CHECKS: Final = (*installation.CHECKS, *data.CHECKS)


def findings(place: CheckedPlace) -> Iterator[str]:
    """Yield all findings, each once."""
    told: set[str] = set()
    for check in CHECKS:
        for finding in _found(check, place):
            if finding not in told:
                told.add(finding)
                yield finding


def _found(check: Callable[[CheckedPlace], Iterator[str]], place: CheckedPlace) -> Iterator[str]:
    """Yield the findings of one check; an error in the check itself becomes a finding."""
    try:
        yield from check(place)
    except Exception as error:  # an error of a check is a finding; the other checks are made
        yield sentence(error)


def remarks(place: CheckedPlace) -> Iterator[str]:
    """Yield remarks, one sentence each: pages that an older version parsed, and which browser renders pages.

    An error while looking is not reported here: `findings` reports it.
    """
    with suppress(IndexUnusable, OSError, Mistakes, UsageError):
        yield from _parsed_otherwise(place)
    with suppress(UsageError):
        if (remark := browser_remark(config_directories(place.config))) is not None:
            yield remark


def _parsed_otherwise(place: CheckedPlace) -> Iterator[str]:
    """Yield a remark on how many pages were last parsed by another version or with other rules than now."""
    if (place.paths.archive / INDEX).exists():
        directories = config_directories(place.config)
        rules_version = reading_version(directories, load_settings(*directories))
        with closing(to_read(place.paths.archive / INDEX)) as index:
            pages = index.parsed_otherwise(parser_version=PARSER_VERSION, rules_version=rules_version)
        if pages:
            told = number(pages, "page was", "pages were")
            yield (
                f"{told} parsed by an older version or with other rules; `copydesk run reparse --dry-run --sample 500`"
                " shows what would change, `copydesk run reparse --apply` makes it so."
            )
