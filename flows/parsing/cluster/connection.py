"""The connection of a run to its Dask scheduler: finds workers, submits work to them, and fetches results.

Only workers of the run's own version get work.  While there is no such worker, the run waits for a while.  Workers of
another version are reported.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Final, TypeVar

from flows.parsing.cluster.common_versions import split, version_here, workers_of_other_versions
from flows.parsing.cluster.errors import NoScheduler, NoWorkersThere
from flows.parsing.cluster.under_prefect import outcome, runner_for, submitted
from flows.running.engine import Task

R = TypeVar("R")

#: Seconds in which a scheduler must answer.
ANSWERS: Final = 10.0
#: Seconds that a run waits for workers, at its start and when all of them have gone.
WAITS: Final = 60.0
#: Seconds that a run which finds only workers of another version waits for its own, which may be starting.
OTHERS_ALONE: Final = 3.0
#: Seconds between two looks at the cluster: while there are workers, whose list is long in a large one, and not.
_LOOKS: Final = 1.0
_STEP: Final = 0.2
#: Seconds to say good-bye to the scheduler.
_CLOSE: Final = 2.0


class Connection:
    """An open connection to the scheduler at an address.

    `dask`: the package `distributed`.  `say`: called with a line while there is no worker.  `tell`: called with one
    sentence for each worker of another version.  `seconds`: the time in which the scheduler must answer; None: the
    constant ANSWERS.  Raises NoScheduler when no scheduler answers, and NoDask when a part of Dask is not installed.
    """

    def __init__(
        self,
        dask: Any,
        address: str,
        *,
        say: Callable[[str], None],
        tell: Callable[[str], None],
        seconds: float | None = None,
    ) -> None:
        self._dask, self._address, self._say, self._tell = dask, address, say, tell
        #: The versions (common_versions.py) that a worker must share with this process.
        self._version = version_here()
        #: How many workers of this version there were at the last look.
        self.workers = 0
        #: All that were at the scheduler then, as it told them.
        self._registered: list[Mapping[str, Any]] = []
        self._others: dict[str, str] = {}
        self._told: set[str] = set()
        self._looked = 0.0
        #: When a worker was last seen, by time.monotonic, and whether the user was told that there is none.
        self._seen, self._waits = time.monotonic(), False
        options = {"timeout": ANSWERS if seconds is None else seconds, "set_as_default": False, "name": "copydesk"}
        self._runner = runner_for(address, **options)
        try:
            #: Dask's client.
            self.client = dask.Client(address, **options) if self._runner is None else self._runner.__enter__().client
        except (OSError, ValueError) as error:
            raise NoScheduler(
                f"No Dask scheduler answers at {address}; start one there (`dask scheduler`), or set `scheduler` under"
                " [work] in copydesk.toml to where it is, and run again."
            ) from error

    def close(self) -> None:
        """Close the connection; the scheduler drops work of this run that has not begun."""
        self.client.close(timeout=_CLOSE)
        if self._runner is not None:
            self._runner.__exit__(None, None, None)

    def submit(self, key: str, work: Callable[..., R], *values: object) -> Any:
        """Have a worker of this version call a function; gives Dask's future."""
        return self.client.submit(work, *values, **self._placed(key))

    def submit_step(self, key: str, step: Task[..., R], *values: object) -> Any:
        """Have a worker of this version call a step of the flow with `values`; gives a future.

        `key`: the name of this call at the scheduler, different for each call.  `result` takes the future and gives
        what the step returns.  The step runs as a Prefect task if the worker can reach Prefect's server
        (`under_prefect`).
        """
        if self._runner is None:
            return self.submit(key, step.fn, *values)
        return submitted(self.client, step, values, **self._placed(key))

    def _placed(self, key: str) -> dict[str, Any]:
        return {"key": key, "pure": False, "resources": {self._version: 1}}

    def done(self, futures: list[Any], *, seconds: float) -> list[Any]:
        """Wait until one of these futures is finished; gives all finished ones.

        `seconds`: the longest wait; when no future is finished by then, gives [].  Raises NoScheduler when the
        scheduler has gone.
        """
        with self._in_touch(), suppress(self._dask.TimeoutError), self.client.as_current():
            return list(self._dask.wait(futures, timeout=seconds, return_when="FIRST_COMPLETED").done)
        return []

    def result(self, future: Any, *, seconds: float) -> Any:
        """Fetch the result of a future; raises what its function raised.

        `seconds`: the longest wait, after which Dask's TimeoutError is raised.  Raises NoScheduler when the scheduler
        has gone.
        """
        with self._in_touch():
            found = future.result(timeout=seconds)
        return found if self._runner is None else outcome(found)

    def wait_for_workers(self) -> None:
        """Wait until there is a worker of this version.  Raises NoWorkersThere and NoScheduler."""
        began = time.monotonic()
        while not self.look():
            if self._others and time.monotonic() - began > OTHERS_ALONE:
                raise self.nobody()
            time.sleep(_STEP)

    def look(self) -> int:
        """Count the workers of this version; asks the scheduler again when the last answer is too old.

        Raises NoScheduler when the scheduler has gone, and NoWorkersThere when there was no worker for too long.
        """
        if self.client.status != "running":
            raise self.gone()
        if time.monotonic() - self._looked < _LOOKS and self.workers:
            return self.workers
        self._looked = time.monotonic()
        same, self._others = split(self._all_workers(), self._version)
        self.workers = len(same)
        if same:
            self._seen = time.monotonic()
            self._tell_of_others()
            self._waits = False
        elif not self._waits:
            # The wait counts from now, not from the last look: this machine may have stood still in between.
            self._waits, self._seen = True, time.monotonic()
            self._say(f"waits for a worker at {self._address}")
        elif time.monotonic() - self._seen > WAITS:
            raise self.nobody()
        return self.workers

    def _all_workers(self) -> list[Mapping[str, Any]]:
        """List all workers at the scheduler, of any version, as it describes them.

        While the scheduler does not answer, gives the workers in its last answer.
        """
        # Not by scheduler_info(): what it asked for is overwritten now and then by what Dask's client asks for by
        # itself, which is without workers.
        with self._in_touch(), suppress(OSError):
            self._registered = [*self.client.sync(self.client.scheduler.identity, n_workers=-1)["workers"].values()]
        return self._registered

    @contextmanager
    def _in_touch(self) -> Iterator[None]:
        """A block (`with`) in which NoScheduler is raised when the scheduler goes.

        Dask shows that by cancelled futures or a closed connection.
        """
        try:
            yield
        except (self._dask.CancelledError, self._dask.comm.CommClosedError) as error:
            raise self.gone() from error

    def nobody(self) -> NoWorkersThere:
        """Make the error to raise when the scheduler has no worker of this version."""
        if self._others:
            return NoWorkersThere(workers_of_other_versions(self._others, self._version))
        return NoWorkersThere(
            f"No worker is at {self._address}; start `copydesk worker {self._address}` on each machine that is to"
            " parse, and run again: nothing is lost."
        )

    def gone(self) -> NoScheduler:
        """Make the error to raise when the scheduler has gone."""
        return NoScheduler(
            f"The scheduler at {self._address} has gone while pages were parsed; start it again, and run the same"
            " command again: nothing is lost."
        )

    def _tell_of_others(self) -> None:
        if self._others and not self._others.keys() <= self._told:
            self._told |= self._others.keys()
            self._tell(workers_of_other_versions(self._others, self._version))
