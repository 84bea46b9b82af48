"""The language of texts that declare none: small words decide where they can, and neighbours are not mixed up."""

import pytest

from parsers.lines.guess_language import guess_language

ENGLISH = (
    "The bridge over the harbour was closed to traffic on Monday, and the council said that it would not be opened "
    "again before the end of the year, as the money for the work has to be found in the budget of the next one."
)
GERMAN = (
    "Die Brücke über den Hafen ist seit Montag für den Verkehr gesperrt, und der Rat erklärt, dass sie vor dem Ende "
    "des Jahres nicht wieder geöffnet wird, weil das Geld für die Arbeiten erst im nächsten Haushalt zu finden ist."
)
CATALAN = (
    "El pont sobre el port va quedar tancat al trànsit dilluns, i el consell diu que no es tornarà a obrir abans del "
    "final de l'any, perquè els diners per a les obres encara s'han de trobar en el pressupost de l'any que ve."
)
GREEK = "Η γέφυρα πάνω από το λιμάνι έκλεισε για την κυκλοφορία τη Δευτέρα και δεν θα ανοίξει φέτος."
JAPANESE = "港にかかる橋は月曜日に通行止めになり、年内は再開しないと市が発表した。"
CHINESE = "港口上的大桥周一起禁止通行，市政府表示年底前不会重新开放。"
SWEDISH = "Bron över hamnen stängdes för trafik på måndagen, och kommunen uppger att den inte öppnas igen i år."
#: Scripts that serve one language, or one with most news.
SCRIPTS = [
    ("ବନ୍ଦର ଉପରେ ଥିବା ସେତୁ ସୋମବାର ଠାରୁ ବନ୍ଦ ରହିଛି।", "or"),
    ("துறைமுகப் பாலம் திங்கள்கிழமை முதல் மூடப்பட்டது.", "ta"),
    ("වරායට ඉහළින් ඇති පාලම සඳුදා සිට වසා ඇත.", "si"),
    ("ნავსადგურზე ხიდი ორშაბათიდან დაკეტილია.", "ka"),
    ("Նավահանգստի կամուրջը փակ է երկուշաբթիից։", "hy"),
    ("በወደቡ ላይ ያለው ድልድይ ከሰኞ ጀምሮ ተዘግቷል።", "am"),
    ("ဆိပ်ကမ်းပေါ်ရှိ တံတားကို တနင်္လာနေ့မှစ၍ ပိတ်ထားသည်။", "my"),
]


@pytest.mark.parametrize(
    ("text", "code"),
    [(ENGLISH, "en"), (GERMAN, "de"), (CATALAN, "ca"), (GREEK, "el"), (JAPANESE, "ja"), (CHINESE, "zh"), *SCRIPTS],
)
def test_language(text: str, code: str) -> None:
    assert guess_language([text]) == code


def test_plain_english_needs_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "py3langid", None)
    assert guess_language([ENGLISH]) == "en"
    with pytest.raises(ImportError):
        guess_language([SWEDISH])


def test_too_little_to_go_by() -> None:
    assert guess_language(["Bridge"]) is None
