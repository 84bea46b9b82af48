"""A typing mistake in settings or sources, or a file that cannot be read, is refused at once, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.cli.cli import main
from flows.config.check_configuration import mistakes
from flows.config.settings import cron
from parsers.rules import shipped_config
from tests.faults.configuration import PAGE, PUBLISHER, RULE, SOURCE, Capture, check_told, found, lay

#: File, its text, and what is said about it after "FILE".
TYPOS = [
    # Settings and sources.
    ("copydesk.toml", "[fetch]\ntimout = 3\n", ":2: there is no key 'timout' in [fetch]; did you mean 'timeout'?"),
    ("copydesk.toml", "\n[fetching]\n", ":2: there is no table 'fetching' in the file; did you mean 'fetch'?"),
    ("copydesk.toml", "timeout = 3\n", ":1: there is no key 'timeout' in the file; known are: fetch, follow, limits"),
    (
        "copydesk.toml",
        '[fetch]\ncontact = "a\\nb"\n',
        ":2: 'contact' in [fetch] must be a string without line breaks and control characters.",
    ),
    (
        "copydesk.toml",
        "[schedules]\ningest = '*/30 * * *'\n",
        ":2: 'ingest' in [schedules] must be a cron expression such as */30 * * * *, not '*/30 * * *'",
    ),
    ("copydesk.toml", "[schedules]\ningest = '61 * * * *'\n", "must be a cron expression"),
    ("copydesk.toml", "[schedules]\npublish = '0 0 31 2 *'\n", "must be a cron expression"),
    ("copydesk.toml", "[schedules]\npublish = 'H * * * *'\n", "must be a cron expression"),
    ("copydesk.toml", "[schedules]\npublish = 5\n", "must be a cron expression"),
    (
        "sources.toml",
        SOURCE + 'timezone = "Mars/Base"\n',
        ":4: 'timezone' in source 'herald' must be an IANA time zone",
    ),
    (
        "sources.toml",
        SOURCE + 'langauge = "en"\n',
        ":4: there is no key 'langauge' in source 'herald'; did you mean 'language'?",
    ),
    ("sources.toml", SOURCE + 'language = "en-UK"\n', ":4: 'language' in source 'herald' must be a language code"),
    (
        "sources.toml",
        SOURCE + 'include = ["("]\n',
        ":4: 'include' in source 'herald' holds '(', which is not a valid regular expression",
    ),
    (
        "sources.toml",
        SOURCE + 'pages = ["herald.example"]\n',
        ":4: 'pages' in source 'herald' holds 'herald.example', which must be an address that begins with http:// or https://.",
    ),
    (
        "sources.toml",
        SOURCE + 'pages = ["http://[herald/"]\n',
        "must be an address that begins with http:// or https://.",
    ),
    ("sources.toml", SOURCE + SOURCE, ":5: the source 'herald' stands twice"),
    (
        "sources.toml",
        SOURCE.replace("[[source]]", "[[sorce]]"),
        ":1: there is no key 'sorce' in the file; did you mean 'source'?",
    ),
    ("sources.toml", SOURCE.replace("[[source]]", "[source]"), ":1: 'source' must be a list of tables"),
    # Names of files, and what is none.
    ("source.toml", SOURCE, ": nothing of this name is read; did you mean 'sources.toml'?"),
    ("junk.toml", RULE, ": nothing of this name is read; did you mean 'rules/junk.toml'?"),
    ("publisher/p.toml", PUBLISHER, ": nothing of this name is read; did you mean 'publishers'?"),
    ("publishers/p.toml.txt", PUBLISHER, ": it is not read, for its name does not end in .toml; rename it."),
    ("rules", "", ": it is a file where a directory is needed; move it away."),
]


@pytest.mark.parametrize(("name", "text", "said"), TYPOS)
def test_a_typo_is_told_with_file_and_line(tmp_path: Path, name: str, text: str, said: str) -> None:
    check_told(tmp_path, name, text, said)


@pytest.mark.parametrize("name", ["copydesk.toml", "sources.toml", "rules/junk.toml", "publishers/p.toml"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"# fine\nx = [1,\n", ":2: not valid TOML"),
        (b"[x\n", ":1: not valid TOML"),
        (b'# fine\nname = "Caf\xe9"\n', ":2: it is not in UTF-8; save it in that encoding."),
        ("[x]\n".encode("utf-16"), ":1: it is not in UTF-8"),
        (b"x = " + b"[" * 3000, "not valid TOML"),
        (b"x = " + b"9" * 5000, "not valid TOML"),
        (None, ": it is a directory where a file is needed; move it away."),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str, content: bytes | None, said: str) -> None:
    path = tmp_path / name if content is None else lay(tmp_path, name, content)
    if content is None:
        path.mkdir(parents=True)
    (told,) = found(tmp_path)
    assert told.startswith(str(path)) and said in told


def test_a_link_that_leads_nowhere_is_no_missing_file(tmp_path: Path) -> None:
    for name in ("copydesk.toml", "rules/junk.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).symlink_to(tmp_path / "gone")
    assert [line.partition(": ")[2][:17] for line in found(tmp_path)] == ["it cannot be read"] * 2


@pytest.mark.slow  # Prefect takes its time to be imported
def test_a_schedule_is_right_when_prefect_takes_it() -> None:
    from prefect.client.schemas.schedules import CronSchedule

    for said in (
        "*/30 * * * *", "0 6 * * mon-fri", "@hourly", "@reboot", "* * * *", "* * * * * *", "*/0 * * * *", "0 24 * * *",
        "0 0 L * *", "0 0 * * 1#2", "0 22-4 * * *", "R * * * *", "0 h * * *", "0 0 ? * *", "bad", " 5  4 * * * ",
        "60 0 1 1 *",
    ):  # fmt: skip
        try:
            CronSchedule(cron=said)
            taken = True
        except ValueError:
            taken = False
        assert (cron(said) is None) is taken, said


def test_what_is_right_is_no_mistake(tmp_path: Path) -> None:
    lay(tmp_path, "copydesk.toml", "[schedules]\ningest = '@hourly'\npublish = '0 22-4 * * mon-fri'\n")
    lay(
        tmp_path,
        "sources.toml",
        "\ufeff" + SOURCE + 'language = "pt-BR"\ntimezone = ""\n[[source]]\nname = "b"\nlanguage = ""\n',
    )
    lay(tmp_path, "publishers/p.toml", PUBLISHER + 'language = "sr-Latn-RS"\nvalid_from = "2020-01-01"\n')
    lay(tmp_path, "publishers/q.toml", PUBLISHER.replace("herald", "post") + "[[period]]\nlanguage = 'nds'\n")
    lay(tmp_path, "rules/tracking.toml", RULE + "languages = ['*', 'en', 'ckb']\n")
    lay(tmp_path, "rules/bylines.toml", "")
    lay(tmp_path, "pyproject.toml", "[tool]\n")
    lay(tmp_path, "rules/README.md", "# ours\n")
    lay(tmp_path, "rules/junk.toml~", "[[[\n")
    (tmp_path / "models").mkdir()
    assert found(tmp_path) == []


def test_the_shipped_files_are_right() -> None:
    assert mistakes((shipped_config(),)) == []


def test_several_mistakes_are_counted_and_doctor_lists_them_all(tmp_path: Path, capsys: Capture) -> None:
    lay(tmp_path, "copydesk.toml", "[fetch]\ndelay = 'x'\ntimout = 3\n")
    lay(tmp_path, "sources.toml", SOURCE + "feed = []\n")
    lay(tmp_path, "rules/tracking.toml", RULE + RULE.replace("'x'", "'('") + "langs = []\n")
    lay(tmp_path, "publishers/p.toml", PUBLISHER + "timezone = 'Mars/Base'\n")
    assert main(["--config", str(tmp_path), "extract", str(PAGE)]) == 2
    told = capsys.readouterr().err
    assert told.endswith(f" And 6 more mistakes; `copydesk --config {tmp_path} doctor` lists them all.\n")
    assert main(["--config", str(tmp_path), "--data", str(tmp_path / "data"), "doctor"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.removeprefix(f"{tmp_path}/").partition(": ")[0] for line in lines] == [
        "copydesk.toml:2",
        "copydesk.toml:3",
        "sources.toml:4",
        "rules/tracking.toml:7",
        "rules/tracking.toml:5",
        "rules/tracking.toml:6",
        "publishers/p.toml:3",
    ]
