"""The class names by which the walk knows embedded posts, text for screen readers, notes in a line, and captions.

Takes the rules; gives a WalkNames, made once for each set of rules.  Whoever walks a page hands it to the walk, which
knows no rules itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from parsers.html.markup.class_words import Vocabulary, vocabulary
from parsers.rules import FAMILIES_KEPT, Family, Rules

#: Roles of an inline element: a note, hidden or in the margin, that is no part of the line of text in which it stands;
#: what screen readers are told in place of a neighbour that they skip; and the caption of the picture before it.
NOTE: Final = 1 << 0
SAID_TWICE: Final = 1 << 1
CAPTION: Final = 1 << 2


@dataclass(frozen=True, slots=True, eq=False)
class WalkNames:
    """Class names, as the walk uses them."""

    #: The classes, in lower case, that networks give to the mark-up of their posts.
    posts: frozenset[str]
    #: Words in the class of an inline element, with the bits of the roles that they may give it.
    roles: Vocabulary


#: No names, for walks that need not know them.
NO_NAMES: Final = WalkNames(frozenset(), vocabulary({}))


def walk_names(rules: Rules) -> WalkNames:
    """The class names in a set of rules."""
    return _names(rules.family("embeds"), rules.family("boxes"), rules.family("figures"))


@lru_cache(maxsize=FAMILIES_KEPT)
def _names(embeds: Family, boxes: Family, figures: Family) -> WalkNames:
    captions = (*figures.all_words("caption"), *figures.all_words("caption_beside"))
    roles = {NOTE: tuple(boxes.all_words("note")), SAID_TWICE: tuple(boxes.all_words("read_out")), CAPTION: captions}
    return WalkNames(frozenset(map(str.lower, embeds.all_words("post"))), vocabulary(roles))
