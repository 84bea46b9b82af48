"""A lake's object storage does not answer, hangs or refuses, or its library is missing: the published file is there all
the same."""

from __future__ import annotations

import io
import json
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr
from pathlib import Path

import pytest
from deltalake import DeltaTable

from flows.cli.cli import main
from flows.cli.lake_there import lake_fault
from flows.config.paths import Paths
from tests.flows.desk import ask
from tests.stores import Fault, faulty_proxy, make_bucket
from tests.warehouse.lakes import begun, differences
from warehouse.connect import writer
from warehouse.errors import LakeAway
from warehouse.lake.lake_address import lake_address
from warehouse.lake.publish import publish_lake
from warehouse.lake.tidy import tidy_lake

SECRET = "word-that-nobody-may-see"
#: For the readers.
OPTIONS = {"allow_http": "true", "aws_allow_http": "true"}


@pytest.fixture(scope="module")
def store(bucket_server: str) -> str:
    """The address of a server on this machine that speaks S3 and has the bucket "news"."""
    make_bucket(bucket_server, "news")
    return bucket_server


@pytest.fixture
def nothing_answers() -> Iterator[str]:
    """The address of a server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_REGION", "us-east-1")


@pytest.fixture
def data(sample_data: Path, tmp_path: Path, credentials: None) -> Path:
    """A data directory with changes that are not published yet."""
    shutil.copytree(sample_data, tmp_path / "data", symlinks=True)
    with writer(tmp_path / "data" / "warehouse.duckdb") as connection:
        connection.execute("UPDATE change_counter SET changes = changes + 1")
    return tmp_path / "data"


def run(data: Path, *words: str, seconds: float = 1) -> tuple[int, str]:
    """Run a command; gives its exit code and what it wrote to standard error.  seconds: time limit for the lake."""
    config = data / "config"
    config.mkdir(exist_ok=True)
    (config / "copydesk.toml").write_text(f"[publish]\nshare = 1.0\nlake_seconds = {seconds}\n", "utf-8")
    said = io.StringIO()
    with redirect_stderr(said):
        code = main(["--data", str(data), "--config", str(config), *words])
    return code, said.getvalue()


def published(data: Path) -> int:
    return int(ask(data / "news.duckdb", "SELECT max(number) FROM publications")[0][0])


def test_a_lake_is_written_read_and_tidied_up_on_a_store(
    credentials: None, tmp_path: Path, store: str, nothing_answers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", store)
    desk = begun(tmp_path, "s3://news/whole")
    desk.change("DELETE FROM blocks WHERE revision_id = 2", "ALTER TABLE runs DROP COLUMN counts")
    monkeypatch.setenv("AWS_ENDPOINT_URL", nothing_answers)
    with pytest.raises(LakeAway, match="timed out"):
        publish_lake(desk.news, lake_address(desk.lake, seconds=1), desk.root / "notes")
    monkeypatch.setenv("AWS_ENDPOINT_URL", store)
    result = desk.publish()
    assert (result.written, len(result.notes)) == (3, 1)
    assert differences(desk.news, desk.lake, options=OPTIONS, reader="duckdb") == {}
    tidy_lake(desk.news, lake_address(desk.lake, seconds=30), desk.root / "notes", days=0)
    assert differences(desk.news, desk.lake, options=OPTIONS, reader="polars") == {}


def test_a_commit_whose_answer_is_lost_is_made_once(
    credentials: None, tmp_path: Path, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library repeats a commit whose answer was lost, and finds its first one: there is one commit, not two."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", store)
    desk = begun(tmp_path, "s3://news/lost")
    desk.change("DELETE FROM blocks WHERE revision_id = 2")
    with faulty_proxy(store) as between:
        monkeypatch.setenv("AWS_ENDPOINT_URL", between.address)
        between.fault = Fault("lost answer", 1, lambda method, path: method == "PUT" and "blocks/_delta_log/" in path)
        first = desk.publish()
        assert between.fault.times == 0
    monkeypatch.setenv("AWS_ENDPOINT_URL", store)
    assert first.notes == desk.publish().notes == []
    assert differences(desk.news, desk.lake, options=OPTIONS) == {}
    assert DeltaTable(f"{desk.lake}/blocks", storage_options=OPTIONS).version() == 1


@pytest.mark.parametrize(
    ("trouble", "said"),
    [("away", "Connection refused"), ("hangs", "timed out"), ("refuses", "NoSuchBucket"), ("nobody", "credentials")],
)
def test_the_file_is_published_all_the_same(
    trouble: str, said: str, data: Path, store: str, nothing_answers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = published(data)
    places = {"away": "http://127.0.0.1:9", "hangs": nothing_answers}
    monkeypatch.setenv("AWS_ENDPOINT_URL", places.get(trouble, store))
    if trouble == "nobody":
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")
        monkeypatch.setattr("flows.storage.credentials._is_a_machine_of_amazons", lambda: False)
    code, printed = run(data, "publish", "--lake", f"s3://{trouble}/tables")
    assert (code, published(data)) == (1, before + 1)
    assert said in printed and "Traceback" not in printed
    records = "".join(path.read_text("utf-8") for path in (data / "runs").rglob("*.json"))
    assert said in records and SECRET not in records + printed


def test_the_doctor_says_what_is_wrong_with_the_lake(
    credentials: None, tmp_path: Path, nothing_answers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = Paths(tmp_path)
    (tmp_path / "copydesk.toml").write_text('[publish]\nlake = "s3://news/x"\nlake_seconds = 1\n', "utf-8")
    monkeypatch.setenv("AWS_ENDPOINT_URL", nothing_answers)
    assert "does not answer" in (lake_fault(paths, (tmp_path,)) or "")
    monkeypatch.setattr("warehouse.lake.lake_address.find_spec", lambda name: None)
    assert "pip install" in (lake_fault(paths, (tmp_path,)) or "")
    (tmp_path / "copydesk.toml").write_text("[publish]\n", "utf-8")
    assert lake_fault(paths, (tmp_path,)) is None


def test_without_the_extra_it_says_what_to_install(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = published(data)
    monkeypatch.setattr("warehouse.lake.lake_address.find_spec", lambda name: None)
    code, said = run(data, "publish", "--lake", str(data / "tables"))
    assert (code, published(data)) == (1, before + 1)
    assert "pip install 'copydesk[lake]'" in said and not (data / "tables").exists()
    assert run(data, "compact", "--lake", str(data / "tables")) == (
        1, "copydesk: The extra `lake` is missing; install it with: pip install 'copydesk[lake]'.\n",
    )  # fmt: skip


def test_nothing_of_it_is_loaded_when_nobody_asks(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "deltalake"]:
        monkeypatch.delitem(sys.modules, name)
    assert run(data, "publish")[0] == 0
    assert "deltalake" not in sys.modules


@pytest.mark.parametrize("address", [f"s3://key:{SECRET}@news/x", "ftp://news/x", "s3://"])
def test_an_address_that_is_none_is_bad_usage(address: str, tmp_path: Path) -> None:
    for verb in ("publish", "compact"):
        code, said = run(tmp_path, verb, "--lake", address)
        assert code == 2 and "The address of the lake" in said and SECRET not in said


def test_the_settings_name_a_lake_too(data: Path) -> None:
    config = data / "other"
    config.mkdir()
    (config / "copydesk.toml").write_text('[publish]\nlake = "tables"\n', "utf-8")
    for words in (("publish",), ("compact", "--lake")):
        assert main(["--data", str(data), "--config", str(config), *words]) == 0
    assert differences(data / "news.duckdb", str(data / "tables")) == {}
    records = [json.loads(path.read_text("utf-8")) for path in (data / "runs").rglob("*.json")]
    assert 27 in [record["counts"].get("lake_tables") for record in records]
    (config / "copydesk.toml").write_text(f'[publish]\nlake = "s3://key:{SECRET}@news"\n', "utf-8")
    said = io.StringIO()
    with redirect_stderr(said):
        assert main(["--data", str(data), "--config", str(config), "publish"]) == 2
    assert "credentials" in said.getvalue() and SECRET not in said.getvalue()
