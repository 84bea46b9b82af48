"""Signatures of texts: fixed numbers, since warehouses hold them, and as alike as the sets that they stand for."""

from __future__ import annotations

import random
import zlib

import numpy as np
import pytest

from warehouse.shingles import _WORD, _signature, buckets, shingled, text_words

TEXT = "The council of Hartsea met on Monday and agreed on a new pier for the ferry, members said."


# Made by datasketch 2.0.0, MinHash(num_perm=6, hashfunc=int, scheme="affine32"), of the lower 32 bits.
@pytest.mark.parametrize(
    ("numbers", "signature"),
    [
        ([5], [2619736026, 2714324144, 602803540, 640471773, 435262147, 3023676344]),
        (
            [1, 2**32 - 1, 2**63, 12345678901234567],
            [215380072, 2794283200, 630311759, 1013994432, 396591248, 1311350972],
        ),
        (list(range(0, 100_000, 7)), [255454, 128506, 995307, 116469, 100571, 350278]),
    ],
)
def test_a_signature_is_the_one_that_warehouses_hold(numbers: list[int], signature: list[int]) -> None:
    assert _signature(np.array(numbers, np.uint64), 6).tolist() == signature


def test_the_buckets_of_a_text_stay_what_they_were() -> None:
    found = buckets(shingled(TEXT))
    assert (len(found), found[:2], found[40:42]) == (64, [2321066040, 3686334000], [1577497090, 2227823680])
    assert zlib.crc32(repr(found).encode()) == 2462850917
    assert buckets(shingled("Two words")) == []


@pytest.mark.parametrize("shared", [0.0, 0.3, 0.8])
def test_signatures_agree_as_often_as_their_sets_share(shared: float) -> None:
    dice = random.Random(3)
    both, one, other = (
        {dice.getrandbits(64) for _ in range(round(size))} for size in (2000 * shared, *[1000 * (1 - shared)] * 2)
    )
    signatures = [_signature(np.array(sorted(both | rest), np.uint64), 1200) for rest in (one, other)]
    assert abs(float(np.mean(signatures[0] == signatures[1])) - shared) < 0.05


@pytest.mark.parametrize("mark", ["", " é", " ы", " ²", " 海"], ids=["ASCII", "accent", "Cyrillic", "digit", "Han"])
def test_words_are_the_same_whatever_else_stands_in_the_text(mark: str) -> None:
    found = text_words("It's 5 O'CLOCK_now: A.B.\tends\x1fhere\x00,x" + mark)
    words = ["it", "s", "5", "o", "clock", "now", "a", "b", "ends", "here", "x", *mark.split()]
    assert found == [word.encode() for word in words]


@pytest.mark.parametrize(
    "text",
    [
        "“Né” – l’État… à 5½ km²",
        "ΟΔΟΣ İstanbul na\u0308ive ﬁn",
        "a\u2028b\u00a0c\u3000d\ufeff_e",
        "港の開発 2024年 pier",
        "a".join(map(chr, range(0x2190, 0x2600))),
        "",
        "—…",
    ],
)
def test_words_in_all_scripts_are_those_of_one_pattern(text: str) -> None:
    assert [word.decode() for word in text_words(text)] == _WORD.findall(text.lower())
