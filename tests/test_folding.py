"""Texts as keys, words and lines as keys, and text without the marks of typesetters."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.folding import caseless, key, key_words, line_key, unbroken

#: Texts in many scripts, with the letters and signs that are hard to compare among them.
TEXTS = st.text(
    st.one_of(st.characters(), st.sampled_from("aIİıiſßςσΣ´'’ \u0301\u0307\u0345\ufe0fकिीาำกาｶﾞ각é½")), max_size=20
)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Ver\u00adfas\u00adsungs\u00adbe\u00adschwerde", "Verfassungsbeschwerde"),
        ("\ufeffThe port", "The port"),
        ("–\u2060 Magisk", "– Magisk"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # a joiner that changes how letters look
        ("plain", "plain"),
    ],
)
def test_marks_of_line_breaks_are_no_text(text: str, clean: str) -> None:
    assert unbroken(text) == clean


@pytest.mark.parametrize(
    ("one", "other"), [("▶ Share this ‘story’", "share this 'story'"), ("ＡＢＣ  news", "abc news"), ("***", "")]
)
def test_lines_that_count_as_the_same(one: str, other: str) -> None:
    assert line_key(one) == line_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("İZMİR'DE DEPREM", "İzmir'de deprem"),  # the capital of "i" has a dot in Turkish
        ("ISPARTA", "Isparta"),
        ("ADIYAMAN", "Adıyaman"),  # and that of "ı" has none
        ("ΟΔΟΣ", "οδός".replace("ό", "ο")),  # a final sigma looks different
        ("STRASSE", "Straße"),
        (normalize("NFD", "Élysée: điều tệ"), "élysée điều tệ"),
        (normalize("NFD", "हिन्दी की ख़बर"), "हिन्दी की ख़बर"),
        (normalize("NFD", "각하 서울"), "각하서울"),
        ("ｶﾞｿﾘﾝ", "ガソリン"),
        ("O’Brien", "O´Brien"),  # an accent that stands for an apostrophe
        ("❤️ Love", "Love"),
        ("می‌خواهم", "میخواهم"),
        ("The port — re-opened!", "the port reopened"),
    ],
)
def test_texts_that_say_the_same(one: str, other: str) -> None:
    assert key(one) == key(other)
    assert "".join(key_words(one)) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("दिन", "दीन"),  # day, poor: a vowel sign is a letter
        ("की", "का"),
        ("ปี", "ปู่"),
        ("ไกล", "ใกล"),
        ("กลา", "กล้า"),
        ("பல", "பால"),
        ("のか", "のが"),
        ("pêche", "péché"),
        ("Ёлка", "Елка"),
    ],
)
def test_texts_that_do_not_say_the_same(one: str, other: str) -> None:
    assert key(one) != key(other)
    assert key_words(one) != key_words(other)
    assert line_key(one) != line_key(other)


@given(TEXTS)
def test_a_key_is_its_own_key_and_has_no_signs(text: str) -> None:
    assert key(key(text)) == key(text)
    assert " " not in key(text)
    assert "".join(key_words(text)).isalnum() == key(text).isalnum()


@given(TEXTS)
def test_how_unicode_spells_a_text_never_counts(text: str) -> None:
    for form in ("NFC", "NFD", "NFKC"):
        assert key(normalize(form, text)) == key(text)
        assert caseless(normalize(form, text)) == caseless(text)


@given(st.text(st.characters(codec="ascii")))
def test_the_short_way_for_ascii_is_the_long_one(text: str) -> None:
    assert key(text) == key(f"{text}é").removesuffix("é")
    assert key_words(text) == key_words(f"{text} é")[:-1]
    assert caseless(text) == caseless(f"{text}é").removesuffix("é")


def test_a_line_keeps_the_vowel_sign_at_its_end() -> None:
    assert line_key("और पढ़ें →") == line_key("▸ और पढ़ें")
    assert line_key("पढ़ी") != line_key("पढ़")
