"""Recognises names of people and organisations, and reads lists of them."""
