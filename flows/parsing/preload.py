"""Loads parsers and rules in the process from which workers are forked, so that workers start with them.

Loading the rules and parsing the first page of each kind takes a second or two; here it is done once for all workers of
all runs of a process.  Where processes cannot be forked, each worker does it.
"""

import atexit
import gc
from contextlib import suppress

from parsers import RulesError, default_rules, parse_page
from parsers.listed_patterns import is_listed

_PAGE = "<html><head><title>{0}</title></head><body><article><h1>{0}</h1><p>{1}</p><p>{1}</p></article></body></html>"
_HEADLINE = "Council agrees on a plan for the harbour"
_PARAGRAPH = "The council met on Monday and agreed on a plan that the mayor had long asked for, members said. " * 3

# A rule that cannot be used is told by the first worker (parse_batch.check_reading); here it would end the process.
with suppress(RulesError):
    default_rules().compile(is_listed)
    parse_page(_PAGE.format(_HEADLINE, _PARAGRAPH).encode(), media_type="text/html")
    parse_page(f"{_HEADLINE}\n\n{_PARAGRAPH}\n\n{_PARAGRAPH}\n".encode(), media_type="text/plain")

# What is loaded stays: the collector, which would look through it a few times in a hundred pages, passes it over.  A
# page costs 2 to 4 % less, and memory that forked workers share stays shared.
gc.collect()
gc.freeze()
atexit.register(gc.unfreeze)  # or DuckDB would complain of what it could not take down
