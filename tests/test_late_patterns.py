"""A late pattern says what the compiled one says, and is compiled when it is first asked."""

import re

import pytest

from parsers.late_patterns import LatePattern


@pytest.mark.parametrize("text", ["", "港", "the 港口", "海港日报 and harbour", "\ud800海"])
def test_it_says_what_the_compiled_one_says(text: str) -> None:
    late, pattern = LatePattern("[\u3400-\u9fff]+"), re.compile("[\u3400-\u9fff]+")
    for name in ("search", "match", "fullmatch"):
        found, expected = getattr(late, name)(text), getattr(pattern, name)(text)
        assert (found and found.span()) == (expected and expected.span())
    assert late.findall(text) == pattern.findall(text)
    assert late.sub("x", text) == pattern.sub("x", text)


def test_it_is_compiled_when_it_is_first_asked() -> None:
    late = LatePattern("(foto")
    with pytest.raises(re.error):
        late.search("foto")
