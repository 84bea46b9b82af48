"""Captions without a figure, a box or a class name of their own are recognised by their words."""

from __future__ import annotations

import pytest

from parsers import Article, parse_page
from tests.fields.pages import H1, page


def read(inside: str, *, lang: str = "en-GB") -> Article:
    found = parse_page(
        page(top=H1 + inside, lang=lang).encode(), url="https://outlet.example/news/a", media_type="text/html"
    )
    assert isinstance(found, Article)
    return found


#: (the line below a picture, the caption, its credit)
LINES = [
    ("Figure 3: The harbour from above", "Figure 3: The harbour from above", None),
    ("Abb. 2 – Der Hafen von oben", "Abb. 2 – Der Hafen von oben", None),
    ("图为港口清晨的景象", "图为港口清晨的景象", None),
    ("Crates wait on the outer mole. Credit: Harbour Office", "Crates wait on the outer mole.", "Harbour Office"),
    ("Crates wait on the outer mole (Image: Ada Lund)", "Crates wait on the outer mole", "Ada Lund"),
    ("Kisten stehen auf der Mole. Foto: Jana Holt", "Kisten stehen auf der Mole.", "Jana Holt"),
]


@pytest.mark.parametrize(("line", "text", "credit"), LINES)
def test_the_line_below_a_picture(line: str, text: str, credit: str | None) -> None:
    found = read(f"<p><img src='/a.jpg'></p><p>{line}</p>")
    assert [(caption.text, caption.credit) for caption in found.captions] == [(text, credit)]
    assert [image.caption for image in found.images] == [0]
    assert not [block for block in found.blocks if line in block.text]


@pytest.mark.parametrize(
    "line",
    [
        "Registration: https://outlet.example/get-a-pass Photo https://outlet.example/photos ©Lunde Fairs 2025 daily",
        "Figures released on Monday show that the harbour earned more than in any year before it was closed.",
        "The mayor said on Tuesday that the harbour will be closed for eleven months, and that nobody was asked.",
    ],
)
def test_a_paragraph_below_a_picture_stays(line: str) -> None:
    found = read(f"<p><img src='/a.jpg'></p><p>{line}</p>")
    assert not found.captions
    assert [block for block in found.blocks if block.text == line]


def test_a_caption_beside_its_credit_in_the_figcaption() -> None:
    found = read(
        "<div><img src='/a.jpg'><div>Crates wait on the outer mole at dawn.</div>"
        "<figcaption>Bildagent//Getty Images</figcaption></div>"
    )
    assert [(caption.text, caption.credit) for caption in found.captions] == [
        ("Crates wait on the outer mole at dawn.", "Bildagent//Getty Images")
    ]


def test_a_caption_in_the_element_of_the_credit() -> None:
    text = "Crates that nobody had asked for wait on the outer mole at dawn while the skippers look on"
    found = read(
        f"<figure><img src='/a.jpg'><figcaption class='source'>{text}. (AP Photo/Ada Lund)</figcaption></figure>"
    )
    assert [(caption.text, caption.credit) for caption in found.captions] == [(f"{text}.", "AP Photo/Ada Lund")]


def test_names_in_which_the_block_says_credit_and_the_element_caption() -> None:
    found = read(
        "<figure><img src='/a.jpg'><figcaption class='caption-credit__box'><span class='caption-credit__caption'>"
        "Crates wait on the outer mole.</span><span class='caption-credit__credit'>Ada Lund</span>"
        "</figcaption></figure>"
    )
    assert [(caption.text, caption.credit) for caption in found.captions] == [
        ("Crates wait on the outer mole.", "Ada Lund")
    ]


@pytest.mark.parametrize(
    ("attributes", "credit"),
    [
        ("data-image-caption='&lt;p&gt;Crates wait on the mole. Photo: Ada Lund&lt;/p&gt;'", "Ada Lund"),
        ("data-caption='Crates wait on the mole.' data-credit='Ada Lund'", "Ada Lund"),
        ("data-sub-html='Crates wait on the mole.'", None),
    ],
)
def test_a_caption_that_stands_in_attributes_only(attributes: str, credit: str | None) -> None:
    found = read(f"<div class='gallery'><div class='item'><img src='/a.jpg' {attributes}></div></div>")
    assert [(caption.text, caption.credit) for caption in found.captions] == [("Crates wait on the mole.", credit)]


@pytest.mark.parametrize("attributes", ["data-sub-html='#caption-7'", "data-caption='DSC_0231'", "data-caption=' '"])
def test_attributes_without_a_caption(attributes: str) -> None:
    assert not read(f"<div class='gallery'><img src='/a.jpg' {attributes}></div>").captions


def test_a_box_that_holds_the_article_is_not_what_its_name_says() -> None:
    figure = "<figure><img src='/a.jpg'><figcaption>Crates wait on the outer mole.</figcaption></figure>"
    text = (
        "<p>The harbour board voted on Tuesday night to close the old lifting bridge for eleven months of repairs.</p>"
    )
    found = read(f"<div class='share-wrapper'>{text * 1}{figure}{text.replace('Tuesday', 'Monday')}</div>")
    assert [caption.text for caption in found.captions] == ["Crates wait on the outer mole."]


_LONG = (
    "FILE - Crates that nobody had asked for wait on the outer mole at dawn while the skippers look on, in Lunde, on "
    "Monday, 4 May 2026. The council wants to close the mole for eleven months. (Ada Lund/AP)"
)
_TEXT = "The skippers said on Monday that nobody had asked them, and that the mole was theirs for two hundred years."
#: What is printed beside a picture without any name, and the caption and credit in it.
BOXES = {
    "an agency in a span of its own": (
        "<figure><img src='/a.jpg'><figcaption>Crates as they wait on the mole <span>Getty Images</span></figcaption>"
        "</figure>",
        ("Crates as they wait on the mole", "Getty Images"),
    ),
    "a credit before the caption": (
        "<figure><img src='/a.jpg'><div><span>© harbour.example/Lund </span>Crates wait on the mole.</div></figure>",
        ("Crates wait on the mole.", "harbour.example/Lund"),
    ),
    "a member of a network": (
        "<figure><img src='/a.jpg'><figcaption>Crates wait on the mole.</figcaption>"
        "<figcaption><span>Twitter / Ada Lund</span></figcaption></figure>",
        ("Crates wait on the mole.", "Twitter / Ada Lund"),
    ),
    "a frame as wide as the picture": (
        "<div style='width: 590px'><a href='/a'><img src='/a.jpg' width='580'></a><p>Crates wait on the mole, and "
        "nobody knows who ordered them, see <a href='/map'>the map</a> of the harbour from the time before the war."
        "</p></div>",
        (
            "Crates wait on the mole, and nobody knows who ordered them, see the map of the harbour from the time "
            "before the war.",
            None,
        ),
    ),
    "links of a credit with a slash between": (
        "<figure><img src='/a.jpg'><figcaption><span>Crates wait on the mole. Photo by </span><a>Ada Lund</a>"
        "<span> / </span><a>Harbour Pictures</a></figcaption></figure>",
        ("Crates wait on the mole.", "Ada Lund / Harbour Pictures"),
    ),
    "a label in a box of its own": (
        "<p class=byline>By Ann Lister</p><div><img src='/a.jpg'></div><div class='field-image-caption'>Crates wait on "
        "the mole.</div><div><div>Photo credit:</div><div>Harbour Pictures</div></div>" + 8 * f"<p>{_TEXT}</p>",
        ("Crates wait on the mole.", "Harbour Pictures"),
    ),
    "a picture whose size is a ratio": (
        "<amp-img src='/a.jpg' width='16' height='9'></amp-img><p class='a'>Crates wait on the mole. / <b>Ada Lund</b>"
        "</p>",
        ("Crates wait on the mole.", "Ada Lund"),
    ),
    "the picture's own words below a counter": (
        f"<div><div><img src='/a.jpg' alt='{_LONG}'></div><div><div><div><span>7 of 9</span><span><p>{_LONG}</p></span>"
        "</div></div></div></div>",
        (_LONG.removesuffix(" (Ada Lund/AP)"), "Ada Lund/AP"),
    ),
}


@pytest.mark.parametrize(("inside", "told"), BOXES.values(), ids=BOXES)
def test_a_caption_in_a_box_without_names(inside: str, told: tuple[str, str | None]) -> None:
    found = read(inside)
    assert [(caption.text, caption.credit) for caption in found.captions] == [told]
    assert not [block for block in found.blocks if told[0] in block.text]


def test_a_label_without_a_colon_before_the_caption() -> None:
    figcaption = "<figcaption><small>Beeld Jan Bakker</small><p>De kisten staan op de kade.</p></figcaption>"
    found = read(f"<figure><img src='/a.jpg'>{figcaption}</figure>", lang="nl")
    assert [(caption.text, caption.credit) for caption in found.captions] == [
        ("De kisten staan op de kade.", "Jan Bakker")
    ]


def test_a_caption_whose_credit_has_its_label_below_the_head() -> None:
    found = read(
        "<div><img src='/a.jpg'></div><h2>The council wants to close the mole for eleven months.</h2><p class=byline>"
        f"By Ann Lister</p><div><span>{_TEXT}</span> Photograph: Jana Holt/Harbour Post</div>"
    )
    assert [(caption.text, caption.credit) for caption in found.captions] == [(_TEXT, "Jana Holt/Harbour Post")]
    assert not [block for block in found.blocks if _TEXT in block.text]
