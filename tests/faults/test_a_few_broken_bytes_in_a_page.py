"""A cut letter, a word pasted from another charset, or one stray byte does not change the charset a page is read in."""

from __future__ import annotations

import pytest

from parsers.decoding.decode import Decoded, decode

GERMAN = "<p>Die Brücke über den Fluß bleibt für Fußgänger geöffnet, sagte die Bürgermeisterin Müller.</p>"
FRENCH = "<p>Le pont levé a été fermé après un contrôle ; « onze mois », a précisé la présidente du conseil.</p>"
RUSSIAN = "<p>Паром в Лунде отменили в понедельник, пассажиры ночевали на вокзале.</p>"
JAPANESE = "<p>灯台の保存会が発足し、住民たちは百年の灯を守ると話した。</p>"


def read(body: bytes, charset: str | None = None) -> Decoded:
    found = decode(body, charset=charset)
    assert isinstance(found, Decoded)
    return found


@pytest.mark.parametrize("text", [GERMAN, FRENCH, RUSSIAN, JAPANESE])
@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "windows-1251", "shift_jis"])
@pytest.mark.parametrize("stray", [b"<!-- gr\xfc\xdfe -->", b"<p>\xe2\x80...</p>", b"\xc3", b"<p>\x96 \x93</p>"])
def test_a_page_in_utf8_stays_in_utf8(text: str, declared: str | None, stray: bytes) -> None:
    found = read(text.encode() + stray + text.encode(), declared)
    assert found.charset == "utf-8"
    assert found.text.startswith(text)
    assert found.text.endswith(text)


@pytest.mark.parametrize(
    ("text", "stray", "wanted"),
    [
        (FRENCH, b"\x93fin\x94 \x96 et\x85", "“fin” – et…"),
        (RUSSIAN, b"\xab\xa0da\xa0\xbb", "«\xa0da\xa0»"),
        (GERMAN, b"Gr\xfc\xdfe, M\xfcller", "Grüße, Müller"),
        # Cut letters, and letters that each charset reads in its own way, are not guessed.
        (FRENCH, "é".encode()[:1] + b"...", "\ufffd..."),
        (FRENCH, "–".encode()[:2] + b"...", "\ufffd..."),
        (FRENCH, "é".encode()[1:] + b" fin", "\ufffd fin"),
        (GERMAN, b"za\xbf\xb3\xe6", "za\ufffd\ufffd\ufffd"),
        (RUSSIAN, b"\xcf\xe0\xf0\xee\xec d", "\ufffd" * 5 + " d"),
    ],
)
def test_stray_bytes_are_read_where_all_charsets_agree(text: str, stray: bytes, wanted: str) -> None:
    assert read(text.encode() * 3 + stray).text == text * 3 + wanted


@pytest.mark.parametrize(
    ("body", "declared", "charset"),
    [
        # windows-1252 leaves five bytes without a meaning.
        (GERMAN.encode("cp1252") + b"\x81", "iso-8859-1", "cp1252"),
        (RUSSIAN.encode("cp1251") + b"\x98", "windows-1251", "cp1251"),
        (JAPANESE.encode("cp932") + b"\xff", "shift_jis", "cp932"),
        (b"<p>Caf\xe9</p>\x9d", "iso-8859-1", "cp1252"),
        # A page that is in no way what it declares is still found out.
        (RUSSIAN.encode("cp1251"), "shift_jis", "cp1251"),
    ],
)
def test_one_bad_byte_in_a_declared_charset(body: bytes, declared: str, charset: str) -> None:
    assert read(body, declared).charset == charset


@pytest.mark.parametrize("codec", ["cp932", "euc_jp", "gb18030", "cp866"])
def test_other_charsets_are_not_taken_for_broken_utf8(codec: str) -> None:
    text = RUSSIAN if codec == "cp866" else JAPANESE
    assert read(text.encode(codec) * 5, codec).charset == codec
