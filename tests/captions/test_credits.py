"""Credits split from captions: labels, marks and positions of many languages, with invented people."""

import pytest

from parsers.captions.normalised_credits import normalise
from parsers.captions.photo_credits import is_credit_line, split_credit
from parsers.rules import default_rules

SPLIT = [
    # English
    ("The mayor at the harbour. Photo: Ada Lund/Reuters", "The mayor at the harbour.", "Ada Lund/Reuters"),
    ("The mayor at the harbour (Photo by Ada Lund)", "The mayor at the harbour", "Ada Lund"),
    ("The mayor at the harbour. (AP Photo/Ada Lund, File)", "The mayor at the harbour.", "AP Photo/Ada Lund, File"),
    ("The mayor at the harbour. (AP Video: Ada Lund)", "The mayor at the harbour.", "AP Video: Ada Lund"),
    ("The mayor at the harbour. AFP Photo: Ada Lund", "The mayor at the harbour.", "AFP Photo: Ada Lund"),
    ("The mayor at the harbour. Photo: 'Ada Lund'.", "The mayor at the harbour.", "Ada Lund"),
    (
        "The mayor at the harbour. REUTERS/Ada Lund/File Photo",
        "The mayor at the harbour.",
        "REUTERS/Ada Lund/File Photo",
    ),
    ("The mayor at the harbour. — Bernama pic", "The mayor at the harbour.", "Bernama"),
    ("The mayor. (Ada Lund/Bay Photo via Norpix)", "The mayor.", "Ada Lund/Bay Photo via Norpix"),
    ("Image source, Ada Lund", "", "Ada Lund"),
    ("3 May 2024 © RIPRODUZIONE RISERVATA", "3 May 2024 © RIPRODUZIONE RISERVATA", None),
    ("The mayor at the harbour [Ada Lund/Hill Radio]", "The mayor at the harbour", "Ada Lund/Hill Radio"),
    (
        "The mayor at the harbour. Photo by ADA LUND /AFP via Getty Images",
        "The mayor at the harbour.",
        "ADA LUND /AFP via Getty Images",
    ),
    ("Image source, Getty Images Image caption, The mayor at the harbour", "The mayor at the harbour", "Getty Images"),
    ("The new hall, seen from the bay. Courtesy of Hill School", "The new hall, seen from the bay.", "Hill School"),
    ("The mayor at the harbour. © 2026 AFP. All rights reserved.", "The mayor at the harbour.", "AFP"),
    ("The mayor at the harbour. / Ada Lund", "The mayor at the harbour.", "Ada Lund"),
    ("The mayor said “No”.Getty Images", "The mayor said “No”.", "Getty Images"),
    ("The mayor at the harbour. HARBOUR/Ada Lund", "The mayor at the harbour.", "HARBOUR/Ada Lund"),
    ("Boats come home at dawn. Ada Lund via Harbour Post", "Boats come home at dawn.", "Ada Lund via Harbour Post"),
    (
        "The mayor in Salem, Penn. Thursday. (ADA LUND/REUTERS)",
        "The mayor in Salem, Penn. Thursday.",
        "ADA LUND/REUTERS",
    ),
    ("The mayor on a poster of 1952. (Public domain)", "The mayor on a poster of 1952.", "Public domain"),
    ("The outlook for Friday. (NOAA/SPC)", "The outlook for Friday.", "NOAA/SPC"),
    ("The mayor at the harbour. Lena Holt Photography", "The mayor at the harbour.", "Lena Holt Photography"),
    # German
    ("Das Schiff am Kai: 11. Mai 2026 (AFP / JANA HOLT)", "Das Schiff am Kai: 11. Mai 2026", "AFP / JANA HOLT"),
    ("Der Kran am Hafen. Bild © Jana Holt (kb)", "Der Kran am Hafen.", "Jana Holt (kb)"),
    ("Der Kran am Hafen. Foto: Jana Holt/dpa", "Der Kran am Hafen.", "Jana Holt/dpa"),
    (
        "Der Kran am Hafen (Archivbild) © ZUMA Press Wire / Imago Images",
        "Der Kran am Hafen (Archivbild)",
        "ZUMA Press Wire / Imago Images",
    ),
    ("Der Kran am Hafen (Bild: VW)", "Der Kran am Hafen", "VW"),
    ("The old bridge at dusk. Courtesy of the City Museum", "The old bridge at dusk.", "City Museum"),
    ("The old bridge. Photo courtesy of the Lund family.", "The old bridge.", "Lund family"),
    ("Die alte Brücke. Mit freundlicher Genehmigung des Stadtmuseums", "Die alte Brücke.", "Stadtmuseums"),
    ("The old bridge. Image courtesy: Ada Lund", "The old bridge.", "Ada Lund"),
    ("© Photo courtesy of Ada Lund", "", "Ada Lund"),
    ("The old bridge. Submitted photo by Ada Lund", "The old bridge.", "Ada Lund"),
    ("The old bridge. | Ada Lund, Harbour Daily", "The old bridge.", "Ada Lund, Harbour Daily"),
    ("The old bridge. ADA LUND, STAFF PHOTOGRAPHER", "The old bridge.", "ADA LUND, STAFF PHOTOGRAPHER"),
    ("The old bridge | San Jose, Costa Rica", "The old bridge | San Jose, Costa Rica", None),
    ("The old bridge. Photo supplied", "The old bridge.", "Photo supplied"),
    ("Die alte Brücke. Foto: zur Verfügung gestellt von Jana Holt", "Die alte Brücke.", "Jana Holt"),
    ("Die alte Brücke. Foto mit freundlicher Genehmigung von Jana Holt", "Die alte Brücke.", "Jana Holt"),
    ("El viejo puente. Imagen cedida por Ana Ruiz", "El viejo puente.", "Ana Ruiz"),
    ("A velha ponte. Imagem cedida por Ana Prado", "A velha ponte.", "Ana Prado"),
    ("Il vecchio ponte. Foto per gentile concessione di Luca Valli", "Il vecchio ponte.", "Luca Valli"),
    ("De oude brug. Foto ter beschikking gesteld door Jan Jansen", "De oude brug.", "Jan Jansen"),
    ("Stary most. Zdjęcie udostępnione przez Jan Nowak", "Stary most.", "Jan Nowak"),
    ("A velha ponte. Cortesia de Ada Lund", "A velha ponte.", "Ada Lund"),
    ("Courtesy of the mayor, entry is free on Sundays.", "Courtesy of the mayor, entry is free on Sundays.", None),
    ("Der Kran am Hafen. (Quelle: IMAGO/Jana Holt / X/imago)", "Der Kran am Hafen.", "IMAGO/Jana Holt / X/imago"),
    ("Der Kran am Hafen Foto: privat", "Der Kran am Hafen", "privat"),
    ("Foto: Keystone. Der Kran wird am Montag gesprengt.", "Der Kran wird am Montag gesprengt.", "Keystone"),
    # French, Italian, Spanish, Portuguese, Catalan
    ("Le pont de Brume, lundi. Photo Jean Valon/AFP", "Le pont de Brume, lundi.", "Jean Valon/AFP"),
    ("Le pont de Brume (Crédit photo : Jean Valon)", "Le pont de Brume", "Jean Valon"),
    ("Le pont de Brume. (Jean Valon/SIPA)", "Le pont de Brume.", "Jean Valon/SIPA"),
    ("Il ponte di Nebbia (Foto Ansa)", "Il ponte di Nebbia", "Ansa"),
    (
        "El puente de Niebla, en una imagen de archivo. EFE/Juan Ríos",
        "El puente de Niebla, en una imagen de archivo.",
        "EFE/Juan Ríos",
    ),
    ("O governador na ponte — Foto: Ana Prado/Divulgação", "O governador na ponte", "Ana Prado/Divulgação"),
    # Dutch, Nordic, Baltic
    ("De brug tijdens de storm. — © BELGA", "De brug tijdens de storm.", "BELGA"),
    ("Ministern på bron. Foto: Ebba Lind/TTVisa mer", "Ministern på bron.", "Ebba Lind/TTVisa mer"),
    ("Broen i går. Foto: Ola Vik / NTB", "Broen i går.", "Ola Vik / NTB"),
    ("Η γέφυρα το πρωί. Φωτ.: Νίκος Βαλής", "Η γέφυρα το πρωί.", "Νίκος Βαλής"),
    ("Most o świcie | Źródło zdjęć: © Agencja Mgła", "Most o świcie", "Agencja Mgła"),
    ("大橋通車。（圖／記者王小明攝）", "大橋通車。", "記者王小明"),
    ("Silta myrskyssä. Kuva: Aino Mäki / Lehtikuva", "Silta myrskyssä.", "Aino Mäki / Lehtikuva"),
    ("Tiltas per upę. J. Petraičio / LRT nuotr.", "Tiltas per upę.", "J. Petraičio / LRT nuotr."),
    # Central and Eastern Europe, Greece, Turkey
    ("Most w Mglistem (fot. PAP/Ewa Nowak)", "Most w Mglistem", "PAP/Ewa Nowak"),
    ("Most w Mglistem. / fot. Ewa Nowak", "Most w Mglistem.", "Ewa Nowak"),
    ("Premiér na mostě. Foto: ČTK / Jan Dvořák", "Premiér na mostě.", "ČTK / Jan Dvořák"),
    ("Мост в тумане. Фото: Иван Лесной / ТАСС", "Мост в тумане.", "Иван Лесной / ТАСС"),
    ("Рассказ про три мостаФото: Иван Лесной, Вестник", "Рассказ про три моста", "Иван Лесной, Вестник"),
    ("Η γέφυρα στην ομίχλη / EUROKINISSI", "Η γέφυρα στην ομίχλη", "EUROKINISSI"),
    ("Köprü sis altında. (AA)", "Köprü sis altında.", "AA"),
    ("Köprü sis altında. Fotoğraf : Elif Dere/AA", "Köprü sis altında.", "Elif Dere/AA"),
    # Asia, Middle East
    ("会見する市長（共同）", "会見する市長", "共同"),
    ("港に着いた船＝ロイター", "港に着いた船", "ロイター"),
    ("港に着いた船（青山太郎撮影）", "港に着いた船", "青山太郎"),
    ("港に着いた船＝北浜町で2025年11月2日、青山太郎撮影", "港に着いた船＝北浜町で2025年11月2日", "青山太郎"),
    ("시장이 다리를 살펴보고 있다. 연합뉴스", "시장이 다리를 살펴보고 있다.", "연합뉴스"),
    ("시장이 다리를 살펴보고 있다. /사진=뉴시스", "시장이 다리를 살펴보고 있다.", "뉴시스"),
    ("시장이 다리를 살펴보고 있다. 홍길동 기자", "시장이 다리를 살펴보고 있다.", "홍길동 기자"),
    ("大桥通车（图/新华社）", "大桥通车", "新华社"),
    ("الجسر في الضباب (رويترز)", "الجسر في الضباب", "رويترز"),
    ("הגשר בערפל (צילום: דנה כץ)", "הגשר בערפל", "דנה כץ"),
    ("Cây cầu trong sương. Ảnh: Minh Anh", "Cây cầu trong sương.", "Minh Anh"),
    ("Jembatan berkabut. ANTARA FOTO/Budi Hasan", "Jembatan berkabut.", "ANTARA FOTO/Budi Hasan"),
]

WHOLE = [
    "The old harbour. | Part Two",
    "The match at Brume / Ada Lund",
    "The mayor told AFP",
    "The mayor in an interview with The Associated Press",
    "The Reuters building in London",
    "Kyiv, Ukraine, AP",
    "The camera shop Photo King",
    "Le pont de Brume (photo d'archives)",
    "Der Kran (rechts: der Polier)",
    "Kundus, 6.12.2010 (Archivbild)",
    "A picture by the door",
    "Das Bild: ein Fest fürs Auge",
    "Traders/ Market/ City of Brume",
    "The first group (a), the second (b) and the third (c) wait",
    "国旗＝13日、青森で",
    "市長（左から2人目）",
    "Source: the ministry said so in a long statement that went on and on",
    "Rescue Photo for the town",
]

LINES = [
    ("Instagram / @ada_lund", "Instagram / @ada_lund"),
    ("Reuters", "Reuters"),
    ("Getty Images", "Getty Images"),
    ("Photo: Ada Lund/AFP", "Ada Lund/AFP"),
    ("Fotoğraf : Elif Dere/AA", "Elif Dere/AA"),
    ("© dpa", "dpa"),
    ("(AP Photo/Ada Lund)", "AP Photo/Ada Lund"),
    ("Ada Lund/Hill Radio", "Ada Lund/Hill Radio"),
    ("picture alliance / dpa | Jana Holt", "picture alliance / dpa | Jana Holt"),
    ("Privat", "Privat"),
    ("Source: Natl Inst. for Sea Research (NISR), Brume", "Natl Inst. for Sea Research (NISR), Brume"),
    (
        "Source: Brume Yearbook, Harbour Council & Natl Storm Office",
        "Brume Yearbook, Harbour Council & Natl Storm Office",
    ),
    ("Photo composite by Ada Lund and Jean Valon", "Ada Lund and Jean Valon"),
    ("Photo by Ada Lund; Design by Jean Valon", "Ada Lund; Design by Jean Valon"),
    ("[Featured image by Ada Lund/Getty Images]", "Ada Lund/Getty Images"),
    ("© pixelhafen / jana holt", "pixelhafen / jana holt"),
    ("题图来自 Hafen", "Hafen"),
    ("사진=게티이미지뱅크", "게티이미지뱅크"),
    ("写真：青山紙", "青山紙"),
    ("Kuva: Lehtikuva", "Lehtikuva"),
]

NO_LINES = [
    "",
    "The harbour",
    "Bridge | AP",
    "Kyiv (Reuters)",
    "By Ada Lund",
    "Ada Lund",
    "Photo: The mayor walks to the harbour at dawn",
]


@pytest.mark.parametrize(("printed", "text", "credit"), SPLIT)
def test_split(printed: str, text: str, credit: str) -> None:
    assert split_credit(printed) == (text, credit)


@pytest.mark.parametrize("text", WHOLE)
def test_nothing_to_split(text: str) -> None:
    assert split_credit(text) == (text, None)


@pytest.mark.parametrize(("line", "credit"), LINES)
def test_credit_lines(line: str, credit: str) -> None:
    assert is_credit_line(line) == credit


@pytest.mark.parametrize("line", NO_LINES)
def test_other_lines(line: str) -> None:
    assert is_credit_line(line) is None


@pytest.mark.parametrize(
    ("printed", "stored"),
    [
        ("Photo: © Ada Lund", "Ada Lund"),
        ("Bild © Jana Holt (kb)", "Jana Holt (kb)"),
        ("(Foto: Jana Holt)", "Jana Holt"),
        ("Photograph by: Ada Lund/AFP", "Ada Lund/AFP"),
        ("by Ada Lund", "Ada Lund"),
        ("Jana Holt (dpa)", "Jana Holt (dpa)"),
        ("Bernama pic", "Bernama"),
        ("Rescue Photo", "Rescue Photo"),
        ("Bild Från Polisen.", "Bild Från Polisen"),
        ("Ljósmynd/Jóhann Ketilsson", "Jóhann Ketilsson"),
        ("Photo / A. Lund", "A. Lund"),
        ("Photo/Reuters", "Photo/Reuters"),
        ("Foto Bas van der Elst", "Bas van der Elst"),
        ("Foto Rabe", "Foto Rabe"),
        ("Image source, Ada Lund", "Ada Lund"),
        ("Harbour Pictures Inc.", "Harbour Pictures Inc."),
    ],
)
def test_normalise(printed: str, stored: str) -> None:
    assert normalise(printed) == stored
    assert normalise(stored) == stored


def test_a_search_begins_before_the_longest_label() -> None:
    family = default_rules().family("credits")
    longest = max(map(len, family.all_words("label")))
    near = {rule.id: rule.data["near"] for rule in family.rules if "near" in rule.data}
    assert all(reach >= longest + 8 for rule, reach in near.items() if not rule.startswith("bracket"))


@pytest.mark.parametrize(
    ("language", "printed", "text", "credit"),
    [
        ("nl", "Boten bij de sluis. Foto Jan van der Berg", "Boten bij de sluis.", "Jan van der Berg"),
        ("nl", "Boten bij de sluis. Foto Expo opent vandaag", "Boten bij de sluis. Foto Expo opent vandaag", None),
        ("en", "Boats at the lock. Photo Day Tomorrow", "Boats at the lock. Photo Day Tomorrow", None),
        ("ro", "Podul din Gura Apei. FOTO Ion Dinu", "Podul din Gura Apei.", "Ion Dinu"),
        ("sr", "Стари мост (Фото Р. Лукић)", "Стари мост", "Р. Лукић"),
        ("en", "The bus on its last run. Photo / Ada Lund", "The bus on its last run.", "Ada Lund"),
        ("zh", "船只在船闸等候。王小明 摄", "船只在船闸等候。", "王小明"),
        ("zh", "船只在船闸等候（李平摄）", "船只在船闸等候", "李平"),
    ],
)
def test_split_in_a_language(language: str, printed: str, text: str, credit: str | None) -> None:
    assert split_credit(printed, language) == (text, credit)
