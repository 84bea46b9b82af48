"""A saved text without a headline gets none: no subhead, first sentence, day or byline is taken for one, and none is
lost."""

import pytest

from parsers import parse_page
from parsers.model import Article

BODY = [
    "The inquiry into the brakes of the island ferry opened on Sunday, with more people at the door than chairs.",
    "Three members of the crew said that they had asked for new brakes four times since the autumn, in vain.",
    "The office says that it never saw the book, and its lawyer asked for two days to look through its letters.",
]
TITLE = "Inquiry into the brakes of the ferry opens in Hartsea"
NOTE = "We wrote to our readers about cookies and what they are for on this page."
JA = [
    "港湾局は月曜日、東埠頭を閉鎖したと発表した。嵐で二隻の船が係留場所から流されたためで、春まで閉鎖が続く見込みだ。",
    "三人の乗組員は、秋から四回新しいブレーキを求めたが、返事はなかったと語った。会社側は記録を見ていないという。",
]


def article(*lines: str, url: str | None = None, between: str = "\n\n") -> Article:
    found = parse_page(between.join(lines).encode(), media_type="text/plain", url=url)
    assert isinstance(found, Article), found
    return found


def paragraphs(found: Article) -> list[str]:
    return [block.text for block in found.blocks if block.kind == "paragraph"]


@pytest.mark.parametrize("between", ["\n\n", "\n"])
@pytest.mark.parametrize(
    "lines",
    [
        BODY,
        JA,
        ["The ferry is late.", *BODY],
        [BODY[0], "What the crew says", *BODY[1:]],
        [BODY[0], "What does the crew say?", BODY[1], "What does the crew say?", BODY[2]],
        ["May 3, 2024", *BODY],
        ["By Ada Lund on May 3, 2024", *BODY],
        ["Ada Lund", *BODY],
        ["Year | Boats | Brakes", "2023 | 4 | 8", *BODY],
        ["https://hartseapost.example/inquiry", *BODY],
        ["[The names of the crew were changed.]", *BODY],
    ],
)
def test_nothing_is_taken_for_a_headline(lines: list[str], between: str) -> None:
    found = article(*lines, between=between)
    assert found.headline is None
    assert set(BODY if lines[0] not in JA else JA) <= set(paragraphs(found))


@pytest.mark.parametrize(
    ("lines", "headline"),
    [
        (["Inquiry opens", *BODY], "Inquiry opens"),
        (["Who braked the ferry?", *BODY], "Who braked the ferry?"),
        (["Ferry inquiry opens in the U.S.", *BODY], "Ferry inquiry opens in the U.S."),
        (["The ferry is late.", "By Ada Lund", *BODY], "The ferry is late."),
        (
            [
                "Sand in the brakes",
                "Crew of the island ferry asked four times for new ones before the boat ran aground off a pier in May",
                *BODY,
            ],
            "Sand in the brakes",
        ),
        (["Harbour", TITLE, *BODY], TITLE),
        ([f"⚡️ {TITLE}", *BODY], TITLE),
        (["The Hartsea Post | www.hartseapost.example", TITLE, "By Ada Lund", *BODY], TITLE),
        (["THE POST 3 May 2024", f"{TITLE}\nCrew of the boat asked four times for new ones before May", "By Ada Lund",
          *BODY], TITLE),
        (["THE MERCURY.", "CREW ASKED FOR NEW BRAKES.\nTWO MEN HEARD.", *BODY], "CREW ASKED FOR NEW BRAKES."),
        ([NOTE, "Home", "News", "Sport", TITLE, "3 May 2024", *BODY], TITLE),
    ],
)  # fmt: skip
def test_a_headline_that_is_printed_is_found(lines: list[str], headline: str) -> None:
    assert article(*lines).headline == headline


@pytest.mark.parametrize(
    ("name", "headline"),
    [
        ("Inquiry%20into%20the%20ferry%20opens.txt", "Inquiry into the ferry opens"),
        ("%E6%B8%AF%E6%B9%BE%E5%B1%80%E5%85%B3%E9%97%AD%E4%B8%9C%E7%A0%81%E5%A4%B4.txt", "港湾局关闭东码头"),
        ("trt-147.txt", None),
        ("article_2024_05_03_000123.txt", None),
        ("inquiry-into-the-ferry-opens.txt", None),
        ("ferry.txt#2", None),
    ],
)
def test_the_name_of_a_file_may_be_the_headline(name: str, headline: str | None) -> None:
    found = article(*BODY, url=f"file:///texts/{name}")
    assert found.headline == headline
    assert ("headline" in found.evidence) == (headline is not None)
    if headline:
        assert found.evidence["headline"].method == "file_name"
    assert paragraphs(found) == BODY
