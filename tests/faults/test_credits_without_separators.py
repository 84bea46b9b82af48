"""Credits with no separator between them are read one by one, also with unusual names, jobs and outlets."""

from __future__ import annotations

import pytest

from tests.correspondents.told import told

#: The language of a page, its publisher, the line before, a line, and the correspondents in it.
LINES: list[tuple[str, str | None, str | None, str, list[str]]] = [
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
