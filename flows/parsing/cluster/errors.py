"""What can go wrong with a cluster, in sentences.

ClusterError
├── NoDask          Dask is not installed
├── NoScheduler     no scheduler answers, or it has gone
├── NoWorkersThere  no worker of this version is there
├── NotShared       a worker does not see the archive or the staging folder
├── OtherRules      a worker reads with other rules than the run
├── WorkerFailed    a batch could not be parsed or written on a worker
├── WorkersDie      workers die whatever they are sent
└── WorkerLeaves    a worker ends while it parses a batch, which another one takes over
"""

from __future__ import annotations

from flows.errors import CopydeskError


class ClusterError(CopydeskError):
    """Base class: the cluster cannot be used, or cannot go on."""


class NoDask(ClusterError):
    """Dask, or a part of it that is needed, is not installed."""

    def __init__(self, why: object = "") -> None:
        told = f" ({why})" if why else ""
        super().__init__(
            f"A cluster is reached by Dask, which cannot be imported{told}; install it"
            " (`pip install 'copydesk[dask]'`), or set `scheduler = \"\"` under [work] in copydesk.toml to parse on"
            " this machine."
        )


class NoScheduler(ClusterError):
    """No Dask scheduler answers at the address, or the one that answered has gone."""


class NoWorkersThere(ClusterError):
    """The scheduler has no worker with the versions of this run, and none has come for a while."""


class NotShared(ClusterError):
    """A worker does not see the run's archive or staging folder under the same path."""


class OtherRules(ClusterError):
    """A worker has other rules for parsing pages than the run."""


class WorkerFailed(ClusterError):
    """A batch could not be parsed or written on a worker."""


class WorkersDie(ClusterError):
    """Workers die of one batch after the other, so that not a page but their machines must be to blame."""


class WorkerLeaves(ClusterError):
    """A worker ends while it parses a batch, which another one takes over."""
