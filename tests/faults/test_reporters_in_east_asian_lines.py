"""Reporters in lines without blanks, where names, places and outlets stand directly beside each other."""

from __future__ import annotations

import pytest

from tests.correspondents.told import told

#: The language of a page, a line, and the correspondents in it.
LINES: list[tuple[str, str, list[str]]] = [
    ("zh", "〔記者林宜靜／台北報導〕船隻離港。", ["reporting|林宜靜|記者||台北"]),
    ("zh", "〔記者林宜靜、王大明／綜合報導〕船隻離港。", ["reporting|林宜靜|記者||", "reporting|王大明|記者||"]),
    (
        "zh",
        "記者林宜靜、王大明／台北－東京連線報導",
        ["reporting|林宜靜|記者||台北－東京", "reporting|王大明|記者||台北－東京"],
    ),
    ("zh", "【聯合報╱記者林宜靜／即時報導】", ["reporting|林宜靜|記者|聯合報|"]),
    ("zh", "【港口報記者林宜靜台北報導】船隻離港。", ["reporting|林宜靜|記者|港口報|台北"]),
    ("zh", "【林宜靜、王大明／綜合報導】", ["reporting|林宜靜|||", "reporting|王大明|||"]),
    ("zh", "記者：林宜靜 王大明 台北報導", ["reporting|林宜靜|記者||台北", "reporting|王大明|記者||台北"]),
    ("zh", "◎ 記者林宜靜/採訪報導", ["reporting|林宜靜|記者||"]),
    ("zh", "生活中心／林宜靜報導", ["reporting|林宜靜|||"]),
    ("zh", "駐美特派員林宜靜／華盛頓報導", ["reporting|林宜靜|特派員||華盛頓"]),
    ("zh", "（中央社記者林宜靜台北11日電）船隻離港。", ["reporting|林宜靜|記者|中央社|台北"]),
    ("zh", "（中央社記者林宜靜華盛頓11日專電）船隻離港。", ["reporting|林宜靜|記者|中央社|華盛頓"]),
    ("zh", "（法新社台北十一日電）船隻離港。", ["agency|||法新社|台北"]),
    ("zh", "海城晚报讯 记者王明报道：船只离港。", ["reporting|王明|记者|海城晚报|"]),
    ("zh", "海城日报12月15日讯(记者 王明)船只离港。", ["reporting|王明|记者|海城日报|"]),
    (
        "zh",
        "海城新闻网12月14日讯（记者 王明 通讯员 李红）船只离港。",
        ["reporting|王明|记者|海城新闻网|", "reporting|李红|通讯员|海城新闻网|"],
    ),
    (
        "zh",
        "新華網海城１月１７日專電（新華社記者王明）船隻離港。",
        ["agency|||新華網|海城", "reporting|王明|記者|新華社|"],
    ),
    ("zh", "港口商报(微博)记者 王明 实习生 李红", ["reporting|王明|记者|港口商报|", "reporting|李红|实习生|港口商报|"]),
    ("ko", "(서울=연합뉴스) 김민수 기자", ["agency|||연합뉴스|서울", "reporting|김민수|기자||"]),
    (
        "ko",
        "(서울=연합뉴스) 김민수 이영희 기자",
        ["agency|||연합뉴스|서울", "reporting|김민수|기자||", "reporting|이영희|기자||"],
    ),
    ("zh", "海城日报记者 王明 编辑 李红", ["reporting|王明|记者|海城日报|"]),
    ("zh", "记者 王明 发自上海", ["reporting|王明|记者||上海"]),
    ("zh", "【港口网报道 记者 王明】", ["reporting|王明|记者|港口网|"]),
    ("zh", "责任编辑：王明 SF016", ["editing|王明|||"]),
    ("zh", "[责任编辑：wangming]", ["editing|wangming|||"]),
    ("zh", "(王明 编辑)", ["editing|王明|||"]),
    ("zh", "（据新华社电）", ["agency|||新华社|"]),
    ("ko", "김철수 기자 | 2020-03-04 16:52:59", ["reporting|김철수|기자||"]),
    ("ko", "김철수·이영희 기자", ["reporting|김철수|기자||", "reporting|이영희|기자||"]),
    ("ko", "김철수 항구닷컴 기자 kim@example.com", ["reporting|김철수|기자|항구닷컴|"]),
    ("ko", "[항구=뉴시스]김철수 기자 = 배가 돌아왔다.", ["agency|||뉴시스|항구", "reporting|김철수|기자|뉴시스|항구"]),
    ("ko", "[항구일보=김철수 기자] 배가 돌아왔다.", ["reporting|김철수|기자|항구일보|"]),
    ("ko", "워싱턴에서 김철수 특파원이 전합니다.", ["package|김철수|특파원||워싱턴"]),
    ("ko", "KBS 뉴스 김철수입니다.", ["reporting|김철수||KBS 뉴스|"]),
    ("ja", "［海町 １１日 ロイター］ 船は戻った。", ["agency|||ロイター|海町"]),
    ("ja", "（聞き手・山田太郎）", ["reporting|山田太郎|聞き手||"]),
    ("ja", "（ワシントン支局 山田太郎）", ["reporting|山田太郎|支局||ワシントン"]),
    ("ja", "山田太郎記者", ["reporting|山田太郎|記者||"]),
]

#: Lines that only look like it.
TRAPS: list[tuple[str, str]] = [
    ("zh", "〔即時新聞／綜合報導〕船隻離港。"),
    ("zh", "國際中心／綜合報導"),
    ("zh", "記者林宜靜／攝影"),
    ("zh", "新华社记者王明摄"),
    ("zh", "記者聯繫上遠在河北的王明，他說沒有報導。"),
    ("zh", "记者招待会在北京举行"),
    ("zh", "责任编辑：AP0013"),
    ("ko", "[사진 = 김철수 기자]"),
    ("ko", "전문 기자"),
    ("ko", "김철수 전 연예부 기자는 말했다."),
    ("ja", "（資料写真）船は戻った。"),
]


@pytest.mark.parametrize(("language", "line", "rows"), LINES, ids=[line[1][:40] for line in LINES])
def test_a_line_is_read(language: str, line: str, rows: list[str]) -> None:
    assert told(line, language) == rows


@pytest.mark.parametrize(("language", "line"), TRAPS, ids=[trap[1][:40] for trap in TRAPS])
def test_a_trap_is_left_alone(language: str, line: str) -> None:
    assert told(line, language) == []
