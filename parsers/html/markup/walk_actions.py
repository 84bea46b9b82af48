"""What the walk does with an element, by its tag: it starts a block, counts as a link, is skipped with all in it, ...

`ACTIONS` takes a tag and gives what the element is read as, a number: AS_BLOCK, AS_LINK, ...; AS_OWN is for all other
tags, such as those of a site's own, AS_INLINE for those that change nothing.  From AS_SKIPPED on, everything inside the
element is skipped; AS_UNSEEN is an element inside a skipped one.  `parsers.html.markup.walk` applies them.
"""

from __future__ import annotations

from typing import Final

from parsers.html.markup import tag_facts

AS_INLINE, AS_BLOCK, AS_BREAK, AS_LINK, AS_BOLD, AS_PICTURE, AS_NOSCRIPT, AS_BUTTON = range(8)
AS_SPAN, AS_NOTE, AS_FIELD, AS_FONT, AS_OWN = range(8, 13)
AS_SKIPPED, AS_EMBED, AS_UNSEEN = range(13, 16)
#: Tag -> its action.
ACTIONS: Final[dict[str, int]] = {
    **dict.fromkeys(tag_facts.BLOCKS, AS_BLOCK),
    **dict.fromkeys(tag_facts.SKIPPED, AS_SKIPPED),
    **dict.fromkeys(tag_facts.PICTURES, AS_PICTURE),
    **dict.fromkeys(tag_facts.EMBEDS, AS_EMBED),
    "br": AS_BREAK,
    "a": AS_LINK,
    "b": AS_BOLD,
    "strong": AS_BOLD,
    "noscript": AS_NOSCRIPT,
    "button": AS_BUTTON,
    "input": AS_FIELD,
    **dict.fromkeys(("span", "small", "i", "em", "mark", "sup"), AS_SPAN),
    "font": AS_FONT,
    **dict.fromkeys(("time", "u", "picture", "source", "meta", "link"), AS_INLINE),
}
#: How a site's own elements end that are named for a figure or a caption.
FIGURE_ENDS: Final = ("-figure", "-figcaption", "-caption")
