"""With a configuration that cannot be used, every command says so in one line and begins nothing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.cli.cli import main
from flows.config.load_rules import rules_for
from flows.config.toml_tables import ConfigError
from flows.parsing.parse_batch import check_reading
from parsers.rules import default_rules, shipped_config
from tests.faults.configuration import PAGE, PUBLISHER, SOURCE, Capture, lay
from tests.flows.desk import PAGES

VERBS = [
    ["extract", PAGE],
    ["explain", PAGE],
    ["import", PAGE],
    ["import", "--dry-run", PAGE],
    ["ingest"],
    ["ingest", "--dry-run"],
    ["sources"],
    ["serve"],
    ["compact"],
    ["quarantine", "retry", 1],
    ["--prefect", "import", PAGE],
    *(["run", flow] for flow in ("scrape", "parse", "load", "publish", "reparse", "retry", "ingest")),
    ["run", "import", PAGE],
]


@pytest.mark.parametrize("words", VERBS, ids=lambda words: " ".join(map(str, words[:2])))
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("publishers/p.toml", PUBLISHER + "timezon = 'x'\n"),
        ("rules/junk.toml", "[[rule]]\nid = 'a'\nreason = 'share'\npattern = '('\n"),
        ("sources.toml", SOURCE + "include = ['(']\n"),
        ("copydesk.toml", "[schedules]\ningest = 'now'\n"),
    ],
)
def test_no_verb_begins(words: list[object], name: str, text: str, tmp_path: Path, capsys: Capture) -> None:
    path, data = lay(tmp_path / "config", name, text), tmp_path / "data"
    if words[0] == "quarantine":  # it looks first whether there is something to do
        data.mkdir()
        (data / "warehouse.duckdb").write_bytes(b"not opened")
    code = main(["--config", str(path.parents[len(Path(name).parts) - 1]), "--data", str(data), *map(str, words)])
    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert err.startswith(f"copydesk: {path}:") and len(err.splitlines()) == 1
    assert words[0] == "quarantine" or not data.exists()


def test_a_config_directory_that_is_not_there(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_CONFIG", str(tmp_path / "no"))
    assert main(["extract", str(PAGE)]) == 2
    assert "no such directory" in capsys.readouterr().err


@pytest.fixture
def own_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The shipped configuration, in a copy that a test may spoil."""
    copy = Path(shutil.copytree(shipped_config(), tmp_path / "shipped"))
    for module in (
        "parsers.rules",
        "flows.config.settings",
        "flows.config.sources",
        "flows.config.load_rules",
        "flows.config.check_configuration",
    ):
        monkeypatch.setattr(f"{module}.shipped_config", lambda: copy)
    default_rules.cache_clear()
    rules_for.cache_clear()
    yield copy
    default_rules.cache_clear()
    rules_for.cache_clear()


def test_a_pattern_of_our_own_is_no_fault_of_the_page(own_config: Path, tmp_path: Path, capsys: Capture) -> None:
    """A broken pattern in the project's own rules is found while a page is parsed: it is an error, not a rejected
    page."""
    path = own_config / "rules/dates.toml"
    text = path.read_text("utf-8").replace("january|jan)", "january|jan", 1)
    path.write_text(text, "utf-8")
    line = next(number for number, said in enumerate(text.split("\n"), 1) if "january|jan" in said)
    told = f"{path}:{line}: the pattern of rule 'months-en' does not compile"
    for words in (["extract", PAGE], ["extract", PAGES], ["explain", PAGE]):
        assert main(["--data", str(tmp_path / "data"), *map(str, words)]) == 2
        out, err = capsys.readouterr()
        assert out == "" and err.startswith(f"copydesk: {told}")
    assert not (tmp_path / "data").exists()
    # What the worker processes of parse are asked before they get a page: also of patterns that were known to be right.
    junk = own_config / "rules/junk.toml"
    junk.write_text(junk.read_text("utf-8").replace("pattern = '", "pattern = '(", 1), "utf-8")
    default_rules.cache_clear()
    rules_for.cache_clear()
    with pytest.raises(ConfigError, match=re.escape(told)) as refused:
        check_reading((own_config,))
    assert {mistake.file for mistake in refused.value.mistakes} == {path, junk}
