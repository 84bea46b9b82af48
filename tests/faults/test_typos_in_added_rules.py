"""A typing mistake in a user's rules is reported with its line, in either kind of file."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.cli.cli import main
from flows.config.check_configuration import mistakes
from flows.config.settings import config_directories
from parsers.rules import RulesError, load_rules
from tests.rule_pages import PUBLISHER
from tests.test_user_rules import lay, under

#: Family, what is added to it, the line in a file of rules, and what is said; a publisher's file has three more lines.
TYPOS = [
    ("junk", "[words.shar]\nen = ['x']", 1, "there is no table 'shar' in {words}; did you mean 'share'?"),
    ("junk", "[words.share]\neng = 'x'", 2, "'eng' in"),
    ("junk", "[[rule]]\nid = 'x'\npatern = 'x'", 3, "there is no key 'patern' in rule 'x'; did you mean 'pattern'?"),
    ("junk", "[[rule]]\nid = 'x'\nreason = 'sharre'\npattern = 'x'", 3, "did you mean 'share'?"),
    ("junk", "[[rule]]\nid = 'x'\nreason = 'share'\npattern = '('", 4, "the pattern of rule 'x' does not compile"),
    (
        "junk",
        "[[rule]]\nid = 'x'\nreason = 'share'\npattern = '{{{{relatd}}}}'",
        4,
        "no macro or list of words 'relatd'",
    ),
    (
        "junk",
        "[[rule]]\nid = 'x'\nreason = 'share'\npattern = 'x'\nexamples = ['y']",
        5,
        "rule 'x' does not match its own example 'y'; correct one of the two.",
    ),
    (
        "junk",
        "[[rule]]\nid = 'x'\nreason = 'share'\npattern = 'x'\nexamples = ['yx']",
        5,
        "rule 'x' must match at the beginning of a text, but its own example 'yx' matches further on",
    ),
    (
        "credits",
        "[[rule]]\nid = 'x'\ncheck = 'any'\npattern = '(?P<credit>y)x'\nneeds = ['z']\nexamples = ['yx']",
        6,
        "rule 'x' is not tried on its own example 'yx', which has none of its 'needs'; correct one of the two.",
    ),
    (
        "junk",
        "[[rule]]\nid = 'x'\nreason = 'share'\npattern = 'X'\ncase = true",
        1,
        "'case' in rule 'x' has no effect without 'anywhere = true'",
    ),
    (
        "junk",
        "without = [\n 'image_copyrigt',\n]",
        2,
        "'without' names 'image_copyrigt', which is not there; did you mean 'image_copyright'?",
    ),
    (
        "junk",
        "[without_words.share]\nen = ['share this artikle']",
        2,
        "'without_words' names 'share this artikle', which is not in the list",
    ),
    (
        "junk",
        "[without_words.shar]\nen = ['x']",
        1,
        "there is no table 'shar' in {without_words}; did you mean 'share'?",
    ),
    ("people", "without = ['x']", 1, "there is no key 'without' in"),
    ("agencies", "without = ['Reuter']", 1, "'without' names 'Reuter', which is not there; did you mean 'Reuters'?"),
    (
        "bylines",
        "[[rule]]\nid = 'leed'\npattern = 'x'",
        2,
        "a rule called 'leed' is not used here; did you mean 'lead'?",
    ),
    ("credits", "[[rule]]\nid = 'x'\npattern = 'x'", 3, "must have a group (?P<credit>...)"),
    ("credits", "[[rule]]\nid = 'x'\nheads = 'lable'\npattern = '(?P<credit>x)'", 3, "did you mean 'label'?"),
    ("dates", "[ordr]\nunknown = ['en']", 1, "there is no table 'ordr' in {file}; did you mean 'order'?"),
    ("figures", "[prompts]\nsharre = 'x'", 2, "did you mean 'share'?"),
]


@pytest.mark.parametrize(("family", "text", "line", "said"), TYPOS)
@pytest.mark.parametrize("publisher", [False, True])
def test_a_typo_is_told_with_its_line(
    tmp_path: Path, family: str, text: str, line: int, said: str, publisher: bool
) -> None:
    text = text.replace("{{{{", "{{").replace("}}}}", "}}")
    name, prefix, written, more = f"rules/{family}.toml", "", text, 0
    if publisher:
        name, prefix, written = "publishers/p.toml", f"rules.{family}", PUBLISHER + under(f"rules.{family}", text)
        more = 2 if text.startswith("[") else 3
    places = {key: f"[{prefix}.{key}]" if prefix else f"[{key}]" for key in ("words", "without_words")}
    said = said.format(**places, file=f"[{prefix}]" if prefix else "the file")
    path = lay(tmp_path, name, written)
    told = [str(mistake) for mistake in mistakes(config_directories(tmp_path, {}))]
    assert any(one.startswith(f"{path}:{line + more}: ") and said in one for one in told), told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[rules.junks.words.share]\nen = ['x']", ":3: there is no table 'junks' in [rules]; did you mean 'junk'?"),
        ("[rules]\njunk = 'x'", ":4: 'junk' in [rules] must be a table."),
        ("rules = 3", ":3: [rules] must be a table."),
        (
            "[rules.tracking]",
            ":3: 'tracking' in [rules] cannot be set for one outlet alone; move it to the file of that name",
        ),
        (
            "[[period]]\n[period.rules.junk]\nwithout = ['x']",
            ":5: 'without' names 'x', which is not there; correct or remove it.",
        ),
        ("[[period]]\nrules = [1]", ":4: [period.rules] must be a table."),
        ("period = [1]", ":3: period 1 must be a table."),
    ],
)
def test_a_typo_of_a_publishers_file_alone(tmp_path: Path, text: str, said: str) -> None:
    path = lay(tmp_path, "publishers/p.toml", PUBLISHER + text)
    told = [str(mistake) for mistake in mistakes(config_directories(tmp_path, {}))]
    assert any(one.startswith(f"{path}{said}") for one in told), told


def test_doctor_lists_what_is_wrong_in_every_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay(tmp_path, "publishers/p.toml", PUBLISHER + "[rules.tracking]\n[rules.junk]\nwithout = ['nobody']\n")
    lay(tmp_path, "rules/junk.toml", "without = ['nobody']\n")
    assert main(["--config", str(tmp_path), "--data", str(tmp_path / "data"), "doctor"]) == 1
    told = [line.removeprefix(f"{tmp_path}/").partition(": ")[0] for line in capsys.readouterr().out.splitlines()]
    assert told == ["rules/junk.toml:1", "publishers/p.toml:3", "publishers/p.toml:5"]


LEAD = "[words.lead]\nen = ['by']\n[[rule]]\nid = 'lead'\npattern = '^{{lead}}'\ncounter_examples = ['Now then']\n"


def test_a_word_that_makes_a_counter_example_match_is_told_where_it_stands(tmp_path: Path) -> None:
    """A word added to a list changes the rules that use the list; if one then matches its counter-example, the word's
    line is named."""
    lay(tmp_path / "below", "rules/bylines.toml", LEAD)
    path = lay(tmp_path / "above", "rules/bylines.toml", "\n[words.lead]\nen = ['now']\n")
    with pytest.raises(RulesError) as error:
        load_rules(tmp_path / "below", tmp_path / "above")
    said = "with what stands here, rule 'lead' matches its own counter-example 'Now then'; correct one of the two."
    assert str(error.value) == f"{path}:2: {said}"
