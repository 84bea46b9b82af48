"""A file of several articles (an export, or files put together) gives several pages, never one."""

from pathlib import Path

import pytest

from flows.acquire.files.read_files import read_file, read_inputs
from parsers import Article, Rejection, parse_page
from parsers.rules import default_rules, load_rules, shipped_config
from parsers.text.articles import split_articles

TEXT = (
    "The harbour master of the town closed the eastern pier on Monday after the storm had torn two boats from their "
    "moorings, and he said that it would stay closed until the engineers had been there.\n\n"
    "Three members of the crew said that they had asked for new brakes four times since the autumn, in vain."
)
LEXIS = "".join(
    f"\n                     {n} of 2 DOCUMENTS\n\n            The Hartsea Post\n\n          May {n}, 2024 Friday\n\n"
    f"SECTION: NEWS; Pg. 4\n\nLENGTH: 312 words\n\nHEADLINE: Storm number {n} closes\nthe pier\n\nBODY:\n{TEXT}\n\n"
    f"LOAD-DATE: May 4, 2024\n"
    for n in (1, 2)
)
ROW = "_" * 60
FILES = {
    "LexisNexis": LEXIS,
    "LexisNexis, German": LEXIS.replace("1 of 2 DOCUMENTS", "Dokument 1 von 2").replace(
        "2 of 2 DOCUMENTS", "Dokument 2 von 2"
    ),
    "Nexis": "".join(f"Storm {n} closes the pier\n\nBody\n\n{TEXT}\n\nEnd of Document\n\n" for n in "12"),
    "Factiva": "".join(
        f"HD  Storm {n}\nWC 60 words\nPD 3 May 2024\nLP\n{TEXT}\n\nDocument HARTS000020240503ek5{n}0001p\n\n"
        for n in "12"
    ),
    "ProQuest": "".join(f"{ROW}\n\nDocument {n} of 2\n\nStorm number {n}\n\n{TEXT}\n\n" for n in "12"),
    "rows of signs": f"Storm one\nBy Ada Lund\n\n{TEXT}\n\n==========\n\nStorm two\nBy Bo Kvist\n\n{TEXT}\n",
    "labels": "".join(f"Title: Storm {n}\nDate: {n} May 2024\n\n{TEXT}\n\n" for n in "12"),
    "tags": "".join(f"<doc id={n}>\nStorm number {n}\n\n{TEXT}\n</doc>\n" for n in "12"),
    "title blocks": "".join(f"Storm on the pier\nBy Ada Lund\nMay {n}, 2024\n\n{TEXT}\n\n" for n in "12"),
}
SINGLE = {
    "a rule within": f"Storm one\nBy Ada Lund\n\n{TEXT}\n\n==========\n\n{TEXT}\n",
    "pages of a gallery": f"Storm one\n\n{TEXT}\n\n1 of 2\n\n{TEXT}\n\n2 of 2\n\n{TEXT}\n",
    "a related story": f"Storm one\nBy Ada Lund\nMay 3, 2024\n\n{TEXT}\n\nStorm two\nBy Bo Kvist\nMay 4, 2024\n",
    "pages of paper": "".join(f"The Hartsea Post\nMay 3, 2024\n\n{TEXT}\n\n{n}\n\f" for n in (1, 2)),
    "one document": LEXIS[: LEXIS.index("2 of 2")],
}


@pytest.mark.parametrize("kind", FILES)
def test_each_article_is_a_page(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "export.txt"
    file.write_text(FILES[kind])
    pages = list(read_file(file, page_bytes=1_000_000))
    assert [page.url for page in pages] == [f"{file.as_uri()}#{place}" for place in (1, 2)]
    for page in pages:
        article = parse_page(page.body, media_type=page.media_type, charset=page.charset)
        assert isinstance(article, Article), article
        texts = [block.text.lower() for block in article.blocks]
        assert len([text for text in texts if text.startswith("the harbour master")]) == 1


@pytest.mark.parametrize("kind", FILES)
def test_the_whole_is_no_article(kind: str) -> None:
    result = parse_page(FILES[kind].encode(), media_type="text/plain")
    assert isinstance(result, Rejection)
    assert (result.reason, "2 articles" in result.detail) == ("several_articles", True)


@pytest.mark.parametrize("kind", SINGLE)
def test_one_article_stays_one(kind: str) -> None:
    assert split_articles(SINGLE[kind], default_rules()) == [SINGLE[kind]]


def test_what_stands_around_the_articles_is_not_lost(tmp_path: Path) -> None:
    file = tmp_path / "export.txt"
    file.write_text("Time of request: Friday, by Ada Lund\n" + LEXIS)
    pages = list(read_file(file, page_bytes=1_000_000))
    assert len(pages) == 3
    assert b"Time of request" in (pages[0].body or b"")


def test_a_users_mark_divides_at_both_doors(tmp_path: Path) -> None:
    mark = "[[rule]]\nid = 'bell'\nlabel = 'article_end'\npattern = 'Last bell'\nexamples = ['Last bell']\n"
    (tmp_path / "own" / "rules").mkdir(parents=True)
    (tmp_path / "own" / "rules" / "text.toml").write_text(mark)
    rules = load_rules(shipped_config(), tmp_path / "own")
    file = tmp_path / "export.txt"
    file.write_text("".join(f"Storm {n} closes the pier\n\n{TEXT}\n\nLast bell\n\n" for n in "12"))
    assert [len(list(read_inputs([file], page_bytes=100_000, rules=r))) for r in (default_rules, lambda: rules)] == [
        1,
        2,
    ]
    result = parse_page(file.read_bytes(), media_type="text/plain", rules=rules)
    assert isinstance(result, Rejection) and result.reason == "several_articles"


def test_a_users_number_needs_no_group(tmp_path: Path) -> None:
    mark = "[[rule]]\nid = 'ring'\nlabel = 'article_number'\npattern = 'Ring \\d+'\nexamples = ['Ring 7']\n"
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "text.toml").write_text(mark)
    text = "".join(f"Ring {n}\n\nStorm {n} closes the pier\n\n{TEXT}\n\n" for n in "12")
    assert len(split_articles(text, load_rules(shipped_config(), tmp_path))) == 2
