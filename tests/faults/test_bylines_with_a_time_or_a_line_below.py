"""A byline tells role, outlet and place with a time or a user name behind it, glued together, or on two lines."""

from __future__ import annotations

import pytest

from tests.correspondents.told import told

#: The language of a page, its publisher, the line before, a line, and the correspondents in it.
LINES: list[tuple[str, str | None, str | None, str, list[str]]] = [
    (
        "en",
        None,
        None,
        "By ADA LUND, AP Special Correspondent 1 hour, 43 minutes ago",
        ["reporting|ADA LUND|Special Correspondent|AP|"],
    ),
    (
        "en",
        None,
        None,
        "By ADA LUND, Associated Press Writer 46 minutes ago",
        ["reporting|ADA LUND|Writer|Associated Press|"],
    ),
    (
        "en",
        None,
        None,
        "By ADA LUND, Associated Press Writer – Tue Apr 7, 6:05 pm ET",
        ["reporting|ADA LUND|Writer|Associated Press|"],
    ),
    ("en", None, None, "By Ada Lund, CNN Updated 1245 GMT (2045 HKT) March 4, 2016", ["reporting|Ada Lund||CNN|"]),
    ("en", None, None, "By Ada Lund, CNN Business", ["reporting|Ada Lund||CNN Business|"]),
    (
        "en",
        None,
        None,
        "Ada Lund, Chief Political Correspondent 2 March • 8:48pm",
        ["reporting|Ada Lund|Chief Political Correspondent||"],
    ),
    ("en", None, None, "ADA LUND, Reuters January 17, 2012 3:21pm", ["reporting|ADA LUND||Reuters|"]),
    ("en", None, None, "Reuters•October 19, 2017", ["agency|||Reuters|"]),
    ("en", None, None, "Reuters • October 19, 2017", ["agency|||Reuters|"]),
    ("en", None, None, "Associated Press | 3 hours ago", ["agency|||Associated Press|"]),
    ("en", None, None, "By Associated Press Published: 14:02 EST, 3 May 2016", ["agency|||Associated Press|"]),
    ("fr", None, None, "Par Reuters le 02.10.2017 à 08h31", ["agency|||Reuters|"]),
    ("fr", None, None, "AFP 30 avril 2015 à 07:19 (Mis à jour : 30 avril 2015 à 07:38)", ["agency|||AFP|"]),
    ("en", "Daily Mirror", None, "by Ada Lund, Daily Mirror 17/01/2012", ["reporting|Ada Lund||Daily Mirror|"]),
    ("en", None, None, "By Ada Lund @adalund, Staff Writer", ["reporting|Ada Lund|Staff Writer||"]),
    ("en", None, None, "By Ada Lund (@adalund) Staff Writer", ["reporting|Ada Lund|Staff Writer||"]),
    ("en", None, None, "Ada LundStaff Writer", ["reporting|Ada Lund|Staff Writer||"]),
    ("de", None, None, "André KleinRedakteur", ["reporting|André Klein|Redakteur||"]),
    ("de", None, None, "Von Ada Lund, dpa 3. Mai 2024, 15:42 Uhr", ["reporting|Ada Lund||dpa|"]),
    ("es", None, None, "Por Ada Lund, EFE 3 de mayo de 2024", ["reporting|Ada Lund||EFE|"]),
    (
        "en",
        None,
        None,
        "By Ada Lund, The Associated Press | Posted - Jan. 4, 2018 at 9:12 p.m.",
        ["reporting|Ada Lund||Associated Press|"],
    ),
    ("en", None, None, "By Reuters Staff 3 Min Read", ["agency|||Reuters|"]),
    ("en", None, None, "Ada Lund, Correspondent Updated on May 3, 2024", ["reporting|Ada Lund|Correspondent||"]),
    ("en", None, None, "By Ada Lund Political Editor 12:30, 3 MAY 2016", ["reporting|Ada Lund|Political Editor||"]),
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
]


@pytest.mark.parametrize(
    ("language", "publisher", "before", "line", "rows"), LINES, ids=[line[3][:60] for line in LINES]
)
def test_line(language: str, publisher: str | None, before: str | None, line: str, rows: list[str]) -> None:
    assert told(line, language, publisher, before) == rows
