"""Lists the pictures of an article, each once, with its role: lead (above the text), inline or gallery.

Takes the pictures that `parsers.html.figures.figures` has found to be the article's, in reading order, with their
captions and credits; gives Images.  A mention (CaptionMention) is a caption or credit as printed at one place;
`mentions` with the same text become one Caption.  A picture's key (`picture_key`) is what the addresses of all its
sizes have in common.
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
    """A picture of the article, before it becomes an Image."""

    #: The img element and its place on the page.
    spot: Spot
    #: The attributes of the img element.
    attributes: Mapping[str, str]
    #: The address of its largest version; "" when it has none.
    url: str


def captions_of_pictures(mentions: Sequence[CaptionMention], captions: Iterable[Caption]) -> Mapping[str, int | None]:
    """Map the address of each mentioned picture to the index of its caption in `captions`; to None without a caption.

    A Caption knows the mentions that it was made of, by their indices in `mentions`, and a mention knows its picture.
    """
    of_mention = {i: number for number, caption in enumerate(captions) for i in caption.mentions}
    return {m.image_url: of_mention.get(i) for i, m in enumerate(mentions) if m.image_url}


def credits_of_pictures(mentions: Sequence[CaptionMention], merged: Iterable[Caption]) -> Mapping[str, str]:
    """Map each picture that has a credit but no caption to its credit; the picture is given by its key (`picture_key`).

    `merged`: the result of `merge_captions` for `mentions`.  In it, a credit without a caption is a Caption with an
    empty text.
    """
    credits: dict[str, str] = {}
    for told in merged:
        for url in (mentions[i].image_url for i in told.mentions):
            if url and told.credit and not told.text:
                credits.setdefault(picture_key(url), told.credit)
    return credits


def article_images(
    shown: Iterable[Shown],
    captions: Mapping[str, int | None],
    credits: Mapping[str, str],
    found: Walk,
    region: Region,
    namer: Namer,
    *,
    before: int,
) -> Iterator[Image]:
    """Yield the article's Images in reading order; several sizes of one picture give one Image.

    `captions`, `credits`: the results of the two functions above.  `before`: the index of the first segment of the
    text; one picture above it is the lead, preferably one with a caption.  Several pictures in a box whose class names
    say gallery have the role gallery (`found` has the boxes, `namer` knows the class names, `region` is the article's
    part of the page).
    """
    distinct: dict[str, Shown] = {}
    for picture in shown:
        if picture.url:
            distinct.setdefault(picture_key(picture.url), picture)
    pictures = list(distinct.values())
    galleries = [_gallery_of(p.spot.box, found, region, namer) for p in pictures] if len(pictures) > 1 else [0]
    above = [picture.url for picture in pictures if picture.spot.before <= before]
    lead = next((url for url in above if captions.get(url) is not None), above[0] if above else None)
    for number, (own, picture, gallery) in enumerate(zip(distinct, pictures, galleries)):
        attributes, role = picture.attributes, "lead" if picture.url == lead else "inline"
        if gallery and galleries.count(gallery) > 1 and (number or role != "lead"):
            role = "gallery"
        caption = captions.get(picture.url)
        credit = credits.get(own) if caption is None else None
        yield Image(picture.url, *size_of(attributes), role, caption, alt_of(attributes), credit)


def _gallery_of(row: int, found: Walk, region: Region, namer: Namer) -> int:
    """Return the outermost box enclosing a picture, within the article, whose class names say gallery; 0 for none.

    Boxes are given as their indices in `Boxes`; `row` is the innermost box that encloses the picture.
    """
    boxes, gallery = found.boxes, 0
    while row > region.row:
        if boxes.names[row] and namer.bits_of(boxes.names[row]) & GALLERY:
            gallery = row
        row = boxes.parent[row]
    return gallery
