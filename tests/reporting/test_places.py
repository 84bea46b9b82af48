"""Places as credits print them are found on the map."""

from __future__ import annotations

from itertools import pairwise

import pytest

from flows.reporting.places import coastlines, gazetteer


@pytest.mark.parametrize(
    ("printed", "name", "country"),
    [
        ("Nairobi", "Nairobi", "KE"),
        ("NAIROBI", "Nairobi", "KE"),
        ("Genf", "Geneva", "CH"),
        ("Wien", "Vienna", "AT"),
        ("Москва", "Moscow", "RU"),
        ("北京", "Beijing", "CN"),
        ("Goma, DR Congo", "Goma", "CD"),
        ("Berlin/Paris", "Berlin", "DE"),
        ("Kyiv and Odesa", "Kyiv", "UA"),
        ("Washington", "Washington", "US"),
        ("Deutschland", "Germany", "DE"),
        ("Tel Aviv", "Tel Aviv", "IL"),
    ],
)
def test_place_is_found(printed: str, name: str, country: str) -> None:
    found = gazetteer().find(printed)
    assert found is not None and (found.name, found.country) == (name, country)


@pytest.mark.parametrize("printed", ["", "the newsroom", "our studio", ",", "x" * 5000])
def test_no_place_is_none(printed: str) -> None:
    assert gazetteer().find(printed) is None


def test_coast_stays_on_the_map() -> None:
    rings = list(coastlines())
    assert len(rings) > 100
    for ring in rings:
        assert all(abs(x - y) <= 180 for (x, _), (y, _) in pairwise(ring))
