"""Pages of many systems that print next to nothing and keep their article in a script, for the tests beside this."""

import json

HEADLINE = "Ferry to Lunde cancelled after bow door fails"
ADDRESS = "https://lundepost.example/news/ferry-to-lunde-cancelled-20931"
STORY = [
    "The ferry to Lunde was cancelled on Monday after its bow door failed to close, the operator said.",
    "Some 240 passengers spent the night in the terminal, where volunteers handed out blankets and hot soup.",
    "A replacement ship, the Havørn, was expected from Vardal on Tuesday morning, and two coaches would run.",
    "The operator, which has run the line since 1974, said it would refund all tickets and pay for hotel rooms.",
]
SUBHEAD = "Soup and blankets"
OTHER = [line.replace("ferry", "tram").replace("Lunde", "Vardal") for line in STORY * 2]
MARKUP = f"<p>{STORY[0]}</p><p>{STORY[1]}</p><h2>{SUBHEAD}</h2><p>{STORY[2]}</p><p>{STORY[3]}</p>"
#: The body as (kind, text).
BODY = [
    *(("paragraph", line) for line in STORY[:2]),
    ("subhead", SUBHEAD),
    *(("paragraph", line) for line in STORY[2:]),
]


def page(*scripts: str, head: str = "", printed: str = "") -> bytes:
    """A page that prints its headline, what is given, and menus."""
    menu = "".join(f"<li><a href=/{name}>{name.title()}</a>" for name in ("news", "sport", "weather", "culture"))
    return f"""<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>{HEADLINE} | Lunde Post</title>
        <meta property=og:title content="{HEADLINE}"><meta property=og:type content=article>{head}</head><body>
        <nav><ul>{menu}</ul></nav><div id=app><main><article><h1>{HEADLINE}</h1>{printed}</article></main></div>
        {"".join(scripts)}<footer>Copyright Lunde Post. All rights reserved.</footer></body></html>""".encode()


def data(value: object, name: str = "__NEXT_DATA__") -> str:
    """A script of JSON."""
    return f'<script id="{name}" type="application/json">{json.dumps(value)}</script>'


def variable(value: object, name: str = "window.__INITIAL_STATE__") -> str:
    """A script that sets a variable."""
    return f"<script>{name} = {json.dumps(value)};window.ready=true</script>"


def flight(*rows: str) -> str:
    """Scripts that push the rows of Next's stream, cut where a server may cut it: anywhere."""
    stream = "".join(rows)
    cut = len(stream) // 2
    pieces = (stream[:cut], stream[cut:])
    return "".join(f"<script>self.__next_f.push([1,{json.dumps(piece)}])</script>" for piece in pieces)


def story(**body: object) -> dict[str, object]:
    """The object of the page's article as content systems have it."""
    return {"id": 20931, "headline": HEADLINE, "publishedAt": "2026-01-09T08:00:00Z", **body}


def _typed(kind: str, text: str, **more: object) -> dict[str, object]:
    return {"type": kind, "text": text, **more}


ARC = [
    *({"_id": str(n), "type": "text", "content": line} for n, line in enumerate(STORY[:2])),
    {"type": "image", "caption": "The ferry at the quay", "url": "https://img.lundepost.example/1.jpg"},
    {"type": "header", "level": 2, "content": SUBHEAD},
    {"type": "interstitial_link", "content": "Read also: the tram is back", "url": "/news/tram"},
    *({"type": "text", "content": line} for line in STORY[2:]),
]
PROSEMIRROR = {
    "type": "doc",
    "content": [
        *({"type": "paragraph", "content": [{"type": "text", "text": line}]} for line in STORY[:2]),
        {"type": "heading", "attrs": {"level": 2}, "content": [{"type": "text", "text": SUBHEAD}]},
        {"type": "paragraph", "content": [
            {"type": "text", "text": STORY[2][:30]},
            {"type": "text", "text": STORY[2][30:], "marks": [{"type": "bold"}]},
        ]},
        {"type": "paragraph", "content": [{"type": "text", "text": STORY[3]}]},
    ],
}  # fmt: skip
PORTABLE = [
    {"_type": "block", "style": "h2" if text == SUBHEAD else "normal", "children": [{"_type": "span", "text": text}]}
    for _, text in BODY
]
DRAFT = {
    "blocks": [
        {"key": "a", "text": text, "type": "header-two" if text == SUBHEAD else "unstyled", "entityRanges": []}
        for _, text in BODY
    ]
}
CONTENTFUL = {
    "nodeType": "document",
    "content": [
        {"nodeType": "heading-2" if text == SUBHEAD else "paragraph", "content": [{"nodeType": "text", "value": text}]}
        for _, text in BODY
    ],
}
SLATE = [{"type": "h2" if text == SUBHEAD else "paragraph", "children": [{"text": text}]} for _, text in BODY]
TYPED = [_typed("subheading" if text == SUBHEAD else "ParagraphBlock", text) for _, text in BODY]
REACT = ["$", "div", None, {"children": [
    ["$", "h2" if text == SUBHEAD else "p", None, {"children": text}] for _, text in BODY
]}]  # fmt: skip
NAVIGATION = [["$", "p", None, {"children": line}] for line in OTHER]
EDITOR = {"blocks": [
    {"id": "a", "type": "header" if text == SUBHEAD else "paragraph", "data": {"text": text}} for _, text in BODY
]}  # fmt: skip
MODELS = [{"type": "text", "model": {"blocks": [
    {"type": "subheadline" if text == SUBHEAD else "paragraph",
     "model": {"text": text, "blocks": [{"type": "fragment", "model": {"text": text, "attributes": []}}]}}
    for _, text in BODY
]}}]  # fmt: skip
GUTENBERG = [
    {"blockName": "core/heading" if text == SUBHEAD else "core/paragraph", "attrs": {},
     "innerHTML": f"<h2>{text}</h2>" if text == SUBHEAD else f"\n<p>{text}</p>\n"}
    for _, text in BODY
]  # fmt: skip
DRUPAL = [
    {"__typename": "ParagraphHeading" if text == SUBHEAD else "ParagraphText",
     "text": {"processed": f"<h2>{text}</h2>" if text == SUBHEAD else f"<p>{text}</p>"}}
    for _, text in BODY
]  # fmt: skip
APOLLO = {
    "ROOT_QUERY": {"article": {"__ref": "Article:1"}, "related": [{"__ref": "Article:2"}]},
    "Article:1": {**story(), "body": [{"__ref": f"Paragraph:{n}"} for n in range(len(BODY))]},
    "Article:2": {"headline": "Tram to Vardal is back", "url": "/news/tram", "body": OTHER},
    **{
        f"Paragraph:{n}": {"__typename": "Subheading" if text == SUBHEAD else "Paragraph", "text": text}
        for n, (_, text) in enumerate(BODY)
    },
}


def called(value: object) -> str:
    """A value as Nuxt 2 writes it: the object that a function returns, with what occurs twice in its parameters."""
    written = json.dumps(value).replace(json.dumps(HEADLINE), "b").replace("/", "\\u002F")
    return f'<script>window.__NUXT__=(function(a,b,c){{return {{layout:"default",data:[{{post:{written}}}],error:a,' \
           f'flags:[!0,,void 0],serverRendered:c}}}}(null,{json.dumps(HEADLINE)},true));</script>'  # fmt: skip


def nuxt(value: object) -> list[object]:
    """A value as Nuxt 3 writes it: a flat list in which numbers are places."""
    flat: list[object] = []

    def add(item: object) -> int:
        place = len(flat)
        flat.append(item)
        if isinstance(item, dict):
            flat[place] = {name: add(part) for name, part in item.items()}
        elif isinstance(item, list):
            flat[place] = [add(part) for part in item]
        return place

    flat.append(["ShallowReactive", 1])
    add(value)
    return flat


def turbo(value: dict[str, object]) -> str:
    """An object as Remix and React Router write it: lines of flat lists.  It is ready later than what holds it."""
    names, parts = list(value), list(value.values())
    first = [{"_1": 2}, "loaderData", ["P", 2]]
    start = len(first) + 1
    keys = {f"_{start + n}": start + len(names) + n for n in range(len(names))}
    stream = f"{json.dumps(first)}\nP2:{json.dumps([keys, *names, *parts])}\n"
    pieces = (stream[:90], stream[90:])
    calls = (f"window.__remixContext.streamController.enqueue({json.dumps(piece)});" for piece in pieces)
    return "".join(f"<script>{call}</script>" for call in calls)


def angular(value: object) -> str:
    """A script of JSON as Angular escapes it."""
    written = data(value, "serverApp-state")
    start = written.index("{")
    inner = written[start:].removesuffix("</script>")
    for sign, escape in (("&", "&a;"), ('"', "&q;"), ("<", "&l;"), (">", "&g;")):
        inner = inner.replace(sign, escape)
    return f"{written[:start]}{inner}</script>"


def started(value: object) -> str:
    """A value as SvelteKit hands it to its start: keys without quotation marks."""
    head = 'kit.start(app, element, {node_ids: [0, 2], data: [null,{type:"data",data:{post:'
    return (
        f"<script>{{import('/app.js').then(([kit, app]) => {{{head}{json.dumps(value)}}},uses:{{}}}}]}});}})}}</script>"
    )


_HTML_ROW = MARKUP.encode()
#: What a page is called -> its scripts.
SYSTEMS = {
    "next": data({"props": {"pageProps": {"article": story(body=MARKUP), "more": [{"title": "Tram", "url": "/t"}]}}}),
    "next, title beside": data({"props": {"page": {"seo": {"title": HEADLINE}, "content": MARKUP, "date": "2026"}}}),
    "next, by address": data({"props": {"pageProps": {"url": ADDRESS, "title": "Ferry", "body": MARKUP, "date": 1}}}),
    "next, sections": data({"article": story(sections=[{"text": f"<p>{line}</p>"} if line != SUBHEAD else
                                                       {"text": f"<h2>{line}</h2>" + " " * 60} for _, line in BODY])}),
    "flight": flight(
        '1:"$Sreact.fragment"\n2:I[123,["a","b"],"default"]\n',
        f'3:{{"article":{json.dumps(story())[:-1]},"body":"$4"}},"theme":"dark"}}\n',
        f"4:T{len(_HTML_ROW):x},{MARKUP}",
        '5:["$","div",null,{"children":"Loading"}]\n',
    ),
    "flight, elements": flight(f'0:["$","main",null,{{"article":{json.dumps(story(body=REACT[3]["children"]))}}}]\n'),
    "flight, printed": flight(
        f'4:["$","title","0",{{"children":{json.dumps(HEADLINE)}}}]\n',
        f'5:["$","main",null,{{"children":["$L7",["$","nav",null,{{"children":{json.dumps(NAVIGATION)}}}],"$6"]}}]\n',
        f"6:{json.dumps(REACT)}\n",
    ),
    "flight, mark-up printed": flight(
        f'4:["$","h1",null,{{"children":{json.dumps(HEADLINE)}}}]\n',
        f"7:T{len(_HTML_ROW):x},{MARKUP}",
        '5:["$","div",null,{"dangerouslySetInnerHTML":{"__html":"$7"}}]\n',
    ),
    "remix": turbo(story(body=MARKUP)),
    "sveltekit": started(story(body=MARKUP)),
    "sveltekit, fetched": data({"status": 200, "headers": {}, "body": json.dumps({"post": story(body=MARKUP)})}),
    "angular": angular({"G.json./api/story": {"body": story(body=MARKUP)}}),
    "inertia": f"<span id=inertia data-page='{json.dumps({'props': {'post': story(body=MARKUP)}})}'></span>",
    "string": f"<script>window.__STATE__ = {json.dumps(json.dumps(story(body=MARKUP)))};</script>",
    "literal": f"<script>window.__STATE__ = {{user:null,post:{json.dumps(story(body=MARKUP))},}};</script>",
    "nuxt": data(nuxt({"data": {"a1": story(body=TYPED)}}), "__NUXT_DATA__"),
    "nuxt 2": called(story(content=MARKUP)),
    "nuxt 2, typed": called(story(body=TYPED)),
    "apollo": variable(APOLLO, "window.__APOLLO_STATE__"),
    "arc": variable({"headlines": {"basic": HEADLINE}, "canonical_url": "/news/ferry-to-lunde-cancelled-20931",
                     "first_publish_date": "2026-01-09T08:00:00Z",
                     "content_elements": ARC}, "window.Fusion=window.Fusion||{};Fusion.globalContent"),
    "redux": variable({"page": {"article": story(content=MARKUP)}, "user": None}, "window.__PRELOADED_STATE__"),
    "undefined": variable({"page": story(content=MARKUP, user="@")}).replace('"@"', "undefined"),
    "json parse": f"<script>window.__DATA__ = JSON.parse({json.dumps(json.dumps(story(body=MARKUP)))});</script>",
    "json parse, single quotes": "<script>window['__DATA__']=JSON.parse('"
                                 + json.dumps(story(body=MARKUP)).replace("\\", "\\\\") + "')</script>",
    "prosemirror": data({"page": story(body=PROSEMIRROR)}),
    "portable text": data({"page": story(body=PORTABLE)}),
    "draft": data({"page": story(body=DRAFT)}),
    "contentful": data({"page": story(body=CONTENTFUL)}),
    "slate": data({"page": story(body=SLATE)}),
    "editor": data({"page": story(content=EDITOR)}),
    "models": data({"page": story(content={"model": {"blocks": MODELS}})}),
    "gutenberg": data({"page": story(blocks=GUTENBERG)}),
    "drupal": data({"page": story(fieldParagraphs=DRUPAL)}),
    "wordpress": data({"post": {"title": {"rendered": HEADLINE}, "date": "2026", "content": {"rendered": MARKUP}}}),
    "typed": data({"page": story(components=TYPED)}),
    "keys in another language": data({"noticia": {"titulo": HEADLINE, "fechaPublicacion": "2026-01-09", "cuerpo": [
        {"tipo": "subtitulo" if text == SUBHEAD else "parrafo", "contenido": text} for _, text in BODY
    ]}}),
    "template in a script": f'<script type="text/x-template" id=t><h1>{HEADLINE}</h1>{MARKUP}</script>',
    "template in a textarea": f"<textarea hidden><h1>{HEADLINE}</h1>{MARKUP}</textarea>",
    "template": f"<template id=t><article><h1>{HEADLINE}</h1>{MARKUP}</article></template>",
}  # fmt: skip
