"""Whatever bytes of one record are changed, removed or added, all other records are read, and the broken one is
reported."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from flows.archive.captures import Capture
from tests.faults.warcs import gz, http, page, read, record, told

NUMBER = 6


def chunks(body: bytes) -> bytes:
    parts = [body[i : i + 50] for i in range(0, len(body), 50)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def answer(rng: random.Random, body: bytes) -> bytes:
    """An HTTP answer with this body: plain, gzipped or chunked, at random."""
    form = rng.choice(["plain", "plain", "gzip", "chunks"])
    if form == "gzip":
        return http(gz(body), "Content-Encoding: gzip")
    if form == "chunks":
        return http(chunks(body), "Transfer-Encoding: chunked")
    return http(body, f"Content-Length: {len(body)}")


def damaged(rng: random.Random, one: bytes) -> bytes:
    """The bytes with damage at a random place: changed, removed, added, zeroed or reversed."""
    at, length = rng.randrange(len(one)), rng.choice([1, 1, 2, 5, 40, 400])
    before, hit, after = one[:at], one[at : at + length], one[at + length :]
    return rng.choice(
        [
            before + bytes(byte ^ (1 << rng.randrange(8)) for byte in hit) + after,
            before + after,
            before + rng.randbytes(length) + hit + after,
            before + bytes(len(hit)) + after,
            before + hit[::-1] + after,
        ]
    )


@pytest.mark.parametrize("shape", ["packed", "plain", "mixed", "one member"])
def test_damage_costs_one_record(tmp_path: Path, shape: str) -> None:
    for seed in range(150):
        rng = random.Random(f"{shape} {seed}")
        bodies = [page(n, rng.randbytes(rng.choice([20, 300, 3000])).hex()) for n in range(NUMBER)]
        parts = [record(f"https://herald.example/{n}", answer(rng, body)) for n, body in enumerate(bodies)]
        packs = [shape == "packed" or (shape == "mixed" and rng.random() < 0.5) for _ in parts]
        parts = [gz(part) if pack else part for part, pack in zip(parts, packs, strict=True)]
        victim = rng.randrange(NUMBER)
        parts[victim] = damaged(rng, parts[victim])
        content = b"".join(parts)
        found = read(gz(content) if shape == "one member" else content, tmp_path, "x.warc.gz")
        taken = {one.url: one.body for one in found if isinstance(one, Capture) and one.body is not None}
        whole = [n for n, body in enumerate(bodies) if taken.get(f"https://herald.example/{n}") == body]
        assert [n for n in range(NUMBER) if n != victim and n not in whole] == [], (shape, seed, told(found))
        assert len(found) >= NUMBER, (shape, seed, told(found))
