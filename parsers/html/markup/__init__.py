"""From bytes to a tree, and from the tree to segments with their boxes; nothing here knows about news."""
