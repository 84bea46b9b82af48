"""What config/rules/discovery.toml says of feeds and sitemaps: where they may lie, and what an address or title tells.

Takes the family of rules and texts; gives places and answers.  Requests nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from parsers.rules import Family

#: What is expected at a place: a news sitemap, a feed, or a sitemap of a whole site.
NEWS: Final = "news"
FEED: Final = "feed"
SITEMAP: Final = "sitemap"


@dataclass(frozen=True, slots=True)
class Hints:
    """The rules about lists of pages."""

    family: Family

    def places(self, lists: str) -> tuple[str, ...]:
        """The paths at which a list of this kind may lie (NEWS, FEED or SITEMAP), the likeliest first."""
        return tuple(place["path"] for place in self.family.data.get("place", ()) if place["lists"] == lists)

    def say(self, tells: str, part: str, text: str) -> bool:
        """Whether a rule says that a text tells something: "feed", "news", "comments" or "other".

        part: what of a list the text is: its "address", its "title", or the address of one "entry".
        """
        return any(
            rule.pattern.search(text)
            for rule in self.family.rules
            if rule.data["tells"] == tells and rule.data["part"] == part
        )

    def is_for_comments(self, *, address: str, title: str | None, entries: tuple[str, ...]) -> bool:
        """Whether a feed lists what readers wrote: by its address, its title, or most of its entries' addresses."""
        if self.say("comments", "address", address) or (title and self.say("comments", "title", title)):
            return True
        return bool(entries) and 2 * sum(self.say("comments", "entry", entry) for entry in entries) > len(entries)
