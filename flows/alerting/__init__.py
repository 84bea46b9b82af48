"""Tells people that something is wrong: finds alarms, remembers what was told, and sends messages by several ways.

`check.py` does one round.  Nothing here changes what flows did, and no fault in here costs a run anything.
"""
