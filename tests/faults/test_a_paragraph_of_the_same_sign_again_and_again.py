"""A paragraph or page that repeats one sign without end fills no memory, and costs as much as it is long."""

import tracemalloc
from unittest import mock

import pytest
from lxml import html

from parsers import parse_page
from parsers.correspondents import read_correspondents
from parsers.correspondents.rule_index import grammar
from parsers.html.body import cuts
from parsers.html.markup.misused_tags import NOTE, role_of
from parsers.html.markup.walk_names import walk_names
from parsers.html.scoring.page_phrases import NAMES, phrase_row
from parsers.lines.consent_walls import is_about_consent
from parsers.required_text import folded
from parsers.rules import default_rules

MANY = 40_000


@pytest.mark.parametrize("sign", ["=", "cookies "])
def test_signs_without_end(sign: str) -> None:
    rules, text = default_rules(), sign * MANY
    index = grammar(rules).index
    index.likely("")
    is_about_consent("", rules)
    tracemalloc.start()
    try:
        index.likely(folded(text))
        is_about_consent(text, rules)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 4 * len(text) + 4_000_000
    assert read_correspondents(text, publisher="Harbour Post") == []


def test_buttons_without_end() -> None:
    buttons = ["reply quote asked posted"] * 30_000
    tracemalloc.start()
    try:
        row = phrase_row(buttons, (), "")
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert dict(zip(NAMES, row))["signs_of_forum"] == 2  # "quote" and "asked "
    assert most < 4 * 30_000 * len(buttons[0])


def test_words_for_screen_readers_without_end() -> None:
    # Each of them is looked at by itself: one that read its whole paragraph made a page of 800 kB take minutes.
    paragraph = html.fragment_fromstring("<p>" + "<i class=sr-only>Start of quotation.</i> The quay. " * MANY + "</p>")
    roles, first = walk_names(default_rules()).roles, paragraph[0]
    role_of(first, {"class": "sr-only"}, roles)
    tracemalloc.start()
    try:
        assert role_of(first, {"class": "sr-only"}, roles) == NOTE
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < MANY


def test_pictures_in_links_without_end() -> None:
    # Each line of the box asks whether it is one link of it: one that tried all links made a page take minutes.
    says = "The harbour master closed the pier on Monday after the storm had torn two boats from their moorings."
    stories = [f"<a href=/y/z-{i}><img src=a.jpg>{i} {says}</a><br><br>{i} {says}<br><br>" for i in range(400)]
    page = f"<h1>The storm in the harbour</h1>{f'<p>{says * 3}</p>' * 10}<div>{''.join(stories)}</div>"
    with mock.patch.object(cuts, "element_text", wraps=cuts.element_text) as read:
        parse_page(page.encode(), url="https://harbourpost.example/2024/05/03/the-storm")
    assert 0 < read.call_count < 8 * len(stories)
