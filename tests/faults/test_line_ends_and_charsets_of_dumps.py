"""Line ends, control characters and charsets of text files; and lines broken by a width, a page end or a cell."""

import textwrap

import pytest

from parsers import parse_page
from parsers.model import Article

EN = [
    "Inquiry into the ferry opens",
    "The inquiry into the brakes of the island ferry opened on Sunday, with more people at the door than chairs.",
    "Three members of the crew said that they had asked for new brakes four times since the autumn, in vain.",
]
RU = [
    "Шторм закрыл пирс в порту",
    "Начальник порта закрыл восточный пирс в понедельник после того, как шторм сорвал две лодки с якорей.",
    "Три члена экипажа заявили, что они четыре раза просили новые тормоза с осени, но напрасно.",
]
ZH = [
    "风暴关闭东码头",
    "港口管理局周一表示，东码头因风暴关闭，预计维修将持续到春天，居民需要绕行，直到工程师检查完码头为止，官员说。",
    "三名船员说，他们从秋天起四次要求更换新的刹车，但是没有结果，也没有得到答复，律师要求两天时间查看信件内容。",
]
AR = ["العاصفة تغلق الرصيف", "قال مدير الميناء يوم الاثنين إن الرصيف الشرقي مغلق بعد أن مزقت العاصفة قاربين.",
      "وقال ثلاثة من الطاقم إنهم طلبوا مكابح جديدة أربع مرات منذ الخريف ولم يحصلوا عليها."]  # fmt: skip
HI = ["तूफान ने घाट बंद किया", "बंदरगाह के प्रमुख ने सोमवार को कहा कि तूफान के बाद पूर्वी घाट बंद रहेगा और लोग दूसरे रास्ते से जाएंगे।",
      "चालक दल के तीन सदस्यों ने कहा कि उन्होंने शरद ऋतु से चार बार नए ब्रेक मांगे थे, लेकिन जवाब नहीं मिला।"]  # fmt: skip


def pieces(body: bytes, media_type: str = "text/plain") -> list[str]:
    found = parse_page(body, media_type=media_type)
    assert isinstance(found, Article), found
    return [found.headline or "", *(block.text for block in found.blocks)]


@pytest.mark.parametrize(
    "end", ["\u2028", "\u2029", "\x85", "\x0b", "\r", "\r\n", "\n\r", "\\n", "\\r\\n", "<br />", "<BR>\n"]
)
def test_line_ends(end: str) -> None:
    assert pieces(end.join(EN).encode()) == EN


def test_paragraphs_of_cells() -> None:
    assert pieces("".join(f"<p>{piece}</p>" for piece in EN).encode()) == EN
    assert pieces(f"{EN[0]}<br/><br/>{EN[1]}<br/><br/><b>{EN[2]}</b> <a href='x'>more &amp; more.</a>".encode()) == [
        *EN[:2],
        f"{EN[2]} more & more.",
    ]


@pytest.mark.parametrize("text", ["She saved it in C:\\new and in C:\\names.", "The tag <br> breaks a line, she said."])
def test_signs_that_a_text_is_about_stay(text: str) -> None:
    assert pieces("\n\n".join([*EN, text]).encode()) == [*EN, text]


@pytest.mark.parametrize("tail", ["\x00", "\x1a", "\r\n\x1a", "\x00\x00\n"])
def test_the_last_paragraph_stays(tail: str) -> None:
    assert pieces(("\r\n\r\n".join(EN) + tail).encode()) == EN


def test_dots_of_windows_are_no_line_end() -> None:
    dotted = "She said that the boat\x85 and its \x93brakes\x94 were new in May, as the office had told her."
    read = "She said that the boat… and its “brakes” were new in May, as the office had told her."
    assert pieces("\n\n".join([*EN, dotted]).encode()) == [*EN, read]


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [EN, RU, ZH, AR, HI])
def test_utf_16_without_a_mark(text: list[str], codec: str) -> None:
    assert pieces("\n\n".join(text).encode(codec)) == text


@pytest.mark.parametrize(
    ("first", "second", "codec"),
    [
        (RU[:2], RU[2], "cp1251"),
        (RU[:2], RU[2], "koi8-r"),
        (["Sturm schließt Häfen", "Der Deich beim Hafen bleibt gesperrt, für Fußgänger auch, sagt der Verband."],
         "Zwei Gutachter haben die Strecke geprüft und drei Stellen gefunden, die größer wären.", "cp1252"),
    ],
)  # fmt: skip
def test_two_charsets_in_one_file(first: list[str], second: str, codec: str) -> None:
    assert pieces("\n\n".join(first).encode() + b"\n\n" + second.encode(codec)) == [*first, second]


def test_scripts_without_blanks_are_not_unwrapped() -> None:
    paragraphs = [f"{ZH[1 + number % 2][:-1]}{number}。" for number in range(6)]
    assert pieces("\n".join([ZH[0], *paragraphs]).encode()) == [ZH[0], *paragraphs]


LONG = f"{EN[1]} {EN[2]} The office says that it never saw the book, and its lawyer asked for two days to look at it."
OTHER = (
    "Nobody on the island believed that the boat would come back before the storm was over, said the keeper of the "
    "lock, who has seen forty winters there and writes down every one of them in a book that he shows to visitors."
)


@pytest.mark.parametrize("width", [30, 50, 72])
def test_columns_are_joined(width: int) -> None:
    wrapped = [textwrap.fill(piece, width) for piece in (LONG, EN[2], OTHER)]
    assert pieces("\n\n".join([EN[0], *wrapped]).encode()) == [EN[0], LONG, EN[2], OTHER]


@pytest.mark.parametrize(
    "edge", ["\n\f", "\n\n3\n\f", "\n\n        Page 3 of 4\n\f", "\n\n3\n\n\fThe Hartsea Post 3\n"]
)
def test_a_paragraph_goes_on_over_a_page(edge: str) -> None:
    lines = textwrap.wrap(LONG, 60)
    cut = next(at for at, line in enumerate(lines) if at > 1 and line[0].islower())
    paragraph = "\n".join(lines[:cut]) + edge + "\n".join(lines[cut:])
    page = "\n\n".join([EN[0], textwrap.fill(OTHER, 60), paragraph, textwrap.fill(EN[2], 60)])
    assert pieces((page + "\n\fThe Hartsea Post 4\n").encode()) == [EN[0], OTHER, LONG, EN[2]]


def test_numbers_of_links_are_no_text() -> None:
    numbered = (
        f"[1]Home [2]News\n\n{EN[0]}\n\n   By [3]Ada Lund\n\n   {EN[1].replace('island', '[4]island')}\n\n   {EN[2]}\n"
    )
    assert pieces(numbered.encode()) == EN
    footnotes = "The book says so [1] and again[2], and the second book [1] says it, too."
    assert pieces("\n\n".join([*EN, footnotes]).encode()) == [*EN, footnotes]


def test_a_title_and_a_byline_in_narrow_columns() -> None:
    body = "\n\n".join(textwrap.fill(piece, 40) for piece in (OTHER, LONG))
    found = parse_page(f"{EN[0]}\nAda Lund\n\n{body}".encode(), media_type="text/plain")
    assert isinstance(found, Article)
    assert (found.headline, found.authors) == (EN[0], ("Ada Lund",))
    assert [block.text for block in found.blocks] == [OTHER, LONG]
