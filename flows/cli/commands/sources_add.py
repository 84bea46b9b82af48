"""copydesk sources add: finds the feeds and sitemaps of an outlet, shows what they give, and writes sources.toml."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from flows.acquire.discovering.find_lists import FoundLists
from flows.acquire.discovering.trial import run_trial, search_outlet
from flows.acquire.discovering.try_story import TriedStory
from flows.acquire.following.clean_url import url_key
from flows.cli.commands.session import DONE, Session, Verb, put, put_json, say, with_session
from flows.cli.found_outlet import found_json, nothing_found, show_found
from flows.config.check_configuration import configured
from flows.config.load_rules import rules_for
from flows.config.settings import load_settings
from flows.config.sources import Source, load_sources
from flows.config.write_source import add_source, free_name, source_table, users_directory
from flows.errors import NothingToRead, UsageError
from flows.printing.progress import bar
from flows.running.run_records import code_version
from parsers.config_files.value_checks import address, matching
from parsers.rules import shipped_config

_NAME = matching("[a-z0-9][a-z0-9_-]*", "of a to z, 0 to 9, - and _")


@click.command("add", cls=Verb)
@click.argument("url", metavar="URL")
@click.option("--name", metavar="NAME", help="Its short name.  [from its address]")
@click.option("--yes", is_flag=True, help="Write it without asking.")
@click.option("--dry-run", is_flag=True, help="Show what would be followed, and write nothing.")
@click.option(
    "--config",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Your config directory; it is made when it is not there.  [COPYDESK_CONFIG]",
)
@with_session
def command(session: Session, /, url: str, *, name: str | None, yes: bool, dry_run: bool, config: Path | None) -> int:
    """Find the feeds and sitemaps of an outlet, and follow it.

    URL is its front page, a section, or a feed or sitemap.  Looks at what the page declares, at robots.txt and at the
    usual places, leaves aside what lists comments or pages of others, reads the three newest stories, shows all that,
    and asks before it writes a [[source]] table at the end of the sources.toml of your config directory.

    Exit code 0: done; 1: nothing to follow was found.
    """
    if not (yes or dry_run) and (session.json or sys.stdin is None or not sys.stdin.isatty()):
        raise UsageError("There is nobody to ask; give --yes to write what is found, or --dry-run to look only.")
    named = config or session.config or (Path(os.environ["COPYDESK_CONFIG"]) if _has_variable() else None)
    directory = users_directory(named) if named or not dry_run else None
    directories = configured(directory) if directory and directory.is_dir() else (shipped_config(),)
    known = load_sources(*directories)
    _check(url, name, known)
    found, stories = _searched(url, directories)
    source = _source(found, stories, name, known) if found.followed else None
    if not session.json:
        show_found(found, stories)
    if source is None:
        if session.json:
            put_json(found_json(found, stories) | {"source": None, "written_to": None})
        raise NothingToRead(nothing_found(found))
    if not dry_run:
        _refuse_followed(found, known)
    path = None if dry_run or directory is None else _written(session, directory, source, yes=yes)
    if session.json:
        put_json(found_json(found, stories) | {"source": asdict(source), "written_to": str(path) if path else None})
    elif dry_run:
        put(f"\nIts table, which is not written anywhere:\n\n{source_table(source)}", end="")
    return DONE


def _has_variable() -> bool:
    return bool(os.environ.get("COPYDESK_CONFIG"))


def _check(url: str, name: str | None, known: Sequence[Source]) -> None:
    """Raise UsageError for an address or name that cannot be used, before anything is requested."""
    if address(url if "://" in url else f"https://{url}") is not None:
        raise UsageError(f"'{url}' is no web address; give one such as https://herald.example.")
    if name is not None and (wrong := _NAME(name)):
        raise UsageError(f"The name '{name}' cannot be used: it {wrong}")
    if name in {source.name for source in known}:
        raise UsageError(f"There is a source '{name}' already; give another --name.")


def _searched(url: str, directories: tuple[Path, ...]) -> tuple[FoundLists, tuple[TriedStory, ...]]:
    """Find the lists (feeds, sitemaps) of the outlet at `url`, and request and parse some of its newest stories.

    Gives both, and shows a progress bar meanwhile.  `directories`: those of the configuration.
    """
    with bar("sources", "requests", None) as advance:
        return run_trial(
            lambda trial: search_outlet(trial, url),
            settings=load_settings(*directories),
            rules=rules_for(directories),
            version=code_version(),
            on_request=lambda _: advance(),
        )


def _source(found: FoundLists, stories: Sequence[TriedStory], name: str | None, known: Sequence[Source]) -> Source:
    """Make the source to write, of the lists that were found.

    Its name is `name`, or else made from the outlet's host or title.  Its language and time zone are those that the
    outlet declares.  `known`: the sources of sources.toml, whose names are taken.
    """
    # Of an address without a name, such as 127.0.0.1:8080, the title says more.
    host = found.site.partition(".")[0] if ":" not in found.site and not found.site[:1].isdigit() else ""
    return Source(
        name or free_name(host or found.title or found.site, (source.name for source in known)),
        title=found.title or "",
        feeds=tuple(one.url for one in found.followed if one.channel == "feed"),
        sitemaps=tuple(one.url for one in found.followed if one.channel == "sitemap"),
        language=_language(found, stories),
        timezone=found.timezone or "",
    )


def _language(found: FoundLists, stories: Sequence[TriedStory]) -> str:
    """The language that the outlet declares, if one of the stories is in it; else "".

    Many systems declare English whatever they print.
    """
    read = {story.language.split("-")[0] for story in stories if story.language}
    declared = found.language or ""
    return declared if declared.split("-")[0] in read else ""


def _refuse_followed(found: FoundLists, known: Sequence[Source]) -> None:
    """Raise UsageError when a source of sources.toml follows one of the outlet's lists (feeds, sitemaps) already.

    `known`: the sources of sources.toml.
    """
    followed = {url_key(url): source.name for source in known for url in (*source.feeds, *source.sitemaps)}
    lacking = [one.url for one in found.followed if url_key(one.url) not in followed]
    for one in found.lists:
        if one.own and (name := followed.get(url_key(one.tried.url))):
            more = f"; to follow more of it, add {', '.join(lacking)} to its table" if lacking else ""
            raise UsageError(f"The source '{name}' follows {one.tried.url} already{more}.")


def _written(session: Session, directory: Path, source: Source, *, yes: bool) -> Path | None:
    """Write the table of the source to sources.toml; gives the file, None when the user does not want it.

    `yes`: do not ask.
    """
    if not session.json:
        put(f"\n{source_table(source)}", end="")
    if not yes and not _agreed(f"\nWrite this to {directory / 'sources.toml'}?"):
        say("Nothing was written.")
        return None
    path = add_source(directory, source)
    fetch = f"copydesk --config {shlex.quote(str(directory))} ingest --source {source.name}"
    say(f"{path}: '{source.name}' is followed; `{fetch}` fetches it.")
    return path


def _agreed(question: str) -> bool:
    """Whether the user says yes to a question; False when the input ends or is broken off."""
    try:
        return click.confirm(question, err=True)
    except click.Abort:
        say("")
        return False
