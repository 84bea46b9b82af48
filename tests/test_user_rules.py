"""What a user adds to the shipped rules: in a directory of rules for all pages, in a publisher's file for its own.

Each addition is tried in both places, and the page of another outlet is read as before.  docs/rules.md shows them.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from flows.cli.rule_coverage import coverage
from parsers import Article, parse_page
from parsers.correspondents import read_correspondents
from parsers.lines.junk import junk_reason
from parsers.rules import Rules, RulesError, default_rules, load_rules, shipped_config
from tests.fields.pages import PARAGRAPHS
from tests.rule_additions import CASES
from tests.rule_pages import DIGEST, OTHER, OWN, PUBLISHER, cut, page, read, result

ROOT = Path(__file__).parent.parent


def lay(config: Path, name: str, text: str) -> Path:
    path = config / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def with_rules(config: Path, family: str, text: str) -> Rules:
    lay(config, f"rules/{family}.toml", text)
    return load_rules(shipped_config(), config)


def under(prefix: str, text: str) -> str:
    """The same tables in a publisher's file."""
    text = re.sub(r"^(\[+)", rf"\g<1>{prefix}.", text, flags=re.MULTILINE)
    return text if text.startswith("[") else f"[{prefix}]\n{text}"


def for_publisher(config: Path, family: str, text: str) -> Rules:
    lay(config, "publishers/harbourpost.toml", PUBLISHER + under(f"rules.{family}", text))
    return load_rules(shipped_config(), config)


@pytest.mark.parametrize("case", CASES)
def test_a_directory_of_ones_own_adds_for_all_pages(tmp_path: Path, case: str) -> None:
    family, text, html, holds = CASES[case]
    rules = with_rules(tmp_path, family, text)
    assert not holds(result(html, None))
    assert holds(result(html, rules)) and holds(result(html, rules, OTHER))


@pytest.mark.parametrize("case", CASES)
def test_a_publishers_file_adds_for_its_own_pages(tmp_path: Path, case: str) -> None:
    family, text, html, holds = CASES[case]
    rules = for_publisher(tmp_path, family, text)
    assert holds(result(html, rules))
    assert result(html, rules, OTHER) == result(html, None, OTHER)


@pytest.mark.parametrize("family", ["state", "text"])
def test_each_list_of_words_is_added_to_by_a_case(family: str) -> None:
    added = [tomllib.loads(text).get("words", {}) for of, text, _, _ in CASES.values() if of == family]
    assert {name for words in added for name in words} == set(default_rules().family(family).words)


HORN = "<p>The harbour horn, weekly</p>"
HORN_WORDS = '[rules.junk.words.newsletter]\nen = ["The harbour horn, weekly"]\n'
BELL = "<p>Ring the harbour bell</p>"


def test_a_period_adds_on_its_days_to_what_the_file_adds_on_all(tmp_path: Path) -> None:
    periods = (
        "[[period]]\nvalid_until = 2020-12-31\n"
        '[period.rules.junk]\nwords.share.en = ["Ring the harbour bell"]\n'
        "[[period]]\nvalid_from = 2021-01-01\n"
        "[period.rules.junk.without_words.newsletter]\nen = ['The harbour horn, weekly']\n"
    )
    lay(tmp_path, "publishers/harbourpost.toml", PUBLISHER + HORN_WORDS + periods)
    rules, html = load_rules(shipped_config(), tmp_path), page(below=HORN + BELL)
    horn, bell = cut("harbour horn"), cut("harbour bell")
    old, new = (read(html, rules, day=date(year, 6, 1)) for year in (2020, 2021))
    assert (horn(old), bell(old), horn(new), bell(new)) == (True, True, False, False)


@pytest.mark.parametrize("name", ["rules/junk.toml", "publishers/harbourpost.toml"])
def test_what_is_shipped_is_replaced_and_taken_away(tmp_path: Path, name: str) -> None:
    shipped = default_rules().family("junk")
    text = (
        "without = ['image_copyright']\n"
        "[without_words.share]\nen = ['Print']\n"
        f"[[rule]]\nid = '{shipped.rules[0].id}'\nreason = 'related'\npattern = '^nothing of the kind'\n"
    )
    lay(tmp_path, name, text if name.startswith("rules/") else PUBLISHER + under("rules.junk", text))
    rules = load_rules(shipped_config(), tmp_path).of_outlet("Harbour Post")
    family = rules.family("junk")
    assert [rule.id for rule in family.rules] == [rule.id for rule in shipped.rules if rule.id != "image_copyright"]
    assert family.rules[0].source.text == "^nothing of the kind"
    lines = ("Print", "Image copyright HARBOUR POST", "Share this story")
    assert [bool(junk_reason(line, "en", default_rules())) for line in lines] == [True, True, True]
    assert [bool(junk_reason(line, "en", rules)) for line in lines] == [False, False, True]


def test_macros_and_tables_go_by_their_keys(tmp_path: Path) -> None:
    shipped = default_rules().family("dates")
    lay(
        tmp_path,
        "rules/dates.toml",
        '[countries]\nat = "Europe/London"\nxy = "Europe/Oslo"\n[order]\nunknown = ["en-SG"]\n',
    )
    lay(
        tmp_path,
        "rules/agencies.toml",
        'without = ["Reuters"]\n[[agency]]\nname = "Associated Press"\naliases = []\nkind = "wire"\n',
    )
    rules = load_rules(shipped_config(), tmp_path)
    countries = rules.family("dates").data["countries"]
    assert countries == {**shipped.data["countries"], "at": "Europe/London", "xy": "Europe/Oslo"}
    assert rules.family("dates").data["order"]["unknown"] == [*shipped.data["order"]["unknown"], "en-SG"]
    named = {agency["name"]: agency for agency in rules.family("agencies").data["agency"]}
    assert "Reuters" not in named and named["Associated Press"]["aliases"] == []
    assert len(named) == len(default_rules().family("agencies").data["agency"]) - 1


def test_a_macro_of_ones_own_changes_the_shipped_rules_that_name_it(tmp_path: Path) -> None:
    (tmp_path / "below/rules").mkdir(parents=True)
    lay(
        tmp_path,
        "below/rules/tracking.toml",
        "[macros]\nin = 'z+'\nout = '{{in}}!'\n"
        "[[rule]]\nid = 'a'\npattern = '^{{out}}'\n[[rule]]\nid = 'b'\npattern = 'b'\n",
    )
    lay(tmp_path, "above/rules/tracking.toml", "[macros]\nin = 'y+'\n")
    below = load_rules(tmp_path / "below").family("tracking")
    both = load_rules(tmp_path / "below", tmp_path / "above").family("tracking")
    assert [bool(family.rules[0].pattern.match("yy!")) for family in (below, both)] == [False, True]
    lay(tmp_path, "above/rules/tracking.toml", "\n[macros]\nin = '('\n")
    with pytest.raises(
        RulesError, match=r"above/rules/tracking\.toml:3: with what stands here, the pattern of rule 'a'"
    ):
        load_rules(tmp_path / "below", tmp_path / "above")


def test_what_nothing_changes_is_shared(tmp_path: Path) -> None:
    shipped = load_rules(shipped_config())
    rules = for_publisher(tmp_path, *CASES["a junk line"][:2])
    own = rules.of_outlet("Harbour Post")
    assert own is rules.of_publisher(rules.publisher("harbourpost.example", None)), "made once"
    assert [name for name, family in own.families.items() if family is not rules.families[name]] == ["junk"]
    assert all(map(lambda one, other: one is other, own.family("junk").rules, rules.family("junk").rules))
    assert rules.of_publisher(rules.publisher("www.trtworld.com", None)) is rules
    assert rules.version != shipped.version == default_rules().version


def test_the_version_changes_with_every_addition(tmp_path: Path) -> None:
    versions = {default_rules().version}
    for text in ('[words.share]\nen = ["One"]\n', '[words.share]\nen = ["Two"]\n'):
        versions.add(with_rules(tmp_path / "a", "junk", text).version)
        versions.add(for_publisher(tmp_path / "b", "junk", text).version)
    assert len(versions) == 5


def test_read_correspondents_goes_by_the_publishers_file(tmp_path: Path) -> None:
    text = (
        "[[rule]]\nid = 'penned'\nshape = 'credit'\nkind = 'reporting'\n"
        "pattern = 'penned at sea by'\nexamples = ['Penned at sea by Ada Lund']\n"
    )
    rules, line = for_publisher(tmp_path, "correspondents", text), "(Penned at sea by Ada Lund)"
    assert [one.name for one in read_correspondents(line, publisher="Harbour Post", rules=rules)] == ["Ada Lund"]
    assert (
        read_correspondents(line, publisher="Northlight", rules=rules) == read_correspondents(line, rules=rules) == []
    )


def test_a_text_page_goes_by_the_publishers_file(tmp_path: Path) -> None:
    rules = for_publisher(tmp_path, *CASES["a junk rule"][:2])
    body = re.sub(r"</?p>", "\n\n", f"Ferry back in service\n\n{PARAGRAPHS}<p>{DIGEST}</p>{PARAGRAPHS}")
    for url, gone in ((OWN, True), (OTHER, False)):
        found = parse_page(body.encode(), url=url, media_type="text/plain", rules=rules)
        assert isinstance(found, Article) and cut("Tidewater Digest")(found) == gone


def test_the_verb_counts_what_was_added_and_taken_away(tmp_path: Path) -> None:
    text = "[words.share]\nqu = ['Rakiy']\n[without_words.share]\nro = {0}\n"
    ro = list(default_rules().family("junk").words["share"]["ro"])
    rules = with_rules(tmp_path, "junk", text.format(ro))
    share = {code: next(one for one in coverage(rules, code) if one.what == "share") for code in ("qu", "ro")}
    assert (share["qu"].own, share["ro"].own, share["ro"].lacking) == (("Rakiy",), (), True)


def of_docs(page: str) -> list[tuple[str, str]]:
    """The files that a page of docs shows, each with its name in front: `rules/junk.toml`: and a block of TOML."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    return re.findall(r"`((?:rules|publishers)/\w+\.toml)`(?: once more)?:\n\n```toml\n(.*?)```", text, re.DOTALL)


def test_what_the_page_on_rules_shows_is_true(tmp_path: Path) -> None:
    shown = of_docs("rules.md")
    assert len(shown) == (ROOT / "docs/rules.md").read_text("utf-8").count("```toml")
    for place, (name, text) in enumerate(shown):
        lay(tmp_path / str(place), name, text)
    directories = [tmp_path / str(place) for place in range(len(shown))]
    rules = load_rules(shipped_config(), *directories)
    for case in ("a junk line", "a junk rule", "a credit's label", "a byline word", "a class of captions",
                 "a caption rule", "a date form"):  # fmt: skip
        _, _, html, holds = CASES[case]
        assert holds(read(html, rules, OTHER)), case
    assert junk_reason("Print", "en", rules) is None
    old, new, now = date(2020, 6, 1), date(2021, 6, 1), None
    assert [bool(rules.publisher("harbourpost.example", day)) for day in (old, new, now)] == [True] * 3
    assert [cut("harbour bell")(read(page(below=BELL), rules, url)) for url in (OWN, OTHER)] == [True, False]
    _, _, html, holds = CASES["a class of credits"]
    assert [holds(read(html, rules, day=day)) for day in (old, new)] == [True, False]
    _, _, html, holds = CASES["a correction"]
    assert [holds(read(html, rules, day=day)) for day in (old, new)] == [True, False]
    assert not holds(read(html, rules, OTHER, old))
