"""Stores for tests: a bucket on loopback that moto serves, and a proxy before it that fails as it is told."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

#: What the environment of a test holds; moto takes any.
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test-key", "AWS_SECRET_ACCESS_KEY": "test-secret", "AWS_REGION": "us-east-1"}


def bucket_server() -> Iterator[str]:
    """The address of a server that speaks S3, on loopback."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def make_bucket(endpoint: str, name: str) -> None:
    """Make an empty bucket."""
    connection = http.client.HTTPConnection(endpoint.removeprefix("http://"), timeout=10)
    connection.request("PUT", f"/{name}")
    assert connection.getresponse().status == 200
    connection.close()


def bucket_address(endpoint: str, bucket: str, **query: object) -> str:
    """The address of a store in a bucket there."""
    more = "".join(f"&{key}={value}" for key, value in query.items())
    return f"s3://{bucket}/desk?endpoint={endpoint}&allow_http=true{more}"


@dataclass
class Fault:
    """What a proxy does instead of passing a request on."""

    #: "hang", "cut answer", "stalled answer", "lost answer", "cut upload", or a status with its body: "503 busy".
    kind: str
    #: How many requests it meets; the others pass.
    times: int = 1_000_000
    #: Which requests it meets.
    of: Callable[[str, str], bool] = lambda method, path: True


@dataclass
class Proxy:
    """A proxy before a server, with the requests that it got and the fault that it is to make."""

    address: str = ""
    fault: Fault | None = None
    #: Method, path, and range of each request.
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    #: Set at the end, so that what hangs ends.
    done: threading.Event = field(default_factory=threading.Event)

    def met(self, method: str, path: str) -> str:
        """The kind of the fault that a request meets; "" for none."""
        if self.fault is None or self.fault.times <= 0 or not self.fault.of(method, path):
            return ""
        self.fault.times -= 1
        return self.fault.kind


@contextmanager
def faulty_proxy(endpoint: str) -> Iterator[Proxy]:
    """A proxy before a server, on loopback."""
    proxy = Proxy()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *said: Any) -> None:
            pass

        def _all(self) -> None:
            proxy.asked.append((self.command, self.path, self.headers.get("Range", "")))
            kind = proxy.met(self.command, self.path)
            length = int(self.headers.get("Content-Length") or 0)
            if kind == "cut upload":
                self.rfile.read(length // 2)
                self.close_connection = True
                return
            body = self.rfile.read(length)
            if kind == "hang":
                proxy.done.wait(30)
                self.close_connection = True
                return
            if kind[:1].isdigit():
                status, _, said = kind.partition(" ")
                self._give(int(status), [], b"" if self.command == "HEAD" else said.encode())
                return
            status, headers, answer = self._passed_on(body)
            if kind == "lost answer":
                self.close_connection = True
                return
            self._give(status, headers, answer, cut=kind == "cut answer", stalls=kind == "stalled answer")

        do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = _all

        def _passed_on(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
            connection = http.client.HTTPConnection(endpoint.removeprefix("http://"), timeout=20)
            connection.request(self.command, self.path, body, dict(self.headers))
            answer = connection.getresponse()
            data = answer.read()
            connection.close()
            return answer.status, answer.getheaders(), data

        def _give(
            self,
            status: int,
            headers: list[tuple[str, str]],
            body: bytes,
            *,
            cut: bool = False,
            stalls: bool = False,
        ) -> None:
            self.send_response_only(status)
            kept = [(k, v) for k, v in headers if k.lower() not in ("transfer-encoding", "connection")]
            if not any(key.lower() == "content-length" for key, _ in kept):
                kept.append(("Content-Length", str(len(body))))
            for key, value in kept:
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if cut or stalls else body)
            if stalls:
                proxy.done.wait(30)
            if cut or stalls:
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    proxy.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield proxy
    finally:
        proxy.done.set()
        server.shutdown()
        server.server_close()
