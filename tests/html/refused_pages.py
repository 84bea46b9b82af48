"""Pages that are refused, or look as if they were, for tests: forms for consent in many languages, and a story."""

from __future__ import annotations

import json

from parsers import Article, Rejection, parse_page

ADDRESS = "https://lundepost.example/news/ferry-cancelled"
WALLS = {
    "en": ("Lunde Post", "Read the Post free with advertisements. With your consent, 90 companies keep cookies on your "
           "device and use personal data. You can withdraw it at any time.", "Accept and continue"),
    "fr": ("Le Courrier de Lunde", "Avec votre accord, nos partenaires et nous utilisons des cookies pour lire et "
           "stocker des données personnelles comme votre visite sur ce site.", "Accepter et fermer"),
    "de": ("Lunder Bote", "Besuchen Sie uns wie gewohnt mit Werbung und Tracking. Ihre Zustimmung können Sie "
           "jederzeit in den Einstellungen widerrufen.", "Alle akzeptieren"),
    "it": ("Corriere di Lunde", "Noi e 87 aziende salviamo cookie sul tuo dispositivo per mostrarti pubblicità. Puoi "
           "ritirare il consenso in qualsiasi momento.", "Accetta e continua"),
    "es": ("Correo de Lunde", "Nosotros y 87 socios guardamos cookies en su dispositivo para mostrar publicidad. Puede "
           "retirar el consentimiento en cualquier momento.", "Aceptar todo"),
    "nl": ("Lunder Courant", "Wij en onze partners plaatsen cookies op uw apparaat en verwerken persoonsgegevens. U "
           "kunt uw toestemming op elk moment intrekken.", "Alles accepteren"),
    "pt": ("Correio de Lunde", "Nós e 87 parceiros guardamos cookies no seu dispositivo para mostrar publicidade. Você "
           "pode retirar o consentimento a qualquer momento.", "Aceitar tudo"),
    "pl": ("Kurier Lunde", "My i nasi partnerzy zapisujemy pliki cookies na Twoim urządzeniu i przetwarzamy dane "
           "osobowe. Zgodę możesz wycofać w każdej chwili.", "Przejdź do serwisu"),
    "sv": ("Lunde-Posten", "Vi och våra partner lagrar cookies på din enhet och behandlar personuppgifter för att visa "
           "annonser. Du kan återkalla ditt samtycke när som helst.", "Godkänn alla"),
    "da": ("Lunde Tidende", "Vi og vores partnere gemmer cookies på din enhed og behandler personoplysninger. Du kan "
           "trække dit samtykke tilbage når som helst.", "Accepter alle"),
    "fi": ("Lunteen Sanomat", "Me ja kumppanimme tallennamme evästeitä laitteellesi ja käsittelemme henkilötietoja. "
           "Voit perua suostumuksesi milloin tahansa.", "Hyväksy kaikki"),
    "cs": ("Lundský posel", "My a naši partneři ukládáme cookies na vaše zařízení a zpracováváme osobní údaje. "
           "Souhlas můžete kdykoli odvolat.", "Přijmout vše"),
    "tr": ("Lunde Postası", "Biz ve ortaklarımız cihazınızda çerez saklıyor ve kişisel verilerinizi işliyoruz. "
           "Onayınızı istediğiniz zaman geri çekebilirsiniz.", "Tümünü kabul et"),
    "ru": ("Лундский вестник", "Мы и наши партнёры сохраняем файлы cookie на вашем устройстве и обрабатываем "
           "персональные данные. Вы можете отозвать согласие в любое время.", "Принять все"),
    "hu": ("Lundei Hírlap", "Mi és 57 partnerünk információkat – például sütiket – tárolunk egy eszközön, és személyes "
           "adatokat kezelünk. Bármikor módosíthatja a beállításokat.", "Elfogadom"),
    "ro": ("Curierul de Lunde", "Noi și cei 57 de parteneri ai noștri stocăm informații pe un dispozitiv, cum ar fi "
           "modulele cookie, și prelucrăm date cu caracter personal.", "Accept"),
    "el": ("Λούνδε Νέα", "Εμείς και οι 57 συνεργάτες μας αποθηκεύουμε πληροφορίες σε μια συσκευή, όπως cookies, και "
           "επεξεργαζόμαστε προσωπικά δεδομένα.", "Συμφωνώ"),
    "ja": ("ルンデ新聞", "当社とパートナーは、お客様の端末にクッキーを保存し、広告のために個人情報を利用します。"
           "同意はいつでも撤回できます。詳しくはプライバシーポリシーをご覧ください。", "すべて同意する"),
}  # fmt: skip
STORY = [
    "The ferry to Lunde was cancelled on Monday after its bow door failed to close, the operator said.",
    "Some 240 passengers spent the night in the terminal, where volunteers handed out blankets and hot soup.",
    "A replacement ship, the Havørn, was expected from Vardal on Tuesday morning, and two coaches would run.",
]


def parsed(body: str, *, head: str = "", language: str = "en", title: str = "Lunde Post") -> Article | Rejection:
    text = (
        f"<html lang={language}><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{body}</body></html>"
    )
    return parse_page(text.encode(), url=ADDRESS, media_type="text/html")


def declared(**more: object) -> str:
    node = {"@type": "NewsArticle", "headline": "Ferry to Lunde cancelled", "datePublished": "2026-01-09", **more}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def texts(result: Article | Rejection) -> list[str]:
    assert isinstance(result, Article), result
    return [block.text for block in result.blocks]
