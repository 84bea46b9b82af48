"""Correspondents by the words of their language: "our correspondent", "Reporter:", "reports from"."""

from __future__ import annotations

import pytest

from tests.correspondents.told import told

#: The language of a page, a line, and the correspondents in it.
LINES: list[tuple[str, str, list[str]]] = [
    (
        "fr",
        "Ada Lund correspondante à Oslo , Ben Oduya correspondant à New York",
        ["reporting|Ada Lund|correspondante||Oslo", "reporting|Ben Oduya|correspondant||New York"],
    ),
    ("fr", "De notre envoyée spéciale à Kiev", ["reporting||envoyée spéciale||Kiev"]),
    ("de", "Für den NDR berichtet Ada Lund aus Kiel.", ["package|Ada Lund||NDR|Kiel"]),
    ("pl", "Ada Lund, korespondentka PAP w Brukseli", ["reporting|Ada Lund|korespondentka|PAP|Brukseli"]),
    ("pl", "Z Brukseli Ada Lund (PAP)", ["reporting|Ada Lund||PAP|Brukseli"]),
    ("cs", "Ada Lund, zpravodajka ČT v Bruselu", ["reporting|Ada Lund|zpravodajka|ČT|Bruselu"]),
    ("sk", "Reportér: Ada Lund", ["reporting|Ada Lund|||"]),
    ("hu", "Lund Ada, tudósítónk, Párizs", ["reporting|Lund Ada|tudósítónk||Párizs"]),
    ("ro", "Ada Lund transmite din Paris.", ["package|Ada Lund|||Paris"]),
    ("ro", "Un reportaj de Ada Lund", ["package|Ada Lund|||"]),
    ("bg", "Репортаж на Анна Лунд", ["package|Анна Лунд|||"]),
    ("sr", "Javlja Ada Lund iz Pariza.", ["package|Ada Lund|||Pariza"]),
    ("hr", "Piše: Ada Lund, dopisnica iz Pariza", ["reporting|Ada Lund|dopisnica||Pariza"]),
    ("sq", "Ada Lund, korrespondente në Bruksel", ["reporting|Ada Lund|korrespondente||Bruksel"]),
    ("el", "Ρεπορτάζ: Άννα Λουντ", ["reporting|Άννα Λουντ|||"]),
    ("el", "Επιμέλεια: Άννα Λουντ", ["editing|Άννα Λουντ|||"]),
    ("ru", "Наш корреспондент Анна Лунд побывала там.", ["reporting|Анна Лунд|корреспондент||"]),
    (
        "ru",
        "МОСКВА, 5 янв - РИА Новости, Анна Лунд. Корабль вышел в море.",
        ["agency|||РИА Новости|МОСКВА", "reporting|Анна Лунд||РИА Новости|МОСКВА"],
    ),
    ("uk", "Кореспондент: Анна Лунд", ["reporting|Анна Лунд|||"]),
    (
        "lv",
        "Autori: Ada Lund (LTV Ziņu dienesta ārzemju ziņu redaktore)",
        ["reporting|Ada Lund|Ziņu dienesta ārzemju ziņu redaktore|LTV|"],
    ),
    ("lt", "Ada Lund, BNS", ["reporting|Ada Lund||BNS|"]),
    ("fi", "Kirjeenvaihtaja Ada Lund, Pariisi", ["reporting|Ada Lund|Kirjeenvaihtaja||Pariisi"]),
    ("sv", "Vår korrespondent i Paris, Ada Lund", ["reporting|Ada Lund|korrespondent||Paris"]),
    ("no", "Ada Lund – Journalist i Paris Journalist i Paris", ["reporting|Ada Lund|Journalist||Paris"]),
    ("id", "Pewarta : Ada Lund Editor : Ben Oduya", ["reporting|Ada Lund|||", "editing|Ben Oduya|||"]),
    ("id", "Editor : Lestari", ["editing|Lestari|||"]),
    ("id", "Laporan Wartawan Pelabuhan.com, Ada Lund", ["reporting|Ada Lund|Wartawan|Pelabuhan.com|"]),
    ("vi", "Phóng viên: Hà Thu", ["reporting|Hà Thu|||"]),
    ("sw", "Mwandishi wetu Ada Lund anaripoti kutoka Nairobi.", ["reporting|Ada Lund|Mwandishi||Nairobi"]),
    ("ha", "Wakilinmu Ada Lund ya aiko mana da wannan rahoto daga Kano.", ["reporting|Ada Lund|Wakilinmu||Kano"]),
    ("ar", "مراسل الجزيرة أحمد حسن من غزة", ["reporting|أحمد حسن|مراسل|الجزيرة|غزة"]),
    ("ar", "أحمد حسن-القاهرة", ["reporting|أحمد حسن|||القاهرة"]),
    ("ar", "القاهرة - رويترز", ["agency|||رويترز|القاهرة"]),
    ("fa", "خبرنگار: آرش کمانگیر", ["reporting|آرش کمانگیر|خبرنگار||"]),
    ("hi", "आशा वर्मा, बीबीसी संवाददाता, दिल्ली", ["reporting|आशा वर्मा|संवाददाता|बीबीसी|दिल्ली"]),
    ("ur", "کراچی سے آمنہ خان کی رپورٹ", ["reporting|آمنہ خان|||کراچی"]),
]

#: Lines that only look like it.
TRAPS: list[tuple[str, str]] = [
    ("ru", "Об этом сообщает корреспондент агентства."),
    ("ar", "وذكر مراسل القناة الثانية من وارسو أن الوزير زار المدينة."),
    ("cs", "Ministerstvo informuje občany."),
    ("el", "Πηγή έμπνευσης οι αγώνες"),
    ("sv", "Politisk redaktör"),
    ("hi", "मामले की पूरी रिपोर्ट"),
    ("id", "Laporan keuangan tahun ini"),
    ("hr", "Policija javlja."),
]


@pytest.mark.parametrize(("language", "line", "rows"), LINES, ids=[line[1][:40] for line in LINES])
def test_a_line_is_read(language: str, line: str, rows: list[str]) -> None:
    assert told(line, language) == rows


@pytest.mark.parametrize(("language", "line"), TRAPS, ids=[trap[1][:40] for trap in TRAPS])
def test_a_trap_is_left_alone(language: str, line: str) -> None:
    assert told(line, language) == []
