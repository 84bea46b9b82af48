"""Archived pages in bytes that are not UTF-8, for which neither server nor page names a charset."""

import pytest

from parsers import parse_page
from parsers.decoding.decode import Decoded, decode
from parsers.model import Article

#: (language, sentence, charsets in which pages in that language were saved)
SENTENCES: list[tuple[str, str, tuple[str, ...]]] = [
    (
        "pl",
        "Rada portu w Weksmucie postanowiła we wtorek wieczorem zamknąć stary most na jedenaście miesięcy, źle",
        ("cp1250", "iso8859_2"),
    ),
    (
        "cs",
        "Přístavní rada ve Vexmouthu v úterý večer rozhodla zavřít starý zvedací most na jedenáct měsíců, řekla ťuhýk",
        ("cp1250", "iso8859_2"),
    ),
    (
        "hu",
        "A kikötői tanács kedden este úgy döntött, hogy tizenegy hónapra lezárja a régi felvonóhidat, őszre űzött",
        ("cp1250", "iso8859_2"),
    ),
    (
        "ro",
        "Consiliul portului a hotărât marţi seara să închidă vechiul pod pentru unsprezece luni, şi în ţară",
        ("cp1250", "iso8859_2"),
    ),
    (
        "hr",
        "Lučko vijeće odlučilo je u utorak navečer zatvoriti stari most na jedanaest mjeseci, što će žuriti",
        ("cp1250", "iso8859_2"),
    ),
    (
        "sk",
        "Prístavná rada sa rozhodla v utorok večer zatvoriť starý most na jedenásť mesiacov, ľudia sú proti tomu",
        ("cp1250", "iso8859_2"),
    ),
    (
        "de",
        "Der Hafenrat hat am Dienstagabend beschlossen, die alte Brücke für elf Monate zu schließen – „größer“",
        ("cp1252",),
    ),
    (
        "fr",
        "Le conseil du port a décidé mardi soir de fermer le vieux pont pendant onze mois, dit l’école, où ça gêne",
        ("cp1252",),
    ),
    (
        "es",
        "La junta del puerto decidió el martes por la noche cerrar el puente durante once meses, según el señor Núñez",
        ("cp1252", "latin1"),
    ),
    ("sv", "Hamnstyrelsen beslöt på tisdagskvällen att stänga den gamla bron i elva månader", ("cp1252", "latin1")),
    (
        "lt",
        "Uosto valdyba antradienio vakarą nusprendė vienuolikai mėnesių uždaryti seną tiltą, kad jų šeimos",
        ("cp1257",),
    ),
    (
        "lv",
        "Ostas valde otrdienas vakarā nolēma uz vienpadsmit mēnešiem slēgt veco tiltu, zvejnieki saka, ka viņi",
        ("cp1257",),
    ),
    (
        "et",
        "Sadama nõukogu otsustas teisipäeva õhtul sulgeda vana silla üheteistkümneks kuuks, ütlesid kalurid",
        ("cp1257", "cp1252"),
    ),
    (
        "tr",
        "Liman kurulu salı gecesi eski köprüyü on bir ay kapatma kararı aldı, balıkçılar güçlük çekeceklerini söylüyor",
        ("cp1254",),
    ),
    (
        "ru",
        "Совет порта решил во вторник вечером закрыть старый мост на одиннадцать месяцев",
        ("cp1251", "koi8_r", "cp866", "iso8859_5"),
    ),
    ("uk", "Рада порту у вівторок увечері вирішила закрити старий міст на одинадцять місяців, її рішення", ("cp1251",)),
    ("bg", "Съветът на пристанището реши във вторник вечерта да затвори стария мост за единадесет месеца", ("cp1251",)),
    (
        "el",
        "Το συμβούλιο του λιμανιού αποφάσισε την Τρίτη το βράδυ να κλείσει την παλιά γέφυρα για έντεκα μήνες, Άνοιξη",
        ("cp1253", "iso8859_7"),
    ),
    ("th", "คณะกรรมการท่าเรือตัดสินใจเมื่อคืนวันอังคารให้ปิดสะพานเก่าเป็นเวลาสิบเอ็ดเดือน", ("cp874",)),
    ("he", "מועצת הנמל החליטה ביום שלישי בערב לסגור את הגשר הישן למשך אחד עשר חודשים", ("cp1255",)),
    ("ar", "قرر مجلس الميناء مساء الثلاثاء إغلاق الجسر القديم أحد عشر شهرا", ("cp1256",)),
    (
        "ja",
        "港湾委員会は火曜夜、古いはね橋を十一カ月閉鎖すると決めた。漁業者は不便になると訴えている。",
        ("shift_jis", "euc_jp", "iso2022_jp"),
    ),
    ("ko", "항만위원회는 화요일 밤 낡은 도개교를 열한 달 동안 폐쇄하기로 했다. 어민들은 걱정한다.", ("euc_kr",)),
    ("zh", "港口委员会周二晚间决定将旧桥关闭十一个月，渔民说他们的船只会受到影响。", ("gb18030", "gbk")),
    ("zt", "港口委員會週二晚間決定將舊橋關閉十一個月，漁民說他們的船隻會受到影響。", ("big5",)),
]


def page(text: str) -> str:
    return (
        f"<html><head><title>x</title></head><body><h1>{text[:30]}</h1><p>{text}</p><p>Plain letters</p></body></html>"
    )


@pytest.mark.parametrize(
    ("language", "text", "codec"), [(language, text, codec) for language, text, codecs in SENTENCES for codec in codecs]
)
def test_the_charset_is_told_by_the_letters(language: str, text: str, codec: str) -> None:
    found = decode(page(text).encode(codec))
    assert isinstance(found, Decoded)
    assert found.text == page(text)


@pytest.mark.parametrize(
    "sign", ["It’s", "“Close it”", "café", "10\xa0000", "© 2020", "€5", "£5m", "20°C", "naïve Zoë"]
)
def test_one_sign_beyond_ascii_is_western(sign: str) -> None:
    text = page(f"{'The board voted on Tuesday night to close the bridge. ' * 5}{sign}")
    found = decode(text.encode("cp1252"))
    assert isinstance(found, Decoded)
    assert found.text == text


def test_signs_behind_a_long_head_count() -> None:
    text = SENTENCES[0][1]
    head = f"<script>{'let x = 1; ' * 40_000}</script>"
    article = parse_page(
        f"<html><head>{head}</head><body><h1>Most</h1><p>{text * 9}</p></body></html>".encode("iso8859_2")
    )
    assert isinstance(article, Article)
    assert article.charset == "iso8859-2"
