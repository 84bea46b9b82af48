"""What config/rules/discovery.toml says of feeds and sitemaps: usual paths, and what an address or title gives away.

A list is a feed or a sitemap.  Takes the rules of that file, and addresses or titles; gives paths to try, and whether a
text looks like a feed's.  Requests nothing.
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
    """The rules of config/rules/discovery.toml (`family`), with methods that apply them to addresses and titles."""

    family: Family

    def places(self, lists: str) -> tuple[str, ...]:
        """Return the paths at which lists of this kind (NEWS, FEED or SITEMAP) usually lie, the likeliest first."""
        return tuple(place["path"] for place in self.family.data.get("place", ()) if place["lists"] == lists)

    def say(self, tells: str, part: str, text: str) -> bool:
        """Whether a rule for `tells` and `part` matches a text.

        `tells`: what the text would be a sign of: "feed", "news" (a news sitemap), "comments" (of readers) or "other"
        (no list of pages at all).  `part`: what the text is: a list's "address", its "title", or the address of an
        "entry" in it.
        """
        return any(
            rule.pattern.search(text)
            for rule in self.family.rules
            if rule.data["tells"] == tells and rule.data["part"] == part
        )

    def is_for_comments(self, *, address: str, title: str | None, entries: tuple[str, ...]) -> bool:
        """Whether a feed lists readers' comments: by its address, its title, or most of its entries' addresses."""
        if self.say("comments", "address", address) or (title and self.say("comments", "title", title)):
            return True
        return bool(entries) and 2 * sum(self.say("comments", "entry", entry) for entry in entries) > len(entries)
