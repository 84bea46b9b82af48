"""The rules that a run parses with, read once per process from its config directories."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from flows.config.toml_tables import raise_mistakes
from parsers import Article, Rejection, Rules, RulesError, default_rules, load_rules
from parsers.config_files.toml_file import Mistakes
from parsers.rules import shipped_config

_FOLDERS = ("rules", "publishers")


@cache
def rules_for(config: tuple[Path, ...]) -> Rules:
    """The rules of these directories, each adding to those before it; raises ConfigError.

    Called in every worker process: paths are cheap to send, compiled rules are not.
    """
    with_rules = [d for d in config if d != shipped_config() and any((d / name).is_dir() for name in _FOLDERS)]
    try:
        return load_rules(shipped_config(), *with_rules) if with_rules else default_rules()
    except RulesError as error:
        raise_mistakes(error.mistakes)
        raise


def blame_rules(result: Article | Rejection, config: tuple[Path, ...]) -> None:
    """Raise ConfigError when a page was rejected because of a rule or model that cannot be used: no fault of the page.

    The project's own patterns are compiled when they are first used, in the middle of a page.
    """
    if isinstance(result, Rejection) and result.reason == "internal_error":
        compiled_rules(config)
        sound_models()


def sound_models() -> None:
    """Raise ConfigError when a model is not the one that the code was written for."""
    from parsers.html.scoring import article_or_not, body_scores  # NumPy takes its time, and most verbs need none

    try:
        body_scores.models()
        article_or_not.models()
    except Mistakes as error:
        raise_mistakes(error.mistakes)
        raise


def compiled_rules(config: tuple[Path, ...]) -> Rules:
    """The same with every pattern compiled, also those of the project's own files; raises ConfigError."""
    rules = rules_for(config)
    try:
        rules.compile()
    except RulesError as error:
        raise_mistakes(error.mistakes)
    return rules
