"""copydesk rules: shows which languages the rules cover, and what is missing in one."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from flows.cli.commands.session import Session, Verb, with_session
from flows.cli.output_rows import write_rows
from flows.cli.rule_coverage import Coverage, coverage, languages
from flows.config.load_rules import rules_for
from flows.config.settings import config_directories
from flows.errors import UsageError

#: Words of a list that are shown as examples.
_SHOWN = 4


@click.command("rules", cls=Verb)
@click.option("--language", metavar="CODE", help="Show one language (ro, pt, zh ...), and what it lacks.")
@with_session
def command(session: Session, language: str | None) -> None:
    """Show which languages the rules cover, and what one lacks.

    Without --language: each language with the number of word lists and rules that name it.  With --language: each word
    list and each file of rules, with the language's own entries, the entries for all languages, and the number of
    languages that have entries.  docs/adding-a-language.md says what to write where.
    """
    rules = rules_for(config_directories(session.config))
    known = languages(rules)
    if language is None:
        rows = [(code, number) for code, number in sorted(known.items(), key=lambda item: (-item[1], item[0]))]
        write_rows(("language", "lists and rules"), rows, "json" if session.json else "table")
        return
    code = language.lower().split("-")[0]
    if not code.isalpha() or not 2 <= len(code) <= 3:
        raise UsageError(f"'{language}' is not a language code; give one of two or three letters (ro, pt, yue).")
    found = list(coverage(rules, code))
    if session.json:
        told = [{**asdict(one), "lacking": one.lacking} for one in found]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    write_rows(("file", "list", "own", "for all", "languages", ""), [_row(one) for one in found], "table")
    lacking = [f"{one.family}.{one.what}" for one in found if one.lacking]
    click.echo(f"\n{code} lacks {len(lacking)} of {len(found)}: {', '.join(lacking) or 'nothing'}.")


def _row(one: Coverage) -> tuple[object, ...]:
    more = ", ..." if len(one.own) > _SHOWN else ""
    examples = ", ".join(one.own[:_SHOWN]) + more if one.own else "lacks" if one.lacking else ""
    return one.family, one.what, len(one.own), one.common, one.languages, examples
