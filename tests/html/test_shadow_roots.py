"""A declarative shadow root is read where a browser shows it, with the host's children in its slots."""

import pytest
from lxml import etree

from parsers import Article, parse_page
from parsers.html.markup.shadow_roots import open_shadow_roots
from parsers.html.markup.tree import build
from parsers.html.markup.walk import walk
from parsers.html.markup.xpaths import Locator

SHADOW = "<template shadowrootmode=open>"


def lines(body: str) -> list[tuple[str, str]]:
    """The texts of a page in reading order with their XPaths below the body."""
    root = build(f"<html><body>{body}</body></html>".encode())
    assert isinstance(root, etree._Element)
    locator = Locator()
    open_shadow_roots(root, locator)
    found = walk(root, locator)
    return [(segment.text, found.locate(segment).removeprefix("/html/body/")) for segment in found.segments]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<x-a>{SHADOW}<p>One<p>Two</template></x-a><p>Three",
         [("One", "x-a/template/p[1]"), ("Two", "x-a/template/p[2]"), ("Three", "p")]),
        (f"<x-a>{SHADOW}<p>One</p><slot></slot><p>Three</template><p>Two</p></x-a>",
         [("One", "x-a/template/p[1]"), ("Two", "x-a/p"), ("Three", "x-a/template/p[2]")]),
        (f"<x-a>{SHADOW}<h2>0</h2><slot name=z></slot><slot></slot></template><div>1</div><div slot=z>2</div></x-a>",
         [("0", "x-a/template/h2"), ("2", "x-a/div[2]"), ("1", "x-a/div[1]")]),
        (f"<x-a>{SHADOW}<div>Listen</div><slot></slot><button>Share</button></template><p>One</p></x-a>",
         [("One", "x-a/p")]),
        (f"<x-a>{SHADOW}<slot><p>Stand-in</p></slot></template><p>One</p></x-a>", [("One", "x-a/p")]),
        (f"<x-a>{SHADOW}<slot><p>Stand-in</p></slot></template></x-a>", [("Stand-in", "x-a/template/slot/p")]),
        (f"<div>{SHADOW}<p>So: <slot></slot></p></template>One</div>", [("So: One", "div/template/p")]),
        (f"<x-a>{SHADOW}<x-b>{SHADOW}<p>One</template></x-b></template></x-a>",
         [("One", "x-a/template/x-b/template/p")]),
        (f"<x-a>{SHADOW}<p>One</template>{SHADOW}<p>No</template></x-a>", [("One", "x-a/template[1]/p")]),
        ("<x-a><template><p>No</template><p>One</p></x-a>", [("One", "x-a/p")]),
        ("<x-a><template shadowrootmode=what><p>No</template><p>One</p></x-a>", [("One", "x-a/p")]),
        ("<x-a><template shadowroot=closed><p>One</template></x-a>", [("One", "x-a/template/p")]),
    ],
    ids=["alone", "slot", "named slots", "frame", "own content", "nothing to show", "text", "nested", "second", "plain",
         "unknown", "first trial"],
)  # fmt: skip
def test_shadow_roots(body: str, expected: list[tuple[str, str]]) -> None:
    assert lines(body) == expected


def test_an_article_in_a_shadow_root() -> None:
    story = [
        "The ferry to Lunde was cancelled on Monday after its bow door failed to close, the operator said.",
        "Some 240 passengers spent the night in the terminal, where volunteers handed out blankets and hot soup.",
    ]
    body = "".join(f"<p>{line}</p>" for line in story)
    shadow = f"<x-a>{SHADOW}<div class=article-body>{body}</div></template></x-a>"
    page = f"<html lang=en><body><main><article><h1>Ferry cancelled</h1>{shadow}</article></main></body></html>"
    result = parse_page(page.encode(), media_type="text/html")
    assert isinstance(result, Article)
    assert [block.text for block in result.blocks] == story
