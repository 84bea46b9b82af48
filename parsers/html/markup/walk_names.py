"""The class names by which the walk recognises embedded posts, text for screen readers, notes in a line, and captions.

The walk (`walk.py`) collects a page's text segments and knows no rules itself: its caller makes a WalkNames from the
rules, once for each set of rules, and hands it over.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from parsers.html.markup.class_words import Vocabulary, vocabulary
from parsers.rules import FAMILIES_KEPT, Family, Rules

#: Roles of an inline element.  NOTE: an aside, hidden or in the margin, that is no part of the line that it is in.
#: SAID_TWICE: what screen readers read out instead of the element beside it.  CAPTION: that of the picture before it.
NOTE: Final = 1 << 0
SAID_TWICE: Final = 1 << 1
CAPTION: Final = 1 << 2


@dataclass(frozen=True, slots=True, eq=False)
class WalkNames:
    """Class names that tell the walk what an element is, where its tag does not say so."""

    #: The classes, in lower case, that networks give to the mark-up of their posts.
    posts: frozenset[str]
    #: Words in the class of an inline element, with the bits of the roles that they may give it.
    roles: Vocabulary


#: No names, for walks that need not know them.
NO_NAMES: Final = WalkNames(frozenset(), vocabulary({}))


def walk_names(rules: Rules) -> WalkNames:
    """Collect the class names from the rule files embeds.toml, boxes.toml and figures.toml."""
    return _names(rules.family("embeds"), rules.family("boxes"), rules.family("figures"))


@lru_cache(maxsize=FAMILIES_KEPT)
def _names(embeds: Family, boxes: Family, figures: Family) -> WalkNames:
    """Make the WalkNames of these three families of rules."""
    captions = (*figures.all_words("caption"), *figures.all_words("caption_beside"))
    roles = {NOTE: tuple(boxes.all_words("note")), SAID_TWICE: tuple(boxes.all_words("read_out")), CAPTION: captions}
    return WalkNames(frozenset(map(str.lower, embeds.all_words("post"))), vocabulary(roles))
