"""What is plainly no article is refused with a sentence; what may be one is not."""

import pytest

from parsers import Article, Rejection, parse_page

ARTICLE = "Storm closes pier\n\n" + "\n\n".join(
    f"The harbour master of town number {n} closed the eastern pier on Monday after the storm." for n in range(8)
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2024-05-03 10:00:01 INFO started\n" * 20, "log"),
        ("def read(x):\n    return x;\n" * 20, "code"),
        ("name;age;town\n" + "Ada;41;Hartsea\n" * 30, "table"),
        ("Home\nSport\nSearch\n", "No part"),
        ("x" * 100_000, "longer"),
        ("line of text\n" * 9_000, "lines"),
        ("* * *\n---\n", "no word"),
    ],
)
def test_refused(text: str, told: str) -> None:
    result = parse_page(text.encode(), media_type="text/plain")
    assert isinstance(result, Rejection)
    assert told in result.detail


def test_an_article_is_not_refused() -> None:
    assert isinstance(parse_page(ARTICLE.encode(), media_type="text/plain"), Article)
