"""Where a segment stood in the tree, as a path that XPath understands ("/html/body/article/p[3]").

Paths are made when they are asked for, only for text that leaves in the article.  The steps of all children of an
element are numbered together: lxml's own getpath counts them again for each, minutes on a page of 60,000 paragraphs.
"""

from __future__ import annotations

from collections import Counter

from lxml import etree


class Locator:
    """Paths of the elements of one page."""

    __slots__ = ("_steps",)

    def __init__(self) -> None:
        self._steps: dict[etree._Element, str] = {}

    def path(self, node: etree._Element) -> str:
        """The path of an element from the root."""
        steps: list[str] = []
        here: etree._Element | None = node
        while here is not None:
            parent = here.getparent()
            if parent is None:
                steps.append(str(here.tag))
            else:
                if here not in self._steps:
                    self._number(parent)
                steps.append(self._steps[here])
            here = parent
        return "/" + "/".join(reversed(steps))

    def _number(self, parent: etree._Element) -> None:
        """The steps of all children: a number where the tag stands more than once."""
        children = list(parent)
        total = Counter(child.tag for child in children)
        seen: Counter[object] = Counter()
        for child in children:
            seen[child.tag] += 1
            self._steps[child] = f"{child.tag}[{seen[child.tag]}]" if total[child.tag] > 1 else str(child.tag)
