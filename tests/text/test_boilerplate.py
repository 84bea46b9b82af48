"""Lines that an outlet is known to print everywhere: cut in whatever case and spelling a page has them."""

from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import pytest

from parsers.context import Context
from parsers.folding import line_key
from parsers.lines.boilerplate import claim_boilerplate
from parsers.rules import default_rules, load_rules, shipped_config
from parsers.segments import JUNK, Labels, Segment


@pytest.mark.parametrize(
    ("known", "printed"),
    [
        ("Harbour Line 14", "HARBOUR  LINE 14"),
        ("İstanbul Limanı Haber Hattı", "İSTANBUL LİMANI HABER HATTI"),
        ("istanbul limanı haber hattı", "İstanbul Limanı Haber Hattı"),
        ("ΤΟ ΛΙΜΑΝΙ ΜΑΣ", "Το λιμανι μας"),
        ("Rédigé à l'île", normalize("NFD", "Rédigé à l’île")),
        ("बंदरगाह की ख़बरें", "बंदरगाह की ख़बरें"),
    ],
)
def test_a_known_line_is_cut(known: str, printed: str) -> None:
    rules = replace(default_rules(), boilerplate={"post.example": {line_key(known): 9}})
    labels = Labels([Segment(printed, 0), Segment("The ferry is back.", 1)])
    claim_boilerplate(labels, Context(rules, "https://www.post.example/story"), language=None, publisher=None)
    assert (labels.of, labels.rules[0]) == ([JUNK, None], "seen on 9 pages")


CREDIT_OF_A_HOUSE = """
[[rule]]
id = "house"
shape = "credit"
kind = "reporting"
pattern = "from the quill of"
"""


@pytest.mark.parametrize(
    ("line", "publisher", "cut"),
    [
        ("From the quill of Ada Lund", "The Post", False),
        ("As the BBC’s Ada Lund reports, the port is shut.", "BBC", False),
        ("As the BBC’s Ada Lund reports, the port is shut.", "The Post", True),
    ],
)
def test_a_credit_is_kept_by_the_rules_and_the_publisher_of_its_page(
    line: str, publisher: str, cut: bool, tmp_path: Path
) -> None:
    own = tmp_path / "rules" / "correspondents.toml"
    own.parent.mkdir()
    own.write_text((shipped_config() / "rules/correspondents.toml").read_text("utf-8") + CREDIT_OF_A_HOUSE, "utf-8")
    rules = replace(load_rules(shipped_config(), tmp_path), boilerplate={"post.example": {line_key(line): 9}})
    labels = Labels([Segment(line, 0), Segment("The ferry is back.", 1)])
    claim_boilerplate(labels, Context(rules, "https://www.post.example/story"), language="en", publisher=publisher)
    assert labels.of == ([JUNK, None] if cut else [None, None])
