"""Tables about HTML tags, class names and ARIA roles: how their text is collected, and which bits they set.

The tables say which tags form blocks and which are skipped with their content.  A bit is a flag such as NAV, which a
nav element sets, or BODY_WORD, which class="article-body" sets.  It holds for the element and everything inside it, and
the modules that read the page ask for it.  Class names are read word by word, with words that many sites use; no entry
is made for a single site.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from parsers.html.markup.class_words import vocabulary

# Bits that hold for an element and everything inside it.
LINK: Final = 1 << 0
HEADING: Final = 1 << 1
LIST: Final = 1 << 2
TABLE: Final = 1 << 3
QUOTE: Final = 1 << 4
PRE: Final = 1 << 5
FIGURE: Final = 1 << 6
FIGCAPTION: Final = 1 << 7
HEADER: Final = 1 << 8
FOOTER: Final = 1 << 9
NAV: Final = 1 << 10
ASIDE: Final = 1 << 11
ARTICLE: Final = 1 << 12
MAIN: Final = 1 << 13
FORM: Final = 1 << 14
BUTTON: Final = 1 << 15
HIDDEN: Final = 1 << 16
SOCIAL: Final = 1 << 17
PARAGRAPH: Final = 1 << 18
# Bits set by words in class, id, role and itemprop.
BODY_WORD: Final = 1 << 19
JUNK_WORD: Final = 1 << 20
RELATED_WORD: Final = 1 << 21
COMMENT_WORD: Final = 1 << 22
SHARE_WORD: Final = 1 << 23
AUTHOR_WORD: Final = 1 << 24
CAPTION_WORD: Final = 1 << 25
META_WORD: Final = 1 << 26
LEAD_WORD: Final = 1 << 27
PROMO_WORD: Final = 1 << 28
WIDGET_WORD: Final = 1 << 29
CORRECTION_WORD: Final = 1 << 30
#: The number of bits.
BITS: Final = 31
#: Number of the first bit that is set by class words; the bits below it are set by tags and roles.
FIRST_WORD: Final = 19
#: Names of the bits in their order, used in the names of the models' inputs.
BIT_NAMES: Final = (
    *("link", "heading", "list", "table", "quote", "pre", "figure", "figcaption", "header", "footer", "nav", "aside"),
    *("article", "main", "form", "button", "hidden", "social", "paragraph"),
    *("body_word", "junk_word", "related_word", "comment_word", "share_word", "author_word", "caption_word"),
    *("meta_word", "lead_word", "promo_word", "widget_word", "correction_word"),
)

#: Elements that are skipped with everything inside them, since browsers do not show it as text of the page.
SKIPPED: Final = frozenset(
    [
        "script",
        "style",
        "template",
        "svg",
        "select",
        "datalist",
        "textarea",
        "option",
        "canvas",
        "head",
        "map",
        "rp",
        "rt",
        "rtc",
        # AMP shows these only when its scripts have found an advertisement or a visitor who must be asked.
        "amp-ad",
        "amp-embed",
        "amp-consent",
        "amp-user-notification",
    ]
)

#: Block elements (shown on lines of their own), with the bits that each sets.
BLOCKS: Final[dict[str, int]] = {
    **dict.fromkeys(
        ["html", "body", "div", "section", "center", "fieldset", "hgroup", "search", "details", "summary"], 0
    ),
    **dict.fromkeys(["hr", "legend", "search", "dir", "menu", "dt", "dd", "dl", "address", "amp-story"], 0),
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], HEADING),
    **dict.fromkeys(["ul", "ol"], LIST),
    **dict.fromkeys(["table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "colgroup", "col"], TABLE),
    "p": PARAGRAPH,
    "li": 0,
    "blockquote": QUOTE,
    "pre": PRE,
    "listing": PRE,
    "xmp": PRE,
    "figure": FIGURE,
    "figcaption": FIGCAPTION,
    "header": HEADER,
    "footer": FOOTER,
    "nav": NAV,
    "aside": ASIDE,
    "article": ARTICLE,
    "main": MAIN,
    "form": FORM,
    "button": BUTTON,
    "dialog": HIDDEN,
    "label": FORM,
}

#: Elements that show a picture.
PICTURES: Final = frozenset(("img", "amp-img"))

#: Elements that another site or a player fills; their own content is a fallback for old browsers and is skipped.
EMBEDS: Final = frozenset(["iframe", "video", "audio", "object", "embed", "amp-iframe", "amp-youtube", "amp-video"])

HEADING_LEVEL: Final = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}

_ROLES = {
    "navigation": NAV,
    "banner": HEADER,
    "contentinfo": FOOTER,
    "complementary": ASIDE,
    "main": MAIN,
    "article": ARTICLE,
    "dialog": HIDDEN,
    "alertdialog": HIDDEN,
    "search": FORM,
    "button": BUTTON,
    "figure": FIGURE,
}

#: Class words for each bit.  The trained models take these bits as input, so a changed word calls for new training.
#: The modules that read fields and figures do not use these lists; they have their own in config/rules.
_WORDS: Final[dict[int, str]] = {
    BODY_WORD: "articlebody articletext articlecontent articlecopy storybody storytext storycontent entrycontent"
    " postcontent postbody posttext postentry bodytext bodycopy bodycontent contentbody richtext paragraph maincontent"
    " maintext textbody texto artikeltext artikelbody newstext newsbody wysiwyg prose text body entry",
    JUNK_WORD: "nav navbar navigation menu breadcrumb breadcrumbs footer sidebar side rail cookie cookies consent gdpr"
    " banner modal popup overlay toolbar masthead skip print pager pagination tag tags taglist keywords topic topics"
    " hidden sronly visuallyhidden screenreader login register search disclaimer copyright legal rating tooltip",
    RELATED_WORD: "related recommend recommended recommendation recommendations more readmore also teaser teasers"
    " seealso trending popular latest most next prev previous outbrain taboola recirc recirculation carousel slider"
    " swiper card cards listing linklist links mehr weitere similar suggested headlines feed series dossier",
    COMMENT_WORD: "comment comments commentlist respond replies disqus discussion kommentar kommentare reactions coral",
    SHARE_WORD: "share shares sharing social socials follow facebook twitter whatsapp addthis sharedaddy icon icons",
    AUTHOR_WORD: "author authors byline bylines bio autor autoren autores auteur profile writer writers contributor"
    " contributors about",
    CAPTION_WORD: "caption captions credit credits captiontext bildunterschrift bildtext bijschrift"
    " didascalia leyenda legenda cutline kuvateksti legend figcaption gallery photo photos"
    " image images img media picture pictures video player",
    META_WORD: "meta date dates datetime time timestamp published pubdate dateline kicker category eyebrow info label"
    " labels readingtime",
    LEAD_WORD: "standfirst deck dek lead lede intro subtitle subhead subheadline subheading summary excerpt description"
    " abstract chapeau sottotitolo vorspann entradilla ingress",
    PROMO_WORD: "ad ads advert adverts advertisement advertising adslot sponsor sponsored promo promos promotion"
    " newsletter newsletters subscribe subscription paywall signup donate donation membership premium piano cta offer"
    " abo anzeige werbung marketing",
    WIDGET_WORD: "widget widgets box infobox factbox module ticker table chart poll quiz map weather stock score scores"
    " timeline embed tweet instagram toc tableofcontents",
    CORRECTION_WORD: "correction corrections clarification editorsnote korrektur errata",
}

_VOCABULARY: Final = vocabulary({bit: tuple(words.split()) for bit, words in _WORDS.items()})


#: Results of class_bits that are kept: an outlet uses some hundred names on all its pages, and a run has many outlets.
_KEPT_NAMES: Final = 32_768


@lru_cache(maxsize=_KEPT_NAMES)
def class_bits(names: str) -> int:
    """Return the bits set by the words in `names`, an element's class, id and itemprop: "article-body" gives BODY_WORD.

    The word "articlebody" of a table is also found in "article-body".
    """
    return _VOCABULARY.bits_in(names)


def role_bits(role: str) -> int:
    """Return the bits set by an ARIA role; 0 for a role that sets none."""
    return _ROLES.get(role, 0)


#: Bits of boxes and the Segment.hint that each gives; the first that is set counts.
_HINTS: Final = (
    (FIGCAPTION, "figcaption"),
    (PRE, "preformatted"),
    (HEADING, "subhead"),
    (QUOTE, "quote"),
    (BUTTON, "button"),
)
HINTED: Final = FIGCAPTION | PRE | HEADING | QUOTE | BUTTON


def hint_of(bits: int) -> str:
    """Return the Segment.hint ("figcaption", "quote", ...) of a segment in a box with these bits; "" for none."""
    for bit, hint in _HINTS:
        if bits & bit:
            return hint
    return ""
