"""A store fails during runs: no page is lost or doubled, and the rows are those of a run without a store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flows.cli.data_status import state
from flows.config.paths import Paths
from flows.import_pages import import_pages
from flows.load import load
from flows.parse import parse
from flows.parsing import staging
from flows.running.run_records import RunRecord
from flows.storage.store import Store, open_store
from tests.faults.here import Here
from tests.flows.desk import PAGES, ask, content
from tests.flows.test_staging import row
from tests.stores import Fault, Proxy, bucket_address, faulty_proxy

pytestmark = pytest.mark.slow

INPUT = [str(PAGES / "northlight"), str(PAGES / "talbote")]


@dataclass(frozen=True)
class Desk:
    """A data directory whose closed files and batches go to a bucket behind a proxy."""

    data: Path
    config: Path
    proxy: Proxy
    #: Without the proxy.
    archive: Store
    staging: Store

    def run(self, flow: Callable[..., RunRecord], **more: object) -> RunRecord:
        return flow(data=str(self.data), config=str(self.config), **more)

    def warcs(self) -> set[str]:
        return {path.name for path in self.data.glob("archive/*.warc.gz")}

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        return content(self.data / "warehouse.duckdb")


@pytest.fixture(autouse=True, scope="module")
def here() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.parse.open_pool", Here)
        patch.setattr("flows.storage.health.LEFT_ALONE", 0.0)
        yield


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[Any, ...]]]:
    """The rows that the same pages give when no store is set."""
    data = tmp_path_factory.mktemp("local")
    import_pages(INPUT, data=str(data))
    parse(data=str(data))
    load(data=str(data))
    return content(data / "warehouse.duckdb")


@pytest.fixture
def desk(bucket_server: str, bucket: str, tmp_path: Path) -> Iterator[Desk]:
    with faulty_proxy(bucket_server) as proxy:
        (tmp_path / "config").mkdir()
        (tmp_path / "config" / "copydesk.toml").write_text(
            f'[storage]\narchive = "s3://{bucket}/archive"\nstaging = "s3://{bucket}/staging"\n'
            f'endpoint = "{proxy.address}"\nallow_http = true\nkeep_local = false\ntimeout = 20\npatience = 0.4\n'
        )
        whole = bucket_address(bucket_server, bucket)
        archive, staging = (open_store(whole.replace("/desk?", f"/{name}?")) for name in ("archive", "staging"))
        yield Desk(tmp_path / "data", tmp_path / "config", proxy, archive, staging)


def test_it_is_away_while_pages_are_read_staged_and_loaded(desk: Desk, local: dict[str, list[tuple[Any, ...]]]) -> None:
    """While the store fails each flow does what it can without it; the next run does the rest."""
    desk.run(import_pages, paths=INPUT)
    assert desk.warcs() == set() and len(desk.archive.sizes()) == 2, "the file, with its CDXJ"
    desk.proxy.fault = Fault("503 busy")
    record = desk.run(parse)
    assert record.counts == {"unreadable": 3}
    asked = [said for said in record.messages if "/archive could not be asked for 3 pages (it says 503)" in said]
    assert len(asked) == 1, "one sentence for the store, not one for each page"
    desk.proxy.fault = Fault("cut upload", of=lambda method, path: method == "PUT" and "/staging/" in path)
    record = desk.run(parse)
    assert record.counts["pages"] == 3 and any("a batch waits in" in said for said in record.messages)
    assert len([*desk.data.glob("staging/*.parquet")]) == 1 and desk.staging.sizes() == {}
    desk.proxy.fault = Fault("503 busy", of=lambda method, path: "staging" in path)
    record = desk.run(load)
    assert (record.outcome, record.counts["batches"]) == ("done", 1), "what lies here is loaded"
    assert any("/staging does not answer (it says 503)" in said for said in record.messages)
    assert desk.rows() == local


def test_a_batch_in_the_store_is_loaded_once_and_a_damaged_one_set_aside(desk: Desk) -> None:
    address = bucket_address(desk.proxy.address, desk.staging.url.split("/")[2]).replace("/desk?", "/staging?")
    assert desk.run(load).counts == {}
    for number in (1, 2):
        staging.stage(address, [row(number)], batch_id=f"{number:032}")
    damaged, whole = desk.staging.sizes()
    desk.staging.replace(damaged, desk.staging.read(damaged, 0, 999))
    assert state(Paths(desk.data))["batches_in_store"] == 2
    desk.proxy.fault = Fault("503 busy", of=lambda method, path: method == "POST")  # by which files are removed
    record = desk.run(load)
    assert (record.outcome, record.counts["batches"]) == ("failed", 1)
    assert whole in desk.staging.sizes(), "it could not be removed"
    desk.proxy.fault = None
    assert desk.run(load).counts == {}
    assert [*desk.staging.sizes()] == [damaged.replace(".parquet", ".damaged")]
    assert ask(desk.data / "warehouse.duckdb", "SELECT count(*) FROM fetches") == [(1,)]


def test_no_secret_is_in_a_record_or_log(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.run(import_pages, paths=INPUT[:1])
    desk.proxy.fault = Fault("403 <Error><Code>SignatureDoesNotMatch</Code><Key>test-secret</Key></Error>")
    record = desk.run(import_pages, paths=INPUT[1:])
    (told,) = record.messages
    assert "it refuses: it says 403" in told and "check the credentials" in told
    desk.proxy.fault = None
    desk.run(parse, dry_run=True)
    assert len(desk.warcs()) == 1, "a dry run uploads nothing"
    printed = capsys.readouterr()
    texts = [printed.out, printed.err, *(path.read_text() for path in desk.data.glob("runs/*.json"))]
    texts += [(desk.data / name / "store").read_text() for name in ("archive", "staging")]
    assert len(texts) == 6 and not [text for text in texts if "test-secret" in text or "test-key" in text]
