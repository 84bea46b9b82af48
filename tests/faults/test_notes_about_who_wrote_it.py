"""Notes about authors and about the companies behind press releases are cut, each with a reason of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsers import Article, parse_page
from parsers.rules import load_rules, shipped_config

STORY = [
    "The ferry to Lunde was cancelled on Monday after its bow door failed to close, the operator said.",
    "Some 240 passengers spent the night in the terminal, where volunteers handed out blankets and hot soup.",
    "A replacement ship, the Havørn, was expected from Vardal on Tuesday morning, and two coaches would run.",
    "The operator, which has run the line since 1974, said it would refund all tickets and pay for hotel rooms.",
    "Engineers found a bent hinge on the door, which had last been looked at in spring, and sent for a new one.",
]


def page(after: str, *, lang: str = "en", byline: str = "By Ada Lund", rules: Path | None = None) -> Article:
    body = "".join(f"<p>{text}</p>" for text in STORY)
    text = f"""<html lang={lang}><head><title>Ferry cancelled | Lunde News</title></head><body><main><article>
        <h1>Ferry to Lunde cancelled after bow door fails</h1><p class=byline>{byline}</p>{body}{after}</article></main>
        <footer>Copyright Lunde News</footer></body></html>"""
    own = load_rules(shipped_config(), rules) if rules else None
    result = parse_page(text.encode(), url="https://lundenews.example/ferry", media_type="text/html", rules=own)
    assert isinstance(result, Article), result
    return result


def texts(article: Article) -> list[str]:
    return [block.text for block in article.blocks]


NOTES = [
    ("en", ["Ada Lund is a reporter covering ports and ships for the Lunde News and has done so for many years."]),
    ("en", ["Tom Hall is a freelance writer based in Vardal.", "He joined the paper's network in 2011."]),
    ("en", ["Ada Lund has lived in Vardal since 2003. She has two dogs and a boat that does not leave the quay."]),
    ("en", ["Ada is our head of ships and piers. When she is not in the office, she sails along the coast with dogs."]),
    ("en", ["Ada Lund, Senior Editor, Ships, studied in Vardal and wrote three books on hinges, doors and the sea."]),
    ("de", ["Ada Lund ist Redakteurin im Ressort Wirtschaft und schreibt über Häfen, Schiffe und das Meer."]),
    ("fr", ["Ada Lund est journaliste au service économie et suit les ports depuis de longues années déjà."]),
    ("es", ["Ada Lund es periodista y escribe sobre puertos y barcos para este diario desde hace muchos años."]),
    ("sv", ["Ada Lund är reporter på tidningen och bevakar hamnar, fartyg och allt som hör havet och kusten till."]),
    ("pl", ["Ada Lund jest dziennikarką działu gospodarczego i od lat pisze o portach, statkach oraz morzu."]),
]


@pytest.mark.parametrize(("lang", "note"), NOTES, ids=[f"{lang}-{note[0][:20]}" for lang, note in NOTES])
def test_a_note_at_the_end(lang: str, note: list[str]) -> None:
    article = page("".join(f"<p>{line}</p>" for line in note), lang=lang)
    assert texts(article) == STORY
    assert [cut.reason for cut in article.dropped if cut.text in note] == ["author_box"] * len(note)


@pytest.mark.parametrize("head", ["About the author", "Meet the author", "Ada Lund", "Author: Ada Lund, Editor"])
@pytest.mark.parametrize("note", ["A native of the coast, Ada lives with two dogs in Vardal near the old lighthouse."])
def test_a_note_below_a_heading_of_its_own(head: str, note: str) -> None:
    assert texts(page(f"<h3>{head}</h3><p>{note}</p>")) == STORY


BIO = "Ada Lund has sailed all lines of the coast and has told of them in three books, which were read by many."


@pytest.mark.parametrize("name", ["author-box", "c-authorBio", "contributor_info", "about-the-author"])
def test_a_box_beside_the_text(name: str) -> None:
    article = page(f"<div class={name}><h3>Ada Lund</h3><p>{BIO}</p></div><p>{STORY[0]} (2)</p>")
    assert BIO not in texts(article)
    assert f"{STORY[0]} (2)" in texts(article)
    assert {cut.reason for cut in article.dropped if cut.text == BIO} == {"author_box"}


def test_a_box_with_the_name_and_none_of_the_authors_stays() -> None:
    line = "The writer of the oldest songs about the line was born on the quay and never left it in all her life."
    assert line in texts(page(f"<div class=writer-portrait><p>{line}</p></div><p>{STORY[0]} (2)</p>"))


@pytest.mark.parametrize(
    "last",
    [
        "Kari Nordmann is the mayor of Lunde, and she has asked for a second ship for the line ever since the storm.",
        "Ada said that the ferry would be late again, and so the people of Lunde went home to wait for the next day.",
        "A reporter who was there is said to have slept on a bench, and nobody knew what he wrote about it after.",
    ],
)
def test_a_last_sentence_about_somebody_else_stays(last: str) -> None:
    assert texts(page(f"<p>{last}</p>"))[-1] == last


COMPANIES = [
    ("en", "About Lunde Ferries", "Founded in 1974, Lunde Ferries is a leading operator of ships on the coast."),
    ("en", "About Lunde Ferries Ltd.", "Lunde Ferries runs nine ships. For more information, visit lunde.example."),
    ("de", "Über die Lunde AG", "Die Lunde AG mit Sitz in Vardal betreibt neun Schiffe und beschäftigt 900 Menschen."),
    ("fr", "À propos de Lunde SA", "Lunde SA, fondée en 1974, exploite neuf navires et emploie neuf cents personnes."),
    ("es", "Acerca de Naviera Lunde", "Naviera Lunde, con sede en Vardal, es líder en la costa y tiene nueve barcos."),
    ("ru", "О компании «Лунде»", "Компания «Лунде» основана в 1974 году и владеет девятью судами на побережье."),
]


@pytest.mark.parametrize("shape", ["<h3>{head}</h3><p>{text}</p>", "<p><b>{head}</b></p><p>{text}</p>"])
@pytest.mark.parametrize(("lang", "head", "text"), COMPANIES, ids=[head for _, head, _ in COMPANIES])
def test_a_note_about_a_company(lang: str, head: str, text: str, shape: str) -> None:
    article = page(shape.format(head=head, text=text), lang=lang)
    assert texts(article) == STORY
    assert {cut.reason for cut in article.dropped if cut.text == text} == {"about_company"}


def test_a_section_that_begins_with_about_stays() -> None:
    told = "The hinge was bent in the storm of March, engineers said, and had been known to be weak for years."
    article = page(f"<h3>About the hinge</h3><p>{told}</p>")
    assert texts(article)[-2:] == ["About the hinge", told]


def test_one_file_of_rules_brings_all_of_them_back(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "author_notes.toml").write_text('without = ["author", "company_heading"]\n')
    note, (_, head, text) = NOTES[0][1][0], COMPANIES[0]
    box = f"<div class=author-box><p>{BIO}</p></div>"
    after = f"{box}<p>{note}</p><h3>{head}</h3><p>{text}</p>"
    assert texts(page(after, rules=tmp_path)) == [*STORY, BIO, note, head, text]
    assert texts(page(after)) == STORY
    # The same beside the article's own box.
    beside = f"</article><div><p>{note}</p><p>{BIO}</p></div>"
    assert texts(page(beside, rules=tmp_path)) == [*STORY, note, BIO]
    assert texts(page(beside)) == STORY
