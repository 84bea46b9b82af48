"""Rendering pages by a real browser: what is shown is read, what is asked for is asked politely and once."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from aiohttp import web
from warcio.archiveiterator import ArchiveIterator

from flows.acquire.browser import chromium as module
from flows.acquire.browser.chromium import Chromium
from flows.acquire.browser.find_browser import find_browser
from flows.acquire.browser.requests import Kept, PageRequests
from flows.archive.archive import Archive
from flows.archive.captures import Capture
from flows.config.settings import Browser, config_directories
from flows.parsing.parse_item import parse_item
from flows.parsing.worklist import from_page
from parsers.rules import default_rules
from tests.acquire.browsers import STORY, TEXT, needs_browser, render, shell, showing
from tests.acquire.loopback import ASK, Handler, answers, client, site

pytestmark = [pytest.mark.slow, needs_browser]

APP = """
const text = (url, options) => fetch(url, options).then((answer) => answer.json());
customElements.define("story-text", class extends HTMLElement {
  connectedCallback() { this.attachShadow({mode: "open"}).innerHTML = "<p>" + this.getAttribute("text") + "</p>"; }
});
Promise.all([
  text("/api/story.json"),
  text(ELSEWHERE + "/api/end.json", {headers: {"X-Wanted": "json"}}),
  fetch("/api/closed.json").then(() => "open", () => "closed"),
  fetch("/api/seen", {method: "POST", body: "x"}).then(() => "sent", () => "not sent"),
]).then(([story, end, closed, seen]) => {
  const paragraphs = story.paragraphs.map((one) => `<p>${one}</p>`).join("");
  document.getElementById("root").innerHTML =
    `<article><h1>${story.title}</h1>${paragraphs}<story-text text="${end.text}"></story-text>` +
    `<p>It was ${closed} and ${seen}.</p></article>`;
});
"""
PARAGRAPHS = [f"Ferry {number} of five left first. {TEXT}".strip() for number in (3, 1, 4)]
MORE = """<link rel="stylesheet" href="/style.css"><script src="https://www.google-analytics.com/analytics.js"></script>
<script>const ELSEWHERE = "{elsewhere}";</script><script src="/app.js" defer></script>"""


def _json(value: object) -> Handler:
    return answers(text=json.dumps(value), content_type="application/json")


async def _closed(request: web.Request) -> web.Response:
    return web.Response(text="User-agent: *\nDisallow: /api/closed.json\n")


def test_a_story_that_scripts_bring(tmp_path: Path) -> None:
    async def run() -> None:
        story = {"title": "Ferries sail again", "paragraphs": PARAGRAPHS}
        async with site({"/api/end.json": _json({"text": f"The last one. {TEXT}"})}) as other, site() as served:
            page = shell("", MORE.format(elsewhere=other.url.replace("127.0.0.1", "localhost")))
            served.answers |= {"/one": page, "/two": page.replace(b"sail again</", b"sail</"), "/robots.txt": _closed}
            served.answers |= {"/printed": f"<html><body><article><h1>Printed</h1>{STORY}</article>".encode()}
            served.answers |= {"/api/story.json": _json(story), "/api/closed.json": _json({})}
            served.answers["/app.js"] = answers(text=APP, content_type="text/javascript")
            urls = [f"{served.url}/{name}" for name in ("one", "two", "printed")]
            found = await render(urls, tmp_path, when="when needed")
            assert [found[name].outcome for name in ("one", "two", "printed")] == ["fetched"] * 3
            assert [bool(found[name].rendered_by) for name in ("one", "two", "printed")] == [True, True, False]
            asked = ["/api/story.json", "/app.js", "/one", "/printed", "/robots.txt", "/two"]
            assert sorted(served.asked) == asked
            assert sorted(other.asked) == ["/api/end.json", "/robots.txt"]

    asyncio.run(run())
    _is_archived(tmp_path)
    (tmp_path / "index.sqlite").unlink()
    with Archive(tmp_path) as archive:
        one = next(page for page in archive.pages() if page.url.endswith("/one"))
        assert len(list(archive.pages())) == 3
        row = parse_item(from_page(one), directory=tmp_path, config=config_directories())
    assert isinstance(row, dict) and row["outcome"] == "article"
    article = row["article"]
    assert article["headline"] == "Ferries sail again"
    assert [block["text"] for block in article["blocks"]] == [
        *PARAGRAPHS, f"The last one. {TEXT}".strip(), "It was closed and not sent.",
    ]  # fmt: skip
    assert article["evidence"]["page"]["method"] == "rendered"
    assert article["evidence"]["page"]["rule"].startswith("Chromium 1")


def _is_archived(folder: Path) -> None:
    """What was fetched stands beside each rendering, which refers to it."""
    with next(folder.glob("*.warc.gz")).open("rb") as file:
        records = [(r.rec_type, r.rec_headers, r.content_stream().read()) for r in ArchiveIterator(file)]
    rendering = ["conversion", "response", "request"]
    assert [kind for kind, _, _ in records] == ["warcinfo", *rendering, *rendering, "response", "request"]
    (_, made, rendered), (_, raw, fetched) = records[1:3]
    assert made.get_header("WARC-Refers-To") == raw.get_header("WARC-Record-ID")
    assert made.get_header("WARC-Target-URI") == raw.get_header("WARC-Target-URI")
    assert made.get_header("Content-Type") == "text/html; charset=utf-8"
    assert TEXT.encode() in rendered and TEXT.encode() not in fetched


def test_what_is_not_html_is_not_rendered(tmp_path: Path) -> None:
    async def run() -> None:
        async with site({"/gone": answers(status=410), "/text": answers(text=TEXT)}) as served:
            urls = [f"{served.url}/{name}" for name in ("gone", "text")]
            found = await render(urls, tmp_path)
            assert (found["gone"].outcome, found["text"].outcome) == ("http_error", "fetched")
            assert not found["text"].rendered_by and found["text"].raw is None

    asyncio.run(run())


#: Each line tries to reach the server at PORT, over TCP or, at UDP, over UDP; the page ends with what it got.
REACHING = """
const at = "http://127.0.0.1:PORT/", tries = [
  () => fetch(at), () => fetch(at, {mode: "no-cors"}), () => fetch("http://[::1]:PORT/"),
  () => fetch("http://localhost:PORT/"), () => fetch("http://10.0.0.1/"), () => fetch("http://169.254.169.254/"),
  () => fetch("file:///etc/passwd"), () => fetch(at, {method: "POST", body: "x"}), () => import(at + "x.js"),
  () => new Promise((got, no) => { navigator.sendBeacon(at); no(); }),
  () => new Promise((got, no) => { const s = new WebSocket("ws://127.0.0.1:PORT/"); s.onopen = got; s.onerror = no; }),
  () => new Promise((got, no) => { const s = new EventSource(at); s.onopen = got; s.onerror = no; }),
  () => new WebTransport("https://127.0.0.1:UDP/").ready,
  () => new Promise((got, no) => {
    const code = `fetch("${at}").then(() => postMessage(1), () => postMessage(0))`;
    const worker = new Worker(URL.createObjectURL(new Blob([code])));
    worker.onmessage = (said) => said.data ? got() : no();
  }),
  async () => {
    const peer = new RTCPeerConnection({iceServers: [{urls: "stun:127.0.0.1:UDP"},
      {urls: "turn:127.0.0.1:PORT?transport=tcp", username: "a", credential: "b"}]});
    peer.createDataChannel("x");
    await peer.setLocalDescription(await peer.createOffer());
    await new Promise((done) => setTimeout(done, 300));
    throw "nothing came";
  },
];
SHOWING
document.getElementById("form").submit();
document.getElementById("link").click();
window.open(at + "window");
Promise.allSettled(tries.map((one) => Promise.resolve().then(one))).then((all) => {
  document.body.append("reached " + all.filter((one) => one.status === "fulfilled").length);
  location.href = "file:///etc/passwd";
  location.href = at + "next";
});
"""
HINTS = """<link rel="preconnect" href="http://127.0.0.1:PORT"><link rel="prefetch" href="http://127.0.0.1:PORT/1">
<link rel="dns-prefetch" href="//127.0.0.1:PORT"><link rel="preload" as="fetch" href="http://127.0.0.1:PORT/2">
<link rel="icon" href="http://127.0.0.1:PORT/3"><link rel="manifest" href="http://127.0.0.1:PORT/4">
<script type="speculationrules">{"prefetch": [{"source": "list", "urls": ["http://127.0.0.1:PORT/5"]}],
"prerender": [{"source": "list", "urls": ["http://127.0.0.1:PORT/6"]}]}</script></head><body>
<img src="http://127.0.0.1:PORT/7"><iframe src="http://127.0.0.1:PORT/8"></iframe><iframe src="file:///etc/passwd">
</iframe><object data="http://127.0.0.1:PORT/9"></object><video src="http://127.0.0.1:PORT/10"></video>
<a id="link" href="#x" ping="http://127.0.0.1:PORT/11">x</a>
<form id="form" method="post" action="http://127.0.0.1:PORT/12" target="other"></form>"""


async def _reached() -> tuple[list[str], str]:
    """Render a page that tries everything; gives the bytes that reached a port of this machine, and what it shows."""
    got: list[str] = []

    class Datagrams(asyncio.DatagramProtocol):
        def datagram_received(self, data: bytes, addr: object) -> None:
            got.append("UDP")

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        got.append(f"TCP {await reader.read(30)!r}")
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    loop = asyncio.get_running_loop()
    datagrams, _ = await loop.create_datagram_endpoint(Datagrams, local_addr=("127.0.0.1", 0))
    ports = server.sockets[0].getsockname()[1], datagrams.get_extra_info("sockname")[1]

    def filled(text: str) -> str:
        return text.replace("PORT", str(ports[0])).replace("UDP", str(ports[1])).replace("SHOWING", showing())

    page = Capture(
        "https://herald.example/story",
        body=shell(filled(REACHING), filled(HINTS)),
        status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
    )
    settings = Browser(seconds=5.0)
    async with client(allow_private=False, retries=0) as asks, Chromium(_program(), settings) as chromium:
        trackers = default_rules().family("trackers")
        requests = PageRequests(page=page, client=asks, ask=ASK, trackers=trackers, kept=Kept(), source="", left=50)
        rendered = await chromium.render(requests)
    server.close()
    datagrams.close()
    return got, rendered.html


def _program() -> Path:
    found = find_browser(Browser())
    assert found is not None
    return found


def test_a_page_reaches_nothing_but_through_us() -> None:
    got, html = asyncio.run(_reached())
    assert got == []
    assert TEXT in html and "reached 0" in html and "root:" not in html


def test_the_same_page_reaches_this_machine_when_it_is_not_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    # So the test above is no test of a server that nobody can reach.
    monkeypatch.setattr(module, "CUT_OFF", ())
    got, _ = asyncio.run(_reached())
    assert "UDP" in got and any(one.startswith("TCP") for one in got)
