"""Finds the time zone of times that a page prints without an offset: by its publisher, country or language.

Takes what is known of the page; gives an IANA name, or None when it is unknown.  Offsets that a date states itself are
read with the date.
"""

from __future__ import annotations

from parsers.rules import Publisher, Rules


def page_zone(publisher: Publisher | None, host: str, language: str | None, rules: Rules) -> str | None:
    """The IANA name of the page's time zone ("Europe/Oslo"); None when it is unknown.

    `host`: the page's own ("www.harbourpost.example", or "").  `language`: a BCP 47 code.
    """
    if publisher and publisher.timezone:
        return publisher.timezone
    dates = rules.family("dates").data
    zone: str | None = dates.get("countries", {}).get(host.rpartition(".")[2])
    return zone or dates.get("languages", {}).get((language or "").split("-")[0])
