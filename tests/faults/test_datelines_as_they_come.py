"""A dateline names its agency with two towns, two brackets, abbreviated states, no dash, or glued to the first word."""

from __future__ import annotations

import pytest

from tests.correspondents.told import told

#: The language of a page, its publisher, the line before, a line, and the correspondents in it.
LINES: list[tuple[str, str | None, str | None, str, list[str]]] = [
    ("en", None, None, "TOKYO/SEOUL (Reuters) - Shares rose.", ["agency|||Reuters|TOKYO/SEOUL"]),
    (
        "en",
        None,
        None,
        "LONDON (Reuters) - Lund Air (LA) said on Monday it would buy ships.",
        ["agency|||Reuters|LONDON"],
    ),
    (
        "en",
        None,
        None,
        "LONDON (Reuters) - Lund Air (LA.L) (LA.N) said on Monday (May 3) it would buy ships.",
        ["agency|||Reuters|LONDON"],
    ),
    (
        "en",
        "CNN",
        None,
        "Tel Aviv and Beirut CNN — The leader was killed on Friday.",
        ["agency|||CNN|Tel Aviv and Beirut"],
    ),
    ("en", "CNN", None, "Oslo, Norway CNN — The leader was killed on Friday.", ["agency|||CNN|Oslo, Norway"]),
    ("en", "CNN", None, "Oslo (CNN) — The leader was killed on Friday.", ["agency|||CNN|Oslo"]),
    ("en", "CNN", None, "CNN — The leader was killed on Friday.", []),
    ("en", None, None, "SPRINGFIELD, Ill. (AP) — It was the dog.", ["agency|||AP|SPRINGFIELD, Ill."]),
    ("en", None, None, "Springfield, Ill. (AP) — It was the dog.", ["agency|||AP|Springfield, Ill."]),
    ("en", None, None, "WASHINGTON, D.C. (AP) — At a press conference he said no.", ["agency|||AP|WASHINGTON, D.C."]),
    ("en", None, None, "OSHKOSH, Wis. (AP) A man was found.", ["agency|||AP|OSHKOSH, Wis."]),
    ("en", None, None, "OSHKOSH, Wis. (AP)—A man was found.", ["agency|||AP|OSHKOSH, Wis."]),
    ("en", None, None, "WASHINGTON (AP)President Lund said no.", ["agency|||AP|WASHINGTON"]),
    ("en", None, None, "WASHINGTON (Reuters)-President Lund said no.", ["agency|||Reuters|WASHINGTON"]),
    ("en", None, None, "NEW DELHI (Reuters) Shares rose.", ["agency|||Reuters|NEW DELHI"]),
    ("id", "KOMPAS.com", None, "JAKARTA, KOMPAS.com - Menteri Budi menyebut.", ["agency|||KOMPAS.com|JAKARTA"]),
    ("id", "detikcom", None, "Jakarta, CNN Indonesia -- Menteri Budi menyebut.", ["agency|||CNN Indonesia|Jakarta"]),
    ("en", None, None, "BERLIN and PARIS (AP) — Two leaders met.", ["agency|||AP|BERLIN and PARIS"]),
    (
        "en",
        None,
        None,
        "ABOARD AIR FORCE ONE (Reuters) - The president said.",
        ["agency|||Reuters|ABOARD AIR FORCE ONE"],
    ),
    ("en", None, None, "BEIRUT, Lebanon (AP) -- Syrian troops burned documents.", ["agency|||AP|BEIRUT, Lebanon"]),
    ("en", None, None, "Paris, May 3 (AFP) The president said.", ["agency|||AFP|Paris"]),
    ("en", None, None, "Paris (AFP) - The president said.", ["agency|||AFP|Paris"]),
    ("en", None, None, "PARIS (AFP) (3 May) - The president said.", ["agency|||AFP|PARIS"]),
    ("en", "CNN", None, "(CNN)The leader was killed on Friday.", ["agency|||CNN|"]),
    ("en", None, None, "(Reuters) The leader was killed on Friday.", ["agency|||Reuters|"]),
    ("en", None, None, "AUGUSTA, Ga. — Ada Lund won.", []),
    ("en", None, None, "AUGUSTA, Ga. (CNN) — Ada Lund won.", ["agency|||CNN|AUGUSTA, Ga."]),
    ("en", None, None, "By Ada Lund LONDON (Reuters) - Shares rose.", ["agency|||Reuters|LONDON"]),
    ("en", None, None, "By Ada Lund and Ben Oduya WASHINGTON (AP) — Shares rose.", ["agency|||AP|WASHINGTON"]),
    ("en", None, None, "London (CNNMoney) -- Shares rose.", ["agency|||CNNMoney|London"]),
    ("en", None, None, "SINGAPORE (THE HARBOUR TIMES) - Shares rose.", ["agency|||THE HARBOUR TIMES|SINGAPORE"]),
    ("en", None, None, "--IANS rt/dg", ["agency|||IANS|"]),
    ("ar", None, None, "دمشق، سوريا (CNN) -- أكدت جهات سورية معارضة", ["agency|||CNN|دمشق، سوريا"]),
    ("en", None, None, "SEOUL, May 3 (Yonhap) -- South Korea said.", ["agency|||Yonhap|SEOUL"]),
    ("en", None, None, "By Ada Lund SEOUL, May 3 (Yonhap) -- South Korea said.", ["agency|||Yonhap|SEOUL"]),
    ("en", None, None, "MIAMI, Fla. -- (AP) -- A man was found.", ["agency|||AP|MIAMI, Fla."]),
    ("en", None, None, "WASHINGTON - (AP) - A man was found.", ["agency|||AP|WASHINGTON"]),
    ("en", None, None, "Washington, May 3 (IANS) A man was found.", ["agency|||IANS|Washington"]),
    ("en", None, None, "(AP) — A man was found.", ["agency|||AP|"]),
    ("en", None, None, "AP — A man was found.", ["agency|||AP|"]),
    ("en", None, None, "NEW YORK (CNN Business) — A man was found.", ["agency|||CNN Business|NEW YORK"]),
    ("en", "CNN", None, "Hong Kong (CNN)A man was found.", ["agency|||CNN|Hong Kong"]),
    ("en", "CNN", None, "Hong Kong (CNN) A man was found.", ["agency|||CNN|Hong Kong"]),
    ("en", "CNN", None, "Washington CNN — A man was found.", ["agency|||CNN|Washington"]),
    ("en", None, None, "BEIRUT/AMMAN/GENEVA (Reuters) - A man was found.", ["agency|||Reuters|BEIRUT/AMMAN/GENEVA"]),
    ("en", None, None, "NEAR BAKHMUT, Ukraine (AP) — A man was found.", ["agency|||AP|NEAR BAKHMUT, Ukraine"]),
    ("en", None, None, "ST. LOUIS (AP) — A man was found.", ["agency|||AP|ST. LOUIS"]),
    ("en", None, None, "LONDON, (Reuters) - A man was found.", ["agency|||Reuters|LONDON"]),
]


@pytest.mark.parametrize(
    ("language", "publisher", "before", "line", "rows"), LINES, ids=[line[3][:60] for line in LINES]
)
def test_line(language: str, publisher: str | None, before: str | None, line: str, rows: list[str]) -> None:
    assert told(line, language, publisher, before) == rows
