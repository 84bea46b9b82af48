"""Judges single lines by their text: junk, corrections, site boilerplate; and guesses the language of a text."""
