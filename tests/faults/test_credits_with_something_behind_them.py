"""A credit is read, whatever stands behind it or is missing between its clauses: ©, comments, blanks, full stops."""

from __future__ import annotations

import pytest

from tests.correspondents.told import told

#: The language of a page, its publisher, the line before, a line, and the correspondents in it.
LINES: list[tuple[str, str | None, str | None, str, list[str]]] = [
    (
        "en",
        None,
        None,
        "Ada Lund and Ben Oduya contributed reporting. © 2024 Harbour Post",
        ["contribution|Ada Lund|||", "contribution|Ben Oduya|||"],
    ),
    ("en", None, None, "Ada Lund contributed to this report. 5 Comments", ["contribution|Ada Lund|||"]),
    ("en", None, None, "Ada Lund contributed to this report. • Follow us", ["contribution|Ada Lund|||"]),
    ("en", None, None, "Ada Lund contributed to this report © 2024 Harbour Post", ["contribution|Ada Lund|||"]),
    (
        "en",
        None,
        None,
        "The Associated Press contributed to this report. Copyright 2017 Harbour Post. All rights reserved.",
        ["agency|||Associated Press|"],
    ),
    (
        "en",
        None,
        None,
        "The Associated Press contributed to this report Copyright 2017 by Harbour Post",
        ["agency|||Associated Press|"],
    ),
    ("en", None, None, "Ada Lund contributed to this report.© 2024 Harbour Post", ["contribution|Ada Lund|||"]),
    ("en", None, None, "Ada Lund contributed to this report.Follow Ben Oduya on Twitter", ["contribution|Ada Lund|||"]),
    (
        "en",
        None,
        None,
        "Ada Lund and Ben Oduya contributed to this report | 12 Comments",
        ["contribution|Ada Lund|||", "contribution|Ben Oduya|||"],
    ),
    (
        "en",
        None,
        None,
        "(Reporting by Ada Lund; Editing by Ben Oduya) © Reuters 2019",
        ["reporting|Ada Lund|||", "editing|Ben Oduya|||"],
    ),
    (
        "en",
        None,
        None,
        "Reporting by Ada Lund; Editing by Ben Oduya 14 Comments",
        ["reporting|Ada Lund|||", "editing|Ben Oduya|||"],
    ),
    ("en", None, None, "The mayor said no.CNN's Ada Lund contributed to this report.", ["contribution|Ada Lund||CNN|"]),
    ("en", None, None, "Ada Lund contributed reporting from Oslo. (c) 2019", ["contribution|Ada Lund|||Oslo"]),
    ("en", None, None, "Ada Lund contributed to this report. #harbour", ["contribution|Ada Lund|||"]),
    ("en", None, None, "___ Ada Lund contributed to this report. ___", ["contribution|Ada Lund|||"]),
    ("en", None, None, "This story was reported by Ada Lund in Oslo. 7:45 pm", ["reporting|Ada Lund|||Oslo"]),
    ("en", None, None, "Ada Lund contributed to this report, which has been updated.", ["contribution|Ada Lund|||"]),
    ("en", None, None, "With files from Ada Lund. © 2024", ["contribution|Ada Lund|||"]),
    ("en", None, None, "Additional reporting by Ada Lund ©2024 Harbour Post", ["contribution|Ada Lund|||"]),
    (
        "en",
        None,
        None,
        "Ada Lund contributed to this report. (Copyright 2018 Harbour Post)",
        ["contribution|Ada Lund|||"],
    ),
    ("en", None, None, "Ada Lund contributed to this report. --Ben Oduya, Harbour Post", ["contribution|Ada Lund|||"]),
    ("en", None, None, "Reporting by Ada Lund Editing by Ben Oduya", ["reporting|Ada Lund|||", "editing|Ben Oduya|||"]),
    (
        "en",
        None,
        None,
        "Reporting by Ada Lund in Oslo Writing by Cem Kaya Editing by Ben Oduya and Eve Holm",
        ["reporting|Ada Lund|||Oslo", "writing|Cem Kaya|||", "editing|Ben Oduya|||", "editing|Eve Holm|||"],
    ),
    (
        "en",
        None,
        None,
        "Reporting by Ada Lund on aboard the papal plane; Editing by Ben Oduya",
        ["reporting|Ada Lund|||aboard the papal plane", "editing|Ben Oduya|||"],
    ),
    (
        "en",
        None,
        None,
        "Reporting by Ada Lund aboard Air Force One; Editing by Ben Oduya",
        ["reporting|Ada Lund|||Air Force One", "editing|Ben Oduya|||"],
    ),
    (
        "en",
        "Los Angeles Times",
        None,
        (
            "Ada Lund of The Times' Cairo Bureau and Times staff writers Ben Oduya and Cem Kaya in "
            "Washington contributed to this report."
        ),
        [
            "contribution|Ada Lund||Times' Cairo Bureau|",
            "contribution|Ben Oduya|staff writers|Times|Washington",
            "contribution|Cem Kaya|staff writers|Times|Washington",
        ],
    ),
    ("en", None, None, "Ada Lund contributed from Oslo.", ["contribution|Ada Lund|||Oslo"]),
    (
        "en",
        None,
        None,
        "Ada Lund in Oslo and Ben Oduya in Lagos contributed.",
        ["contribution|Ada Lund|||Oslo", "contribution|Ben Oduya|||Lagos"],
    ),
    (
        "en",
        None,
        None,
        "Yoongjung Seo in Seoul and Yuki Oda in Tokyo contributed to this report.",
        ["contribution|Yoongjung Seo|||Seoul", "contribution|Yuki Oda|||Tokyo"],
    ),
    ("en", "KPBS", None, "By Ada Lund / KPBS Science Reporter", ["reporting|Ada Lund|Science Reporter|KPBS|"]),
    ("en", "Forbes", None, "Ada Lund, Forbes Staff", ["reporting|Ada Lund|Staff|Forbes|"]),
    (
        "en",
        None,
        None,
        (
            "Associated Press writers Ada Lund in Oslo, Ben Oduya in Lagos; Eve Holm in Moscow and Cem Kaya "
            "in Ankara, Turkey, contributed to this report."
        ),
        [
            "contribution|Ada Lund|writers|Associated Press|Oslo",
            "contribution|Ben Oduya|writers|Associated Press|Lagos",
            "contribution|Eve Holm|writers|Associated Press|Moscow",
            "contribution|Cem Kaya|writers|Associated Press|Ankara, Turkey",
        ],
    ),
    (
        "en",
        None,
        None,
        (
            "Associated Press writers Ada Lund in Oslo, AP Radio Correspondent Eve Holm in New York and AP "
            "Photographer Ben Oduya in Lagos contributed to this story."
        ),
        [
            "contribution|Ada Lund|writers|Associated Press|Oslo",
            "contribution|Eve Holm|Correspondent|AP Radio|New York",
            "contribution|Ben Oduya|Photographer|AP|Lagos",
        ],
    ),
    (
        "en",
        None,
        None,
        "Associated Press Writer Ada Lund contributed to this report from Trenton, N.J.",
        ["contribution|Ada Lund|Writer|Associated Press|Trenton, N.J."],
    ),
    ("en", None, None, "With Post Wire Services", ["agency||||"]),
    (
        "en",
        None,
        None,
        "Reporting By Ada Lund, Editing By Ben Oduya",
        ["reporting|Ada Lund|||", "editing|Ben Oduya|||"],
    ),
    (
        "en",
        None,
        None,
        "Reporting: Ada Lund Writing: Cem Kaya Editing: Ben Oduya",
        ["reporting|Ada Lund|||", "writing|Cem Kaya|||", "editing|Ben Oduya|||"],
    ),
    ("en", None, None, "Story by Ada LundEditing by Ben Oduya", ["reporting|Ada Lund|||", "editing|Ben Oduya|||"]),
    ("en", None, None, "Contributing: Ada Lund, Ben Oduya", ["contribution|Ada Lund|||", "contribution|Ben Oduya|||"]),
    ("en", None, None, "Contributing: The Associated Press", ["agency|||Associated Press|"]),
    (
        "en",
        "USA TODAY",
        None,
        "Contributing: Ada Lund, USA TODAY; The Associated Press",
        ["contribution|Ada Lund||USA TODAY|", "agency|||Associated Press|"],
    ),
    ("en", None, None, "Additional reporting: Ada Lund", ["contribution|Ada Lund|||"]),
    ("en", None, None, "Additional reporting by AP.", ["agency|||AP|"]),
    ("en", None, None, "Ada Lund also contributed.", ["contribution|Ada Lund|||"]),
    ("en", None, None, "Ada Lund contributed.", ["contribution|Ada Lund|||"]),
    (
        "en",
        None,
        None,
        "NBC News' Ada Lund and Ben Oduya contributed.",
        ["contribution|Ada Lund||NBC News|", "contribution|Ben Oduya||NBC News|"],
    ),
    ("en", None, None, "The Associated Press contributed.", ["agency|||Associated Press|"]),
    (
        "en",
        None,
        None,
        "The Associated Press and Reuters contributed.",
        ["agency|||Associated Press|", "agency|||Reuters|"],
    ),
    ("en", None, None, "Ada Lund assisted with this report.", ["contribution|Ada Lund|||"]),
    ("en", None, None, "Ada Lund assisted in this report.", ["contribution|Ada Lund|||"]),
    ("en", None, None, "Ada Lund helped report this story.", ["contribution|Ada Lund|||"]),
    ("en", None, None, "Ada Lund provided additional reporting.", ["contribution|Ada Lund|||"]),
    (
        "en",
        None,
        None,
        "Reporting was contributed by Ada Lund, Ben Oduya and Cem Kaya.",
        ["contribution|Ada Lund|||", "contribution|Ben Oduya|||", "contribution|Cem Kaya|||"],
    ),
    ("en", None, None, "Ada Lund contributed research.", ["contribution|Ada Lund|||"]),
    (
        "en",
        None,
        None,
        "— With assistance by Ada Lund, and Ben Oduya",
        ["contribution|Ada Lund|||", "contribution|Ben Oduya|||"],
    ),
    ("en", None, None, "--With assistance from Ada Lund.", ["contribution|Ada Lund|||"]),
    (
        "en",
        None,
        None,
        "Post staff writer Ada Lund in Oslo contributed to this report.",
        ["contribution|Ada Lund|staff writer|Post|Oslo"],
    ),
    (
        "en",
        None,
        None,
        "Staff writers Ada Lund and Ben Oduya contributed to this report.",
        ["contribution|Ada Lund|Staff writers||", "contribution|Ben Oduya|Staff writers||"],
    ),
    (
        "en",
        "Fox News",
        None,
        "Fox News' Ada Lund and The Associated Press contributed to this report.",
        ["contribution|Ada Lund||Fox News|", "agency|||Associated Press|"],
    ),
    (
        "en",
        "Fox News",
        None,
        "Fox News Digital's Ada Lund contributed to this report.",
        ["contribution|Ada Lund||Fox News Digital|"],
    ),
    (
        "en",
        "Fox News",
        None,
        "FOX Business' Ada Lund contributed to this report.",
        ["contribution|Ada Lund||FOX Business|"],
    ),
    ("en", None, None, "Material from The Associated Press was used in this report.", ["agency|||Associated Press|"]),
    ("en", None, None, "This report includes information from The Associated Press.", ["agency|||Associated Press|"]),
    ("en", None, None, "This report contains material from Reuters and AFP.", ["agency|||Reuters|", "agency|||AFP|"]),
    ("en", None, None, "AP contributed to this report", ["agency|||AP|"]),
    (
        "en",
        None,
        None,
        "Follow Ada Lund on Twitter: @adalund. Ben Oduya contributed to this report.",
        ["contribution|Ben Oduya|||"],
    ),
    (
        "en",
        None,
        None,
        "Ada Lund contributed to this report from Oslo, Ben Oduya from Lagos.",
        ["contribution|Ada Lund|||Oslo", "contribution|Ben Oduya|||Lagos"],
    ),
    (
        "en",
        None,
        None,
        "Contributors to this report include Ada Lund and Ben Oduya.",
        ["contribution|Ada Lund|||", "contribution|Ben Oduya|||"],
    ),
    (
        "en",
        None,
        None,
        "Ada Lund and Ben Oduya of The Associated Press contributed to this report.",
        ["contribution|Ada Lund||Associated Press|", "contribution|Ben Oduya||Associated Press|"],
    ),
    (
        "en",
        None,
        None,
        "Contact Ada Lund at alund@post.example. Ben Oduya contributed to this report.",
        ["contribution|Ben Oduya|||"],
    ),
    (
        "en",
        None,
        None,
        "Ada Lund, Ben Oduya contributed to this report",
        ["contribution|Ada Lund|||", "contribution|Ben Oduya|||"],
    ),
    ("en", None, None, "*Ada Lund contributed to this report", ["contribution|Ada Lund|||"]),
    ("en", None, None, "Correspondent Ada Lund contributed to this report.", ["contribution|Ada Lund|Correspondent||"]),
    (
        "en",
        None,
        None,
        "Reuters and the Associated Press contributed reporting to this article.",
        ["agency|||Reuters|", "agency|||Associated Press|"],
    ),
    ("en", None, None, "This story has been updated. Ada Lund contributed reporting.", ["contribution|Ada Lund|||"]),
    (
        "en",
        None,
        None,
        "Lund reported from Oslo. Oduya reported from Lagos.",
        ["reporting|Lund|||Oslo", "reporting|Oduya|||Lagos"],
    ),
    (
        "en",
        None,
        None,
        "Lund reported from Oslo. Associated Press writer Ben Oduya in Lagos contributed.",
        ["reporting|Lund|||Oslo", "contribution|Ben Oduya|writer|Associated Press|Lagos"],
    ),
    (
        "en",
        None,
        None,
        (
            "Lund reported from Oslo and Oduya from Lagos. AP writer Cem Kaya in Ankara, Turkey, contributed"
            " to this report."
        ),
        ["reporting|Lund|||Oslo", "reporting|Oduya|||Lagos", "contribution|Cem Kaya|writer|AP|Ankara, Turkey"],
    ),
    (
        "en",
        None,
        None,
        (
            "Reporting by Ada Lund, Ben Oduya; additional reporting by Cem Kaya in Ankara; writing by Eve "
            "Holm; editing by Fred Berg"
        ),
        [
            "reporting|Ada Lund|||",
            "reporting|Ben Oduya|||",
            "contribution|Cem Kaya|||Ankara",
            "writing|Eve Holm|||",
            "editing|Fred Berg|||",
        ],
    ),
    (
        "en",
        None,
        None,
        (
            "(Reporting by Ada Lund and Ben Oduya, with additional reporting by Cem Kaya; Editing by Eve "
            "Holm and Fred Berg)"
        ),
        [
            "reporting|Ada Lund|||",
            "reporting|Ben Oduya|||",
            "contribution|Cem Kaya|||",
            "editing|Eve Holm|||",
            "editing|Fred Berg|||",
        ],
    ),
    (
        "en",
        None,
        None,
        "(Reporting by Ada Lund; Editing by Ben Oduya) ((ada.lund@reuters.example; +47 123))",
        ["reporting|Ada Lund|||", "editing|Ben Oduya|||"],
    ),
    ("en", None, None, "(Reporting by the Oslo Newsroom; Editing by Ben Oduya)", ["editing|Ben Oduya|||"]),
    ("en", None, None, "(Reporting by Oslo bureau; Writing by Ada Lund)", ["writing|Ada Lund|||"]),
    (
        "en",
        None,
        None,
        "Reporting by Ada Lund in Washington, D.C.; Editing by Ben Oduya",
        ["reporting|Ada Lund|||Washington, D.C.", "editing|Ben Oduya|||"],
    ),
]


@pytest.mark.parametrize(
    ("language", "publisher", "before", "line", "rows"), LINES, ids=[line[3][:60] for line in LINES]
)
def test_line(language: str, publisher: str | None, before: str | None, line: str, rows: list[str]) -> None:
    assert told(line, language, publisher, before) == rows
