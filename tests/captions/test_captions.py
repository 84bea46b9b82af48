"""Mentions of captions merged: what is one caption, what is two, which text and credit it keeps."""

from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.captions import CaptionMention, merge_captions
from parsers.captions.caption_text import caption_key, tidy

BASE = "Mayor Ada Lund opens the new bridge in Brume on 4 May 2026."

ONE = [
    "Mayor Ada Lund opens the  new bridge\n in Brume on 4 May 2026.",
    "Mayor Ada Lund opens the new bridge in Brume on 4 May 2026",
    "MAYOR ADA LUND OPENS THE NEW BRIDGE IN BRUME ON 4 MAY 2026.",
    "Mayor Ada Lund opens the new bridge in Brume on 4 May 2026. Photo: Jon Vik/Reuters",
    "Mayor Ada Lund opens the new bridge in Brume on 4 May 2026. (AP Photo/Jon Vik)",
    "2of4Mayor Ada Lund opens the new bridge in Brume on 4 May 2026.",
    "1/7 Mayor Ada Lund opens the new bridge in Brume on 4 May 2026.",
    "Image 2 of 12: Mayor Ada Lund opens the new bridge in Brume on 4 May 2026.",
    "Image: Mayor Ada Lund opens the new bridge in Brume on 4 May 2026.",
    "Image caption, Mayor Ada Lund opens the new bridge in Brume on 4 May 2026.",
    "Mayor Ada Lund opens the new bridge in...",
    "Mayor Ada Lund opens the new bridge in Brume on 4 …",
    "Mayor Ada Lund opens the new bridge in Brume on 4 May 2026. Show more",
    "Mayor Ada Lund opens the new bridge in Brume on 4 May 2026. Photo: Jon Vik/APVisa mer",
    "Mayor Ada&nbsp;Lund opens the &quot;new&quot; bridge in Brume on 4&#160;May 2026.",
    "<b>Mayor Ada Lund</b> opens the new bridge in Brume on 4 May 2026.<br/>",
    "Mayor Ada Lund opens the new bridge in Brume on 4 May 2026. Jon Vik",
    "FILE - Mayor Ada Lund opens the new bridge in Brume on 4 May 2026.",
    "Mayor Ada\u200b Lund opens the new bri\u00addge in Brume on 4 May 2026.",
]

TWO = [
    "Mayor Ida Lund opens the new bridge in Brume on 4 May 2026.",
    "Mayor Ada Lund opens the new bridge in Drume on 4 May 2026.",
    "Mayor Ada Lund opens the new bridge in Brume on 5 May 2026.",
    "Mayor Ada Lund opens the 2 new bridges in Brume on 4 May 2026.",
    "Mayor Ada Lund opens the new bridge in Brume.",
    "Mayor Ada...",
    "Mayor Ada Lund opens the new bridge in Brume on 4 May 2026, and the harbour.",
    "Mayor Ada Lund opens the new bridge in Brume on 4 May 2026. It cost 3 million.",
    "The bridge in Brume.",
]


def merged(*texts: str) -> list[tuple[int, ...]]:
    return [caption.mentions for caption in merge_captions([CaptionMention(text) for text in texts])]


@pytest.mark.parametrize("other", ONE)
def test_one_caption(other: str) -> None:
    assert merged(BASE, other) == [(0, 1)]
    assert merged(other, BASE) == [(0, 1)]


@pytest.mark.parametrize("other", TWO)
def test_two_captions(other: str) -> None:
    assert merged(BASE, other) == [(0,), (1,)]
    assert merged(other, BASE) == [(0,), (1,)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("नदी के किनारे दिन का बाज़ार", "नदी के किनारे दीन का बाज़ार"),
        ("เรือเก่าจอดใกล้ท่าเรือ", "เรือเก่าจอดใกลท่าเรือ"),
        ("பால் சந்தை காலையில்", "பல் சந்தை காலையில்"),
    ],
)
def test_captions_that_differ_in_a_vowel_sign_are_two(one: str, other: str) -> None:
    assert len(merge_captions([CaptionMention(one), CaptionMention(other)])) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("İzmir limanında yeni vapur", "İZMİR LİMANINDA YENİ VAPUR"),
        ("Το νέο πλοίο στο λιμάνι της Πάτρας", "ΤΟ ΝΈΟ ΠΛΟΊΟ ΣΤΟ ΛΙΜΆΝΙ ΤΗΣ ΠΆΤΡΑΣ"),
        ("Le quai rénové de l'île", normalize("NFD", "Le quai rénové de l’île")),
    ],
)
def test_captions_that_differ_in_case_and_spelling_are_one(one: str, other: str) -> None:
    (caption,) = merge_captions([CaptionMention(one), CaptionMention(other)])
    assert caption.occurrences == 2


def test_the_fullest_form_and_credit_are_kept() -> None:
    (caption,) = merge_captions(
        [
            CaptionMention("Mayor Ada Lund opens the new...", "AP", alt="The bridge", locator="line 2"),
            CaptionMention("MAYOR ADA LUND OPENS THE NEW BRIDGE.", image_url="https://x.example/a.jpg"),
            CaptionMention("Mayor Ada Lund opens the new bridge. (AP Photo/Jon Vik)", locator="line 9"),
        ]
    )
    assert caption.text == "Mayor Ada Lund opens the new bridge."
    assert caption.credit == "AP Photo/Jon Vik"
    assert (caption.occurrences, caption.image_url, caption.alt) == (3, "https://x.example/a.jpg", "The bridge")
    assert caption.locators == ("line 2", "line 9")


def test_a_credit_is_known_by_the_caption_that_stands_without_it() -> None:
    texts = ["A motorbike at the fair (Bild: VW)", "A motorbike at the fair VW", "A motorbike at the fair"]
    (caption,) = merge_captions([CaptionMention(text) for text in texts])
    assert (caption.text, caption.credit) == ("A motorbike at the fair", "VW")


def test_names_that_begin_alike_stay_apart() -> None:
    assert merged("Ada Lund", "Ada Lund Holm", "Ada Lund Jr.") == [(0,), (1,), (2,)]


def test_a_beginning_of_two_captions_joins_neither() -> None:
    beginning = "Mayor Ada Lund opens the new bridge..."
    full = "Mayor Ada Lund opens the new bridge in Brume.", "Mayor Ada Lund opens the new bridge in Drume."
    assert merged(beginning, *full) == [(0,), (1,), (2,)]


def test_a_caption_carries_its_key() -> None:
    texts = (BASE + " Photo: Jon Vik/AP", "Reuters", "\u2605")
    assert [c.key for c in merge_captions(list(map(CaptionMention, texts)))] == [caption_key(BASE), "Reuters", "\u2605"]


def test_credits_alone_are_told_apart() -> None:
    captions = merge_captions([CaptionMention("Reuters"), CaptionMention("Photo: Reuters"), CaptionMention("dpa")])
    assert [(c.text, c.credit, c.mentions) for c in captions] == [("", "Reuters", (0, 1)), ("", "dpa", (2,))]


def test_the_key_is_the_same_on_any_page() -> None:
    assert caption_key(BASE + " Photo: Jon Vik/AP") == caption_key("1/3 " + BASE.upper()) != caption_key(TWO[0])
    assert caption_key("Reuters") == ""


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("View image in fullscreen The harbour at dawn", "The harbour at dawn"),
        ("Am Hafen &amp; im Dorf Bild vergrößern", "Am Hafen & im Dorf"),
        ("2 of 4 suspects were found", "2 of 4 suspects were found"),
        ("The harbour (3/12)", "The harbour"),
        ("Where x < 3 and y > 4", "Where x < 3 and y > 4"),
        ("", ""),
    ],
)
def test_tidy(printed: str, text: str) -> None:
    assert tidy(printed) == text


PRINTED = """Ada Lund Brume the of bridge . , ... … Photo: © (AP) Reuters / — | dpa 4 2026 共同 （ ） 写真： Foto:
    by “ ” 1/3 Getty Images &amp; <b>"""
WORDS = st.sampled_from(PRINTED.split())
TEXTS = st.lists(WORDS, max_size=9).map(" ".join) | st.text(max_size=30)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.tuples(TEXTS, st.none() | TEXTS), max_size=6))
def test_each_mention_stands_in_one_caption_and_merging_again_changes_nothing(
    pairs: list[tuple[str, str | None]],
) -> None:
    mentions = [CaptionMention(text, credit) for text, credit in pairs]
    captions = merge_captions(mentions)
    assert sorted(i for c in captions for i in c.mentions) == list(range(len(mentions)))
    assert [c.mentions[0] for c in captions] == sorted(c.mentions[0] for c in captions)
    assert all(c.occurrences == len(c.mentions) for c in captions)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(TEXTS, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_mentions_does_not_change_the_groups(texts: list[str], random: object) -> None:
    order = list(range(len(texts)))
    random.shuffle(order)  # type: ignore[attr-defined]
    groups = {frozenset(group) for group in merged(*texts)}
    shuffled = {frozenset(order[i] for i in group) for group in merged(*(texts[i] for i in order))}
    assert groups == shuffled


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(TEXTS, max_size=6))
def test_merging_what_was_merged_changes_nothing(texts: list[str]) -> None:
    once = merge_captions([CaptionMention(text) for text in texts])
    again = merge_captions([CaptionMention(c.text, c.credit) for c in once])
    assert [(c.text, c.credit) for c in again] == [(c.text, c.credit) for c in once]
