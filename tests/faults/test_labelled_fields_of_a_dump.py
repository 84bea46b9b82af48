"""Fields that databases, corpora and readers print around a text become fields of the article, without their labels."""

from typing import Any

import pytest

from parsers import parse_page
from parsers.model import Article

BODY = [
    "The inquiry into the brakes of the island ferry opened on Sunday, with more people at the door than chairs.",
    "Three members of the crew said that they had asked for new brakes four times since the autumn, in vain.",
    "The office says that it never saw the book, and its lawyer asked for two days to look through its letters.",
]
TEXT = "\n\n".join(BODY)
TITLE = "Inquiry into the brakes of the island ferry opens in Hartsea"
URL = "https://hartseapost.example/inquiry"
ALL = {"headline": TITLE, "authors": ("Ada Lund",), "published_at": "2024-05-03"}

DUMPS: dict[str, tuple[str, dict[str, Any]]] = {
    "LexisNexis": (
        "The Hartsea Post\n\nMay 3, 2024 Friday\n\nSECTION: NEWS; Pg. 4\n\nLENGTH: 60 words\n\nHEADLINE: Inquiry into "
        "the brakes of the island\nferry opens in Hartsea\n\nBYLINE: By Ada Lund\n\nBODY:\n" + TEXT +
        "\n\nLOAD-DATE: May 4, 2024\n\nLANGUAGE: ENGLISH\n\nGRAPHIC: PHOTO: The ferry at noon. Reuters/Cem Arslan\n",
        ALL | {"section": "NEWS; Pg. 4", "captions": [("The ferry at noon.", "Reuters/Cem Arslan")]},
    ),
    "LexisNexis with a wrapped title above": (
        "The Hartsea Post\n\nMay 3, 2024 Friday\nFinal Edition\n\nInquiry into the brakes of the island\nferry opens "
        "in Hartsea\n\nBYLINE: Ada Lund\n\nLENGTH: 60 words\n\nBODY:\n\n" + TEXT,
        ALL | {"kicker": None},
    ),
    "Factiva": (
        f"SE News\nHD {TITLE[:40]}\n   {TITLE[40:].strip()}\nBY Ada Lund\nWC 60 words\nPD 3 May 2024\nSN Hartsea Post\n"
        f"LA English\n\nLP\n{BODY[0]}\n\nTD\n{BODY[1]}\n\n{BODY[2]}\n\nNS gcat : Politics\nAN Document HARTS0000\n",
        {"authors": ("Ada Lund",), "published_at": "2024-05-03", "section": "News"},
    ),
    "front matter": (
        f'---\ntitle: "{TITLE}"\nauthor: Ada Lund\ndate: 2024-05-03\ntags:\n  - ferry\n  - brakes\nurl: {URL}\n---\n'
        + TEXT,
        ALL | {"tags": ("ferry", "brakes"), "canonical_url": URL},
    ),
    "front matter with quotes in and around": (
        f"---\ntitle: \"\\\"{TITLE}\\\", he said\"\nauthor: 'Ada O''Lund'\n---\n" + TEXT,
        {"headline": f'"{TITLE}", he said', "authors": ("Ada O'Lund",)},
    ),
    "front matter with quotes at one end": (
        f'---\ntitle: "{TITLE}" is called for\nauthor: Ada Lund\n---\n' + TEXT,
        {"headline": f'"{TITLE}" is called for'},
    ),
    "reStructuredText": (f":title: {TITLE}\n:date: 2024-05-03\n:author: Ada Lund\n\n{TEXT}", ALL),
    "labels": (
        f"Title: {TITLE}\nURL: {URL}\nAuthor: Ada Lund\nPublished: May 3, 2024\nKeywords: ferry; brakes\nText: {TEXT}",
        ALL | {"canonical_url": URL, "tags": ("ferry", "brakes")},
    ),
    "address, day, title": (f"{URL}\n2024-05-03T10:00:00+0900\nWho braked the ferry? Nobody!\n{TEXT}", {
        "headline": "Who braked the ferry? Nobody!", "published_at": "2024-05-03T10:00:00+09:00", "canonical_url": URL,
    }),
    "a title alone": (f"TITLE: {TITLE}\n\n{TEXT}", {"headline": TITLE}),
    "German": (f"Titel: {TITLE}\nAutorin: Ada Lund\nDatum: 2024-05-03\n\n{TEXT}", ALL),
    "deck and kicker": (
        f"KICKER: Harbour\nHEADLINE: {TITLE}\nSTANDFIRST: The crew asked four times.\nBODY:\n{TEXT}",
        {"headline": TITLE, "kicker": "Harbour", "standfirst": "The crew asked four times."},
    ),
    "a highlight": (
        f"HEADLINE: {TITLE}\n\nHIGHLIGHT: The crew asked four times.\n\nBODY:\n{TEXT}",
        {"headline": TITLE, "standfirst": "The crew asked four times."},
    ),
    "no value": (f"Title: {TITLE}\n\nAbstract: None available.\n\nFull text:\n{TEXT}", {"standfirst": None}),
    "a forwarded e-mail": (
        f"-------- Weitergeleitete Nachricht --------\nBetreff: WG: für die Sitzung\nDatum: Fri, 3 May 2024 09:12:44 "
        f"+0200\nVon: Bo Kvist <bo@hartsea.example>\n\n{TITLE}\n\n{TEXT}",
        {"headline": TITLE, "standfirst": None},
    ),
    "a wire": (
        "a0432----\nr i bc-eu--ferry-brakes   2ndld-writethru   05-03 0461\n^BC-EU--Ferry-Brakes, 2nd Ld-Writethru,440"
        f"\n^{TITLE}\n^Eds: UPDATES with crew, quote.\n^By ADA LUND=\n   {BODY[0]}"
        f"\n   {BODY[1]}\nMORE\n^(PICKUP 3rd graf: The office)\n   {BODY[2]}\n^___=\n05-03-24 1422GMT",
        {"headline": TITLE, "byline": "By ADA LUND", "standfirst": None},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", DUMPS)
def test_fields(kind: str) -> None:
    dump, wanted = DUMPS[kind]
    found = parse_page(dump.encode(), media_type="text/plain")
    assert isinstance(found, Article), found
    captions = [(caption.text, caption.credit) for caption in found.captions]
    for name, value in wanted.items():
        assert (captions if name == "captions" else getattr(found, name)) == value, name
    assert [block.text for block in found.blocks] == BODY


@pytest.mark.parametrize(
    ("above", "kept"),
    [
        (["Inquiry opens in Hartsea", "Source: dpa"], "agency"),
        (["Inquiry opens in Hartsea", "Source: dpa", "Date: 3 May 2024"], "agency"),
    ],
)
def test_a_source_is_read_as_one(above: list[str], kept: str) -> None:
    found = parse_page("\n\n".join([*above, *BODY]).encode(), media_type="text/plain")
    assert isinstance(found, Article)
    assert found.headline == "Inquiry opens in Hartsea"
    assert [person.kind for person in found.correspondents] == [kept]


def test_two_takes_of_a_telegram() -> None:
    takes = [
        ["FERRY BRAKES BEFORE THE OFFICE IN HARTSEA", "  HARTSEA, AUG 3 (HWA) - AN INQUIRY INTO THE BRAKES OF A",
         "FERRY OPENED ON SUNDAY WITH MORE PEOPLE THAN CHAIRS IN THE", "HALL BELOW THE HARBOUR OFFICE.",
         "  THREE MEMBERS OF THE CREW HAD ASKED FOR NEW BRAKES FOUR", "TIMES SINCE AUTUMN."],
        ["  THE OFFICE SAYS THAT IT NEVER SAW THE BOOK, AND ITS OWN",
         "LAWYER ASKED FOR TWO DAYS TO LOOK THROUGH ALL LETTERS THAT", "CAME SINCE THE AUTUMN, WHEN THE FERRY RAN "
         "AGAINST A PIER", "OF THE ISLAND AND ITS BRAKES HAD BEEN LOOKED AT BY A FIRM", "FROM THE CITY."],
    ]  # fmt: skip
    lines = ["ZCZC HWA114", "FERRY-BRAKES 3", *takes[0], "MORE", "HWA 1122 GMT", "NNNN", ""]
    lines += ["ZCZC HWA115", "FERRY-BRAKES 2 HARTSEA", *takes[1], "ENDS", "NNNN"]
    found = parse_page("\n".join(lines).encode(), media_type="text/plain")
    assert isinstance(found, Article)
    assert found.headline == takes[0][0]
    assert [block.text for block in found.blocks] == [
        " ".join(map(str.strip, part)) for part in (takes[0][1:4], takes[0][4:], takes[1])
    ]


def test_labels_within_a_text_are_text() -> None:
    asked = [
        "Title: none, she said, for the boat never had one in all its years.",
        "Source of the trouble: the brakes.",
    ]
    found = parse_page("\n\n".join([TITLE, BODY[0], *asked, *BODY[1:]]).encode(), media_type="text/plain")
    assert isinstance(found, Article)
    assert found.headline == TITLE
    assert set(asked) <= {block.text for block in found.blocks}


@pytest.mark.parametrize("edition", ["", "Late Edition - Final\n"])
@pytest.mark.parametrize("byline", ["Ada Lund", "By ADA LUND"])
@pytest.mark.parametrize("section", ["", "SECTION: Section A; Column 0; Pg. 1\n\n"])
def test_a_short_title_above_the_labels(edition: str, byline: str, section: str) -> None:
    head = f"The Hartsea Post\n\nMay 3, 2024 Friday\n{edition}\nFerry returns to Lunde\n\nBYLINE: {byline}\n\n{section}"
    found = parse_page(f"{head}LENGTH: 60 words\n\n{TEXT}\n\nLOAD-DATE: May 4, 2024\n".encode())
    assert isinstance(found, Article)
    assert found.headline == "Ferry returns to Lunde"
    assert [block.text for block in found.blocks] == list(BODY)
