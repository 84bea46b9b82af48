"""The pictures of an article, each once, with its part in it: lead, inline or one of a gallery.

Takes the pictures that `parsers.html.figures.figures` read, in reading order, and the captions that were made of their
mentions; gives Images.  Which pictures are the article's is decided there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from parsers.captions.merge import CaptionMention
from parsers.html.figures.class_names import GALLERY, Namer
from parsers.html.figures.figure_boxes import Region
from parsers.html.figures.image_sources import alt_of, picture_key, size_of
from parsers.html.markup.walked import Spot, Walk
from parsers.model import Caption, Image


class Shown(NamedTuple):
    """A picture of the article."""

    spot: Spot
    attributes: Mapping[str, str]
    #: Of its largest version; empty when there is none.
    url: str


def captions_of_pictures(mentions: Sequence[CaptionMention], captions: Iterable[Caption]) -> Mapping[str, int | None]:
    """Number of the caption of each picture's address; mentions are what the captions' indices mean."""
    of_mention = {i: number for number, caption in enumerate(captions) for i in caption.mentions}
    return {m.image_url: of_mention.get(i) for i, m in enumerate(mentions) if m.image_url}


def article_images(
    shown: Iterable[Shown],
    captions: Mapping[str, int | None],
    found: Walk,
    region: Region,
    namer: Namer,
    *,
    before: int,
) -> Iterator[Image]:
    """The pictures, all sizes of one as one; one leads that stands above the text, which begins with segment before."""
    distinct: dict[str, Shown] = {}
    for picture in shown:
        if picture.url:
            distinct.setdefault(picture_key(picture.url), picture)
    pictures = list(distinct.values())
    galleries = [_gallery_of(p.spot.box, found, region, namer) for p in pictures] if len(pictures) > 1 else [0]
    above = [picture.url for picture in pictures if picture.spot.before <= before]
    lead = next((url for url in above if captions.get(url) is not None), above[0] if above else None)
    for number, (picture, gallery) in enumerate(zip(pictures, galleries)):
        attributes, role = picture.attributes, "lead" if picture.url == lead else "inline"
        if gallery and galleries.count(gallery) > 1 and (number or role != "lead"):
            role = "gallery"
        yield Image(picture.url, *size_of(attributes), role, captions.get(picture.url), alt_of(attributes))


def _gallery_of(row: int, found: Walk, region: Region, namer: Namer) -> int:
    """The outermost box in the article that calls itself a gallery and holds a box; 0 for none."""
    boxes, gallery = found.boxes, 0
    while row > region.row:
        if boxes.names[row] and namer.bits_of(boxes.names[row]) & GALLERY:
            gallery = row
        row = boxes.parent[row]
    return gallery
