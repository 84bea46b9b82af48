"""Tables, JSON, mails and office files that are given as pages are refused, and the reason names what they are."""

import io
import json
import zipfile

import pytest

from parsers import Article, Rejection, parse_page

TEXT = "The harbour master closed the eastern pier on Monday, and it stays closed until the spring."
ROWS = [{"title": f"Storm {n}", "text": f"{TEXT} {n}"} for n in range(3)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title,text\n" + "".join(f'"Storm, {n}","{TEXT}\n{TEXT}"\n' for n in range(3)), "a table (CSV)"),
        ("Body ID,articleBody\n0," + TEXT.replace(",", ";") + "\n", "a table (CSV)"),
        ('1,"Storm","A, b"\n2,"Rain","C, d"\n3,"Wind","E, f"\n', "a table (CSV)"),
        ("id\ttitle\ttext\n" + "".join(f"{n}\tStorm\t{TEXT}\n" for n in range(3)), "a table (TSV)"),
        ("titel;datum;text\n" + f"Sturm;3.5.2024;{TEXT}\n" * 2, "a table (CSV)"),
        (json.dumps(ROWS), "JSON;"),
        (json.dumps({"html": f"<p>{TEXT}</p>"}), "JSON;"),
        ("\n".join(map(json.dumps, ROWS)), "JSON Lines"),
        (json.dumps(ROWS[0])[:-20], "cut off"),
        ("{\\rtf1\\ansi " + TEXT + "}", "RTF"),
        ("WEBVTT\n\n00:01.000 --> 00:04.000\n" + TEXT, "subtitles"),
        ("1\n00:00:01,000 --> 00:00:04,000\n" + TEXT, "subtitles"),
        (f"From: Ada\nSubject: Storm\nMIME-Version: 1.0\nContent-Type: text/plain\n\n{TEXT}\n", "a mail"),
        (f'<?xml version="1.0"?>\n<rss version="2.0"><item><title><p>{TEXT}</p></title></item></rss>', "XML"),
        (f'<?xml version="1.0"?>\n<data><row><html>&lt;p&gt;{TEXT}</html></row></data>', "XML"),
        (f'<?xml version="1.0"?><!-- a --><!DOCTYPE s [<!ENTITY a "b">]><s><p>{TEXT}</p></s>', "XML"),
        ("INSERT INTO news VALUES ('Storm', '" + TEXT + "');\n", "a dump of a database"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("media_type", ["text/plain", None])
def test_data_is_refused_by_name(text: str, told: str, media_type: str | None) -> None:
    result = parse_page(text.encode(), media_type=media_type)
    assert isinstance(result, Rejection)
    assert (result.reason, told in result.detail) == ("data_file", True), result.detail


@pytest.mark.parametrize(
    ("part", "told"), [("xl/workbook.xml", "Excel"), ("word/document.xml", "Word"), ("a.txt", "zip archive")]
)
def test_office_files_are_refused_by_name(part: str, told: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(part, TEXT)
    result = parse_page(file.getvalue())
    assert isinstance(result, Rejection)
    assert (result.reason, told in result.detail) == ("not_text", True), result.detail


@pytest.mark.parametrize(
    "first",
    [
        "[Update] Storm closes the pier",
        "News, Sport, Weather",
        "Title | Hartsea Post",
        "Storm closes the pier, date, place",
        "{Storm} closes the pier",
        "[1]\n   [2]\n\n   [3]Home",  # the numbers of links that hold pictures, as terminal browsers print them
    ],
)
def test_texts_that_begin_like_data_are_none(first: str) -> None:
    assert isinstance(
        parse_page(f"{first}\n\n{TEXT}\n\n{TEXT[:-1]}, he said.\n".encode(), media_type="text/plain"), Article
    )
