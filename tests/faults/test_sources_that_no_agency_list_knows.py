"""A line that names the source gives an outlet, even one that is not a known agency, in every language; a ministry does
not."""

from __future__ import annotations

import pytest

from tests.correspondents.told import told

#: The language of a page, a line, and the correspondents in it.
LINES: list[tuple[str, str, list[str]]] = [
    ("ru", "Источник: The Guardian", ["agency|||The Guardian|"]),
    ("ru", "Источник: pristan.ru, gavan.com", ["agency|||pristan.ru|", "agency|||gavan.com|"]),
    ("ru", 'Источник: газета "Заря"', ["agency|||Заря|"]),
    ("ru", "По информации РИА Новости", ["agency|||РИА Новости|"]),
    ("ru", "По материалам СМИ", ["agency||||"]),
    ("uk", "Джерело: Українська правда", ["agency|||Українська правда|"]),
    ("es", "Con información de El Universal", ["agency|||El Universal|"]),
    ("es", "Con información de Despierta con Ana", ["agency|||Despierta con Ana|"]),
    (
        "es",
        "Con información de Ana Ruiz, Eva Gil y Juan P. Mora.",
        ["contribution|Ana Ruiz|||", "contribution|Eva Gil|||", "contribution|Juan P. Mora|||"],
    ),
    ("es", "Fuente: Infobae", ["agency|||Infobae|"]),
    ("pt", "Com informações do G1", ["agency|||G1|"]),
    ("pt", "Da Redação, com Agência Brasil", ["agency|||Agência Brasil|"]),
    ("fr", "Le Phare avec AFP", ["agency|||AFP|"]),
    ("de", "Weitere Quellen • AP", ["agency|||AP|"]),
    (
        "de",
        "mit Informationen der Agenturen AFP, dpa und Reuters",
        ["agency|||AFP|", "agency|||dpa|", "agency|||Reuters|"],
    ),
    ("it", "Fonte: ANSA", ["agency|||ANSA|"]),
    ("pl", "Źródło: Gazeta Wyborcza", ["agency|||Gazeta Wyborcza|"]),
    ("pl", "Autor: PG Źródło: PAP", ["agency|||PAP|"]),
    ("cs", "Zdroj: ČTK, BBC", ["agency|||ČTK|", "agency|||BBC|"]),
    ("hu", "Forrás: MTI", ["agency|||MTI|"]),
    ("ro", "Sursa: Agerpres", ["agency|||Agerpres|"]),
    ("bg", "Източник: БТА", ["agency|||БТА|"]),
    ("sr", "Izvor: B92, Beta", ["agency|||B92|", "agency|||Beta|"]),
    ("hr", "Izvor: Hina/Index.hr", ["agency|||Hina|", "agency|||Index.hr|"]),
    ("sl", "Vir: STA", ["agency|||STA|"]),
    ("sq", "Burimi: Koha.net", ["agency|||Koha.net|"]),
    ("el", "Newsroom ΔΟΛ, με πληροφορίες από ΑΠΕ/Reuters", ["agency|||ΑΠΕ|", "agency|||Reuters|"]),
    ("el", "Πηγή: ΑΠΕ-ΜΠΕ, Reuters", ["agency|||ΑΠΕ-ΜΠΕ|", "agency|||Reuters|"]),
    ("fi", "Lähde: STT", ["agency|||STT|"]),
    ("sv", "Källa: TT", ["agency|||TT|"]),
    ("da", "Kilde: Ritzau", ["agency|||Ritzau|"]),
    ("lt", "Šaltinis: BNS", ["agency|||BNS|"]),
    ("lv", "Avots: LETA", ["agency|||LETA|"]),
    ("et", "Allikas: Postimees", ["agency|||Postimees|"]),
    ("vi", "Hà Thu (theo CNBC)", ["agency|||CNBC|"]),
    ("vi", "Theo VnExpress", ["agency|||VnExpress|"]),
    ("id", "Sumber: Kompas.com", ["agency|||Kompas.com|"]),
    ("sw", "Chanzo: BBC Swahili", ["agency|||BBC Swahili|"]),
    ("zh", "2012-01-12 17:48 来源：海城晚报 作者：王明", ["agency|||海城晚报|"]),
    ("zh", "来源：《海城日报》 手机看新闻", ["agency|||海城日报|"]),
    ("ar", "المصدر : الجزيرة + وكالات", ["agency|||الجزيرة|", "agency||||"]),
    ("ar", "« رويترز »", ["agency|||رويترز|"]),
    ("fa", "منبع: خبرگزاری مهر", ["agency|||خبرگزاری مهر|"]),
    ("hi", "(इनपुट: भाषा)", ["agency|||भाषा|"]),
    ("ur", "بشکریہ بی بی سی", ["agency|||بی بی سی|"]),
    ("th", "ที่มา : ไทยรัฐ", ["agency|||ไทยรัฐ|"]),
    ("es", "Información de Ana Ruiz desde Oslo", ["reporting|Ana Ruiz|||Oslo"]),
    ("en", "Compiled by Ann Lister from wire reports", ["writing|Ann Lister|||"]),
    (
        "en",
        "This story was written with contributions from Ann Lister and AFP.",
        ["contribution|Ann Lister|||", "agency|||AFP|"],
    ),
]

#: Lines that only look like it.
TRAPS: list[tuple[str, str]] = [
    ("pl", "Źródło: Wildlife Conservation Society"),
    ("ru", "Источник: Минздрав"),
    ("es", "Fuente: Ministerio de Salud"),
    ("es", "Con información de la Secretaría de Salud"),
    ("pt", "Com informações da Polícia Militar"),
    ("pt", "Fonte: IBGE"),
    ("de", "Quelle: Statistisches Bundesamt"),
    ("vi", "Theo bạn, tình huống này ai đúng, ai sai?"),
    ("vi", "Theo Bộ Y tế"),
    ("zh", "来源：国家统计局"),
    ("zh", "图片来源：视觉中国"),
    ("ar", "المصدر : وزارة الصحة"),
    ("en", "Source: example.com"),
    ("en", "Image Source: Reuters"),
    ("en", "Source: Ministry of Health"),
]


@pytest.mark.parametrize(("language", "line", "rows"), LINES, ids=[line[1][:40] for line in LINES])
def test_a_line_is_read(language: str, line: str, rows: list[str]) -> None:
    assert told(line, language) == rows


@pytest.mark.parametrize(("language", "line"), TRAPS, ids=[trap[1][:40] for trap in TRAPS])
def test_a_trap_is_left_alone(language: str, line: str) -> None:
    assert told(line, language) == []


@pytest.mark.parametrize(
    ("outlet", "publisher"), [("Le Phare", "LePhare.fr"), ("hafen.de", "Hafen"), ("Index", "Index.hr")]
)
def test_a_web_sites_name_is_its_outlets(outlet: str, publisher: str) -> None:
    assert told(f"Source : {outlet}", "fr", publisher) == []
    assert told("Source : RFI", "fr", publisher) == ["agency|||RFI|"]
