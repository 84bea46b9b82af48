"""A late pattern says what the compiled one says, and is compiled when it is first asked."""

import importlib
import pkgutil
import re

import pytest

from parsers.late_patterns import LatePattern, ScriptPattern


@pytest.mark.parametrize("text", ["", "港", "the 港口", "海港日报 and harbour", "\ud800海"])
def test_it_says_what_the_compiled_one_says(text: str) -> None:
    late, pattern = LatePattern("[\u3400-\u9fff]+"), re.compile("[\u3400-\u9fff]+")
    for name in ("search", "match", "fullmatch"):
        found, expected = getattr(late, name)(text), getattr(pattern, name)(text)
        assert (found and found.span()) == (expected and expected.span())
    assert late.findall(text) == pattern.findall(text)
    assert late.sub("x", text) == pattern.sub("x", text)
    assert [found.span() for found in late.finditer(text)] == [found.span() for found in pattern.finditer(text)]


@pytest.mark.parametrize(
    "text", ["", "Ärger – “über” Łódź…", "Сорок", "Ἀθῆναι", "Αθήνα", "שלום", "ไทย", "a港", "한 글", "\ud800海"]
)
def test_letters_of_other_scripts_are_found_as_by_the_compiled_one(text: str) -> None:
    letters = "[\u0370-\u03ff\u0590-\u0dff\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+"
    late, pattern = ScriptPattern(letters), re.compile(letters)
    for name in ("search", "match", "fullmatch"):
        found, expected = getattr(late, name)(text), getattr(pattern, name)(text)
        assert (found and found.span()) == (expected and expected.span())
    assert late.findall(text) == pattern.findall(text)
    assert late.sub("x", text) == pattern.sub("x", text)


@pytest.mark.parametrize("text", ["", "harbour", "Ärger – “über” Łódź…", "Сорок сороков", "“50\u202f€” ™ ★"])
def test_it_is_not_compiled_for_other_letters(text: str) -> None:
    late = ScriptPattern("(港")
    assert (late.search(text), late.match(text), late.fullmatch(text), late.findall(text)) == (None, None, None, [])
    with pytest.raises(re.error):
        late.search("a港")


def test_every_such_pattern_needs_a_letter_of_another_script() -> None:
    """What one matches that has no such letter would not be found: none of them matches a text of Europe's letters."""
    import parsers

    named = [m.name for m in pkgutil.walk_packages(parsers.__path__, "parsers.") if ".training" not in m.name]
    values = [value for name in named for value in vars(importlib.import_module(name)).values()]
    patterns = {value.pattern for value in values if isinstance(value, ScriptPattern)}
    assert len(patterns) > 10
    plain = "".join(map(chr, (*range(0x370), *range(0x400, 0x590), *range(0x1E00, 0x2E80))))
    texts = [plain, *plain, *(char * 20 for char in plain), "word_word 2024-5 A12 SF016"]
    for pattern in patterns:
        compiled = re.compile(pattern)
        assert [text for text in texts if compiled.search(text)] == [], pattern


def test_it_is_compiled_when_it_is_first_asked() -> None:
    late = LatePattern("(foto")
    with pytest.raises(re.error):
        late.search("foto")
