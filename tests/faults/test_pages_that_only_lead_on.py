"""Empty pages that lead to another one are followed within an outlet, else reported; pages with a text are kept."""

from __future__ import annotations

import asyncio
from typing import Any, Final

import pytest

from flows.acquire.http.client import Ask
from flows.acquire.http.leads_on import Onward, leads_on
from flows.acquire.http.stand_ins import in_place_of_a_page
from flows.archive.captures import Capture
from parsers.rules import default_rules
from tests.acquire.loopback import PAGE, answers, client, get, site

URL: Final = "https://www.herald.example/a/old"
NEW: Final = "https://www.herald.example/a/new"
SOON: Final = '<meta content="0;url=new" http-equiv="refresh">'
#: What may stand before a refresh, more than a page's first 20 kB.
FAR: Final = (
    f"<style>{'a{color:red}' * 2500}</style>",
    f"<!--{'- ' * 15_000}-->",
    f'<script type="application/json">"{"a" * 100_000}"</script>',
)
TEXT: Final = "<p>" + "The ferry sailed at dawn, the harbour master said. " * 20 + "</p>"


def page(body: str, **changes: Any) -> Capture:
    values: dict[str, Any] = {"status": 200, "media_type": "text/html", **changes}
    return Capture(URL, body.encode(), **values)


def refresh(content: str, rest: str = "") -> str:
    return f'<html><head><meta http-equiv="refresh" content="{content}"></head><body>{rest}</body></html>'


def script(text: str, rest: str = "") -> str:
    return f"<html><head><script>{text}</script></head><body>{rest}</body></html>"


@pytest.mark.parametrize(
    "body",
    [
        refresh("0;url=new"),
        refresh("0; URL=/a/new"),
        refresh("5;URL='new'"),
        refresh("0,url=new"),
        refresh("0 new"),
        refresh("0;new"),
        refresh(" 3 ; Url = &quot;new&quot; and more"),
        refresh(".5; url=new"),
        refresh("0;url=new#comments"),
        refresh("0;url=https://www.herald.example/a/new"),
        refresh("1;url=new", "<p>This page has moved. <a href=new>Go on</a></p><nav>" + TEXT + "</nav>"),
        '<META CONTENT="0;url=new" HTTP-EQUIV=Refresh>',
        '<meta http-equiv="refresh" content="900"><meta http-equiv="refresh" content="0;url=new">',
        '<meta data-content="900" http-equiv="refresh" content="0;url=new">',
        '<meta http-equiv="refresh" title="content=900 > 1" content="&#48;;url=new">',
        '<meta title="a > b" http-equiv="refresh" content="0;url=new">',
        "<meta http-equiv='REFRESH' content='0;url=/a/new'>",
        '<head><base href="/a/b/"><meta http-equiv="refresh" content="0;url=../new"></head>',
        '<head><noscript><meta http-equiv="refresh" content="0;url=new"></noscript></head>'
        "<script>window.opener = null; location.replace('new')</script>",
        *(refresh("900;url=old").replace("</head>", f"{far}{SOON}</head>") for far in FAR),
        *(refresh("900").replace("</html>", f"{far}{SOON}</html>") for far in FAR),
        *(f"<head>{far}{SOON}</head>" for far in FAR),
        script("window.location.href = 'new';"),
        script('location="/a/new"'),
        script("document.location.replace('new')"),
        script("top.location.assign( 'new' );"),
        script(r'window.location="https:\/\/www.herald.example\/a\/new";'),
        script("<!--\n// go on\nwindow.location = 'new';\n//-->"),
        script("setTimeout(function () { window.location.href = 'new'; }, 3000);", "<p>One moment.</p>"),
        script("window.onload = function() { location.replace('new'); }"),
        script("setTimeout(() => { location.href = 'new' }, 500)"),
    ],
)
def test_where_it_leads(body: str) -> None:
    assert getattr(leads_on(page(body)), "url", None) == NEW


@pytest.mark.parametrize("body", [refresh("0;url=new"), refresh("900", SOON), script("location = 'new'")])
@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be"])
def test_where_it_leads_in_other_encodings(body: str, charset: str) -> None:
    assert getattr(leads_on(Capture(URL, body.encode(charset), status=200, media_type="text/html")), "url", None) == NEW


@pytest.mark.parametrize(
    "body",
    [
        refresh("0;url=new", TEXT),
        refresh("600"),
        refresh("600;url=new"),
        refresh("11;url=new"),
        refresh("0;url=old"),
        refresh("0;url=https://www.herald.example/a/old#top"),
        refresh("0;url=javascript:alert(1)"),
        refresh("0;url=mailto:a@b.example"),
        refresh("0;url=http://[oops/"),
        refresh("url=new"),
        refresh(""),
        refresh("9" * 5000 + ";url=new"),
        '<!-- <meta http-equiv="refresh" content="0;url=new"> --><p>A page.</p>',
        '<script>var a = \'<meta http-equiv="refresh" content="0;url=new">\';</script><p>A page.</p>',
        '<noscript><meta http-equiv="refresh" content="0;url=/no-script"></noscript><div id=app></div>'
        "<script src=app.js></script>",
        script("window.location.href = 'new';", TEXT),
        '<div id=app></div><script src=app.js></script><script>location.href = "new"</script>',
        '<script type="application/ld+json">{}</script><script>location.href = "new"</script>',
        script("if (location.hash == '#a') show();"),
        "<p>A page about a location.</p>",
        "",
    ],
)
def test_pages_that_lead_nowhere(body: str) -> None:
    assert leads_on(page(body)) is None


@pytest.mark.parametrize(
    "text",
    [
        "if (!a) location.href = 'new';",
        "document.cookie = 'a=1'; location.reload();",
        "location.href = '/b?' + btoa(a);",
        "(function(){ location.replace('new') })();",
        "setTimeout(\"location.href='new'\", 10)",
    ],
)
def test_scripts_that_lead_where_only_they_know(text: str) -> None:
    assert leads_on(page(script(text))) == Onward(None, "by a script")
    found, target = in_place_of_a_page(page(script(text)), default_rules().family("blockpages"))
    assert (found.outcome, found.body, target) == ("script_redirect", None, None)


def test_the_header_refresh_counts_and_plain_text_does_not() -> None:
    assert leads_on(page("<p>Moved.</p>", headers=(("Refresh", "0; url=new"),))) == Onward(NEW, "by a refresh")
    assert leads_on(page(refresh("0;url=new"), media_type="text/plain")) is None


@pytest.mark.parametrize(
    ("target", "outcome"),
    [
        ("https://m.herald.example/new", "fetched"),
        ("http://herald.example/new", "fetched"),
        ("https://post.example/new", "leads_elsewhere"),
        ("https://herald.example.evil.example/", "leads_elsewhere"),
    ],
)
def test_another_outlet_is_told(target: str, outcome: str) -> None:
    for body in (refresh(f"0;url={target}"), script(f"location.replace('{target}')")):
        found, onward = in_place_of_a_page(page(body), default_rules().family("blockpages"))
        assert (found.outcome, onward) == (outcome, target if outcome == "fetched" else None)
        assert outcome == "fetched" or (found.body is None and target in found.detail)


def test_it_is_followed_as_a_redirect() -> None:
    async def run() -> None:
        table = {
            "/old": refresh("0;url=/older").encode(),
            "/older": answers(status=302, headers={"Location": "/stub"}),
            "/stub": script("location.href = '/page'").encode(),
            "/closed": refresh("0;url=/secret").encode(),
            "/robots.txt": answers(text="User-agent: *\nDisallow: /secret"),
            "/ring": refresh("0;url=/ring2").encode(),
            "/ring2": script("location.replace('/ring')").encode(),
            "/long": answers(status=302, headers={"Location": "/old"}),
        }
        async with site(table) as served, client(redirects=3) as one:
            ask = Ask(limit=10_000)
            found = await one.get(served.url + "/old", ask)
            assert (found.outcome, found.body, found.url) == ("fetched", PAGE, served.url + "/page")
            assert [url.rpartition("/")[2] for url in found.redirects] == ["old", "older", "stub"]
            assert (await one.get(served.url + "/closed", ask)).outcome == "robots_denied"
            assert (await one.get(served.url + "/ring", ask)).outcome == "too_many_redirects"
            assert (await one.get(served.url + "/long", ask)).outcome == "too_many_redirects"
            assert "/secret" not in served.asked

    asyncio.run(run())


def test_another_host_is_not_asked() -> None:
    async def run() -> None:
        async with site() as other, site({"/away": refresh(f"0;url={other.url}/page").encode()}) as served:
            found = await get(served.url + "/away")
            assert (found.outcome, found.url) == ("leads_elsewhere", served.url + "/away")
            assert other.asked == []

    asyncio.run(run())
