"""Checks of `copydesk doctor` on what surrounds the data: libraries, configuration, models, disk, servers, processes.

Each takes the CheckedPlace and yields one sentence for each fault.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from flows.acquire.memory.memory import FOLLOWING
from flows.archive.archive import INDEX
from flows.cli.browser_there import browser_fault
from flows.cli.cluster_there import cluster_faults
from flows.cli.diagnosis.checked_place import CheckedPlace
from flows.config.check_configuration import examples_missed, mistakes
from flows.config.load_rules import sound_models
from flows.config.paths import Paths
from flows.config.settings import config_directories, config_file, load_settings
from flows.config.toml_tables import ConfigError
from flows.parsing.fallback.hook import found_program
from flows.printing.progress import number
from flows.running.free_space import space
from flows.serving import prefect_database, prefect_server
from flows.serving.leftover_processes import settled_leftovers
from flows.serving.prefect_server import answers, kept_address, server_url
from flows.serving.serve_state import serving
from warehouse.versions import versions_of

#: Library -> (first version that works, first later version that does not, what goes wrong with others).
VERSIONS = {
    "prefect": ((3, 8, 8), (4,), "flows do not run under Prefect"),
    "fastapi": ((0, 139), (0, 151), "every flow under Prefect dies with 'unexpected keyword argument'"),
    "sqlalchemy": ((2, 0), (2, 1), "schedules show as active and never run"),
    "duckdb": ((1, 5, 5), (2, 1), "the warehouse is read and written by an untested DuckDB"),
    "lxml": ((6,), (7,), "pages are read by an untested parser"),
}

_UNWRITABLE = "cannot be read and written; change its permission, or choose another place with --data."
_ALL = os.R_OK | os.W_OK | os.X_OK


def _versions(place: CheckedPlace, installed: Callable[[str], str] = version) -> Iterator[str]:
    for name, (least, beyond, seen) in VERSIONS.items():
        try:
            found = installed(name)
        except PackageNotFoundError:
            yield f"{name} is not installed; install copydesk again."
            continue
        numbers = tuple(int(part) for part in found.split(".") if part.isdigit())
        if not least <= numbers < beyond:
            bounds = f">={'.'.join(map(str, least))},<{'.'.join(map(str, beyond))}"
            yield f"{name} {found} is installed and does not fit ({seen}); install {name}{bounds}."


def _config(place: CheckedPlace) -> Iterator[str]:
    """Yield a finding for each mistake in the configuration.

    When there is none, yield one for each rule that fails its own examples.
    """
    directories = config_directories(place.config)
    yield from map(str, mistakes(directories) or examples_missed(directories))


def _fallback(place: CheckedPlace) -> Iterator[str]:
    """Yield a finding when the program that [fallback] names does not exist.

    Mistakes in the settings are found by `_config`.
    """
    directories = config_directories(place.config)
    with suppress(ConfigError):
        program = load_settings(*directories).fallback
        if program.command and found_program(program) is None:
            yield (
                f"{config_file(directories, 'copydesk.toml')}: '{program.command[0]}', the command in [fallback], is no"
                " program that can be run; install it, make it executable, or write its whole path there."
            )


def _browser(place: CheckedPlace) -> Iterator[str]:
    if (fault := browser_fault(config_directories(place.config))) is not None:
        yield fault


def _cluster(place: CheckedPlace) -> Iterator[str]:
    """Yield findings about the Dask cluster on which pages are parsed, if the settings name one."""
    yield from cluster_faults(config_directories(place.config))


def _models(_: CheckedPlace) -> Iterator[str]:
    """Load all models; yield a finding when one does not fit the code."""
    sound_models()
    yield from ()


def _space(place: CheckedPlace) -> Iterator[str]:
    found = space(place.paths)
    yield from (f"{path} {_UNWRITABLE}" for path in _unwritable(found.root, place.paths))
    if found.low:
        yield found.low


def _unwritable(root: Path, paths: Paths) -> list[Path]:
    """List existing files and folders that flows must be able to write but cannot.

    If the data directory `root` is one of them, only that is named.
    """
    if not os.access(root, _ALL):
        return [root]
    ours = (paths.archive, paths.staging, paths.runs, paths.prefect, paths.fallback, paths.alerts)
    folders = (*ours, versions_of(paths.news))
    files = (
        paths.archive / INDEX,
        paths.archive / FOLLOWING,
        paths.warehouse,
        paths.warehouse.with_name(f"{paths.warehouse.name}.lock"),
    )
    rights = [*((folder, _ALL) for folder in folders), *((file, os.R_OK | os.W_OK) for file in files)]
    return [path for path, right in rights if os.path.lexists(path) and not os.access(path, right)]


def _server(place: CheckedPlace, environ: Mapping[str, str] = os.environ) -> Iterator[str]:
    """Yield a finding when the Prefect server that PREFECT_API_URL names does not answer.

    Also yields findings about the files of copydesk's own Prefect server: its address and its database.
    """
    url = environ.get("PREFECT_API_URL")
    if url and not answers(url):
        yield f"PREFECT_API_URL is {url}, and nothing answers there; start that server or unset the variable."
    flaws_of_ours = prefect_server.address_flaw(place.paths), prefect_database.database_flaw(place.paths)
    yield from filter(None, flaws_of_ours)


def _serve(place: CheckedPlace) -> Iterator[str]:
    """Yield a finding when `copydesk serve` was killed, or its Prefect server does not answer."""
    found = serving(place.paths)
    if found is not None and not found.alive:
        told = ", ".join(found.schedules)
        yield f"copydesk serve (PID {found.pid}) was killed: {told} by schedule waits; start it again."
    elif found is not None and server_url(place.paths, {}) is None and kept_address(place.paths) is not None:
        yield f"copydesk serve (PID {found.pid}) is running, but nothing answers at {found.url}; restart it."


def _leftovers(place: CheckedPlace) -> Iterator[str]:
    """Yield a finding when child processes of a killed command are still running."""
    left = settled_leftovers(place.paths)
    if left:
        told = number(len(left), "process is", "processes are")
        yield f"{told} left over from a command that was killed; end them with: kill -9 {' '.join(map(str, left))}"


#: All checks of this file, in the order in which doctor makes them.
CHECKS: Final = (
    _versions,
    _config,
    _fallback,
    _browser,
    _cluster,
    _models,
    _space,
    _server,
    _serve,
    _leftovers,
)
