"""XPaths of elements ("/html/body/article/p[3]"), to say where in the page a text was found.

A path is made only when it is asked for, which is for text that is kept in the article.  The paths of all siblings with
one tag are made together, because lxml's getpath counts the siblings anew for each element and would take minutes on a
page of 60,000 paragraphs.
"""

from __future__ import annotations

from lxml import etree


class Locator:
    """Makes and remembers the XPaths of the elements of one page."""

    __slots__ = ("_paths",)

    def __init__(self) -> None:
        self._paths: dict[etree._Element, str] = {}

    def path(self, node: etree._Element) -> str:
        """Return the XPath of an element, starting at the root."""
        # The paths of an element's siblings were made with its own, so nearly every call is one look-up.
        known = self._paths.get(node)
        if known is not None:
            return known
        above = []
        here: etree._Element | None = node
        while here is not None and here not in self._paths:
            above.append(here)
            here = here.getparent()
        for element in reversed(above):
            self._add(element)
        return self._paths[node]

    def _add(self, node: etree._Element) -> None:
        """Make the paths of an element, whose parent's path is known, and of its siblings with the same tag."""
        parent, tag = node.getparent(), str(node.tag)
        if parent is None:
            self._paths[node] = f"/{tag}"
            return
        start = f"{self._paths[parent]}/{tag}"
        # Compared one by one because lxml's find refuses tag names that broken mark-up can produce ("di\x01v").
        alike = [child for child in parent if child.tag == tag]
        for number, sibling in enumerate(alike, 1):
            self._paths[sibling] = f"{start}[{number}]" if len(alike) > 1 else start
