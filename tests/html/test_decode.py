"""Charsets: whom to believe when header, page and bytes disagree."""

import pytest

from parsers import Rejection
from parsers.decoding.decode import Decoded, decode

GERMAN = "<p>Die Brücke über den Fluß bleibt für Fußgänger geöffnet – ‚vorerst‘, sagte die Bürgermeisterin Müller.</p>"
POLISH = "<p>Śluza otwarta dla jednej łodzi, śluzowy źle spał i przez sześć godzin opróżniał komorę.</p>"
GREEK = "<p>Άνοιξε το λιμάνι, είπε ο δήμαρχος. Άλλα πλοία μένουν δεμένα ως την Κυριακή.</p>"
RUSSIAN = "<p>Паром в Лунде отменили в понедельник, пассажиры ночевали на вокзале.</p>"
JAPANESE = "<p>灯台の保存会が発足し、住民たちは百年の灯を守ると話した。</p>"
KOREAN = "<p>등대를 지키는 주민들이 보존회를 만들었다고 밝혔다.</p>"
CHINESE = "<p>灯塔的保护会成立了，居民们说他们要守护这一百年的灯光，这是他们的责任。</p>"


def meta(charset: str) -> bytes:
    return f'<html><head><meta charset="{charset}"></head><body>'.encode()


@pytest.mark.parametrize(
    ("body", "declared", "charset", "method"),
    [
        (GERMAN.encode(), None, "utf-8", "bytes"),
        (b"\xef\xbb\xbf" + GERMAN.encode(), "iso-8859-1", "utf-8", "bom"),
        (GERMAN.encode("utf-16"), None, "utf-16-le", "bom"),
        (GERMAN.encode("utf-16-le"), None, "utf-16-le", "detected"),
        (GERMAN.encode(), "iso-8859-1", "utf-8", "bytes"),
        (meta("shift_jis") + JAPANESE.encode(), None, "utf-8", "bytes"),
        (GERMAN.encode("cp1252"), "ISO-8859-1", "cp1252", "declared"),
        (meta("windows-1251") + RUSSIAN.encode("cp1251"), "iso-8859-1", "cp1251", "page"),
        (meta("iso-8859-1") + RUSSIAN.encode("cp1251"), "windows-1251", "cp1251", "declared"),
        (meta("Shift_JIS") + JAPANESE.encode("cp932"), None, "cp932", "page"),
        (meta("gb2312") + CHINESE.encode("gb18030"), None, "gb18030", "page"),
        (meta("iso-8859-2") + POLISH.encode("cp1250"), None, "cp1250", "page"),
        (meta("iso-8859-2") + POLISH.encode("iso-8859-2"), None, "iso8859-2", "page"),
        (meta("iso-8859-7") + GREEK.encode("cp1253"), None, "cp1253", "page"),
        (meta("koi8-r") + (RUSSIAN * 4).encode("cp1251"), None, "cp1251", "page"),
        (meta("windows-1251") + (RUSSIAN * 4).encode("koi8-r"), None, "koi8-r", "page"),
        (meta("iso-8859-1") + (RUSSIAN * 4).encode("cp1251"), "iso-8859-1", "cp1251", "detected"),
        (meta("iso-8859-1") + (JAPANESE * 4).encode("cp932"), None, "cp932", "detected"),
        (RUSSIAN.encode("cp1251"), None, "cp1251", "detected"),
        (JAPANESE.encode("cp932"), None, "cp932", "detected"),
        (JAPANESE.encode("iso2022_jp"), None, "iso2022_jp", "detected"),
        (KOREAN.encode("euc-kr"), None, "cp949", "detected"),
        (CHINESE.encode("gb18030"), None, "gb18030", "detected"),
        (GERMAN.encode("cp1252"), None, "cp1252", "detected"),
        (GERMAN.encode("cp1252"), "no-such-charset", "cp1252", "detected"),
    ],
)
def test_charset(body: bytes, declared: str | None, charset: str, method: str) -> None:
    found = decode(body, charset=declared)
    assert isinstance(found, Decoded)
    assert (found.charset, found.method, found.replaced) == (charset, method, 0)


@pytest.mark.parametrize("shift", range(4))
def test_letters_may_stand_across_the_pieces_that_are_checked(shift: int) -> None:
    page = "x" * shift + "€😀ü" * 5_000
    found = decode(page.encode())
    assert isinstance(found, Decoded)
    assert (found.method, found.text, found.encoded()) == ("bytes", page, page.encode())
    assert found.beginning(4_096) == page[:4_096]
    broken = decode(page.encode()[:-1])
    assert isinstance(broken, Decoded)
    assert (broken.method, broken.replaced) == ("detected", 1)


def test_broken_bytes_are_counted() -> None:
    found = decode(GERMAN.encode() * 20 + b"\xc3", charset="utf-8")
    assert isinstance(found, Decoded)
    assert (found.charset, found.replaced) == ("utf-8", 1)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "not_text"),
        (bytes(range(256)) * 40, "not_text"),
        (b"x" * 20_000_001, "too_large"),
    ],
)
def test_rejected(body: bytes, reason: str) -> None:
    found = decode(body)
    assert isinstance(found, Rejection)
    assert found.reason == reason
