"""Site lines learned from the warehouse: a simulated outlet of 200 pages, parsed twice.

The second run knows what the first one stored: the outlet's footer label and its standing promotion go, with the
number of pages as evidence; a columnist's sign-off with a credit and all body text stay.
"""

import json
import random
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from flows.config.informed_rules import informed_rules
from flows.config.learned_lines import learned_lines_file
from flows.config.paths import Paths
from flows.config.settings import config_directories
from flows.ingest import ingest
from flows.load import load
from flows.publish import publish
from parsers import Article, parse_page
from tests.flows.desk import ask
from warehouse.connect import writer

PEOPLE = ["Mara Quill", "Anders Holt", "Imani Reyes", "Piet Verhoef", "Lucia Santos", "Owen Birch"]
NOUNS = ["harbour", "council", "bridge", "orchard", "library", "ferry", "museum", "school", "market", "railway"]
VERBS = ["reopened", "closed", "moved", "doubled", "vanished", "recovered", "stalled", "expanded"]
LABEL = "Harbour Line 14"
PROMOTION = "The Tidewater is printed on paper made from its own back issues"
SIGN_OFF = "Reporting by {} in Oslo"


def sentence(dice: random.Random) -> str:
    first, second = dice.sample(NOUNS, 2)
    count, year = dice.randint(11, 990), dice.randint(1960, 2025)
    return (
        f"The {first} {dice.choice(VERBS)} after {count} residents wrote to the {second} committee, which had promised "
        f"an answer in {year} and gave none until this {dice.choice(['spring', 'summer', 'autumn', 'winter'])}."
    )


def page(number: int) -> str:
    dice = random.Random(number)
    writer = dice.choice(PEOPLE)
    paragraphs = "".join(f"<p>{sentence(dice)} {sentence(dice)}</p>" for _ in range(dice.randint(4, 8)))
    title = f"Story {number}: the {dice.choice(NOUNS)} {dice.choice(VERBS)}"
    return (
        f'<html lang="en"><head><title>{title}</title></head><body><article><h1>{title}</h1>'
        f"<p class=byline>By {writer}</p>{paragraphs}<p>{LABEL}</p><p>{PROMOTION}</p>"
        f"<p>{SIGN_OFF.format(writer)}</p></article></body></html>"
    )


@pytest.fixture(scope="module")
def outlet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory that holds 200 pages of one outlet, parsed without any knowledge of it."""
    pages, data = tmp_path_factory.mktemp("pages"), tmp_path_factory.mktemp("data")
    for number in range(200):
        (pages / f"{number}.html").write_text(page(number), "utf-8")
        (pages / f"{number}.html.url").write_text(f"https://www.tidewater.example/story/{number}\n")
    ingest(paths=[str(pages)], data=str(data))
    return data


def test_what_recurs_is_learned_and_a_credit_is_not(outlet: Path) -> None:
    known = {line for (line,) in ask(outlet / "news.duckdb", "SELECT line FROM site_boilerplate")}
    assert {LABEL.lower(), PROMOTION.lower()} <= known
    assert not [line for line in known if "reporting by" in line]


def test_the_next_parse_cuts_it_with_the_count_as_evidence(outlet: Path) -> None:
    rules = informed_rules(config_directories(None), learned_lines_file(Paths(outlet)))
    false_cuts, cut = [], 0
    for number in range(200, 220):
        body, url = page(number).encode(), f"https://tidewater.example/story/{number}"
        plain, informed = parse_page(body, url=url), parse_page(body, url=url, rules=rules)
        assert isinstance(plain, Article)
        assert isinstance(informed, Article)
        gone = {d.text for d in informed.dropped if d.reason == "site_boilerplate"}
        false_cuts += sorted(gone - {LABEL, PROMOTION})
        cut += len(gone)
        kept = [block.text for block in informed.blocks]
        assert [b.text for b in plain.blocks if b.text not in (LABEL, PROMOTION)] == kept
        assert [c.name for c in informed.correspondents] == [c.name for c in plain.correspondents] != []
    assert false_cuts == []
    assert cut == 40


def test_other_outlets_are_not_touched(outlet: Path) -> None:
    rules = informed_rules(config_directories(None), learned_lines_file(Paths(outlet)))
    body, url = page(300).encode(), "https://www.elsewhere.example/story/300"
    assert parse_page(body, url=url, rules=rules) == parse_page(body, url=url)


def test_it_is_learned_once_for_each_published_state(outlet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(
        "flows.config.learned_lines.boilerplate", lambda connection: asked.append(1) or {"x.example": {"a": 9}}
    )
    paths = Paths(outlet)
    first = learned_lines_file(paths)
    assert first is not None and asked == []
    (paths.knowledge / "last.json").write_text('{"state": "0 long ago", "file": "gone.json"}')
    second = learned_lines_file(paths)
    assert second is not None and second != first and asked == [1]
    assert learned_lines_file(paths) == second and asked == [1]


def test_a_load_that_goes_on_meanwhile_is_waited_for(outlet: Path, tmp_path: Path) -> None:
    """A run that was killed before its first publish is taken up by an import, which loads what waits as it parses."""
    shutil.copy(outlet / "warehouse.duckdb", tmp_path)
    paths, told = Paths(tmp_path), list[str]()
    with writer(paths.warehouse):
        found = ThreadPoolExecutor(1).submit(learned_lines_file, paths, told.append)
        time.sleep(0.1)
    assert found.result() is not None and told == []


def test_a_line_is_found_in_whatever_way_sql_folds_it(tmp_path: Path) -> None:
    # DuckDB's lower() of "İSKELE Hattı" and "Το ΛΙΜΑΝΙ ΜΑΣ"; str.lower() gives others.
    learned = {"tidewater.example": {"i̇skele hattı": 9, "το λιμανι μασ": 8}}
    (tmp_path / "lines.json").write_text(json.dumps(learned), "utf-8")
    rules = informed_rules(config_directories(None), tmp_path / "lines.json")
    html = page(300).replace(LABEL, "İskele Hattı").replace(PROMOTION, "ΤΟ ΛΙΜΑΝΙ ΜΑΣ")
    read = parse_page(html.encode(), url="https://tidewater.example/story/300", rules=rules)
    assert isinstance(read, Article)
    assert {d.text for d in read.dropped if d.reason == "site_boilerplate"} == {"İskele Hattı", "ΤΟ ΛΙΜΑΝΙ ΜΑΣ"}


def test_a_changed_threshold_reaches_the_view_and_what_is_learned(outlet: Path, tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text("[boilerplate]\npages = 201\n[publish]\nshare = 1.0\n")
    for flow in (load, publish):
        assert flow(data=str(outlet), config=str(tmp_path)).outcome == "done"
    assert ask(outlet / "news.duckdb", "SELECT line FROM site_boilerplate") == []
    assert learned_lines_file(Paths(outlet)) is None


def test_nothing_published_means_nothing_known(tmp_path: Path) -> None:
    assert learned_lines_file(Paths(tmp_path)) is None
