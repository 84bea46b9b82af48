"""Finds the connected components of a graph whose nodes are numbers.

Takes the graph's links, gives the component of each node; does not know what the numbers stand for.
"""

from __future__ import annotations

from collections.abc import Iterable


def components(links: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Map each node that a link names to the smallest node of its connected component."""
    parent: dict[int, int] = {}

    def root(node: int) -> int:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for one, other in links:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    return {node: root(node) for node in parent}
