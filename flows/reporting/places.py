"""Looks up where a place lies, by its name as a correspondent's credit prints it, in most languages.

Reads the files in config/places, which `python -m parsers.training.write_places` makes of GeoNames, CLDR and Natural
Earth.  A name that several places share stands for the largest of them.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from parsers.folding import caseless
from parsers.rules import shipped_config

_NAMES: Final = "names.json.gz"
_LAND: Final = "land.json"
#: What separates a place from the country or the second place after it: "Goma, DR Congo", "Berlin/Paris".
_BEHIND: Final = re.compile(r"\s*[,/(;&]\s*|\s+(?:and|und|et|y|e|og|och|en)\s+")


@dataclass(frozen=True, slots=True)
class City:
    """A place on the map: its name and position.  A country has the position of its capital."""

    #: Its name in English.
    name: str
    #: ISO 3166 code.
    country: str
    #: Degrees north and east.
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """Finds places by their names; holds the names in small letters."""

    places: Sequence[City]
    names: Mapping[str, int]

    def find(self, printed: str) -> City | None:
        """Find the place that a credit names; None when the name is not known."""
        for name in (printed, _BEHIND.split(printed.strip(), maxsplit=1)[0]):
            number = self.names.get(caseless(" ".join(name.split())).strip(". "))
            if number is not None:
                return self.places[number]
        return None


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Make the Gazetteer of the places in config/places; read once."""
    found = json.loads(gzip.decompress((_folder() / _NAMES).read_bytes()))
    return Gazetteer([City(*place) for place in found["places"]], found["names"])


@lru_cache(maxsize=1)
def coastlines() -> list[list[tuple[float, float]]]:
    """Read the land of the earth as rings of (longitude, latitude) in degrees."""
    rings: list[list[tuple[float, float]]] = json.loads((_folder() / _LAND).read_text("utf-8"))["rings"]
    return rings


def _folder() -> Path:
    return shipped_config() / "places"
