"""A typing mistake in a file of rules is refused at once, with file, line and what was probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.cli.cli import main
from tests.faults.configuration import RULE, Capture, check_told, lay

#: File, its text, and what is said about it after "FILE".
TYPOS = [
    ("rules/junks.toml", RULE, ": there are no rules called 'junks'; did you mean 'junk'?"),
    (
        "rules/tracking.toml",
        "[[rule]]\nid = 'a'\npatern = 'x'\n",
        ":3: there is no key 'patern' in rule 'a'; did you mean 'pattern'?",
    ),
    ("rules/tracking.toml", "\n[[rule]]\nid = 'a'\n", ":2: rule 'a' lacks the key 'pattern'."),
    ("rules/tracking.toml", "[[rule]]\npattern = 'a'\n", ":1: rule 1 lacks the key 'id'."),
    ("rules/tracking.toml", "[rule]\nid = 'a'\n", ":1: 'rule' must be a list of tables, each under [[rule]]."),
    ("rules/tracking.toml", "rule = ['a']\n", ":1: rule 1 must be a table."),
    ("rules/tracking.toml", RULE + RULE, ":5: the rule id 'a' is used twice; give each rule its own id."),
    (
        "rules/tracking.toml",
        "[[rule]]\nid = 'a'\npattern = '''\n\n('''\n",
        ":3: the pattern of rule 'a' does not compile: missing ), unterminated subpattern",
    ),
    (
        "rules/tracking.toml",
        "[macros]\nword = 'w'\n[[rule]]\nid = 'a'\npattern = '{{wrod}}'\n",
        "does not compile: there is no macro or list of words 'wrod'; did you mean 'word'?",
    ),
    (
        "rules/tracking.toml",
        "[macros]\nm = '{{m}}'\n[[rule]]\nid = 'a'\npattern = '{{m}}'\n",
        ":5: the pattern of rule 'a' uses the macro 'm', which contains itself; remove that loop.",
    ),
    (
        "rules/tracking.toml",
        RULE + "languages = ['xx']\n",
        ":4: 'languages' in rule 'a' holds 'xx', which must be a language code",
    ),
    (
        "rules/tracking.toml",
        RULE + "languages = 'en'\n",
        ":4: 'languages' in rule 'a' must be a list of strings, such as [\"en\"].",
    ),
    ("rules/tracking.toml", RULE + "languages = ['en-GB']\n", "did you mean 'en'?"),
    ("rules/tracking.toml", RULE + "case = 'yes'\n", ":4: 'case' in rule 'a' must be true or false."),
    (
        "rules/tracking.toml",
        RULE + "examples = [1]\n",
        ":4: 'examples' in rule 'a' must be a list of strings; 1 is not a string.",
    ),
    (
        "rules/junk.toml",
        RULE + "reason = 'sharre'\n",
        ":4: 'reason' in rule 'a' must not be 'sharre'; did you mean 'share'?",
    ),
    ("rules/junk.toml", RULE, ":1: rule 'a' lacks the key 'reason'."),
    (
        "rules/junk.toml",
        "[[rule]]\nid = 'a'\npattern = '(x)'\nreason = 'share'\n",
        ":3: the pattern of rule 'a' must not have groups that capture",
    ),
    (
        "rules/junk.toml",
        "[words.advertisment]\nen = ['x']\n",
        ":1: there is no table 'advertisment' in [words]; did you mean 'advertisement'?",
    ),
    (
        "rules/junk.toml",
        "[words.share]\nen = 'x'\n",
        ":2: 'en' in [words.share] must be a list of strings, such as [\"x\"].",
    ),
    (
        "rules/junk.toml",
        "[words.share]\nenglish = ['x']\n",
        ":2: the key 'english' in [words.share] must be a language code",
    ),
    ("rules/junk.toml", "[words]\nshare = ['x']\n", ":2: [words.share] must be a table."),
    (
        "rules/junk.toml",
        "[macros.story_goes_on]\nen = ['x']\n",
        "'story_goes_on' in [macros] must be a string, or a table by language with a string each.",
    ),
    ("rules/junk.toml", "[marcos]\na = 'x'\n", ":1: there is no table 'marcos' in the file; did you mean 'macros'?"),
    (
        "rules/bylines.toml",
        "[[rule]]\nid = 'leads'\npattern = 'x'\n",
        ":2: a rule called 'leads' is not used here; did you mean 'lead'?",
    ),
    (
        "rules/credits.toml",
        RULE + "heads = 'labels'\n[words.label]\nen = ['photo']\n",
        ":4: 'heads' in rule 'a' must name a list under [words]; did you mean 'label'?",
    ),
    ("rules/credits.toml", RULE, ":3: the pattern of rule 'a' must have a group (?P<credit>...)"),
    (
        "rules/correspondents.toml",
        RULE + "shape = 'centence'\nkind = 'editing'\n",
        "did you mean 'sentence'?",
    ),
    (
        "rules/correspondents.toml",
        RULE + "shape = 'line'\nkind = 'translation'\n",
        "'kind' in rule 'a' must not be 'translation', which is called 'support' now.",
    ),
    (
        "rules/correspondents.toml",
        "[[rule]]\nid = 'a'\npattern = '(?P<whoo>x)'\nshape = 'line'\nkind = 'editing'\n",
        ":3: the pattern of rule 'a' has a group 'whoo', which is not used; did you mean 'who'?",
    ),
    (
        "rules/agencies.toml",
        "agency = [\n{ name = 'A', aliases = [], kind = 'wire' },\n{ name = 'B', alias = [], kind = 'wire' },\n]\n",
        ":3: there is no key 'alias' in agency 'B'; did you mean 'aliases'?",
    ),
    (
        "rules/people.toml",
        "[words.job_forms]\ntr = ['no sign']\n",
        ":2: 'tr' in [words.job_forms] holds 'no sign', which must be two words with = between",
    ),
    ("rules/dates.toml", "[countries]\nuk = 'Europe/Lodnon'\n", ":2: 'uk' in [countries] must be an IANA time zone"),
    ("rules/dates.toml", "[zones]\nCET = '1:00'\n", ":2: 'CET' in [zones] must be an offset"),
]


@pytest.mark.parametrize(("name", "text", "said"), TYPOS)
def test_a_typo_is_told_with_file_and_line(tmp_path: Path, name: str, text: str, said: str) -> None:
    check_told(tmp_path, name, text, said)


def test_doctor_tries_the_examples_of_rules(tmp_path: Path, capsys: Capture) -> None:
    lay(tmp_path, "rules/tracking.toml", RULE + "examples = [\n  'x',\n  'y',\n]\ncounter_examples = ['xx']\n")
    assert main(["--config", str(tmp_path), "--data", str(tmp_path / "data"), "doctor"]) == 1
    one, other = capsys.readouterr().out.splitlines()
    assert one.endswith("tracking.toml:6: rule 'a' does not match its own example 'y'; correct one of the two.")
    assert other.endswith("tracking.toml:8: rule 'a' matches its own counter-example 'xx'; correct one of the two.")
