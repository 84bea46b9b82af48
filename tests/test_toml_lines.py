"""Each key of a TOML file has the line on which it stands, however the file is written."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from parsers.config_files.toml_file import read_config_file
from parsers.config_files.toml_lines import Keys, lines_of_keys
from parsers.rules import shipped_config

TEXT = '''# a comment
a.b = 1
x = { y = 2, z = [1, 2] }
[t]  # and another
"q r" = """
a = 3
[not.a.table]
"""
list = [  # in brackets
  "one",

  # between
  "two", "three",
  """
four""",
  [1,
   2],
  { k = 5 }]
[[r]]
id = 1
[r.s]
u = 1

[[r]]
id = 2
[[r.deep]]
m = \'\'\'
id = 9\'\'\'
n = 2
'''


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (("a", "b"), 2),
        (("x", "z", 1), 3),
        (("t",), 4),
        (("t", "q r"), 5),
        (("t", "list"), 9),
        (("t", "list", 0), 10),
        (("t", "list", 1), 13),
        (("t", "list", 2), 13),
        (("t", "list", 3), 14),
        (("t", "list", 4, 1), 16),
        (("t", "list", 5, "k"), 18),
        (("r", 0, "s", "u"), 22),
        (("r", 1), 24),
        (("r", 1, "deep", 0, "n"), 29),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_lines(keys: Keys, line: int, ends: str) -> None:
    assert lines_of_keys(TEXT.replace("\n", ends))[keys] == line


def paths(value: Any, path: Keys = ()) -> list[Keys]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, inner in pairs for found in ((*path, key), *paths(inner, (*path, key)))]


@pytest.mark.parametrize("path", sorted(shipped_config().rglob("*.toml")), ids=lambda path: path.name)
def test_every_key_of_the_shipped_files_stands_on_its_line(path: Path) -> None:
    text = path.read_text("utf-8")
    said, lines = text.split("\n"), lines_of_keys(text)
    # What only holds other tables ("rule", "words", "provider", "place") has no line of its own.
    assert {keys for keys in paths(tomllib.loads(text)) if keys not in lines} <= {
        ("rule",), ("words",), ("provider",), ("place",),
    }  # fmt: skip
    assert [keys for keys, line in lines.items() if isinstance(keys[-1], str) and keys[-1] not in said[line - 1]] == []


@pytest.mark.parametrize("path", sorted(shipped_config().rglob("*.toml")), ids=lambda path: path.name)
def test_a_shipped_file_says_what_python_reads_in_it(path: Path) -> None:
    assert repr(read_config_file(path).data) == repr(tomllib.loads(path.read_text("utf-8")))  # in the same order, too


@pytest.mark.parametrize(
    "written",
    [
        'a = { b = 1,\n  c = "\\e",\n}\n[d]\ne = 07:30\n',  # TOML 1.1, which Python 3.11 cannot read
        "a = 1979-05-27T00:32:00-07:00\nb = 99999999999999999999\n\n[d]\ne = inf\n",
        "a = " + "[" * 100 + "]" * 100 + "\nb = 1\n\n[d]\ne = 2\n",  # deeper than rtoml goes
    ],
)
def test_what_not_every_reader_reads(tmp_path: Path, written: str) -> None:
    (tmp_path / "x.toml").write_text(written)
    file = read_config_file(tmp_path / "x.toml")
    assert (file.mistakes, next(iter(file.data)), list(file.data["d"])) == ([], "a", ["e"])
    assert (file.line(("a",)), file.line(("d", "e"))) == (1, 5)


def test_what_has_no_line_of_its_own_stands_where_its_parts_do(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text("\n[a.b]\nc = 1\n")
    file = read_config_file(tmp_path / "x.toml")
    assert [file.line(keys) for keys in (("a",), ("a", "b", "c", "d"), ("a", "z"), ())] == [2, 3, 2, None]
