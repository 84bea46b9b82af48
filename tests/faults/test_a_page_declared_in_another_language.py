"""A page declares one language and its text is in another: the text decides if it is long and clear enough."""

from __future__ import annotations

from itertools import permutations

import pytest

from parsers import Article, parse_page

TEXTS = {
    "en": (
        "The harbour board voted on Tuesday night to close the old lifting bridge for eleven months while "
        "engineers replace its "
        "counterweight, a decision that fishermen said would cut the inner quay off from the ice house.",
        "About forty boats use the inner quay, most of them under twelve metres, and the detour would add "
        "two hours to every "
        "landing and cost a small crew a tenth of its earnings, the skippers said.",
    ),
    "pl": (
        "Rada portu postanowiła we wtorek wieczorem zamknąć stary most zwodzony na jedenaście miesięcy, by "
        "wymienić przeciwwagę, "
        "a rybacy mówią, że wewnętrzne nabrzeże zostanie odcięte od lodowni i nie wiadomo, kto za to zapłaci.",
        "Z nabrzeża korzysta około czterdziestu łodzi, większość krótsza niż dwanaście metrów, a objazd "
        "przez śluzę północną "
        "wydłuży każdy rozładunek o dwie godziny, więc mała załoga straci dziesiątą część zarobku.",
    ),
    "sv": (
        "Hamnstyrelsen beslutade på tisdagskvällen att stänga den gamla klaffbron i elva månader medan "
        "motvikten byts ut, ett "
        "beslut som enligt fiskarna gör att den inre kajen blir avskuren från ishuset under hela vintern.",
        "Omkring fyrtio båtar använder den inre kajen och de flesta av dem är kortare än tolv meter, så att "
        "omvägen genom den "
        "norra slussen skulle lägga två timmar till varje landning och kosta besättningen en tiondel av lönen.",
    ),
    "ro": (
        "Consiliul portului a votat marți seara închiderea vechiului pod mobil timp de unsprezece luni, până "
        "când inginerii vor "
        "înlocui contragreutatea, o hotărâre despre care pescarii spun că va izola cheiul interior de "
        "depozitul de gheață.",
        "Aproximativ patruzeci de bărci folosesc cheiul interior, cele mai multe mai scurte de doisprezece "
        "metri, iar ocolul prin "
        "ecluza de nord ar adăuga două ore la fiecare descărcare, au spus căpitanii în fața consiliului.",
    ),
    "pt": (
        "O conselho do porto decidiu na terça-feira fechar a velha ponte levadiça durante onze meses para trocar "
        "o contrapeso, e os pescadores receiam que o cais interior fique separado da fábrica de gelo.",
        "Cerca de quarenta barcos usam o cais e a maior parte tem menos de doze metros, a volta pela comporta do norte "
        "acrescenta duas horas a cada descarga e leva a uma perda de um décimo do que ganham.",
    ),
    "hu": (
        "A kikötő tanácsa kedd este úgy döntött, hogy tizenegy hónapra lezárja a régi felvonóhidat, amíg a "
        "mérnökök kicserélik az "
        "ellensúlyt, és a halászok szerint ez a döntés elvágja a belső rakpartot a jégháztól az egész télre.",
        "A belső rakpartot mintegy negyven hajó használja, a legtöbb rövidebb tizenkét méternél, és az "
        "északi zsilipen át vezető "
        "kerülő két órával hosszabbítaná meg az összes kirakodást, mondták a kapitányok a tanács ülésén.",
    ),
    "de": (
        "Der Hafenrat hat am Dienstagabend beschlossen, die alte Hebebrücke für elf Monate zu sperren, weil "
        "das Gegengewicht ersetzt "
        "werden muss, und die Fischer fürchten, dass der innere Kai damit vom Eishaus abgeschnitten ist.",
        "Rund vierzig Boote nutzen den inneren Kai, die meisten sind kürzer als zwölf Meter, und der Umweg "
        "durch die Nordschleuse "
        "würde jede Anlandung um zwei Stunden verlängern, rechneten mehrere Kapitäne dem Rat vor.",
    ),
    "fi": (
        "Sataman hallitus päätti tiistai-iltana sulkea vanhan nostosillan yhdeksitoista kuukaudeksi, kun "
        "insinöörit vaihtavat sen "
        "vastapainon, ja kalastajat sanoivat, että päätös katkaisee sisälaiturin yhteyden jäävarastoon koko "
        "talveksi.",
        "Noin neljäkymmentä venettä käyttää sisälaituria, ja useimmat niistä ovat alle kahdentoista metrin "
        "pituisia, mutta "
        "kiertotie pohjoisen sulun kautta lisäisi jokaiseen purkuun kaksi tuntia, kippari sanoi hallitukselle.",
        "Lääni on tarjoutunut maksamaan väliaikaisen jäätehtaan, mutta hallitus ei ole kertonut, kuka sitä "
        "pitäisi yllä.",
    ),
    "ru": (
        "Совет порта во вторник вечером проголосовал за закрытие старого разводного моста на одиннадцать "
        "месяцев, пока инженеры "
        "не заменят противовес, и рыбаки говорят, что это решение отрежет внутреннюю набережную от ледника "
        "на всю зиму.",
        "Внутренней набережной пользуются около сорока лодок, почти все они короче двенадцати метров, и "
        "объезд через северный "
        "шлюз добавил бы к каждой разгрузке по два часа, сказали капитаны на заседании совета в полном зале.",
    ),
    "ja": (
        "港湾委員会は火曜日の夜、古いはね橋を十一か月のあいだ閉鎖することを決めた。つり合いおもりを取り替えるためで、漁業者たちは内側の岸壁が氷の倉庫から切り離されると話している。",
        "内側の岸壁を使う船はおよそ四十隻で、そのほとんどは長さが十二メートルに満たない。北の水門を回る道では荷下ろしのたびに二時間よけいにかかると船長たちは説明した。",
    ),
}


def language(declared: str, paragraphs: tuple[str, ...], *, locale: str = "") -> tuple[str | None, list[str]]:
    """The language that is read from a page, and the declared ones that its evidence names."""
    meta = f'<meta property="og:locale" content="{locale}">' if locale else ""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    page = f'<html lang="{declared}"><head>{meta}</head><body><article><h1>Title</h1>{body}</article></body></html>'
    found = parse_page(page.encode(), url="https://outlet.example/harbour/bridge")
    assert isinstance(found, Article)
    return found.language, [other.value for other in found.evidence["language"].candidates]


@pytest.mark.parametrize(("declared", "written"), list(permutations(TEXTS, 2)))
def test_the_text_decides(declared: str, written: str) -> None:
    assert language(declared, TEXTS[written]) == (written, [declared])


@pytest.mark.parametrize("declared", ["et", "ms", "th", "az"])
def test_also_over_a_language_whose_words_are_not_known_or_hardly(declared: str) -> None:
    assert language(declared, TEXTS["en"])[0] == "en"


@pytest.mark.parametrize("written", TEXTS)
def test_what_is_declared_rightly_stays(written: str) -> None:
    assert language(written, TEXTS[written]) == (written, [])


def test_the_region_that_is_declared_elsewhere_is_kept() -> None:
    assert language("en", TEXTS["de"], locale="de_AT") == ("de-AT", ["en"])


def test_a_short_text_denies_nothing() -> None:
    short = ("Rada portu postanowiła we wtorek wieczorem zamknąć stary most zwodzony na jedenaście miesięcy.",)
    assert language("en", short)[0] == "en"


@pytest.mark.parametrize(("declared", "quoted"), [("en", "de"), ("pl", "en"), ("de", "ru"), ("sv", "ja")])
def test_a_long_quotation_denies_nothing(declared: str, quoted: str) -> None:
    assert language(declared, (*TEXTS[quoted], *TEXTS[declared]))[0] == declared
    assert language(declared, (*TEXTS[declared], *TEXTS[quoted]))[0] == declared


@pytest.mark.parametrize(("declared", "written"), [("da", "sv")])
def test_a_neighbour_that_is_told_apart_is_found(declared: str, written: str) -> None:
    assert language(declared, TEXTS[written])[0] == written


def test_a_neighbour_that_cannot_be_told_apart_denies_nothing() -> None:
    norwegian = (
        "Havnestyret vedtok tirsdag kveld å stenge den gamle klaffebrua i elleve måneder mens ingeniørene "
        "skifter motvekten, et "
        "vedtak som fiskerne mener vil skille den indre kaia fra ishuset gjennom hele vinteren og kanskje lenger.",
        "Rundt førti båter bruker den indre kaia, og de fleste av dem er kortere enn tolv meter, men omveien "
        "gjennom den nordre "
        "slusen ville legge to timer til hver landing og koste mannskapet en tidel av lønna, sa skipperne.",
    )
    assert language("da", norwegian)[0] == "da"
