"""Pages without head and body tags, as HTML5 allows, are read whole; the tree once put their text into its head."""

import pytest

from parsers import Article, parse_page

TEXTS = [
    "The ferry between Northlight and the islands is back in service after a winter in the dry dock, the office said.",
    "Its engines were taken apart and put together again by a yard on the mainland, which found cracks in a shaft.",
    "Fishermen had carried mail and medicine in the meantime, and some of them say that they would do it again.",
]
STORY = "<h1>Ferry back in service</h1>" + "".join(f"<p>{text}</p>" for text in TEXTS)
HEAD = "<meta charset=utf-8><title>Ferry back in service | Harbour Post</title>"
META = "<meta property=og:site_name content='Harbour Post'>"

PAGES = {
    "article": f"{HEAD}{META}<article>{STORY}</article>",
    "main, with a doctype": f"<!doctype html>{HEAD}{META}<main>{STORY}</main>",
    "section, with html": f"<!doctype html><html lang=en>{HEAD}{META}<section>{STORY}</section>",
    "header first": f"<!doctype html>{HEAD}{META}<header><a href=/>Home</a></header><main>{STORY}</main>",
    "an element of the site's own": f"{HEAD}{META}<harbour-story>{STORY}</harbour-story>",
    "metadata behind the text": f"{HEAD}<article>{STORY}</article>{META}",
    "an open head": f"<html><head>{HEAD}{META}<body><article>{STORY}</article>",
    "div, which the library knows": f"{HEAD}{META}<div>{STORY}</div>",
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_without_head_and_body_tags(page: str) -> None:
    article = parse_page(page.encode(), url="https://harbourpost.example/news/ferry", media_type="text/html")
    assert isinstance(article, Article)
    assert article.headline == "Ferry back in service"
    assert article.site_name == "Harbour Post"
    assert [block.text for block in article.blocks] == TEXTS
    assert all("/body/" in block.locator for block in article.blocks)
