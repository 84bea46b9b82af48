"""Names in captions, quotations, sentences and other stories, where a byline is looked for, are not taken for the
author."""

import pytest

from tests.fields.pages import H1, fields, page

STORY = "<a href='/x'>Harbour office closes for a week in May</a>"
NOBODY = {
    "a caption whose class says author": (
        f"{H1}<figure><img src='a.jpg'><figcaption class='author-like'>Tom Hall, her brother</figcaption></figure>",
        "",
    ),
    "a photographer under a picture": (f"{H1}<p class='wp-caption-text'>By Tom Hall / Harbour News</p>", ""),
    "whoever a caption shows": (
        f"{H1}<figure><img src='a.jpg'><figcaption>By Harbour Inn, Tom Hall</figcaption></figure>",
        "",
    ),
    "whoever a marked caption shows": (f"{H1}<div class='wp-caption-text'><p>By Harbour Inn, Tom Hall</p></div>", ""),
    "whoever other stories of the site are about": (
        f"{H1}<div class='most-read'><ul><li><a href='/x'>By Harbour Inn, Tom Hall</a></li></ul></div>",
        "",
    ),
    "whoever praises the paper": (
        H1,
        "<div><blockquote>The best there is.</blockquote><div class='author'>Tom Hall</div>"
        "<blockquote>I read it daily.</blockquote><div class='author'>Sue Reed</div></div>",
    ),
    "whoever is quoted": (H1, "<blockquote>We wait. <span class='author'>Tom Hall</span></blockquote>"),
    "the author of a study": (
        H1,
        "<p>The study's <span class='author'>lead author, Tom Hall</span>, said that salt had reached the cable.</p>",
    ),
    "the author of another story": (
        H1,
        f"<div class='item'><h3>{STORY}</h3><span class='author'>By Tom Hall</span></div>",
    ),
    "a loose line in the box of another story": (
        H1,
        f"<div class='box'>{STORY}By Tom Hall<time>3 May 2024</time></div>",
    ),
    "who answers for the site, in its foot": (
        H1,
        "<footer>Editor in charge: <span class='author'>Dr. Tom Hall</span></footer>",
    ),
    "a reader's letter below the article": (
        H1,
        "<section class='reader-comments'><p><b>By Tom Hall</b> 5 May 2024</p><p>About time.</p></section>",
    ),
    "the host of a podcast": (H1, "<div class='podcast'><p>Hosted by <span class='author'>Tom Hall</span></p></div>"),
    "a topic": (f"{H1}<a class='author-topic' rel='tag' href='/t/1'>Autumn Storms</a>", ""),
    "columnists in a list beside the article": (
        H1,
        "<div class=a><a rel='author' href='/author/1'>Tom Hall</a><p><a href='/o/1'>Why we like piers</a></p></div>"
        "<div class=a><a rel='author' href='/author/2'>Eve Moor</a><p><a href='/o/2'>A winter comes</a></p></div>",
    ),
    "a line under another story": (H1, f"<p>{STORY}</p><p>By Tom Hall</p>"),
}
SIGNED = {
    "a topic gives way to the declared author": (
        "<meta name='authors' content='Ann Lister'>",
        f"{H1}<p><a class='author-topic' href='/t/fees'>Harbour fees</a></p>",
        "",
    ),
    "a box about the author": (
        "",
        H1,
        "<div class='author-box'><h3><a href='/by/ann'>Ann Lister</a></h3><p>Ann Lister reports on ferries.</p></div>",
    ),
    "By in a line of its own": ("", f"{H1}<h4>Written by</h4><p>Ann Lister</p>", ""),
    "the writer, not the checker": ("", f"{H1}<p>Edited by: Tom Hall</p><p>Written by: Ann Lister</p>", ""),
    "a sentence that leads to the name": (
        "",
        f"{H1}<p>This post was written by <span class='author'>Ann Lister</span>, who has sailed on all of them.</p>",
        "",
    ),
    "the caption of the author's portrait": (
        "",
        f"{H1}<figure><img src='a.jpg'><figcaption><address>By <b>Ann Lister</b></address></figcaption></figure>",
        "",
    ),
    "the last line, with a mail address": ("", H1, "<p>Ann Lister ann@harbourpost.example</p>"),
}
KOREAN = ["김해린 기자 hae@paper.example", "hae@paper.example 김해린 기자", "[김해린 기자 / hae@paper.example]",
          "서울=김해린 기자 hae@paper.example", "김해린 hae@paper.example", "김해린 기자"]  # fmt: skip
NOT_LAST = ["ann@harbourpost.example", "Contact: Ann Lister, ann@harbourpost.example", "Tom Hall, spokesman"]


def test_columnists_in_a_list_beside_the_article_did_not_write_it() -> None:
    listed = "".join(f"<li><a rel='author' href='/c/1'>{name}</a></li>" for name in ("Tom Hall", "Sue Reed"))
    assert fields(page(top=H1).replace("<footer>", f"<aside><ul>{listed}</ul></aside><footer>")).authors == ()


@pytest.mark.parametrize(("top", "below"), NOBODY.values(), ids=NOBODY.keys())
def test_nobody_wrote_it(top: str, below: str) -> None:
    found = fields(page(top=top, below=below))
    assert (found.byline, found.authors) == (None, ())


@pytest.mark.parametrize(("head", "top", "below"), SIGNED.values(), ids=SIGNED.keys())
def test_who_wrote_it(head: str, top: str, below: str) -> None:
    assert fields(page(head, top, below=below)).authors == ("Ann Lister",)


@pytest.mark.parametrize("line", KOREAN)
def test_the_last_line_signs_the_text(line: str) -> None:
    assert fields(page(top=H1, below=f"<p>{line}</p>", lang="ko")).authors == ("김해린",)


@pytest.mark.parametrize("line", NOT_LAST)
def test_the_last_line_is_something_else(line: str) -> None:
    assert fields(page(top=H1, below=f"<p>{line}</p>")).authors == ()
