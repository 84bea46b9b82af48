"""A site's messages to its readers (ad blockers, accounts, terms, gifts, apps ...) are not part of the text."""

from __future__ import annotations

import pytest

from parsers import Article, parse_page

STORY = [
    "The ferry to Lunde was cancelled on Monday after its bow door failed to close, the operator said.",
    "Some 240 passengers spent the night in the terminal, where volunteers handed out blankets and hot soup.",
    "A replacement ship, the Havørn, was expected from Vardal on Tuesday morning, and two coaches would run.",
    "The operator, which has run the line since 1974, said it would refund all tickets and pay for hotel rooms.",
    "Engineers found a bent hinge on the door, which had last been looked at in spring, and sent for a new one.",
    "The harbour master said that the quay would stay open, and that the islanders had been told of it by post.",
]
#: Language of the page, the line, and the reason for which it is cut.
LINES = [
    (
        "en",
        "We noticed you're using an ad blocker. Please disable your ad blocker to go on reading the news.",
        "advertisement",
    ),
    (
        "de",
        "Bitte deaktivieren Sie Ihren Adblocker, damit Sie diese Seite und alle Artikel lesen können.",
        "advertisement",
    ),
    (
        "fr",
        "Désactivez votre bloqueur de publicités afin de pouvoir lire la suite de cet article ici.",
        "advertisement",
    ),
    (
        "ru",
        "Отключите блокировщик рекламы, чтобы читать статьи без ограничений и поддержать редакцию.",
        "advertisement",
    ),
    ("zh", "请关闭广告拦截插件后继续阅读本站的新闻内容。", "advertisement"),
    ("en", "Sign in or create an account to leave a comment and follow the topics you like", "paywall"),
    ("es", "Inicia sesión para comentar y guardar tus artículos favoritos", "paywall"),
    ("pl", "Zaloguj się, aby komentować i zapisywać artykuły", "paywall"),
    ("ja", "ログインして続きを読むことができます", "paywall"),
    (
        "en",
        "By signing up, you agree to our Terms of Use and Privacy Policy, and to get mail from us and others.",
        "newsletter",
    ),
    (
        "de",
        "Mit der Anmeldung stimmen Sie den Nutzungsbedingungen und der Datenschutzerklärung des Verlags zu.",
        "newsletter",
    ),
    (
        "it",
        "Iscrivendoti accetti i termini del servizio e l'informativa sulla riservatezza del nostro giornale.",
        "footer",
    ),
    ("en", "California residents may opt out of the sale of their personal data under the law at any time.", "consent"),
    ("en", "Do not sell or share my personal information", "footer"),
    (
        "en",
        "If you value our reporting, please consider making a gift, or become a member of the paper today.",
        "paywall",
    ),
    ("fr", "Faites un don pour que ce journal puisse continuer à enquêter partout et pour tout le monde.", "paywall"),
    ("ru", "Поддержите наше издание, чтобы мы могли и дальше писать о портах, людях и кораблях.", "paywall"),
    ("en", "This article was originally published in the print edition of the Lunde Weekly on 3 May.", "metadata"),
    ("de", "Dieser Artikel erschien zuerst in der Hafenpost vom Mittwoch, auf der Seite für die Küste.", "metadata"),
    ("en", "Download our free Lunde Post app now to get the news as it happens.", "footer"),
    ("sv", "Ladda ner vår app för att få nyheterna först", "footer"),
    ("tr", "Uygulamamızı indirin, haberleri ilk siz okuyun", "footer"),
]


def page(lines: list[str], lang: str) -> Article:
    text = f"""<html lang={lang}><head><title>Ferry cancelled | Lunde Post</title>
        <meta property=og:type content=article></head><body><main><article>
        <h1>Ferry to Lunde cancelled after bow door fails</h1>{"".join(f"<p>{line}</p>" for line in lines)}
        </article></main><footer>Copyright Lunde Post. All rights reserved.</footer></body></html>"""
    result = parse_page(text.encode(), url="https://lundepost.example/news/ferry-cancelled", media_type="text/html")
    assert isinstance(result, Article), result
    return result


@pytest.mark.parametrize("place", [3, len(STORY)], ids=["between", "below"])
@pytest.mark.parametrize(("lang", "line", "reason"), LINES, ids=[f"{lang}-{line[:24]}" for lang, line, _ in LINES])
def test_a_line_is_cut_wherever_it_is_printed(lang: str, line: str, reason: str, place: int) -> None:
    article = page([*STORY[:place], line, *STORY[place:]], lang)
    assert [block.text for block in article.blocks] == STORY
    assert {cut.reason for cut in article.dropped if cut.text == line} <= {reason}


STORIES_ABOUT_IT = [
    "The court ruled that an ad blocker is legal, and that a publisher may ask its readers to turn it off.",
    "Readers asked the mayor to support the ferry, and some of them donated their savings to the line.",
    "By using the ferry, islanders save an hour, and they agree that it should sail at night as well.",
    "The book was first published in 1974 and has been read on the quay ever since by young and old.",
    "The law lets Californians ask firms not to sell what they know of them, the minister told the house.",
]


@pytest.mark.parametrize("line", STORIES_ABOUT_IT)
def test_a_sentence_about_the_same_stays(line: str) -> None:
    assert line in [block.text for block in page([*STORY[:3], line, *STORY[3:]], "en").blocks]
