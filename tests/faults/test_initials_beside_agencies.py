"""Agencies beside the initials of editors, days, places and the page's own outlet, in any order and with any mark."""

from __future__ import annotations

import pytest

from tests.correspondents.told import told

#: The language of a page, a line, and the correspondents in it.
LINES: list[tuple[str, str, list[str]]] = [
    ("pl", "PAP, marga", ["agency|||PAP|"]),
    ("pl", 'zew, PAP, "Rzeczpospolita"', ["agency|||PAP|"]),
    ("pl", "4 sty 12 11:54 , KDP | PAP", ["agency|||PAP|"]),
    ("pl", "Autor: (AND), (PAP)", ["agency|||PAP|"]),
    ("pl", "PAP/koc/ ula/ako", ["agency|||PAP|"]),
    ("pl", "IAR, PAP | dodane 2011-12-31 (12:34)", ["agency|||IAR|", "agency|||PAP|"]),
    ("pl", "RMF FM/PAP", ["agency|||PAP|"]),
    ("de", "Reuters/kra Frankfurt", ["agency|||Reuters|Frankfurt"]),
    ("de", "sak/Reuters", ["agency|||Reuters|"]),
    ("de", "Von Ada Lund mit AP", ["reporting|Ada Lund|||", "agency|||AP|"]),
    ("cs", "ČTK, iDNES.cz", ["agency|||ČTK|"]),
    ("sk", "TASR, SITA", ["agency|||TASR|"]),
    ("hu", "MTI/hvg.hu", ["agency|||MTI|"]),
    ("es", "EFE / Madrid", ["agency|||EFE|Madrid"]),
    ("es", "Redacción AN / EFE", ["agency|||EFE|"]),
    ("es", "Europa Press / Madrid", ["agency|||Europa Press|Madrid"]),
    ("pt", "DN/Lusa", ["agency|||Lusa|"]),
    ("el", "ΑΘΗΝΑ (ΑΠΕ-ΜΠΕ)", ["agency|||ΑΠΕ-ΜΠΕ|ΑΘΗΝΑ"]),
    ("hi", "(भाषा)", ["agency|||भाषा|"]),
]

#: Lines that only look like it.
TRAPS: list[tuple[str, str]] = [
    ("en", "NaN / NaN"),
    ("en", "Bloomberg TV+"),
    ("en", "NBC NewsWire / Contributor"),
    ("en", "STR/AFP"),
    ("pl", "Fot. PAP"),
    ("de", "damals dpa"),
    ("fr", "avant AFP"),
    ("de", "AFP/Getty"),
    ("en", "The boat left the court. AP"),
]


@pytest.mark.parametrize(("language", "line", "rows"), LINES, ids=[line[1][:40] for line in LINES])
def test_a_line_is_read(language: str, line: str, rows: list[str]) -> None:
    assert told(line, language) == rows


@pytest.mark.parametrize(("language", "line"), TRAPS, ids=[trap[1][:40] for trap in TRAPS])
def test_a_trap_is_left_alone(language: str, line: str) -> None:
    assert told(line, language) == []
