"""Comments, teasers, numbered galleries, consent and sign-up boxes are cut with a reason, and nothing else is."""

from __future__ import annotations

import pytest

from parsers import Article, parse_page

STORY = [
    "The ferry to Lunde was cancelled on Monday after its bow door failed to close, the operator said.",
    "Some 240 passengers spent the night in the terminal, where volunteers handed out blankets and hot soup.",
    "A replacement ship, the Havørn, was expected from Vardal on Tuesday morning, and two coaches would run.",
    "The operator, which has run the line since 1974, said it would refund all tickets and pay for hotel rooms.",
    "Engineers found a bent hinge on the door, which had last been looked at in spring, and sent for a new one.",
]
SAID = [
    "They should have sold that old tub years ago, everyone on the island knows that the doors leak in winter.",
    "My brother works on the line and says that the hinge was known to be bent since the storm in the spring.",
    "Why is nobody talking about the crew, who stayed with the passengers all night without any pay for it?",
    "Build the bridge at last, then all of this would be over, and we could go home when we want to go home.",
]


def page(body: str, *, lang: str = "en", after: str = "") -> Article:
    text = f"""<html lang={lang}><head><title>Ferry cancelled | Lunde Post</title>
        <meta property=og:type content=article></head>
        <body><nav><ul><li><a href=/>Home</a><li><a href=/s>Sport</a><li><a href=/w>Weather</a></ul></nav>
        <main><div class=story><h1>Ferry to Lunde cancelled after bow door fails</h1>{body}</div>{after}</main>
        <footer>Copyright Lunde Post. All rights reserved.</footer></body></html>"""
    result = parse_page(text.encode(), url="https://lundepost.example/news/ferry-cancelled", media_type="text/html")
    assert isinstance(result, Article), result
    return result


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def texts(article: Article) -> list[str]:
    return [block.text for block in article.blocks]


NAMES = ("harbour rat", "Ada L.", "~kuba", "Гость")
STAMPS = {
    "brackets": "{name} [2026-03-0{n} 14:2{n}]",
    "guest": "{name} (gość) 0{n}.03.26, 14:2{n}:05",
    "slashes": "By {name} on 3/{n}/2026 at 14:2{n}",
}


@pytest.mark.parametrize("stamp", STAMPS.values(), ids=STAMPS)
@pytest.mark.parametrize("flat", [True, False])
@pytest.mark.parametrize("below", [True, False])
def test_dated_comments_of_readers(stamp: str, flat: bool, below: bool) -> None:
    parts = []
    for n, (name, said) in enumerate(zip(NAMES, SAID, strict=True), 1):
        line, text = f"<p>{stamp.format(name=name, n=n)}</p>", f"<p>{said}</p>"
        comment = text + line if below else line + text
        parts.append(comment if flat else f"<div class=c{n}>{comment}</div>")
    article = page(paragraphs(STORY), after=f"<section>{''.join(parts)}</section>")
    kept = texts(article)
    assert kept[: len(STORY)] == STORY
    # In a flat page whose comments end with their stamp, the first comment cannot be told from the story.
    assert not set(kept) & set(SAID[1:] if flat and below else SAID)


def test_dated_comments_below_a_short_article() -> None:
    stamped = (f"<div><p>{name} [2026-03-0{n} 14:2{n}]</p><p>{said}</p></div>" for n, (name, said) in
               enumerate(zip(NAMES, SAID, strict=True), 1))  # fmt: skip
    kept = texts(page(paragraphs(STORY[:2]), after=f"<section>{''.join(stamped)}</section>"))
    assert not set(kept) & set(SAID) and set(STORY[:2]) <= set(kept)


@pytest.mark.parametrize("name", ["xf-comment", "comment-content", "Comments_list", "kommentare", "c-commentaires"])
@pytest.mark.parametrize("whole", [True, False])
def test_comments_without_dates_in_boxes_named_so(name: str, whole: bool) -> None:
    said = [f"{said} ({n})" for n in range(3) for said in SAID]
    own = "" if whole else f" class={name}"
    thread = "".join(f"<div{own}><p>{text}</p></div>" for text in said)
    article = page(paragraphs(STORY), after=f"<div class={name if whole else 'below'}>{thread}</div>")
    assert texts(article) == STORY
    assert {cut.reason for cut in article.dropped if cut.text in said} <= {"comments"}


HEADS = {
    "lines, reply": "<p>{name}</p><p>{n} March 2026</p><p>{said}</p><p>Reply</p>",
    "boxes, reply": "<div><div>{name}</div><div>{n} March 2026</div><div>{said}</div><a>Like</a> <a>Reply</a></div>",
    "below a heading": "<h4>{name}</h4><p>{n} March 2026</p><p>{said}</p>",
    "terms below a heading": "<dl><dt>{name}, {n} March 2026</dt><dd>{said}</dd></dl>",
    "says, reply": "<p>{name} says:</p><p>March {n}, 2026 at 4:05 pm</p><p>{said}</p><p>Reply</p>",
    "says, below a heading": "<p>{name} says:</p><p>March {n}, 2026 at 4:05 pm</p><p>{said}</p>",
    "the day above who wrote, below a heading": "<p>March {n}, 2026</p><p>{name} wrote:</p><p>{said}</p>",
    "ago": "<div><b>{name}</b> <span>{n} hours ago</span><p>{said}</p></div>",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_comments_with_name_and_day_in_the_container_of_the_story(head: str) -> None:
    count = "4 thoughts on “Ferry back”" if ":" in head else "4 comments"
    heading = f"<h3>{count}</h3>" if "reply" not in head.lower() and "ago" not in head else ""
    thread = (head.format(name=name, n=n, said=said) for n, (name, said) in enumerate(zip(NAMES, SAID, strict=True), 1))
    article = page(paragraphs(STORY) + heading + "".join(thread))
    assert texts(article) == STORY
    assert {cut.reason for cut in article.dropped if cut.text in SAID} == {"comments"}


@pytest.mark.parametrize("head", ["<h3>{name}</h3><p>{n} March 2026</p>", "<p><b>{name}</b></p><p>{n} hours ago</p>"])
def test_events_and_a_log_of_reporters_have_such_heads_and_stay(head: str) -> None:
    told = (head.format(name=name, n=n) + f"<p>{said}</p>" for n, (name, said) in
            enumerate(zip(NAMES, SAID, strict=True), 1))  # fmt: skip
    assert set(SAID) <= set(texts(page(paragraphs(STORY[:2]) + "".join(told))))


def test_a_story_in_a_box_named_for_comments_stays() -> None:
    """Some pages give the box of their whole text a class like "comment": it may be commented on, or is an opinion."""
    assert texts(page(f"<div class='text comments-open'>{paragraphs(STORY)}</div>")) == STORY
    asked = f"<p>{STORY[0]}</p><div class=comment>{paragraphs(STORY[1:])}</div>"
    assert set(STORY[1:]) <= set(texts(page(asked)))


def test_a_log_of_one_newsroom_stays() -> None:
    log = "".join(f"<p>Update, {n}.3.2026, 14:2{n}</p><p>{said}</p>" for n, said in enumerate(SAID, 1))
    assert set(SAID) <= set(texts(page(paragraphs(STORY) + f"<div>{log}</div>")))


@pytest.mark.parametrize("length", ["{n}9:15 min", "0{n}:15 min", "2{n}:47 Min.", "5{n}:30"])
def test_videos_between_paragraphs_make_no_comments(length: str) -> None:
    """Lines of videos with a day and a length in minutes, which looks like a time of day, are not taken for
    comments."""
    videos = (f"<div>Plan {name} 0{n}.03.2026 | {length.format(n=n)}</div>" for n, name in enumerate(NAMES, 1))
    told = [f"<p>{said}</p>{video}" for said, video in zip(SAID, videos, strict=True)]
    assert set(SAID) <= set(texts(page(paragraphs(STORY) + "".join(told))))


def cards(count: int) -> str:
    return "".join(
        f"<li><div><a href=/story-{n}>Council delays vote on parking fees number {n}</a></div>"
        f"<div><p>{SAID[n]}</p></div><div>Today, 10:0{n}</div></li>"
        for n in range(count)
    )


def test_cards_of_other_stories_beside_the_article() -> None:
    article = page(paragraphs(STORY), after=f"<div class=river><ul>{cards(4)}</ul></div>")
    assert texts(article) == STORY


@pytest.mark.parametrize("times", [1, 2])
def test_cards_that_link_to_their_story_twice(times: int) -> None:
    """Teasers are cut also where the model scores only some of their texts as body."""
    rail = "".join(
        f"<div><h3><a href=/s-{n}>Council delays vote on parking fees number {n}</a></h3>"
        f"<p>{' '.join([said] * times)}</p><p><a href=/s-{n}>Read the full article</a></p></div>"
        for n, said in enumerate(reversed(SAID))
    )
    assert texts(page(paragraphs(STORY), after=f"<div><h2>Popular stories</h2>{rail}</div>")) == STORY


def test_titles_on_buttons_above_the_article_and_in_a_list_of_questions() -> None:
    titles = [f"Harbour master on the {n}th ferry of the island line | Full interview" for n in range(9)]
    rail = "".join(f"<div class=slide><button><h3>{title}</h3></button></div>" for title in titles)
    assert not set(texts(page(f"<div class=player>{rail}</div>{paragraphs(STORY)}"))) & set(titles)
    asked = "".join(f"<button><h3>{title}</h3></button><p>{said}</p>" for title, said in zip(titles, SAID))
    assert set(titles[:4]) <= set(texts(page(paragraphs(STORY) + asked)))


def test_linked_items_of_the_article_itself_stay() -> None:
    items = "".join(
        f"<div><h3><a href=/p{n}>The {n}th ferry of the island line</a></h3><p>{SAID[n]}</p></div>" for n in range(4)
    )
    assert set(SAID) <= set(texts(page(paragraphs(STORY[:2]) + items)))


def test_a_counted_gallery_below_the_article() -> None:
    shown = "".join(f"<li><h3>{n}/12 Ships of the line</h3><p>{SAID[n % 4]} ({n})</p></li>" for n in range(1, 13))
    article = page(paragraphs(STORY), after=f"<div class=pictures><h2>Ferries in pictures</h2><ul>{shown}</ul></div>")
    assert [text for text in texts(article) if text != "Ferries in pictures"] == STORY


def test_measures_of_a_recipe_are_no_gallery() -> None:
    measures = [
        "1/4 cup of sugar",
        "1/2 cup of salted butter",
        "1/4 cup of crushed mint",
        "1/2 spoon of salt",
        "1/3 cup of cocoa",
    ]
    items = "".join(f"<li>{measure}</li>" for measure in measures)
    assert set(measures) <= set(texts(page(f"{paragraphs(STORY[:3])}<ul>{items}</ul>{paragraphs(STORY[3:])}")))


CONSENT = (
    "The paper and {n} companies that work with it keep cookies on your device, and use them to choose what you see."
)


@pytest.mark.parametrize("name", ["gdpr-modal", "ccpaBox", "cookie_banner", "onetrust-consent"])
def test_consent_inside_the_article(name: str) -> None:
    box = f"<div class={name}><h3>Your privacy</h3>{paragraphs([CONSENT.format(n=n) for n in (12, 40)])}</div>"
    article = page(paragraphs(STORY[:4]) + box + paragraphs(STORY[4:]))
    assert texts(article) == STORY
    assert {cut.reason for cut in article.dropped if "companies that work" in cut.text} == {"consent"}


@pytest.mark.parametrize(
    "asked",
    [
        "This article contains content provided by Chirper. We ask for your permission before anything is loaded, as "
        "they may be using cookies and other technologies. To view it choose ‘accept and continue’.",
        "Ich bin damit einverstanden, dass mir externe Inhalte angezeigt werden. Damit können personenbezogene Daten "
        "an Drittplattformen übermittelt werden, und mehr dazu steht in den Hinweisen zum Datenschutz.",
        "Este contenido no está disponible porque no ha aceptado las cookies de terceros, que puede aceptar aquí.",
    ],
)
def test_what_stands_in_place_of_an_embed_that_needs_cookies(asked: str) -> None:
    article = page(f"{paragraphs(STORY[:2])}<div class=e><p>{asked}</p></div>{paragraphs(STORY[2:])}")
    assert texts(article) == STORY
    assert asked in {cut.text for cut in article.dropped}


@pytest.mark.parametrize(
    ("address", "picture", "kept"),
    [
        ("/news/goat", "<img src=/g.jpg>", False),
        ("/news/goat", "", True),
        ("#video", "<img src=/g.jpg>", True),
        ("https://goats.example/", "<img src=/g.jpg>", True),
    ],
)
def test_a_picture_a_title_and_a_lead_in_one_link_between_paragraphs(address: str, picture: str, kept: bool) -> None:
    lead = "A goat spent four hours on the roof of the post office of Vardal and came down on its own."
    card = f"<a href={address} class=c>{picture}<span>Goat on a roof</span> <span>{lead}</span></a>"
    article = page(paragraphs(STORY[:2]) + card + paragraphs(STORY[2:]))
    assert any(lead in text for text in texts(article)) == kept
    assert kept or "related" in {cut.reason for cut in article.dropped if lead in cut.text}


@pytest.mark.parametrize("how", ["hidden", "style='display: none'", "style='visibility:hidden'"])
def test_a_hidden_paragraph_between_those_that_are_shown(how: str) -> None:
    def told(hidden: set[int]) -> str:
        return "".join(f"<p {how if at in hidden else ''}>{text}</p>" for at, text in enumerate(STORY))

    article = page(told({2}))
    assert texts(article) == STORY[:2] + STORY[3:]
    assert [cut.reason for cut in article.dropped if cut.text == STORY[2]] == ["side_note"]
    # What a click unfolds is the rest of the story.
    assert texts(page(told({2, 3}))) == texts(page(told({2, 3, 4}))) == STORY


def test_a_story_about_consent_keeps_its_text_whatever_its_box_is_called() -> None:
    told = [CONSENT.format(n=n) for n in (12, 40)] + STORY
    assert texts(page(f"<div class='gdpr story'>{paragraphs(told)}</div>")) == told


@pytest.mark.parametrize(
    "name", ["onetrust-consent-sdk", "didomi-popup", "privacy-modal", "cookieDialog", "cmplz-manage"]
)
def test_a_dialog_for_consent_that_is_longer_than_the_article(name: str) -> None:
    told = [CONSENT.format(n=n) for n in range(12, 42)]
    box = f"<div class={name}><div><h3>Your privacy</h3>{paragraphs(told)}</div></div>"
    for body in (paragraphs(STORY) + box, paragraphs(STORY[:3]) + box + paragraphs(STORY[3:])):
        article = page(body)
        assert texts(article) == STORY
        assert {cut.reason for cut in article.dropped if "companies that work" in cut.text} == {"consent"}


@pytest.mark.parametrize("name", ["cmp-text", "cookies-recipe", "privacy-story"])
def test_a_long_box_that_is_only_called_like_one_is_kept(name: str) -> None:
    told = [CONSENT.format(n=n) for n in range(12, 42)]
    assert texts(page(f"{paragraphs(STORY)}<div class={name}>{paragraphs(told)}</div>")) == STORY + told


def test_a_story_in_a_dialog_is_kept() -> None:
    told = [CONSENT.format(n=n) for n in range(12, 42)]
    assert texts(page(f"<div class=privacy-modal>{paragraphs(told)}</div><p>Read on.</p>"))[: len(told)] == told


@pytest.mark.parametrize("name", ["newsletter-form__wrapper", "c-newsletter", "nieuwsbrief", "emailSignup", "box-7"])
def test_a_newsletter_box_with_a_field(name: str) -> None:
    line = "The Gazette by post: tides, prices and the week's harbour stories in one letter every Friday morning."
    box = f"<div class={name}><p>{line}</p><form><input type=email><button>Send</button></form></div>"
    article = page(paragraphs(STORY[:3]) + box + paragraphs(STORY[3:]))
    assert texts(article) == STORY
    bare = page(f"{paragraphs(STORY[:3])}<div class={name}><p>{STORY[3]}</p></div><p>{STORY[4]}</p>")
    assert texts(bare) == STORY


def test_two_fields_in_a_box_cut_nothing_around_it() -> None:
    box = "<div><p>Tides by post, every Friday.</p><input type=email><input type=email></div>"
    inner = f"<section><p>{STORY[4]}</p>{box}</section>"
    assert texts(page(paragraphs(STORY[:4]) + inner)) == STORY


ASKED = [
    "The stakes have never been higher",
    "Our reporters on the coast spend days on a single story, so that you know why a ship stays in port and who paid.",
    "Please make a donation to support our work.",
    "Nobody but our readers pays for that, and we want the news to stay free for those who cannot afford it.",
]


@pytest.mark.parametrize("name", ["cli-support-gazette", "donation_box", "js-paywall", "spenden-modul", "wesprzyj"])
def test_a_box_that_asks_for_gifts(name: str) -> None:
    box = f"<div class={name}><h4>{ASKED[0]}</h4>{paragraphs(ASKED[1:])}</div>"
    article = page(paragraphs(STORY[:4]) + box + paragraphs(STORY[4:]))
    assert texts(article) == STORY
    assert {cut.reason for cut in article.dropped if cut.text in ASKED} == {"paywall"}


def test_a_box_of_such_a_name_that_asks_for_nothing_stays() -> None:
    box = f"<div class=support><h4>Who supports the ferry</h4>{paragraphs(SAID[:2])}</div>"
    assert set(SAID[:2]) <= set(texts(page(paragraphs(STORY[:4]) + box + paragraphs(STORY[4:]))))


NEWS = "".join(f"<li>{hour} {said}</li>" for hour, said in zip(("10:12", "9.55", "9h40", "08:12"), SAID, strict=True))
FLASHES = "".join(f"<div><b>0{n}:15</b> <p>{said}</p></div>" for n, said in enumerate(SAID))


@pytest.mark.parametrize("box", ["<div><h3>Ticker</h3><ul>{}</ul></div>", "<section><ul>{}</ul></section>"])
def test_a_ticker_beside_the_article(box: str) -> None:
    article = page(paragraphs(STORY), after=box.format(NEWS))
    assert [text for text in texts(article) if text != "Ticker"] == STORY


def test_a_ticker_longer_than_the_article_beside_it() -> None:
    assert (
        texts(page(paragraphs(STORY[:4]), after=f"<aside><ul>{NEWS}{NEWS.replace('10:', '11:')}</ul></aside>"))
        == STORY[:4]
    )


@pytest.mark.parametrize("name", ["newsticker", "box-ticker", "breaking-news", "son-dakika"])
def test_a_ticker_between_paragraphs(name: str) -> None:
    article = page(f"{paragraphs(STORY[:3])}<div class={name}><ul>{NEWS}</ul></div>{paragraphs(STORY[3:])}")
    assert texts(article) == STORY


def test_posts_of_a_live_blog_beside_an_article() -> None:
    posts = "".join(f"<article><time>1{n}:15</time><p>{said}</p></article>" for n, said in enumerate(SAID))
    assert texts(page(paragraphs(STORY), after=f"<div class=updates>{posts}</div>")) == STORY


def test_a_chronicle_in_the_article_itself_stays() -> None:
    kept = texts(page(f"{paragraphs(STORY[:3])}<ul>{NEWS}</ul>{paragraphs(STORY[3:])}"))
    assert all(any(said in text for text in kept) for said in SAID)


PRICES = ["€ 24.90", "$24.90", "24,90 €", "Ab 24,90 Euro", "249 kr", "£ 24", "2.490 ₽", "2,490円"]
BUTTONS = ["<a href=https://shop.example/x>View deal</a>", "<a rel=sponsored href=/go/x>Zum Angebot</a>"]


def product(price: str, button: str, name: str = "Nordlys Dry Bag 20 L") -> str:
    said = "A dry bag with welded seams that keeps clothes dry when the deck is wet, in four colours."
    return f"<div class=p><h3>{name}</h3><p>{price}</p><p>{said}</p>{button}</div>"


@pytest.mark.parametrize("price", PRICES)
@pytest.mark.parametrize("button", BUTTONS)
def test_a_product_between_paragraphs(price: str, button: str) -> None:
    article = page(paragraphs(STORY[:3]) + product(price, button) + paragraphs(STORY[3:]))
    assert texts(article) == STORY


def test_products_that_the_article_tests_stay() -> None:
    names = [f"Nordlys Dry Bag {litres} L" for litres in (10, 20, 40)]
    tested = "".join(product("$24.90", BUTTONS[0], name) for name in names)
    assert set(names) <= set(texts(page(paragraphs(STORY[:3]) + tested + paragraphs(STORY[3:]))))


def test_a_price_without_a_shop_stays() -> None:
    box = (
        "<div class=p><h3>What a ticket costs</h3><p>€ 24.90</p><p>Children pay half of it, and dogs go free.</p></div>"
    )
    assert "What a ticket costs" in texts(page(paragraphs(STORY[:3]) + box + paragraphs(STORY[3:])))
