"""Lists the pictures of an article, each once, with its role: lead, inline or gallery.

Takes the pictures that `parsers.html.figures.figures` has found to be the article's, in reading order, and their
captions and credits; gives Images.
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

    #: The img element and its place on the page.
    spot: Spot
    #: The attributes of the img element.
    attributes: Mapping[str, str]
    #: The address of its largest version; "" when it has none.
    url: str


def captions_of_pictures(mentions: Sequence[CaptionMention], captions: Iterable[Caption]) -> Mapping[str, int | None]:
    """The index in captions for each picture's address; None for a picture without a caption.

    mentions is the list that the captions were merged from; `Caption.mentions` holds indices into it.
    """
    of_mention = {i: number for number, caption in enumerate(captions) for i in caption.mentions}
    return {m.image_url: of_mention.get(i) for i, m in enumerate(mentions) if m.image_url}


def credits_of_pictures(mentions: Sequence[CaptionMention], merged: Iterable[Caption]) -> Mapping[str, str]:
    """The credit of each picture (`picture_key`) that is printed with a credit and without a caption.

    mentions is the list that merged was made of; a mention of a credit alone became a Caption without text.
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
    """Yield the article's Images in reading order; the sizes of one picture count as one.

    captions gives the caption of each address, credits the credit of a picture (`picture_key`) without a caption;
    before is the index of the first segment of the text.  One picture above the text is the lead, preferably one with
    a caption.
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
    """The row of the outermost box around a box, inside the article, whose class names say gallery; 0 for none."""
    boxes, gallery = found.boxes, 0
    while row > region.row:
        if boxes.names[row] and namer.bits_of(boxes.names[row]) & GALLERY:
            gallery = row
        row = boxes.parent[row]
    return gallery
