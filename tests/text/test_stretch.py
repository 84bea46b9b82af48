"""Where running text ends among menus and footers, and where it begins when no line is a headline."""

import pytest

from parsers import parse_page
from parsers.model import Article

BODY = [
    "The harbour board voted on Tuesday night to close the old lifting bridge for eleven months, and fishers objected.",
    "About forty boats use the inner quay, most of them under twelve metres, and a detour would cost them two hours.",
    "The board expects the bridge to reopen in the autumn of next year, if the bearings arrive before the storms do.",
]
MENU = [f"{word} {number}" for number in range(4) for word in ("Sport", "Weather", "Culture", "Travel", "Jobs")]
FOOTER = "The Harbour Post is printed on paper from the forests of the northern valleys."


def body(lines: list[str]) -> list[str]:
    article = parse_page("\n\n".join(lines).encode(), media_type="text/plain")
    assert isinstance(article, Article)
    return [block.text for block in article.blocks]


@pytest.mark.parametrize(
    "lines",
    [
        ["Bridge to close for eleven months", *BODY, *MENU, FOOTER],
        [*MENU, "Bridge to close for eleven months", *BODY, *MENU, FOOTER],
    ],
    ids=["below", "around"],
)
def test_a_sentence_in_a_footer_does_not_prolong_the_story(lines: list[str]) -> None:
    assert body(lines) == BODY


def test_a_box_inside_the_story_does_not_end_it() -> None:
    box = ["Trawler crew rescued", "Library reopens", "Parking fees"]
    assert set(BODY) <= set(body(["Bridge to close for eleven months", BODY[0], *box, *BODY[1:]]))


def test_a_text_of_short_lines_is_kept() -> None:
    lines = ["The sea is grey", "The quay is long", "The boats are out", "Nobody sings."]
    assert body(["A song of the quay", *lines])[-1] == lines[-1]
