"""Captions and credits in saved texts: glued together, beside paragraphs, in line 1, twice; and paragraphs that look
like them."""

import pytest

from parsers import parse_page
from parsers.model import Article

TITLE = "Inquiry into the brakes of the island ferry opens in Hartsea"
BODY = [
    "The inquiry into the brakes of the island ferry opened on Sunday, with more people at the door than chairs.",
    "Three members of the crew said that they had asked for new brakes four times since the autumn, in vain.",
    "The office says that it never saw the book, and its lawyer asked for two days to look through its letters.",
]
PIER = "The ferry lies at the slip below the harbour office on a rainy day."
MATE = "The mate (pictured) at the slip below the office"
NOON = "Two boats wait for the engineers at noon."


def article(*lines: str, between: str = "\n\n") -> Article:
    found = parse_page(between.join(lines).encode(), media_type="text/plain")
    assert isinstance(found, Article), found
    return found


def captions(found: Article) -> list[tuple[str, str | None]]:
    return [(caption.text, caption.credit) for caption in found.captions]


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ([BODY[0], f"{PIER}(Screenshot/HPT)", *BODY[1:]], [(PIER, "Screenshot/HPT")]),
        ([BODY[0], f"{PIER}(\u00a0(AP Photo/Ada Lund))", *BODY[1:]], [(PIER, "AP Photo/Ada Lund")]),
        ([f"{PIER} (AP Photo/Ada Lund)AP2014", *BODY], [(PIER, "AP Photo/Ada Lund")]),
        ([f"{PIER} (Credit: Reuters)", *BODY], [(PIER, "Reuters")]),
        ([BODY[0], f"{PIER}The Quay Courier", PIER, *BODY[1:]], [(PIER, "The Quay Courier")]),
        ([BODY[0], "Lund Family", f"PHOTO: {PIER}", *BODY[1:]], [(PIER, "Lund Family")]),
        ([BODY[0], f"{BODY[1]} {PIER}", BODY[2], PIER.removesuffix("."), PIER], [(PIER, None)]),
        ([BODY[0], MATE, *BODY[1:]], [(MATE, None)]),
        ([BODY[0], "Image source, Ada Lund", f"Image caption, {PIER}", *BODY[1:]], [(PIER, "Ada Lund")]),
        (["Image source, Ada Lund", f"Image caption, {PIER}", BODY[0], "Image source, Reuters", *BODY[1:]],
         [(PIER, "Ada Lund")]),
        (["1 of 2", NOON, "Ada Lund / Staff", "2 of 2", PIER, "Post archive", "By Cem Arslan", *BODY],
         [(NOON, "Ada Lund / Staff"), (PIER, "Post archive")]),
        ([PIER, "Ada Lund for Harbour Radio", "Enlarge this image", PIER, "Ada Lund for Harbour Radio", *BODY],
         [(PIER, "Ada Lund for Harbour Radio")]),
        ([f"[ferry-2] {PIER} Photo: Ada Lund", *BODY], [(PIER, "Ada Lund")]),
        ([f"{PIER} {PIER} Photo: Ada Lund", *BODY], [(PIER, "Ada Lund")]),
        (["图像来源，新海社", "图像加注文字，渡轮停在港务局下方的码头旁", *BODY],
         [("渡轮停在港务局下方的码头旁", "新海社")]),
    ],
)  # fmt: skip
def test_captions_and_their_credits(lines: list[str], wanted: list[tuple[str, str | None]]) -> None:
    found = article(TITLE, "", *lines, between="\n")
    assert captions(found) == wanted
    kept = [found.standfirst, *(block.text for block in found.blocks)]
    assert [line for line in lines if line in BODY and line not in kept] == []


@pytest.mark.parametrize("credit", ["AP Photo/Ada Lund", "Ada Lund/Reuters", "Photo: Ada Lund"])
def test_a_caption_in_the_first_line(credit: str) -> None:
    found = article(f"The ferry at noon ({credit})", *BODY)
    assert [text for text, _ in captions(found)] == ["The ferry at noon"]
    assert found.headline is None
    assert article("Ferry inquiry opens in Hartsea (Reuters)", *BODY).captions == ()


def test_what_a_site_says_again_below_its_pictures() -> None:
    said = [PIER, NOON, "Nobody in the hall had a chair to sit on."]
    lines = [piece for sentence, paragraph in zip(said, BODY) for piece in (f"{paragraph} {sentence}", sentence)]
    assert captions(article(TITLE, "", *lines, between="\n")) == [(sentence, None) for sentence in said]
    once = [f"{BODY[0]} {PIER}", PIER, *BODY[1:]]
    assert captions(article(TITLE, "", *once, between="\n")) == []


@pytest.mark.parametrize(
    "lines",
    [
        [*BODY[:2], "Image: Imgur", BODY[2]],
        [BODY[0], BODY[1], "Photo: Ada Lund", BODY[2]],
        [*BODY, "The paper had the headline, “Sources: Captain of the Island Ferry Found Asleep at His Own Wheel.”"],
    ],
)
def test_paragraphs_are_no_captions(lines: list[str]) -> None:
    found = article(TITLE, *lines)
    assert captions(found) == []
    assert set(BODY) <= {block.text for block in found.blocks}
