"""A program of the user's gives bodies for pages of which the parsers are unsure: [fallback] in copydesk.toml.

hook.py decides which pages are handed over, program.py runs the program, answer.py reads what it says,
fallback_body.py puts that in the place of our body, accepted_answers.py keeps it, tally.py tells what came of it.
Parsers know nothing of all this.
"""
