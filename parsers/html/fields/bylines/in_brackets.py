"""Finds reporters that papers in East Asia name in brackets, at the beginning or the end of the text.

Takes the first and the last paragraph of the body; gives the names in "[해원=윤세아 기자] ...",
"〔記者張三／台北報導〕...",
"(서울=하버뉴스) 윤세아 기자 = ...", "...3月4日电（记者 张三）...", "...。【三枝涼子】" and "...。（山田太郎）".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from parsers.html.fields.bylines.byline_parts import Byline
from parsers.html.fields.bylines.last_lines import signed_names
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.sheet import Sheet
from parsers.people.byline_names import read_names
from parsers.people.name_kinds import is_agency, is_person
from parsers.rules import FAMILIES_KEPT, Family, any_of

#: The languages in which it is done.
_LANGUAGES: Final = ("ja", "ko", "zh")
#: Confidence (0 to 1), by hand: a little more than that of lines below the text, where editors are named.
_CONFIDENCE: Final = 0.51
#: Paragraphs at the beginning that are looked at.
_FIRST: Final = 3
#: Characters of a name that only its brackets tell.
_NAME: Final = range(3, 8)
#: The same in round brackets, in which anything may stand; and what parts such names.
_SIGNED: Final = range(4, 7)
_PARTED: Final = re.compile("[、，・]")
#: What no given name ends with: an office, "and others", "Mr".
_NO_GIVEN: Final = ("ら", "氏", "長", "員", "相", "官")
_INSIDE: Final = r"[^()\[\]（）【】［］〔〕]"
_BEGINNING: Final = re.compile(rf"^\s*[(\[（【［〔](?P<inside>{_INSIDE}{{3,30}})[)\]）】］〕]")
_BEHIND: Final = re.compile(rf"^\s*[(\[（【［〔]{_INSIDE}{{2,30}}[)\]）】］〕]\s?(?P<inside>[^=＝]{{3,30}}?)\s?[=＝]\s")
#: Behind the place and day of an agency's report: "海港社3月4日电（记者 张三）".
_REPORT: Final = re.compile(rf"^\S.{{1,30}}[电電讯訊]\s?[(（](?P<inside>{_INSIDE}{{3,30}})[)）]")
_END: Final = re.compile(rf"(?P<mark>[(\[（【［〔])(?P<inside>{_INSIDE}{{3,30}})[)\]）】］〕]\s*$")


def bracketed_bylines(sheet: Sheet) -> Iterator[Candidate[Byline]]:
    """Yield the names in brackets at the beginning of the text and behind its last sentence."""
    layout = sheet.layout
    if not (sheet.language or "").startswith(_LANGUAGES) or not 0 <= layout.first <= layout.last:
        return
    segments = sheet.labels.segments
    # The first paragraph may be the caption of a picture.
    lines = [segment.text for segment in segments[layout.first : min(layout.first + _FIRST, layout.last + 1)]]
    beginnings = (form.match(line) for line in lines for form in (_BEHIND, _BEGINNING, _REPORT))
    for found in (*beginnings, _END.search(segments[layout.last].text)):
        names = signed_names(found["inside"], sheet) if found else ()
        mark = found.groupdict().get("mark") if found and not names else None
        if found and (mark == "【" or (mark and _are_signed(found, sheet))):
            names = _names_alone(found["inside"], sheet)
        if names:
            yield Candidate(Byline(", ".join(names), names), "text", "in brackets", _CONFIDENCE)


def _are_signed(brackets: re.Match[str], sheet: Sheet) -> bool:
    """Whether what brackets hold behind a sentence begins with common Japanese surnames, all of it."""
    names, surname = _PARTED.split(brackets["inside"]), _surname(sheet.context.rules.family("bylines"))
    behind = brackets.string[: brackets.start()].rstrip().endswith(("。", "」"))
    return behind and all(
        len(name) in _SIGNED and surname.match(name) and not name.endswith(_NO_GIVEN) for name in names
    )


@lru_cache(maxsize=FAMILIES_KEPT)
def _surname(bylines: Family) -> re.Pattern[str]:
    """Return a pattern for common surnames at the start of a signature; `bylines`: the rules of bylines.toml."""
    return re.compile(any_of(bylines.all_words("signing_surname")) or "(?!)")


def _names_alone(inside: str, sheet: Sheet) -> tuple[str, ...]:
    """Return the Japanese names in a text that is nothing but names; () for any other text."""
    names = read_names(inside, sheet.words, led=True) if (sheet.language or "").startswith("ja") else []
    sure = all(
        len(name) in _NAME and is_person(name, sheet.words) and not is_agency(name, sheet.words) for name in names
    )
    return tuple(names) if sure and sum(map(len, names)) >= len(inside) - len(names) else ()
