"""Hands pages of which the parsers are unsure to a program of the user's, for a better body.

[fallback] in copydesk.toml names the program.  hook.py decides which pages are handed over, program.py runs the
program, answer.py reads its output, fallback_body.py replaces the article's body, accepted_answers.py keeps answers,
tally.py counts outcomes.  Parsers know nothing of all this.
"""
