"""Reporters and agencies in Turkish: surnames in capitals, places beside them, an agency behind the text."""

from __future__ import annotations

import pytest

from tests.correspondents.told import told

#: The language of a page, a line, and the correspondents in it.
LINES: list[tuple[str, str, list[str]]] = [
    ("tr", "(Ayla KAYA / DHA)", ["reporting|Ayla KAYA||DHA|"]),
    ("tr", "Ayla KAYA - İSTANBUL, (DHA)", ["reporting|Ayla KAYA||DHA|İSTANBUL"]),
    ("tr", "AYLA KAYA - ANTALYA , (DHA)", ["reporting|AYLA KAYA||DHA|ANTALYA"]),
    ("tr", "Ayla KAYA/KIYI(Balıkesir), (DHA)", ["reporting|Ayla KAYA||DHA|KIYI(Balıkesir)"]),
    ("tr", "Ayla KAYA-Cem DEMİR/İZMİR, (DHA)", ["reporting|Ayla KAYA||DHA|İZMİR", "reporting|Cem DEMİR||DHA|İZMİR"]),
    ("tr", "Gemiler limana döndü. Ayla KAYA (DHA)", ["reporting|Ayla KAYA||DHA|"]),
    ("tr", "Gemiler limana döndü. AA", ["agency|||AA|"]),
    ("tr", "Gemiler limana döndü. (CİHAN)", ["agency|||CİHAN|"]),
    ("tr", "CİHAN", ["agency|||CİHAN|"]),
    ("tr", "İSTANBUL, (DHA)", ["agency|||DHA|İSTANBUL"]),
    ("tr", "Kanal muhabiri Ayla Kaya, Oslo kentinden bildiriyor.", ["package|Ayla Kaya|Kanal muhabir||Oslo"]),
    ("tr", "Muhabirimiz Ayla Kaya'nın haberi", ["reporting|Ayla Kaya|Muhabirimiz||"]),
    ("tr", "Ayla Kaya'nın haberi", ["reporting|Ayla Kaya|||"]),
]

#: Lines that only look like it.
TRAPS: list[tuple[str, str]] = [
    ("tr", "Fotoğraf : Ayla Kaya/AA"),
    ("tr", "Ayla Kaya / AA"),
    ("tr", "Meral, AA muhabirine yaptığı açıklamada gemilerin döndüğünü söyledi."),
    ("tr", "AKP ve CHP"),
    ("tr", "Cihan geldi."),
]


@pytest.mark.parametrize(("language", "line", "rows"), LINES, ids=[line[1][:40] for line in LINES])
def test_a_line_is_read(language: str, line: str, rows: list[str]) -> None:
    assert told(line, language) == rows


@pytest.mark.parametrize(("language", "line"), TRAPS, ids=[trap[1][:40] for trap in TRAPS])
def test_a_trap_is_left_alone(language: str, line: str) -> None:
    assert told(line, language) == []
