"""The section where none is declared: printed breadcrumbs, and the menu's link under which the address lies."""

from urllib.parse import urljoin, urlsplit

import pytest

from tests.fields.pages import H1, fields, ld, page

URL = "https://www.harbourpost.example/news/islands/ferry-back"
CRUMBS = (
    '<ol class="breadcrumbs"><li><a href="/">Home</a></li><li><a href="/n">News</a></li><li><a href="/i">{}</a></li>'
)


def web_path(address: str) -> str:
    """The path of an address as it is joined to the page's."""
    return urlsplit(urljoin(URL, address)).path.rstrip("/").lower()


def menu(links: str, tag: str = "nav") -> str:
    return f"<{tag}><ul>{''.join(f'<li>{link}</li>' for link in links.split('|'))}</ul></{tag}>"


def row(*names: str) -> str:
    """A list of links with the names, without a class: "News" leads to /news."""
    return "<div>" + "".join(f"<span><a href='/{name.lower()}'>{name}</a></span>" for name in names) + "</div>"


@pytest.mark.parametrize(
    ("top", "section"),
    [
        (CRUMBS.format("The islands") + "<li>Ferry back in service</li></ol>" + H1, "The islands"),
        # The last link of some breadcrumbs is the page itself.
        (CRUMBS.format("Ferry back in service") + "</ol>" + H1, "News"),
        ("<div class='breadcrumb'><a href='/'>Home</a> › <a href='/i'>Islands</a> › Ferry back</div>" + H1, "Islands"),
        (menu("<a href='/news/'>News</a>|<a href='/sport/'>Sport</a>") + H1, "News"),
        (
            menu("<a href='/news'>News</a>|<a href='https://harbourpost.example/news/islands/'>Islands</a>") + H1,
            "Islands",
        ),
        (menu("<a href='/news'>News <span>(current)</span></a>") + H1, "News"),
        (menu("<a href='/news'>Startseite</a>") + H1, None),
        (menu("<a href='/news'>News</a>", "footer") + H1, None),
        (menu("<a href='https://other.example/news'>News</a>|<a href='/newsletter'>Letter</a>") + H1, None),
        ("<p><a href='/news'>News</a></p>" + H1, None),
        # A link that is called so, in one line with the date.
        (
            "<div><a class='post__header__category' href='/n'>Islands</a>,&nbsp;<time datetime='2024-05-03'>3/5</time>"
            f"</div>{H1}",
            "Islands",
        ),
        (f"{H1}<p>3 May 2024 | <a class='rubrik' href='/n'>Islands</a></p>", "Islands"),
        (f"{H1}<p>3 May 2024 | <a href='/n'>Ann Lister</a></p>", None),
        (f"<p><a class='category' href='/n'>News</a></p>{H1}", "News"),
        (f"{H1}<p><a class='category' href='/n'>News</a></p>", None),
        (f"{H1}<p>by Ann Lister | 3 May 2024 | <a href='/n' rel='category tag'>Islands</a></p>", "Islands"),
        (f"{H1}<p>3 May 2024 <a class='category' href='/n'>A</a> <a class='category' href='/m'>B</a></p>", None),
        # A menu and a trail that neither a class nor an element tells.
        (row("Home", "News", "Sport", "Weather", "Jobs") + H1, "News"),
        (row("Home", "News", "Sport") + H1, None),
        (row("Home", "News of the week in one long sentence, for readers", "A", "B", "C") + H1, None),
        ("<p><a href='/'>Home</a> / <a href='/n'>News</a> / <a href='/n/i'>Islands</a></p>" + H1, "Islands"),
        ("<div><a href='/'>Post</a> <a href='/i'>Islands</a> Ferry back in service</div>" + H1, "Islands"),
        ("<p><a href='/'>Home</a> | <a href='/n'>News</a> | <a href='/i'>Islands</a></p>" + H1, None),
        ("<p><a href='/i'>Islands</a> › <a href='/'>Home</a></p>" + H1, None),
        (H1, None),
    ],
)
def test_what_the_page_prints(top: str, section: str | None) -> None:
    found = fields(page(top=top), url=URL)
    assert found.section == section


def test_what_the_page_declares_wins() -> None:
    found = fields(page(ld(articleSection="Harbour"), menu("<a href='/news/'>News</a>") + H1), url=URL)
    assert found.section == "Harbour"


@pytest.mark.parametrize(
    ("head", "section"),
    [
        ("<meta property='article:section' content='tags'>", "News"),
        (ld(articleSection=["Articles", "Harbour"]), "Harbour"),
        ("<meta property='article:section' content='Main Street'>", "Main Street"),
    ],
)
def test_what_is_no_topic_is_no_section(head: str, section: str) -> None:
    assert fields(page(head, menu("<a href='/news/'>News</a>") + H1), url=URL).section == section


def test_who_posts_is_no_section() -> None:
    top = menu("<a href='/@annlister'>Ann Lister</a>") + H1
    assert fields(page(top=top), url="https://www.harbourpost.example/@annlister/ferry-back").section is None


@pytest.mark.parametrize(
    ("declared", "printed", "section"),
    [
        ("public-service", "Public Service", "Public Service"),
        ("mlb", "MLB", "MLB"),
        ("news", "NEWS ROOM", "news"),
        ("harbour", "HARBOUR", "harbour"),
        ("harbour", "/harbour/", "harbour"),
        ("harbour", "Islands", "harbour"),
        ("Harbour", "harbour", "Harbour"),
    ],
)
def test_a_declared_slug_is_written_as_it_is_printed(declared: str, printed: str, section: str) -> None:
    crumbs = f"<nav class=breadcrumb><a href='/'>Home</a> <a href='/x'>{printed}</a></nav>"
    assert fields(page(ld(articleSection=declared), crumbs + H1), url=URL).section == section


@pytest.mark.parametrize(
    "address",
    [
        *("/news", "/News/", "//harbourpost.example/news#top", "/news?", "../news", "../../news/", "/sport/../news"),
        *("/news/.", "./../news/./", "\t/ne\nws\r ", "https:/news"),
    ],
)
def test_the_link_may_be_written_in_many_ways(address: str) -> None:
    top = menu(f"<a href='/news/other-story'>Other</a>|<a href='/news?page=2'>More</a>|<a href='{address}'>News</a>")
    assert fields(page(top=top + H1), url=URL).section == ("News" if web_path(address) == "/news" else None)


@pytest.mark.parametrize(
    "url", ["https://www.harbourpost.example/2024/05/ferry", "https://www.harbourpost.example/ferry", None]
)
def test_a_day_or_nothing_above_the_page_is_no_section(url: str | None) -> None:
    top = menu("<a href='/2024'>2024</a>|<a href='/2024/05'>May</a>|<a href='/ferry'>Ferries</a>")
    assert fields(page(top=top + H1), url=url).section is None
