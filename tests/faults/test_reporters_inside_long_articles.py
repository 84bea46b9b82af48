"""Reporters named in a longer paragraph in the middle of an article are found in each language with rules for them."""

from __future__ import annotations

import pytest

from parsers import Article, parse_page

#: Language, a paragraph of which many are printed, a sentence that names a reporter, and the name.
STORIES = [
    ("en", "Boat {n} came back to the harbour last night.", "Our correspondent Ada Lund in Oslo says so.", "Ada Lund"),
    ("de", "Das Boot {n} kam gestern in den Hafen zurück.", "So berichtet unser Korrespondent Tom Hall.", "Tom Hall"),
    ("fr", "Le bateau {n} est rentré hier dans le port.", "Selon notre correspondant à Oslo, Tom Hall.", "Tom Hall"),
    ("es", "El barco {n} volvió ayer al puerto de la ciudad.", "Lo informa nuestro corresponsal Tom Hall.", "Tom Hall"),
    ("it", "La barca {n} tornò ieri nel porto.", "Lo riferisce il nostro corrispondente Marco Rossi.", "Marco Rossi"),
    ("pt", "O barco {n} voltou ontem ao porto.", "É o que relata o nosso correspondente Tom Hall.", "Tom Hall"),
    ("sv", "Båten {n} kom tillbaka till hamnen i går.", "Det rapporterar vår korrespondent Tom Hall.", "Tom Hall"),
    ("pl", "Łódź {n} wróciła wczoraj do portu.", "Informuje nasz korespondent Jan Nowak.", "Jan Nowak"),
    ("cs", "Loď {n} se včera vrátila do přístavu.", "Informuje náš zpravodaj Jan Novák.", "Jan Novák"),
    ("tr", "Tekne {n} dün limana geri döndü.", "Muhabirimiz Ayla Kaya, Oslo'dan bildiriyor.", "Ayla Kaya"),
    ("ru", "Лодка {n} вчера вернулась в порт.", "Сообщает наш корреспондент Иван Петров.", "Иван Петров"),
    ("uk", "Човен {n} учора повернувся до порту.", "Повідомляє наш кореспондент Іван Петренко.", "Іван Петренко"),
    ("hr", "Brod {n} jučer se vratio u luku.", "Javlja naš dopisnik Ivan Horvat.", "Ivan Horvat"),
    ("ro", "Barca {n} s-a întors ieri în port.", "Transmite corespondentul nostru Ion Pop.", "Ion Pop"),
    ("el", "Το πλοίο {n} γύρισε χθες στο λιμάνι.", "Μεταδίδει ο ανταποκριτής μας Νίκος Παππάς.", "Νίκος Παππάς"),
    ("sw", "Meli {n} ilirudi bandarini jana.", "Mwandishi wetu Ada Lund anaripoti kutoka Kano.", "Ada Lund"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "told", "named", "name"), STORIES, ids=[story[0] for story in STORIES])
def test_a_reporter_in_a_longer_paragraph(language: str, told: str, named: str, name: str) -> None:
    paragraphs = [told.format(n=n) for n in range(40)]
    paragraphs[20] = f"{named} {' '.join(told.format(n=n) for n in range(40, 45))}"
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    page = f"<html lang='{language}'><title>1 2 3</title><body><article><h1>1 2 3</h1>{body}</article></body>"
    found = parse_page(page.encode(), media_type="text/html")
    assert isinstance(found, Article) and found.language == language
    assert [row.name for row in found.correspondents] == [name]
