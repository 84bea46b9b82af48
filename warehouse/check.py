"""Runs the checks of warehouse/checks: each query returns one sentence a fault, and none when all is well."""

from __future__ import annotations

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from warehouse.migrate import is_behind
from warehouse.scripts import scripts


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in the stored rows."""

    #: Name of the check: its file in warehouse/checks.
    check: str
    #: One sentence: which row, what is wrong.
    sentence: str


def run_checks(connection: DuckDBPyConnection, *, limit: int = 20) -> list[Finding]:
    """All findings, at most `limit` of each check; an empty list means that all is well.  Changes nothing."""
    if is_behind(connection):
        return [
            Finding("schema", "an earlier version of copydesk wrote this state; `copydesk run publish` writes it anew.")
        ]
    findings = []
    for check in scripts("checks"):
        query = f"SELECT finding FROM ({check.text.rstrip().rstrip(';')}) LIMIT {int(limit)}"
        findings += [Finding(check.name, sentence) for (sentence,) in connection.execute(query).fetchall()]
    return findings
