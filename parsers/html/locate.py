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
        unknown: list[etree._Element] = []
        here: etree._Element | None = node
        while here is not None and here not in self._paths:
            unknown.append(here)
            here = here.getparent()
        for element in reversed(unknown):
            parent = element.getparent()
            if parent is None:
                self._paths[element] = f"/{element.tag}"
            else:
                self._number(parent)
        return self._paths[node]

    def _number(self, parent: etree._Element) -> None:
        """The paths of all children: a number where the tag stands more than once."""
        by_tag: dict[object, list[etree._Element]] = {}
        for child in parent:
            by_tag.setdefault(child.tag, []).append(child)
        base = self._paths[parent]
        for tag, children in by_tag.items():
            if len(children) == 1:
                self._paths[children[0]] = f"{base}/{tag}"
            else:
                self._paths.update((child, f"{base}/{tag}[{at}]") for at, child in enumerate(children, 1))
