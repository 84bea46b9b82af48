"""The standfirst: which lines it is, on pages in the patterns of real outlets, and when there is none."""

import pytest

from parsers.segments import STANDFIRST
from tests.fields.pages import DEK, H1, PARAGRAPHS, claimed, page, read

FIRST = "The island council met on Thursday to hear what the yard had to say about the shaft."
SUMMARY = "A yard on the mainland took the engines apart and found cracks in a shaft."
STANDFIRSTS = {
    "no standfirst: the first paragraph, whose tag is missing": (
        "<html><head><title>古い灯台、二十年ぶりに点灯 : 社会</title></head><body><table><tr><td><font size=5><b>"
        "古い灯台、二十年ぶりに点灯</b></font><br><br>　青浜町の岬に立つ古い灯台が、土曜日の夜、二十年ぶりに点灯した。"
        "港には町民ら約六百人が集まり、大きな拍手が起きた。<p>　灯台は老朽化のため閉鎖されていたが、漁業者らが募金を"
        "呼びかけ、三年かけて修理費を集めた。「光が戻った」と喜ぶ声もあった。<p>　点灯は毎日、日没から午後十時まで。"
        "<p>（2004年11月26日14時52分　青浜新聞）</td></tr></table></body></html>",
        None,
    ),
    "a class says so": (page(top=f"{H1}<p class='article__dek'>{DEK}</p>"), DEK),
    "a class says so, and the text goes on behind the end of the page": (
        f"<html><body>{H1}<p class='article__dek'>{DEK}</p></body>Ann Lister said so on Monday. {PARAGRAPHS}</html>",
        DEK,
    ),
    "a second heading under the headline": (page(top=f"{H1}<h2>{DEK}</h2>"), DEK),
    "declared as description and above the body": (
        page(f'<meta name="description" content="{DEK}">', f"{H1}<p>{DEK}</p>"),
        DEK,
    ),
    "a short sentence that is the whole description": (
        page(
            '<meta property="og:description" content="We have answers.">', f"{H1}<div class=deck>We have answers.</div>"
        ),
        "We have answers.",
    ),
    "not the caption beside the credit of a picture": (
        page(
            top=f"{H1}<div class='m'><img src='/b.jpg'><div><i>Foto: </i><i>Ada Lund, Harbour Post</i></div>"
            f"<p>Ann Lister with the old ship's bell of 1911</p></div><p class='perex'>{DEK}.</p>"
        ),
        f"{DEK}.",
    ),
    "not a bold caption with a sign that points at its picture": (
        page(top=f"{H1}<p><img src='/b.jpg'></p><p><b>▲{DEK}. (Photo: Ada Lund/AP)</b></p>"),
        None,
    ),
    "a standfirst in a box with a picture and its credit": (
        page(top=f"{H1}<div><img src='/b.jpg'><p>Photo: Ada Lund</p><p class='standfirst'>{DEK}</p></div>"),
        DEK,
    ),
    "right below the headline in a box of its own, and the body tells it again": (
        page(
            top=f"{H1}<div><p>{SUMMARY}</p></div><div>Copy</div><div>Print</div><div>Mail</div><div>By Ann Lister</div>"
        ),
        SUMMARY,
    ),
    "no standfirst: the same on a page without byline and date": (
        page(top=f"{H1}<div><p>{SUMMARY}</p></div>"),
        None,
    ),
    "points of a short list that the body tells again": (
        page(
            top=f"{H1}<div>3 May 2024</div><ul><li>{SUMMARY}</li>"
            "<li>The island council wants a second boat in three years.</li></ul>"
        ),
        f"{SUMMARY} The island council wants a second boat in three years.",
    ),
    "a declared description above a paragraph that opens with a dateline": (
        f'<html><head><meta name="description" content="{DEK}."></head><body><article>{H1}<p>3 May 2024</p>'
        f"<p>{DEK}.</p><p>HARTSEA, May 3 (AP) — The gearbox was opened on Monday, and the shaft was bent.</p>"
        f"{PARAGRAPHS}</article></body></html>",
        f"{DEK}.",
    ),
    "in a box of its own above a body whose lines only breaks part": (
        f'<html><head><meta name="description" content="{DEK}."></head><body><div>{H1}<div>3 May 2024</div>'
        f"<div>{DEK}.</div><div>{PARAGRAPHS.replace('<p>', '').replace('</p>', '<br><br>')}</div></div></body></html>",
        f"{DEK}.",
    ),
    "no standfirst: a short line that no description says": (page(top=f"{H1}<div class=deck>We ask.</div>"), None),
    "a description that was cut off": (
        page(f'<meta name="description" content="{DEK[:55]}...">', f"{H1}<p class='intro'>{DEK}</p>"),
        DEK,
    ),
    "between headline and byline": (
        page(top=f"{H1}<p>{DEK}</p><p class='byline'>By Ann Lister</p><p>3 May 2024</p>"),
        DEK,
    ),
    "a sentence alone in an element with a class of its own": (
        page(top=f"{H1}<div>3 May 2024</div><p class=art_x>The money was meant for roads.</p>"),
        "The money was meant for roads.",
    ),
    "no standfirst: a question alone in an element with a class of its own": (
        page(top=f"{H1}<div>3 May 2024</div><p class=art_x>What is your reaction to this?</p>"),
        None,
    ),
    "below a badge and the time it takes": (
        page(top=f"{H1}<div class=subtitle><i>PREMIUM</i> <i>3 min read</i><p class=intro>{DEK}</p></div>"),
        DEK,
    ),
    "a list of points": (
        page(
            top=f"{H1}<ul class='summary-points'><li>The ferry sails again this week</li>"
            "<li>A second boat is wanted</li></ul>"
        ),
        "The ferry sails again this week A second boat is wanted",
    ),
    "a bold first paragraph": (
        page(top=H1).replace('<div class="article-body">', f'<div class="article-body"><p><b>{FIRST}</b></p>'),
        FIRST,
    ),
    "no standfirst: a plain first paragraph stays body": (page(top=H1), None),
    "no standfirst: the first paragraph in a box of the body that is named for a summary": (
        page(top=H1).replace(
            '<div class="article-body">',
            f'<div class="article-body"></div><div class="field text-with-summary"><p>{FIRST}</p>',
        ),
        None,
    ),
    "no standfirst: the first paragraph in a box of the body that is declared as the description": (
        page(top=H1).replace(
            '<div class="article-body">', f'<div itemprop="description articleBody"><div dir="ltr"><p>{FIRST}</p></div>'
        ),
        None,
    ),
    "no standfirst: a bold line below a paragraph whose first word leads bylines, too": (
        page(
            top="<h1>De pont bij de sluis vaart niet meer</h1><p>De pont bij de sluis vaart vanaf maandag niet meer, "
            "omdat de keuring van de kabel is verlopen en de monteur van de hele streek met pensioen is gegaan.</p>"
            "<p><b>Omweg van elf kilometer</b></p><p>De provincie zoekt naar een bedrijf in Duitsland dat de keuring "
            "kan overnemen, en tot die tijd rijdt er een busje over de brug, maar alleen op werkdagen.</p>",
            lang="nl",
        ),
        None,
    ),
    "a sentence whose first word leads bylines in another language": (
        page(
            top="<h1>Veerpont vaart niet meer</h1><p class='intro'>De monteur is met pensioen en de scholieren moeten "
            "voorlopig omrijden over de brug.</p>",
            lang="nl",
        ),
        "De monteur is met pensioen en de scholieren moeten voorlopig omrijden over de brug.",
    ),
    "no standfirst: the first of many paragraphs in bold": (
        page(top=H1).replace("<p>", "<p><strong>").replace("</p>", "</strong></p>"),
        None,
    ),
    "no standfirst: not even when it is the description": (
        page(f'<meta name="description" content="{FIRST}">', H1).replace(
            '<div class="article-body">', f'<div class="article-body"><p>{FIRST}</p>'
        ),
        None,
    ),
    "a described heading below buttons": (
        page(
            f'<meta name="description" content="Islands: {DEK}">',
            f"{H1}<p>By Ann Lister</p><button>Share</button><button>Save</button><button>Print</button><h2>{DEK}</h2>",
        ),
        DEK,
    ),
    "a container of its own, its lines like the body's": (
        page(
            f'<meta name="description" content="{DEK}">',
            f"{H1}<div><p>{DEK}</p><p>A second boat is wanted.</p></div><p class='byline'>By Ann Lister</p>",
        ),
        f"{DEK} A second boat is wanted.",
    ),
    "not the headline in other words": (
        page(top="<h1>Ferry to the islands is back in service</h1><h2>Islands' ferry is back: boat in service</h2>"),
        None,
    ),
    "no link to another article behind it": (
        page(
            top=f"{H1}<h2 class='subtitle'>{DEK}</h2>"
            "<h2 class='subtitle'><a href='/t'>Tunnel to the islands stays a line on a map</a></h2>"
        ),
        DEK,
    ),
    "no notice of how old the article is": (
        page(top=f"{H1}<p class='subtitle'>This article is more than 5 years old</p><p class='subtitle'>{DEK}</p>"),
        DEK,
    ),
    "no credit of the picture": (
        page(top=f"{H1}<p class='description'>Photo: Pia Lens / Harbour Picture Agency</p>"),
        None,
    ),
    "a list whose entries have elements of their own": (
        page(
            top=f"{H1}<ul><li class='abstract__item'><div class='abstract__text'>The ferry sails again this week</div>"
            "</li><li class='abstract__item'><div class='abstract__text'>A second boat is wanted</div></li></ul>"
        ),
        "The ferry sails again this week A second boat is wanted",
    ),
    "a whole sentence as a heading, below the byline and a picture": (
        page(
            top=f"{H1}<p>By Ann Lister</p><p>Harbour Post</p><p>Share</p><h2>{DEK}.</h2>",
        ),
        f"{DEK}.",
    ),
    "in a script without spaces": (
        page(
            top="<h1>島の船が戻る</h1><p class='excerpt'>冬の間ドックにあった島の船が再び海に出ることになった...</p>",
            lang="ja",
        ),
        "冬の間ドックにあった島の船が再び海に出ることになった...",
    ),
    "a short sentence of dense characters": (
        page(top="<h1>섬마을 배가 다시 뜬다</h1><h2 class='subtitle'>주민들이 직접 배를 고쳤다.</h2>", lang="ko"),
        "주민들이 직접 배를 고쳤다.",
    ),
    "no standfirst: a box below the first paragraph": (
        page(
            top=f"{H1}<div class='article-body'>{PARAGRAPHS}</div><div class='teaser'>Winter and harbour ferries</div>"
        ),
        None,
    ),
    "no standfirst: what the newsletter is": (
        page(top=f"{H1}<div class='intro'><p>A letter from the islands in your inbox every Sunday.</p></div>"),
        None,
    ),
    "no standfirst: an address": (
        page(top=f"{H1}<div class='intro'><p>Write to the desk: quay@harbourpost.example</p></div>"),
        None,
    ),
    "a sentence below a second title": (
        page(
            top=f"{H1}<header><h2>Boats and quays: the winter of a harbour</h2></header>"
            f"<div><p class='x'>{DEK}.</p></div><p class='byline'>By Ann Lister</p>"
        ),
        f"{DEK}.",
    ),
    "a summary and the deck below it": (
        page(
            f'<meta name="description" content="{DEK}">',
            f"{H1}<div class='summary'>{DEK}</div><h2 class='deck'>The council wants a second boat all the same</h2>"
            "<p class='byline'>By Ann Lister</p>",
        ),
        f"{DEK} The council wants a second boat all the same",
    ),
    "no standfirst: the kicker of a second title": (
        page(top=f"{H1}<hgroup><div>Winter in Northlight</div><h2>Islands' ferry in service</h2></hgroup>"),
        None,
    ),
    "no standfirst: the caption in a box with a picture": (
        page(top=f"{H1}<div class=pic><img src=a.jpg><div>{DEK}.</div></div><p class=byline>By Ann Lister</p>"),
        None,
    ),
    "no standfirst: the free beginning in a box of its own": (
        page(top=f"{H1}<div class='teaser-content'><p>{FIRST}</p><p>{FIRST[:-1]} once more.</p></div>"),
        None,
    ),
    "no standfirst: a box of that name around the whole body": (
        page(top=H1)
        .replace("article-body", "desc")
        .replace(PARAGRAPHS, f"{FIRST}<br><br>{PARAGRAPHS[3:-4].replace('</p><p>', '<br><br>')}"),
        None,
    ),
    "a short second title between headline and byline": (
        page(top=f"<div>{H1}<h2>Six winters in a dry dock</h2><p class='byline'>By Ann Lister</p></div>"),
        "Six winters in a dry dock",
    ),
    "a heading that says more than the headline, in its words": (
        page(
            top=f"{H1}<p>3 May 2024</p><h2>The ferry is back in service on all days but Sunday, and a crew of six from "
            "Northlight runs it for the islands.</h2>"
        ),
        "The ferry is back in service on all days but Sunday, and a crew of six from Northlight runs it for the "
        "islands.",
    ),
    "behind a label, the description": (
        page(
            f'<meta name="description" content="{DEK}.">',
            f"{H1}<p>By Ann Lister</p><div class='caption-text'>{FIRST}</div><ul><li><a href=/s>A+</a></li></ul>"
            f"<h2><span>Analysis</span> {DEK}.</h2>",
        ),
        f"Analysis {DEK}.",
    ),
    "all points of a list, of which the last stands next to the byline": (
        page(
            top=f"{H1}<div class=x><ul><li>The ferry sails again this week</li><li>A second boat is wanted</li>"
            "<li>The tunnel stays a line on a map</li><li>The yard found cracks in a shaft</li></ul></div>"
            "<p class=byline>By Ann Lister</p>"
        ),
        "The ferry sails again this week A second boat is wanted The tunnel stays a line on a map The yard found "
        "cracks in a shaft",
    ),
    "no standfirst: the label of a list of points": (
        page(top=f"{H1}<p class=intro><b>What you need to know</b></p><p class=byline>By Ann Lister</p>"),
        None,
    ),
    "no standfirst: the line of a form": (
        page(top=f"{H1}<p>By Ann Lister</p><form><div class=hint>Tell us which of the ferries you take.</div></form>"),
        None,
    ),
    "no standfirst: a hidden window's answer": (
        page(top=f"{H1}<p>By Ann Lister</p><div class=modal><p class=answer>We have your letter about it.</p></div>"),
        None,
    ),
    "no standfirst: a caption without a box, with its credit": (
        page(
            top=f"{H1}<div class=media><img src='/a.jpg'></div><div class=text-lead>The ferry at the quay of Lunde, "
            "where it waited for a shaft. (AP Photo/Ada Lund)</div><p class=byline>By Ann Lister</p>"
        ),
        None,
    ),
    "no standfirst: a caption": (page(top=f"{H1}<figure><figcaption>{DEK}</figcaption></figure>"), None),
}


@pytest.mark.parametrize(("html", "expected"), STANDFIRSTS.values(), ids=STANDFIRSTS.keys())
def test_standfirst(html: str, expected: str | None) -> None:
    found, labels = read(html)
    assert found.standfirst == expected
    assert " ".join(claimed(labels, STANDFIRST)) == (expected or "")
