"""Lines, their marks and how they are joined: tables of small inputs."""

import pytest

from parsers.page import trace_page
from parsers.rules import default_rules
from parsers.text.lines import read_lines, without_markdown
from parsers.text.raw_text import in_lines
from parsers.text.shapes import shape, weight
from parsers.text.unwrap import segments, wrap_margin

TEXT = default_rules().family("text")


def texts(dump: str) -> list[str]:
    return [segment.text for segment in segments(read_lines(in_lines(dump)), TEXT)]


@pytest.mark.parametrize(
    ("raw", "text", "level", "bullet", "quoted"),
    [
        ("## What comes next", "What comes next", 2, "", False),
        ("  * Home", "Home", 0, "*", False),
        ("  * ### A title", "A title", 3, "*", False),
        ("1. First", "First", 0, "1.", False),
        ("> He left.", "He left.", 0, "", True),
        ("– He left, she said.", "– He left, she said.", 0, "", False),
        ("__By Ada Lund", "By Ada Lund", 0, "", False),
        ("The _Hartsea Post_ and *her*", "The Hartsea Post and her", 0, "", False),
        ("snake_case_name stays", "snake_case_name stays", 0, "", False),
        ("[the report](https://x.example/a_b) says", "the report says", 0, "", False),
        ("2 \\* 3 \\(six\\)", "2 * 3 (six)", 0, "", False),
        ("  *  ", "*", 0, "", False),
    ],
)
def test_marks_are_taken_off(raw: str, text: str, level: int, bullet: str, quoted: bool) -> None:
    (line,) = read_lines(raw)
    assert (line.text, line.level, line.bullet, line.quoted) == (text, level, bullet, quoted)


def test_an_underline_raises_the_line_above() -> None:
    lines = read_lines("Storm in Hartsea\n================\n\nText.")
    assert [(line.text, line.level) for line in lines] == [("Storm in Hartsea", 1), ("Text.", 0)]


def test_blank_lines_and_numbers_are_kept() -> None:
    lines = read_lines("One\r\n\r\n\r\n  Two\n")
    assert [(line.number, line.blank_before, line.indent) for line in lines] == [(1, 0, 0), (4, 2, 2)]


def test_soft_hyphens_and_invisible_characters_go() -> None:
    assert without_markdown("Heli\u00adkopter") == "Helikopter"
    assert read_lines("\ufeffHarbour\u200b")[0].text == "Harbour"


WRAPPED = """\
The harbour master closed the eastern pier on Monday after the storm
had torn two boats from their moorings and thrown them on the quay.
The well-known ferry did not run.
   A second paragraph begins with an indent, as typists do it, and the
words go on to a line end where a word such as infra-
structure is broken, and a well-
known one keeps its mark because it is printed elsewhere with it.
"""


def test_hard_wrapped_text_without_blank_lines() -> None:
    assert texts(WRAPPED) == [
        "The harbour master closed the eastern pier on Monday after the storm had torn two boats from their moorings "
        "and thrown them on the quay. The well-known ferry did not run.",
        "A second paragraph begins with an indent, as typists do it, and the words go on to a line end where a word "
        "such as infrastructure is broken, and a well-known one keeps its mark because it is printed elsewhere "
        "with it.",
    ]


def test_text_that_is_not_wrapped_is_left_alone() -> None:
    dump = "\n".join(["A short title", "x" * 300 + ".", "Another", "y" * 250 + ".", "Third", "z" * 280 + "."])
    assert wrap_margin(read_lines(dump)) == 0
    assert len(texts(dump)) == 6


@pytest.mark.parametrize(
    ("dump", "joined"),
    [
        (
            "The ferryman has been missing from the town of\nHartsea\nsince the sixth of May. Nobody saw him go.",
            ["The ferryman has been missing from the town of Hartsea since the sixth of May. Nobody saw him go."],
        ),
        (
            "The council of the harbour town met the mayor\n, who had asked for it.",
            ["The council of the harbour town met the mayor, who had asked for it."],
        ),
        (  # text nodes with the blanks around them
            "The boat seen on \nSunday\n by the keeper of the lock\n came from \nHartsea\n , he wrote.\n\n"
            "It was the last one that came in\n a year, and the \nMayor\n said: “Bye.”\n “So long,” he said.",
            [
                "The boat seen on Sunday by the keeper of the lock came from Hartsea, he wrote.",
                "It was the last one that came in a year, and the Mayor said: “Bye.” “So long,” he said.",
            ],
        ),
        ("Storm closes pier\nlast boats leave at noon", ["Storm closes pier", "last boats leave at noon"]),
        ("The council met on Monday.\nand then it left", ["The council met on Monday.", "and then it left"]),
        (
            "The council of [ the harbour\ntown ](https://x.example/a-\nb \"The\ntown\") met on Monday in the old,"
            " well-\nknown hall of the [port](/p), and the mayor spoke of the pier. He said\nthat it stays closed until"
            " the spring of the year after this one, all of it.  \nShare\n\n* [Home](/)\n* [](/rss)\n"
            "* [![Map](/m.png)](/map)",
            [
                "The council of the harbour town met on Monday in the old, well-known hall of the port, and the mayor"
                " spoke of the pier. He said that it stays closed until the spring of the year after this one, all of"
                " it.",
                *("Share", "Home", "* []", "Map"),
            ],
        ),
    ],
)  # fmt: skip
def test_torn_text_nodes_are_joined(dump: str, joined: list[str]) -> None:
    assert texts(dump) == joined


@pytest.mark.parametrize(
    ("text", "prose", "title"),
    [
        ("Storm closes pier", False, True),
        ("The storm closed the pier on Monday morning.", True, False),
        ("'Task solved'", False, True),
        ("König Karl III. kommt: Ist er der Richtige?", True, False),
        ("Iran walks out of the talks. “Demands too high”", False, True),
        ("港口管理局周一表示，东码头因风暴关闭，预计维修将持续到春天。", True, False),
        ("风暴关闭东码头", False, True),
        ("Read more:", False, False),
    ],
)
def test_shapes(text: str, prose: bool, title: bool) -> None:
    found = shape(text)
    assert (found.prose, found.title) == (prose, title)


def test_wide_characters_weigh_more() -> None:
    assert weight("港口") == 5
    assert weight("pier 9!") == 5


PAGES = """\
The Hartsea Post 3 May 2026

Storm closes the eastern pier and the road to the lighthouse

The harbour master closed the eastern pier on Monday after the
storm had torn two boats from their moorings and thrown them on
the quay, which is old. Nobody was hurt, since the crews of the
boats had gone ashore at noon, when the wind turned to the west
and the keeper of the light called everybody who has a radio on
board. It was built at a time in which the island had more than
1
The Hartsea Post 3 May 2026

thrice as many people as today, and it has been mended by crews
- often in vain - since 1921, as the council said on Tuesday in
12 lines of print. Nobody knows who pays for the next pier, nor
who builds it. The council meets again on Thursday at noon in a
hall by the sea, and everybody who wants to listen may come and
listen to what the engineers have found, with their own papers.
2
"""


def test_running_titles_and_page_numbers_without_form_feeds() -> None:
    found = texts(PAGES)
    assert found[0] == "Storm closes the eastern pier and the road to the lighthouse"
    assert "island had more than thrice as many" in found[1]
    assert "by crews - often in vain - since 1921, as the council said on Tuesday in 12 lines" in found[1]
    assert found[2:] == ["The Hartsea Post 3 May 2026", "1", "The Hartsea Post 3 May 2026", "2"]


TERMINAL = """\
   #[1]Hartsea Post » Feed [2]Comments

     * [3]Home
          o [4]harbour

   The harbour master closed the [5]eastern pier on Monday
   after the storm had torn two boats from their moorings and
   thrown [6]Bo Kvist and his dog into the water of the old
   dock, and the master of the [7]lock closed his gates for
   [8]a week or longer - so he said - and nobody knows what
   became of [9]the boats that lay behind the lock, nor when
   [10]the ferry to the islands runs again. It last ran, says
   the keeper of the light at the far end of the old pier, in
   the night to [11]Sunday.

References

   Visible links:
   1. https://hartseapost.example/feed
   2. https://hartseapost.example/comments
   3. /home
"""


def test_what_a_text_browser_prints_around_a_page() -> None:
    pieces = [line.text for line in trace_page(TERMINAL.encode(), media_type="text/plain").lines]
    assert pieces[0] == "#Hartsea Post » Feed Comments"
    assert pieces[1:3] == ["Home", "harbour"]
    assert pieces[3].startswith("The harbour master") and pieces[3].endswith("in the night to Sunday.")
    assert pieces[4].startswith("References Visible links: https://hartseapost.example/feed")


def test_a_mail_that_quotes_all_of_its_text_has_no_quotations() -> None:
    lines = read_lines("\n>\n".join(f"> {line}." for line in ("One", "Two", "Three", "Four", "Five", "Six", "Seven")))
    assert {(line.quoted, line.blank_before) for line in lines[1:]} == {(False, 1)}
