"""Reads captions that are only in attributes of a picture's element, for a script that shows the picture in a gallery.

Takes a picture; gives the caption and credit without entities and tags.  `wording` judges texts by their words and
knows the names of such attributes.  The caller, `parsers.html.figures.figures`, asks only for pictures for which the
page prints no caption.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from lxml import etree

from parsers.captions.caption_text import tidy
from parsers.captions.merge import CaptionMention
from parsers.html.figures.article_images import Shown
from parsers.html.figures.class_names import attributes_of
from parsers.html.figures.figure_wording import Wording
from parsers.html.figures.image_sources import alt_of

#: The most elements enclosing a picture that are looked at; a gallery's own element contains more pictures.
#: Chosen by hand.
_LEVELS: Final = 3
#: The fewest words of a caption (a file's name has fewer), and the most characters.  Chosen by hand.
_LEAST_WORDS: Final = 3
_LONGEST: Final = 800


def declared_mention(picture: Shown, wording: Wording) -> CaptionMention | None:
    """Return the caption and credit that stand only in attributes, such as data-caption; None without a caption.

    The attributes are those of the picture and of elements enclosing it that contain no other picture.  Texts that are
    too short, too long or junk are no captions.
    """
    for attributes in _around(picture.spot.node, picture.attributes):
        declared = _first(attributes, wording.words.caption_attributes)
        if declared is None or declared[:1] in ".#":  # lightGallery's may be the selector of an element
            continue
        text = tidy(declared, rules=wording.rules)
        caption, credit = wording.split(text)
        if len(text) > _LONGEST or len(caption.split()) < _LEAST_WORDS or wording.is_junk(text):
            return None
        told, alt = declared_credit(attributes, wording) or credit, alt_of(picture.attributes)
        return CaptionMention(text, told, picture.url or None, alt)
    return None


def declared_credit(attributes: Mapping[str, str], wording: Wording) -> str | None:
    """Return the credit in attributes whose names config/rules/figures.toml lists; None without one."""
    return _first(attributes, wording.words.credit_attributes)


def _around(node: etree._Element, attributes: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """Yield the attributes of a picture, then those of the elements enclosing it that contain no other picture."""
    yield attributes
    for outer in islice(node.iterancestors(), _LEVELS):
        if len(outer) and next(islice(outer.iter("img"), 1, None), None) is not None:
            return
        yield attributes_of(outer)


def _first(attributes: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    """Return the first value that is not blank of the attributes called `names`; None without one."""
    return next((value.strip() for name in names if (value := attributes.get(name)) and value.strip()), None)
