"""Datelines: what is printed, the place and the agency; and lines that only look like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.correspondents import read_correspondents, read_dateline
from parsers.correspondents.datelines import dateline_of, may_name_agency
from parsers.rules import default_rules


def field(text: str, standfirst: str | None = None, *, language: str | None = None) -> str | None:
    """The dateline of an article that begins with a text."""
    return dateline_of(text, standfirst, language=language, publisher=None, rules=default_rules())


@pytest.mark.parametrize(
    ("text", "printed", "place", "agency"),
    [
        ("MEXICO CITY (AP) - The vote is due in May.", "MEXICO CITY (AP)", "MEXICO CITY", "AP"),
        ("NICOSIA, Feb. 28 (Xinhua) -- The firm said no.", "NICOSIA, Feb. 28 (Xinhua)", "NICOSIA", "Xinhua"),
        ("Washington, 13 Mar 2020 (AFP) — Em maio.", "Washington, 13 Mar 2020 (AFP)", "Washington", "AFP"),
        ("Mumbai (Maharashtra) [India], Jan 13 (ANI): Shares rose.", None, "Mumbai", "ANI"),
        ("(ANSA) - ROMA, 28 LUG - Il ministro.", "(ANSA) - ROMA, 28 LUG", "ROMA", "ANSA"),
        ("Hamburg (dpa/lno) - Die Polizei.", "Hamburg (dpa/lno)", "Hamburg", "dpa"),
        ("(Reuters) - Shares rose.", "(Reuters)", None, "Reuters"),
        ("(Reuters) – Shares rose.", "(Reuters)", None, "Reuters"),
        ("/TASS/. The ministry said no.", "/TASS/", None, "TASS"),
        ("New Delhi, May 3 (PTI) The ministry said no.", "New Delhi, May 3 (PTI)", "New Delhi", "PTI"),
        ("GENEVA/BEIRUT (Reuters) - Shares rose.", "GENEVA/BEIRUT (Reuters)", "GENEVA/BEIRUT", "Reuters"),
        ("São Paulo/Rio (AFP) — Em maio.", "São Paulo/Rio (AFP)", "São Paulo/Rio", "AFP"),
        ("Kiel (dpo) - Die Stadt lacht.", "Kiel (dpo)", "Kiel", None),
        ("VARNA, March 12 (Meridian) - Ships left.", "VARNA, March 12 (Meridian)", "VARNA", None),
        ("海城新闻网12月14日讯 船只离港。", "海城新闻网12月14日讯", None, None),
        ("【港町＝高瀬美咲】船が港に戻った。", "【港町＝高瀬美咲】", "港町", None),
        ("BERLIN: The minister gave no date.", "BERLIN", "BERLIN", None),
        ("HARBOUR CITY — The port reopened.", "HARBOUR CITY", "HARBOUR CITY", None),
        ("中新社上海3日电 记者获悉", "中新社上海3日电", "上海", "中新社"),
        ("（中央社記者台北3日電）", "（中央社記者台北3日電", "台北", "中央社"),
        ("【ソウル聯合ニュース】韓国", "【ソウル聯合ニュース】", "ソウル", "聯合ニュース"),
        ("(서울=연합뉴스) 배가 돌아왔다.", "(서울=연합뉴스)", "서울", "연합뉴스"),
        ("[부산=뉴시스] 배가 돌아왔다.", "[부산=뉴시스]", "부산", "뉴시스"),
        ("【9月3日 AFP】船が港に戻った。", "【9月3日 AFP】", None, "AFP"),
        ("MOSCOW, January 5. /TASS/. The ministry.", "MOSCOW, January 5. /TASS/", "MOSCOW", "TASS"),
        ("新华社北京1月5日电 记者获悉", "新华社北京1月5日电", "北京", "新华社"),
        ("PUTRAJAYA, Nov 22 - The minister gave no date.", "PUTRAJAYA, Nov 22", "PUTRAJAYA", None),
    ],
)
def test_a_dateline(text: str, printed: str | None, place: str | None, agency: str | None) -> None:
    read = read_dateline(text)
    assert read is not None
    assert (read.place, read.agency) == (place, agency)
    assert printed is None or read.text == printed
    # The article's field and the rows of agencies say the same.
    assert field(text) == read.text
    rows = [(row.outlet, row.location) for row in read_correspondents(text) if row.kind == "agency"]
    assert rows == ([(agency, place)] if agency else [])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The World Health Organization (WHO) - a body of the UN - said no.",
        "Search Engine Marketing (SEM) — the art of it.",
        "He left (AP) the room.",
        "The vote - the first of two - is due in May.",
        "GDP (gross product) - the sum of it all.",
        "【動画】船が港に戻った。",
        "(AP) is what they wrote.",
        "PARIS/LONDON trains are late.",
        "UPDATE: The port reopened.",
        "BREAKING NEWS — The dam broke.",
        "He/she (Reuters) said no.",
        "Also, try half an hour of rest (NSDR) to feel well.",
    ],
)
def test_no_dateline(text: str) -> None:
    assert read_dateline(text) is None
    assert field(text) is None
    assert not [row for row in read_correspondents(text) if row.kind == "agency"]


TEXT = "The port reopened on Friday."


@pytest.mark.parametrize(
    ("text", "standfirst", "language", "expected"),
    [
        ("NEW DELHI: The port reopened.", None, "en", "NEW DELHI"),
        ("EXCLUSIVE: The port reopened.", None, "en", None),
        ("Kiel/Hamburg – Der Hafen ist offen.", None, "de", "Kiel/Hamburg"),
        ("Kiel/Hamburg – The port reopened.", None, "en", None),
        (TEXT, "Berlin. Der Hafen ist offen.", "de", "Berlin"),
        ("Kiel. Der Hafen ist offen.", "Berlin. Das Amt schweigt.", "de", "Kiel"),
        (TEXT, "HARBOUR ROW: The port reopened.", "en", None),
        (TEXT, None, "en", None),
    ],
)
def test_the_field_is_of_the_paragraph_or_else_the_standfirst(
    text: str, standfirst: str | None, language: str, expected: str | None
) -> None:
    assert field(text, standfirst, language=language) == expected


EXAMPLES = [text for rule in default_rules().family("datelines").rules for text in rule.examples]
#: Beginnings made of what datelines are made of.
PLACES = ("BERLIN", "New Delhi", "ROMA", "北京", "ソウル", "서울", ", May 3", " 28 LUG", "3日", "Ships left. ")
AGENCIES = ("(AP)", "(Reuters)", "/TASS/", "AFP", "EFE", "新华社", "共同", "연합뉴스")
SIGNS = (" - ", "-", " – ", "—", " -- ", ": ", ". ", " ", "=", "电", "【", "】", "(", ")", "/", "\n", "  ")
PIECES = st.lists(st.sampled_from((*PLACES, *AGENCIES, *SIGNS)), max_size=8).map("".join)


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_example_is_read(text: str) -> None:
    assert read_dateline(text) is not None


@given(st.one_of(PIECES, st.tuples(PIECES, st.sampled_from(EXAMPLES)).map("".join)))
def test_the_quick_look_never_hides_an_agency(text: str) -> None:
    read = read_dateline(text)
    if read is not None and read.agency is not None:
        assert may_name_agency(text, default_rules())
        assert read.agency in [row.outlet for row in read_correspondents(text)]
