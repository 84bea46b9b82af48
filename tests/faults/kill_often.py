"""Kills every step (parse, load, publish ...) at random moments, and compares the end with that of an undisturbed run.

    python -m tests.faults.kill_often [--times 100] [--seed 1] [--minutes 30] [--only STEP]...

Each round copies a data directory as it is before a step, starts the step in a process, kills it one to three times,
and then lets it end.  Exit code 0 when each round ends like the undisturbed run: the same rows in the warehouse and in
the published file, no temporary files, and no findings of doctor.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.cli.cli import main as copydesk
from flows.cli.diagnosis import CheckedPlace, findings
from flows.config.paths import Paths
from tests.flows.desk import PAGES, ROOT, content
from warehouse.connect import writer
from warehouse.quarantine import mark_retry

#: Program of a step's process; it imports everything before it prints "ready", so that kills hit the work itself.
CHILD = """
import sys
import flows.import_pages, flows.ingest, flows.load, flows.parse, flows.publish, flows.reparse, flows.retry
import flows.cli.commands.compact, flows.cli.commands.import_pages, flows.cli.commands.run
from flows.cli.cli import main
print("ready", flush=True)
sys.exit(main(sys.argv[1:]))
"""
#: The commands that finish the work after any step.
REST = (("run", "parse"), ("run", "load"), ("run", "publish"))
#: Pages of several outlets, with rejected ones among them.
SOME = tuple(str(PAGES / name) for name in ("talbote", "northlight", "harbourpost", "trtworld"))


@dataclass(frozen=True)
class Step:
    """One command to kill, and how its data directory is prepared."""

    name: str
    words: tuple[str, ...]
    #: Name of the step whose data directory this one begins with; "": an empty directory.
    after: str = ""
    prepare: Callable[[Path], object] = lambda data: None


def _mark(data: Path) -> None:
    with writer(data / "warehouse.duckdb") as connection:
        for reason in ("listing", "soft_404"):
            mark_retry(connection, reason=reason)


STEPS = {
    step.name: step
    for step in (
        Step("import", ("run", "import", *SOME)),
        Step("parse", ("run", "parse"), "import"),
        Step("load", ("run", "load"), "parse"),
        Step("publish", ("run", "publish"), "load"),
        Step("whole import", ("import", *SOME)),
        Step("reparse", ("--config", "{other}", "run", "reparse"), "whole import"),
        Step("load again", ("run", "load"), "reparse"),
        Step("retry", ("run", "retry"), "whole import", _mark),
        Step("compact", ("compact",), "whole import"),
    )
}


@dataclass(frozen=True)
class Calm:
    """A step that ran undisturbed: the directory before it, how long it took, and the rows after it."""

    before: Path
    config: Path
    words: tuple[str, ...]
    seconds: float
    content: dict[str, list[tuple[Any, ...]]]


def calm_runs(folder: Path, wanted: Sequence[str]) -> Iterator[tuple[str, Calm]]:
    """Run the wanted steps, and those that they build on, undisturbed, each in a directory of its own; gives (name,
    run)."""
    config, other = folder / "config", folder / "other"
    (other / "publishers").mkdir(parents=True)
    config.mkdir()
    for directory in (config, other):
        # Small batches: many moments between two durable states.
        (directory / "copydesk.toml").write_text("[work]\nbatch_pages = 2\nworkers = 2\n[publish]\nshare = 1.0\n")
    (other / "publishers" / "other.toml").write_text('name = "Other"\ndomains = ["other.example"]\n')
    needed = set(wanted)
    for step in reversed(STEPS.values()):
        needed |= {step.after} if step.name in needed else set()
    for name in (name for name in STEPS if name in needed):
        step = STEPS[name]
        before, done = folder / f"{name} before", folder / f"{name} done"
        if step.after:
            shutil.copytree(folder / f"{step.after} done", before)
            step.prepare(before)
        else:
            before.mkdir()
        shutil.copytree(before, done)
        words = ("--config", str(config), *(word.format(other=other) for word in step.words))
        process, began = start(done, words), time.monotonic()
        if process.wait() not in (0, 3):
            raise SystemExit(f"{name} failed when it was left alone")
        seconds = time.monotonic() - began
        finish(shutil.copytree(done, folder / f"{name} finished"), config)
        if name in wanted:
            yield name, Calm(before, config, words, seconds, content(folder / f"{name} finished" / "news.duckdb"))


def start(data: Path, words: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a step in a process; returns when the process has loaded its modules and begins to work."""
    command = [sys.executable, "-c", CHILD, "--data", str(data), *words]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def finish(data: Path, config: Path) -> list[int]:
    """Parse, load and publish what is left; gives the exit codes."""
    return [copydesk(["--data", str(data), "--config", str(config), *words]) for words in REST]


def one_round(calm: Calm, data: Path, dice: random.Random, kills: int) -> tuple[int, list[str]]:
    """Kill a step `kills` times, then let it end.  Gives how many kills came before its end, and what differs then."""
    shutil.copytree(calm.before, data)
    hit, dead = 0, []
    for _ in range(kills):
        process = start(data, calm.words)
        dead.append(process.pid)
        time.sleep(dice.uniform(0, calm.seconds))
        hit += process.poll() is None
        # Without its workers, as when memory is short, or with them, as when the machine goes down.
        if dice.random() < 0.5:
            kill_group(process.pid)
        process.kill()
        process.wait()
    faults = []
    if (code := copydesk(["--data", str(data), *calm.words])) not in (0, 3):
        faults.append(f"it ended with exit code {code}")
    if set(codes := finish(data, calm.config)) - {0, 3}:
        faults.append(f"what came after it ended with exit codes {codes}")
    if (codes := finish(data, calm.config)) != [0, 0, 0]:
        faults.append(f"it was not over: exit codes {codes} of what should have nothing to do")
    faults += compare(calm, data)
    for group in dead:
        kill_group(group)
    return hit, faults


def kill_group(group: int) -> None:
    """Kill a process group; does nothing when it has ended."""
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def compare(calm: Calm, data: Path) -> list[str]:
    """What is wrong after a round: rows that differ from the undisturbed run, files left over, findings of doctor."""
    faults = []
    for file in ("warehouse.duckdb", "news.duckdb"):
        found = content(data / file)
        faults += [f"{file}: {table} differs" for table, rows in calm.content.items() if found[table] != rows]
    left = [*data.glob("archive/*.open"), *data.glob("staging/*.parquet"), *data.glob(".*.duckdb.*")]
    faults += [f"{path.relative_to(data)} is left over" for path in left]
    told = findings(CheckedPlace(Paths(data), None, deep=True))
    faults += [f"doctor: {said}" for said in told if " are free at " not in said]
    return faults


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.kill_often")
    parser.add_argument("--times", type=int, default=100, help="kills")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=30, help="no round begins later")
    parser.add_argument("--only", action="append", choices=list(STEPS), help="only this step; several times")
    asked = parser.parse_args(arguments)
    dice, deadline = random.Random(asked.seed), time.monotonic() + 60 * asked.minutes
    kills = hits = rounds = failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        calm = dict(calm_runs(folder, asked.only or list(STEPS)))
        while kills < asked.times and time.monotonic() < deadline:
            step = list(calm)[rounds % len(calm)]
            often = min(dice.randint(1, 3), asked.times - kills)
            rounds, kills = rounds + 1, kills + often
            hit, faults = one_round(calm[step], folder / f"round {rounds}", dice, often)
            hits, failed = hits + hit, failed + bool(faults)
            print(f"round {rounds}, {step}: {often} kills, {hit} in time", *faults, sep="\n    ", flush=True)
            shutil.rmtree(folder / f"round {rounds}")
    print(f"{kills} kills, {hits} before the end of the step; {rounds} rounds, {failed} of them with faults")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
