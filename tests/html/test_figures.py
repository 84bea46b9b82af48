"""Captions, credits and pictures of HTML pages: invented pages in the patterns of many sites."""

import pytest

from parsers import Article, parse_page
from parsers.context import Context
from parsers.html.figures.box_texts import BoxTexts
from parsers.html.figures.class_names import Namer
from parsers.html.figures.figure_text import Printed
from parsers.html.figures.figure_wording import Wording
from parsers.html.markup.tree import build
from parsers.html.markup.walk import walk
from parsers.rules import default_rules
from parsers.segments import Labels

DAYS = ("Monday", "Tuesday evening", "Wednesday", "Thursday night", "Friday", "Saturday morning")
PLACES = ("harbour", "market", "ferry", "school", "old bridge", "fair")
STORY = [
    f"<p>On {day} the {place} of Brume stayed closed after the storm had torn {n} ships from their moorings, the port"
    f" said, and the repairs of the {place} are going to take at least {n} weeks, in the view of the mayor.</p>"
    for n, (day, place) in enumerate(zip(DAYS, PLACES, strict=True), 2)
]


def article(inside: str, head: str = "") -> Article:
    """An article with some mark-up between its paragraphs."""
    page = (
        "<html lang='en'><head><title>Storm closes harbour</title></head><body><nav><a href='/'>Home</a></nav>"
        f"<main><article><h1>Storm closes harbour</h1>{head}{''.join(STORY[:3])}{inside}{''.join(STORY[3:])}"
        "</article></main><footer>About us</footer></body></html>"
    )
    result = parse_page(page.encode(), url="https://news.example/storm", media_type="text/html", charset="utf-8")
    assert isinstance(result, Article), result
    return result


IMG = "<img src='/a-640.jpg' width='640' height='400' alt='A quay'>"
CAPTION = "Two ships lie across the quay of Brume on Tuesday."

FORMS = [
    f"<figure>{IMG}<figcaption>{CAPTION} Photo: Ada Lund/Reuters</figcaption></figure>",
    f"<figure>{IMG}<figcaption><span>{CAPTION}</span><span>Ada Lund/Reuters</span></figcaption></figure>",
    f"<figure>{IMG}<figcaption><p>{CAPTION}</p><p>Foto: Ada Lund/Reuters</p></figcaption></figure>",
    f"<figure>{IMG}<figcaption>{CAPTION}<span class='credit'>© Ada Lund/Reuters</span></figcaption></figure>",
    f"<figure>{IMG}<figcaption>{CAPTION}</figcaption><footer>Ada Lund/Reuters</footer></figure>",
    f"<figure><cite>Ada Lund/Reuters</cite>{IMG}<figcaption>{CAPTION}</figcaption></figure>",
    f"<figure>{IMG}<figcaption>{CAPTION}</figcaption></figure><p>(Ada Lund/Reuters)</p>",
    f"<figure>{IMG}<figcaption>{CAPTION}</figcaption></figure><p>{CAPTION}</p><p>Ada Lund/Reuters</p>",
    f"<figure>{IMG}<figcaption>{CAPTION} (Ada Lund/Reuters)</figcaption></figure>",
    f"<figure>{IMG}<figcaption><span>{CAPTION} / Photo by </span><a>Ada Lund/Reuters</a></figcaption></figure>",
    f"<div class='hasCaption'><p class='kicker'>STORM</p><figure>{IMG}</figure><figcaption>{CAPTION} Photo: Ada"
    " Lund/Reuters</figcaption></div>",
    f"<figure>{IMG}<span>Image source, Ada Lund/Reuters</span><figcaption>Image caption, {CAPTION}</figcaption>"
    "</figure>",
    f"<div class='wp-caption'>{IMG}<p class='wp-caption-text'>{CAPTION} | Ada Lund/Reuters</p></div>",
    f"<div class='image'>{IMG}<div class='media__legend'>{CAPTION} <span class='media__copyright'>Ada Lund/Reuters"
    "</span></div></div>",
    f"<div>{IMG}<div>{CAPTION}</div><div>Photo: Ada Lund/Reuters</div></div>",
    f"<p>{IMG}</p><p class='image-caption'>{CAPTION} <em>Photograph: Ada Lund/Reuters</em></p>",
    f"<figure><noscript>{IMG}</noscript><img data-src='/a-640.jpg' src='data:image/gif;base64,xx'><figcaption>{CAPTION}"
    " <small class='byline'>Ada Lund/Reuters</small></figcaption></figure>",
    f"<figure>{IMG}<a class='enlarge'>Enlarge this image</a><figcaption>{CAPTION} <span class='credit'><span>Credit..."
    "</span><span>Ada Lund/Reuters</span></span></figcaption></figure>",
    f"<figure>{IMG}<figcaption><span>Audio</span> <span class='byline'>03:07 Min.</span><p>{CAPTION}</p><span "
    "class='credit'>Bild © Ada Lund/Reuters</span></figcaption></figure>",
    f"<figure><img src='/a.jpg' title='Quay | Photo: Ada Lund/Reuters'><figcaption>{CAPTION}</figcaption></figure>",
    f"<p>{IMG}</p><p>{CAPTION} Ada Lund/Reuters</p>",
    f"<p>{IMG}</p><p>{CAPTION}</p><p>Photo: Ada Lund/Reuters</p>",
    f"<p><img src='/a.jpg' alt='{CAPTION}'></p><p>{CAPTION}</p><p>Photo: Ada Lund/Reuters</p>",
    f"<div><a href='/a-1600.jpg'>{IMG}<span>{CAPTION} Ada Lund/Reuters</span></a></div>",
    f"<div><div role='img' style=\"background-image:url('/a-640.jpg')\"></div><p>{CAPTION} Ada Lund/Reuters</p></div>",
]


def test_a_credit_of_several_elements_behind_its_label() -> None:
    told = f"<span>{CAPTION} Photo by </span><a>Ada Lund</a><span> on </span><a>Harbour Pictures</a>"
    [caption] = article(f"<figure>{IMG}<figcaption>{told}</figcaption></figure>").captions
    assert (caption.text, caption.credit) == (CAPTION, "Ada Lund on Harbour Pictures")


@pytest.mark.parametrize("form", FORMS)
def test_a_caption_and_its_credit_leave_the_body(form: str) -> None:
    result = article(form)
    assert [(c.text, c.credit) for c in result.captions] == [(CAPTION, "Ada Lund/Reuters")]
    assert not [b.text for b in result.blocks if "quay of Brume on Tuesday" in b.text or "Lund" in b.text]
    assert len(result.blocks) == 6


ALONE = [
    f"<p><img src='/a.jpg' alt='{CAPTION}'></p><p>{CAPTION}</p>",
    f"<p><img src='/a.jpg' title='On Tuesday: {CAPTION}'></p><div>{CAPTION}</div>",
    f"<p>{IMG}</p><p><em>{CAPTION}</em></p>",
    f"<p>{IMG}</p><p style='text-align: center'>{CAPTION}</p>",
    f"<div><img src='/a.jpg' alt='{CAPTION}'><p>{CAPTION}</p></div>",
]


@pytest.mark.parametrize("form", ALONE)
def test_a_line_below_a_picture_without_a_credit_is_its_caption(form: str) -> None:
    result = article(form)
    assert [(c.text, c.credit) for c in result.captions] == [(CAPTION, None)]
    assert len(result.blocks) == 6


CREDITED_ABOVE = [
    f"<div><img src='/a.jpg' alt='{CAPTION}'><span>Ada Lund/Reuters</span></div><div>{CAPTION}</div>",
    f"<figure>{IMG}<figcaption>Photo: Ada Lund/Reuters</figcaption></figure><p><em>{CAPTION}</em></p>",
]


@pytest.mark.parametrize("form", CREDITED_ABOVE)
def test_a_line_below_a_picture_whose_box_has_the_credit_is_its_caption(form: str) -> None:
    result = article(form)
    assert [(c.text, c.credit) for c in result.captions] == [(CAPTION, "Ada Lund/Reuters")]
    assert len(result.blocks) == 6


NONE = [
    f"<div class='teaser'><a href='/other'>{IMG}<h3>Another story about the mayor</h3></a></div>",
    f"<aside class='related'><figure><a href='/b'>{IMG}</a></figure><a href='/b'>Another story of the day</a></aside>",
    f"<div class='card'>{IMG}<p>Ada Lund</p></div>",
    "<figure><blockquote>We lost two ships, and more.</blockquote><figcaption>Ada Lund, mayor</figcaption></figure>",
    "<div><img class='logo' src='/logo.png'><p>Brume Post, the paper of the bay since 1899</p></div>",
    "<div class='pull-quote'><figure><blockquote>We lost ships.</blockquote></figure><figcaption>Ada Lund</figcaption>"
    "</div>",
    f"<figure>{IMG}<figcaption>Scan the QR code to download the app</figcaption></figure>",
    f"<figure>{IMG}<div class='caption'>captions settings, opens captions settings dialog</div></figure>",
    f"<figure>{IMG}<figcaption>Photo: Reuters</figcaption></figure>",
    f"<figure>{IMG}</figure>",
    f"<div class='gallery'>{IMG}<span>3 / 12</span></div>",
    f"<div>{IMG}<p>By Brume Post senior business reporter</p></div>",
    f"<div>{IMG}<p>The Harbour Tote in dark blue $55 at Lunde Stores</p></div>",
    f"<p>{IMG}</p><p>{CAPTION} She said so to the mayor.</p>",
    f"<p>{IMG}</p><p><em>{CAPTION}</em></p><p><em>Names were changed.</em></p>",
    "<p><img src='/a.jpg' alt='Tom Hall'></p><p>Tom Hall</p>",
    f"<div>{IMG}<p>New in Brume</p><p>Sign up for our newsletter</p></div>",
    "<p><img src='/a.jpg' alt='Ships'></p><p>Ships of three ports came to Brume on Tuesday.</p>",
]


@pytest.mark.parametrize("form", NONE)
def test_what_is_no_caption(form: str) -> None:
    assert [c.text for c in article(form).captions] == []


def test_a_firm_alone_beside_several_pictures_is_their_credit() -> None:
    pictures = "".join(
        f"<figure><img src='/{name}.jpg'><figcaption>Havn</figcaption></figure>" for name in ("bow", "stern", "mast")
    )
    result = article(pictures)
    assert not result.captions
    assert [image.credit for image in result.images] == ["Havn"] * 3


def test_a_person_in_brackets_behind_a_sentence_took_the_picture() -> None:
    [caption] = article(f"<figure>{IMG}<figcaption>{CAPTION} (Ada Lund)</figcaption></figure>").captions
    assert (caption.text, caption.credit) == (CAPTION, "Ada Lund")


def test_a_name_above_several_captions_is_their_credit() -> None:
    first, second = (f"<div><img src='/{n}.jpg'><div>Havn Post</div><div>{n} {CAPTION}</div></div>" for n in (1, 2))
    result = article(first + second)
    assert [(c.text, c.credit) for c in result.captions] == [(f"{n} {CAPTION}", "Havn Post") for n in (1, 2)]


def test_the_same_picture_many_times_is_one_caption() -> None:
    figure = f"<figure>{IMG}<figcaption>{CAPTION} Photo: Ada Lund</figcaption></figure>"
    result = article(figure.replace("a-640", "a-1280") + figure.replace(" Photo: Ada Lund", ""), head=figure)
    (caption,) = result.captions
    assert (caption.text, caption.credit, caption.occurrences) == (CAPTION, "Ada Lund", 3)
    assert len(caption.locators) == 3
    assert len({image.url for image in result.images}) == len(result.images)


def test_custom_elements_that_are_named_for_figures_are_figures() -> None:
    one = f"<np-figure>{IMG}<np-caption>{CAPTION}</np-caption></np-figure>"
    other = (
        f"<x-figure><figure>{IMG.replace('a-640', 'b')}<x-figcaption>The old bridge</x-figcaption></figure></x-figure>"
    )
    result = article(one + other + one.replace("a-640", "c").replace(CAPTION, "The ferry at dusk"))
    assert [(c.text, c.locators) for c in result.captions] == [
        (CAPTION, ("/html/body/main/article/np-figure[1]",)),
        ("The old bridge", ("/html/body/main/article/x-figure/figure",)),
        ("The ferry at dusk", ("/html/body/main/article/np-figure[2]",)),
    ]
    assert len(result.blocks) == len(STORY)


def test_a_caption_that_is_printed_again_behind_its_figure_is_no_paragraph() -> None:
    result = article(f"<figure>{IMG}<figcaption>{CAPTION}</figcaption></figure><div>{CAPTION}</div>")
    assert [(c.text, c.occurrences) for c in result.captions] == [(CAPTION, 2)]
    assert CAPTION not in [block.text for block in result.blocks]
    assert CAPTION not in [dropped.text for dropped in result.dropped]


def test_pictures_give_their_largest_address_and_their_caption() -> None:
    picture = (
        "<figure><picture><source srcset='/big-1600.jpg 1600w, /big-800.jpg 800w'>"
        "<img src='/small.jpg' alt='A quay' width='640' height='400'></picture>"
        f"<figcaption>{CAPTION}</figcaption></figure>"
    )
    result = article(picture)
    (image,) = result.images
    assert (image.url, image.width, image.height, image.alt) == (
        "https://news.example/big-1600.jpg", 640, 400, "A quay",
    )  # fmt: skip
    assert image.caption is not None
    assert result.captions[image.caption].text == CAPTION
    assert result.captions[image.caption].image_url == image.url


def test_brackets_are_credits_where_the_page_uses_them_so() -> None:
    other = "The lighthouse of Brume stood the storm."
    figures = "".join(
        f"<figure>{IMG.replace('a-640', name)}<figcaption>{text}</figcaption></figure>"
        for name, text in (("b", f"{CAPTION} (AP)"), ("c", f"{other} (Nine)"))
    )
    assert [(c.text, c.credit) for c in article(figures).captions] == [(CAPTION, "AP"), (other, "Nine")]


@pytest.mark.parametrize("inside", ["carousel", "article__photoGallery", "swiper-container"])
def test_pictures_that_share_a_gallery_say_so(inside: str) -> None:
    quay, mast, tower = (
        f"<figure>{IMG.replace('a-640', name)}<figcaption>The {name} of Brume at dawn</figcaption></figure>"
        for name in ("quay", "mast", "tower")
    )
    result = article(f"<div class='{inside}'><ul><li>{quay}<li>{mast}</ul></div><div class='{inside}'>{tower}</div>")
    assert [image.role for image in result.images] == ["gallery", "gallery", "inline"]


def test_a_date_in_a_caption_is_the_pictures_and_a_link_of_the_shop_no_caption() -> None:
    shop = "<a href='/shop'>Purchase Licensing Rights</a>"
    result = article(
        "", head=f"<figure>{IMG}<figcaption>Quay, March 11, 2026. HARBOUR/Ada Lund {shop}</figcaption></figure>"
    )
    assert [(c.text, c.credit) for c in result.captions] == [("Quay, March 11, 2026.", "HARBOUR/Ada Lund")]


def test_a_paragraph_with_a_picture_in_it_stays_body() -> None:
    text = (
        "The mayor of Brume said on Saturday that the old bridge would stay closed until the last of the ships had been"
        " pulled off its piers, which divers are to look at again next week."
    )
    result = article(f"<p>{IMG}{text}</p>")
    assert text in [block.text for block in result.blocks]
    assert not result.captions


def test_pictures_of_the_author_are_none_of_the_articles() -> None:
    byline = (
        "<figure class='author'><img src='/ada-200.jpg' alt='Headshot of Ada Lund'><figcaption><address>By <a"
        " rel='author' href='/ada'>Ada Lund</a></address><p>Harbour editor</p></figcaption></figure>"
    )
    result = article(f"<figure>{IMG}<figcaption>{CAPTION}</figcaption></figure>", head=byline)
    assert result.authors == ("Ada Lund",)
    assert [caption.text for caption in result.captions] == [CAPTION]
    assert [image.alt for image in result.images] == ["A quay"]


def test_one_picture_leads_and_it_is_the_one_with_a_caption() -> None:
    fair = IMG.replace("a-640", "fair-of-brume")
    result = article(
        "",
        head=f"<figure>{fair}<figcaption>Photo: Reuters</figcaption></figure>"
        f"<figure>{IMG}<figcaption>{CAPTION}</figcaption></figure>",
    )
    assert [(image.role, image.caption) for image in result.images] == [("inline", None), ("lead", 0)]


BRIEF = ["Паром между Аскби и Норхольмом отменили во вторник после шторма.", "Ремонт продлится до пятницы."]
BRIEFS = [
    f"{IMG}<p>{BRIEF[0]}</p><p>{BRIEF[1]}</p>",
    f"<figure>{IMG}</figure><p>{BRIEF[0]}</p><p>{BRIEF[1]}</p>",
    f"<p>{IMG}<br>{BRIEF[0]}<br><br>{BRIEF[1]}</p>",
    f"<div class='news-image'>{IMG}<p>{BRIEF[0]}</p><p>{BRIEF[1]}</p></div>",
    f"<p>{BRIEF[0]}</p>{IMG}<p>{BRIEF[1]}</p>",
    f"<p>{IMG.replace('A quay', BRIEF[0])}</p><p>{BRIEF[0]}</p><p>{BRIEF[1]}</p>",
]


@pytest.mark.parametrize("inside", BRIEFS)
def test_the_only_text_of_a_page_is_no_caption(inside: str) -> None:
    declared = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Паром отменён"}</script>'
    page = f"<title>Паром отменён</title>{declared}<article><h1>Паром отменён</h1>{inside}</article>"
    result = parse_page(page.encode(), url="https://news.example/ferry", media_type="text/html", charset="utf-8")
    assert isinstance(result, Article), result
    assert " ".join(block.text for block in result.blocks) == " ".join(BRIEF)


SURE = default_rules().family("figures").all_words("caption")
DOUBTFUL = default_rules().family("figures").all_words("caption_beside")
BESIDE, ALONE = "<div>{img}</div><div class='{name}'>{text}</div>", "<p class='art__{name}'>{text}</p>"


@pytest.mark.parametrize(
    ("name", "form"),
    [*((name, form) for name in SURE for form in (BESIDE, ALONE)), *((name, BESIDE) for name in DOUBTFUL)],
)
def test_whatever_a_caption_is_called_it_is_no_paragraph(name: str, form: str) -> None:
    read = article(form.format(img=IMG, name=name, text=CAPTION))
    assert [caption.text for caption in read.captions] == [CAPTION]
    assert CAPTION not in [block.text for block in read.blocks]


@pytest.mark.parametrize(
    "name", ["pie-pagina", "nota_pie", "css-7pie9", "podpis", "legendary", "chart-legend-box no-caption"]
)
def test_what_is_only_called_alike_stays_a_paragraph(name: str) -> None:
    read = article(f"<div class='{name}'><p>{STORY[1].replace('Tuesday', 'Sunday')[3:-4]}</p></div>")
    assert read.captions == ()
    assert len(read.blocks) == len(STORY) + 1


@pytest.mark.parametrize(("name", "caption"), [("image_image-widget__x", True), ("photo", True), ("text", False)])
def test_text_that_is_surely_body_is_a_caption_only_in_a_box_named_for_its_picture(name: str, caption: bool) -> None:
    page = f"<html><body><h1>Storm</h1><div class={name}>{IMG}{STORY[0]}</div></body></html>"
    found, rules = walk(build(page.encode())), default_rules()
    sure = [0.9] * len(found.segments)
    texts = BoxTexts(found, Labels(found.segments), sure, Context(rules), Namer(rules), Wording(rules, "en"))
    row = found.boxes.tag.index("div")
    assert texts.is_caption(row, texts.pieces(row), Printed(STORY[0][3:-4], None)) is caption
