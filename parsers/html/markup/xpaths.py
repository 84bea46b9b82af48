"""Where a segment stood in the tree, as a path that XPath understands ("/html/body/article/p[3]").

Paths are made when they are asked for, only for text that leaves in the article.  Those of all children of an element
are made together: lxml's own getpath counts them again for each, minutes on a page of 60,000 paragraphs.
"""

from __future__ import annotations

from lxml import etree


class Locator:
    """Paths of the elements of one page."""

    __slots__ = ("_paths",)

    def __init__(self) -> None:
        self._paths: dict[etree._Element, str] = {}

    def path(self, node: etree._Element) -> str:
        """The path of an element from the root."""
        # Siblings share their parent's path, so nearly every call is one look-up.
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
        """The path of an element whose parent's path is known, and those of all its siblings with the same tag."""
        parent, tag = node.getparent(), str(node.tag)
        if parent is None:
            self._paths[node] = f"/{tag}"
            return
        start = f"{self._paths[parent]}/{tag}"
        # By hand: lxml refuses to look for the names that broken mark-up makes ("di\x01v").
        alike = [child for child in parent if child.tag == tag]
        for number, sibling in enumerate(alike, 1):
            self._paths[sibling] = f"{start}[{number}]" if len(alike) > 1 else start
