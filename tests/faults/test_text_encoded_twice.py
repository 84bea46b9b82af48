"""Text that was encoded in UTF-8 twice is repaired; a word that an article quotes in that form is not changed."""

from __future__ import annotations

import pytest

from parsers import Article, parse_page

URL = "https://outlet.example/harbour/bridge"
TEXTS = {
    "cp1252": (
        "Le conseil du port a voté mardi soir la fermeture du vieux pont levant pendant onze mois, après une réunion.",
        "La présidente a expliqué que l'acier avait perdu près d'un tiers de son épaisseur depuis le dernier contrôle.",
        "Une quarantaine de bateaux utilisent le quai, la plupart de moins de douze mètres ; c'est « assez ».",
    ),
    "latin-1": (
        "The bridge will stay closed for eleven months – the board’s chairwoman said so on Tuesday in a full hall.",
        "“We can plan a closure or we can have one forced on us,” she said, and nobody in the hall wanted to disagree.",
        "The detour costs every crew two hours a day, and the ice plant’s new owner has not said what it will cost…",
    ),
    "cp1251": (
        "Совет порта проголосовал за закрытие старого моста на одиннадцать месяцев, пока меняют противовес.",
        "Председатель сказала, что сталь стала тоньше почти на треть, и страховщик не согласится на ещё одну зиму.",
        "Около сорока лодок стоят у внутренней набережной, и объезд займёт у каждой из них два лишних часа.",
    ),
    "cp1250": (
        "Rada portu postanowiła zamknąć stary most zwodzony na jedenaście miesięcy, by wymienić przeciwwagę.",
        "Przewodnicząca powiedziała, że stal jest cieńsza prawie o jedną trzecią niż przy ostatnim przeglądzie.",
        "Z nabrzeża korzysta około czterdziestu łodzi, a objazd wydłuży każdy rozładunek o dwie godziny.",
    ),
}


def page(paragraphs: tuple[str, ...], headline: str = "Pont levant") -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<html><body><article><h1>{headline}</h1>{body}</article></body></html>".encode()


def blocks(body: bytes) -> tuple[str, ...]:
    found = parse_page(body, url=URL)
    assert isinstance(found, Article)
    return tuple(block.text for block in found.blocks)


def twice(text: str, codec: str) -> str:
    """The text as it looks when its UTF-8 bytes are decoded by `codec`; bytes that the codec lacks are read as browsers
    do."""
    return "".join(
        bytes([byte]).decode(codec) if bytes([byte]).decode(codec, "ignore") else chr(byte) for byte in text.encode()
    )


@pytest.mark.parametrize("codec", TEXTS)
def test_a_page_that_was_encoded_twice(codec: str) -> None:
    assert blocks(page(tuple(twice(text, codec) for text in TEXTS[codec]))) == TEXTS[codec]


@pytest.mark.parametrize("codec", ["cp1252", "latin-1"])
def test_a_paragraph_that_was_encoded_twice_alone(codec: str) -> None:
    first, *rest = TEXTS[codec]
    assert blocks(page((twice(first, codec), *rest))) == TEXTS[codec]


def test_a_page_whose_frame_is_right() -> None:
    broken = tuple(twice(text, "cp1252") for text in TEXTS["cp1252"])
    found = parse_page(page(broken, headline="Le pont levé fermé"), url=URL)
    assert isinstance(found, Article)
    assert found.headline == "Le pont levé fermé"
    assert (found.charset, found.charset_method) == ("utf-8", "twice")


def test_letters_encoded_twice_as_character_references() -> None:
    wanted = TEXTS["cp1252"]
    references = {ord("Ã"): "&Atilde;", ord("©"): "&copy;", ord("¨"): "&uml;", ord("´"): "&acute;", ord("Â"): "&Acirc;"}
    assert blocks(page(tuple(twice(text, "cp1252").translate(references) for text in wanted))) == wanted


@pytest.mark.parametrize("codec", TEXTS)
def test_right_text_is_left_alone(codec: str) -> None:
    assert blocks(page(TEXTS[codec])) == TEXTS[codec]


def test_words_that_are_quoted_are_left_alone() -> None:
    quoting = (
        "Pendant trois jours, le site a écrit « votÃ© » au lieu de « voté » sur chacune de ses pages, sans changer.",
        "La présidente a lu « fermÃ© » et « contrÃ´le » à voix haute, puis elle a montré « prÃ¨s » à la salle entière.",
        "Les pêcheurs ont répondu que « marÃ©e » se lisait encore, et qu'ils n'avaient rien remarqué avant mardi soir.",
    )
    assert blocks(page(quoting)) == quoting
    english = 'The site printed the word voted as "votÃ©" for three days before anybody on the board took notice of it.'
    plain = tuple(text.replace("’", "'").replace("–", "-") for text in TEXTS["latin-1"][:2])
    assert blocks(page((english, *plain)))[0] == english
