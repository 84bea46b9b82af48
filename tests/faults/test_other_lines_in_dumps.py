"""Lines of a saved text that are not part of the story, between its paragraphs and below; and lines that only look
so."""

import pytest

from parsers import parse_page
from parsers.model import Article

TITLE = "Inquiry into the brakes of the island ferry opens in Hartsea"
BODY = [
    "The inquiry into the brakes of the island ferry opened on Sunday, with more people at the door than chairs.",
    "Three members of the crew said that they had asked for new brakes four times since the autumn, in vain.",
    "The office says that it never saw the book, and its lawyer asked for two days to look through its letters.",
    "The inquiry goes on until Thursday, and the hall stays open to all who want to listen.",
]
SHOUTED = [
    "HARBOUR OFFICE PROPOSES RULES THAT WOULD DOUBLE FEES",
    "NINE BOATS FOUND AT SUSPECTED PIRATES' CAMP ON ISLAND",
]
ROW = ["Hartsea Expands Its Harbour While Islands Wait for Boats", "New Ferry Purports to Show Brakes of Another Kind"]


def texts(*lines: str) -> list[str]:
    found = parse_page("\n".join([TITLE, "", *lines]).encode(), media_type="text/plain")
    assert isinstance(found, Article), found
    return [block.text for block in found.blocks]


@pytest.mark.parametrize(
    "lines",
    [
        [BODY[0], SHOUTED[0], BODY[1], SHOUTED[1], *BODY[2:]],
        [*BODY[:2], *ROW, *BODY[2:]],
        [
            *BODY[:2],
            "The Ferry Runs Again in Hartsea",
            "The boat was back at the slip early this morning and…",
            "Read more",
            *BODY[2:],
        ],
        [*BODY[:3], "CLICK HERE TO GET THE HARTSEA POST APP", BODY[3]],
        [BODY[0], SHOUTED[0], *BODY[1:], "CLICK HERE TO GET THE HARTSEA POST APP"],
        [*BODY, f"The post {TITLE} appeared first on Hartsea Post."],
        [*BODY, "SPONSORED: Sleep better with Harbour mattresses. Use code BOX10."],
        [BODY[0], "Video Duration 02 minutes 31 seconds 02:31", *BODY[1:]],
        [*BODY, "Get the latest updates from the harbour, interviews and more Hartsea Post content.", "Subscribed"],
        [*BODY, "Subscribed", "You've successfully subscribed to this newsletter!"],
        [*BODY, "Ada Lund is a reporter at the Hartsea Post. Tips can be sent to ada@hartseapost.example."],
        [*BODY, "Ada Lund is a reporter at the Hartsea Post.", "Follow her on Mastodon.", "Subscribed"],
        [*BODY, "Have something to add to this story? Share it in the comments."],
        [BODY[0], "Scroll down for video.", *BODY[1:]],
        ["4419111", *BODY],
        [*BODY, "26157981-b4f7-4929-adc1-e860c6f03636"],
    ],
)
def test_cut(lines: list[str]) -> None:
    assert texts(*lines) == BODY


PRICES = [
    "New contract", "Price: 68,880", "Discount: 2,205", "Change of boat", "Price: 68,880", "Discount: 2,205",
    "From another office", "Price: 68,880", "Discount: 3,360",
]  # fmt: skip


@pytest.mark.parametrize(
    "within",
    [
        PRICES,
        ["WHAT THE CREW SAYS"],
        ["The crew asked for three things:", "Brakes that hold the boat", "Lamps for the deck", "A book that is read"],
        ["Brakes", "Lamps", "Ropes", "Books"],
    ],
)  # fmt: skip
def test_kept(within: list[str]) -> None:
    assert texts(*BODY[:2], *within, *BODY[2:]) == [*BODY[:2], *within, *BODY[2:]]


def test_subheads_in_capitals_of_other_languages_stay() -> None:
    german = [
        "Der Deich zwischen dem Hafen und dem Leuchtturm bleibt gesperrt, wie der Verband am Montag mitgeteilt hat.",
        "WARUM DER DEICH NUN DOCH NICHT ERNEUERT WIRD",
        "Zwei Gutachter haben die Strecke geprüft und drei Stellen gefunden, an denen die Narbe nicht mehr hält.",
        "WAS DIE LEUTE AM HAFEN NUN TUN WOLLEN",
        "Der Hafen ist von der Sperrung nicht betroffen, und auch der Wochenmarkt findet am Samstag statt.",
    ]
    found = parse_page("\n\n".join(["Der Deich bleibt gesperrt", *german]).encode(), media_type="text/plain")
    assert isinstance(found, Article)
    assert [block.text for block in found.blocks] == german
