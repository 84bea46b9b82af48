"""Additions to the shipped rules about pages' data (state.toml); a part of `rule_additions`."""

from __future__ import annotations

from tests.html.state.pages import STORY
from tests.rule_pages import from_state, kept

#: As `rule_additions.CASES`.
STATE = {
    "a key of a text in a page's data": (
        "state",
        '[words.text]\n"*" = ["log_entry"]',
        kept(logEntry="\n".join(STORY)),
        from_state,
    ),
    "a key of a headline in a page's data": (
        "state",
        '[words.title]\n"*" = ["shipname"]',
        kept(hed=None, ship_name="Ferry back in service", body="\n".join(STORY)),
        from_state,
    ),
    "a key of text elements in a page's data": (
        "state",
        '[words.element_text]\n"*" = ["entry"]',
        kept(parts=[{"_id": str(n), "entry": line} for n, line in enumerate(STORY)]),
        from_state,
    ),
    "a type of text elements in a page's data": (
        "state",
        "[[rule]]\nid = 'signal-flags'\npart = 'no_text'\npattern = '^signal-flags$'\nexamples = ['signal-flags']",
        kept(
            parts=[{"type": "p", "text": line} for line in STORY]
            + [{"type": "signalFlags", "text": "Whiskey, foxtrot."}]
        ),
        from_state,
    ),
    "a value that says that a text is sold": (
        "state",
        '[words.paid]\n"*" = ["firstclass"]',
        kept(body="\n".join(STORY), accessLevel="firstclass"),
        lambda article: not from_state(article),
    ),
    "a key of elements' parts": (
        "state",
        '[words.element_parts]\n"*" = ["planks"]',
        kept(
            parts=[*({"type": "p", "text": line} for line in STORY), {"type": "list", "planks": ["Soup", "Blankets"]}]
        ),
        lambda article: any(block.kind == "list_item" for block in article.blocks),
    ),
    "a key of what holds an element's parts": (
        "state",
        '[words.element_holder]\n"*" = ["hull"]',
        kept(
            parts=[
                *({"type": "p", "text": line} for line in STORY),
                {"type": "list", "hull": {"items": ["Soup", "Blankets"]}},
            ]
        ),
        lambda article: any(block.kind == "list_item" for block in article.blocks),
    ),
    "a key of an address": (
        "state",
        '[words.address]\n"*" = ["moorage"]',
        kept(hed=None, moorage="/news/ferry", body="\n".join(STORY)),
        from_state,
    ),
    "a key that says that a text is sold": (
        "state",
        "[[rule]]\nid = 'ticket'\npart = 'sold'\npattern = '^ticketed$'\nexamples = ['ticketed']",
        kept(body="\n".join(STORY), ticketed=True),
        lambda article: not from_state(article),
    ),
    "a type of subheads in a page's data": (
        "state",
        "[[rule]]\nid = 'flagship'\npart = 'heading'\npattern = '^flagship$'\nexamples = ['flagship']",
        kept(parts=[{"type": "flagship", "text": "Below deck"}, *({"type": "p", "text": line} for line in STORY)]),
        lambda article: any(block.kind == "subhead" for block in article.blocks),
    ),
    "a type of quotations in a page's data": (
        "state",
        "[[rule]]\nid = 'hailed'\npart = 'quotation'\npattern = '^hailed$'\nexamples = ['hailed']",
        kept(parts=[*({"type": "p", "text": line} for line in STORY), {"type": "hailed", "text": "We sail at dawn."}]),
        lambda article: any(block.kind == "quote" for block in article.blocks),
    ),
    "a key of elements' types": (
        "state",
        '[words.element_type]\n"*" = ["rig"]',
        kept(parts=[{"rig": "heading", "text": "Below deck"}, *({"type": "p", "text": line} for line in STORY)]),
        lambda article: any(block.kind == "subhead" for block in article.blocks),
    ),
    "a key of a headline's parts in a page's data": (
        "state",
        '[words.title_part]\n"*" = ["pennant"]',
        kept(hed={"pennant": "Ferry back in service"}, body="\n".join(STORY)),
        from_state,
    ),
    "a key that says that a text is free": (
        "state",
        '[words.free]\n"*" = ["openforall"]',
        kept(body="\n".join(STORY), openForAll=False),
        lambda article: not from_state(article),
    ),
    "a key that says who may read a text": (
        "state",
        '[words.access]\n"*" = ["ticketclass"]',
        kept(body="\n".join(STORY), ticketClass="premium"),
        lambda article: not from_state(article),
    ),
    "a key of what belongs to something else than the story": (
        "state",
        "[[rule]]\nid = 'galley'\npart = 'elsewhere'\npattern = '^galley$'\nexamples = ['galley']",
        kept(galley={"body": "\n".join(STORY)}),
        lambda article: not from_state(article),
    ),
}
