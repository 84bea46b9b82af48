"""A typing mistake in the configuration is refused at once, with file, line and what was probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.cli.cli import main
from flows.config.check_configuration import mistakes
from flows.config.settings import config_directories, cron
from parsers.rules import load_rules, shipped_config
from tests.flows.desk import PAGES

Capture = pytest.CaptureFixture[str]
PAGE = PAGES / "northlight/dam-talks/page.html"
PUBLISHER = 'name = "Herald"\ndomains = ["herald.example"]\n'
SOURCE = '[[source]]\nname = "herald"\nfeeds = ["https://herald.example/rss"]\n'
RULE = "[[rule]]\nid = 'a'\npattern = 'x'\n"

#: File, its text, and what is said about it after "FILE".
TYPOS = [
    # Publishers.
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
    # Rules.
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


def lay(config: Path, name: str, text: str | bytes) -> Path:
    path = config / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def found(config: Path) -> list[str]:
    return [str(mistake) for mistake in mistakes(config_directories(config, {}))]


@pytest.mark.parametrize(("name", "text", "said"), TYPOS)
def test_a_typo_is_told_with_file_and_line(tmp_path: Path, name: str, text: str, said: str) -> None:
    path = lay(tmp_path, name, text)
    told = found(tmp_path)
    shown = path.parent if name.startswith("publisher/") else path
    assert any(line.startswith(str(shown)) and said in line for line in told), told
    assert [line for line in told if "\n" in line or line[-1] not in ".?"] == []


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


def test_doctor_tries_the_examples_of_rules(tmp_path: Path, capsys: Capture) -> None:
    lay(tmp_path, "rules/tracking.toml", RULE + "examples = [\n  'x',\n  'y',\n]\ncounter_examples = ['xx']\n")
    assert main(["--config", str(tmp_path), "--data", str(tmp_path / "data"), "doctor"]) == 1
    one, other = capsys.readouterr().out.splitlines()
    assert one.endswith("tracking.toml:6: rule 'a' does not match its own example 'y'; correct one of the two.")
    assert other.endswith("tracking.toml:8: rule 'a' matches its own counter-example 'xx'; correct one of the two.")
