"""Datelines: what is printed, the place and the agency; and lines that only look like one."""

import pytest

from parsers.correspondents import read_dateline


@pytest.mark.parametrize(
    ("text", "printed", "place", "agency"),
    [
        ("MEXICO CITY (AP) - The vote is due in May.", "MEXICO CITY (AP)", "MEXICO CITY", "AP"),
        ("NICOSIA, Feb. 28 (Xinhua) -- The firm said no.", "NICOSIA, Feb. 28 (Xinhua)", "NICOSIA", "Xinhua"),
        ("Washington, 13 Mar 2020 (AFP) — Em maio.", "Washington, 13 Mar 2020 (AFP)", "Washington", "AFP"),
        ("Mumbai (Maharashtra) [India], Jan 13 (ANI): Shares rose.", None, "Mumbai", "ANI"),
        ("(ANSA) - ROMA, 28 LUG - Il ministro.", "(ANSA) - ROMA, 28 LUG", "ROMA", "ANSA"),
        ("Hamburg (dpa/lno) - Die Polizei.", "Hamburg (dpa/lno)", "Hamburg", "dpa"),
        ("(Reuters) - Shares rose.", "(Reuters)", None, "Reuters"),
        ("MOSCOW, January 5. /TASS/. The ministry.", "MOSCOW, January 5. /TASS/", "MOSCOW", "TASS"),
        ("新华社北京1月5日电 记者获悉", "新华社北京1月5日电", "北京", "新华社"),
        ("PUTRAJAYA, Nov 22 - The minister gave no date.", "PUTRAJAYA, Nov 22", "PUTRAJAYA", None),
    ],
)
def test_a_dateline(text: str, printed: str | None, place: str | None, agency: str | None) -> None:
    read = read_dateline(text)
    assert read is not None
    assert (read.place, read.agency) == (place, agency)
    assert printed is None or read.text == printed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The World Health Organization (WHO) - a body of the UN - said no.",
        "Kiel (dpo) - Die Stadt lacht.",
        "Search Engine Marketing (SEM) — the art of it.",
        "He left (AP) the room.",
        "The vote - the first of two - is due in May.",
        "Also, try half an hour of rest (NSDR) to feel well.",
    ],
)
def test_no_dateline(text: str) -> None:
    assert read_dateline(text) is None
