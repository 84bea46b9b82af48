"""JSON-LD in comments or CDATA, and values that are lists, numbers or objects where texts are usual, are read."""

import json
from typing import Any

import pytest

from tests.fields.pages import H1, fields, ld, page

NEWS: dict[str, Any] = {
    "@context": {"@vocab": "http://schema.org", "topics": {"@id": "Text", "@type": "@id"}},
    "@type": "NewsArticle",
    "headline": "Ferry back in service",
    "datePublished": "2024-05-03T15:47:00+00:00",
    "author": [{"@type": "Person", "name": "Ann Lister"}, {"@type": "Person", "name": "Tom Aske"}],
    "articleSection": "Harbour",
    "isAccessibleForFree": True,
}
READ = ("2024-05-03T15:47:00+00:00", ("Ann Lister", "Tom Aske"), "Harbour", True)

WRAPPINGS = {
    "CDATA": ("<![CDATA[\n", "\n]]>"),
    "CDATA in one line": ("<![CDATA[", "]]>"),
    "CDATA behind slashes": ("//<![CDATA[\n", "\n//]]>"),
    "CDATA behind slashes, in one line": ("// <![CDATA[ ", " // ]]>"),
    "CDATA in comments": ("/*<![CDATA[*/\n", "\n/*]]>*/"),
    "CDATA in comments with blanks": ("/* <![CDATA[ */ ", " /* ]]> */"),
    "the mark of a comment": ("<!--\n", "\n-->"),
    "all of these": ("<!--//--><![CDATA[//><!--\n", "\n//--><!]]>"),
    "a line that is a comment": ("// structured data\n", ""),
    "two comments with quotes and brackets": ('/* "news" [1] */\n// see "docs" [2]\n', "\n// end of data"),
    "a comment of HTML": ("<!-- data of the page -->\n", ""),
    "a semicolon": ("", ";\n"),
    "a brace too many": ("", "\n}"),
    "CDATA whose signs are entities": ("&lt;![CDATA[\n", "\n]]&gt;"),
    "another object": ('{"@type": "WebSite", "name": "Harbour Post"}\n//]]>\n//<![CDATA[\n', "\n//]]>"),
}


@pytest.mark.parametrize(("before", "after"), WRAPPINGS.values(), ids=WRAPPINGS.keys())
@pytest.mark.parametrize("indent", [None, 2])
def test_what_stands_around_it_is_left_out(before: str, after: str, indent: int | None) -> None:
    script = f'<script type="application/ld+json">{before}{json.dumps(NEWS, indent=indent)}{after}</script>'
    read = fields(page(script, H1))
    assert (read.published_at, read.authors, read.section, read.is_accessible_for_free) == READ


VALUES = [
    ("datePublished", ["2024-05-03T15:47:00Z"], "published_at", "2024-05-03T15:47:00+00:00"),
    ("datePublished", [None, "", "2024-05-03T15:47:00Z"], "published_at", "2024-05-03T15:47:00+00:00"),
    ("datePublished", 1714751220000, "published_at", "2024-05-03T15:47:00+00:00"),
    ("datePublished", 1714751220, "published_at", "2024-05-03T15:47:00+00:00"),
    ("datePublished", 1714751220.0, "published_at", "2024-05-03T15:47:00+00:00"),
    ("datePublished", 1714751220.5, "published_at", "2024-05-03T15:47:00+00:00"),
    ("datePublished", "/Date(1714751220000)/", "published_at", "2024-05-03T15:47:00+00:00"),
    ("datePublished", 20240503, "published_at", "2024-05-03"),
    ("datePublished", {"@type": "Date", "@value": "2024-05-03"}, "published_at", "2024-05-03"),
    ("datePublished", [{"@value": {"@value": "2024-05-03"}}], "published_at", "2024-05-03"),
    ("datePublished", {"@set": ["2024-05-03"]}, "published_at", "2024-05-03"),
    ("datePublished", True, "published_at", None),
    ("datePublished", {"name": []}, "published_at", None),
    ("dateCreated", ["2024-05-03"], "published_at", "2024-05-03"),
    ("dateModified", [1714751220000], "modified_at", "2024-05-03T15:47:00+00:00"),
    ("headline", ["Ferry sails again"], "headline", "Ferry sails again"),
    ("headline", {"@language": "en", "@value": "Ferry sails again"}, "headline", "Ferry sails again"),
    ("author", {"@value": "Ann Lister"}, "authors", ("Ann Lister",)),
    ("author", {"@list": [{"@type": "Person", "name": {"@value": "Ann Lister"}}]}, "authors", ("Ann Lister",)),
    ("author", [["Ann Lister"], 7], "authors", ("Ann Lister",)),
    ("articleSection", [{"@value": "Harbour"}], "section", "Harbour"),
    ("keywords", {"@set": ["ferry", "ice"]}, "tags", ("ferry", "ice")),
    ("keywords", [{"@type": "DefinedTerm", "name": "ferry"}, {"@value": "ice"}], "tags", ("ferry", "ice")),
    ("isAccessibleForFree", [False], "is_accessible_for_free", False),
    ("isAccessibleForFree", ["http://schema.org/True"], "is_accessible_for_free", True),
    ("isAccessibleForFree", {"@type": "Boolean", "@value": "false"}, "is_accessible_for_free", False),
    ("isAccessibleForFree", 1, "is_accessible_for_free", True),
    ("isAccessibleForFree", 0, "is_accessible_for_free", False),
    ("isAccessibleForFree", [], "is_accessible_for_free", None),
]


@pytest.mark.parametrize(("key", "value", "field", "expected"), VALUES)
def test_values_are_lists_numbers_and_objects(key: str, value: Any, field: str, expected: Any) -> None:
    assert getattr(fields(page(ld(**{key: value}), "" if key == "headline" else H1)), field) == expected


WHOLE = json.dumps(NEWS, indent=1)
DAMAGED = {
    "no-break spaces": WHOLE.replace("\n", "\n\u00a0"),
    "line breaks of HTML": WHOLE.replace("\n", "<br />\n"),
    "no end": WHOLE[:-2],
    "no end of a list": WHOLE.replace('"Harbour"', '["Harbour"]').rpartition("]")[0],
    "a value that is missing": WHOLE.replace('"articleSection"', '"wordCount": ,\n "articleSection"'),
    "a value that only scripts have": WHOLE.replace('"articleSection"', '"wordCount": undefined,\n "articleSection"'),
    "apostrophes": WHOLE.replace('"', "'").replace("true", "true"),
    "an author twice": WHOLE.replace(
        '"articleSection"', '"author": {"@type": "Organization", "name": "Harbour Post"},\n "articleSection"'
    ),
}


@pytest.mark.parametrize("script", DAMAGED.values(), ids=DAMAGED.keys())
def test_what_is_damaged_is_read(script: str) -> None:
    read = fields(
        page(
            f'<script type="application/ld+json">{script}</script>',
            H1,
        )
    )
    assert (read.published_at, read.authors, read.section) == READ[:3]


def test_a_wrapping_without_an_end_takes_no_time() -> None:
    script = "<script type='application/ld+json'>" + "/*" * 100_000 + json.dumps(NEWS) + "</script>"
    assert fields(page(script, H1)).headline == "Ferry back in service"
