"""The documents say what is true: queries, files that they point to, what the demo prints."""

import re
from dataclasses import fields
from pathlib import Path

import duckdb
import pytest

from flows.cli.cli import main
from parsers.model import Article
from warehouse import staged

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("page", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]), ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def anchors(page: Path) -> set[str]:
    """What a link can point to in a page: its headings, as a forge makes anchors of them."""
    prose = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    titles = re.findall(r"^#+ (.*)", prose, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).strip().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]), ids=lambda p: p.name)
def test_links_lead_to_headings_that_there_are(page: Path) -> None:
    links = re.findall(r"\]\(\s*(?!https?:)([^)#\s]*)#([^)\s]+)\)", page.read_text("utf-8"))
    assert [
        (file, anchor) for file, anchor in links if anchor not in anchors(page.parent / file if file else page)
    ] == []


def test_what_contributors_are_told_to_open_is_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    paths = re.findall(r"`((?:config|parsers|flows|warehouse|tests|docs)/[\w./-]*)`", text)
    assert len(paths) > 30
    assert [path for path in paths if not (ROOT / path).exists()] == []
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    named = re.findall(r"(?:`|^    )make (\w+)", text, re.MULTILINE)
    assert {"test", "derived", "train"} <= set(named) <= set(targets)


def test_every_field_of_an_article_is_told_and_staged() -> None:
    names = {field.name for field in fields(Article)}
    told = set(re.findall(r"`(\w+)`", (ROOT / "docs" / "fields.md").read_text("utf-8")))
    assert names - told == set(), "say in docs/fields.md what they are"
    assert names == {column.name for column in staged.ARTICLE}, "warehouse/staged.py: a column for each field"


def test_the_readmes_questions_are_answered(sample_data: Path) -> None:
    queries = re.search(r"```sql\n(.*?)```", README, re.DOTALL)
    assert queries
    with duckdb.connect(str(sample_data / "news.duckdb"), read_only=True) as connection:
        statements = [s for s in queries[1].split(";") if s.strip()]
        assert len(statements) == 10
        for statement in statements:
            connection.execute(statement).fetchall()


def test_the_readme_shows_what_the_demo_prints(
    sample_run: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """What `make demo` prints on a fresh run, to the letter but for the size of the file."""
    data, printed = sample_run
    answers = [printed.replace(str(data), "data/demo")]
    for question in sorted(ROOT.glob("docs/questions/*.sql")):
        query = question.read_text("utf-8")
        assert main(["--data", str(data), "sql", "--", query]) == 0
        answers.append(f"{query.splitlines()[0].removeprefix('-- ')}\n{capsys.readouterr().out}")
    shown = re.search(r"```text\n(.*?)```", README, re.DOTALL)
    assert shown
    said, size = _without_size(shown[1])
    true, true_size = _without_size("\n".join(answers))
    assert said == true, "put the output of make demo into the README"
    assert abs(size - true_size) < 1, "megabytes of the published file"


def _without_size(text: str) -> tuple[str, float]:
    found = re.search(r" \(([\d.]+) MB\)", text)
    assert found
    return text.replace(found[0], ""), float(found[1])
