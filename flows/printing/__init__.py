"""Output: progress, text that is safe on a terminal, JSON and Markdown."""
