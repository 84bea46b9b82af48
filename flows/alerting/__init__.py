"""Tells people that something is wrong: finds alarms, remembers what was told, and sends messages.

A way (mail, webhook, feed, command) is one means of sending; each has a module `by_*.py` with a `send` that raises
NotSent.  To tell an alarm is to send a message about it.  A round (`check_round.py`) looks once for alarms and sends
what is new.  Nothing here changes what flows did, and no fault in here costs a run anything.
"""
