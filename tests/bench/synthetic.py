"""Makes invented stories by the thousand, as staged batches: column by column, which costs less than loading them.

A story has some 5 kB in twenty blocks, two captions with pictures, tags, a correspondent, cut lines and evidence.
Words are drawn by frequency, as in a language, for every story anew: no two texts are the same, and they compress as
text does.  A number and an edition always give the same story; editions of a story differ in headline and last block.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse import staged

VOCABULARY = 30_000
OUTLETS = 50
BLOCKS, WORDS = 20, 45
START = datetime(2016, 1, 1, tzinfo=UTC)
APART = timedelta(minutes=5)  # a million in ten years


class Newsroom:
    """Writes staged batches of `size` invented stories."""

    def __init__(self, size: int) -> None:
        dice = Random(1)
        words = ["".join(dice.choices("aeioubdfgklmnprst", k=dice.randint(2, 11))) for _ in range(VOCABULARY)]
        weights = 1 / (np.arange(VOCABULARY) + 10)
        self._words = pa.array(words, pa.string())
        self._frequency = np.cumsum(weights / weights.sum())
        self._size = size

    def write(self, directory: Path, first: int, *, name: str, edition: int = 0) -> Path:
        """Write the batch of stories numbered from `first`; gives its path.  edition: 0 for the first version of the
        stories."""
        numbers = range(first, first + self._size)
        dice = np.random.default_rng([first, 0])
        hashes = np.random.default_rng([first, 1, edition]).bytes(32 * self._size).hex()
        rows = [
            {
                "run_id": "growth",
                "channel": "http",
                "requested_url": f"https://outlet-{n % OUTLETS}.example/{n * 2654435761 % 2**32:x}/story-{n}",
                "fetched_at": START + APART * n + timedelta(hours=edition),
                "body_sha256": hashes[64 * place : 64 * place + 64],
                "byte_length": 80_000,
                "outcome": "article",
                "parser_version": "1",
                "rules_version": "1",
            }
            for place, n in enumerate(numbers)
        ]
        table = staged.table(rows, batch_id=name)
        column = table.schema.get_field_index("article")
        path = directory / f"{name}.parquet"
        pq.write_table(table.set_column(column, table.schema.field(column), self._articles(dice, edition)), path)
        return path

    def _articles(self, dice: np.random.Generator, edition: int) -> pa.StructArray:
        size = self._size
        blocks = self._texts(dice, size * BLOCKS, WORDS)
        headlines = self._texts(dice, size, 8)
        names = self._texts(dice, size, 2)
        if edition:
            headlines = pc.binary_join_element_wise(headlines, f"edition {edition}", ", ")
            endings = pa.array(([""] * (BLOCKS - 1) + [f" edition {edition}"]) * size)
            blocks = pc.binary_join_element_wise(blocks, endings, "")
        parts: dict[str, pa.Array] = {
            "headline": headlines,
            "standfirst": self._texts(dice, size, 20),
            "byline": names,
            "authors": _lists(names, 1),
            "published_at": _same("2026-03-02T09:00:00+02:00", size),
            "language": _same("en", size),
            "tags": _lists(self._texts(dice, size * 3, 1), 3),
            "blocks": _parts("blocks", size, BLOCKS, text=blocks, kind="paragraph", locator="/html/body/p"),
            "captions": self._captions(dice),
            "images": self._images(dice),
            "correspondents": _parts("correspondents", size, 1, kind="reporting", name=names, text=names),
            "dropped": _parts("dropped", size, 3, text=self._texts(dice, size * 3, 9), reason="advertisement"),
            "evidence": _evidence(size),
        }
        empty = {field.name: pa.nulls(size, field.type) for field in staged.ARTICLE if field.name not in parts}
        return _struct(staged.ARTICLE, {**empty, **parts}, size)

    def _captions(self, dice: np.random.Generator) -> pa.Array:
        texts, credits = self._texts(dice, self._size * 2, 15), self._texts(dice, self._size * 2, 2)
        ones = pa.array([1] * self._size * 2, pa.int32())
        return _parts("captions", self._size, 2, text=texts, credit=credits, occurrences=ones)

    def _images(self, dice: np.random.Generator) -> pa.Array:
        names = pc.replace_substring(self._texts(dice, self._size * 2, 3), " ", "-")
        urls = pc.binary_join_element_wise("https://pictures.example/", names, ".jpg", "")
        captions = pa.array([0, 1] * self._size, pa.int32())
        return _parts("images", self._size, 2, url=urls, role="inline", caption=captions)

    def _texts(self, dice: np.random.Generator, count: int, length: int) -> pa.Array:
        """`count` texts of `length` words each."""
        drawn = np.minimum(np.searchsorted(self._frequency, dice.random(count * length)), VOCABULARY - 1)
        return pc.binary_join(_lists(self._words.take(pa.array(drawn)), length), " ")


def _evidence(size: int) -> pa.Array:
    fields = ("headline", "standfirst", "byline", "authors", "published_at", "language", "tags", "section")
    names = pa.array(list(fields) * size)
    certain = pa.array([0.9] * len(fields) * size)
    return _parts("evidence", size, len(fields), field=names, method="json_ld", rule="news", confidence=certain)


def _parts(of: str, size: int, each: int, /, **values: pa.Array | str) -> pa.Array:
    """A column of lists with `each` parts in each list.  values: name of a part's field -> an array, or one value for
    all parts."""
    kind: pa.StructType = staged.ARTICLE.field(of).type.value_type
    count = size * each
    whole = {key: value if isinstance(value, pa.Array) else _same(value, count) for key, value in values.items()}
    empty = {field.name: pa.nulls(count, field.type) for field in kind if field.name not in whole}
    return _lists(_struct(kind, {**empty, **whole}, count), each)


def _struct(kind: pa.StructType, parts: dict[str, pa.Array], size: int) -> pa.StructArray:
    assert all(len(part) == size for part in parts.values())
    return pa.StructArray.from_arrays([parts[field.name].cast(field.type) for field in kind], fields=list(kind))


def _lists(values: pa.Array, each: int) -> pa.ListArray:
    return pa.ListArray.from_arrays(pa.array(range(0, len(values) + 1, each), pa.int32()), values)


def _same(value: str, count: int) -> pa.Array:
    return pa.array([value] * count, pa.string())
