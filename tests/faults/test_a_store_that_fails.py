"""A store does not answer, hangs, breaks off, loses an answer, or refuses: one message each, and nothing is
half-done."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

import pytest

from flows.storage.errors import StoreAway, StoreRefuses
from flows.storage.probe import store_flaw
from flows.storage.store import Store, open_store
from tests.stores import Fault, Proxy, bucket_address, faulty_proxy

pytestmark = pytest.mark.slow

PAGE = os.urandom(300_000)


@pytest.fixture
def proxy(bucket_server: str, bucket: str) -> Iterator[Proxy]:
    with faulty_proxy(bucket_server) as found:
        yield found


def opened(proxy: Proxy, bucket: str, *, timeout: float = 20.0, patience: float = 20.0) -> Store:
    return open_store(bucket_address(proxy.address, bucket, timeout=timeout, patience=patience))


@pytest.mark.parametrize("kind", ["503", "hang", "cut upload", "lost answer"])
def test_an_upload_is_repeated_until_it_is_there(proxy: Proxy, bucket: str, kind: str) -> None:
    store = opened(proxy, bucket, timeout=1)
    proxy.fault = Fault(kind, times=2, of=lambda method, path: method == "PUT")
    made = store.create("page", PAGE)
    assert made is (kind != "lost answer"), "when the answer was lost, the name is taken: by this very file"
    assert store.holds("page", PAGE)
    assert store.sizes() == {"page": len(PAGE)}


@pytest.mark.parametrize("kind", ["503", "hang", "cut answer", "stalled answer"])
def test_a_read_is_repeated_until_it_is_whole(proxy: Proxy, bucket: str, kind: str) -> None:
    store = opened(proxy, bucket, timeout=1)
    store.create("page", PAGE)
    proxy.fault = Fault(kind, times=2)
    assert store.read("page", 100, 200_000) == PAGE[100:200_100]
    proxy.fault = Fault(kind, times=1)
    assert store.sizes() == {"page": len(PAGE)}


VERBS: dict[str, Callable[[Store], object]] = {
    "create": lambda store: store.create("other", PAGE),
    "read": lambda store: store.read("page", 0, 200_000),
    "look": lambda store: store.look("page"),
    "list": lambda store: store.sizes(),
    "delete": lambda store: store.delete("page"),
}


@pytest.mark.parametrize(
    ("verb", "kind"), [*((verb, "hang") for verb in VERBS), *((verb, "stalled answer") for verb in ("read", "list"))]
)
def test_one_that_stays_away_is_told_and_left_alone_for_a_while(
    proxy: Proxy, bucket: str, verb: str, kind: str
) -> None:
    opened(proxy, bucket).create("page", PAGE)
    store = opened(proxy, bucket, timeout=0.5, patience=0.6)
    proxy.fault = Fault(kind)
    began = time.monotonic()
    with pytest.raises(StoreAway, match=r"^s3://b\w+/desk does not answer \(no answer within 0.5 s\); nothing is lost"):
        VERBS[verb](store)
    assert time.monotonic() - began < 6
    began, proxy.fault = time.monotonic(), None
    for ask in VERBS.values():
        with pytest.raises(StoreAway):
            ask(store)
    assert time.monotonic() - began < 1.0, "each page that is wanted would wait for it again"


@pytest.mark.parametrize(
    ("kind", "said"),
    [("503", "it says 503"), ("cut upload", "the connection broke|no connection"), ("refused", "connection refused")],
)
def test_why_it_does_not_answer(proxy: Proxy, bucket: str, kind: str, said: str) -> None:
    store = opened(proxy, bucket, patience=0.3)
    if kind == "refused":
        store = open_store(bucket_address("http://127.0.0.1:1", bucket, patience=0.3))
    proxy.fault = Fault(kind)
    with pytest.raises(StoreAway, match=said) as raised:
        store.create("page", PAGE)
    assert "\n" not in str(raised.value) and len(str(raised.value)) < 160


def test_a_bucket_that_is_missing(bucket_server: str, bucket: str) -> None:
    store = open_store(bucket_address(bucket_server, "nowhere"))
    for ask in (VERBS["create"], VERBS["read"], VERBS["list"], store_flaw):
        if ask is store_flaw:
            assert "there is no such bucket" in str(ask(store))
            continue
        with pytest.raises(StoreRefuses, match=r"s3://nowhere/desk refuses \(there is no such bucket\); make it"):
            ask(store)


def test_credentials_that_are_missing(bucket_server: str, bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setattr("flows.storage.credentials._METADATA", ("127.0.0.1", 1))
    store = open_store(bucket_address(bucket_server, bucket, timeout=7))
    began = time.monotonic()
    assert str(store_flaw(store)).startswith("s3://") and "set AWS_ACCESS_KEY_ID" in str(store_flaw(store))
    assert time.monotonic() - began < 6


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        (403, "AccessDenied", "permission denied"),
        (403, "InvalidAccessKeyId", "the key is not known"),
        (400, "ExpiredToken", "the credentials have expired"),
        (301, "PermanentRedirect", "another region"),
        (501, "NotImplemented", "puts with a condition"),
        (418, "Teapot", "it says 418 Teapot"),
    ],
)
def test_what_a_server_refuses_is_told_in_one_sentence(
    proxy: Proxy, bucket: str, status: int, code: str, said: str
) -> None:
    body = f"<Error><Code>{code}</Code><Message>test-secret</Message></Error>"
    proxy.fault = Fault(f"{status} {body}")
    flaw = store_flaw(opened(proxy, bucket, patience=0.2))
    assert flaw and said in flaw and "\n" not in flaw
    assert "test-secret" not in flaw and "test-key" not in flaw
