"""Finds the date in the address of a page, as many outlets build it: "/2016/12/19/ferry", "/2016/dec/19/ferry".

Takes an address; gives the date in words that `parsers.dates.read_date` reads, or nothing.
"""

from __future__ import annotations

import re

#: "/2016/12/19/", "20161219"; "/2016/dec/19/" and "/2016/3/9/"; "/2016/12/161219-ferry": the ways to build an address.
_IN_ADDRESS = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[/-]?(?P<m>0[1-9]|1[0-2])[/-]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")
_IN_PATH = re.compile(r"/(?P<y>(?:19|20)\d\d)/(?P<m>1[0-2]|0?[1-9]|[a-z]{3,9})/(?P<d>[12]\d|3[01]|0?[1-9])(?![^/-])")
_IN_NAME = re.compile(r"/(?P<y>(?:19|20)(\d\d))/(?P<m>0[1-9]|1[0-2])/\2(?P=m)(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")


def address_day(address: str | None) -> str | None:
    """The date in an address: "2016-12-19", or "19 dec 2016" if the address has the month's name; None without one."""
    path = (address or "").split("?")[0].lower()
    match = _IN_ADDRESS.search(path) or _IN_PATH.search(path) or _IN_NAME.search(path)
    if match is None:
        return None
    year, month, day = match["y"], match["m"], match["d"]
    return f"{day} {month} {year}" if month.isalpha() else f"{year}-{month:0>2}-{day:0>2}"
