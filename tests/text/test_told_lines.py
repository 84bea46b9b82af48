"""What a dump tells of its article in lines of their own, changes, notes, section, tags; and lines that look alike."""

from datetime import UTC, datetime

import pytest

from parsers import parse_page
from parsers.model import Article, Rejection

FETCHED = datetime(2026, 6, 1, tzinfo=UTC)
HEADLINE = "Inquiry into the ferry's brakes opens in Hartsea"
BODY = [
    "The inquiry into the brakes of the island ferry opened on Sunday, with more people at the door than chairs.",
    "Three members of the crew said that they had asked for new brakes four times since the autumn, in vain.",
    "The office says that it never saw the book, and its lawyer asked for two days to look through its letters.",
]
MANY = [f"{first} {last}" for first in ("Ann", "Tom", "Mary", "John") for last in ("Lister", "Halloran", "Kvist")]
END = "The inquiry goes on until Thursday, and the hall stays open to all who want to listen."
TEXT_DE = [
    "Der Deich zwischen dem Hafen und dem Leuchtturm bleibt gesperrt, wie der Verband am Donnerstag mitgeteilt hat.",
    "Zwei Gutachter haben die Strecke geprüft und drei Stellen gefunden, an denen die Narbe nicht mehr hält.",
    "Der Hafen ist von der Sperrung nicht betroffen, und auch der Wochenmarkt findet am Samstag statt.",
]


def article(*lines: str) -> Article:
    found = parse_page("\n\n".join(lines).encode(), media_type="text/plain", fetched_at=FETCHED)
    assert isinstance(found, Article)
    return found


def texts(found: Article, *kinds: str) -> list[str]:
    return [block.text for block in found.blocks if block.kind in kinds]


@pytest.mark.parametrize(
    ("lines", "published", "modified"),
    [
        (["Published 3 May 2026", "Last updated 4 May 2026"], "2026-05-03", "2026-05-04"),
        (["3 May 2026 - Updated 4 May 2026"], "2026-05-03", "2026-05-04"),
        (["Updated: 4 May 2026 Published: 3 May 2026"], "2026-05-03", "2026-05-04"),
        (["Updated:", "4 May 2026", "Original:", "3 May 2026"], "2026-05-03", "2026-05-04"),
        (["Updated 4 May 2026"], None, "2026-05-04"),
        (["3 May 2026"], "2026-05-03", None),
        (["By Ann Lister, 3 May 2026"], "2026-05-03", None),
    ],
)
def test_published_and_changed(lines: list[str], published: str | None, modified: str | None) -> None:
    found = article(HEADLINE, *lines, *BODY)
    assert (found.published_at, found.modified_at) == (published, modified)
    assert texts(found, "paragraph") == BODY


def test_an_agency_in_brackets_below_the_last_paragraph_is_no_picture_credit() -> None:
    found = article("Der Deich bei Wremen bleibt gesperrt", *TEXT_DE, "(dpa)")
    assert [(row.kind, row.outlet) for row in found.correspondents] == [("agency", "dpa")]
    assert texts(found, "paragraph") == TEXT_DE


def test_a_day_is_no_number_of_a_list() -> None:
    found = article("Der Deich bei Wremen bleibt gesperrt", "3. Mai 2026, 05:00 Uhr", *TEXT_DE)
    assert found.published_at == "2026-05-03T05:00:00+02:00"


def test_the_day_in_the_address_counts_where_none_is_printed() -> None:
    text = "\n\n".join((HEADLINE, *BODY)).encode()
    found = parse_page(text, media_type="text/plain", url="https://hartseapost.example/2026/05/03/inquiry")
    assert isinstance(found, Article)
    assert (found.published_at, found.published_raw) == ("2026-05-03", "2026-05-03")


def test_a_byline_with_its_day_stays_a_byline() -> None:
    found = article("Der Deich bei Wremen bleibt gesperrt", "Von Imke Brandt 03.05.2026, 18:11 Uhr", *TEXT_DE)
    assert (found.authors, found.published_at) == (("Imke Brandt",), "2026-05-03T18:11:00+02:00")


def test_the_byline_of_another_story_is_told_as_cut() -> None:
    long = [f"{text} {END}" for text in BODY]
    found = article(HEADLINE, "By Mira Holt", *long, "By Per Aas", "Council votes to close two schools")
    assert (found.byline, found.authors) == ("By Mira Holt", ("Mira Holt",))
    assert [cut.reason for cut in found.dropped if cut.text == "By Per Aas"] == ["metadata"]


@pytest.mark.parametrize(
    "note", ["This article was amended on 4 May 2026.", "Correction: It was four times, not three."]
)
def test_notes_of_the_editors_are_blocks(note: str) -> None:
    for lines in ([HEADLINE, note, *BODY], [HEADLINE, *BODY, note], [HEADLINE, *BODY, "Share this story", note]):
        found = article(*lines)
        assert texts(found, "correction") == [note]
        assert texts(found, "paragraph") == BODY


def test_readers_who_correct_each_other_are_no_editors() -> None:
    comments = [
        "Comments",
        "Correction: the brakes were new, as everybody on the island knows who took the boat in May.",
    ]
    assert texts(article(HEADLINE, *BODY, *BODY, *comments), "correction") == []


@pytest.mark.parametrize(
    ("lines", "section", "tags"),
    [
        (["Filed under: Harbour", "Tags: ferries, Hartsea harbour"], "Harbour", ("ferries", "Hartsea harbour")),
        (["Posted in Harbour"], "Harbour", ()),
        (
            ["Tags", "• ferries", "• Hartsea harbour", "Follow the story every week"],
            None,
            ("ferries", "Hartsea harbour"),
        ),
        (["Tags: ferries and all that sails between the islands and the coast in winter"], None, ()),
        (["Share this story"], None, ()),
    ],
)
def test_section_and_tags(lines: list[str], section: str | None, tags: tuple[str, ...]) -> None:
    found = article(HEADLINE, *BODY, *lines)
    assert (found.section, found.tags) == (section, tags)
    assert texts(found, "paragraph") == BODY


@pytest.mark.parametrize("end", ["Der Markt findet statt. (mit dpa/lni)", "Alles bleibt vorerst so, wie es war. [red]"])
def test_a_note_in_brackets_ends_a_sentence(end: str) -> None:
    assert texts(article("Der Deich bei Wremen bleibt gesperrt", *TEXT_DE, end), "paragraph")[-1] == end


def test_who_speaks_behind_a_dash_is_no_item_of_a_list() -> None:
    speech = "- Nobody believed that the boat would come back, said the keeper of the lock."
    assert texts(article(HEADLINE, BODY[0], speech, BODY[1]), "paragraph") == [BODY[0], speech, BODY[1]]
    spoken = ["- Did you write it in the book?", "- I wrote it - said Bo Kvist - four times."]
    assert texts(article(HEADLINE, BODY[0], *spoken, BODY[1]), "paragraph") == [BODY[0], *spoken, BODY[1]]
    items = ["- The boat is old.", "- The brakes are older.", "- The book is empty."]
    assert texts(article(HEADLINE, BODY[0], *items, BODY[1]), "list_item") == [item[2:] for item in items]


def test_numbers_that_rise_above_paragraphs_are_subheads() -> None:
    titles = ["1. The brakes", "2. The crew", "3. The office"]
    found = article(HEADLINE, BODY[0], *(line for pair in zip(titles, BODY) for line in pair), END)
    assert texts(found, "subhead") == titles
    items = ["1. The boat is old.", "2. The brakes are older.", "3. The book is empty."]
    assert texts(article(HEADLINE, BODY[0], *items, BODY[1]), "list_item") == [item[3:] for item in items]


@pytest.mark.parametrize("indent", [" ", "   ", "\u3000"])
def test_a_subhead_left_of_its_paragraphs_is_kept(indent: str) -> None:
    found = article(
        HEADLINE, *(indent + line for line in BODY[:2]), "What happens next", indent + BODY[2], indent + END
    )
    assert texts(found, "subhead") == ["What happens next"]


def test_a_rate_of_exchange_is_the_last_block() -> None:
    rate = "($1 = 0.9120 euros)"
    found = article(HEADLINE, *BODY, END, rate, "(Reporting by Ada Lund; Editing by Bo Kvist)")
    assert texts(found, "paragraph")[-1] == rate


def test_a_short_deck_above_the_day() -> None:
    deck = "Crew asked for new brakes in vain"
    assert article(HEADLINE, deck, "3 May 2026", *BODY).standfirst == deck
    assert article(HEADLINE, "Ada Lund, Hartsea", "3 May 2026", *BODY).standfirst is None


def test_the_imprint_of_a_page_is_no_credit() -> None:
    found = article(HEADLINE, *BODY, "Log in to write something", "© Hartsea Post Ltd. Terms of use")
    assert found.captions == ()
    credited = article(HEADLINE, *BODY, "The ferry lies at the slip", "© Reuters")
    assert [(caption.text, caption.credit) for caption in credited.captions] == [
        ("The ferry lies at the slip", "Reuters")
    ]


def test_words_printed_again_are_cut_below_their_paragraph_and_kept_above_it() -> None:
    quoted = "The office says that it never saw the book"
    below, above = article(HEADLINE, *BODY, quoted, END), article(f"# {HEADLINE}", *BODY[:2], END, quoted, BODY[2])
    assert [cut.reason for cut in below.dropped if cut.text == quoted] == ["pull_quote"]
    assert texts(above, "subhead") == [quoted]


@pytest.mark.parametrize("above", ["News Sport Culture", "Home > Harbour", "www.hartseapost.example"])
def test_menus_and_addresses_are_no_kickers(above: str) -> None:
    assert article(above, HEADLINE, *BODY).kicker is None
    assert article("Harbour", HEADLINE, *BODY).kicker == "Harbour"


def test_an_error_page_is_no_article() -> None:
    text = "Page not found\n\nThe page that you asked for does not exist, or it has moved.\n\nTo the front page\n"
    found = parse_page(text.encode(), media_type="text/plain")
    assert isinstance(found, Rejection)
    assert found.reason == "soft_404"


@pytest.mark.parametrize(
    ("lines", "captions"),
    [
        (["The ferry at the slip", "The ferry at the slip"], [("The ferry at the slip", None)]),
        ([BODY[1] + "\nAda Lund/Getty Images"], [(BODY[1], "Ada Lund/Getty Images")]),
        (["Ada Lund/Getty Images"], []),
        (["# The ferry", "# The ferry"], []),
        ([f"![Boats](/b.jpg)The ferry at the slip.\n{BODY[1]} [a](/b)", "© Reuters"], []),
    ],
)
def test_captions_told_by_repeats_and_credits(lines: list[str], captions: list[tuple[str, str | None]]) -> None:
    found = article(HEADLINE, "By Ann Lister", BODY[0], *lines, BODY[2], END)
    assert [(caption.text, caption.credit) for caption in found.captions] == captions
    assert "Ada Lund/Getty Images" not in texts(found, "paragraph", "subhead")


@pytest.mark.parametrize(
    ("lines", "authors"),
    [
        (["Ann Lister, Tom Hall and Ada Lund"], ["Ann Lister", "Tom Hall", "Ada Lund"]),
        (["byAnn Lister"], ["Ann Lister"]),
        (["By Ann Lister", "3 May 2026", "Tom Hall"], ["Ann Lister"]),
        (["By Ann Lister", "Tom Hall"], ["Ann Lister", "Tom Hall"]),
        (["By " + ", ".join(MANY)], MANY),
    ],
)
def test_who_wrote_it(lines: list[str], authors: list[str]) -> None:
    assert list(article(HEADLINE, *lines, *BODY).authors) == authors


def test_an_agency_right_below_the_headline_wrote_it() -> None:
    assert article(f"{HEADLINE}\nBy Associated Press", *BODY).authors == ("Associated Press",)


def test_a_caption_is_no_headline() -> None:
    caption = "Inquiry into the ferry and its crew at the slip in Hartsea"
    found = article(HEADLINE, f"{caption}\nPhoto: Ada Lund", caption, *BODY)
    assert (found.headline, [(c.text, c.credit) for c in found.captions]) == (HEADLINE, [(caption, "Ada Lund")])


def test_the_day_of_a_mail_is_not_that_of_its_article() -> None:
    mail = "From: Ada Lund <ada@hartseapost.example>\nSent: Friday, 8 May 2026 10:05\nSubject: FW: Inquiry"
    assert article(mail, HEADLINE, "3 May 2026", *BODY).published_at == "2026-05-03"
