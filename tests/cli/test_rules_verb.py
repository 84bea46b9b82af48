"""copydesk rules: what there is in a language, what it lacks, and that the page about languages names real lists."""

import json
import re
from pathlib import Path

import pytest

from flows.cli import main
from flows.cli.rule_coverage import coverage, languages
from parsers import default_rules
from parsers.rules import Family, Rules

ROOT = Path(__file__).parents[2]


def test_own_words_common_words_and_gaps() -> None:
    lists = {"lead": {"en": ("by",), "*": ("@",)}, "role": {"en": ("editor",), "de": ("Redakteur",)}}
    rules = Rules({"bylines": Family("bylines", words=lists)})
    assert languages(rules) == {"de": 1, "en": 2}
    lead, role = coverage(rules, "de")
    assert (lead.own, lead.common, lead.languages, lead.lacking) == ((), 1, 1, True)
    assert (role.own, role.common, role.languages, role.lacking) == (("Redakteur",), 0, 2, False)


def test_the_verb_tells_what_a_language_lacks(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--language", "ro-RO", "--json"]) == 0
    told = {(one["family"], one["what"]): one for one in json.loads(capsys.readouterr().out)}
    assert "abonează-te" in told["junk", "newsletter"]["own"]
    assert not told["junk", "newsletter"]["lacking"]
    assert main(["rules"]) == 0
    assert re.search(r"^en\s+\d+", capsys.readouterr().out, re.MULTILINE)


def test_a_code_that_is_none_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--language", "Romanian"]) == 2
    assert "two or three letters" in capsys.readouterr().err


def test_the_page_about_languages_names_lists_that_exist() -> None:
    families = default_rules().families
    text = (ROOT / "docs" / "adding-a-language.md").read_text("utf-8")
    named = re.findall(r"`(\w+)\.toml`: ((?:`\w+`(?:, )?)+)", text)
    assert len(named) > 1
    for file, lists in named:
        assert set(re.findall(r"`(\w+)`", lists)) <= set(families[file].words), file
