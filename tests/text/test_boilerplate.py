"""Lines that an outlet is known to print everywhere: cut in whatever case and spelling a page has them."""

from dataclasses import replace
from unicodedata import normalize

import pytest

from parsers.context import Context
from parsers.folding import line_key
from parsers.lines.boilerplate import claim_boilerplate
from parsers.rules import default_rules
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
    claim_boilerplate(labels, Context(rules, "https://www.post.example/story"), None)
    assert (labels.of, labels.rules[0]) == ([JUNK, None], "seen on 9 pages")
