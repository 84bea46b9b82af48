"""Authors of whole pages, by where and how a page names them: each way in several languages, and what looks like it."""

from __future__ import annotations

import pytest

from tests.fields.pages import H1, ld, page
from tests.fields.pages import fields as fields_of

#: What the page declares besides its title, what stands below the headline, and below the text; the authors.
Case = tuple[str, str, str, str, list[str]]
#: Boxes of other stories, which part the text from its foot.
APART = "".join(f"<div><h3>Other story {n}</h3><p>It has a lead, too.</p></div>" for n in range(6))

AT_THE_FOOT: dict[str, Case] = {
    "a label and a name": (
        "en",
        "",
        "",
        "<h3>Written by Ann Lister</h3><p>Ann Lister grows beans.</p>",
        ["Ann Lister"],
    ),
    "a label in a line of its own": ("de", "", "", APART + "<p>Autorin:</p><p>Anna Beispiel</p>", ["Anna Beispiel"]),
    "several names below a label": (
        "fr",
        "",
        "",
        "<aside><h6>Auteurs</h6><ul><li><a href='/q?a=1'>Jeanne Dupont</a><li>Paul Martin</ul></aside>",
        ["Jeanne Dupont", "Paul Martin"],
    ),
    "monograms and jobs between the names": (
        "en",
        "",
        "",
        APART + "<div>Author</div><i>AL</i><div>Ann Lister</div><div>Staff engineer</div><i>TH</i><div>Tom Hall</div>",
        ["Ann Lister", "Tom Hall"],
    ),
    "different people under different labels": (
        "en",
        "",
        "",
        APART + "<p>Written by</p><p>Ann Lister</p>" + APART + "<p>Written by</p><p>Tom Hall</p>",
        [],
    ),
    "a section called like a label": ("en", "", "", "<h3>Authors</h3><p>Ann Lister wins prize</p>", []),
}

A_DESK_ABOVE: dict[str, Case] = {
    "the outlet's staff": ("en", "", "<p>By Harbour Post Staff</p>", "<p>Written by Ann Lister</p>", ["Ann Lister"]),
    "a newsroom": ("es", "", "<p>Por Redacción</p>", "<p>Escrito por Juan Prueba</p>", ["Juan Prueba"]),
    "a declared desk": (
        "de",
        ld(author={"@type": "Organization", "name": "Harbour Post"}),
        "<p>Von Harbour-Post-Redaktion</p>",
        "<p>Verfasst von Anna Beispiel</p>",
        ["Anna Beispiel"],
    ),
    "an agency": ("en", "", "<p>By Reuters</p>", "<p>Editing by Tom Hall</p>", ["Reuters"]),
}

KINDS = {"at the foot": AT_THE_FOOT, "a desk above": A_DESK_ABOVE}
CASES = [(kind, name, case) for kind, cases in KINDS.items() for name, case in cases.items()]


@pytest.mark.parametrize("case", [case for *_, case in CASES], ids=[f"{kind}: {name}" for kind, name, _ in CASES])
def test_authors(case: Case) -> None:
    lang, head, top, below, authors = case
    assert list(fields_of(page(head, H1 + top, below=below, lang=lang)).authors or ()) == authors
