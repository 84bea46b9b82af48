"""Reads the rules of a run from its config directories, once a process, and checks rules and models."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flows.config.toml_tables import raise_mistakes
from parsers import Article, Rejection, Rules, RulesError, default_rules, load_rules
from parsers.config_files.toml_file import Mistakes
from parsers.listed_patterns import is_listed
from parsers.rules import Rule, shipped_config

if TYPE_CHECKING:
    from flows.config.settings import Settings

_FOLDERS = ("rules", "publishers")


@cache
def rules_for(config: tuple[Path, ...]) -> Rules:
    """Read the rules in these directories; later directories add to earlier ones.  Cached.  Raises ConfigError.

    Worker processes call it themselves: paths are cheap to send to them, and compiled rules are not.
    """
    with_rules = [d for d in config if d != shipped_config() and any((d / name).is_dir() for name in _FOLDERS)]
    try:
        return load_rules(shipped_config(), *with_rules) if with_rules else default_rules()
    except RulesError as error:
        raise_mistakes(error.mistakes)
        raise


def reading_version(config: tuple[Path, ...], settings: Settings) -> str:
    """Make a hash that names the rules by which pages are parsed, and the [fallback] program if one is set.

    The hash is stored with each page, and a reparse finds the pages that have another hash.  A page for which the
    program gave no answer is stored with the version of the rules alone, so that a reparse finds it.
    """
    version, program = rules_for(config).version, settings.fallback
    if not program.command:
        return version
    told = json.dumps([version, program.command, program.below])
    return hashlib.sha256(told.encode()).hexdigest()[: len(version)]


def blame_rules(result: Article | Rejection, config: tuple[Path, ...]) -> None:
    """Raise ConfigError when a page was rejected only because a rule or model cannot be used.

    `result`: what the parsers made of the page.  The shipped patterns are compiled when they are first used, so such an
    error can appear while a page is parsed.
    """
    if isinstance(result, Rejection) and result.reason == "internal_error":
        compiled_rules(config)
        sound_models()


def sound_models() -> None:
    """Load all models; raises ConfigError when one does not fit the code."""
    from parsers.html.scoring import article_or_not, body_scores, quality  # imported here: NumPy is slow to load
    from parsers.text import line_scores

    try:
        body_scores.models()
        line_scores.models()
        article_or_not.models()
        quality.models()
    except Mistakes as error:
        raise_mistakes(error.mistakes)
        raise


def compiled_rules(config: tuple[Path, ...]) -> Rules:
    """Read the rules of these directories and compile all patterns, the shipped ones, too; raises ConfigError."""
    return _compiled(config, known=lambda rule: False)


def checked_rules(config: tuple[Path, ...]) -> Rules:
    """Read the rules of these directories and check all patterns; raises ConfigError.

    Patterns that are as the project ships them are not compiled: they are known to be right.
    """
    return _compiled(config, known=is_listed)


def _compiled(config: tuple[Path, ...], *, known: Callable[[Rule], bool]) -> Rules:
    """Read the rules of these directories and compile the patterns that are not known to be right."""
    rules = rules_for(config)
    try:
        rules.compile(known)
    except RulesError as error:
        raise_mistakes(error.mistakes)
    return rules
