"""Additions to the shipped rules about plain texts (text.toml), each with a text; a part of `rule_additions`."""

from __future__ import annotations

import re
from collections.abc import Callable

from parsers import Article
from tests.html.state.pages import STORY
from tests.rule_pages import cut, refused

Holds = Callable[[Article], bool]
_ABOVE = "Headline: Ferry back in service\nDate: 2024-05-02\n"


#: A text whose lines were broken at links, and one of those lines with the line below it.
_BROKEN = [re.sub(r" (?=(?:on|and|had|said) )", "\n", line) for line in STORY]
_ABOARD = "At noon all of the crew went aboard\nHavørn"
_LATER = "All tickets that were sold for Monday are good until the end of May, the captain told the passengers."


def text(line: str) -> str:
    """A text with a line between its paragraphs."""
    return "\n\n".join(("Ferry back in service", *STORY[:2], line, *STORY[2:]))


def labelled(label: str, value: str, holds: Holds, *, above: str = _ABOVE) -> tuple[str, str, str, Holds]:
    """A field that is told by a new label of one of the lists of labels."""
    added = f'[words.label_{label}]\nen = ["mooring"]'
    return "text", added, f"{above}Mooring: {value}\n\n" + "\n\n".join(STORY), holds


#: As `rule_additions.CASES`.
TEXTS = {
    "a label of headlines": labelled(
        "headline",
        "Ferry back in service",
        lambda article: article.headline == "Ferry back in service",
        above="Date: 2024-05-02\nByline: Ada Lund\n",
    ),
    "a label of kickers": labelled("kicker", "At sea", lambda article: article.kicker == "At sea"),
    "a label of standfirsts": labelled(
        "standfirst", "It sails again", lambda article: article.standfirst == "It sails again"
    ),
    "a label of bylines": labelled("byline", "Ada Lund", lambda article: article.authors == ("Ada Lund",)),
    "a label of the day of a change": labelled(
        "modified", "4 May 2024", lambda article: (article.modified_at or "").startswith("2024-05-04")
    ),
    "a label of sections": labelled("section", "Harbour", lambda article: article.section == "Harbour"),
    "a label of tags": labelled("tags", "ferries, quays", lambda article: article.tags == ("ferries", "quays")),
    "a label of captions": labelled(
        "caption",
        "The boat at the quay",
        lambda article: [one.text for one in article.captions] == ["The boat at the quay"],
    ),
    "a label of corrections": labelled(
        "correction",
        "The tide was low.",
        lambda article: [one.text for one in article.blocks if one.kind == "correction"] == ["The tide was low."],
    ),
    "a value that says that there is none": (
        "text",
        '[words.no_value]\nen = ["empty berth"]',
        "Headline: Ferry back in service\nStandfirst: Empty berth\n\n" + "\n\n".join(STORY),
        lambda article: article.standfirst is None,
    ),
    "a heading above a text browser's list of links": (
        "text",
        '[words.link_list]\nen = ["anchorages"]',
        "\n\n".join(("Ferry back in service", *STORY, "Anchorages"))
        + "".join(f"\n   {number}. https://outlet.example/{number}" for number in (1, 2, 3)),
        lambda article: article.dropped[-1].text.startswith("Anchorages https"),
    ),
    "a word before the number of a page": ("text", '[words.page]\nen = ["deck"]', text("Deck 3"), cut("Deck")),
    "a word behind the number of a page": (
        "text",
        '[words.page_behind]\nen = ["deck"]',
        text("3 deck"),
        cut("deck"),
    ),
    "a word between two numbers of pages": (
        "text",
        '[words.out_of]\nen = ["outof"]',
        text("Page 3 outof 12"),
        cut("Page"),
    ),
    "a label of the day of publication": labelled(
        "published",
        "4 May 2024",
        lambda article: article.published_raw == "4 May 2024",
        above="Headline: Ferry back in service\nByline: Ada Lund\n",
    ),
    "a label of addresses": (
        "text",
        '[words.label_address]\nen = ["mooring"]',
        "\n\n".join(["\n\n".join(("Mooring: www.harbourpost.example/ferry", "Ferry back in service", *STORY))] * 2),
        refused("several_articles"),
    ),
    "a label of the text itself": labelled(
        "body", _LATER, lambda article: [block.text for block in article.blocks] == [_LATER, *STORY]
    ),
    "a label of what is told of an article besides": labelled(
        "other", "Nine quays, behind the customs house.", lambda article: article.standfirst is None
    ),
    "a word before the time of a change": (
        "text",
        '[words.updated]\nen = ["resailed"]',
        text("Resailed 10:05 at the quay"),
        cut("Resailed"),
    ),
    "a word that no heading ends with": (
        "text",
        '[words.unfinished]\nen = ["aboard"]',
        "\n\n".join(("Ferry back in service", *_BROKEN[:3], _ABOARD, *_BROKEN[3:])),
        lambda article: any("went aboard Havørn" in block.text for block in article.blocks),
    ),
    "a label of a text's source": (
        "text",
        '[words.source]\nen = ["moored by"]',
        f"\n\n{'=' * 12}\n\n".join(["\n\n".join(("Ferry back in service\nMoored by: Harbour Wire", *STORY))] * 2),
        refused("several_articles"),
    ),
    "a label of sections in a line of the text": (
        "text",
        '[words.section]\nen = ["moored under"]',
        "\n\n".join(("Ferry back in service", "Moored under: Ships", *STORY)),
        lambda article: article.section == "Ships",
    ),
    "a name of columns": (
        "text",
        '[words.column]\nen = ["skipper", "voyage"]',
        "skipper,voyage\n" + "\n".join(f'Ada Lund,"{line}"' for line in STORY),
        refused("data_file"),
    ),
    "what databases call an article": (
        "text",
        '[words.document]\nen = ["logbook"]',
        "\n\n".join(line for n in (1, 2) for line in (f"Logbook {n} of 2", "Ferry back in service", *STORY)),
        refused("several_articles"),
    ),
}
