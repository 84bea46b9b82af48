"""Passwords and webhook addresses are read from the environment or files, and never printed, stored or passed on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.acquire.browser.chromium import Chromium
from flows.cli.cli import main
from flows.config.settings import Browser, load_settings
from flows.config.toml_tables import ConfigError
from flows.running.run_records import recorded_run
from tests.flows.desk import PAGES
from tests.flows.fallback_programs import config as fallback_config
from tests.flows.fallback_programs import program as fallback_program

SECRET = "hunter2-very-secret"
MAIL = '[alerts.mail]\nserver = "127.0.0.1"\nport = 9\nsender = "a@b.example"\nto = ["c@d.example"]\n'
#: A program under [fallback] that gives back its environment.
ENVIRONMENT = (
    "import json, os, sys\nsys.stdin.buffer.read()\n"
    "print(json.dumps({'body': ' '.join(f'{name}={value}' for name, value in os.environ.items())}))\n"
)
Capture = pytest.CaptureFixture[str]

#: What stands in copydesk.toml, and what is said about it.
MISTAKES = [
    (f'[alerts.mail]\npassword = "{SECRET}"\n', "'password' in [alerts.mail] must not stand in this file; put"),
    (f'[alerts.mail]\npasswort = "{SECRET}"\n', "there is no key 'passwort' in [alerts.mail]; did you mean"),
    (f'[alerts.mail]\npassword_env = "{SECRET}"\n', "must be the name of an environment variable"),
    (f'[alerts.mail]\npassword_file = "{SECRET}"\n', "must be the whole path of a file"),
    (f'[alerts.webhook]\nurl_env = "https://x.example/{SECRET}"\n', "must be the name of an environment variable"),
    (f'[alerts.webhook]\nurl = "hooks.example/{SECRET}"\n', "must be an address such as"),
    (f'[alerts.webhook]\nurl = "http://hooks.example/{SECRET}"\n', ":2: 'url' in [alerts.webhook] begins with http://"),
    (f'[alerts.webhook]\nurl = "https://x.example/{SECRET}"\nurl_env = "A"\n', "has url and url_env; keep one of them"),
    (f'[alerts]\npassword = "{SECRET}"\n', "there is no key 'password' in [alerts]"),
    (MAIL.replace('to = ["c@d.example"]', f'to = ["{SECRET}"]'), "must be a list of mail addresses"),
    (MAIL.replace('sender = "a@b.example"\n', ""), "lacks the key 'sender'"),
    (MAIL + 'user = "desk"\n', "needs both 'user' and 'password_env' or 'password_file'"),
    (MAIL + 'password_env = "A"\n', "needs both 'user'"),
    (MAIL + 'security = "ssl"\n', 'must be "starttls", "tls" or "none"'),
    (
        MAIL.replace("127.0.0.1", "mail.example") + 'security = "none"\nuser = "desk"\npassword_env = "A"\n',
        "anybody on the way could read the password",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), MISTAKES)
def test_a_mistake_is_named_without_the_value(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "copydesk.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_settings(tmp_path)
    assert said in str(caught.value) and SECRET not in str(caught.value)


def test_a_login_without_tls_is_for_this_machine_only(tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text(f'{MAIL}security = "none"\nuser = "desk"\npassword_env = "A"\n')
    assert load_settings(tmp_path).alerts.mail.user == "desk"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory with a failed run, and ways of sending alarms that all fail, with secrets in environment and
    file."""
    data, config = tmp_path / "data", tmp_path / "config"
    config.mkdir()
    (tmp_path / "hook").write_text(f"http://127.0.0.1:9/{SECRET}?token={SECRET}\n")
    dump = f"env > {tmp_path}/environment; cat > {tmp_path}/message; exit 3"
    (config / "copydesk.toml").write_text(
        f'[alerts]\nfeed = true\ntimeout = 5.0\ncommand = ["/bin/sh", "-c", {json.dumps(dump)}]\n'
        f'[alerts.webhook]\nurl_file = "{tmp_path}/hook"\n'
        f'{MAIL}user = "desk"\npassword_env = "DESK_PASSWORD"\n'
    )
    monkeypatch.setenv("DESK_PASSWORD", SECRET)
    monkeypatch.setenv("COPYDESK_CONFIG", str(config))
    with pytest.raises(ValueError), recorded_run(data / "runs", "ingest", {}):
        raise ValueError("it burns")
    return data


def test_no_command_and_no_file_shows_a_secret(desk: Path, capfd: Capture) -> None:
    codes = {}
    for words in (
        "alerts test", "alerts test --json", "alerts check", "alerts check --debug", "alerts", "alerts --json",
        "status", "status --json", "doctor", "doctor --json",
    ):  # fmt: skip
        codes[words] = main(["--data", str(desk), *words.split()])
    printed = capfd.readouterr()
    assert codes["alerts test"] == codes["alerts check"] == codes["doctor"] == 1 and codes["alerts"] == 0
    for said in (
        "command: not sent: it ended with an error: exit status 3", "webhook: not sent: http://127.0.0.1/***",
        "mail: not sent: 127.0.0.1:9 cannot be reached", "mail fails since", "cannot be told by webhook",
    ):  # fmt: skip
        assert said in printed.out + printed.err
    assert SECRET not in printed.out + printed.err
    written = [
        path for path in (*desk.rglob("*"), desk.parent / "message", desk.parent / "environment") if path.is_file()
    ]
    assert len(written) > 4
    assert [path for path in written if SECRET.encode() in path.read_bytes()] == []
    assert "DESK_PASSWORD" not in (desk.parent / "environment").read_text()


def test_no_program_of_others_gets_a_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    file = fallback_program(tmp_path / "bin", ENVIRONMENT)
    settings = fallback_config(tmp_path / "config", file) / "copydesk.toml"
    with settings.open("a") as more:
        more.write('[alerts.webhook]\nurl_env = "DESK_HOOK"\n' + MAIL + 'user = "x"\npassword_env = "DESK_PASSWORD"\n')
    for name in ("DESK_HOOK", "DESK_PASSWORD"):
        monkeypatch.setenv(name, f"https://hooks.example/{SECRET}")
    monkeypatch.setenv("DESK_COLOUR", "green")
    assert main(["--config", str(settings.parent), "extract", str(PAGES / "northlight/dam-talks/page.html")]) == 0
    (block,) = json.loads(capfd.readouterr().out)["blocks"]
    assert "green" in block["text"] and SECRET not in block["text"]
    # the same for the browser, which runs scripts of strangers
    browser = Chromium(tmp_path, Browser(), hidden=load_settings(settings.parent).alerts.secret_variables)
    assert "DESK_COLOUR" in browser._environ() and SECRET not in str(browser._environ())


def test_nobody_to_tell_is_bad_usage(tmp_path: Path, capfd: Capture) -> None:
    assert main(["--data", str(tmp_path), "alerts", "check"]) == main(["--data", str(tmp_path), "alerts", "test"]) == 2
    assert "set one under [alerts]" in capfd.readouterr().err
    assert main(["--data", str(tmp_path / "none"), "alerts"]) == 0
    assert "nobody is told" in capfd.readouterr().err and not (tmp_path / "none").exists()


def test_a_program_that_hangs_or_floods(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture) -> None:
    monkeypatch.setenv("COPYDESK_CONFIG", str(tmp_path))
    for program, said in (("sleep 9", "took longer"), ("yes", "too much"), ("true", "command: sent.")):
        (tmp_path / "copydesk.toml").write_text(f'[alerts]\ncommand = ["/bin/sh", "-c", "{program}"]\ntimeout = 0.5\n')
        main(["--data", str(tmp_path / "data"), "alerts", "test"])
        assert said in capfd.readouterr().out
    (tmp_path / "copydesk.toml").write_text('[alerts]\ncommand = ["no-such-program"]\n')
    assert main(["--data", str(tmp_path / "data"), "alerts", "test"]) == 1
    assert "is no program that can be run" in capfd.readouterr().out
