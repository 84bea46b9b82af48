"""An article with another body: nothing of it is lost, nothing stands twice, and only the body is another."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from flows.parsing.fallback.answer import read_answer
from flows.parsing.fallback.fallback_body import with_body
from flows.parsing.fallback.no_answer import NoAnswer
from parsers import Article, Block, Caption, Correspondent, Dropped, Evidence, Image

OWN = Article(
    headline="Ferry returns to the strait",
    blocks=(
        Block("paragraph", "The ferry left at dawn.", locator="/p[1]"),
        Block("subhead", "What comes next", 2, "/h2"),
        Block("paragraph", "* * *", locator="/p[2]"),
        Block("live_post", "It has landed.", locator="/p[3]", posted_at="2026-03-02T09:00:00Z"),
        Block("paragraph", "Read our newsletter.", locator="/p[4]"),
    ),
    quality=0.3,
    captions=(Caption("The ferry in port"),),
    correspondents=(Correspondent("reporting", "Ines Calder", text="Ines Calder reports."),),
    dropped=(
        Dropped("Twice.", "low_score", "/p[5]"),
        Dropped("Twice.", "low_score", "/p[6]"),
        Dropped("Ines Calder reports.", "correspondent", "/p[7]"),
    ),
    evidence={"headline": Evidence("layout", "h1")},
)


def changed(*paragraphs: str) -> Article:
    return with_body(OWN, read_answer(json.dumps({"paragraphs": paragraphs}).encode()), "body.py")


def test_what_both_have_keeps_its_place_and_kind() -> None:
    article = changed("THE FERRY left at dawn", "What comes next", "* * *", "It has landed.", "New.")
    assert article.blocks == (*OWN.blocks[:4], Block("paragraph", "New."))
    assert article.dropped == (*OWN.dropped, Dropped("Read our newsletter.", "replaced_by_fallback", "/p[4]"))


def test_a_table_that_comes_back_keeps_the_cells_of_its_rows() -> None:
    table = Block("table", "Port\tShips\nSkagen\t12", None, "/table", rows=(("Port", "Ships"), ("Skagen", "12")))
    own = replace(OWN, blocks=(table,))

    def given(kind: str) -> tuple[Block, ...]:
        said = json.dumps({"blocks": [{"kind": kind, "text": table.text}]})
        return with_body(own, read_answer(said.encode()), "body.py").blocks

    assert given("table") == (table,)
    assert given("preformatted") == (replace(table, kind="preformatted", rows=None),)


def test_what_was_cut_and_comes_back_is_no_longer_dropped() -> None:
    article = changed("Twice.", "Twice.", "Twice.")
    assert [block.locator for block in article.blocks] == ["/p[5]", "/p[6]", ""]
    assert [cut.reason for cut in article.dropped] == ["correspondent", *["replaced_by_fallback"] * 5]


def test_what_stands_in_a_field_is_no_block() -> None:
    article = changed("Ferry Returns to the Strait", "The ferry in port", "Ines Calder reports.", "New.")
    assert [block.text for block in article.blocks] == ["New."]
    with pytest.raises(NoAnswer):
        changed("The ferry in port.")


@pytest.mark.parametrize("line", ["Photo: Ada Lund/Nordpix", "© Ada Lund/Nordpix", "Foto: Jon Vik"])
def test_the_credit_of_a_picture_is_no_block(line: str) -> None:
    own = replace(OWN, captions=(Caption("In port", "Jon Vik"),), images=(Image("/a.jpg", credit="Ada Lund/Nordpix"),))
    answer = read_answer(json.dumps({"paragraphs": [line, "New.", "Photo: somebody else"]}).encode())
    assert [block.text for block in with_body(own, answer, "body.py").blocks] == ["New.", "Photo: somebody else"]


def test_only_the_body_is_another() -> None:
    article = changed("New.")
    assert article.evidence == {**OWN.evidence, "blocks": Evidence("fallback", "body.py", 0.5)}
    same = {"blocks": OWN.blocks, "dropped": OWN.dropped, "evidence": OWN.evidence}
    assert replace(article, **same) == OWN
    before = sorted(piece.text for piece in (*OWN.blocks, *OWN.dropped))
    assert sorted(piece.text for piece in article.dropped) == before


@pytest.mark.parametrize(
    ("said", "blocks"),
    [
        ('{"body": " One.\\n\\n \\n Two,\\nstill two.\\r\\n\\r\\nThree. "}', ["One.", "Two, still two.", "Three."]),
        ('{"paragraphs": [" One  more. ", ""]}', ["One more."]),
        ('{"blocks": [{"kind": "quote", "text": "One."}], "paragraphs": ["Not this."], "title": 1}', ["One."]),
        ('{"blocks": null, "paragraphs": null, "body": "One."}', ["One."]),
        ('{"blocks": [{"kind": "table", "text": "\\na | b \\nc |  d\\n"}]}', ["a | b\nc |  d"]),
        ('\ufeff{"body": "One."}', ["One."]),
    ],
)
def test_forms_of_an_answer(said: str, blocks: list[str]) -> None:
    answer = read_answer(said.encode())
    assert [block.text for block in answer.blocks] == blocks
    assert read_answer(json.dumps(answer.to_dict()).encode()) == answer, "kept and read again it is the same"
