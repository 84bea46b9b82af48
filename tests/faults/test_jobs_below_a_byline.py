"""A line with a job, an outlet or an unnamed correspondent counts for the author when it stands below a byline."""

from __future__ import annotations

import pytest

from tests.correspondents.told import told

#: The language of a page, its publisher, the line before, a line, and the correspondents in it.
LINES: list[tuple[str, str | None, str | None, str, list[str]]] = [
    ("en", None, "By Ada Lund", "AP Business Writer / January 11, 2012", ["reporting|Ada Lund|Business Writer|AP|"]),
    ("en", None, "By ADA LUND", "Associated Press Writer", ["reporting|ADA LUND|Writer|Associated Press|"]),
    ("en", None, "By ADA LUND", "Associated Press", ["reporting|ADA LUND||Associated Press|"]),
    (
        "en",
        None,
        "By Ada Lund and Ben Oduya",
        "Associated Press Writers",
        ["reporting|Ada Lund|Writers|Associated Press|", "reporting|Ben Oduya|Writers|Associated Press|"],
    ),
    ("en", None, "By Ada Lund", "Staff Writer", ["reporting|Ada Lund|Staff Writer||"]),
    ("de", None, "Von Ada Lund", "Redaktionsleiter", ["reporting|Ada Lund|Redaktionsleiter||"]),
    ("en", "BBC", "By Ada Lund", "BBC News, Oslo", ["reporting|Ada Lund||BBC News|Oslo"]),
    (
        "en",
        "BBC",
        "By Ada Lund",
        "Political correspondent, BBC News",
        ["reporting|Ada Lund|Political correspondent|BBC News|"],
    ),
    ("en", "BBC", "Ada Lund", "Europe editor @adalund on Twitter", ["reporting|Ada Lund|Europe editor||"]),
    ("en", None, "By Ada Lund", "Read more", []),
    ("en", None, "Ada Lund", "Associated Press", ["agency|||Associated Press|"]),
    ("en", None, "By Ada Lund", "Special to the Harbour Post", ["reporting|Ada Lund||Harbour Post|"]),
    ("en", "Harbour News", "By Ada Lund", "Harbour News Reporter", ["reporting|Ada Lund|Reporter|Harbour News|"]),
    ("en", None, None, "(With PTI inputs)", ["agency|||PTI|"]),
    ("en", None, None, "(Inputs from PTI)", ["agency|||PTI|"]),
    ("en", None, None, "Our Special Correspondent, Oslo", ["reporting||Special Correspondent||Oslo"]),
    ("en", None, None, "By A Correspondent in Oslo", ["reporting||Correspondent||Oslo"]),
    ("en", None, None, "By Our Correspondent", []),
    ("en", None, None, "Editor: huaxia", ["editing|huaxia|||"]),
    ("id", None, "Yoga Sukma", "Editor", ["editing|Yoga Sukma|||"]),
]


@pytest.mark.parametrize(
    ("language", "publisher", "before", "line", "rows"), LINES, ids=[line[3][:60] for line in LINES]
)
def test_line(language: str, publisher: str | None, before: str | None, line: str, rows: list[str]) -> None:
    assert told(line, language, publisher, before) == rows
