"""A typing mistake in a publisher's file is refused at once, with file, line and what was probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsers.rules import load_rules, shipped_config
from tests.faults.configuration import PUBLISHER, check_told, found, lay

#: File, its text, and what is said about it after "FILE".
TYPOS = [
    (
        "publishers/p.toml",
        PUBLISHER + 'timezon = "Europe/London"\n',
        ":3: there is no key 'timezon' in the file; did you mean 'timezone'?",
    ),
    (
        "publishers/p.toml",
        PUBLISHER + '[clases]\nkicker = ["x"]\n',
        ":3: there is no table 'clases' in the file; did you mean 'classes'?",
    ),
    (
        "publishers/p.toml",
        PUBLISHER + '[classes]\nstandfrist = ["x"]\n',
        ":4: there is no key 'standfrist' in [classes]; did you mean 'standfirst'?",
    ),
    (
        "publishers/p.toml",
        PUBLISHER + "[classes]\nkicker = 'x'\n",
        ":4: 'kicker' in [classes] must be a list of strings, such as [\"x\"].",
    ),
    (
        "publishers/p.toml",
        'name = "X"\ndomains = "x.example"\n',
        ":2: 'domains' in the file must be a list of strings, such as [\"x.example\"].",
    ),
    ("publishers/p.toml", 'name = "X"\ndomains = []\n', ":2: 'domains' in the file must not be empty."),
    (
        "publishers/p.toml",
        'name = "X"\ndomains = ["https://www.X.example/"]\n',
        "'https://www.X.example/', which must be a host name in lower case; did you mean 'www.x.example'?",
    ),
    ("publishers/p.toml", 'name = 3\ndomains = ["x.example"]\n', ":1: 'name' in the file must be a string"),
    (
        "publishers/p.toml",
        'name = "X"\n',
        ": the key 'domains' is missing; every publisher needs a name and its domains.",
    ),
    (
        "publishers/p.toml",
        PUBLISHER + 'timezone = "Mars/Base"\n',
        ":3: 'timezone' in the file must be an IANA time zone such as Europe/London, not 'Mars/Base'.",
    ),
    ("publishers/p.toml", PUBLISHER + 'timezone = "europe/london"\n', "did you mean 'Europe/London'?"),
    ("publishers/p.toml", PUBLISHER + 'timezone = "Europe"\n', "must be an IANA time zone"),
    (
        "publishers/p.toml",
        PUBLISHER + 'language = "english"\n',
        ":3: 'language' in the file must be a language code such as en or en-GB, not 'english'.",
    ),
    ("publishers/p.toml", PUBLISHER + 'language = "en_gb"\n', "did you mean 'en-GB'?"),
    ("publishers/p.toml", PUBLISHER + 'language = "en-UK"\n', "must be a language code"),
    ("publishers/p.toml", PUBLISHER + 'language = "xx"\n', "must be a language code"),
    (
        "publishers/p.toml",
        PUBLISHER + "valid_from = 2021-01-01\nvalid_until = 2020-01-01\n",
        ":4: 'valid_until' (2020-01-01) must not be before 'valid_from' (2021-01-01).",
    ),
    (
        "publishers/p.toml",
        PUBLISHER + "[[period]]\nvalid_until = 2020-01-01\n[[period]]\nvalid_until = 2019-12-31\n",
        ":5: this period is never used, since one above it covers all its days; change or remove it.",
    ),
    (
        "publishers/p.toml",
        PUBLISHER + "[[period]]\nvalid_until = 'soon'\n",
        ":4: 'valid_until' in period 1 must be a day, such as 2021-06-30.",
    ),
    (
        "publishers/p.toml",
        PUBLISHER + "[[period]]\nvalid_till = 2020-01-01\n",
        ":4: there is no key 'valid_till' in period 1; did you mean 'valid_until'?",
    ),
    (
        "publishers/p.toml",
        PUBLISHER + "[period]\nvalid_until = 2020-01-01\n",
        ":3: 'period' must be a list of tables, each under [[period]].",
    ),
    ("publishers/p.toml", PUBLISHER + PUBLISHER, ":3: not valid TOML (Cannot overwrite a value)"),
]


@pytest.mark.parametrize(("name", "text", "said"), TYPOS)
def test_a_typo_is_told_with_file_and_line(tmp_path: Path, name: str, text: str, said: str) -> None:
    check_told(tmp_path, name, text, said)


def test_two_files_for_one_host(tmp_path: Path) -> None:
    for name in ("a", "b"):
        lay(tmp_path, f"publishers/{name}.toml", PUBLISHER)
    (told,) = found(tmp_path)
    assert told.startswith(
        f"{tmp_path / 'publishers/b.toml'}:2: 'herald.example' is also in a.toml, which is used first"
    )
    lay(tmp_path, "publishers/a.toml", PUBLISHER + "valid_until = 2020-12-31\n")
    lay(tmp_path, "publishers/b.toml", PUBLISHER + "valid_from = 2021-01-01\n")
    assert found(tmp_path) == []


def test_a_users_file_for_a_host_counts_before_a_shipped_one(tmp_path: Path) -> None:
    lay(tmp_path, "publishers/zzz.toml", 'name = "Mine"\ndomains = ["trtworld.com"]\n')
    known = load_rules(shipped_config(), tmp_path).publisher("www.trtworld.com", None)
    assert known and known.name == "Mine"
