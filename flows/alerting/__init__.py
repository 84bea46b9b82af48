"""Tells people that something is wrong: finds alarms, remembers what was told, and sends messages by several ways.

`check_round.py` does one round; `by_*.py` are the ways, each with a `send` that raises NotSent.  Nothing here changes
what flows did, and no fault in here costs a run anything.
"""
