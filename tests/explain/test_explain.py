"""copydesk explain: every segment of a page once, with its label; fields, merges and cuts said in words."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from flows.cli.cli import main
from flows.cli.explain.text_output import print_account
from flows.explain.account import CUT, FIELD, KEPT, Account, account, with_replaced_body
from flows.explain.html_output import render
from flows.parsing.fallback.answer import read_answer
from flows.parsing.fallback.fallback_body import with_body
from parsers import Article, RawPage, default_rules, parse_page
from parsers.segments import BLOCK_LABELS
from tests.golden import PAGES

PAGE = PAGES / "northlight" / "dam-talks" / "page.html"


@pytest.fixture(scope="module")
def told() -> Account:
    return account(RawPage(PAGE.read_bytes(), media_type="text/html"), name="dam talks", rules=default_rules())


def test_the_article_is_the_one_that_parse_page_gives(told: Account) -> None:
    assert told.result == parse_page(PAGE.read_bytes(), media_type="text/html")


def test_every_block_and_cut_of_the_article_is_among_the_lines(told: Account) -> None:
    assert isinstance(told.result, Article)
    kept = [line.text for line in told.lines if line.fate == KEPT]
    assert kept == [block.text for block in told.result.blocks]
    assert {line.label for line in told.lines if line.fate == KEPT} <= BLOCK_LABELS
    shown = {line.text for line in told.lines if line.fate in (CUT, FIELD)}
    assert {cut.text for cut in told.result.dropped} <= shown


def test_a_cut_line_says_why(told: Account) -> None:
    (loading, *_) = [line for line in told.lines if line.text == "Loading..."]
    assert loading.fate == CUT
    assert loading.why
    assert loading.locator.startswith("/html/")


def test_the_terminal_shows_fields_lines_and_counts(told: Account) -> None:
    out = io.StringIO()
    print_account(told, Console(file=out, width=200))
    text = out.getvalue()
    assert "Dam talks resume as river runs low" in text
    assert "Loading..." in text
    assert "Terms of use" not in text, "what lies outside is shown on demand"
    assert f"{told.counts()[KEPT]} kept" in text


def test_the_html_page_escapes_what_it_shows() -> None:
    body = (
        b"<html><h1>Tags &lt;script&gt;alert(1)&lt;/script&gt; in a headline</h1><p>" + b"A long sentence, again. " * 20
    )
    page = render(account(RawPage(body, media_type="text/html"), name="<b>x</b>", rules=default_rules()))
    assert "<script" not in page
    assert "<b>x" not in page


def test_json_holds_article_lines_and_counts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(PAGE), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["headline"] == "Dam talks resume as river runs low"
    assert sum(told["counts"].values()) == len(told["lines"])


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("no-such-page.html", "no-such-page.html"),
        ("http://127.0.0.1:9/story", "It leads to an address that is not public"),
        ("4711", "does not exist yet"),
    ],
)
def test_what_cannot_be_found_is_said_in_one_sentence(
    wanted: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tmp_path / "none"), "explain", wanted]) == 1
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not (tmp_path / "none").exists(), "a question makes no directory"


def test_a_file_is_given_its_address(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "saved.html"
    page.write_bytes(TABLES.replace(b"<title>", b'<link rel="canonical" href="/news/returns"><title>'))
    assert main(["explain", str(page), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["canonical_url"] is None
    assert main(["explain", str(page), "--url", "https://ferry.example/news/returns", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["source"], told["canonical_url"]) == (str(page), "https://ferry.example/news/returns")


@pytest.mark.parametrize(("wanted", "code"), [("b", 0), ("a", 0), ("c", 1)])
def test_an_address_chooses_a_page_of_a_crawl(
    wanted: str, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    crawl = tmp_path / "two.jsonl"
    rows = [{"url": f"https://x.example/{name}", "html": TABLES.decode().replace("Ferry", name)} for name in "ab"]
    crawl.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert main(["explain", str(crawl), "--url", f"https://x.example/{wanted}", "--json"]) == code
    out, error = capsys.readouterr()
    if code == 0:
        assert json.loads(out)["headline"].startswith(f"{wanted} returns")
    else:
        assert "holds several pages and none of https://x.example/c" in error


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["4711", "--url", "https://x.example/"], "there is no file 4711"),
        (["https://x.example/", "--url", "https://x.example/"], "there is no file https://x.example/"),
        ([str(PAGE), "--url", "x.example"], "is no address of a page"),
    ],
)
def test_an_address_is_said_of_files_only(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", *words]) == 2
    assert said in capsys.readouterr().err


TABLES = b"""<title>Ferry returns</title><body><article><h1>Ferry returns to the strait after winter</h1>
<p>The ferry left the port at dawn on Monday, its first crossing since the storms of January closed the strait.</p>
<p>Some two hundred passengers were on board, among them many workers who had waited for weeks on the island.</p>
<table><tr><th>Port</th><th>Ships</th></tr><tr><td>Skagen</td><td>12</td></tr><tr><td>Larvik</td><td>9</td></tr></table>
<p>The operator said that crossings would be daily from now on, and that fares would stay as they had been.</p>
<table><tr><th>Day</th><th>Fare</th></tr><tr><td>Monday</td><td>14</td></tr><tr><td>Sunday</td><td>21</td></tr></table>
<p>Local officials welcomed the return of the service, which many firms on the island depend on for supplies.</p>
</article>"""


def test_a_table_that_a_program_replaced_is_cut_with_all_its_lines() -> None:
    ours = account(RawPage(TABLES, media_type="text/html"), name="ferry", rules=default_rules())
    assert isinstance(ours.result, Article)
    first, second = [block.text for block in ours.result.blocks if block.kind == "table"]
    texts = [block.text for block in ours.result.blocks if block.text != first]
    said = json.dumps({"paragraphs": texts}).encode()
    theirs = with_replaced_body(ours, with_body(ours.result, read_answer(said), "body.py"))
    cut = [line.text for line in theirs.lines if line.label == "replaced_by_fallback"]
    assert cut == ["Port | Ships", "Skagen | 12", "Larvik | 9"]
    kept = [line.text for line in theirs.lines if line.fate == KEPT]
    assert kept == [line.text for line in ours.lines if line.fate == KEPT and line.text not in cut]
    assert second.split("\n")[0].replace("\t", " | ") in kept
