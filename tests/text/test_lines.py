"""Lines, their marks and how they are joined: tables of small inputs."""

import pytest

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
