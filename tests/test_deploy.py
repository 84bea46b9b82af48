"""Dockerfile, compose.yaml and systemd units: every path and command in them exists, and nobody is root.

There is no Docker here: what the image copies is built as it stands, and its health check is run as the shell would.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import threading
import tomllib
import zipfile
from collections.abc import Iterator
from configparser import RawConfigParser
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import yaml
from hatchling.builders.wheel import WheelBuilder

from flows.cli.verbs import VERBS
from flows.config.paths import Paths
from flows.serving.prefect_server import TOKEN_HEADER, Address, remember
from warehouse.lake.lake_address import lake_address

ROOT = Path(__file__).parent.parent
UNITS = sorted((ROOT / "docs" / "deploy").iterdir())
BIN = Path(sys.executable).parent


def steps() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile, in order, lines that go on joined."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text("utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines if line)]


def said(word: str) -> list[str]:
    return [rest for step, rest in steps() if step == word]


#: What is copied from the checkout: (source, target).
COPIED = [
    (source, target)
    for *sources, target in (shlex.split(rest) for rest in said("COPY") if "--from" not in rest)
    for source in sources
]


@pytest.fixture
def context(tmp_path: Path) -> Path:
    """What the first stage has: what is copied, and nothing else."""
    for source, target in COPIED:
        origin, place = ROOT / source, tmp_path / "src" / (source if target == "./" else target)
        place.parent.mkdir(exist_ok=True)
        if origin.is_dir():
            shutil.copytree(origin, place, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(origin, place)
    return tmp_path / "src"


def test_what_is_copied_is_there_and_enough_to_install(context: Path, tmp_path: Path) -> None:
    allowed = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE)
    assert sorted(source for source, _ in COPIED) == sorted(allowed)
    [install] = [rest for rest in said("RUN") if "pip" in rest]
    [pins] = re.findall(r"--constraint (\S+)", install)
    assert (context / pins).is_file() and install.endswith(' ".$EXTRAS"')
    [wheel] = WheelBuilder(str(context)).build(directory=str(tmp_path), versions=["standard"])
    [ours] = WheelBuilder(str(ROOT)).build(directory=str(tmp_path / "ours"), versions=["standard"])
    assert set(zipfile.ZipFile(wheel).namelist()) == set(zipfile.ZipFile(ours).namelist())


def test_the_environment_is_the_same_in_both_stages_and_on_the_path() -> None:
    assert len(set(said("FROM")[0].split()[:1] + said("FROM")[1].split()[:1])) == 1, "compiled for the same Python"
    [copied] = [rest for rest in said("COPY") if "--from=build" in rest]
    _, origin, target = copied.split()
    [install] = [rest for rest in said("RUN") if "pip" in rest]
    assert origin == target, "an environment cannot be moved"
    assert f"venv --without-pip {target} " in install and f"--python {target}/bin/python install" in install
    assert f"PATH={target}/bin:$PATH" in said("ENV")[0]


def test_the_image_has_a_user_volumes_and_a_command() -> None:
    [user] = said("USER")
    [made] = [rest for rest in said("RUN") if "useradd" in rest]
    assert user not in ("root", "0") and made.startswith("useradd") and f" {user} " in made
    assert int(re.findall(r"--uid (\d+)", made)[0]) > 0
    order = [word for word, _ in steps()]
    assert order.index("USER") > max(place for place, word in enumerate(order) if word == "RUN"), (
        "it can change nothing"
    )
    volumes = json.loads(said("VOLUME")[0])
    assert re.findall(rf"--owner {user} --group {user} (.*)", made) == [" ".join(volumes)]
    assert dict(re.findall(r"(COPYDESK_\w+)=(\S+)", said("ENV")[0])) == {
        "COPYDESK_DATA": volumes[0], "COPYDESK_CONFIG": volumes[1],
    }  # fmt: skip
    assert json.loads(said("ENTRYPOINT")[0]) == ["copydesk"]
    assert json.loads(said("CMD")[0])[0] in VERBS


def test_compose_says_the_same_as_the_image() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    [service] = compose["services"].values()
    mounts = dict(mount.split(":") for mount in service["volumes"])
    assert set(mounts) == set(compose["volumes"])
    assert sorted(mounts.values()) == sorted(json.loads(said("VOLUME")[0]))
    assert service["environment"].items() <= dict(re.findall(r"(\w+)=(\S+)", said("ENV")[0])).items()
    assert (ROOT / service["build"] / "Dockerfile").is_file()
    assert service.get("user") != "root" and service["read_only"] and service["cap_drop"] == ["ALL"]
    assert said("ENV")[0].split("MPLCONFIGDIR=")[1].startswith(f"{service['tmpfs'][0]}/"), "what is written elsewhere"


def test_the_cluster_of_compose_is_a_scheduler_and_workers_that_find_it() -> None:
    whole = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    added = yaml.safe_load((ROOT / "compose.cluster.yaml").read_text("utf-8"))["services"]
    [desk] = whole["services"].values()
    assert added["desk"]["build"]["context"] == desk["build"]
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert set(added["desk"]["build"]["args"]["EXTRAS"].strip("[]").split(",")) <= set(extras)
    assert "EXTRAS" in said("ARG")[0]
    scheduler, worker = added["scheduler"], added["worker"]
    assert set(scheduler["command"]) >= {"--host", "--port", "--no-dashboard"}
    port = scheduler["command"][scheduler["command"].index("--port") + 1]
    assert worker["command"] == ["worker", f"tcp://scheduler:{port}"] and worker["command"][0] in VERBS
    assert set(worker["volumes"]) <= set(desk["volumes"]), "archive and staging lie in the desk's own volume"
    for service in (scheduler, worker):
        assert {service[key] == desk[key] for key in ("image", "read_only", "cap_drop", "security_opt", "tmpfs")} == {
            True
        }
        assert service["healthcheck"] == {"disable": True}, "that of the image asks for the server of the schedules"


def test_the_store_of_compose_holds_the_lake_and_no_secret() -> None:
    desk = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]["desk"]
    added = yaml.safe_load((ROOT / "compose.lake.yaml").read_text("utf-8"))
    services = added["services"]
    here, store = services["desk"], services["store"]
    assert here["build"]["context"] == desk["build"] and "EXTRAS" in said("ARG")[0]
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert set(here["build"]["args"]["EXTRAS"].strip("[]").split(",")) <= set(extras)
    cluster = yaml.safe_load((ROOT / "compose.cluster.yaml").read_text("utf-8"))["services"]
    assert here["build"] == cluster["desk"]["build"], "used together, the last of the two counts"
    keys = {name: value for each in services.values() for name, value in each["environment"].items() if "KEY" in name}
    keys |= store["environment"]
    assert len(keys) == 4 and all(re.fullmatch(r"\$\{AWS_\w+:\?[^}]+\}", value) for value in keys.values())
    address = lake_address("s3://news/lake", seconds=1, environ=here["environment"])
    assert address.options["allow_http"] == "true" and here["environment"]["AWS_ENDPOINT_URL"] == "http://store:9000"
    assert store["cap_drop"] == ["ALL"] and [m.split(":")[0] for m in store["volumes"]] == list(added["volumes"])
    told = (ROOT / "docs" / "scaling.md").read_text("utf-8")
    files = set(re.findall(r"compose -f (\S+) -f (\S+)", told))
    assert files == {("compose.yaml", "compose.lake.yaml")}
    assert set(re.findall(r"lake\.yaml exec (\w+)", told)) == set(services)


class Health(BaseHTTPRequestHandler):
    """Answers as the server of `copydesk serve` does."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header(TOKEN_HEADER, "word")
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), Health) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield listening
        listening.shutdown()


def test_the_health_check_tells_a_server_that_answers(server: HTTPServer, tmp_path: Path) -> None:
    [check] = said("HEALTHCHECK")
    command = check.partition("CMD ")[2]
    environ = {"PATH": f"{BIN}:/usr/bin:/bin", "COPYDESK_DATA": str(tmp_path / "data")}
    paths = Paths(tmp_path / "data").make()
    paths.prefect.mkdir(exist_ok=True)
    assert subprocess.run(command, shell=True, env=environ, cwd=ROOT, check=False).returncode == 1
    remember(paths, Address(f"http://127.0.0.1:{server.server_port}/api", "word", 1))
    assert subprocess.run(command, shell=True, env=environ, cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_runs_a_command_that_there_is_as_a_user(path: Path) -> None:
    unit = RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(path.read_text("utf-8"))
    if path.suffix == ".timer":
        assert path.with_suffix(".service") in UNITS
        return
    service = dict(unit["Service"])
    program, verb = service["ExecStart"].split()
    assert program == "/opt/copydesk/bin/copydesk" and verb in VERBS
    assert service["User"] not in ("root", "0")
    places = dict(word.split("=") for word in service["Environment"].split())
    assert service["ReadWritePaths"] == places["COPYDESK_DATA"] and service["ProtectSystem"] == "strict"
    assert places["COPYDESK_CONFIG"].startswith(places["COPYDESK_DATA"])


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_finds_no_fault_in_the_units(tmp_path: Path) -> None:
    for path in UNITS:
        text = path.read_text("utf-8").replace("/opt/copydesk/bin/copydesk", "/bin/true")
        (tmp_path / path.name).write_text(re.sub("(?m)^User=.*\n", "", text), "utf-8")
    command = ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if str(tmp_path) in line or "copydesk" in line] == []


def test_what_the_documents_say_of_services_and_units_is_there() -> None:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    services = set(yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"])
    named = re.findall(r"docker compose (?:run --rm |exec |cp --follow-link )(\w+)", text)
    assert len(named) > 3 and set(named) == services
    units = re.findall(r"(?:systemctl (?:enable --now|start|stop)|journalctl -u) ([\w.-]+)", text)
    files = {unit if "." in unit else f"{unit}.service" for unit in units if unit != "`"}
    assert {"copydesk.service", "copydesk-ingest.timer"} <= files <= {path.name for path in UNITS}
