"""A brief's short second and third sentences are kept, in every script; lines that a site prints below it are not."""

from __future__ import annotations

import pytest

from parsers import Article, parse_page

BRIEFS = {
    "en": (
        "Ferry sinks at quay",
        [
            "The ferry from Vardal to Lunde sank at the quay on Monday night.",
            "Nobody was hurt.",
            "It was built in 1974.",
        ],
    ),
    "de": (
        "Fähre am Kai gesunken",
        ["Die Fähre von Vardal nach Lunde ist in der Nacht am Kai gesunken.", "Verletzt wurde niemand."],
    ),
    "es": (
        "Se hunde un ferri",
        ["El ferri de Vardal a Lunde se hundió la noche del lunes en el muelle.", "No hubo heridos.", "Era de 1974."],
    ),
    "ru": (
        "Паром затонул у причала",
        ["Паром из Вардала в Лунде затонул ночью у причала острова.", "Никто не пострадал."],
    ),
    "am": (
        "ጀልባ ሰጠመ",
        ["ከቫርዳል ወደ ሉንዴ የሚሄደው ጀልባ ሰኞ ሌሊት በወደቡ አጠገብ ሰጠመ።", "ማንም አልተጎዳም በአደጋው።", "ምክንያቱ እየተጣራ ነው ተብሏል።"],
    ),
    "hy": (
        "Լաստանավը խորտակվել է",
        ["Վարդալից Լունդե մեկնող լաստանավը երկուշաբթի գիշերը խորտակվել է։", "Տուժածներ չկան։"],
    ),
    "km": ("សាឡាងលិច", ["សាឡាងពីវ៉ារដាល់ទៅលុនដេបានលិចនៅកំពង់ផែនៅយប់ថ្ងៃចន្ទ។", "គ្មាននរណារងរបួសទេ។"]),
    "my": ("ကူးတို့သင်္ဘော နစ်မြုပ်", ["ဗာဒယ်မှ လန်ဒီသို့ သွားသော ကူးတို့သင်္ဘောသည် တနင်္လာနေ့ညက ဆိပ်ကမ်းတွင် နစ်မြုပ်ခဲ့သည်။", "မည်သူမျှ မထိခိုက်ပါ။"]),
    "zh": (
        "札幌凌晨發生火災",
        ["北海道札幌市星期一清晨發生火災，一棟三層樓的木造住宅全部燒毀。", "沒有人受傷。", "原因正在調查。"],
    ),
}


def texts(language: str, headline: str, lines: list[str], below: str = "") -> list[str]:
    told = "".join(f"<p>{line}</p>" for line in lines)
    declared = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{headline}"}}</script>'
    page = f"""<!doctype html><html lang={language}><head><meta charset=utf-8><title>{headline} | Lunde Post</title>
        {declared}</head><body><nav><ul><li><a href=/>Home</a><li><a href=/s>Sport</a></ul></nav><main>
        <div class=story><h1>{headline}</h1><div class=text>{told}{below}</div></div></main>
        <footer>Copyright Lunde Post. All rights reserved.</footer></body></html>"""
    result = parse_page(page.encode(), url="https://lundepost.example/news/ferry-sinks", media_type="text/html")
    assert isinstance(result, Article), result
    return [block.text for block in result.blocks]


@pytest.mark.parametrize("language", BRIEFS)
def test_all_sentences_of_a_brief(language: str) -> None:
    headline, lines = BRIEFS[language]
    assert texts(language, headline, lines) == lines


def test_a_short_last_sentence_of_a_longer_story_in_boxes() -> None:
    told = [
        "青浜町の岬に立つ古い灯台が、土曜日の夜、二十年ぶりに点灯した。港には町民ら約六百人が集まり、大きな拍手が起きた。",
        "灯台は老朽化のため閉鎖されていたが、漁業者らが募金を呼びかけ、三年かけて修理費およそ八千万円を集めた。",
        "町は来春から内部を一般に公開する予定で、らせん階段の手すりを新しくする。入場料は大人三百円とする方針だ。",
        "点灯は毎日、日没から午後十時まで。",
    ]
    text = f"<p>{told[0]}</p>" + "".join(f"<div class=par>{line}</div>" for line in told[1:])
    page = f"""<!doctype html><html lang=ja><head><meta charset=utf-8><title>青浜の古い灯台、点灯 | 青浜新聞</title>
        </head><body><div id=menu><div><a href=/a>ニュース</a></div><div><a href=/b>文化</a></div></div><div id=view>
        <div class=title>青浜の古い灯台、点灯</div><div class=info>2026年3月4日</div><div class=con>{text}</div></div>
        <div id=right><div class=tit>ニュース</div><div><a href=/n>バス運賃値上げへ</a></div></div></body></html>"""
    result = parse_page(page.encode(), url="https://aohama.example/news/lighthouse", media_type="text/html")
    assert isinstance(result, Article), result
    assert [block.text for block in result.blocks] == told


@pytest.mark.parametrize(
    "below",
    [
        "<p><a href=/more>More about ferries.</a></p>",
        "<p>Sign up for our newsletter.</p>",
        "<div>All rights reserved.</div>",
    ],
)
def test_what_is_no_sentence_of_the_brief_stays_out(below: str) -> None:
    headline, lines = BRIEFS["en"]
    assert texts("en", headline, lines, below) == lines
