"""How many pages a second our client fetches and archives, beside bare aiohttp on the same server in the same run.

    python -m tests.bench.fetching [--pages N] [--turns N] [--profile] [--real FILE]

A server process of its own serves pages of 60 kB, or 64 of the pages in a file of JSON lines with `html`, all made
different, under 41 addresses of the loopback; both ask with 20 connections and no pause.  Takes turns, as other
programs come and go; prints pages a second, and the CPU time of a page: of this process, of its event loop alone, and
of the server.  From these follows how many pages a second are possible: no more than fit into the thread of the event
loop, and into two processors, the server's work included.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import json
import multiprocessing
import pstats
import random
import tempfile
import time
from collections.abc import Awaitable, Callable
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import NamedTuple

import aiohttp

from flows.acquire.following.follow import follow_sources
from flows.acquire.http.client import Ask, Client
from flows.acquire.keeper import Keeper
from flows.archive.archive import Archive
from flows.config.settings import Fetching, Limits, Settings
from flows.config.sources import Source
from parsers.rules import default_rules

HOSTS, CONNECTIONS, PAGE_BYTES = 41, 20, 60_000
SETTINGS = Fetching(delay=0, jitter=0, connections=CONNECTIONS, allow_private=True)


def page(number: int, words: list[str]) -> bytes:
    """A page of 60 kB with some 700 words of text between its scripts, unlike every other one."""
    dice = random.Random(number)
    text = "".join(f"<p>{' '.join(dice.choices(words, k=60))}.</p>" for _ in range(60))
    head = f"<!doctype html><html><head><title>Story {number}</title><script>{'var a = 1; ' * 1200}</script></head>"
    body = f"{head}<body><article><h1>Story {number}</h1>{text}</article></body></html>".encode()
    return body + b"<!-- " + b"x" * max(0, PAGE_BYTES - len(body) - 9) + b" -->"


def pages_to_serve(real: str | None) -> list[bytes]:
    """64 pages, each with a comment into which a number can be put, so that every answer differs.

    real: a file of JSON lines with pages in `html`; None: invented pages.
    """
    if real is not None:
        with Path(real).open(encoding="utf-8") as lines:
            some = [json.loads(line)["html"] for line in islice(lines, 0, 64 * 50, 50)]
        return [html.encode("utf-8", "replace") + b"<!-- x -->" for html in some]
    words = [
        f"{a}{b}" for a in ("harb", "ferr", "sail", "tid", "quay", "dock") for b in ("our", "y", "ed", "e", "side")
    ]
    return [page(number, words) for number in range(64)]


def serve(told: Connection, real: str | None) -> None:
    """Serve pages until the process is ended.  Sends its port to `told`, and for each message from there its CPU time
    in seconds.

    real: a file with pages to serve; None: invented pages.
    """
    cut = pages_to_serve(real)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                path = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1].decode()
                status, kind, body = "200 OK", "text/html; charset=utf-8", b""
                if path == "/robots.txt":
                    status = "404 Not Found"
                elif path.startswith("/list"):
                    base = f"http://{writer.get_extra_info('sockname')[0]}:{port}"
                    kind = "text/plain"
                    body = "\n".join(f"{base}/p{n}" for n in range(int(path[5:]))).encode()
                else:
                    number = int(path[2:]) + 1000 * int(writer.get_extra_info("sockname")[0].rpartition(".")[2])
                    whole = cut[number % len(cut)]
                    at = whole.rindex(b"<!-- x")
                    body = b"%b<!-- %d%b" % (memoryview(whole)[:at], number, memoryview(whole)[at + 6 :])
                writer.write(
                    f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def tell_time() -> None:
        try:
            told.recv()
        except EOFError:  # the process that measures was killed
            raise SystemExit from None
        told.send(time.process_time())

    async def run() -> None:
        nonlocal port
        server = await asyncio.start_server(answer, "0.0.0.0", 0)
        asyncio.get_running_loop().add_reader(told.fileno(), tell_time)
        port = server.sockets[0].getsockname()[1]
        told.send(port)
        await server.serve_forever()

    port = 0
    asyncio.run(run())


async def bare(urls: list[str]) -> None:
    """Fetch all addresses by aiohttp alone."""
    slots = asyncio.Semaphore(CONNECTIONS)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS)) as session:

        async def one(url: str) -> None:
            async with slots, session.get(url) as response:
                assert len(await response.read()) > 500

        await asyncio.gather(*map(one, urls))


async def client_alone(urls: list[str]) -> None:
    """Fetch all addresses by our client, with robots.txt; the pages are thrown away."""
    async with Client(SETTINGS, blocks=default_rules().family("blockpages"), version="0") as client:

        async def one(url: str) -> str:
            return (await client.get(url, Ask(limit=20_000_000))).outcome

        assert set(await asyncio.gather(*map(one, urls))) == {"fetched"}


async def client_and_archive(urls: list[str]) -> None:
    """Fetch all addresses by our client, and archive every page."""
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder), run="run") as archive:
        keeper = Keeper(archive)
        async with Client(SETTINGS, blocks=default_rules().family("blockpages"), version="0") as client:

            async def one(url: str) -> bool:
                found = await client.get(url, Ask(limit=20_000_000))
                return (await keeper.keep(found))[1].new

            assert all(await asyncio.gather(*map(one, urls)))


def following(port: int, pages: int) -> None:
    """Do all that the flow scrape does: follow 41 outlets, each with a list of `pages` pages, and archive them."""
    sources = [Source(name=host, sitemaps=(f"http://{host}:{port}/list{pages}",)) for host in hosts()]
    settings = Settings(fetch=SETTINGS, limits=Limits(pages_per_source=100_000))
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder), run="run") as archive:
        tallies = follow_sources(sources, archive=archive, settings=settings, rules=default_rules(), version="0")
    assert all(tally.counts == {"fetched": pages} for tally in tallies), tallies[0]


def hosts() -> list[str]:
    return [f"127.0.0.{n + 1}" for n in range(HOSTS)]


class Cost(NamedTuple):
    """What one way of fetching took: pages a second, and milliseconds of CPU a page of this process, its event loop and
    the server."""

    speed: float
    ours: float
    loop: float
    server: float

    def possible(self, processors: int = 2) -> float:
        """The most pages a second that fit into the event loop's thread, and into so many processors, the server's work
        included."""
        return min(1000 / self.loop, processors * 1000 / (self.ours + self.server))


def timed(work: Callable[[], object], pages: int, server: Callable[[], float]) -> Cost:
    """Run `work`, which fetches `pages` pages, and measure it.  server: gives the CPU time that the server has taken,
    in seconds."""
    began, cpus = time.perf_counter(), (time.process_time(), time.thread_time(), server())
    work()
    speed = pages / (time.perf_counter() - began)
    spent = (time.process_time(), time.thread_time(), server())
    return Cost(speed, *((after - before) * 1000 / pages for before, after in zip(cpus, spent)))


def measure(port: int, each: int, turns: int, server: Callable[[], float]) -> None:
    urls = [f"http://{host}:{port}/p{n}" for n in range(each) for host in hosts()]

    def of(fetch: Callable[[list[str]], Awaitable[None]]) -> Callable[[], object]:
        return lambda: asyncio.run(fetch(urls))  # type: ignore[arg-type]

    ways: dict[str, Callable[[], object]] = {
        "bare aiohttp": of(bare),
        "client": of(client_alone),
        "client, archive": of(client_and_archive),
        "follow, archive": lambda: following(port, each),
    }
    default_rules()  # read once, before anything is timed
    found: dict[str, list[Cost]] = {name: [] for name in ways}
    for _ in range(turns):
        for name, work in ways.items():
            found[name].append(timed(work, len(urls), server))
    for name, runs in found.items():
        ratio = median(run.speed / base.speed for run, base in zip(runs, found["bare aiohttp"]))
        cost = Cost(*map(median, zip(*runs)))
        print(
            f"{name:<16} {cost.speed:6.0f} pages/s  {ratio:4.2f} of bare;  ms CPU: {cost.ours:5.3f}"
            f" (event loop {cost.loop:5.3f}), server {cost.server:5.3f};  possible {cost.possible():5.0f} pages/s"
        )


def profile(port: int, each: int) -> None:
    profiler = cProfile.Profile()
    profiler.runcall(following, port, each)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(45)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=20, help="of each of the 41 hosts")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--real", help="a file of JSON lines with pages")
    given = parser.parse_args()
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs, given.real), daemon=True)
    server.start()
    port = ours.recv()

    def cpu_of_server() -> float:
        ours.send("how long?")
        return float(ours.recv())

    try:
        profile(port, given.pages) if given.profile else measure(port, given.pages, given.turns, cpu_of_server)
    finally:
        server.terminate()


if __name__ == "__main__":
    main()
