"""A byline tells role, outlet and place with a time or a user name behind it, or glued together."""

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
    ("en", None, None, "(Xinhua) 10:11, May 03, 2019", ["agency|||Xinhua|"]),
    ("en", None, None, "Ada Lund / TNN / Jul 19, 2024, 21:27 IST", ["reporting|Ada Lund||TNN|"]),
    ("en", None, None, "By: PTI | Oslo | Updated: January 5, 2018", ["agency|||PTI|Oslo"]),
    (
        "en",
        None,
        None,
        "By ADA LUND, AP White House Correspondent Ada Lund, AP White House Correspondent – 1 min ago",
        ["reporting|Ada Lund|White House Correspondent|AP|"],
    ),
    (
        "en",
        "Harbour Online",
        None,
        "By Ada Lund In Oslo For Harbour Online",
        ["reporting|Ada Lund||Harbour Online|Oslo"],
    ),
    (
        "en",
        "Harbour Online",
        None,
        "By Ada Lund, Chief Reporter For Harbour Online",
        ["reporting|Ada Lund|Chief Reporter|Harbour Online|"],
    ),
    (
        "en",
        "CBC",
        None,
        "Ada Lund · CBC News · Posted: May 3, 2018 6:00 AM ET | Last Updated: May 3",
        ["reporting|Ada Lund||CBC News|"],
    ),
    (
        "en",
        "The Washington Post",
        None,
        "Ada Lund in Washington and Ben Oduya in Lagos contributed to this report.",
        ["contribution|Ada Lund|||Washington", "contribution|Ben Oduya|||Lagos"],
    ),
    ("en", "The Guardian", None, "Ada Lund and agencies", ["reporting|Ada Lund|||", "agency||||"]),
    ("en", "The Guardian", None, "Agence France-Presse in Oslo", ["agency|||Agence France-Presse|Oslo"]),
    ("en", "The Guardian", None, "Reuters in New York", ["agency|||Reuters|New York"]),
    ("en", "The Guardian", None, "Staff and agencies in Oslo", ["agency||||Oslo"]),
    ("en", "The Guardian", None, "Guardian staff and agencies", ["agency||||"]),
    ("en", "BBC News", None, "By Ada Lund BBC News, Oslo", ["reporting|Ada Lund||BBC News|Oslo"]),
    (
        "en",
        "BBC News",
        None,
        "By Ada LundPolitical correspondent, BBC News",
        ["reporting|Ada Lund|Political correspondent|BBC News|"],
    ),
    ("en", "BBC News", None, "By Ada Lund BBC Sport at Wembley", ["reporting|Ada Lund||BBC Sport|Wembley"]),
    (
        "en",
        "BBC News",
        None,
        "By Ada Lund BBC Europe correspondent, Oslo",
        ["reporting|Ada Lund|Europe correspondent|BBC|Oslo"],
    ),
    (
        "en",
        None,
        None,
        "By Ada Lund, Oslo and Ben Oduya, Lagos",
        ["reporting|Ada Lund|||Oslo", "reporting|Ben Oduya|||Lagos"],
    ),
    ("en", None, None, "By Ada Lund in Oslo", ["reporting|Ada Lund|||Oslo"]),
    ("en", None, None, "By Ada Lund, Political Editor", ["reporting|Ada Lund|Political Editor||"]),
    (
        "en",
        None,
        None,
        "By Ada Lund, Ben Oduya and Cem Kaya, Associated Press",
        [
            "reporting|Ada Lund||Associated Press|",
            "reporting|Ben Oduya||Associated Press|",
            "reporting|Cem Kaya||Associated Press|",
        ],
    ),
    (
        "en",
        None,
        None,
        "By ADA LUND and BEN ODUYA Associated Press",
        ["reporting|ADA LUND||Associated Press|", "reporting|BEN ODUYA||Associated Press|"],
    ),
    (
        "en",
        None,
        None,
        "By Ada Lund and Ben Oduya | The Associated Press",
        ["reporting|Ada Lund||Associated Press|", "reporting|Ben Oduya||Associated Press|"],
    ),
    ("en", None, None, "By Ada Lund, Special to the Harbour Post", ["reporting|Ada Lund||Harbour Post|"]),
    ("en", None, None, "By Ada Lund For The Associated Press", ["reporting|Ada Lund||Associated Press|"]),
    ("en", None, None, "By Ada Lund, For the Harbour Post", ["reporting|Ada Lund||Harbour Post|"]),
    ("en", None, None, "By Ada Lund of The Harbour Times", ["reporting|Ada Lund||Harbour Times|"]),
    ("en", None, None, "By Ada Lund, Harbour Times Staff Writer", ["reporting|Ada Lund|Staff Writer|Harbour Times|"]),
    ("en", None, None, "By Ada Lund | Staff Writer", ["reporting|Ada Lund|Staff Writer||"]),
    ("en", None, None, "By Ada Lund for Reuters", ["reporting|Ada Lund||Reuters|"]),
    ("en", None, None, "by: Ada Lund, Associated Press", ["reporting|Ada Lund||Associated Press|"]),
    ("en", None, None, "by Ada Lund / AFP", ["reporting|Ada Lund||AFP|"]),
    ("en", None, None, "By Ada Lund (AFP)", ["reporting|Ada Lund||AFP|"]),
    ("en", None, None, "By Agence France-Presse in Oslo", ["agency|||Agence France-Presse|Oslo"]),
    ("en", None, None, "By wire reports", ["agency||||"]),
    ("en", None, None, "From staff and wire reports", ["agency||||"]),
    ("en", None, None, "By AFP and Ada Lund", ["agency|||AFP|", "reporting|Ada Lund|||"]),
]


@pytest.mark.parametrize(
    ("language", "publisher", "before", "line", "rows"), LINES, ids=[line[3][:60] for line in LINES]
)
def test_line(language: str, publisher: str | None, before: str | None, line: str, rows: list[str]) -> None:
    assert told(line, language, publisher, before) == rows
