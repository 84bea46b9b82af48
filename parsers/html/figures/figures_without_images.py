"""Gives a picture to figures that hold none until scripts or style sheets have drawn it.

Takes the tree of a page and changes it: a figure without an img, but with the address of one in an attribute of its own
or in the background of an element in it, gets an img element, as a browser would show it.  So does a div that has the
role of a picture and the address of one as its background.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Final, cast

from lxml import etree

from parsers.html.figures.class_names import attributes_of
from parsers.html.figures.image_sources import largest_address
from parsers.html.metadata.values import element_text
from parsers.rules import Rules

#: What a figure shows already, or holds in place of a picture.
_SHOWN: Final = (*("img", "amp-img", "picture", "svg", "iframe", "video", "audio", "amp-video", "object", "embed"),
                 *("table", "blockquote", "pre"))  # fmt: skip
#: The address in a style; it ends at the bracket, or at the quotation mark before it.
_BACKGROUND: Final = re.compile(r"background(?:-image)?\s*:[^;]*?url\(\s*['\"]?([^'\")]+)", re.IGNORECASE)
#: The name of a picture in schema.org's microdata, where it has the address as its identity.
_PICTURE: Final = re.compile(r"\.(?:jpe?g|png|webp|avif|gif)(?:[?#]|$)", re.IGNORECASE)
#: Names of players, which show a picture of their video.
_PLAYER: Final = re.compile(r"video|player|audio", re.IGNORECASE)
#: Characters of the longest label in a figure: "Image".
_LABEL: Final = 20
#: Elements that are pictures by their role (WAI-ARIA), drawn by their style.  Written with the attribute first, which
#: takes a third of the time: hardly any div has a role.
_DRAWN: Final = etree.XPath('descendant::div/@role[. = "img"]/parent::*[contains(@style, "url(")]')
#: What is printed over a picture that is only a background.
_PRINTED: Final = ("p", "h1", "h2", "h3", "h4")
#: Elements of a figure that are looked at.
_MOST: Final = 30


def draw_pictures(root: etree._Element, rules: Rules) -> None:
    """Add an img element to each figure of a page that only names its picture; root is the html element."""
    for drawn in cast("list[etree._Element]", _DRAWN(root)):
        if (address := _named(attributes_of(drawn))) and next(drawn.iter("img", *_PRINTED), None) is None:
            drawn.insert(0, drawn.makeelement("img", {"src": address, "alt": drawn.get("aria-label", "")}))
    for figure in list(root.iter("figure")):
        shows = next(figure.iterdescendants(*_SHOWN), None) is not None or _says_more(figure)
        if not shows and (address := _address(figure, rules)):
            figure.insert(0, figure.makeelement("img", {"src": address}))


def _says_more(figure: etree._Element) -> bool:
    """Whether a figure is more than a picture with its caption: it is a player, or holds other text.

    On some pages it is the head of the page, printed over a picture.
    """
    if any(_PLAYER.search(f"{node.get('class')} {node.get('id')}") for node in islice(figure.iter("*"), _MOST)):
        return True
    captions = sum(len(element_text(caption)) for caption in figure.iterdescendants("figcaption"))
    return len(element_text(figure)) - captions > _LABEL


def _address(figure: etree._Element, rules: Rules) -> str | None:
    """Return the address of the picture that a figure only names; None without one.

    It is in an attribute that scripts read, in the itemid of microdata, or in a style as that of the background.
    """
    for node in islice(figure.iter("figure", "div", "span", "a"), _MOST):
        known = attributes_of(node)
        if known and (address := largest_address(known, rules.family("figures")) or _named(known)):
            return address
    return None


def _named(attributes: dict[str, str]) -> str | None:
    """Return the address of a picture in an element's itemid, or of its background in its style; None without one."""
    identity = attributes.get("itemid", "")
    if _PICTURE.search(identity):
        return identity
    drawn = _BACKGROUND.search(attributes.get("style", ""))
    return drawn[1].strip() if drawn else None
