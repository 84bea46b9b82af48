"""Picture credits, headings, books and quotations name no correspondent, though they look like credits."""

from __future__ import annotations

import pytest

from tests.correspondents.told import told

#: The language of a page, its publisher, the line before, a line, and the correspondents in it.
LINES: list[tuple[str, str | None, str | None, str, list[str]]] = [
    (
        "en",
        "Harbour Post",
        None,
        (
            "FILE - In this May 3, 2016 file photo numerous visitors stand in front of the stage at the gate"
            " where the party is taking place in Berlin, Germany. The head of a union is criticizing the "
            "creation of a special safe zone for women at the annual party in front of the iconic gate, and "
            "says that it sends a devastating message to all the visitors who come. (Ada Lund/dpa via AP, "
            "file) (Associated Press)"
        ),
        [],
    ),
    ("en", None, None, "Email Bio Follow", []),
    ("en", None, None, "The show is produced by Ada Lund and directed by Ben Oduya.", []),
    ("en", None, None, "3. Editing Can Feel Restrictive", []),
    ("en", None, None, "“Is it just me?” Nadya Lund wrote in the caption of this adorable photo of the cat.", []),
    ("en", None, None, "Lund wrote in the post.", []),
    ("en", None, None, "The book was edited by Ada Lund.", []),
    ("en", "Harbour Gazette", None, "Gazette Business (Wexmouth) First published March 4, 2026: 3:15 AM ET", []),
    ("en", None, None, "Smith contributed in Cleveland with 20 points.", []),
    ("en", None, None, "A ship at the quay on Monday. (Ada Lund/Harbour Post via AP)", []),
    ("en", None, None, "A ship at the quay on Monday. Courtesy Ada Lund (AP)", []),
    ("en", None, None, "Translated by Ada Lund", []),
    ("en", None, None, "Produced by Lund Studios, the film stars Eve Holm.", []),
    ("en", None, None, "Proton VPN Security – Very Good", []),
    ("en", None, None, "Ada Lund / TNN / picture alliance / dpa", []),
    ("en", None, None, "Ada Lund / AFP / Getty Images", []),
    ("en", "Harbour Maids", None, "Window Cleaning Services – Crystal Clear Results with Harbour Maids", []),
    (
        "en",
        None,
        None,
        "(This story has not been edited by Harbour staff and is auto-generated from a syndicated feed.)",
        [],
    ),
    ("en", "TRT World", None, "TRT World speaks to Ada Lund, a professor of law.", []),
    ("en", "Daily Planet", None, "Al Jazeera’s Ada Lund, reporting from Oslo, said it was quiet.", []),
    ("en", "Daily Planet", None, "Fox News’ Ada Lund reports on charges against a former aide.", []),
    ("en", "VOA", None, "WASHINGTON — A man was found.", []),
    ("en", None, None, "The World Health Organization (WHO) said no.", []),
    ("en", None, None, "Lund Air (LA) said on Monday it would buy ships.", []),
    ("en", None, None, "President Lund (AP) Photo", []),
]


@pytest.mark.parametrize(
    ("language", "publisher", "before", "line", "rows"), LINES, ids=[line[3][:60] for line in LINES]
)
def test_line(language: str, publisher: str | None, before: str | None, line: str, rows: list[str]) -> None:
    assert told(line, language, publisher, before) == rows
