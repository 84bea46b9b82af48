"""A page that stands in the place of an article is known by its structure and few words; a brief about one is kept."""

import pytest

from parsers import parse_page

_MENU = '<header><nav><a href="/">Lunde Post</a><a href="/news">News</a><a href="/sport">Sport</a></nav></header>'
_FOOT = "<footer><p>© 2026 Lunde Post</p></footer>"
_DATE = '<time datetime="2026-03-04">4 March 2026</time>'
_FORM = '<form><input type="{}" name="x"><button>OK</button></form>'
_SHOP = "<p>Hand-polished brass, with two wicks.</p><p>{}</p><button>{}</button>"


def _reason(title: str, heading: str, below: str) -> str:
    """Parse a page with these parts; the reason why it is refused, or "article"."""
    head, main = f"<head><title>{title}</title></head>", f"<main><h1>{heading}</h1>{below}</main>"
    page = f"<html>{head}<body>{_MENU}{main}{_FOOT}</body></html>"
    said = parse_page(page.encode(), url="https://lundepost.example/a/412").to_dict().get("rejected")
    return said["reason"] if said else "article"


@pytest.mark.parametrize(
    ("title", "heading", "below", "reason"),
    [
        ("Oeps", "Oeps", "<p>Controleer het adres.</p>", "soft_404"),
        ("Fehler", "Ups, hier ist leider nichts", "<p>Der Link, dem Sie gefolgt sind, ist veraltet.</p>", "soft_404"),
        ("알림", "해당 기사는 삭제되었습니다", "<p>홈으로 이동합니다.</p>", "soft_404"),
        ("Please wait...", "Checking the connection", "<p>Enable cookies to continue.</p>", "block_page"),
        ("Fejl", "Der er sket en fejl på serveren", "<p>Prøv igen om lidt.</p>", "block_page"),
        ("Lantern", "Ship's lantern", _SHOP.format("499 kr", "Lägg i varukorgen"), "product_page"),
        ("Fener", "Gemi feneri", _SHOP.format("1.299,00 TL", "Sepete ekle"), "product_page"),
        ("Boletín", "Suscríbase a nuestro boletín", "<p>Cada mañana.</p>" + _FORM.format("email"), "product_page"),
        ("Вход", "Вход", "<p>Забыли пароль?</p>" + _FORM.format("password"), "paywall_stub"),
    ],
)
def test_a_page_is_refused_for_what_its_structure_and_few_words_say(
    title: str, heading: str, below: str, reason: str
) -> None:
    assert _reason(title, heading, below) == reason


@pytest.mark.parametrize(
    ("heading", "below"),
    [
        (
            "Error on the ballot",
            f"{_DATE}<p>The page with the names of the candidates was printed twice, the council said.</p>"
            "<p>All votes will be counted again on Monday, and the link to the result will be moved.</p>",
        ),
        (
            "Lantern sold for a record",
            f"{_DATE}<p>A lantern of the lost ferry was sold at auction for a record price on Monday.</p><p>£490</p>"
            "<p>The buyer wants to lend it to the museum in the harbour of Lunde.</p><button>Buy now</button>",
        ),
    ],
)
def test_a_dated_brief_with_such_words_is_an_article(heading: str, below: str) -> None:
    assert _reason(heading, heading, below) == "article"
