"""The documents say what is true: queries, files that they point to, what the demo prints."""

import re
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("page", sorted([ROOT / "README.md", *ROOT.glob("docs/*.md")]), ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


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
