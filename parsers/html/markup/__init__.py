"""Turns a page's bytes into a tree, and the tree into text segments with their boxes; knows nothing about news."""
