"""Pages saved whole, as lines: which of them are the article, by the model; texts without furniture keep all."""

import numpy as np
import pytest

from parsers import Article, parse_page
from parsers.context import Context
from parsers.rules import default_rules
from parsers.text import sheet_of
from parsers.text.line_columns import NAMES, line_columns
from parsers.text.line_scores import score_lines
from parsers.text.text_sheet import NOTHING_TOLD, TextSheet

HEADLINE = "Storm closes the eastern pier of Hartsea until spring"
BODY = [
    "The harbour master closed the eastern pier on Monday after the storm had torn two boats from their moorings and"
    " thrown them on the quay.",
    "“We cannot say yet how deep the cracks go,” said Ada Lund, who has run the harbour since 2011. Divers are to look"
    " at the piles on Thursday.",
    "The ferry to Westholm leaves from the old fish market until then. It takes no cars, and lorries have to go round"
    " by the bridge, which is some forty miles longer.",
    "Hartsea has argued about the pier for years. The council wanted to mend it in 2019, but the money went into the"
    " new school.",
    "The mayor has asked the county for help. A decision is expected before the end of the month.",
]
MENU = [
    *("Home", "News", "Sport", "Weather", "Culture", "Business", "Opinion"),
    *("Video", "Podcasts", "Jobs", "Homes", "Motors", "Shop", "Games"),
]
STORIES = [
    ("Traffic", "Bus drivers win back their night break", "After three weeks of talks the company gives in at last."),
    ("Culture", "Library shows maps of the drowned villages", "Most sheets were found in a cellar two years ago."),
    ("Nature", "Swans are back at the old mill pond", "Nobody had seen them there since the flood."),
    ("Sport", "Hartsea Rovers lose the derby in extra time", "A late penalty decides the match against Westholm."),
    ("Council", "Parking at the market hall becomes dearer", "The new prices hold from the first of April on."),
]
TEASERS = [line for place, title, told in STORIES for line in (place, title, "2 hours ago", told)]
COMMENTS = [
    "They should have listened to the engineers ten years ago, it was all in the report! I wrote to the council myself"
    " and never got an answer, not even a form letter. So nobody can say now that they did not know of it.",
    "And who will pay for it? We will, as always, with our rates and our parking fees. Nobody up there cares how people"
    " get to work in the morning, they all have their cars and their offices on the dry side of the river.",
    "I saw the waves from my window, and never in forty years was it like that. My neighbour lost his boat, the one he"
    " had built himself. I hope that somebody helps him, because the insurance will not, I know them well.",
    "Good article, thanks. But the ferry does take bicycles, I asked them this morning on the quay! You only have to be"
    " there a quarter of an hour before it leaves, and it costs two pounds each way, which is fine with me.",
]
READERS = [line for told in COMMENTS for line in ("seagull77", "3 March 2026 at 19:12", told, "Reply", "Report")]
FOOTER = ["About us", "Contact", "Imprint", "Privacy", "Terms of use", "Advertise with us", "© 2026 Hartsea Post"]
SAVED = "\n".join([
    *(*MENU, "Harbour", HEADLINE, "By Jon Marsh", "3 March 2026, 18:40", *BODY),
    *("More from the harbour", *TEASERS, "Readers say", *READERS, *FOOTER),
])  # fmt: skip


def read(text: str) -> Article:
    article = parse_page(text.encode(), media_type="text/plain")
    assert isinstance(article, Article)
    return article


def sheet(text: str) -> TextSheet:
    found = sheet_of(text, Context(default_rules()))
    assert found is not None
    return found


def test_the_article_of_a_saved_page_is_found_and_the_rest_is_told() -> None:
    article = read(SAVED)
    assert article.headline == HEADLINE
    assert [block.text for block in article.blocks] == BODY
    assert {*COMMENTS, *(told for _, _, told in STORIES)} <= {cut.text for cut in article.dropped}


@pytest.mark.parametrize("around", [[], MENU[:6], FOOTER], ids=["alone", "a short menu", "a footer"])
def test_nothing_is_told_of_a_text_without_furniture(around: list[str]) -> None:
    text = "\n\n".join([HEADLINE, *BODY, *around])
    assert score_lines(sheet(text)) == NOTHING_TOLD
    assert [block.text for block in read(text).blocks][: len(BODY)] == BODY


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "x" * 5000,
        "7",
        "東码头因风暴关闭。" * 300,
        "\n".join(["-", "a, " * 900, "| " * 40, "#" * 7, "[a](b)", "1" * 300]),
    ],
)
def test_the_numbers_of_any_text_have_limits(text: str) -> None:
    columns = line_columns(sheet(text))
    assert columns.shape[0] == len(NAMES)
    assert np.abs(columns).max() <= 60_000 and np.isfinite(columns).all()
