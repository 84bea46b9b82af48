"""Reads custom elements that are named for a figure or a caption (`<np-figure>`, `<np-caption>`) as HTML has them.

A custom element is one that a site's scripts define; its name has a hyphen
(https://html.spec.whatwg.org/multipage/custom-elements.html#valid-custom-element-name).  Takes the tree of a page and
changes the tags of such elements.  One that only wraps an element of HTML with the same meaning is left as it is; so is
one with more text than a caption has.
"""

from __future__ import annotations

from itertools import islice
from typing import Final

from lxml import etree

from parsers.html.markup.walk_actions import FIGURE_ENDS
from parsers.html.markup.xpaths import Locator

#: The end of a custom element's name, and the element of HTML as which it is read.
_READ_AS: Final = dict(zip(FIGURE_ENDS, ("figure", "figcaption", "figcaption")))
#: The most elements in such an element, itself included; the most characters in it; the elements around it of which one
#: may be a caption.  Chosen by hand.
_MOST, _LONGEST, _AROUND = 100, 800, 6


def name_custom_figures(root: etree._Element, locator: Locator) -> bool:
    """Give the custom figures and captions of a page the tags `figure` and `figcaption`, in place.

    Returns whether there was any; then the page must be walked again.  `locator` is told the XPath of each element
    before its tag changes, so that paths are those of the page as served.
    """
    custom = [node for node in root.iter("*") if str(node.tag).endswith(FIGURE_ENDS) and not _is_other(node)]
    for parent in dict.fromkeys(node.getparent() for node in custom):
        for child in parent if parent is not None else ():
            locator.path(child)
    for node in custom:
        node.tag = _html_tag(node)
    return bool(custom)


def _html_tag(node: etree._Element) -> str:
    """The tag of HTML that has the meaning of a custom element."""
    return _READ_AS["-" + str(node.tag).rpartition("-")[2]]


def _is_other(node: etree._Element) -> bool:
    """Whether a custom element holds an element of HTML with its meaning, is in a caption of HTML, or is too large."""
    parts, around = list(islice(node.iter("*"), _MOST + 1)), islice(node.iterancestors(), _AROUND)
    if len(parts) > _MOST or sum(map(len, node.itertext())) > _LONGEST:
        return True
    return any(part.tag == _html_tag(node) for part in parts) or any(outer.tag == "figcaption" for outer in around)
