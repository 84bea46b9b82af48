"""Players, posts and documents of other sites; frames that sell, measure or sign up are none."""

import pytest

from parsers import Article, parse_page

STORY = "".join(
    f"<p>On {day} the harbour of Brume stayed closed after the storm had torn {n} ships from their moorings, the port"
    " said, and the repairs are going to take at least a month, in the view of the mayor.</p>"
    for n, day in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday"), 2)
)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.youtube.com/embed/abc", [("video", "YouTube")]),
        ("https://fast.wistia.net/embed/iframe/abc", [("video", "Wistia")]),
        ("https://bandcamp.com/EmbeddedPlayer/album=1", [("audio", "Bandcamp")]),
        ("https://www.slideshare.net/slideshow/embed_code/key/abc", [("document", "SlideShare")]),
        ("https://widget.news.example/chart/1", [("other", None)]),
        ("https://imasdk.googleapis.com/js/core/bridge3.html", []),
        ("https://widgets.outbrain.com/widget.html", []),
        ("https://apps.news.example/newsletters/subscribe/politics", []),
    ],
)
def test_what_a_frame_shows(url: str, shown: list[tuple[str, str | None]]) -> None:
    page = f"<html><body><article><h1>Storm closes harbour</h1>{STORY}<iframe src='{url}'></iframe>{STORY}</article>"
    result = parse_page(page.encode(), url="https://news.example/storm", media_type="text/html", charset="utf-8")
    assert isinstance(result, Article), result
    assert [(embed.kind, embed.provider) for embed in result.embeds] == shown
