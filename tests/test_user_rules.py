"""What a user adds to the shipped rules: in a directory of rules for all pages, in a publisher's file for its own.

Each addition is tried in both places, and the page of another outlet is read as before.  docs/rules.md shows them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flows.cli.rule_coverage import coverage
from parsers import Article, parse_page
from parsers.correspondents import read_correspondents
from parsers.lines.junk import junk_reason
from parsers.rules import Rules, RulesError, default_rules, load_rules, shipped_config
from tests.fields.pages import PARAGRAPHS

ROOT = Path(__file__).parent.parent
OWN, OTHER = "https://www.harbourpost.example/news/ferry", "https://www.northlight.example/news/ferry"
PUBLISHER = 'name = "Harbour Post"\ndomains = ["harbourpost.example"]\n'
FIGURE = "<figure><img src='/b.jpg' width='900' height='600'><{0}>{1}</{2}></figure>"


def page(*, top: str = "", below: str = "", figure: str = "", lang: str = "en-GB") -> str:
    return (
        f"<html lang='{lang}'><head><title>Ferry back in service</title></head><body><main><article>"
        f"<h1>Ferry back in service</h1>{top}<div class='article-body'>{figure}{PARAGRAPHS}{below}</div>"
        "</article></main></body></html>"
    )


def read(html: str, rules: Rules | None, url: str = OWN, day: date = date(2024, 5, 10)) -> Article:
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    found = parse_page(html.encode(), url=url, media_type="text/html", fetched_at=moment, rules=rules)
    assert isinstance(found, Article), found
    return found


def cut(line: str) -> Callable[[Article], bool]:
    return lambda article: all(line not in block.text for block in article.blocks)


def caption(article: Article) -> tuple[str | None, str | None]:
    return (article.captions[0].text, article.captions[0].credit) if article.captions else (None, None)


def figure(text: str, tag: str = "figcaption") -> str:
    return page(figure=FIGURE.format(tag, text, tag.split()[0]))


#: A long article, in whose middle a correspondent is named in a paragraph of some length.
SAILED = "".join(f"<p>Boat number {n} came back to the harbour and its crew went ashore.</p>" for n in range(18))
NAMED = f"<p>Wakilinmu Ada Lund ya aiko mana da wannan rahoto daga Kano. {'Jirgin ruwa ya koma tasha. ' * 5}</p>"
DIGEST = "Get the Tidewater Digest in your letterbox every Friday."
#: A product box between paragraphs.
DECK_CHAIR = (
    "<div><p>Deck chair of teak, which folds and stands firm on the sunny side of the ship.</p><p>For 12 doubloons</p>"
    "<p><a href='https://chandler.example/chair'>To the shop</a></p></div>" + SAILED
)
#: What is added: family, its table, a page, and what is true of the article then, and only then.
CASES = {
    "a junk line": (
        "junk",
        '[words.newsletter]\nen = ["The harbour horn, weekly"]',
        page(below="<p>The harbour horn, weekly</p>"),
        cut("horn, weekly"),
    ),
    "a junk rule": (
        "junk",
        "[[rule]]\nid = 'digest'\nreason = 'newsletter'\npattern = '^Get the Tidewater Digest\\b'\n"
        f'examples = ["{DIGEST}"]\ncounter_examples = ["The Tidewater Digest closed on Friday."]',
        page(below=f"<p>{DIGEST}</p>"),
        cut("Tidewater Digest"),
    ),
    "a junk rule anywhere in a line": (
        "junk",
        "[[rule]]\nid = 'digest'\nreason = 'newsletter'\nanywhere = true\npattern = 'Tidewater Digest\\b'\n"
        f'examples = ["{DIGEST}"]',
        page(below=f"<p>{DIGEST}</p>"),
        cut("Tidewater Digest"),
    ),
    "a credit's label": (
        "credits",
        '[words.label]\nen = ["Lensman"]',
        figure("The boat at the quay. Lensman: Ada Lund"),
        lambda article: caption(article) == ("The boat at the quay.", "Ada Lund"),
    ),
    "a credit rule": (
        "credits",
        "[[rule]]\nid = 'shot'\nneeds = '~'\ncheck = 'any'\npattern = '\\s*~shot~\\s*(?P<credit>.+)$'\n"
        'examples = ["The boat at the quay ~shot~ Ada Lund"]',
        figure("The boat at the quay ~shot~ Ada Lund"),
        lambda article: caption(article) == ("The boat at the quay", "Ada Lund"),
    ),
    "an agency": (
        "agencies",
        '[[agency]]\nname = "Tidewater Wire"\naliases = ["TWX Foto"]\nkind = "photo"',
        figure("The boat at the quay on Friday (TWX Foto)"),
        lambda article: caption(article)[1] == "TWX Foto",
    ),
    "a byline word": (
        "bylines",
        '[words.lead]\nen = ["penned at sea by"]',
        page(top="<p class='byline'>Penned at sea by Ada Lund</p>"),
        lambda article: article.authors == ("Ada Lund",),
    ),
    "a job beside a name": (
        "bylines",
        '[words.beside_name]\nzh = ["评论员"]',
        page(below="<p>王海林 评论员</p>", lang="zh"),
        lambda article: article.authors == ("王海林",),
    ),
    "a mark of reporters in a longer paragraph": (
        "correspondents",
        '[words.told_of]\n"*" = ["Wakilinmu"]',
        page(below=SAILED + NAMED + SAILED.replace("Boat", "Ferry")),
        lambda article: [one.name for one in article.correspondents] == ["Ada Lund"],
    ),
    "an abbreviation": (
        "correspondents",
        '[words.abbreviation]\nsv = ["Kapt"]',
        page(below="<p>Ada Lund in Kapt. Moritz contributed to this report.</p>"),
        lambda article: [one.location for one in article.correspondents] == ["Kapt. Moritz"],
    ),
    "a class of captions": (
        "figures",
        '[words.caption]\n"*" = ["quaynote"]',
        page(
            figure="<div><img src='/b.jpg' width='900' height='600'></div>"
            "<p class='hp-quaynote'>The boat at the quay, seen from the customs house on Friday morning.</p>"
        ),
        lambda article: (caption(article)[0] or "").startswith("The boat at the quay"),
    ),
    "a class of credits": (
        "figures",
        '[words.credit]\n"*" = ["lensman"]',
        page(
            figure="<figure><img src='/b.jpg' width='900' height='600'><figcaption>The boat at the quay "
            "<span class='hp-lensman'>ada of the quay</span></figcaption></figure>"
        ),
        lambda article: caption(article) == ("The boat at the quay", "ada of the quay"),
    ),
    "a class of standfirsts": (
        "heads",
        '[words.standfirst]\n"*" = ["topper"]',
        page(top="<div class='hp__topper'>The boat sails again after months in the dock</div>"),
        lambda article: article.standfirst == "The boat sails again after months in the dock",
    ),
    "a class of authors": (
        "heads",
        '[words.author_mark]\n"*" = ["scribbler"]',
        page(top="<p class='hp-Scribblers'>Ada Lund, Tom Hall</p>"),
        lambda article: article.authors == ("Ada Lund", "Tom Hall"),
    ),
    "a class of boxes about authors": (
        "heads",
        '[words.author_box]\n"*" = ["crewmate"]',
        page(
            below=f"<div class='crewmate'><p>Ada Lund</p><p>Lund is {'at sea for months, ' * 4}as is known.</p></div>"
        ),
        lambda article: article.authors == ("Ada Lund",),
    ),
    "a class of breadcrumbs": (
        "heads",
        '[words.breadcrumb]\n"*" = ["fairway"]',
        page(top="").replace("<h1>", "<div class='fairway'><a href='/'>Home</a> <a href='/ships'>Ships</a></div><h1>"),
        lambda article: article.section == "Ships",
    ),
    "a class of notes in a line": (
        "boxes",
        '[words.note]\n"*" = ["seamark"]',
        page(below="<p>The boat has 240 berths <small class='hp-seamark'>Some are cots.</small> and a bar, too.</p>"),
        lambda article: any(block.text == "The boat has 240 berths and a bar, too." for block in article.blocks),
    ),
    "a class of text for screen readers": (
        "boxes",
        '[words.read_out]\n"*" = ["earwords"]',
        page(below="<p>All of <i class='hp-ear-words'>seventy</i><i aria-hidden=true>70</i> berths were taken.</p>"),
        lambda article: any(block.text == "All of 70 berths were taken." for block in article.blocks),
    ),
    "the name of a currency": (
        "boxes",
        '[words.money_behind]\nen = ["doubloons"]',
        page(below=DECK_CHAIR),
        cut("Deck chair of teak"),
    ),
    "a folder of the site's own pictures": (
        "figures",
        '[words.site_folder]\n"*" = ["ropework"]',
        page(
            figure="<figure><img src='/ropework/a.jpg' width='900' height='600'><figcaption>Quay</figcaption></figure>"
        ),
        lambda article: not article.images,
    ),
    "a caption rule": (
        "captions",
        "[[rule]]\nid = 'tap'\nat = 'start'\npattern = '^Tap to sail:\\s*'\nexamples = [\"Tap to sail: The boat\"]",
        figure("Tap to sail: The boat at the quay"),
        lambda article: caption(article)[0] == "The boat at the quay",
    ),
    "a date form": (
        "dates",
        "[[rule]]\nid = 'months-tide'\nlanguages = ['en']\npattern = '\\b(?:(?P<m5>Springtide))\\b'\n"
        'examples = ["3 Springtide 2024"]',
        page(top="<p>3 Springtide 2024</p>"),
        lambda article: (article.published_at or "").startswith("2024-05-03"),
    ),
    "a word behind the hour": (
        "dates",
        '[words.oclock]\nen = ["bells"]',
        page(top="<p>3 May 2024, 15 bells +05:00</p>"),
        lambda article: (article.published_at or "").startswith("2024-05-03T15:00:00+05:00"),
    ),
    "an order of dates": (
        "dates",
        '[order]\nmonth_first = ["en-GB"]',
        page(top="<p>04/05/2024</p>"),
        lambda article: (article.published_at or "").startswith("2024-04-05"),
    ),
    "a correction": (
        "corrections",
        "[[rule]]\nid = 'logbook'\npattern = '^Logbook amended:'\nexamples = [\"Logbook amended: the tide was low.\"]",
        page(below="<p>Logbook amended: the tide was low on Friday, not high as was told here.</p>"),
        lambda article: any(block.kind == "correction" for block in article.blocks),
    ),
}


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
    assert not holds(read(html, None))
    assert holds(read(html, rules)) and holds(read(html, rules, OTHER))


@pytest.mark.parametrize("case", CASES)
def test_a_publishers_file_adds_for_its_own_pages(tmp_path: Path, case: str) -> None:
    family, text, html, holds = CASES[case]
    rules = for_publisher(tmp_path, family, text)
    assert holds(read(html, rules))
    assert read(html, rules, OTHER) == read(html, None, OTHER)


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
