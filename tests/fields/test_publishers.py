"""What a publisher's file changes in the reading of its pages, and from when until when."""

from datetime import date
from pathlib import Path

from parsers.rules import Rules, default_rules, load_rules, shipped_config
from tests.fields.pages import fields, page

FILE = """
name = "Harbour Post"
domains = ["harbourpost.example"]
language = "en-US"
timezone = "Europe/London"
[[period]]
valid_until = 2024-05-31
classes.standfirst = ["topper"]
[[period]]
valid_from = 2024-06-01
"""
TOP = "<h1>Ferry back in service</h1><div class='hp__topper'>The boat sails again after months in the dock</div>"


def rules(directory: Path) -> Rules:
    (directory / "publishers").mkdir()
    (directory / "publishers" / "harbourpost.toml").write_text(FILE)
    return load_rules(shipped_config(), directory)


def test_zone_and_order_of_the_publisher_hold(tmp_path: Path) -> None:
    html = page(top="<h1>Ferry back in service</h1><p>05/03/2024 15:47</p>", lang="en")
    assert fields(html).published_at is None
    assert fields(html, rules=rules(tmp_path)).published_at == "2024-05-03T15:47:00+01:00"


def test_class_words_of_the_period_hold(tmp_path: Path) -> None:
    assert fields(page(top=TOP)).standfirst is None
    assert fields(page(top=TOP), rules=rules(tmp_path)).standfirst == "The boat sails again after months in the dock"


def test_periods_do_not_overlap(tmp_path: Path) -> None:
    found = rules(tmp_path)
    old, new = (found.publisher("www.harbourpost.example", day) for day in (date(2024, 5, 31), date(2024, 6, 1)))
    assert old and new and "classes" in old.data and "classes" not in new.data


def test_shipped_publishers_have_zone_and_language() -> None:
    assert [p.name for p in default_rules().publishers if not (p.timezone and p.language and p.domains)] == []
