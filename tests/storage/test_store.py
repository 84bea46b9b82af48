"""Stores: the few verbs do the same in a folder and in a bucket."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.storage.address import store_address
from flows.storage.behind import address_behind, has_store, put_behind, store_behind
from flows.storage.content import content_of
from flows.storage.errors import NoStore
from flows.storage.probe import store_flaw
from flows.storage.store import Store, open_store
from flows.storage.stored_file import StoredFile
from tests.flows.desk import ROOT
from tests.stores import bucket_address


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "folder":
        (tmp_path / "a store").mkdir()
        yield open_store((tmp_path / "a store").as_uri())
    else:
        server, bucket = request.getfixturevalue("bucket_server"), request.getfixturevalue("bucket")
        yield open_store(bucket_address(server, bucket))


def test_a_file_is_put_once_and_read_in_parts(store: Store, tmp_path: Path) -> None:
    big = tmp_path / "big"
    big.write_bytes(os.urandom(3_000_000))
    assert store.sizes() == {} and store.look("a") is None
    assert store.create("a", b"first one")
    assert not store.create("a", b"second")
    assert store.read("a", 0, 100) == b"first one" and store.read("a", 6, 2) == b"on"
    assert store.read("a", 9, 5) == store.read("a", 50, 5) == b""
    with content_of(big) as content:
        assert store.create("big", content) and store.holds("big", content)
    assert store.read("big", 1_234_567, 89) == big.read_bytes()[1_234_567:][:89]
    assert store.sizes() == {"a": 9, "big": 3_000_000}
    assert store.holds("a", b"first one")
    assert not store.holds("a", b"first 1ne") and not store.holds("a", b"first ones")
    before = store.look("a")
    store.replace("a", b"anew: one")
    after = store.look("a")
    assert before and after and before.version != after.version and after.size == 9
    for _ in range(2):
        store.delete("a")
    assert list(store.sizes()) == ["big"]
    for ask in (lambda: store.read("a", 0, 1), lambda: store.holds("a", b"x")):
        with pytest.raises(FileNotFoundError):
            ask()
    assert store_flaw(store) is None
    assert list(store.sizes()) == ["big"], "the probe is removed"


def test_what_others_put_is_compared_byte_by_byte(bucket_server: str, bucket: str) -> None:
    """A file that was copied by another program has no digest beside it."""
    import obstore
    from obstore.store import from_url

    address = store_address(bucket_address(bucket_server, bucket))
    options = {"config": {"endpoint": address.endpoint}, "client_options": {"allow_http": True}}
    obstore.put(from_url(address.url, **options), "a", b"as it is")
    store = open_store(address)
    assert store.holds("a", b"as it is") and not store.holds("a", b"as it as")


def test_a_file_is_read_with_few_requests(store: Store) -> None:
    whole = os.urandom(2_000_000)
    store.create("a", whole)
    asked: list[int] = []

    class Counting:
        url = store.url
        look = store.look

        def read(self, name: str, offset: int, length: int) -> bytes:
            asked.append(length)
            return store.read(name, offset, length)

    file = StoredFile(Counting(), "a")  # type: ignore[arg-type]
    file.seek(1_000_000)
    assert file.read(1000) == whole[1_000_000:1_001_000] and asked == [1000], "a single page costs a small one"
    file.seek(0)
    parts = []
    while part := file.read(20_000):
        parts.append(part)
    assert b"".join(parts) == whole
    assert len(asked) < 8
    assert file.seek(0, 2) == 2_000_000 and file.read(5) == b""
    file.seek(-5, 2)
    assert file.read() == whole[-5:]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("s3://key:secret@bucket/x", "holds credentials"),
        ("s3://bucket/x?endpoint=https://key:secret@minio.example", "holds credentials"),
        ("s3://bucket/x?endpoint=http://minio.example", "plain http"),
        ("s3://bucket/x?sig=secret", "'sig' is not known"),
        ("s3://bucket/x?timeout=secret", "must be seconds"),
        ("ftp://bucket/x", r"names no store that is known \(ftp:\)"),
        ("s3:///x", "names no bucket"),
        ("file://host/x", "names no bucket"),
        ("s3://[bucket/x", "cannot be read"),
    ],
)
def test_an_address_that_is_none_is_told_without_its_secrets(address: str, said: str) -> None:
    with pytest.raises(NoStore, match=said) as raised:
        store_address(address)
    assert "secret" not in str(raised.value)


def test_an_address_says_all_that_another_process_must_know() -> None:
    told = store_address("s3://bucket/a/b/", endpoint="http://127.0.0.1:9000/", allow_http=True, timeout=5.0)
    assert told.url == "s3://bucket/a/b"
    assert store_address(str(told)) == told
    assert str(store_address("gs://bucket")) == "gs://bucket"


def test_a_folder_knows_the_store_behind_it(tmp_path: Path) -> None:
    assert store_behind(tmp_path) is None and store_behind(tmp_path / "nowhere") is None
    address = store_address("s3://bucket/desk", patience=3.0)
    put_behind(tmp_path, address)
    assert address_behind(tmp_path) == address == address_behind(str(address))


@pytest.mark.parametrize("held", [b"", b"s3:/", b"\xff\xfe\x00"])
def test_a_folder_whose_line_is_damaged(tmp_path: Path, held: bytes) -> None:
    (tmp_path / "store").write_bytes(held)
    with pytest.raises(NoStore, match=r"/store holds no address of a store; name it under \[storage\]"):
        store_behind(tmp_path)
    assert not has_store(tmp_path)
    put_behind(tmp_path, store_address("s3://bucket/desk"))
    assert has_store(tmp_path) and has_store("s3://bucket/desk")


def loaded_at_once(path: Path) -> set[str]:
    """The modules that a file imports when it is imported itself."""
    tree = ast.parse(path.read_text("utf-8"))
    named = {node.module or "" for node in tree.body if isinstance(node, ast.ImportFrom)}
    return named | {name.name for node in tree.body if isinstance(node, ast.Import) for name in node.names}


def test_nothing_of_it_is_loaded_unless_an_address_asks_for_it() -> None:
    code = {path: loaded_at_once(path) for room in ("flows", "warehouse") for path in (ROOT / room).rglob("*.py")}
    assert {path.name for path, names in code.items() if any(n.startswith("obstore") for n in names)} == {
        "bucket_store.py"
    }
    assert [path for path, names in code.items() if "flows.storage.bucket_store" in names] == []


def test_without_the_library_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(NoStore, match=r"needs the library obstore.*pip install 'copydesk\[s3\]'"):
        open_store("s3://bucket/nobody-opened-this")


def test_other_providers_are_opened_by_the_same_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_NAME", "desk")
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_KEY", "c2VjcmV0")
    for address, name in (("gs://bucket/desk", "GCSStore"), ("az://container/desk", "AzureStore")):
        store = open_store(address)
        assert type(store._opened()).__name__ == name  # type: ignore[attr-defined]
        assert store.url == address
