"""A caption that stands twice on a page, once with a tail: one caption, and the tail is its credit or is dropped
("More", "00:59")."""

from __future__ import annotations

import pytest

from parsers.captions import CaptionMention, merge_captions
from parsers.captions.caption_text import read_caption

BASE = "Crates wait on the outer mole at dawn."

#: (what stands behind the words of the other mention, the credit)
BEHIND = [
    (" (Ada Lund)", "Ada Lund"),
    (" (Ada Lund / Courtesy Lunde Post)", "Ada Lund / Courtesy Lunde Post"),
    (" (Harbour Police; Lunde County Sheriff's Department)", "Harbour Police; Lunde County Sheriff's Department"),
    (" (LNDE: Ada Lund)", "LNDE: Ada Lund"),
    (" (moleman11/iStock)", "moleman11/iStock"),
    (" Ada Lund", "Ada Lund"),
    (" LUNDE HERALD", "LUNDE HERALD"),
    (" Lunde Polytechnic Institute", "Lunde Polytechnic Institute"),
    (" Submitted photo", "Submitted photo"),
    (" / Küstenbote", "Küstenbote"),
    (" | Nordpix", "Nordpix"),
    (" 00:59", None),
    (" More", None),
]


@pytest.mark.parametrize(("tail", "credit"), BEHIND)
def test_one_caption(tail: str, credit: str | None) -> None:
    for texts in ((BASE, BASE + tail), (BASE + tail, BASE)):
        (caption,) = merge_captions([CaptionMention(text) for text in texts])
        assert (caption.text, caption.credit) == (BASE, credit)


BEFORE = ["Enlarge / ", "Image caption ", "Main image: ", "00:59 ", "1/31 18 October 2017 ", "PHOTO: "]


@pytest.mark.parametrize("front", BEFORE)
def test_labels_in_front(front: str) -> None:
    (caption,) = merge_captions([CaptionMention(front + BASE), CaptionMention(BASE)])
    assert (caption.text, caption.credit) == (BASE, None)


def test_a_name_in_front() -> None:
    (caption,) = merge_captions([CaptionMention(f"Ada Lund {BASE}"), CaptionMention(BASE)])
    assert (caption.text, caption.credit) == (BASE, "Ada Lund")


@pytest.mark.parametrize(
    "other",
    [
        "Crates wait on the outer mole at dawn in May.",
        "Crates wait on the outer mole at dawn. It was cold.",
        "Crates wait on the outer mole at dawn. 2026",
        "Crates wait on the outer mole at dawn (2 May 2026).",
        "Crates wait on the outer mole at dawns.",
        "Ada Lund says: crates wait on the outer mole at dawn.",
    ],
)
def test_two_captions(other: str) -> None:
    assert len(merge_captions([CaptionMention(BASE), CaptionMention(other)])) == 2


def test_without_the_other_mention_only_a_known_credit_is_one() -> None:
    (caption,) = merge_captions([CaptionMention("Crates wait on the mole. Ada Lund")])
    assert caption.credit is None
    known = merge_captions(
        [CaptionMention(BASE), CaptionMention(BASE + " Ada Lund"), CaptionMention("A boat. Ada Lund")]
    )
    assert [(caption.text, caption.credit) for caption in known] == [(BASE, "Ada Lund"), ("A boat.", "Ada Lund")]


@pytest.mark.parametrize(
    ("printed", "credit"),
    [
        ("The bridge. Jon Vik/AP Jon Vik/AP", "Jon Vik/AP"),
        ("The bridge. (Photo: Jon Vik) Photo: Jon Vik", "Jon Vik"),
        ("The bridge. Photo: Jon Vik/AP / Jon Vik/AP", "Jon Vik/AP"),
        # A photographer of an agency, and the agency as distributor, are two.
        ("The bridge. Photo: Bo Kvist - Agencia Norte / Agencia Norte", "Bo Kvist - Agencia Norte / Agencia Norte"),
        ("The bridge. Photo: Snap/AP", "Snap/AP"),
    ],
)
def test_a_credit_that_stands_twice(printed: str, credit: str) -> None:
    assert read_caption(printed).credit == credit


#: (two spellings, whether they are one caption under one picture)
SPELT = [
    ("Crates wait on the mole in Lunde", "Crates wait on the mole in Lund", True),
    ("Crates wait on the mole in Lunde", "Crates wait on teh mole in Lunde", False),
    ("Crates wiat on the mole in Lunde", "Crates wait on the mole in Lunde", False),
    ("Crates wait on the mole in Lunde", "Crates weit on the mole in Lunde", True),
    ("Crates wait on the mole in 2016", "Crates wait on the mole in 2017", False),
    ("Crates of Ada Lund on the mole", "Crates of Ida Lund on the mole", False),
    ("नदी के किनारे दिन का बाज़ार और लोग", "नदी के किनारे दीन का बाज़ार और लोग", False),
    ("港に着いた船と青山太郎さんの家族が手を振る", "港に着いた船と青山次郎さんの家族が手を振る", False),
]


@pytest.mark.parametrize(("one", "other", "same"), SPELT)
def test_one_letter(one: str, other: str, same: bool) -> None:
    pictures = merge_captions([CaptionMention(text, image_url="https://x.example/a.jpg") for text in (one, one, other)])
    assert len(pictures) == (1 if same else 2)
    assert pictures[0].text == one
    assert len(merge_captions([CaptionMention(one), CaptionMention(other)])) == 2


#: (a caption in another script, its words, its credit)
SCRIPTS = [
    ("港に着いた船＝北浜町で11月2日、共同", "港に着いた船＝北浜町で11月2日", "共同"),
    ("صورة من الميناء. عدسة: محمد حسن", "صورة من الميناء.", "محمد حسن"),
    ("시장이 항구에서 연설하고 있다. 사진=김철수 기자", "시장이 항구에서 연설하고 있다.", "김철수 기자"),
    ("ספינה בנמל (צילום: יעל לוי)", "ספינה בנמל", "יעל לוי"),
    ("बंदरगाह पर जहाज़। छायाकार: राम सिंह", "बंदरगाह पर जहाज़।", "राम सिंह"),
    ("เรือที่ท่าเรือ ภาพโดย: สมชาย", "เรือที่ท่าเรือ", "สมชาย"),
]


@pytest.mark.parametrize(("printed", "text", "credit"), SCRIPTS)
def test_credits_in_other_scripts(printed: str, text: str, credit: str) -> None:
    found = read_caption(printed)
    assert (found.text, found.credit) == (text, credit)
