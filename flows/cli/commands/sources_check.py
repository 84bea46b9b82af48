"""copydesk sources check: tries the followed outlets end to end, and stores nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from flows.acquire.discovering.trial import Trial, run_trial
from flows.acquire.discovering.try_outlet import TriedOutlet, try_outlet
from flows.cli.commands.session import DONE, REJECTED, Session, Verb, put, put_json, tell, with_session
from flows.cli.found_outlet import list_json, show_lists, show_stories, story_json
from flows.config.check_configuration import configured
from flows.config.load_rules import rules_for
from flows.config.settings import load_settings
from flows.config.sources import Source, choose, load_sources
from flows.errors import UsageError
from flows.printing.progress import bar
from flows.running.run_records import code_version


@click.command("check", cls=Verb)
@click.argument("names", nargs=-1, metavar="[NAME...]")
@with_session
def command(session: Session, /, names: tuple[str, ...]) -> int:
    """Try outlets end to end, and store nothing.

    Without a NAME: all that are followed.  Requests each feed and sitemap and the three newest stories, with the pauses
    of a run, and says of each outlet in one line whether it works and what to do.

    Exit code 0: all work; 3: some fail.
    """
    directories = configured(session.config)
    chosen = choose(load_sources(*directories), names)
    if not chosen:
        raise UsageError("No outlet is followed; `copydesk sources add URL` adds one.")
    tried = _tried(chosen, directories)
    if session.json:
        put_json([_json(one) for one in tried])
    else:
        for one in tried:
            _show(one)
        for one in tried:
            tell(f"{one.name}: {one.verdict}")
    return REJECTED if any(one.failures for one in tried) else DONE


def _tried(chosen: Sequence[Source], directories: tuple[Path, ...]) -> list[TriedOutlet]:
    """Try these outlets at the same time, with a progress bar; gives what was found out about each."""

    async def all_of_them(trial: Trial) -> list[TriedOutlet]:
        return await asyncio.gather(*(try_outlet(trial, source) for source in chosen))

    with bar("sources", "requests", None) as advance:
        return run_trial(
            all_of_them,
            settings=load_settings(*directories),
            rules=rules_for(directories),
            version=code_version(),
            on_request=lambda _: advance(),
        )


def _show(one: TriedOutlet) -> None:
    put(f"{one.name}, {one.delay:g} s between two requests, robots.txt: {one.robots or 'not asked for'}")
    show_lists(one.lists)
    show_stories(one.stories)
    put()


def _json(one: TriedOutlet) -> dict[str, Any]:
    return {
        "name": one.name,
        "works": not one.failures,
        "verdict": one.verdict,
        "failures": list(one.failures),
        "notes": list(one.notes),
        "robots": one.robots,
        "delay": one.delay,
        "wanted": one.wanted,
        "lists": [list_json(tried) for tried in one.lists],
        "stories": [story_json(story) for story in one.stories],
    }
