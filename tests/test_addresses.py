"""Addresses of one page have one key, addresses of two pages have two."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers import parse_page
from parsers.addresses import above, address_rules, lies_below, outlet_host, page_key, site
from parsers.rules import default_rules
from warehouse.urls import may_stand_for

RULES = address_rules(default_rules())

#: The key of a page and other addresses of it.
ONE_PAGE: dict[str, tuple[str, ...]] = {
    "herald.example/a": (
        "https://herald.example/a",
        "http://herald.example/a",
        "HTTPS://WWW.Herald.Example/a/",
        "https://herald.example./a",
        "https://herald.example:443/a",
        "http://herald.example:80/a?",
        "http://desk:secret@herald.example/a",
        "https://herald.example/a#comments",
        "https://herald.example/a#:~:text=port",
        "https://herald.example//a",
        "https://herald.example/./x/../a",
        "https://herald.example/x/%2E%2E/a",
        "https://herald.example/%61",
        " https://herald.example/\n  a ",
        "https://herald.example/a/index.html",
        "https://herald.example/a/INDEX.PHP",
        "https://m.herald.example/a",
        "https://mobile.herald.example/a",
        "https://www.m.herald.example/a",
        "https://amp.herald.example/a",
        "https://herald.example/a/amp",
        "https://herald.example/a/amp/",
        "https://herald.example/amp/a",
        "https://herald.example/a/amp.html",
        "https://herald.example/a.amp",
        "https://herald.example/a?amp",
        "https://herald.example/a?amp=1",
        "https://herald.example/a?outputType=amp",
        "https://herald-example.cdn.ampproject.org/c/s/herald.example/a",
        "https://www-herald-example.cdn.ampproject.org/v/s/www.herald.example/a/amp?amp_js_v=0.1&usqp=mq331",
        "https://www.google.com/amp/s/www.herald.example/a%3Famp=1",
        "https://www.google.co.uk/amp/herald.example/a",
        "https://herald.example/a/print",
        "https://herald.example/a/print/",
        "https://herald.example/a?print=1",
        "https://herald.example/a?view=print",
        "https://herald.example/a?utm_source=x&utm_medium=y&fbclid=z",
        "https://herald.example/a?utm_source=",
        "https://herald.example/a?ref=rss",
        "https://herald.example/a;jsessionid=0AAB6C8DE415E2E5",
        "https://herald.example/a?PHPSESSID=2pj0t9mqm6s9v8sjs7f1p2h2c4",
        "https://herald.example/a?sid=9f86d081884c7d659a2feaa0c55ad015",
        "https://herald.example/(S(x5sjzv45drnmly45xiqzcaa1))/a",
        "https://herald.example/a?ref=home",
        "https://herald.example/a?ref=front",
        "https://herald.example/a?ref=front-hero&via=nav_top_news",
        "https://herald.example/a?page=1",
        "https://herald.example/a?amp=0",
        "https://herald.example/a?action=print&tmpl=component",
        "https://herald.example/a?spm=a2c4g.11186623.0.0&_=1764420000123",
        "https://herald.example/amp/a/print/index.html",
        "https://amp.cloudflare.com/c/s/herald.example/a",
        "https://web.archive.org/web/20160304060000/https://www.herald.example/a",
        "http://web.archive.org/web/2016id_/herald.example:80/a?utm_source=x",
        "https://archive.ph/2016.03.04-060000/https://herald.example/a",
        "https://arquivo.pt/noFrame/replay/20160304060000/http://m.herald.example/a",
        "https://www.webarchive.org.uk/wayback/archive/20160304060000mp_/https://herald.example/a",
        "https://webcache.googleusercontent.com/search?q=cache:x3Yzx3Yzx3Yz:https://herald.example/a+ferry&hl=en",
    ),
    "herald.example/2026/port-strike-ends": (
        "https://herald.example/m/2026/port-strike-ends",
        "https://herald.example/print/2026/port-strike-ends/",
        "https://m.herald.example/mobile/2026/port-strike-ends",
        "https://herald.example/2026/port-strike-ends/drucken",
        "https://herald.example/m/print/2026/port-strike-ends",
    ),
    "herald.example/2026/5-dead-in-a-storm": (
        "https://herald.example/m/2026/5-dead-in-a-storm",
        "https://herald.example/2026/5-dead-in-a-storm/imprimir.html?ref=latest",
    ),
    "de.herald.example/a": ("https://de.m.herald.example/a",),
    "mobile.de/a": ("https://www.mobile.de/a", "https://m.mobile.de/a"),
    "herald.example/a.html": ("https://herald.example/a.amp.html", "http://herald.example/a.html?amp=true"),
    "herald.example/a?b=2&c=1": (
        "https://herald.example/a?c=1&b=2",
        "https://herald.example/a?b=2&c=1&b=2",
        "https://herald.example/a?b=2;c=1",
        "https://herald.example/a?b=2&amp;c=1&amp;utm_source=rss",
        "https://herald.example/a?&b=2&&c=1&",
    ),
    "herald.example/a?b": ("https://herald.example/a?b=", "https://herald.example/a?b"),
    "herald.example/a?q=b%20c": ("https://herald.example/a?q=b+c", "https://herald.example/a?q=b%20c"),
    "herald.example/~desk/%C3%A9": ("https://herald.example/%7Edesk/%c3%a9", "https://herald.example/~desk/é"),
    "herald.example/a,1": ("https://herald.example/a%2C1", "https://herald.example/a,1"),
    "herald.example/": ("https://www.herald.example", "http://herald.example/index.html", "https://herald.example/?"),
    "herald.example/?id=3": ("https://herald.example/index.php?id=3", "https://herald.example?id=3"),
    "xn--bcher-kva.example/a": (
        "https://bücher.example/a",
        "https://xn--bcher-kva.example/a",
        "https://BÜCHER.example/a",
    ),
    "127.0.0.1:8001/a": ("http://127.0.0.1:8001/a/",),
    "[::1]:8080/a": ("http://[::1]:8080/a", "http://[0:0:0:0:0:0:0:1]:8080/a"),
    "localhost/a": ("http://localhost/a", "http://localhost:80/a"),
    "herald.example/#!/story/3": ("https://herald.example/#!/story/3",),
}

#: Addresses that look alike and are two pages.
TWO_PAGES = [
    ("https://herald.example/a?cid=123", "https://herald.example/a?cid=124"),
    ("https://herald.example/a?gallery=1", "https://herald.example/a?gallery=2"),
    ("https://herald.example/a?gaid=1", "https://herald.example/a"),
    ("https://herald.example/a?source_id=1", "https://herald.example/a?source_id=2"),
    ("https://herald.example/a?id=1", "https://herald.example/a?id=2"),
    ("https://herald.example/a?ref=12345", "https://herald.example/a"),
    ("https://herald.example/a?sid=3", "https://herald.example/a?sid=4"),
    ("https://herald.example/a?sid=20260302120000123456", "https://herald.example/a"),
    ("https://herald.example/a?page=2", "https://herald.example/a"),
    ("https://herald.example/a?id=1&id=2", "https://herald.example/a?id=2&id=1"),
    ("https://herald.example/a?20260302", "https://herald.example/a?20260303"),
    ("https://herald.example/a?cm_id=1", "https://herald.example/a?cm_id=2"),
    ("https://herald.example/a?print=2020", "https://herald.example/a"),
    ("https://herald.example/a?amp=12v", "https://herald.example/a"),
    ("https://herald.example/a", "https://herald.example/A"),
    ("https://herald.example/a;v=1", "https://herald.example/a;v=2"),
    ("https://herald.example/a?id=YWI=", "https://herald.example/a?id=YWI"),
    ("https://herald.example/a?id=YQ==", "https://herald.example/a?id=YQ="),
    ("https://herald.example/a%2Fb", "https://herald.example/a/b"),
    ("https://herald.example/a?q=b%26c=1", "https://herald.example/a?q=b&c=1"),
    ("https://herald.example/camp", "https://herald.example/c"),
    ("https://herald.example/amp", "https://herald.example/"),
    ("https://herald.example/amp-tubes-review", "https://herald.example/tubes-review"),
    ("https://herald.example/print/2020/a", "https://herald.example/2020/a"),
    ("https://herald.example/print", "https://herald.example/"),
    ("https://herald.example/blueprint", "https://herald.example/blue"),
    ("https://herald.example/index", "https://herald.example/"),
    ("https://m.co.uk/a", "https://co.uk/a"),
    ("https://amp.dev/a", "https://dev/a"),
    ("https://media.herald.example/a", "https://herald.example/a"),
    ("https://www1.herald.example/a", "https://herald.example/a"),
    ("https://herald.example:8080/a", "https://herald.example/a"),
    ("http://127.0.0.1:8001/a", "http://127.0.0.1:8002/a"),
    ("https://herald.example/#!/story/3", "https://herald.example/#!/story/4"),
    ("https://www.google.com/amp/", "https://www.google.com/"),
    ("https://herald.example/m/", "https://herald.example/"),
    ("https://herald.example/m/fashion", "https://herald.example/fashion"),
    ("https://herald.example/m/5-port-strikes", "https://herald.example/5-port-strikes"),
    ("https://herald.example/print/2026-03-02", "https://herald.example/2026-03-02"),
    ("https://herald.example/print/20260302", "https://herald.example/20260302"),
    ("https://herald.example/a?ref=front-line", "https://herald.example/a"),
    ("https://herald.example/m/2026/03/1", "https://herald.example/2026/03/1"),
    ("https://herald.example/2026/amp-prices-rise", "https://herald.example/2026/prices-rise"),
    ("https://herald.example/story-9/printable", "https://herald.example/story-9"),
    ("https://herald.example/index.php?page=1", "https://herald.example/"),
    ("https://herald.example/?p=123", "https://herald.example/?p=124"),
    ("https://herald.example/a?story=1", "https://herald.example/a?story=2"),
    ("https://herald.example/a?ref=12345", "https://herald.example/a?ref=12346"),
    ("https://herald.example/a?ref=port-strike", "https://herald.example/a?ref=ferry"),
    ("https://herald.example/a?spm=3", "https://herald.example/a?spm=4"),
    ("https://herald.example/a?mod=home", "https://herald.example/a?mod=sport"),
    ("https://news.m.herald.example/a", "https://news.herald.example/a"),
]


@pytest.mark.parametrize(("key", "url"), [(key, url) for key, urls in ONE_PAGE.items() for url in urls])
def test_addresses_of_one_page(key: str, url: str) -> None:
    assert page_key(url, RULES) == key


@pytest.mark.parametrize(("one", "other"), TWO_PAGES)
def test_addresses_of_two_pages(one: str, other: str) -> None:
    assert page_key(one, RULES) != page_key(other, RULES)


@pytest.mark.parametrize(
    "url",
    [None, "", "a", "/a", "//herald.example/a", "mailto:a@b.example", "file:///a", "ftp://a.example/", "http://", "https:///a",
     "http://[oops/", "http://a:port/", "http://a:99999/", "http://./a", "javascript:void(0)"],
)  # fmt: skip
def test_what_is_no_web_address(url: str | None) -> None:
    assert page_key(url, RULES) is None
    assert outlet_host(url, RULES) is None


@given(
    st.text(alphabet=st.characters(codec=None), max_size=40), st.sampled_from(["", "?", "/a?x=", "/a;", "/#!", ":8/"])
)
def test_any_text_has_a_key_that_can_be_stored_or_none(text: str, before: str) -> None:
    for url in (text, f"https://herald.example{before}{text}", f"https://{text}.example/a"):
        key = page_key(url, RULES)
        assert key is None or (key.isascii() and key.isprintable() and " " not in key)


@given(
    st.lists(
        st.sampled_from(["id=1", "id=2", "b=%C3%A9", "b=é", "utm_source=x", "amp", "c", "", "d=1;e=2"]), max_size=6
    )
)
def test_a_key_as_an_address_has_the_same_key(parameters: list[str]) -> None:
    key = page_key("https://www.herald.example/news/%7ea?" + "&".join(parameters), RULES)
    assert key is not None
    assert page_key(f"https://{key}", RULES) == key


def test_the_order_of_parameters_with_other_names_does_not_matter() -> None:
    parameters = ["b=1", "a=2", "c=3"]
    keys = {page_key(f"https://x.example/?{'&'.join(parameters[n:] + parameters[:n])}", RULES) for n in range(3)}
    assert len(keys) == 1


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.sport.herald.co.uk/a", "herald.co.uk"),
        ("https://herald.blogspot.com/a", "herald.blogspot.com"),
        ("https://herald.example:8443/a", "herald.example"),
        ("https://wiki.internal/a", "wiki.internal"),
        ("http://localhost:8000/a", "localhost:8000"),
        ("http://127.0.0.1:8001/a", "127.0.0.1:8001"),
        ("http://[::1]:8080/a", "[::1]:8080"),
        ("https://www.gov.uk/a", "gov.uk"),
    ],
)
def test_the_site_of_an_address(url: str, name: str) -> None:
    assert site(page_key(url, RULES) or "") == name


def test_what_lies_above_an_address() -> None:
    key = page_key("https://herald.example/sport/ferries/a?id=3", RULES) or ""
    assert above(key) == ["herald.example/sport/ferries", "herald.example/sport"]
    assert [lies_below(key, one) for one in above(key)] == [True, True]
    assert not lies_below("herald.example/sports", "herald.example/sport")
    assert not lies_below("herald.example/sport", "herald.example/sport")
    assert urlsplit("https://" + key).hostname == "herald.example"


@pytest.mark.parametrize(
    ("said", "own", "may"),
    [
        ("herald.example/a", "sport.herald.example/1", True),
        ("herald.example/", "herald.example/a", False),
        ("sport.herald.example/", "herald.example/a", False),
        ("other.example/a", "herald.example/a", False),
        ("a.blogspot.com/1", "b.blogspot.com/1", False),
        ("herald.example/a", "sha256:00", True),
        ("herald.example/", "sha256:00", False),
        (None, "herald.example/a", False),
    ],
)
def test_which_declared_addresses_may_stand_for_a_page(said: str | None, own: str, may: bool) -> None:
    assert may_stand_for(said, own) == may


def test_rules_that_differ_have_another_version() -> None:
    from dataclasses import replace

    fewer = replace(RULES.tracking, rules=RULES.tracking.rules[1:])
    assert replace(RULES, tracking=fewer).version != RULES.version
    assert address_rules(default_rules()).version == RULES.version


@pytest.mark.parametrize(
    "copy", ["https://web.archive.org/web/20160304060000/", "https://archive.today/2016.03.04-060000/", ""]
)
def test_a_copy_is_read_at_the_address_of_its_original(copy: str) -> None:
    own = "https://herald.example/ferries/ferry-lost"
    told = "<p>The last ferry to Lunde was lost in a storm on Monday, and all on board were saved, its owner said.</p>"
    page = f"""<html><head><link rel="canonical" href="{copy}{own}"></head><body>
    <nav><a href="{copy}https://herald.example/ferries/">Ferries</a></nav>
    <article><h1>Ferry lost</h1><time>2 March 2026</time>{told * 3}</article></body></html>"""
    article = parse_page(page.encode(), url=copy + own).to_dict()
    assert (article["canonical_url"], article["section"]) == (own, "Ferries")
