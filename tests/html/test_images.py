"""Addresses and sizes of pictures: srcset, lazy loading, signs, copies of one picture."""

import pytest
from lxml import html

from parsers.html.figures.class_names import Namer
from parsers.html.figures.figures_without_images import draw_pictures
from parsers.html.figures.image_sources import (
    best_url,
    instead_of_thumbnails,
    is_of_the_site,
    is_sign,
    picture_key,
    srcset,
)
from parsers.rules import default_rules


@pytest.mark.parametrize(
    ("value", "largest"),
    [
        ("/a.jpg 320w, /b.jpg 1280w, /c.jpg 640w", "/b.jpg"),
        ("/a.jpg 1x,/b.jpg 2x", "/b.jpg"),
        ("https://x.example/w_300,h_200/a.jpg 300w, https://x.example/w_900,h_600/a.jpg 900w", "w_900,h_600/a.jpg"),
        ("/only.jpg", "/only.jpg"),
    ],
)
def test_the_largest_of_a_srcset(value: str, largest: str) -> None:
    assert max(srcset(value), key=lambda pair: pair[1])[0].endswith(largest)


@pytest.mark.parametrize("value", ["", "data:image/gif;base64,R0lGOD 1w", ", ,", "#x 2x"])
def test_a_srcset_without_addresses(value: str) -> None:
    assert srcset(value) == []


@pytest.mark.parametrize(
    ("mark_up", "url"),
    [
        ("<img src='/a.jpg'>", "https://x.example/a.jpg"),
        ("<img src='data:image/png;base64,x' data-src='/b.jpg'>", "https://x.example/b.jpg"),
        ("<img data-lazy-srcset='/c.jpg 2x' src='/d.jpg'>", "https://x.example/c.jpg"),
        ("<img src='http://[broken'>", None),
        ("<img alt='nothing'>", None),
        ("<img src='/grey-placeholder.png' data-src='/e.jpg'>", "https://x.example/e.jpg"),
        ("<img src='/static/blank.gif'>", None),
        ("<img data-url='/f_${formatId}.jpg'>", None),
        ("<figure data-src='/g.jpg'><img src='data:image/gif;base64,x'></figure>", "https://x.example/g.jpg"),
        ("<figure data-src='/g.jpg'><img src='/h.jpg'></figure>", "https://x.example/h.jpg"),
    ],
)
def test_best_url(mark_up: str, url: str | None) -> None:
    image = next(html.fragment_fromstring(mark_up).iter("img"))
    family = default_rules().family("figures")
    assert best_url(image, image.attrib, "https://x.example/news/1", family) == url


@pytest.mark.parametrize(
    ("mark_up", "sign"),
    [
        ("<img src='/a.jpg' width='640' height='400'>", False),
        ("<img src='/a.jpg' width='16' height='9' srcset='/a.jpg 640w'>", False),
        ("<img src='/a.jpg' width='100' height='56.25' srcset='/a.jpg 80w, /b.jpg 1200w'>", False),
        ("<img src='/a.jpg' width='24' height='24'>", True),
        ("<img src='/a.jpg' width='24' height='24' srcset='/a.jpg 1x, /b.jpg 2x'>", True),
        ("<img src='/grey-placeholder.png'>", True),
        ("<img src='/grey-placeholder.png' srcset='/a.jpg 640w'>", False),
        ("<img src='/mark.svg'>", True),
        ("<img class='SiteHeader__logo' src='/a.png'>", True),
        ("<img src='/spring.jpg' width='728' height='90'>", True),
        ("<img src='/a.jpg' width='728' height='90' srcset='/a.jpg 1200w'>", False),
        ("<img src='/a.jpg' alt='author image'>", True),
        ("<img src='/a.jpg' alt='The author of the bill'>", False),
        ("<img class='article-image' src='/a.png' width='100%'>", False),
    ],
)
def test_signs_are_no_pictures(mark_up: str, sign: bool) -> None:
    image = html.fragment_fromstring(mark_up)
    assert is_sign(image, image.attrib, Namer(default_rules())) is sign


@pytest.mark.parametrize(
    ("url", "of_the_site"),
    [
        ("https://x.example/wp-content/themes/post/load.gif", True),
        ("https://x.example/r/https%3A%2F%2Fs3.example%2Farc-authors%2F9.png?w=90", True),
        ("https://x.example/assets/profiles/AdaLund_thumb.png", True),
        ("https://x.example/static/check-circle.8264.svg?primary=1", True),
        ("https://x.example/autoren/ada-lund/quay.jpg", False),
        ("https://x.example/images/profiles-of-a-town.jpg", False),
    ],
)
def test_what_a_site_shows_on_all_its_pages(url: str, of_the_site: bool) -> None:
    assert is_of_the_site(url, Namer(default_rules())) is of_the_site


def test_sizes_of_one_picture_share_a_key() -> None:
    keys = {
        picture_key(f"https://x.example/2026/quay{size}.jpg?w=3")
        for size in ("", "-300x200", "-1280x853", "@2x", "__medium")
    }
    assert len(keys) == 1
    assert picture_key("https://x.example/quay-1.jpg") != picture_key("https://x.example/quay-2.jpg")


@pytest.mark.parametrize(
    ("urls", "instead"),
    [
        (["/max/30/c.jpg?q=20", "/max/800/c.jpg", "/max/400/c.jpg"], {"/max/30/c.jpg?q=20": "/max/800/c.jpg"}),
        (["/c.jpg?w=20", "/c.jpg?w=800&q=3"], {"/c.jpg?w=20": "/c.jpg?w=800&q=3"}),
        (["/c-64x36.jpg", "/c.jpg"], {"/c-64x36.jpg": "/c.jpg"}),
        # Nothing larger; two real sizes; two pictures.
        (["/max/30/c.jpg"], {}),
        (["/max/400/c.jpg", "/max/800/c.jpg"], {}),
        (["/max/30/c.jpg", "/max/800/d.jpg"], {}),
    ],
)
def test_a_thumbnail_gives_way_to_the_picture_that_a_script_loads(urls: list[str], instead: dict[str, str]) -> None:
    assert instead_of_thumbnails(urls) == instead


@pytest.mark.parametrize(
    ("figure", "drawn"),
    [
        ("<figure data-src=/a.jpg><figcaption>C</figcaption></figure>", ["/a.jpg"]),
        ("<figure itemid='https://x.example/a.jpg'><div></div></figure>", ["https://x.example/a.jpg"]),
        ("<figure><div style=\"background-image: url('/a.jpg')\"></div></figure>", ["/a.jpg"]),
        ("<figure><div data-srcset='/a.jpg 400w, /b.jpg 900w'></div></figure>", ["/b.jpg"]),
        ("<figure data-src=/a.jpg><img src=/b.jpg></figure>", ["/b.jpg"]),
        ("<figure class=jw-player data-src=/a.jpg></figure>", []),
        ("<figure data-src=/a.jpg><p>Ideas for the harbour, by Ada Lund</p></figure>", []),
        ("<figure data-src=/a.jpg><iframe src=/v></iframe></figure>", []),
        ("<figure itemid=#4><blockquote>Q</blockquote></figure>", []),
        ("<figure style='background: red'>C</figure>", []),
    ],
)
def test_a_figure_without_an_image_is_drawn(figure: str, drawn: list[str]) -> None:
    root = html.document_fromstring(figure)
    draw_pictures(root, default_rules())
    assert [image.get("src") for image in root.iter("img")] == drawn
