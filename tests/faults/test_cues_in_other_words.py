"""Cues (lines that hand over to a reporter: "TRT World's Ada Lund has more") in other words, cut by a link, or several
in a line."""

from __future__ import annotations

import pytest

from tests.correspondents.told import told

#: The language of a page, its publisher, the line before, a line, and the correspondents in it.
LINES: list[tuple[str, str | None, str | None, str, list[str]]] = [
    (
        "en",
        "Al Jazeera",
        None,
        "Al Jazeera’s Ada Lund has sent this report from rural Vardal county, Wisconsin",
        ["package|Ada Lund||Al Jazeera|rural Vardal county, Wisconsin"],
    ),
    (
        "en",
        "Al Jazeera",
        None,
        "Al Jazeera’s Ada Lund has sent this update from South Vardal, Pennsylvania",
        ["package|Ada Lund||Al Jazeera|South Vardal, Pennsylvania"],
    ),
    (
        "en",
        "Al Jazeera",
        None,
        "Al Jazeera’s Ada Lund has more details from Gaza.",
        ["package|Ada Lund||Al Jazeera|Gaza"],
    ),
    (
        "en",
        "TRT World",
        None,
        "TRT World's Ada Lund has the latest from the occupied West Bank.",
        ["package|Ada Lund||TRT World|the occupied West Bank"],
    ),
    (
        "en",
        "TRT World",
        None,
        "TRT World's Ada Lund has more from the border of Turkey and Syria.",
        ["package|Ada Lund||TRT World|Turkey and Syria"],
    ),
    (
        "en",
        "TRT World",
        None,
        "TRT World's Ada Lund has the latest as the fighting goes on.",
        ["package|Ada Lund||TRT World|"],
    ),
    ("en", "TRT World", None, "TRT World's Ada Lund brings us more from Oslo.", ["package|Ada Lund||TRT World|Oslo"]),
    ("en", "TRT World", None, "Ada Lund brings more from Oslo.", ["package|Ada Lund|||Oslo"]),
    ("en", "TRT World", None, "TRT World's Ada Lund is at the scene.", ["package|Ada Lund||TRT World|"]),
    (
        "en",
        "TRT World",
        None,
        "Our correspondent Ada Lund is at the scene with more.",
        ["package|Ada Lund|correspondent||"],
    ),
    (
        "en",
        "TRT World",
        None,
        "TRT World’s Ada Lund reports on the impact of the drought.",
        ["package|Ada Lund||TRT World|"],
    ),
    ("en", "TRT World", None, "TRT World's Ada Lund joins us from Oslo.", ["package|Ada Lund||TRT World|Oslo"]),
    (
        "en",
        "TRT World",
        None,
        "TRT World's Ada Lund has been following the story and has this report.",
        ["package|Ada Lund||TRT World|"],
    ),
    (
        "en",
        "TRT World",
        None,
        "Ada Lund has more. Ben Oduya reports from Oslo.",
        ["package|Ada Lund|||", "package|Ben Oduya|||Oslo"],
    ),
    (
        "en",
        "TRT World",
        None,
        "Ada Lund has this report from the Turkish-Syrian border.",
        ["package|Ada Lund|||the Turkish-Syrian border"],
    ),
    (
        "en",
        "TRT World",
        None,
        "TRT World's Ada Lund reports from near the Syrian border.",
        ["package|Ada Lund||TRT World|near the Syrian border"],
    ),
    ("en", "TRT World", None, "TRT World's Ada Lund is in Oslo with the latest.", ["package|Ada Lund||TRT World|Oslo"]),
    ("en", "TRT World", None, "More from TRT World's Ada Lund in Oslo.", ["package|Ada Lund||TRT World|Oslo"]),
    ("en", "TRT World", None, "More on this story from TRT World's Ada Lund.", ["package|Ada Lund||TRT World|"]),
    ("en", "TRT World", None, "CNN's Ada Lund is live in Oslo with more.", ["package|Ada Lund||CNN|Oslo"]),
    ("en", "NBC News", None, "NBC's Ada Lund reports for TODAY from Oslo.", ["package|Ada Lund||NBC|Oslo"]),
    ("en", None, None, "Ada Lund has the story.", ["package|Ada Lund|||"]),
    ("en", None, None, "Ada Lund reports for Harbour TV from Oslo.", ["package|Ada Lund|||Oslo"]),
    (
        "en",
        "TRT World",
        None,
        "TRT World’s Ada Lund , who is in Oslo , has more.",
        ["package|Ada Lund||TRT World|Oslo"],
    ),
    (
        "en",
        "Al Jazeera",
        None,
        "“There is silence at the moment,” said Al Jazeera’s Ada Lund from Wilmington, Delaware.",
        ["reporting|Ada Lund||Al Jazeera|Wilmington, Delaware"],
    ),
    (
        "en",
        "Al Jazeera",
        None,
        "It is quiet, Al Jazeera’s Ada Lund reported from Oslo, as shops shut.",
        ["reporting|Ada Lund||Al Jazeera|Oslo"],
    ),
    (
        "en",
        "NPR",
        None,
        (
            "The release has not been verified, NPR's Ada Lund-Berg reports from Zimbabwe. But if true, it "
            "would be a coup."
        ),
        ["reporting|Ada Lund-Berg||NPR|Zimbabwe"],
    ),
    (
        "en",
        "CNN",
        None,
        (
            "CNN’s Ada Lund, reporting from the site of an attack near a school in the central town of "
            "Gedera, said it was quiet."
        ),
        ["reporting|Ada Lund||CNN|Gedera"],
    ),
    (
        "en",
        "Al Jazeera",
        None,
        "Al Jazeera’s Ada Lund, reporting from Oslo , said it was quiet.",
        ["reporting|Ada Lund||Al Jazeera|Oslo"],
    ),
    (
        "en",
        "TRT World",
        None,
        "Our Germany correspondent Ada Lund reports.",
        ["package|Ada Lund|Germany correspondent||"],
    ),
    ("en", "TRT World", "TRT World's Ada Lund", "reports from Oslo.", ["package|Ada Lund||TRT World|Oslo"]),
    ("en", "TRT World", "TRT World's Ada Lund", "has more.", ["package|Ada Lund||TRT World|"]),
    (
        "en",
        None,
        "Ada Lund and Ben Oduya",
        "contributed to this report.",
        ["contribution|Ada Lund|||", "contribution|Ben Oduya|||"],
    ),
    ("en", "TRT World", "The mayor", "has more.", []),
    ("en", "TRT World", "The mayor said no.", "has more.", []),
    (
        "en",
        "ITV",
        None,
        "Video report by ITV News Europe Editor Ada Lund",
        ["package|Ada Lund|Europe Editor|ITV News|"],
    ),
    (
        "en",
        "TRT World",
        None,
        "TRT World's Ada Lund is following developments from Oslo.",
        ["package|Ada Lund||TRT World|"],
    ),
    ("en", "CNN", None, "CNN's Ada Lund reports.", ["package|Ada Lund||CNN|"]),
    ("en", "CNN", None, "CNN's Ada Lund reports from Oslo, Norway.", ["package|Ada Lund||CNN|Oslo, Norway"]),
    (
        "en",
        "Al Jazeera",
        None,
        "Al Jazeera's Ada Lund reports from Gaza City, Gaza.",
        ["package|Ada Lund||Al Jazeera|Gaza City, Gaza"],
    ),
    ("en", "BBC", None, "The BBC's Ada Lund reports.", ["package|Ada Lund||BBC|"]),
    ("en", "BBC", None, "The BBC's Ada Lund in Oslo says it is quiet.", ["reporting|Ada Lund||BBC|Oslo"]),
    (
        "en",
        "BBC",
        None,
        "Our correspondent in Oslo, Ada Lund, says it is quiet.",
        ["reporting|Ada Lund|correspondent||Oslo"],
    ),
    (
        "en",
        "TRT World",
        None,
        "TRT World's Ada Lund reports from the Turkish capital Ankara.",
        ["package|Ada Lund||TRT World|the Turkish capital Ankara"],
    ),
    (
        "en",
        "TRT World",
        None,
        "TRT World's Ada Lund brings more from the Syrian border town of Azaz.",
        ["package|Ada Lund||TRT World|the Syrian border town of Azaz"],
    ),
    ("en", "TRT World", None, "TRT World's Ada Lund has more on the story.", ["package|Ada Lund||TRT World|"]),
    (
        "en",
        "TRT World",
        None,
        "For more, TRT World's Ada Lund joins us from Oslo.",
        ["package|Ada Lund||TRT World|Oslo"],
    ),
    ("en", "TRT World", None, "Journalist Ada Lund has the details from Oslo.", ["package|Ada Lund|Journalist||Oslo"]),
    ("en", "TRT World", None, "Ada Lund has this story.", ["package|Ada Lund|||"]),
    ("en", "TRT World", None, "Ada Lund has been following the story.", ["package|Ada Lund|||"]),
    ("en", "TRT World", None, "Ada Lund reports on the aftermath from Oslo.", ["package|Ada Lund|||Oslo"]),
    ("en", "TRT World", None, "Ada Lund explains.", ["package|Ada Lund|||"]),
    ("en", "TRT World", None, "Ada Lund filed this report.", ["package|Ada Lund|||"]),
    ("en", None, None, "Fox News’ Ada Lund reports on charges against a former aide.", ["package|Ada Lund||Fox News|"]),
    ("en", None, None, "CBS News correspondent Ada Lund reports.", ["package|Ada Lund|correspondent|CBS News|"]),
    ("en", "ABC News", None, "ABC News' Ada Lund reports:", ["package|Ada Lund||ABC News|"]),
    (
        "en",
        None,
        None,
        "Al Jazeera’s Ada Lund, reporting from Oslo, said it was quiet.",
        ["reporting|Ada Lund||Al Jazeera|Oslo"],
    ),
    ("en", "NPR", None, "NPR's Ada Lund contributed to this story.", ["contribution|Ada Lund||NPR|"]),
]


@pytest.mark.parametrize(
    ("language", "publisher", "before", "line", "rows"), LINES, ids=[line[3][:60] for line in LINES]
)
def test_line(language: str, publisher: str | None, before: str | None, line: str, rows: list[str]) -> None:
    assert told(line, language, publisher, before) == rows
