"""The time zone of what a page prints without an offset: its publisher's, else its country's, else its language's.

Takes what is known of the page; gives an IANA name, or None where nothing tells.  Offsets that a date states itself are
read with the date.
"""

from __future__ import annotations

from parsers.rules import Publisher, Rules


def page_zone(publisher: Publisher | None, host: str, language: str | None, rules: Rules) -> str | None:
    """The zone; host is the page's own ("www.harbourpost.example", or ""), language a BCP 47 code."""
    if publisher and publisher.timezone:
        return publisher.timezone
    dates = rules.family("dates").data
    zone: str | None = dates.get("countries", {}).get(host.rpartition(".")[2])
    return zone or dates.get("languages", {}).get((language or "").split("-")[0])
