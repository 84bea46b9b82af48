"""The documents say what is true: queries, files that they point to, what the demo prints."""

import re
from dataclasses import fields
from pathlib import Path

import duckdb
import pytest

from parsers.model import Article
from warehouse import staged

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("page", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]), ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


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


def test_the_readme_shows_what_the_demo_prints(sample_data: Path) -> None:
    shown = re.search(r"```text\n(.*?)```", README, re.DOTALL)
    assert shown
    for question in sorted(ROOT.glob("docs/questions/*.sql")):
        assert question.read_text("utf-8").splitlines()[0].removeprefix("-- ") in shown[1]
    with duckdb.connect(str(sample_data / "news.duckdb"), read_only=True) as connection:
        headlines = connection.execute("SELECT left(headline, 60) FROM current_articles").fetchall()
    assert [h for (h,) in headlines if h not in shown[1]] == [], "put the output of make demo into the README"
