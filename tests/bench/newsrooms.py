"""Makes copies of a real article as newsrooms do with agency copy, and other stories that share a part with it.

Every operation takes an article's paragraphs and a seeded random generator, and gives paragraphs; `copies` and
`lookalikes` put operations together.  Works in any language: no operation knows a word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

Paragraphs = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """One story as an outlet prints it: a source, a copy of one, or another story."""

    #: Name of the family that it is a copy in; stories that must stay alone have names of their own.
    family: str
    #: What was done to it.
    made: str
    paragraphs: Paragraphs
    #: The agency that it names in its credits, and whether it is the agency's own page.
    agency: str | None = None
    is_source: bool = False


def lede_rewritten(story: Paragraphs, dice: Random) -> Paragraphs:
    """The words of the first paragraph in random order, as if it had been written anew."""
    words = story[0].split()
    dice.shuffle(words)
    return (" ".join(words), *story[1:])


def cut(story: Paragraphs, dice: Random) -> Paragraphs:
    """The first paragraphs only: four to nine tenths of the story."""
    return story[: max(1, round(len(story) * dice.uniform(0.4, 0.9)))]


def paragraph_added(story: Paragraphs, dice: Random) -> Paragraphs:
    """One more paragraph: random words of the story, as if the outlet had added something of its own."""
    words = " ".join(story).split()
    own = " ".join(dice.choices(words, k=dice.randint(25, 60)))
    place = dice.randint(1, len(story))
    return (*story[:place], own, *story[place:])


def agency_line_added(story: Paragraphs, dice: Random) -> Paragraphs:
    place = dice.choice(("PORT CALDER", "Lindmouth", "TARSA"))
    return (
        f"{place}, March {dice.randint(1, 28)} (Northwire) - {story[0]}",
        *story[1:],
        "Reporting by Northwire staff",
    )


def agency_line_dropped(story: Paragraphs, dice: Random) -> Paragraphs:
    """Remove the dateline: what stands before the first dash of the first paragraph, if it is short."""
    head, dash, rest = story[0].partition(" - ")
    return (rest, *story[1:]) if dash and len(head) < 60 else story


def other_marks(story: Paragraphs, dice: Random) -> Paragraphs:
    """Quotation marks, dashes, apostrophes and ellipses exchanged, as in another house style."""
    pair = dice.choice((("\u201c", "\u201d"), ("\u00ab\u00a0", "\u00a0\u00bb"), ("\u201e", "\u201c"), ("'", "'")))
    flat = (re.sub(r"[\u201c\u201d\u201e\u00ab\u00bb]\s?", '"', text) for text in story)
    marked = (re.sub(r'"([^"]*)"', rf"{pair[0]}\1{pair[1]}", text) for text in flat)
    return tuple(text.replace(" - ", " \u2013 ").replace("\u2019", "'").replace("...", "\u2026") for text in marked)


def subheads_added(story: Paragraphs, dice: Random) -> Paragraphs:
    parts: list[str] = []
    for number, text in enumerate(story):
        if number and number % 4 == 0:
            parts.append(" ".join(dice.choices(text.split() or ["News"], k=3)))
        parts.append(text)
    return tuple(parts)


def house_style(story: Paragraphs, dice: Random) -> Paragraphs:
    """One word in fifteen is always spelled in another way, as with colour and color, per cent and percent."""
    words = Counter(" ".join(story).split())
    swapped = {word: f"{word[:-1]}u{word[-1]}" for word in words if len(word) > 3 and dice.random() < 1 / 15}
    return tuple(" ".join(swapped.get(word, word) for word in text.split()) for text in story)


def light_edits(story: Paragraphs, dice: Random) -> Paragraphs:
    """Two to eight words in a hundred are left out or exchanged, or get another word behind them."""
    words, share = " ".join(story).split(), dice.uniform(0.02, 0.08)

    def edited(word: str) -> str:
        if dice.random() >= share:
            return word
        return dice.choice(("", dice.choice(words), f"{word} {dice.choice(words)}"))

    return tuple(" ".join(edited(word) for word in text.split()) for text in story)


def paragraphs_joined(story: Paragraphs, dice: Random) -> Paragraphs:
    """Every two paragraphs joined into one."""
    return tuple(" ".join(story[n : n + 2]) for n in range(0, len(story), 2))


def paragraphs_swapped(story: Paragraphs, dice: Random) -> Paragraphs:
    if len(story) < 3:
        return story
    place = dice.randint(1, len(story) - 2)
    return (*story[:place], story[place + 1], story[place], *story[place + 2 :])


OPERATIONS: tuple[Callable[[Paragraphs, Random], Paragraphs], ...] = (
    lede_rewritten, cut, paragraph_added, agency_line_added, agency_line_dropped, other_marks, subheads_added,
    house_style, light_edits, paragraphs_joined, paragraphs_swapped,
)  # fmt: skip


def copies(name: str, story: Paragraphs, count: int, dice: Random, *, agency: str | None) -> Iterator[Printed]:
    """A story, then `count` copies of it: one unchanged, the others each with one to four operations."""
    yield Printed(name, "source", story, agency, True)
    yield Printed(name, "unchanged", story, agency)
    for _ in range(count - 1):
        text, made = story, []
        for operation in dice.sample(OPERATIONS, dice.randint(1, 4)):
            text = operation(text, dice) or text
            made.append(operation.__name__)
        # One paper in three keeps the agency's credit, as papers do.
        yield Printed(name, " + ".join(sorted(made)), text, agency if dice.random() < 1 / 3 else None)


def lookalikes(name: str, story: Paragraphs, hosts: Sequence[Paragraphs], dice: Random) -> Iterator[Printed]:
    """Stories that are no copies of this one but quote a paragraph of it, repeat its last fifth (background), or sum it
    up among others.

    hosts: the stories that get these parts.
    """
    quoting, informed, first, *others = hosts
    place = dice.randint(0, len(quoting))
    one = max(story, key=len)
    yield Printed(f"{name}-quotes", "quotes", (*quoting[:place], f"\u201c{one}\u201d", *quoting[place:]))
    background = story[-max(1, len(story) // 5) :]
    yield Printed(f"{name}-background", "background", (*informed, *background))
    yield Printed(f"{name}-roundup", "roundup", (*first, *story, *(text for other in others for text in other)))


def with_boilerplate(stories: Sequence[Printed], lines: Paragraphs) -> list[Printed]:
    """The same stories, all with the same lines at their end, as of one outlet."""
    return [replace(story, paragraphs=(*story.paragraphs, *lines), made="boilerplate") for story in stories]
