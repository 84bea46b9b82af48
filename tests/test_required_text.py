"""What patterns require of a text: no text that a pattern matches lacks it, whatever its case and spelling."""

import random
import re
import sys
import unicodedata

import pytest

from parsers.required_index import index_of
from parsers.required_text import derived, folded, holds, plain
from parsers.telling_strings import EDGE
from tests.matching import other_case, texts_matching

E = EDGE


@pytest.mark.parametrize(
    ("pattern", "sets"),
    [
        ("reporting by", [{"reporting by"}]),
        ("^Reporting (?:by|from) ", [{E + "reporting by ", E + "reporting from "}]),
        ("(?:edit|writ)ing(?: and .+)? by", [{"editing", "writing"}, {" by"}]),
        ("(?:photo)?.*", []),
        ("(?:photo|.*)", []),
        ("[^a]+[a-z]+", []),
        (r"\bfoto", [{E + "foto"}]),
        (r"(?<!\w)foto", [{E + "foto"}]),
        (r"\W+foto", [{E + "foto"}]),
        (r"\w+foto", [{"foto"}]),
        ("(?:foto )+x?", [{"foto "}]),
        ("nuestr[oa]s?", [{"nuestra", "nuestro"}]),
        ("[Tt]he", [{"the"}]),
        ("^(?=.*relacj).+$", [{"relacj"}]),
        ("(?!foto).+", []),
        # What follows without belonging to the match tells more; a word that nearly every text has tells least.
        (r"with (?=reuters|bloomberg\b)", [{"with reuters", "with bloomberg"}]),
        (r"with (?:\w+ )?(?:reports|files)", [{E + "reports", E + "files"}, {"with "}]),
        ("İstanbul", [{"istanbul"}]),
        ("ΟΔΟΣ", [{"οδοσ"}]),
        # All alternatives have a second set, too; what holds another string of a set says nothing more.
        (
            r"(?:(?:edit|writ)ing \w+ by|(?:aid|help)ed \w+ by)",
            [{"editing ", "writing ", "aided ", "helped "}, {" by"}],
        ),
        ("^(?:with |some )?additional reporting", [{E + "additional reporting"}]),
        ("[a-l] [a-l] [a-l] end", [{f"{E}{one} {other} end" for one in "abcdefghijkl" for other in "abcdefghijkl"}]),
        # What stands before an alternative counts with its beginning, be the rest unknown.
        (r"d(?:ue\s+date|ied)", [{E + "date", "ied"}, {"due", "died"}]),
        (r"\bb(?:(?:orn|eg)\w+ at|aptised)+", [{E + "born", E + "beg", E + "baptised"}, {"aptised", " at"}]),
        ("(foto", []),
    ],
)
def test_the_strings_of_a_pattern(pattern: str, sets: list[set[str]]) -> None:
    assert [set(strings) for strings in derived(pattern)] == sets


def test_letters_that_a_pattern_takes_for_one_are_one() -> None:
    cased = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) != "Cs"]
    cased = [c for c in cased if c.lower() != c or c.upper() != c]
    every = "".join(cased)
    for char in cased:
        for other in re.findall(re.escape(char), every, re.IGNORECASE):
            assert folded(char) == folded(other), (char, other)


PATTERNS = [
    r"(?:this|the|our) (?:\w+[ -]){0,2}?(?:reports?|stor(?:y|ies))\b",
    r"^\W*(?:kısa|İş) (?:haber|straße|σος)(?:ler)?\s*[:：]",
    r"(?:a|b|c)(?:d|e|f)(?:g|h|i)[k-n]{2}",
    r"(?<![^\W\d_])mit (?:material|texten)? ?(?=\S)dpa",
    r"(?P<x>ab|cd)\W(?P=x)",
    r"(?i:Foto)s?(?-i:Bild)",
    r"(?<![^\W\d_])d(?:ate\s+(?:of\s+birth|limite)|(?:ied|ue)(?:\s+on)?|é[cç]\w+ le)(?=\W)",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_text_that_matches_holds_what_is_required(pattern: str) -> None:
    compiled, sets = re.compile(pattern, re.IGNORECASE), derived(pattern)
    made = list(texts_matching(pattern, seed=1, count=200))
    made += [f"{before}{other_case(text, seed=at)}" for at, text in enumerate(made) for before in ("", "- ", "x")]
    found = [text for text in made if compiled.search(text)]
    assert len(found) > 50
    assert [text for text in found if not holds(folded(text), plain(sets))] == []
    edged = [string[1:] for string in (sets[0] if sets else ()) if string.startswith(EDGE)]
    if sets and len(edged) == len(sets[0]):
        begins = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(map(re.escape, edged))})")
        assert [text for text in found if not begins.search(folded(text))] == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("Фото: ", "на берегу «фото: ада лунд»"),
        ("(?:agencies|wires)", "reuters–newswires"),
        ("責編", "（責編：王明）"),
        ("编辑：", "本报讯 编辑：王明"),
        ("reporting by", "…’reporting by ada lund"),
        ("Öffnung", "neu„öffnung“ heute"),
        ("crédit\u00a0photo", "crédit\u00a0photo"),
        ("संवाददाता", "हमारे संवाददाता, ओस्लो"),
        ("reports?", "\ud800 reports\u2028"),
        (r"\breports?", "a\ud800reports"),
        (r"\breports?", "\u0345reports"),
        (r"(?<!\w)reports?", "no\0reports, no"),
        (r"reports of\ud800", "no reports of\ud800, no"),
        ("(?:the report|reports from the|from the)", "from the port"),
    ],
)
def test_the_index_finds_a_pattern_in_every_script_and_beside_every_sign(pattern: str, text: str) -> None:
    patterns = ["gone missing", pattern, r"\bnowhere\b"]
    assert re.search(pattern, text, re.IGNORECASE)
    assert index_of(patterns).likely(folded(text)) == [1]
    assert index_of(patterns).likely(folded("a text about the harbour, älter als 記者 – №")) == []


def test_the_index_answers_as_a_search_for_each_string_does() -> None:
    chance = random.Random(17)
    for _ in range(40):
        words = ["".join(chance.choices("abé -記", k=chance.randint(2, 4))) for _ in range(12)]
        words = [word for word in words if word.strip(" ")]
        patterns = [rf"\b{re.escape(word)}" if chance.random() < 0.5 else re.escape(word) for word in words]
        index = index_of(patterns)
        for _ in range(20):
            text = "".join(chance.choices("abé -記\ud800", k=chance.randint(0, 12)))
            matched = [place for place, pattern in enumerate(patterns) if re.search(pattern, text)]
            likely = index.likely(text)
            assert set(matched) <= set(likely)
            assert [place for place in likely if words[place].strip(" ") not in text] == []


@pytest.mark.parametrize("before", [16_384 - 12, 16_384 - 6, 16_384 - 1, 16_384, 50_000])
def test_the_index_finds_a_string_anywhere_in_a_long_text(before: int) -> None:
    index = index_of([r"\breporting by", "記者", "gone missing"])
    assert index.likely("x" * (before - 1) + " reporting by" + " x" * 9_000) == [0]
    assert index.likely(" " + "ü" * before + "記者") == [1]
